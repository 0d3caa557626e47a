/** Prices the findings and rewards of one person in the order of their days, repeats doubled (K10). */
import { formatUnits, type Units } from '../../amount.js';
import { canonical } from '../../canonical.js';
import type { Fact, FactTerms } from '../../fact.js';
import { Problem } from '../../problem.js';
import { type LineHead, lineHead } from '../engine/draft.js';
import { dayNumber } from '../figures/days.js';
import { compare, type Exact, multiply } from '../figures/exact.js';
import { inOrder } from '../figures/in-order.js';
import type { Scope } from '../figures/scope.js';
import type { Wording } from '../language/expression.js';
import type { Account, AccountRule, Range } from '../language/language-account.js';
import { isLinked, linkedMoney } from './range-link.js';

interface CompiledAccountRule {
  rule: AccountRule;
  article: string;
  order: number;
  points: readonly [Units, Units];
  money?: readonly [Units, Units];
  /** An amount is a blank of the text: whoever has such a fact cannot be computed. */
  blank?: Problem;
  head?: { points: readonly [Units, Units]; money: readonly [Units, Units]; adds: boolean };
  /** The choices inside both ranges must stand at the same position (A35). */
  linked: boolean;
  /** Somebody above may have to bear a share. */
  joint: boolean;
  line: LineHead;
  /** The line of a repeat, where the account knows repeats. */
  doubled: LineHead;
}

/** One penalty or reward as it finally counts, before any share of it goes to a head. */
export interface Entry {
  fact: Fact;
  rule: CompiledAccountRule;
  points: Exact;
  money: Exact;
  factor: number;
  /** Days since 1970. */
  day: number;
  /** The penalty of the same rule before this one. */
  before: Entry | undefined;
}

export function compileAccountRule(
  rule: AccountRule,
  order: number,
  linked: boolean,
  repeat: Repeat | undefined,
  scope: Scope,
): CompiledAccountRule {
  let blank: Problem | undefined;
  const span = (value: Range): readonly [Units, Units] => {
    const [a, b] = (Array.isArray(value) ? value : [value, value]).map((edge) => {
      const found = scope.open(edge);
      blank ??= found.blank;
      return found.units;
    }) as [Units, Units];
    return a <= b ? [a, b] : [b, a];
  };
  const points = span(rule.points);
  const money = rule.money === undefined ? undefined : span(rule.money);
  const head = rule.head && {
    points: span(rule.head.points),
    money: span(rule.head.money ?? '0'),
    adds: scope.word(rule.head.clause, ['REPLACES', 'ADDS'], rule.id) === 'ADDS',
  };
  return {
    rule,
    order,
    article: rule.article ?? rule.id,
    points,
    linked,
    joint: rule.joint !== false,
    ...headsOf(rule, repeat),
    ...(money ? { money } : {}),
    ...(blank ? { blank } : {}),
    ...(head ? { head } : {}),
  };
}

function headsOf(rule: AccountRule, repeat: Repeat | undefined): Pick<CompiledAccountRule, 'line' | 'doubled'> {
  const head = { rule: rule.id, article: rule.article ?? rule.id, title: rule.title };
  const repeated = (about: unknown) => {
    const { fact, factor } = about as Entry;
    const note = {
      zh: `${repeat?.title.zh}（${repeat?.article}），× ${factor}`,
      en: `${repeat?.title.en} (${repeat?.article}), × ${factor}`,
    };
    return { facts: [fact.id], note };
  };
  return {
    line: lineHead({ ...head, kind: 'count', tell: (about) => byItsDay((about as Entry).fact) }),
    doubled: lineHead({ ...head, kind: 'repeat', tell: repeated }),
  };
}

/** A line that names its fact and the day of it. */
export const byItsDay = (fact: Fact) => ({ facts: [fact.id], note: { zh: fact.happenedOn, en: fact.happenedOn } });

/**
 * Order of facts of one day and rule: by what they say, never by their ids, so that permuting them changes nothing. It is the
 * order of the canonical texts of `[subject, quantity, points, money, values, person]`, found part by part.
 */
function compareFacts(a: Fact, b: Fact): number {
  // A comma follows each of these parts and is smaller than any digit, so the shorter number comes first, as plain text has it.
  if (a.subject !== b.subject) return compareText(JSON.stringify(a.subject), JSON.stringify(b.subject));
  if (a.quantity !== b.quantity) return compareText(`${a.quantity}`, `${b.quantity}`);
  const [points, otherPoints] = [a.points ?? 0, b.points ?? 0];
  if (points !== otherPoints) return compareText(`${points}`, `${otherPoints}`);
  const [money, otherMoney] = [a.money ?? 0, b.money ?? 0];
  if (money !== otherMoney) return compareText(`${money}`, `${otherMoney}`);
  const values = isSame(a.values, b.values) ? 0 : compareText(canonical(a.values ?? {}), canonical(b.values ?? {}));
  if (values !== 0 || a.person === b.person) return values;
  return compareText(JSON.stringify(a.person ?? ''), JSON.stringify(b.person ?? ''));
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Equal without a look at the order of the names. */
function isSame(a: Fact['values'], b: Fact['values']): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  let names = 0;
  for (const name in a) {
    if (a[name] !== b[name]) return false;
    names++;
  }
  for (const _name in b) names--;
  return names === 0;
}

/** Rules of an account at most, so that a day and a rule make one whole number. */
const RULES = 4_096;

/** Where an entry stands: by its day, then in the order of the pack. */
export const placeOf = (entry: Entry): number => entry.day * RULES + entry.rule.order;

/** Order of two entries that stand at the same place. */
export const tieOf = (a: Entry, b: Entry): number => compareFacts(a.fact, b.fact);

