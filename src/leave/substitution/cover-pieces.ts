/** Which pieces of days a substitute gives, from what the case says. Pure but for the calendar that is handed in. */
import type { SubstitutionContext } from '../../../workflows/substitution/context.js';
import type { CoverPart } from '../../../workflows/substitution/form.js';
import { addDays } from '../../core/calendar/day.js';
import type { HalfDay, WorkCalendar } from '../../core/calendar/work-calendar.js';
import { type DayPiece, minuteOf, pieceOf } from '../../core/duty/seats.js';

type Point = SubstitutionContext['from'];

/** Half days as calendar and database count them. */
export const halfOf = (point: Point): HalfDay => ({ day: point.day, half: point.half === 'am' ? 'AM' : 'PM' });

/** The half day before a point. */
export const halfBefore = ({ day, half }: Point): HalfDay =>
  half === 'pm' ? { day, half: 'AM' } : { day: addDays(day, -1), half: 'PM' };

/** The half day after a point. */
export const halfAfter = ({ day, half }: Point): Point =>
  half === 'am' ? { day, half: 'pm' } : { day: addDays(day, 1), half: 'am' };

/** Working pieces of some parts of an absence from `since` on; no parts = everything between `from` and `to`. */
export function coverPieces(
  calendar: WorkCalendar,
  absence: { from: Point; to: Point; parts: readonly CoverPart[] },
  since: Point,
): DayPiece[] {
  const parts = absence.parts.length > 0 ? absence.parts : [{ from: absence.from, to: absence.to }];
  const first = pieceOf(halfOf(since));
  const pieces = parts.flatMap((part): DayPiece[] =>
    'day' in part
      ? [{ day: part.day, start: minuteOf(part.start), end: minuteOf(part.end) }]
      : calendar.workingHalfDays(halfOf(part.from), halfOf(part.to)).map(pieceOf),
  );
  return pieces.filter((piece) => piece.day > first.day || (piece.day === first.day && piece.end > first.start));
}
