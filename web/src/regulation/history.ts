import { createContext, use } from 'react';
import type { RuleHistory } from './shapes.js';

/** Since when the rules of the adopted edition on this page stand as they do; null where the edition is not adopted. */
export const History = createContext<RuleHistory | null>(null);

/** The day since which a rule stands in its present form; undefined where the edition was never adopted. */
export function useSince(rule: string): string | undefined {
  const history = use(History);
  return history ? (history.since[rule] ?? history.first) : undefined;
}
