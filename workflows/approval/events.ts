/** Events of the verbs, named `<kind>.approve`, `<kind>.refuse`, … */
import { z } from 'zod';
import { defineEvents } from '../kit.js';
import { personCode, reason, remark } from '../shapes.js';
import type { ApprovalContext } from './shape.js';

export const approvalEvents = <K extends string>(kind: K) => {
  const never = (context: ApprovalContext) => [context.applicant];
  const holders = [{ is: 'holder' as const }];
  const list = defineEvents({
    approve: { payload: z.strictObject({ remark }), by: holders, never, button: 'primary' },
    opine: { payload: z.strictObject({ opinion: reason }), by: holders, never, button: 'primary' },
    refuse: { payload: z.strictObject({ reason }), by: holders, never, button: 'danger', reason: true },
    return: {
      payload: z.strictObject({ to: z.string().max(80).optional(), reason }),
      by: holders,
      never,
      button: 'default',
      reason: true,
    },
    transfer: { payload: z.strictObject({ to: personCode, remark }), by: holders, never, button: 'default' },
    delegate: { payload: z.strictObject({ to: personCode, remark }), by: holders, never, button: 'default' },
    addSigner: {
      payload: z.strictObject({
        to: z.array(personCode).min(1).max(10),
        place: z.enum(['before', 'beside', 'after']).default('beside'),
        remark,
      }),
      by: holders,
      never,
      button: 'default',
    },
    removeSigner: {
      payload: z.strictObject({ to: personCode, remark }),
      by: [...holders, { is: 'named', field: 'adders' }],
      never,
      button: 'default',
    },
    withdraw: { payload: z.strictObject({ remark }), by: [{ is: 'applicant' }], button: 'danger' },
    urge: { payload: z.strictObject({}), by: [{ is: 'applicant' }], button: 'default' },
    copy: {
      payload: z.strictObject({ to: z.array(personCode).min(1).max(50) }),
      by: [{ is: 'applicant' }, { is: 'holder' }],
      button: 'default',
    },
  });
  type List = typeof list;
  return Object.fromEntries(Object.entries(list).map(([verb, event]) => [`${kind}.${verb}`, event])) as {
    [V in keyof List & string as `${K}.${V}`]: List[V];
  };
};
