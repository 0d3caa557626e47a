/** Context and events of substitutions, version 1. */
import { z } from 'zod';
import { defineEvents } from '../kit.js';
import { deadlineReached, halfDay, personCode, reason, remark } from '../shapes.js';
import { substitutionForm } from './form.js';

export const substitutionContext = z.strictObject({
  ...substitutionForm.shape,
  key: z.string(),
  substitute: z.string().nullable(),
  declined: z.array(z.strictObject({ person: z.string(), reason: z.string() })),
  badge: z.string().nullable(),
  /** Hand-over by the absent person, or that it is missing. */
  handover: z.enum(['done', 'missing']).nullable(),
  isCancelled: z.boolean(),
});
export type SubstitutionContext = z.output<typeof substitutionContext>;

const supervision = [{ role: 'SUPERVISION' as const }];
const fromLeave = { payload: z.strictObject({}), by: [{ is: 'system' as const }], button: 'hidden' as const };
const notAbsent = (context: SubstitutionContext) => [context.absent];
const notSubstitute = (context: SubstitutionContext) => [context.substitute ?? undefined];
const substitute = [{ is: 'named' as const, field: 'substitute' }];

export const substitutionEvents = defineEvents({
  'substitution.nominate': {
    payload: z.strictObject({ substitute: personCode, remark }),
    by: [
      { role: 'HOME_DEPT_LEADER', scope: 'unit' },
      { role: 'WINDOW_HEAD', scope: 'window' },
    ],
    never: notAbsent,
    button: 'primary',
  },
  'substitution.accept': { payload: z.strictObject({}), by: substitute, button: 'primary' },
  'substitution.decline': { payload: z.strictObject({ reason }), by: substitute, button: 'danger', reason: true },
  'substitution.file': {
    payload: z.strictObject({ remark }),
    by: supervision,
    never: notSubstitute,
    button: 'primary',
  },
  'substitution.train': {
    payload: z.strictObject({ business: z.literal(true), norms: z.literal(true), remark }),
    by: [
      { role: 'WINDOW_HEAD', scope: 'window' },
      { role: 'HOME_DEPT_LEADER', scope: 'unit' },
    ],
    never: notSubstitute,
    button: 'primary',
  },
  'substitution.issueBadge': {
    payload: z.strictObject({ badge: z.string().min(1).max(40) }),
    by: supervision,
    never: notSubstitute,
    button: 'primary',
  },
  'substitution.takeOver': {
    payload: z.strictObject({ handover: z.enum(['done', 'missing']) }),
    by: substitute,
    button: 'primary',
  },
  'substitution.returnBadge': {
    payload: z.strictObject({ remark }),
    by: supervision,
    never: notSubstitute,
    button: 'primary',
  },
  'leave.ended': fromLeave,
  'leave.cancelled': fromLeave,
  'leave.extended': { ...fromLeave, payload: z.strictObject({ to: halfDay }) },
  'deadline.reached': deadlineReached,
});
