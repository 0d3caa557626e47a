/**
 * Points lives (K9): a balance over a year that findings and rewards move in the order of their days, with doubling of
 * a repeat inside a rolling window (K10), a head's share (K11) and consequences of exhaustion or of a streak.
 */

import { parseUnits, type Units } from '../amount.js';
import { canonical } from '../canonical.js';
import type { Day, Fact } from '../fact.js';
import { Problem } from '../problem.js';
import { bound, type Draft, newDraft, push } from './draft.js';
import { add, compare, type Exact, multiply, negate } from './exact.js';
import type { Account, AccountRule, Wording } from './language.js';
import type { Scope } from './scope.js';
import { limitOf } from './sheet.js';

interface CompiledAccountRule {
  rule: AccountRule;
  article: string;
  order: number;
  points: readonly [Units, Units];
  money?: readonly [Units, Units];
  head?: { points: Units; money: Units; adds: boolean };
}

export interface CompiledAccount {
  account: Account;
  /** Items of the rules, in the order of the pack. */
  items: readonly string[];
  relation?: string;
  /** Days before the year that can still make a repeat. */
  lookback: number;
  /** @param facts of the subject and of those whose head the subject is; reversed ones already left out */
  compute(own: readonly Fact[], subordinates: readonly (readonly Fact[])[], year: string): Draft;
}

/** One penalty or reward as it finally counts, before any share of it goes to a head. */
interface Entry {
  fact: Fact;
  rule: CompiledAccountRule;
  points: Exact;
  money: Exact;
  factor: number;
}

export function compileAccount(account: Account, scope: Scope): CompiledAccount {
  const rules = new Map(account.rules.map((rule, order) => [rule.id, compileAccountRule(rule, order, scope)]));
  for (const rule of account.rules) scope.expect(rule.id, 'hit');
  const start = scope.amount(account.start);
  const cap = limitOf(account.cap, scope);
  const repeat = compileRepeat(account, scope);
  const share = compileShare(account, scope);
  const streak = compileStreak(account, scope);
  const exhausted = account.exhausted && { ...account.exhausted, limit: scope.amount(account.exhausted.atMost) };
  if (exhausted) scope.expect(exhausted.id, 'hit');

  const compute = (own: readonly Fact[], subordinates: readonly (readonly Fact[])[], year: string): Draft => {
    const draft = newDraft(account.output);
    [draft.fines, draft.rewards] = [0, 0];
    push(draft, {
      rule: account.output,
      article: account.article,
      kind: 'base',
      amount: start,
      title: account.title,
      facts: [],
    });
    const entries = price(own, rules, repeat, scope);
    const shares = share
      ? subordinates
          .flatMap((facts) => price(facts, rules, repeat, scope))
          .filter((entry) => compare(entry.points, 0) < 0)
      : [];
    const moves = [
      ...entries.map((entry) => ({ entry, isShare: false })),
      ...shares.map((entry) => ({ entry, isShare: true })),
    ]
      .filter(({ entry }) => entry.fact.happenedOn.startsWith(year))
      .toSorted((a, b) => order(a.entry, b.entry) || Number(a.isShare) - Number(b.isShare));
    let spent = false;
    for (const { entry, isShare } of moves) {
      if (isShare) share!(draft, entry);
      else move(draft, entry, repeat);
      draft.total = bound(draft, draft.total, { cap }, { rule: account.output, article: account.article });
      if (exhausted && !spent && compare(draft.total, exhausted.limit) <= 0) {
        spent = true;
        scope.probe?.(exhausted.id, 'hit');
        draft.flags.push({
          flag: exhausted.flag,
          article: exhausted.article,
          facts: [entry.fact.id],
          on: entry.fact.happenedOn,
        });
      }
    }
    streak?.(
      draft,
      entries.filter((entry) => compare(entry.points, 0) < 0),
      year,
    );
    draft.sections.push({ id: account.output, base: start, total: draft.total });
    return draft;
  };
  return {
    account,
    items: [...rules.keys()],
    lookback: Math.max(repeat?.window ?? 0, account.streak ? scope.amount(account.streak.window) / 10_000 : 0),
    compute,
    ...(account.head ? { relation: account.head.relation } : {}),
  };
}

function compileAccountRule(rule: AccountRule, order: number, scope: Scope): CompiledAccountRule {
  const span = (value: string | [string, string]): readonly [Units, Units] => {
    const [a, b] = (typeof value === 'string' ? [value, value] : value).map((text) => parseUnits(text, 4)) as [
      Units,
      Units,
    ];
    return a <= b ? [a, b] : [b, a];
  };
  return {
    rule,
    order,
    article: rule.article ?? rule.id,
    points: span(rule.points),
    ...(rule.money === undefined ? {} : { money: span(rule.money) }),
    ...(rule.head
      ? {
          head: {
            points: parseUnits(rule.head.points),
            money: parseUnits(rule.head.money ?? '0'),
            adds: scope.word(rule.head.clause, ['REPLACES', 'ADDS'], rule.id) === 'ADDS',
          },
        }
      : {}),
  };
}

const keys = new WeakMap<Fact, string>();

/** Facts of a day come in the order of the pack and of what they say, never of their ids: permuting them changes nothing. */
function factKey(fact: Fact): string {
  let key = keys.get(fact);
  if (!key) {
    key = canonical([
      fact.subject,
      fact.quantity,
      fact.points ?? 0,
      fact.money ?? 0,
      fact.values ?? {},
      fact.person ?? '',
    ]);
    keys.set(fact, key);
  }
  return key;
}

