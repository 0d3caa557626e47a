/**
 * Points lives (K9): a balance over a year that findings and rewards move in the order of their days, with doubling of
 * a repeat inside a rolling window (K10), shares of the head and others above (K11) and consequences of exhaustion or
 * of a streak.
 */

import type { Fact, FactTerms } from '../../fact.js';
import { bound, type Draft, lineHead, pushLine } from '../engine/draft.js';
import { limitOf } from '../engine/sheet.js';
import { dayNumber } from '../figures/days.js';
import { compare, subtract } from '../figures/exact.js';
import { inOrder } from '../figures/in-order.js';
import type { Scope } from '../figures/scope.js';
import type { Account } from '../language/language-account.js';
import { type Crowd, compileCrowds, compileShare, compileSuperiorPut, move } from './consequence.js';
import { byItsDay, compileAccountRule, compileRepeat, type Entry, placeOf, price, termsOf, tieOf } from './pricing.js';
import { rangeLinks } from './range-link.js';
import { compileStreak } from './streak.js';
import { compileInstead, compileSuperiors, isPenalty } from './superior.js';

/** Priced facts of those who name the subject by a relation, person by person. */
export type Followers = (relation: string) => readonly (readonly Entry[])[];

/** What one person has done, as the account sees it. */
export interface Deeds {
  /** Reversed ones left out. */
  facts: readonly Fact[];
  /** Those that cost or bring something, in order. */
  entries: readonly Entry[];
}

export interface CompiledAccount {
  account: Account;
  /** Items of the rules, in the order of the pack, then those that move nothing by themselves. */
  items: readonly string[];
  /** Relations by which a penalty goes up to others. */
  relations: readonly string[];
  /** Days before the year that can still make a repeat. */
  lookback: number;
  /** Amounts of the rule of an item, for facts that a later edition computes with. */
  terms(item: string): FactTerms | undefined;
  /** Prices facts of one person; the result serves his own balance and those of everyone above. */
  price(facts: readonly Fact[]): Entry[];
  compute(draft: Draft, own: Deeds, followers: Followers, year: string): Draft;
}

/** One thing that moves the balance, in its place of the year. */
interface Move {
  entry: Entry;
  /** Of equals the own ones come first, then shares as a head, then as somebody further up. */
  rank: number;
  put(draft: Draft, entry: Entry): void;
}

/** What comes after all findings of its day. */
interface DayEnd {
  day: number;
  on: string;
  id: string;
  put(draft: Draft): void;
  /** Lifts a balance that was used up, so that it can be used up again. */
  refills?: true;
}

export function compileAccount(account: Account, scope: Scope): CompiledAccount {
  const linked = scope.word(account.rangeLink ?? 'OFF', rangeLinks, account.output) === 'ENFORCE';
  const repeat = compileRepeat(account, scope);
  const rules = new Map(
    account.rules.map((rule, at) => [rule.id, compileAccountRule(rule, at, linked, repeat, scope)]),
  );
  for (const rule of account.rules) scope.expect(rule.id, 'hit');
  const start = scope.amount(account.start);
  const cap = limitOf(account.cap, scope);
  const streak = compileStreak(account, scope);
  const refillsOf = compileRefill(account, scope);
  const exhausted = compileExhausted(account, scope);
  const sharesOf = compileShares(account, scope);
  const { output, article, title } = account;
  const base = lineHead({ rule: output, article, kind: 'base', title });

  const compute = (draft: Draft, own: Deeds, followers: Followers, year: string): Draft => {
    const [first, last] = [dayNumber(`${year}-01-01`), dayNumber(`${year}-12-31`)];
    const isInYear = ({ day }: { day: number }) => day >= first && day <= last;
    [draft.fines, draft.rewards] = [0, 0];
    pushLine(draft, base, start);
    const { shares, crowds } = sharesOf(own.facts, followers);
    const moves = inTheirOrder([...own.entries.map((entry) => ({ entry, rank: 0, put: move })), ...shares], isInYear);
    const ends: DayEnd[] = [
      ...crowds.map((crowd) => ({ ...crowd, id: crowd.facts.at(-1)! })),
      ...(refillsOf?.(own.facts) ?? []),
    ]
      .filter(isInYear)
      .toSorted((a, b) => a.day - b.day);
    const watch = exhausted?.(draft);
    const bounded = () => {
      if (cap !== undefined && compare(draft.total, cap) > 0)
        draft.total = bound(draft, draft.total, { cap }, { rule: output, article });
    };
    let next = 0;
    const endDaysBefore = (day: number) => {
      for (; next < ends.length && ends[next]!.day < day; next++) {
        const end = ends[next]!;
        end.put(draft);
        bounded();
        watch?.(end.id, end.on, end.refills);
      }
    };
    for (const { entry, put } of moves) {
      if (next < ends.length) endDaysBefore(entry.day);
      put(draft, entry);
      bounded();
      watch?.(entry.fact.id, entry.fact.happenedOn);
    }
    endDaysBefore(Number.POSITIVE_INFINITY);
    streak?.(
      draft,
      own.entries,
      account.streak?.clean === undefined ? [] : own.facts.filter((fact) => fact.item === account.streak?.clean),
      year,
    );
    draft.sections.push({ id: output, base: start, total: draft.total });
    return draft;
  };
  return {
    account,
    items: [...rules.keys(), ...besides(account, scope)],
    relations: [...new Set([account.head?.relation ?? [], ...(account.superiors ?? []).map((s) => s.relation)].flat())],
    lookback: Math.max(repeat?.window ?? 0, account.streak ? scope.amount(account.streak.window) / 10_000 : 0),
    terms: (item) => {
      const rule = rules.get(item);
      return rule && termsOf(rule);
    },
    price: (facts) => price(facts, rules, repeat, scope),
    compute,
  };
}

