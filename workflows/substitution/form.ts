import { z } from 'zod';
import { halfDay, personCode } from '../shapes.js';

/** Opened by a leave that needs a substitute; nobody fills it in by hand. */
export const substitutionForm = z.strictObject({
  /** Key of the leave case. */
  leave: z.string(),
  window: z.string(),
  unit: z.string().nullable(),
  absent: personCode,
  from: halfDay,
  to: halfDay,
  /** Which clause makes it necessary, e.g. `R15.S1`. */
  why: z.string(),
  /** Working days to answer a nomination, and to return the badge (A52). */
  acceptWorkingDays: z.int().min(0),
  badgeReturnWorkingDays: z.int().min(0),
});
export type SubstitutionForm = z.output<typeof substitutionForm>;
