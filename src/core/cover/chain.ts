/** Which moves of a cover plan that is under way are still called for when some of it falls away. */
import type { HalfDay } from '../calendar/work-calendar.js';

/** One move of a plan that was put to people: somebody leaves `from` (null = comes from home) and sits at `to`. */
export interface ChainStep {
  /** Empty while somebody else is sought. */
  person: string;
  from: string | null;
  to: string;
  days: readonly HalfDay[];
  /** The case that asks this person. */
  caseKey: string;
}

/** The seat that a chain fills in the end, and the zone of a window, where that has a minimum of its own. */
export interface ChainPlace {
  seat: string;
  zoneOf(window: string): string | null;
}

const nameOf = ({ day, half }: HalfDay): string => `${day} ${half}`;
const meets = (one: ChainStep, other: ChainStep): boolean => {
  const days = new Set(one.days.map(nameOf));
  return other.days.some((half) => days.has(nameOf(half)));
};

/** The steps whose leaving a step makes good: those that leave its window, or else its zone, in one of its half days. */
export function filledBy(step: ChainStep, steps: readonly ChainStep[], place: ChainPlace): ChainStep[] {
  const leaving = steps.filter((other) => other !== step && other.from !== null && meets(step, other));
  const same = leaving.filter((other) => other.from === step.to);
  if (same.length > 0) return same;
  const zone = place.zoneOf(step.to);
  return zone === null ? [] : leaving.filter((other) => other.from !== null && place.zoneOf(other.from) === zone);
}

/** Cases of the steps that fill the seat itself, and of those that make good what these leave, down the chain. */
export function calledFor(steps: readonly ChainStep[], place: ChainPlace): Set<string> {
  const needed = new Set(steps.filter((step) => step.to === place.seat));
  for (let grown = true; grown; ) {
    grown = false;
    for (const step of steps) {
      if (needed.has(step) || !filledBy(step, steps, place).some((other) => needed.has(other))) continue;
      needed.add(step);
      grown = true;
    }
  }
  return new Set([...needed].map((step) => step.caseKey));
}

/** Half days that come after all others of a list, as names that sort in the order of time. */
export const lastOf = (days: readonly HalfDay[]): string => days.map(nameOf).sort().at(-1) ?? '';
