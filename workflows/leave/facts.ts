/** What the leave machine asks before it decides. The leave business registers providers with exactly these results. */
import { z } from 'zod';
import { newFact } from '../../src/core/effects.js';
import { chainStep } from '../approval.js';
import { day, subjectKey } from '../shapes.js';

/**
 * `leave.decision`, for `leave.submit` (the stored form) and `leave.extend` (the whole absence up to the new end, A61): what
 * the edition's decision tables say about this leave.
 */
export const leaveDecision = z.strictObject({
  /** Working half days by the calendar (A03). */
  halfDays: z.int().min(1),
  window: z.string().nullable(),
  unit: z.string().nullable(),
  /** Who signs, in order (R15.L1, L2, A02). Must not be empty and must not name the applicant alone. */
  chain: z.array(chainStep).min(1),
  substitute: z.strictObject({ required: z.boolean(), why: z.string() }),
  /** Sick leave: the certificate may be missing now, but not at the end. */
  certificateRequired: z.boolean(),
  /** First working day after the leave: the person is expected then, and staying away until its end is an overstay. */
  expectedOn: day,
  /** Articles that the decision rests on. */
  articles: z.array(z.string()),
  /** Parameters of the office (A52). */
  parameters: z.strictObject({ acceptWorkingDays: z.int().min(0), badgeReturnWorkingDays: z.int().min(0) }),
});
export type LeaveDecision = z.output<typeof leaveDecision>;

/** `leave.substitution`, for `leave.approve`: the substitution case of this leave, read and locked. */
export const leaveSubstitution = z.strictObject({
  /** State of the W4 case, null when there is none yet. */
  state: z.string().nullable(),
  /** Everything before duty is done: accepted, filed, trained and with a badge as far as the edition asks (R15.L5). */
  inPlace: z.boolean(),
  substitute: z.string().nullable(),
});
export type LeaveSubstitution = z.output<typeof leaveSubstitution>;

/** `leave.staffing`, for `leave.approve`: where this leave with its covers would bring a window or zone under its minimum. */
export const leaveStaffing = z.strictObject({
  shortfalls: z.array(
    z.strictObject({
      window: z.string().optional(),
      zone: z.string().optional(),
      /** As people call the place. */
      name: z.string(),
      day,
      half: z.enum(['am', 'pm']),
      present: z.int().min(0),
      least: z.int().min(1),
    }),
  ),
});
export type LeaveStaffing = z.output<typeof leaveStaffing>;

/**
 * `leave.calendar`, for `leave.reportBack`, `leave.acceptCertificate`, `leave.reclassify`, `leave.excuse` and `leave.absent`:
 * what the days away are in the ledger. For reporting back the actual end is in the payload, afterwards in the context.
 */
export const leaveCalendar = z.strictObject({
  /** Facts of the approved kind of leave, one for each month, keys unique in the case; empty when the edition scores none. */
  facts: z.array(newFact),
  /** The same days as the leave without certificate becomes (A06). */
  reclassified: z.array(newFact),
  /** How absenteeism is recorded here (R15.L8); null when the edition knows no such item. */
  absence: z.strictObject({ item: z.string(), subject: subjectKey, person: subjectKey.nullable() }).nullable(),
});
export type LeaveCalendar = z.output<typeof leaveCalendar>;
