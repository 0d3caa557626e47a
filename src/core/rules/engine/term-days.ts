/** The days of a term (K19, K22), once its decision is known. Pure: the office's calendar is handed in. */
import { addDays, dayNumber } from '../../calendar/day.js';
import type { Day } from '../../fact.js';

export interface TermDays {
  /** Last day on which the duty is fulfilled in time. */
  due: Day;
  /** K22: first day on which it is certain that the grace has passed too. */
  lateFrom?: Day;
  /** K22: the day that the created fact bears, where it is another one (A37). */
  dated?: Day;
}

/** The day that lies so many working days after another. */
export type AddWorkingDays = (day: Day, days: number) => Day;

/**
 * @param value what the term's decision gives: `dueDays`, `graceDays`, `calendar`, `penaltyDate`
 * @param from the day of the event, which does not count itself (A37, A53)
 * @param addWorkingDays needed for terms in working days and for calendar days that move on from a holiday
 * @returns `undefined` where the term names no days, or needs a calendar and has none
 */
export function termDays(
  value: Readonly<Record<string, unknown>>,
  from: Day,
  addWorkingDays?: AddWorkingDays,
): TermDays | undefined {
  const days = whole(value.dueDays);
  const add = addition(value.calendar, addWorkingDays);
  if (days === undefined || !add) return undefined;
  const due = add(from, days);
  const grace = whole(value.graceDays);
  if (grace === undefined) return { due };
  const lastGrace = add(due, grace);
  const lateFrom = addDays(lastGrace, 1);
  if (value.penaltyDate === 'LAST_GRACE_DAY') return { due, lateFrom, dated: lastGrace };
  if (value.penaltyDate === 'DAY_AFTER_DUE') return { due, lateFrom, dated: addDays(due, 1) };
  return { due, lateFrom };
}

function addition(calendar: unknown, addWorkingDays: AddWorkingDays | undefined): AddWorkingDays | undefined {
  if (calendar === 'workingDays') return addWorkingDays;
  if (calendar !== 'shiftedDays') return addDays;
  // The first working day after the day before: the day itself unless it is a holiday.
  return addWorkingDays && ((day, days) => addWorkingDays(addDays(day, days - 1), 1));
}

/** Monday to Friday are worked but for these holidays: the calendar of an example, where no office's own is at hand. */
export function plainCalendar(holidays: readonly Day[]): AddWorkingDays {
  const off = new Set(holidays);
  // Day 0 was a Thursday, so 2 and 3 of each seven are Saturday and Sunday.
  const isWorked = (day: Day) => !off.has(day) && ![2, 3].includes(((dayNumber(day) % 7) + 7) % 7);
  return (from, days) => {
    let day = from;
    for (let left = days; left > 0; ) {
      day = addDays(day, 1);
      if (isWorked(day)) left--;
    }
    return day;
  };
}

function whole(value: unknown): number | undefined {
  const found = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof found === 'number' && Number.isInteger(found) ? found : undefined;
}