/** By day, then in the order of the pack, then by what the facts say. */
function inTheirOrder(all: readonly Move[], isInYear: (entry: Entry) => boolean): Move[] {
  const moves = all.filter(({ entry }) => isInYear(entry));
  const order = inOrder(
    moves.length,
    (at) => placeOf(moves[at]!.entry),
    (a, b) => tieOf(moves[a]!.entry, moves[b]!.entry) || moves[a]!.rank - moves[b]!.rank,
  );
  return Array.from(order, (at) => moves[at]!);
}

/** Flags the day on which a balance is used up; once, unless it was lifted again. */
function compileExhausted(account: Account, scope: Scope) {
  const { exhausted } = account;
  if (!exhausted) return undefined;
  const limit = scope.amount(exhausted.atMost);
  const { id, flag, article } = exhausted;
  scope.expect(id, 'hit');
  return (draft: Draft) => {
    let spent = false;
    return (fact: string, on: string, refills?: true) => {
      if (refills) spent = false;
      if (spent || compare(draft.total, limit) > 0) return;
      spent = true;
      scope.probe?.(id, 'hit');
      draft.flags.push({ flag, article, facts: [fact], on });
    };
  };
}

/** Items that an account looks at although they cost nothing. */
function besides(account: Account, scope: Scope): string[] {
  const items = [account.refill?.id, account.streak?.clean].flatMap((item) => item ?? []);
  for (const item of items) scope.item(item, account.output);
  return items;
}

/** What the penalties of those below bring to the subject: as their head, by the day, and as somebody further up. */
function compileShares(account: Account, scope: Scope) {
  const { head } = account;
  const share = compileShare(account, scope);
  const crowdsOf = compileCrowds(account, scope);
  const standsIn = compileInstead(account, scope);
  const superiors = compileSuperiors(account, scope, share?.of).map((one) => ({
    ...one,
    put: compileSuperiorPut(one),
  }));
  return (own: readonly Fact[], followers: Followers): { shares: Move[]; crowds: Crowd[] } => {
    const shares: Move[] = [];
    const below: Entry[] = [];
    const replaced = standsIn?.(own);
    for (const entries of head ? followers(head.relation) : [])
      for (const entry of entries) {
        if (compare(entry.points, 0) >= 0 || !entry.rule.joint) continue;
        below.push(entry);
        if (share && !replaced?.(entry)) shares.push({ entry, rank: 1, put: share.put });
      }
    for (const [at, { superior, items, put }] of superiors.entries())
      for (const entries of followers(superior.relation))
        for (const entry of entries)
          if (items.has(entry.fact.item) && isPenalty(entry)) shares.push({ entry, rank: 2 + at, put });
    return { shares, crowds: below.length > 0 ? (crowdsOf?.(below) ?? []) : [] };
  };
}

/** A30: the fact lifts a balance that lies below back to what the office starts with again, on that day's end. */
function compileRefill(account: Account, scope: Scope): ((own: readonly Fact[]) => DayEnd[]) | undefined {
  const { refill } = account;
  if (!refill || scope.word(refill.mode, ['YES', 'NO'], refill.id) === 'NO') return undefined;
  const to = scope.amount(refill.to);
  scope.expect(refill.id, 'hit');
  const head = lineHead({
    rule: refill.id,
    article: refill.article,
    kind: 'refill',
    title: refill.title,
    tell: (about) => byItsDay(about as Fact),
  });
  return (own) =>
    own
      .filter((fact) => fact.item === refill.id)
      .map((fact) => ({
        day: dayNumber(fact.happenedOn),
        on: fact.happenedOn,
        id: fact.id,
        refills: true,
        put: (draft) => {
          if (compare(draft.total, to) >= 0) return;
          scope.probe?.(refill.id, 'hit');
          pushLine(draft, head, subtract(to, draft.total), undefined, fact);
        },
      }));
}
