/** What a penalty brings with it: the entry in the balance, the head's share (K11), a streak's consequence (K10). */
import { parseUnits } from '../amount.js';
import type { Day } from '../fact.js';
import { Problem } from '../problem.js';
import { type Draft, push } from './draft.js';
import { add, compare, type Exact, multiply, negate } from './exact.js';
import type { Wording } from './expression.js';
import type { Account } from './language.js';
import { assertLinked, type Entry, type Repeat, timesOf } from './pricing.js';
import type { Scope } from './scope.js';
import type { SuperiorShare } from './superior.js';

export function move(draft: Draft, entry: Entry, repeat: Repeat | undefined): void {
  const { rule } = entry.rule;
  const doubled = entry.factor > 1 && repeat;
  put(draft, {
    rule: rule.id,
    article: entry.rule.article,
    kind: doubled ? 'repeat' : 'count',
    points: entry.points,
    money: entry.money,
    title: rule.title,
    facts: [entry.fact.id],
    on: entry.fact.happenedOn,
    note: doubled
      ? {
          zh: `${repeat.title.zh}（${repeat.article}），× ${entry.factor}`,
          en: `${repeat.title.en} (${repeat.article}), × ${entry.factor}`,
        }
      : undefined,
  });
}

function put(
  draft: Draft,
  part: {
    rule: string;
    article: string;
    kind: string;
    points: Exact;
    money: Exact;
    title: Wording;
    facts: readonly string[];
    on: Day;
    note?: Wording | undefined;
  },
): void {
  push(draft, {
    rule: part.rule,
    article: part.article,
    kind: part.kind,
    amount: part.points,
    money: part.money,
    title: part.title,
    facts: part.facts,
    note: part.note ?? { zh: part.on, en: part.on },
  });
  if (compare(part.money, 0) < 0) draft.fines = add(draft.fines ?? 0, negate(part.money));
  else draft.rewards = add(draft.rewards ?? 0, part.money);
}

interface SharePart {
  article: string;
  points: Exact;
  money: Exact;
  note: Wording;
}
export interface HeadShare {
  /** What the head bears of an entry, part by part. */
  parts(entry: Entry): SharePart[];
  put(draft: Draft, entry: Entry): void;
}

/** The head's share: in full for a management fault, by half for the employee's own, or what the rule itself says. */
export function compileShare(account: Account, scope: Scope): HeadShare | undefined {
  const { head } = account;
  if (!head) return undefined;
  const shares = head.shares.map((item) => ({ is: item.is, percent: scope.amount(item.percent) }));
  const full = 1_000_000;
  for (const item of shares) scope.expect(`${head.id}: ${item.is}`, 'hit');
  const parts = (entry: Entry): SharePart[] => {
    const found = entry.fact.values?.[head.field];
    const share = shares.find((item) => item.is === found);
    if (!share)
      throw new Problem(
        'regulation.gap',
        { rule: head.id, got: `${entry.fact.item} ${head.field}=${String(found)}` },
        { articles: [head.article] },
      );
    scope.probe?.(`${head.id}: ${share.is}`, 'hit');
    const specific = entry.rule.head;
    const out: SharePart[] = [];
    // The specific amount stands in for the partial share only: a management fault is borne in full.
    if (!specific || specific.adds || share.percent === full)
      out.push({
        article: head.article,
        ...part(entry, share.percent),
        note: bornBy(head.title, entry, share.percent),
      });
    if (specific && (specific.adds || share.percent !== full)) {
      const times = multiply(entry.fact.quantity, entry.factor * 10_000);
      const own = chosenByHead(entry, specific, head);
      out.push({
        article: entry.rule.article,
        points: multiply(own.points, times),
        money: multiply(own.money, times),
        note: bornBy(head.title, entry),
      });
    }
    return out;
  };
  return {
    parts,
    put: (draft, entry) => {
      for (const one of parts(entry)) put(draft, { ...shareOf(entry), ...one });
    },
  };
}

const part = (entry: Entry, percent: number) => ({
  points: multiply(entry.points, percent / 100),
  money: multiply(entry.money, percent / 100),
});

const shareOf = (entry: Entry) => ({
  rule: entry.rule.rule.id,
  title: entry.rule.rule.title,
  facts: [entry.fact.id],
  on: entry.fact.happenedOn,
  kind: 'share',
});

