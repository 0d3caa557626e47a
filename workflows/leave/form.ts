import { z } from 'zod';
import { day, evidence, halfDay, reason } from '../shapes.js';

/** A minute of a day, `HH:MM`. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
/** Inclusive half days. */
export const halfDaysPart = z.strictObject({ from: halfDay, to: halfDay });
/** Some hours of one day. */
export const hoursPart = z.strictObject({ day, start: timeOfDay, end: timeOfDay });
export const leavePart = z.union([halfDaysPart, hoursPart]);
export type LeavePart = z.output<typeof leavePart>;
export type HalfDayPoint = z.output<typeof halfDay>;

/** Which kinds there are is said by the edition; here is only how their names look. */
export const leaveKindCode = z.string().regex(/^[a-z][A-Za-z0-9]{1,39}$/);

/** What the applicant fills in. Order, length and overlap of the parts are judged by the calendar, not by the shape. */
export const leaveForm = z.strictObject({
  kind: leaveKindCode,
  parts: z.array(leavePart).min(1).max(10),
  reason,
  /** What the kind asks for at application, e.g. the unit's document, or other papers. */
  documents: evidence.default([]),
  /** What the kind asks for at the latest when reporting back, e.g. a hospital's certificate. */
  certificates: evidence.default([]),
  /** Asked for when the person is gone already: the slip may be filed after the leave has begun. */
  urgent: z.boolean().default(false),
});
export type LeaveForm = z.output<typeof leaveForm>;

export const isHours = (part: LeavePart): part is z.output<typeof hoursPart> => 'start' in part;

/** First and last half day of a part; hours count for the half in which they lie. */
export const spanOfPart = (part: LeavePart): { from: HalfDayPoint; to: HalfDayPoint } =>
  isHours(part)
    ? {
        from: { day: part.day, half: part.start < '12:00' ? 'am' : 'pm' },
        to: { day: part.day, half: part.end > '12:00' ? 'pm' : 'am' },
      }
    : part;

const stamp = (point: HalfDayPoint) => `${point.day}${point.half}`;
/** Later in time, by half days. */
export const isLater = (one: HalfDayPoint, other: HalfDayPoint): boolean => stamp(one) > stamp(other);

/** From the first half day of all parts to the last. */
export function hullOf(parts: readonly LeavePart[]): { from: HalfDayPoint; to: HalfDayPoint } {
  const spans = parts.map(spanOfPart);
  const from = spans.map((span) => span.from).reduce((best, one) => (isLater(best, one) ? one : best));
  const to = spans.map((span) => span.to).reduce((best, one) => (isLater(one, best) ? one : best));
  return { from, to };
}

/** The half day after a point. */
export const halfAfter = (point: HalfDayPoint): HalfDayPoint =>
  point.half === 'am'
    ? { day: point.day, half: 'pm' }
    : { day: new Date(Date.parse(`${point.day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10), half: 'am' };

/** What is left of the parts from a half day on; of a part that has begun, its rest. */
export function partsSince(parts: readonly LeavePart[], since: HalfDayPoint): LeavePart[] {
  return parts.flatMap((part): LeavePart[] => {
    const span = spanOfPart(part);
    if (isLater(since, span.to)) return [];
    return isHours(part) || !isLater(since, span.from) ? [part] : [{ from: since, to: part.to }];
  });
}