function order(a: Entry, b: Entry): number {
  if (a.fact.happenedOn !== b.fact.happenedOn) return a.fact.happenedOn < b.fact.happenedOn ? -1 : 1;
  if (a.rule.order !== b.rule.order) return a.rule.order - b.rule.order;
  const [x, y] = [factKey(a.fact), factKey(b.fact)];
  return x < y ? -1 : x > y ? 1 : 0;
}

interface Repeat {
  id: string;
  article: string;
  title: Wording;
  window: number;
  inclusive: boolean;
  last: boolean;
  factor: number;
  geometric: boolean;
  other: boolean;
}

function compileRepeat(account: Account, scope: Scope): Repeat | undefined {
  const { repeat } = account;
  if (!repeat) return undefined;
  scope.expect(repeat.id, 'hit', 'miss');
  return {
    id: repeat.id,
    article: repeat.article,
    title: repeat.title,
    window: scope.amount(repeat.window) / 10_000,
    inclusive: scope.word(repeat.bound, ['INCLUSIVE', 'EXCLUSIVE'], repeat.id) === 'INCLUSIVE',
    last: scope.word(repeat.anchor, ['LAST', 'FIRST'], repeat.id) === 'LAST',
    factor: scope.amount(repeat.factor) / 10_000,
    geometric: scope.word(repeat.growth, ['FLAT', 'GEOMETRIC'], repeat.id) === 'GEOMETRIC',
    other: repeat.otherInspection,
  };
}

/** Prices the facts of one person in order, with the doubling of repeats. */
function price(
  facts: readonly Fact[],
  rules: ReadonlyMap<string, CompiledAccountRule>,
  repeat: Repeat | undefined,
  scope: Scope,
): Entry[] {
  const entries = facts
    .map((fact): Entry => {
      const rule = rules.get(fact.item)!;
      return {
        fact,
        rule,
        points: chosen(fact, fact.points, rule.points, rule),
        money: rule.money ? chosen(fact, fact.money, rule.money, rule) : 0,
        factor: 1,
      };
    })
    .toSorted(order);
  const before = new Map<string, Entry[]>();
  for (const entry of entries) {
    scope.probe?.(entry.rule.rule.id, 'hit');
    if (!repeat || compare(entry.points, 0) >= 0) continue;
    const earlier = before.get(entry.fact.item) ?? [];
    const anchor = anchorOf(entry, earlier, repeat, scope);
    before.set(entry.fact.item, [...earlier, entry]);
    if (!anchor) continue;
    entry.factor = repeat.geometric ? anchor.factor * repeat.factor : repeat.factor;
    entry.points = multiply(entry.points, entry.factor * 10_000);
    entry.money = multiply(entry.money, entry.factor * 10_000);
  }
  return entries;
}

function anchorOf(entry: Entry, earlier: readonly Entry[], repeat: Repeat, scope: Scope): Entry | undefined {
  const candidates = repeat.other
    ? earlier.filter((item) => inspection(item.fact) !== inspection(entry.fact))
    : earlier;
  const inside = candidates.filter((item) => {
    const distance = daysBetween(item.fact.happenedOn, entry.fact.happenedOn);
    return repeat.inclusive ? distance <= repeat.window : distance < repeat.window;
  });
  // Anchored at the first: a window opens with a finding and closes by itself; a later finding does not extend it.
  const anchor = repeat.last ? inside.at(-1) : inside.find((item) => item.factor === 1);
  if (candidates.length > 0) scope.probe?.(repeat.id, anchor ? 'hit' : 'miss');
  return anchor;
}

/** Findings without an inspection number belong together by their day. */
const inspection = (fact: Fact): string => String(fact.values?.inspection ?? fact.happenedOn);

/** The amount that was chosen inside the range, or the only one there is, for each of the quantity. */
function chosen(
  fact: Fact,
  found: Units | undefined,
  [least, most]: readonly [Units, Units],
  rule: CompiledAccountRule,
): Exact {
  if (found === undefined || found === 0) {
    if (least === most) return multiply(least, fact.quantity);
    throw new Problem('regulation.gap', { rule: rule.rule.id, got: fact.subject }, { articles: [rule.article] });
  }
  // Recorded amounts carry their sign or not; the rule knows which way they count.
  const signed = most <= 0 ? -Math.abs(found) : Math.abs(found);
  if (least !== most && (signed < least || signed > most))
    throw new Problem(
      'regulation.gap',
      { rule: rule.rule.id, got: String(found / 10_000) },
      { articles: [rule.article] },
    );
  return multiply(least === most ? least : signed, fact.quantity);
}

function move(draft: Draft, entry: Entry, repeat: Repeat | undefined): void {
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
function compileShare(account: Account, scope: Scope): ((draft: Draft, entry: Entry) => void) | undefined {
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
function compileStreak(
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

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.UTC(...ymd(to)) - Date.UTC(...ymd(from))) / 86_400_000);
}

/** The day that lies so many days before another. */
export function daysBefore(day: Day, days: number): Day {
  return new Date(Date.UTC(...ymd(day)) - days * 86_400_000).toISOString().slice(0, 10);
}

function ymd(day: Day): [number, number, number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))];
}
