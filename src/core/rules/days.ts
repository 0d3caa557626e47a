/** Distances between days of the calendar. */
import type { Day } from '../fact.js';

/** Calendar days from one day to another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.UTC(...ymd(to)) - Date.UTC(...ymd(from))) / 86_400_000);
}

/** The day that lies so many days before another. */
export function daysBefore(day: Day, days: number): Day {
  return new Date(Date.UTC(...ymd(day)) - days * 86_400_000).toISOString().slice(0, 10);
}

function ymd(day: Day): [number, number, number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))];
}
