/** Context and events of substitutions, version 1. */
import { z } from 'zod';
import { roles } from '../../src/core/roles.js';
import { defineEvents } from '../kit.js';
import { deadlineReached, halfDay, personCode, reason, remark } from '../shapes.js';
import { coverSteps } from './facts.js';
import { coverPart, substitutionForm } from './form.js';

/** Somebody who no longer covers, and until when he did. */
const stint = z.strictObject({
  substitute: z.string(),
  from: halfDay,
  /** Last half day served; null when there was none. */
  to: halfDay.nullable(),
  badge: z.string().nullable(),
  handover: z.enum(['done', 'missing']).nullable(),
  reason: z.string(),
});

export const substitutionContext = z.strictObject({
  ...substitutionForm.shape,
  key: z.string(),
  /** Roles that name the substitute, as found when this round began. */
  nominators: z.array(z.enum(roles)),
  /** B posts of the window, who may cover unasked. */
  bPosts: z.array(z.string()),
  reminders: z.int(),
  badgeReminders: z.int(),
  substitute: z.string().nullable(),
  declined: z.array(z.strictObject({ person: z.string(), reason: z.string() })),
  /** Which person in turn it is; 2 after the first was replaced. */
  round: z.int(),
  /** First half day of the present person; what lies before belongs to those of `stints`. */
  coverFrom: halfDay,
  stints: z.array(stint),
  steps: coverSteps,
  /** The B post came without being asked; the filing follows (R21.04). */
  isUnasked: z.boolean(),
  isFiled: z.boolean(),
  /** Terms that passed without an answer in this round. */
  silences: z.int(),
  /** Supervision has been asked to name somebody. */
  isEscalated: z.boolean(),
  /** The absent person's list of open matters, signed by him. */
  handedOver: z
    .strictObject({ at: z.string(), matters: z.array(z.string()), remark: z.string().optional() })
    .nullable(),
  /** Hand-over as the substitute signed it, or that it is missing. */
  handover: z.enum(['done', 'missing']).nullable(),
  badge: z.string().nullable(),
  /** Badges that are out, those of replaced people included. */
  lent: z.array(z.strictObject({ badge: z.string(), person: z.string() })),
  /** Terms that passed with a badge out. */
  chases: z.int(),
  isCancelled: z.boolean(),
});
export type SubstitutionContext = z.output<typeof substitutionContext>;

/** States in which the substitute counts as in place (到位): everything before duty is done. */
const inPlaceStates = ['ready', 'badgeIssued', 'onDuty'];

/** Whether somebody stands in, as the approval of the leave asks (R15.L5). */
export const isInPlace = (state: string | null | undefined): boolean => inPlaceStates.includes(state ?? '');

/** Whether somebody did sit at the window in this cover, whatever became of it. */
export const wasServed = (state: string, context: Pick<SubstitutionContext, 'stints'>): boolean =>
  isInPlace(state) ||
  ['ended', 'badgeOverdue', 'closed'].includes(state) ||
  context.stints.some((past) => past.to !== null);

const supervision = [{ role: 'SUPERVISION' as const }];
const system = { by: [{ is: 'system' as const }], button: 'hidden' as const };
const notAbsent = (context: SubstitutionContext) => [context.absent];
const notSubstitute = (context: SubstitutionContext) => [context.substitute ?? undefined];
const nobodyOut = (context: SubstitutionContext) => context.lent.map((out) => out.person);
const substitute = [{ is: 'named' as const, field: 'substitute' }];
const leaders = [
  { role: 'HOME_DEPT_LEADER' as const, scope: 'unit' as const },
  { role: 'WINDOW_HEAD' as const, scope: 'window' as const },
];
const badge = z.string().trim().min(1).max(40);
/** Chosen from those who can be named for this cover. */
const candidate = personCode.meta({ 'x-picker': 'substitute' });
/** Chosen from the stock, and not typed. */
const freeBadge = badge.meta({ 'x-picker': 'freeBadge' });
const badgeOut = badge.meta({ 'x-picker': 'badgeOut' }).optional();

export const substitutionEvents = defineEvents({
  'substitution.nominate': {
    payload: z.strictObject({ substitute: candidate, remark }),
    by: [...leaders, ...supervision],
    never: notAbsent,
    button: 'primary',
  },
  'substitution.accept': { payload: z.strictObject({}), by: substitute, button: 'primary' },
  'substitution.decline': { payload: z.strictObject({ reason }), by: substitute, button: 'danger', reason: true },
  'substitution.coverUnasked': {
    payload: z.strictObject({ remark }),
    by: [{ is: 'named', field: 'bPosts' }],
    never: notAbsent,
    button: 'default',
  },
  'substitution.file': {
    payload: z.strictObject({ remark }),
    by: supervision,
    never: notSubstitute,
    button: 'primary',
  },
  'substitution.train': {
    payload: z.strictObject({ business: z.literal(true), norms: z.literal(true), remark }),
    by: leaders,
    never: notSubstitute,
    button: 'primary',
  },
  'substitution.issueBadge': {
    payload: z.strictObject({ badge: freeBadge }),
    by: supervision,
    never: notSubstitute,
    button: 'primary',
  },
  'substitution.handOver': {
    payload: z.strictObject({ matters: z.array(z.string().trim().min(1).max(500)).max(30).default([]), remark }),
    by: [{ is: 'named', field: 'absent' }],
    button: 'primary',
  },
  'substitution.takeOver': {
    payload: z.strictObject({ handover: z.enum(['done', 'missing']), remark }),
    by: substitute,
    button: 'primary',
  },
  'substitution.replace': {
    payload: z.strictObject({ from: halfDay, reason }),
    by: [...substitute, ...supervision, ...leaders],
    never: notAbsent,
    button: 'danger',
    reason: true,
  },
  /** Without a leave nothing else ends the cover before its day does; `returned` = the last half day that was covered. */
  'substitution.finish': {
    payload: z.strictObject({ returned: halfDay.optional(), remark }),
    by: [...substitute, ...supervision, ...leaders],
    never: notAbsent,
    button: 'primary',
  },
  'substitution.returnBadge': {
    payload: z.strictObject({ badge: badgeOut, remark }),
    by: supervision,
    never: nobodyOut,
    button: 'primary',
  },
  'substitution.loseBadge': {
    payload: z.strictObject({ badge: badgeOut, reason }),
    by: supervision,
    never: nobodyOut,
    button: 'danger',
    reason: true,
  },
  /** `returned` = the last half day away, where it differs from today. */
  'leave.ended': { payload: z.strictObject({ returned: halfDay.optional() }), ...system },
  'leave.cancelled': { payload: z.strictObject({}), ...system },
  'leave.extended': { payload: z.strictObject({ to: halfDay, parts: z.array(coverPart).optional() }), ...system },
  /** Several share the absence: this case keeps these pieces of it. */
  'cover.divided': {
    payload: z.strictObject({ from: halfDay, to: halfDay, parts: z.array(coverPart).min(1) }),
    ...system,
  },
  'deadline.reached': deadlineReached,
});
