/**
 * Points lives (K9): a balance over a year that findings and rewards move in the order of their days, with doubling of
 * a repeat inside a rolling window (K10), shares of the head and others above (K11) and consequences of exhaustion or
 * of a streak.
 */

import type { Fact, FactTerms } from '../fact.js';
import { compileCrowds, compileShare, move, putSuperior } from './consequence.js';
import { bound, type Draft, push } from './draft.js';
import { compare, subtract, sum } from './exact.js';
import type { Account } from './language.js';
import { compileAccountRule, compileRepeat, type Entry, order, price, termsOf } from './pricing.js';
import { rangeLinks } from './range-link.js';
import type { Scope } from './scope.js';
import { limitOf } from './sheet.js';
import { compileStreak } from './streak.js';
import { compileInstead, compileSuperiors, isPenalty } from './superior.js';

/** Facts of those who name the subject by a relation, person by person; reversed ones already left out. */
export type Followers = (relation: string) => readonly (readonly Fact[])[];

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
  /** @param own facts of the subject; reversed ones already left out */
  compute(draft: Draft, own: readonly Fact[], followers: Followers, year: string): Draft;
}

/** One thing that moves the balance, in its place of the year. */
interface Move {
  on: string;
  id: string;
  put(draft: Draft): void;
  /** Lifts a balance that was used up, so that it can be used up again. */
  refills?: true;
}

export function compileAccount(account: Account, scope: Scope): CompiledAccount {
  const linked = scope.word(account.rangeLink ?? 'OFF', rangeLinks, account.output) === 'ENFORCE';
  const rules = new Map(account.rules.map((rule, at) => [rule.id, compileAccountRule(rule, at, linked, scope)]));
  for (const rule of account.rules) scope.expect(rule.id, 'hit');
  const start = scope.amount(account.start);
  const cap = limitOf(account.cap, scope);
  const repeat = compileRepeat(account, scope);
  const streak = compileStreak(account, scope);
  const refillsOf = compileRefill(account, scope);
  const exhausted = account.exhausted && { ...account.exhausted, limit: scope.amount(account.exhausted.atMost) };
  if (exhausted) scope.expect(exhausted.id, 'hit');
  const priced = (facts: readonly Fact[]) =>
    price(
      facts.filter((fact) => rules.has(fact.item)),
      rules,
      repeat,
      scope,
    );
  const sharesOf = compileShares(account, scope, priced);

  const compute = (draft: Draft, own: readonly Fact[], followers: Followers, year: string): Draft => {
    [draft.fines, draft.rewards] = [0, 0];
    const { output, article, title } = account;
    push(draft, { rule: output, article, kind: 'base', amount: start, title, facts: [] });
    const entries = priced(own);
    const { shares, crowds } = sharesOf(own, followers);
    const moves = [
      ...entries.map((entry) => ({ entry, rank: 0, put: (into: Draft) => move(into, entry, repeat) })),
      ...shares,
    ]
      .filter(({ entry }) => entry.fact.happenedOn.startsWith(year))
      .toSorted((a, b) => order(a.entry, b.entry) || a.rank - b.rank);
    const steps: Move[] = [
      ...moves.map(({ entry, put }) => ({ on: entry.fact.happenedOn, id: entry.fact.id, put })),
      // What a whole day brings with it comes after the findings of that day.
      ...crowds.filter(({ on }) => on.startsWith(year)).map(({ on, put, facts }) => ({ on, id: facts.at(-1)!, put })),
      ...(refillsOf?.(own) ?? []).filter(({ on }) => on.startsWith(year)),
    ].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    let spent = false;
    for (const step of steps) {
      step.put(draft);
      if (step.refills) spent = false;
      draft.total = bound(draft, draft.total, { cap }, { rule: account.output, article: account.article });
      if (exhausted && !spent && compare(draft.total, exhausted.limit) <= 0) {
        spent = true;
        scope.probe?.(exhausted.id, 'hit');
        draft.flags.push({ flag: exhausted.flag, article: exhausted.article, facts: [step.id], on: step.on });
      }
    }
    const clean = own.filter((fact) => fact.item === account.streak?.clean);
    streak?.(
      draft,
      entries.filter((entry) => compare(entry.points, 0) < 0),
      clean,
      year,
    );
    draft.sections.push({ id: account.output, base: start, total: draft.total });
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
    compute,
  };
}

/** Items that an account looks at although they cost nothing. */
function besides(account: Account, scope: Scope): string[] {
  const items = [account.refill?.id, account.streak?.clean].flatMap((item) => item ?? []);
  for (const item of items) scope.item(item, account.output);
  return items;
}

type Priced = (facts: readonly Fact[]) => Entry[];
type Put = { entry: Entry; rank: number; put: (draft: Draft) => void };

/** What the penalties of those below bring to the subject: as their head, by the day, and as somebody further up. */
function compileShares(account: Account, scope: Scope, priced: Priced) {
  const { head } = account;
  const share = compileShare(account, scope);
  const crowdsOf = compileCrowds(account, scope);
  const standsIn = compileInstead(account, scope);
  const superiors = compileSuperiors(
    account,
    scope,
    share &&
      ((entry) => {
        const parts = share.parts(entry);
        return { points: sum(parts.map((one) => one.points)), money: sum(parts.map((one) => one.money)) };
      }),
  );
  return (own: readonly Fact[], followers: Followers) => {
    const below = head
      ? followers(head.relation)
          .flatMap(priced)
          .filter((entry) => compare(entry.points, 0) < 0 && entry.rule.rule.joint !== false)
      : [];
    const replaced = standsIn?.(own);
    const shares: Put[] = share
      ? below
          .filter((entry) => !replaced?.(entry))
          .map((entry) => ({ entry, rank: 1, put: (draft) => share.put(draft, entry) }))
      : [];
    for (const [at, one] of superiors.entries())
      for (const entry of followers(one.superior.relation).flatMap(priced))
        if (one.items.has(entry.fact.item) && isPenalty(entry))
          shares.push({ entry, rank: 2 + at, put: (draft) => putSuperior(draft, entry, one) });
    return { shares, crowds: crowdsOf?.(below) ?? [] };
  };
}

/** A30: the fact lifts a balance that lies below back to what the office starts with again, on that day's end. */
function compileRefill(account: Account, scope: Scope): ((own: readonly Fact[]) => Move[]) | undefined {
  const { refill } = account;
  if (!refill || scope.word(refill.mode, ['YES', 'NO'], refill.id) === 'NO') return undefined;
  const to = scope.amount(refill.to);
  scope.expect(refill.id, 'hit');
  return (own) =>
    own
      .filter((fact) => fact.item === refill.id)
      .map((fact) => ({
        on: fact.happenedOn,
        id: fact.id,
        refills: true,
        put: (draft) => {
          if (compare(draft.total, to) >= 0) return;
          scope.probe?.(refill.id, 'hit');
          push(draft, {
            rule: refill.id,
            article: refill.article,
            kind: 'refill',
            amount: subtract(to, draft.total),
            title: refill.title,
            facts: [fact.id],
            note: { zh: fact.happenedOn, en: fact.happenedOn },
          });
        },
      }));
}
