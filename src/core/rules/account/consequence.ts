/** What a penalty brings with it: the entry in the balance, the shares of those above (K11), the day of a head (K11). */
import { parseUnits } from '../../amount.js';
import type { Day } from '../../fact.js';
import { Problem } from '../../problem.js';
import { type Draft, type LineHead, lineHead, pushLine } from '../engine/draft.js';
import { add, compare, type Exact, multiply, negate } from '../figures/exact.js';
import type { Scope } from '../figures/scope.js';
import type { Wording } from '../language/expression.js';
import type { Account } from '../language/language-account.js';
import { assertLinked, type Entry, timesOf } from './pricing.js';
import type { SuperiorShare } from './superior.js';

/** Puts a penalty or reward, or a share of one, into a balance; what is to be paid and received is kept apart. */
function put(draft: Draft, head: LineHead, points: Exact, money: Exact, about: unknown): void {
  pushLine(draft, head, points, money, about);
  if (compare(money, 0) < 0) draft.fines = add(draft.fines ?? 0, negate(money));
  else draft.rewards = add(draft.rewards ?? 0, money);
}

export function move(draft: Draft, entry: Entry): void {
  put(draft, entry.factor > 1 ? entry.rule.doubled : entry.rule.line, entry.points, entry.money, entry);
}

export interface HeadShare {
  /** What the head bears of an entry in all. */
  of(entry: Entry): { points: Exact; money: Exact };
  put(draft: Draft, entry: Entry): void;
}

const FULL = 1_000_000;

/** The head's share: in full for a management fault, by half for the employee's own, or what the rule itself says. */
export function compileShare(account: Account, scope: Scope): HeadShare | undefined {
  const { head } = account;
  if (!head) return undefined;
  const shares = new Map<unknown, number>(head.shares.map((item) => [item.is, scope.amount(item.percent)]));
  for (const is of shares.keys()) scope.expect(`${head.id}: ${is}`, 'hit');
  const percentOf = (entry: Entry): number => {
    const found = entry.fact.values?.[head.field];
    const percent = shares.get(found);
    if (percent !== undefined) return percent;
    throw new Problem(
      'regulation.gap',
      { rule: head.id, got: `${entry.fact.item} ${head.field}=${String(found)}` },
      { articles: [head.article] },
    );
  };
  const jointly = shareHeads((entry) => ({ article: head.article, note: bornBy(head.title, entry, percentOf(entry)) }));
  const stated = shareHeads((entry) => ({ article: entry.rule.article, note: bornBy(head.title, entry) }));
  const each = (entry: Entry, take: (line: LineHead, points: Exact, money: Exact) => void): void => {
    const percent = percentOf(entry);
    scope.probe?.(`${head.id}: ${String(entry.fact.values?.[head.field])}`, 'hit');
    const specific = entry.rule.head;
    // The specific amount stands in for the partial share only: a management fault is borne in full.
    if (!specific || specific.adds || percent === FULL)
      take(jointly(entry), multiply(entry.points, percent / 100), multiply(entry.money, percent / 100));
    if (specific && (specific.adds || percent !== FULL)) {
      const times = multiply(entry.fact.quantity, entry.factor * 10_000);
      const own = chosenByHead(entry, specific, head);
      take(stated(entry), multiply(own.points, times), multiply(own.money, times));
    }
  };
  return {
    of: (entry) => {
      let [points, money]: [Exact, Exact] = [0, 0];
      each(entry, (_line, one, other) => {
        points = add(points, one);
        money = add(money, other);
      });
      return { points, money };
    },
    put: (draft, entry) => each(entry, (line, points, money) => put(draft, line, points, money, entry)),
  };
}

/** Heads of the lines of shares, one for each rule. @param tell the article and the words of a line */
function shareHeads(tell: (entry: Entry) => { article: string; note: Wording }): (entry: Entry) => LineHead {
  const heads: (LineHead | undefined)[] = [];
  return (entry) => {
    const { order, rule } = entry.rule;
    heads[order] ??= lineHead({
      rule: rule.id,
      article: tell(entry).article,
      kind: 'share',
      title: rule.title,
      tell: (about) => ({ facts: [(about as Entry).fact.id], note: tell(about as Entry).note }),
    });
    return heads[order];
  };
}

function bornBy(title: Wording, entry: Entry, percent?: number): Wording {
  const [zh, en] = percent === undefined ? ['', ''] : [` ${percent / 10_000}%`, ` ${percent / 10_000} %`];
  return {
    zh: `${title.zh}（${entry.fact.subject}，${entry.fact.happenedOn}）${zh}`,
    en: `${title.en} (${entry.fact.subject}, ${entry.fact.happenedOn})${en}`,
  };
}

/** Puts the share of somebody above the person: a percentage that was chosen for the fact or set by the office. */
export function compileSuperiorPut(share: SuperiorShare): (draft: Draft, entry: Entry) => void {
  const { article, title } = share.superior;
  const headOf = shareHeads((entry) => ({ article, note: bornBy(title, entry, share.percentOf(entry)) }));
  return (draft, entry) => {
    const { points, money } = share.of(entry);
    put(draft, headOf(entry), points, money, entry);
  };
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

/** A day on which a head answers for many breaches of his people. */
export interface Crowd {
  day: number;
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
      items: new Set(crowd.items),
      limit: scope.amount(crowd.count),
      way: scope.word(crowd.scope, ['PERSON_TIMES', 'PERSONS', 'SAME_KIND'], crowd.id),
      cost: { points: scope.amount(crowd.points), money: scope.amount(crowd.money ?? '0') },
      head: lineHead({
        rule: crowd.id,
        article: crowd.article,
        kind: 'crowd',
        title: crowd.title,
        tell: (about) => {
          const { facts, on } = about as Crowd;
          return { facts, note: { zh: on, en: on } };
        },
      }),
    };
  });
  if (crowds.length === 0) return undefined;
  return (entries) =>
    crowds.flatMap(({ id, items, limit, way, cost, head }) => {
      const found: Crowd[] = [];
      const days = grouped(entries, (entry) => (items.has(entry.fact.item) ? entry.day : undefined));
      for (const [day, group] of days) {
        const reached = crowdSize(group, way) >= limit;
        scope.probe?.(`${id}: count`, reached ? 'reached' : 'below');
        if (!reached) continue;
        const facts = group.map((entry) => entry.fact.id).sort();
        const crowd: Crowd = {
          day,
          on: group[0]!.fact.happenedOn,
          facts,
          put: (draft) => put(draft, head, cost.points, cost.money, crowd),
        };
        found.push(crowd);
      }
      return found;
    });
}

function grouped<K>(entries: readonly Entry[], keyOf: (entry: Entry) => K | undefined): Map<K, Entry[]> {
  const groups = new Map<K, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}

function crowdSize(found: readonly Entry[], way: 'PERSON_TIMES' | 'PERSONS' | 'SAME_KIND'): number {
  const total = (entries: readonly Entry[]) => entries.reduce((all, entry) => all + timesOf(entry), 0);
  if (way === 'PERSONS') return new Set(found.map((entry) => entry.fact.subject)).size * 10_000;
  if (way === 'PERSON_TIMES') return total(found);
  return Math.max(0, ...[...grouped(found, (entry) => entry.fact.item).values()].map(total));
}
