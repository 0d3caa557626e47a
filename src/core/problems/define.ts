import type { ProblemSpec, ProblemText } from './spec.js';

/** Title, what happened, what to do: the three sentences that every refusal owes its reader. */
export const text = (title: string, detail: string, hint: string): ProblemText => ({ title, detail, hint });

/** Keeps the literal keys while checking the shape. */
export function defineProblems<K extends string>(specs: Record<K, ProblemSpec>): Record<K, ProblemSpec> {
  return specs;
}
