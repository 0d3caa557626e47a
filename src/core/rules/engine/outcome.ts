/** Outcomes: what follows from a result, by its grade or by a condition; they become flags with their article. */

import { compileTest } from '../figures/measure.js';
import type { Frame, Scope } from '../figures/scope.js';
import type { Outcome } from '../language/parts.js';
import type { Draft } from './draft.js';

/** Outcomes that are computed; rungs of a ladder are chosen by a person. */
export type ComputedOutcome = Extract<Outcome, { output: string }>;
export const isComputed = (outcome: Outcome): outcome is ComputedOutcome => 'output' in outcome;

/** @returns flags what applies to one result, after its grade is known */
export function compileOutcomes(
  outcomes: readonly ComputedOutcome[],
  output: string,
  scope: Scope,
): (draft: Draft, frame: Frame, subject: number) => void {
  const { rules } = scope.composed;
  const grades = rules.blends.find((blend) => blend.output === output)?.grade?.scale.map((item) => item.grade) ?? [];
  const compiled = outcomes.map((outcome) => {
    scope.expect(outcome.id, 'hit');
    if ('when' in outcome) return { outcome, when: compileTest(outcome.when, scope, outcome.id) };
    for (const grade of outcome.grades) if (!grades.includes(grade)) throw scope.missing(grade, outcome.id, grades);
    return { outcome, when: undefined };
  });
  return (draft, frame, subject) => {
    for (const { outcome, when } of compiled) {
      const holds =
        'grades' in outcome
          ? draft.grade !== undefined && outcome.grades.includes(draft.grade)
          : when === true || (typeof when === 'function' && when(frame, subject));
      if (!holds) continue;
      scope.probe?.(outcome.id, 'hit');
      draft.flags.push({ flag: outcome.id, article: outcome.article, facts: [] });
    }
  };
}
