/** Context and events of leave, version 1. */
import { z } from 'zod';
import { approvalEvents, approvalFields } from '../approval.js';
import { defineEvents } from '../kit.js';
import { day, deadlineReached, evidence, halfDay, reason, remark } from '../shapes.js';
import { kindTitle } from './facts.js';
import { leaveForm, leaveKindCode, leavePart } from './form.js';

const extension = z.strictObject({
  to: halfDay,
  reason: z.string(),
  length: z.int(),
  expectedOn: day,
  remindOn: day.nullable(),
  proofDueOn: day.nullable(),
  articles: z.array(z.string()),
  /** True when only the longer absence makes a substitute necessary. */
  needsSubstitute: z.boolean(),
});

export const leaveContext = z.strictObject({
  ...approvalFields,
  key: z.string(),
  kind: leaveKindCode,
  kindTitle: kindTitle.nullable(),
  parts: z.array(leavePart),
  /** First and last half day of all parts. */
  from: halfDay,
  to: halfDay,
  reason: z.string(),
  documents: z.array(z.string()),
  certificates: z.array(z.string()),
  urgent: z.boolean(),
  /** The colleague who filed for somebody who could not; null = the applicant did. */
  filedBy: z.string().nullable(),
  /** Whether the applicant said that a leave filed by another is his. */
  confirmation: z.enum(['none', 'open', 'confirmed']),
  /** How often it was submitted; part of the substitution's key. */
  round: z.int(),
  /** In 1/10000 day. */
  length: z.int().nullable(),
  window: z.string().nullable(),
  unit: z.string().nullable(),
  substituteRequired: z.boolean(),
  certificateRequired: z.boolean(),
  proofDueOn: day.nullable(),
  expectedOn: day.nullable(),
  remindOn: day.nullable(),
  articles: z.array(z.string()),
  /** What is asked for while an extension is pending. */
  extension: extension.nullable(),
  extensions: z.int(),
  /** The end came while an extension was undecided. */
  isOverdue: z.boolean(),
  isOverstayed: z.boolean(),
  /** The slip was filed after the leave had begun. */
  isFiledLate: z.boolean(),
  returned: halfDay.nullable(),
  /** The kind that the days count as in the end; null until that is known. */
  countsAs: z.string().nullable(),
  /** How often days were posted to the ledger; part of the facts' keys. */
  postings: z.int(),
});
export type LeaveContext = z.output<typeof leaveContext>;

const supervision = [{ role: 'SUPERVISION' as const }];
const applicant = [{ is: 'applicant' as const }];
/** The applicant, or the colleague who filed for him. */
const filer = [{ is: 'applicant' as const }, { is: 'named' as const, field: 'filedBy' }];
/** Neither the applicant nor who filed for him decides. */
const never = (context: LeaveContext) => [context.applicant, context.filedBy ?? undefined];

const verbs = approvalEvents('leave');
type Verbs = typeof verbs;
const signing = Object.fromEntries(
  Object.entries(verbs).map(([name, event]) => [name, 'never' in event ? { ...event, never } : event]),
) as Verbs;

export const leaveEvents = defineEvents({
  'leave.submit': { payload: z.strictObject({}), by: filer, button: 'primary' },
  'leave.amend': { payload: leaveForm, by: filer, button: 'default' },
  ...signing,
  'leave.withdraw': { ...signing['leave.withdraw'], by: filer },
  'leave.confirm': { payload: z.strictObject({ remark }), by: applicant, button: 'primary' },
  'leave.disown': { payload: z.strictObject({ reason }), by: applicant, button: 'danger', reason: true },
  'leave.file': { payload: z.strictObject({ remark }), by: supervision, never, button: 'primary' },
  'leave.extend': { payload: z.strictObject({ to: halfDay, reason }), by: applicant, button: 'default' },
  'leave.reportBack': {
    payload: z.strictObject({ returned: halfDay, certificates: evidence.default([]) }),
    by: applicant,
    button: 'primary',
  },
  'leave.addCertificate': {
    payload: z.strictObject({ certificates: evidence.min(1) }),
    by: filer,
    button: 'primary',
  },
  'leave.confirmReturn': {
    payload: z.strictObject({ returned: halfDay.optional(), remark }),
    by: supervision,
    never,
    button: 'primary',
  },
  'leave.acceptCertificate': {
    /** As the paper says: whose it is, and the days for which it excuses. */
    payload: z.strictObject({ issuedTo: z.string().trim().min(1).max(80), from: day, to: day, remark }),
    by: supervision,
    never,
    button: 'primary',
  },
  'leave.reclassify': { payload: z.strictObject({ reason }), by: supervision, never, button: 'danger', reason: true },
  'leave.excuse': {
    payload: z.strictObject({ returned: halfDay, reason }),
    by: supervision,
    never,
    button: 'default',
    reason: true,
  },
  'leave.absent': {
    payload: z.strictObject({ halfDays: z.int().min(1), on: day, reason }),
    by: supervision,
    never,
    button: 'danger',
    reason: true,
  },
  'leave.deceit': { payload: z.strictObject({ reason }), by: supervision, never, button: 'danger', reason: true },
  'leave.cancel': { payload: z.strictObject({ reason }), by: supervision, never, button: 'danger', reason: true },
  /** The substitute falls out and another is looked for: nobody stands in from this half day on. */
  'substitution.lost': {
    payload: z.strictObject({ person: z.string(), from: halfDay }),
    by: [{ is: 'system' }],
    button: 'hidden',
  },
  'deadline.reached': deadlineReached,
});
