/** Budgets: several sections of a sheet share a cap or a floor; a budget may hold budgets that stand before it. */

import { add, compare, type Exact, subtract } from '../figures/exact.js';
import type { Scope } from '../figures/scope.js';
import type { Sheet } from '../language/language-sheet.js';
import { type Draft, push } from './draft.js';

/** @returns adds the line that brings the sections of each budget back within it */
export function compileBudgets(sheet: Sheet, scope: Scope): (draft: Draft) => void {
  const known = sheet.sections.map((part) => part.id);
  const budgets = (sheet.budgets ?? []).map((budget) => {
    for (const name of budget.sections) if (!known.includes(name)) throw scope.missing(name, budget.id, known);
    known.push(budget.id);
    scope.expect(`${budget.id}: budget`, 'bound', 'free');
    return {
      budget,
      floor: budget.atLeast === undefined ? undefined : scope.amount(budget.atLeast),
      cap: budget.atMost === undefined ? undefined : scope.amount(budget.atMost),
    };
  });
  return (draft) => {
    const totals = new Map<string, Exact>(draft.sections.map((part) => [part.id, part.total]));
    for (const { budget, floor, cap } of budgets) {
      const held = budget.sections.reduce<Exact>((total, name) => add(total, totals.get(name) ?? 0), 0);
      const kept =
        cap !== undefined && compare(held, cap) > 0
          ? cap
          : floor !== undefined && compare(held, floor) < 0
            ? floor
            : held;
      totals.set(budget.id, kept);
      const isBound = compare(kept, held) !== 0;
      scope.probe?.(`${budget.id}: budget`, isBound ? 'bound' : 'free');
      if (isBound)
        push(draft, {
          rule: budget.id,
          article: budget.article,
          kind: compare(kept, held) < 0 ? 'cap' : 'floor',
          amount: subtract(kept, held),
          title: budget.title,
          facts: [],
        });
    }
  };
}