function bornBy(title: Wording, entry: Entry, percent?: number): Wording {
  const [zh, en] = percent === undefined ? ['', ''] : [` ${percent / 10_000}%`, ` ${percent / 10_000} %`];
  return {
    zh: `${title.zh}（${entry.fact.subject}，${entry.fact.happenedOn}）${zh}`,
    en: `${title.en} (${entry.fact.subject}, ${entry.fact.happenedOn})${en}`,
  };
}

/** Puts the share of somebody above the person: a percentage that was chosen for the fact or set by the office. */
export function putSuperior(draft: Draft, entry: Entry, share: SuperiorShare): void {
  const { superior } = share;
  const { points, money, percent } = share.of(entry);
  put(draft, {
    ...shareOf(entry),
    article: superior.article,
    points,
    money,
    note: bornBy(superior.title, entry, percent),
  });
}

function chosenByHead(
  entry: Entry,
  specific: NonNullable<Entry['rule']['head']>,
  head: NonNullable<Account['head']>,
): { points: number; money: number } {
  const points = stated(entry, specific.points, 'headPoints', head);
  const money = stated(entry, specific.money, 'headMoney', head);
  if (entry.rule.linked) assertLinked({ ...entry.rule, ...specific }, points, money);
  return { points, money };
}

/** The head's own amount: as the rule states it, or as it was chosen inside the rule's range and came with the fact. */
function stated(
  entry: Entry,
  [least, most]: readonly [number, number],
  field: 'headPoints' | 'headMoney',
  head: NonNullable<Account['head']>,
): number {
  if (least === most) return least;
  const text = entry.fact.values?.[field];
  const chosen = typeof text === 'string' && text !== '' ? -Math.abs(parseUnits(text, 4)) : undefined;
  if (chosen === undefined || chosen < least || chosen > most)
    throw new Problem(
      'regulation.gap',
      { rule: entry.rule.rule.id, got: `${field}=${String(text ?? '')}` },
      { articles: [entry.rule.article, head.article] },
    );
  return chosen;
}

interface Crowd {
  on: Day;
  facts: readonly string[];
  put(draft: Draft): void;
}

/** Days on which so many person-times under one head broke the same rules (K11); the head answers for the day himself. */
export function compileCrowds(account: Account, scope: Scope): ((entries: readonly Entry[]) => Crowd[]) | undefined {
  const crowds = (account.head?.crowds ?? []).map((crowd) => {
    scope.expect(`${crowd.id}: count`, 'reached', 'below');
    return {
      ...crowd,
      limit: scope.amount(crowd.count),
      way: scope.word(crowd.scope, ['PERSON_TIMES', 'PERSONS', 'SAME_KIND'], crowd.id),
      cost: { points: scope.amount(crowd.points), money: scope.amount(crowd.money ?? '0') },
    };
  });
  if (crowds.length === 0) return undefined;
  return (entries) =>
    crowds.flatMap((crowd) => {
      const days = grouped(
        entries.filter((entry) => crowd.items.includes(entry.fact.item)),
        (entry) => entry.fact.happenedOn,
      );
      return [...days].flatMap(([on, found]) => {
        const reached = crowdSize(found, crowd.way) >= crowd.limit;
        scope.probe?.(`${crowd.id}: count`, reached ? 'reached' : 'below');
        if (!reached) return [];
        const line = { rule: crowd.id, article: crowd.article, kind: 'crowd', title: crowd.title, ...crowd.cost };
        const facts = found.map((entry) => entry.fact.id).sort();
        return [{ on, facts, put: (draft: Draft) => put(draft, { ...line, facts, on }) }];
      });
    });
}

function grouped(entries: readonly Entry[], keyOf: (entry: Entry) => string): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}

function crowdSize(found: readonly Entry[], way: 'PERSON_TIMES' | 'PERSONS' | 'SAME_KIND'): number {
  const total = (entries: readonly Entry[]) => entries.reduce((all, entry) => all + timesOf(entry), 0);
  if (way === 'PERSONS') return new Set(found.map((entry) => entry.fact.subject)).size * 10_000;
  if (way === 'PERSON_TIMES') return total(found);
  return Math.max(0, ...[...grouped(found, (entry) => entry.fact.item).values()].map(total));
}
