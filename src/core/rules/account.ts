/**
 * Points lives (K9): a balance over a year that findings and rewards move in the order of their days, with doubling of
 * a repeat inside a rolling window (K10), a head's share (K11) and consequences of exhaustion or of a streak.
 */

import type { Fact } from '../fact.js';
import { compileCrowds, compileShare, compileStreak, move } from './consequence.js';
import { bound, type Draft, newDraft, push } from './draft.js';
import { compare } from './exact.js';
import type { Account } from './language.js';
import { compileAccountRule, compileRepeat, order, price } from './pricing.js';
import type { Scope } from './scope.js';
import { limitOf } from './sheet.js';

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

export function compileAccount(account: Account, scope: Scope): CompiledAccount {
  const rules = new Map(account.rules.map((rule, order) => [rule.id, compileAccountRule(rule, order, scope)]));
  for (const rule of account.rules) scope.expect(rule.id, 'hit');
  const start = scope.amount(account.start);
  const cap = limitOf(account.cap, scope);
  const repeat = compileRepeat(account, scope);
  const share = compileShare(account, scope);
  const crowdsOf = compileCrowds(account, scope);
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
          .filter((entry) => compare(entry.points, 0) < 0 && entry.rule.rule.joint !== false)
      : [];
    const moves = [
      ...entries.map((entry) => ({ entry, isShare: false })),
      ...shares.map((entry) => ({ entry, isShare: true })),
    ]
      .filter(({ entry }) => entry.fact.happenedOn.startsWith(year))
      .toSorted((a, b) => order(a.entry, b.entry) || Number(a.isShare) - Number(b.isShare));
    const crowds = (crowdsOf?.(shares) ?? []).filter(({ on }) => on.startsWith(year));
    const steps = [
      ...moves.map(({ entry, isShare }) => ({
        on: entry.fact.happenedOn,
        id: entry.fact.id,
        put: () => (isShare ? share!(draft, entry) : move(draft, entry, repeat)),
      })),
      // What a whole day brings with it comes after the findings of that day.
      ...crowds.map(({ on, put, facts }) => ({ on, id: facts.at(-1)!, put: () => put(draft) })),
    ].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    let spent = false;
    for (const step of steps) {
      step.put();
      draft.total = bound(draft, draft.total, { cap }, { rule: account.output, article: account.article });
      if (exhausted && !spent && compare(draft.total, exhausted.limit) <= 0) {
        spent = true;
        scope.probe?.(exhausted.id, 'hit');
        draft.flags.push({
          flag: exhausted.flag,
          article: exhausted.article,
          facts: [step.id],
          on: step.on,
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
