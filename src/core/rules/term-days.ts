/** The days of a term (K19, K22), once its decision is known. Pure: the office's calendar is handed in. */
import { addDays } from '../calendar/day.js';
import type { Day } from '../fact.js';

export interface TermDays {
  /** Last day on which the duty is fulfilled in time. */
  due: Day;
  /** K22: first day on which it is certain that the grace has passed too. */
  lateFrom?: Day;
}

/**
 * @param value what the term's decision gives: `dueDays`, `graceDays`, `calendar`
 * @param from the day of the event, which does not count itself (A37, A53)
 * @param addWorkingDays needed for terms in working days; terms in calendar days never move for a holiday
 * @returns `undefined` where the term names no days, or working days without a calendar
 */
export function termDays(
  value: Readonly<Record<string, unknown>>,
  from: Day,
  addWorkingDays?: (day: Day, days: number) => Day,
): TermDays | undefined {
  const days = whole(value.dueDays);
  const add = value.calendar === 'workingDays' ? addWorkingDays : addDays;
  if (days === undefined || !add) return undefined;
  const due = add(from, days);
  const grace = whole(value.graceDays);
  return grace === undefined ? { due } : { due, lateFrom: addDays(add(due, grace), 1) };
}

function whole(value: unknown): number | undefined {
  const found = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof found === 'number' && Number.isInteger(found) ? found : undefined;
}
