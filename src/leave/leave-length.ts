/**
 * How long a leave is: its parts laid on the calendar. Pure. One entry for each half day or stretch of hours, so that an early
 * return, a change of year and the pieces that are taken from somebody's time all come from one list.
 */
import { hullOf, isHours, type LeavePart } from '../../workflows/leave/form.js';
import type { Units } from '../core/amount.js';
import { eachDay } from '../core/calendar/day.js';
import type { HalfDay, WorkCalendar } from '../core/calendar/work-calendar.js';
import { type DayPiece, halvesOf, minuteOf, overlaps, pieceOf, pieceText } from '../core/duty/seats.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';

export type Point = { day: Day; half: 'am' | 'pm' };

export interface CountRule {
  counts: 'workingDays' | 'calendarDays';
  /** Minutes of a step of hours; a begun one counts whole. */
  step: number;
  /** Minutes of a day of work. */
  minutesOfDay: number;
}

export interface LengthEntry {
  piece: DayPiece;
  length: Units;
  /** The person is missed then; on days off nobody is. */
  isWorking: boolean;
}

const HALF: Units = 5_000;
const DAY: Units = 10_000;

const halves = { AM: { zh: '上午', en: 'morning' }, PM: { zh: '下午', en: 'afternoon' } } as const;

/** Half days as the calendar counts them. */
export const toHalf = (point: Point): HalfDay => ({ day: point.day, half: point.half === 'am' ? 'AM' : 'PM' });

/**
 * The parts in the order of time.
 * @throws Problem leave.period_reversed | leave.parts_overlap | leave.period_empty | calendar.year_missing (422)
 */
export function entriesOf(parts: readonly LeavePart[], calendar: WorkCalendar, rule: CountRule): LengthEntry[] {
  const entries = parts.flatMap((part, index) =>
    placed(`/parts/${index}`, () =>
      isHours(part) ? hours(part, index, calendar, rule) : halfDays(part, index, calendar, rule),
    ),
  );
  const sorted = entries.sort((a, b) =>
    a.piece.day < b.piece.day ? -1 : a.piece.day > b.piece.day ? 1 : a.piece.start - b.piece.start,
  );
  const twice = sorted.find((entry, index) => index > 0 && overlaps(entry.piece, sorted[index - 1]!.piece));
  if (twice)
    throw new Problem('leave.parts_overlap', { where: '/parts', day: twice.piece.day, half: pieceText(twice.piece) });
  if (!sorted.some((entry) => entry.isWorking)) {
    const { from, to } = hullOf(parts);
    throw new Problem('leave.period_empty', { where: '/parts', from: from.day, to: to.day, allowed: '≥ 0.5 d' });
  }
  return sorted;
}

/** A year that nobody loaded is told at the part that needs it. */
function placed<T>(where: string, count: () => T): T {
  try {
    return count();
  } catch (error) {
    if (!(error instanceof Problem) || error.facts.where !== undefined) throw error;
    throw new Problem(error.code, { ...error.facts, where }, error.extras);
  }
}

function halfDays(
  part: Extract<LeavePart, { from: unknown }>,
  index: number,
  calendar: WorkCalendar,
  rule: CountRule,
): LengthEntry[] {
  const [from, to] = [toHalf(part.from), toHalf(part.to)];
  if (`${to.day}${to.half}` < `${from.day}${from.half}`)
    throw new Problem('leave.period_reversed', {
      where: `/parts/${index}/to`,
      from: `${from.day} ${halves[from.half].zh}`,
      to: `${to.day} ${halves[to.half].zh}`,
      fromEn: `${from.day}, ${halves[from.half].en}`,
      toEn: `${to.day}, ${halves[to.half].en}`,
      allowed: `≥ ${from.day} ${part.from.half}`,
    });
  const working = new Set(calendar.workingHalfDays(from, to).map((half) => `${half.day}${half.half}`));
  const every = eachDay(from.day, to.day)
    .flatMap((day): HalfDay[] => [
      { day, half: 'AM' },
      { day, half: 'PM' },
    ])
    .filter(
      ({ day, half }) => `${day}${half}` >= `${from.day}${from.half}` && `${day}${half}` <= `${to.day}${to.half}`,
    );
  return every.flatMap((half): LengthEntry[] => {
    const isWorking = working.has(`${half.day}${half.half}`);
    const length = isWorking || rule.counts === 'calendarDays' ? HALF : 0;
    return length > 0 ? [{ piece: pieceOf(half), length, isWorking }] : [];
  });
}

function hours(
  part: Extract<LeavePart, { start: unknown }>,
  index: number,
  calendar: WorkCalendar,
  rule: CountRule,
): LengthEntry[] {
  const piece = { day: part.day, start: minuteOf(part.start), end: minuteOf(part.end) };
  if (piece.end <= piece.start)
    throw new Problem('leave.period_reversed', {
      where: `/parts/${index}/end`,
      from: `${part.day} ${part.start}`,
      to: `${part.day} ${part.end}`,
      fromEn: `${part.day} ${part.start}`,
      toEn: `${part.day} ${part.end}`,
      allowed: `> ${part.start}, ≤ 23:59`,
    });
  if (!calendar.isWorkingDay(part.day)) return [];
  const counted = Math.ceil((piece.end - piece.start) / rule.step) * rule.step;
  return [{ piece, length: Math.ceil((counted * DAY) / rule.minutesOfDay), isWorking: true }];
}

/** Entries that begin no later than the end of a half day: what was really taken after an early return. */
export const until = (entries: readonly LengthEntry[], last: Point): LengthEntry[] => {
  const end = pieceOf(toHalf(last));
  return entries.filter(({ piece }) => piece.day < end.day || (piece.day === end.day && piece.start < end.end));
};

export const lengthOf = (entries: readonly LengthEntry[]): Units => entries.reduce((sum, one) => sum + one.length, 0);

/** Length of each entry with its day. */
export const daysOf = (entries: readonly LengthEntry[]): { day: Day; length: Units }[] =>
  entries.map(({ piece, length }) => ({ day: piece.day, length }));

/** What is taken from the person's time. */
export const piecesOf = (entries: readonly LengthEntry[]): DayPiece[] =>
  entries.filter((entry) => entry.isWorking).map((entry) => entry.piece);

/** Half days in which the person is missed for some time, each once. */
export function workingHalves(entries: readonly LengthEntry[]): HalfDay[] {
  const halves = piecesOf(entries).flatMap(halvesOf);
  return [...new Map(halves.map((half) => [`${half.day}${half.half}`, half])).values()];
}
