/** Days of the calendar as numbers, so that a distance is a difference. */
import type { Day } from '../../fact.js';

/** Days since 1970-01-01 of the calendar that is in use everywhere, without making a date of it. */
export function dayNumber(day: Day): number {
  const [month, dayOfMonth] = [number(day, 5, 7), number(day, 8, 10)];
  // Years that begin in March end with the leap day; eras of 400 years have all the same length.
  const year = number(day, 0, 4) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The day that lies so many days before another. */
export function daysBefore(day: Day, days: number): Day {
  return new Date((dayNumber(day) - days) * 86_400_000).toISOString().slice(0, 10);
}

function number(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}
