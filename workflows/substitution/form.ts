import { z } from 'zod';
import { day, halfDay, personCode } from '../shapes.js';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** One piece of the absence: inclusive half days, or hours of one day. */
export const coverPart = z.union([
  z.strictObject({ from: halfDay, to: halfDay }),
  z.strictObject({ day, start: clockTime, end: clockTime }),
]);
export type CoverPart = z.output<typeof coverPart>;

/** Opened by a leave that needs a substitute, by a step of a cover plan, or by a B post who steps in; nobody fills it in by hand. */
export const substitutionForm = z.strictObject({
  /** Key of the leave case; null where the B post stepped in and nobody asked for leave (R21.04). */
  leave: z.string().nullable(),
  window: z.string(),
  unit: z.string().nullable(),
  absent: personCode,
  from: halfDay,
  to: halfDay,
  /** The pieces between `from` and `to` that are covered; empty = all of it. */
  parts: z.array(coverPart).default([]),
  /** Ends with its own last half day: a stretch of an absence that others share, or a cover without a leave. */
  endsAlone: z.boolean().default(false),
  /** Which clause makes it necessary, e.g. `R15.S1`. */
  why: z.string(),
  /** Working days to answer a nomination, and to return the badge (A52). */
  acceptWorkingDays: z.int().min(0),
  badgeReturnWorkingDays: z.int().min(0),
});
export type SubstitutionForm = z.output<typeof substitutionForm>;
