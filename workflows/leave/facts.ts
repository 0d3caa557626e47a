/** What the leave machine asks before it decides. The leave business registers providers with exactly these results. */
import { z } from 'zod';
import { newFact } from '../../src/core/effects.js';
import { chainStep } from '../approval.js';
import { day, halfDay } from '../shapes.js';

export const kindTitle = z.strictObject({ zh: z.string(), en: z.string() });

/** `leave.kind`, for the start and for `leave.amend`: what the edition says about the kind that is asked for. */
export const leaveKindFact = z.strictObject({
  kind: z.string(),
  title: kindTitle.nullable(),
  /** The document must be attached to the request. */
  documentRequired: z.boolean(),
});
export type LeaveKindFact = z.output<typeof leaveKindFact>;

/**
 * `leave.decision`, for `leave.submit` (the stored form) and `leave.extend` (the whole absence up to the new end, A61): what
 * the edition's decision tables say about this leave.
 */
export const leaveDecision = z.strictObject({
  title: kindTitle,
  /** Length as the edition counts it (A03), in 1/10000 day. */
  length: z.int().min(1),
  window: z.string().nullable(),
  unit: z.string().nullable(),
  /** Who signs, in order (R15.L1, L2, A02). Must not be empty and must not name the applicant alone. */
  chain: z.array(chainStep).min(1),
  /** The people of the chain as one value, to be compared with what the applicant was shown (G22). */
  chainDigest: z.string().optional(),
  substitute: z.strictObject({ required: z.boolean(), why: z.string() }),
  documentRequired: z.boolean(),
  /** A certificate may be missing now, but not at the end. */
  certificateRequired: z.boolean(),
  /** Last day for it. */
  proofDueOn: day.nullable(),
  /** First working day after the leave: the person is expected then, and staying away until its end is an overstay. */
  expectedOn: day,
  /** Last working day before it: the day of the reminder. */
  remindOn: day.nullable(),
  /** Articles that the decision rests on. */
  articles: z.array(z.string()),
  /** Parameters of the office (A52). */
  parameters: z.strictObject({ acceptWorkingDays: z.int().min(0), badgeReturnWorkingDays: z.int().min(0) }),
});
export type LeaveDecision = z.output<typeof leaveDecision>;

/** Who stands in as this moment knows it, and which revision of the substitution said so: what papers tell of the cover. */
const standIn = z.strictObject({
  key: z.string(),
  revision: z.int().min(1),
  substitute: z.string(),
  isUnasked: z.boolean(),
  badge: z.string().nullable(),
});
export const coverSeen = standIn.extend({
  /** All who share the absence, in the order of time and each from his first half day; absent where one covers it alone. */
  shared: z.array(standIn.extend({ from: halfDay })).optional(),
});

/** `leave.substitution`, for `leave.approve`: the substitution case of this leave, read and locked. */
export const leaveSubstitution = z.strictObject({
  /** State of the W4 case, null when there is none yet. */
  state: z.string().nullable(),
  /** Null while nobody is named. */
  cover: coverSeen.nullable(),
  /** Everything before duty is done: accepted, filed, trained and with a badge as far as the edition asks (R15.L5). */
  inPlace: z.boolean(),
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
 * `leave.calendar`, for everything that ends the leave or changes what it was: what the days away are in the ledger. When
 * reporting back the actual end is in the payload, afterwards in the context.
 */
export const leaveCalendar = z.strictObject({
  /** Facts of the approved kind of leave, one for each month, keys unique in the case; empty when the edition scores none. */
  facts: z.array(newFact),
  /** The same days as what the leave without certificate becomes (A06). */
  reclassified: z.array(newFact),
  /** The kind that a leave without certificate becomes; `absenteeism` is no kind of leave (A06). */
  reclassifiedAs: z.string(),
  /** What leave obtained by deceit is: `absenteeism`, or the kind itself where no rule says otherwise. */
  deceitIs: z.string(),
  /** Days away, in 1/10000 day. */
  length: z.int(),
  /** How long the person stayed away after the leave, in 1/10000 working day. */
  overstay: z.int(),
  /** Whose name a certificate must bear. */
  person: z.strictObject({ code: z.string(), name: z.string() }),
  /** Days that a certificate must reach. */
  from: halfDay,
  to: halfDay,
  /** Null where nobody is needed or named. */
  cover: coverSeen.nullable(),
});
export type LeaveCalendar = z.output<typeof leaveCalendar>;