export interface Repeat {
  id: string;
  article: string;
  title: Wording;
  window: number;
  inclusive: boolean;
  last: boolean;
  factor: number;
  geometric: boolean;
  other: boolean;
  /** A finding of the year before makes no repeat. */
  resets: boolean;
}

export function compileRepeat(account: Account, scope: Scope): Repeat | undefined {
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
    other:
      typeof repeat.otherInspection === 'boolean'
        ? repeat.otherInspection
        : scope.word(repeat.otherInspection, ['YES', 'NO'], repeat.id) === 'YES',
    resets: scope.word(repeat.yearEnd ?? 'CROSSES', ['CROSSES', 'RESETS'], repeat.id) === 'RESETS',
  };
}

/** What a rule says, to be carried along by facts of its time; undefined while it is blank. */
export function termsOf({ points, money, head, blank }: CompiledAccountRule): FactTerms | undefined {
  return blank ? undefined : { points, ...(money ? { money } : {}), ...(head ? { head } : {}) };
}

/** A fact is judged by the edition that was in force on its day; how its amounts correspond was looked at then. */
function onItsDay(rule: CompiledAccountRule, { terms }: Fact): CompiledAccountRule {
  if (!terms) return rule;
  const { money: _money, head: _head, blank: _blank, ...rest } = rule;
  return { ...rest, linked: false, ...terms };
}

/** Prices the facts of one person in order, with the doubling of repeats; facts of other items are passed over. */
export function price(
  facts: readonly Fact[],
  rules: ReadonlyMap<string, CompiledAccountRule>,
  repeat: Repeat | undefined,
  scope: Scope,
): Entry[] {
  const found: Entry[] = [];
  for (const fact of facts) {
    const rule = rules.get(fact.item);
    if (rule) found.push(priceOf(fact, onItsDay(rule, fact)));
  }
  const order = inOrder(
    found.length,
    (at) => placeOf(found[at]!),
    (a, b) => tieOf(found[a]!, found[b]!),
  );
  const latest: (Entry | undefined)[] = [];
  const entries: Entry[] = [];
  for (const at of order) {
    const entry = found[at]!;
    entries.push(entry);
    scope.probe?.(entry.rule.rule.id, 'hit');
    if (!repeat || compare(entry.points, 0) >= 0) continue;
    entry.before = latest[entry.rule.order];
    latest[entry.rule.order] = entry;
    const anchor = anchorOf(entry, repeat, scope);
    if (!anchor) continue;
    entry.factor = repeat.geometric ? anchor.factor * repeat.factor : repeat.factor;
    entry.points = multiply(entry.points, entry.factor * 10_000);
    entry.money = multiply(entry.money, entry.factor * 10_000);
  }
  return entries;
}

function priceOf(fact: Fact, rule: CompiledAccountRule): Entry {
  if (rule.blank) throw rule.blank;
  const points = chosen(fact, fact.points, rule.points, rule);
  const money = rule.money ? chosen(fact, fact.money, rule.money, rule) : 0;
  if (rule.linked) assertLinked(rule, points, money);
  return {
    fact,
    rule,
    points: multiply(points, fact.quantity),
    money: multiply(money, fact.quantity),
    factor: 1,
    day: dayNumber(fact.happenedOn),
    before: undefined,
  };
}

/** The earlier penalty of the same rule that makes this one a repeat. */
function anchorOf(entry: Entry, repeat: Repeat, scope: Scope): Entry | undefined {
  let anchor: Entry | undefined;
  let hasOther = false;
  for (let item = entry.before; item; item = item.before) {
    const distance = entry.day - item.day;
    const isInside = repeat.inclusive ? distance <= repeat.window : distance < repeat.window;
    // Further back they only lie further away; examples still want to know whether there was any.
    if (!isInside && !scope.probe) break;
    if (repeat.other && inspection(item.fact) === inspection(entry.fact)) continue;
    hasOther = true;
    if (!isInside || (repeat.resets && yearOf(item) !== yearOf(entry))) continue;
    if (repeat.last) {
      anchor = item;
      break;
    }
    // Anchored at the first: a window opens with a finding and closes by itself; a later finding does not extend it.
    if (item.factor === 1) anchor = item;
  }
  if (hasOther) scope.probe?.(repeat.id, anchor ? 'hit' : 'miss');
  return anchor;
}

const yearOf = ({ fact }: Entry): string => fact.happenedOn.slice(0, 4);

/** Findings without an inspection number belong together by their day. */
export const inspection = (fact: Fact): string => String(fact.values?.inspection ?? fact.happenedOn);

/** Times that a finding stands for: its quantity where that counts times, one where it counts items of one time. */
export const timesOf = (entry: Entry): number => (entry.rule.rule.kind === 'K1' ? entry.fact.quantity : 10_000);

/** A35: chosen points and chosen money must stand at the same position of their ranges where the office wants so. */
export function assertLinked(
  rule: Pick<CompiledAccountRule, 'rule' | 'article'> & {
    points: readonly [Units, Units];
    money?: readonly [Units, Units];
  },
  points: Units,
  money: Units,
): void {
  if (isLinked(points, money, rule)) return;
  const expected = linkedMoney(points, rule);
  throw new Problem(
    'regulation.range_unlinked',
    {
      rule: rule.rule.id,
      points: formatUnits(points),
      money: formatUnits(money),
      expected: expected === undefined ? '—' : formatUnits(expected),
    },
    { articles: [rule.article] },
  );
}

/** The amount that was chosen inside the range, or the only one there is, for one of the quantity. */
function chosen(
  fact: Fact,
  found: Units | undefined,
  [least, most]: readonly [Units, Units],
  rule: CompiledAccountRule,
): Units {
  if (found === undefined || found === 0) {
    if (least === most) return least;
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
  return least === most ? least : signed;
}
