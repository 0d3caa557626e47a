/** The smallest machine that approves: a request with a chain, for the tests of the approval kit. */
import { z } from 'zod';
import {
  approvalBecause,
  approvalEvents,
  approvalFields,
  approvalGuards,
  approvalPayloadGuards,
  approvalTransitions,
  beginChain,
  chainStep,
  openApproval,
} from '../../../workflows/approval.js';
import { CLOSED, defineEvents, defineMachine, dialect, ignored } from '../../../workflows/kit.js';
import { deadlineReached } from '../../../workflows/shapes.js';

const form = z.strictObject({ chain: z.array(chainStep).min(1), isReady: z.boolean().default(true) });
const context = z.strictObject({ ...approvalFields, isReady: z.boolean() });
const events = defineEvents({
  ...approvalEvents('request'),
  'request.prepare': { payload: z.strictObject({}), by: [{ is: 'applicant' }] },
  'deadline.reached': deadlineReached,
});

const m = dialect({
  context,
  events,
  form,
  guards: { ...approvalGuards, isReady: ({ context }) => context.isReady },
  payloadGuards: approvalPayloadGuards,
});

export const request = defineMachine({
  kind: 'request',
  version: 1,
  context,
  form,
  events,
  startBy: [{ is: 'applicant' }],
  because: { ...approvalBecause, isReady: () => ({ code: 'leave.substitute_missing', facts: { state: '-' } }) },
  stations: ['review', 'approved'],
  machine: m.createMachine({
    id: 'request.v1',
    context: ({ input }) => ({
      applicant: input.applicant ?? input.actor.person,
      ...beginChain(input.form.chain),
      opinions: [],
      isReady: input.form.isReady,
    }),
    initial: 'review',
    on: { 'deadline.reached': { actions: ignored() } },
    states: {
      review: {
        entry: openApproval('request'),
        on: {
          ...approvalTransitions({
            kind: 'request',
            approved: 'approved',
            refused: 'refused',
            returned: 'returned',
            withdrawn: 'withdrawn',
            lastGuards: ['isReady'],
          }),
          'request.prepare': { actions: m.assign({ isReady: true }) },
        },
      },
      approved: { type: 'final', tags: CLOSED },
      refused: { type: 'final', tags: CLOSED },
      returned: { type: 'final', tags: CLOSED },
      withdrawn: { type: 'final', tags: CLOSED },
    },
  }),
});
