/** What a penalty brings with it: the entry in the balance, the head's share (K11), a streak's consequence (K10). */
import type { Fact } from '../fact.js';
import { Problem } from '../problem.js';
import { daysBetween } from './days.js';
import { type Draft, push } from './draft.js';
import { add, compare, type Exact, multiply, negate } from './exact.js';
import type { Wording } from './expression.js';
import type { Account } from './language.js';
import { type Entry, inspection, type Repeat } from './pricing.js';
import type { Scope } from './scope.js';

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
    fact: entry.fact,
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
    fact: Fact;
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
    facts: [part.fact.id],
    note: part.note ?? { zh: part.fact.happenedOn, en: part.fact.happenedOn },
  });
  if (compare(part.money, 0) < 0) draft.fines = add(draft.fines ?? 0, negate(part.money));
  else draft.rewards = add(draft.rewards ?? 0, part.money);
}

/** The head's share: in full for a management fault, by half for the employee's own, or what the rule itself says. */
export function compileShare(account: Account, scope: Scope): ((draft: Draft, entry: Entry) => void) | undefined {
  const { head } = account;
  if (!head) return undefined;
  const shares = head.shares.map((item) => ({ is: item.is, percent: scope.amount(item.percent) }));
  const full = 1_000_000;
  for (const item of shares) scope.expect(`${head.id}: ${item.is}`, 'hit');
  return (draft, entry) => {
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
    const note = (what: Wording): Wording => ({
      zh: `${head.title.zh}（${entry.fact.subject}，${entry.fact.happenedOn}）${what.zh}`,
      en: `${head.title.en} (${entry.fact.subject}, ${entry.fact.happenedOn})${what.en}`,
    });
    const common = { rule: entry.rule.rule.id, title: entry.rule.rule.title, fact: entry.fact, kind: 'share' };
    // The specific amount stands in for the partial share only: a management fault is borne in full.
    if (!specific || specific.adds || share.percent === full) {
      const percent = share.percent / 100;
      put(draft, {
        ...common,
        article: head.article,
        points: multiply(entry.points, percent),
        money: multiply(entry.money, percent),
        note: note({ zh: ` ${percent / 100}%`, en: ` ${percent / 100} %` }),
      });
    }
    if (specific && (specific.adds || share.percent !== full)) {
      const times = multiply(entry.fact.quantity, entry.factor * 10_000);
      put(draft, {
        ...common,
        article: entry.rule.article,
        points: multiply(specific.points, times),
        money: multiply(specific.money, times),
        note: note({ zh: '', en: '' }),
      });
    }
  };
}

/** N violation records within the window; each set triggers once and its records are used up. */
export function compileStreak(
  account: Account,
  scope: Scope,
): ((draft: Draft, entries: readonly Entry[], year: string) => void) | undefined {
  const { streak } = account;
  if (!streak) return undefined;
  const [count, window] = [scope.amount(streak.count) / 10_000, scope.amount(streak.window) / 10_000];
  const of = scope.word(streak.of, ['ANY', 'SAME_RULE', 'CONSECUTIVE_INSPECTIONS'], streak.id);
  scope.expect(streak.id, 'hit', 'miss');
  const groupOf = (entry: Entry) => (of === 'SAME_RULE' ? entry.fact.item : '');
  return (draft, entries, year) => {
    const open = new Map<string, Entry[]>();
    for (const entry of entries) {
      const list = open.get(groupOf(entry)) ?? [];
      // Several findings of one inspection count as one when consecutive inspections are asked for.
      if (of === 'CONSECUTIVE_INSPECTIONS' && list.some((item) => inspection(item.fact) === inspection(entry.fact)))
        continue;
      list.push(entry);
      if (list.length > count) list.shift();
      open.set(groupOf(entry), list);
      if (list.length < count) continue;
      const within = daysBetween(list[0]!.fact.happenedOn, entry.fact.happenedOn) <= window;
      scope.probe?.(streak.id, within ? 'hit' : 'miss');
      if (!within) continue;
      if (entry.fact.happenedOn.startsWith(year))
        draft.flags.push({
          flag: streak.flag,
          article: streak.article,
          facts: list.map((item) => item.fact.id),
          on: entry.fact.happenedOn,
        });
      open.set(groupOf(entry), []);
    }
  };
}
