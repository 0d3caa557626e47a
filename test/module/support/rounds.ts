/** Two windows to be verified, each a task of its own that the same event ends: for the tests of signing off. */
import { assign } from 'xstate';
import { z } from 'zod';
import { defineEvents, defineMachine, dialect } from '../../../workflows/kit.js';

const context = z.strictObject({ open: z.array(z.string()) });
const form = z.strictObject({ head: z.string(), windows: z.array(z.string()) });
const events = defineEvents({
  'rounds.verify': { payload: z.strictObject({ window: z.string() }), by: [{ is: 'holder' }] },
});
const m = dialect({
  context,
  events,
  form,
  payloadGuards: { isOpen: ({ context, event }) => context.open.includes(event.payload.window) },
});

export const rounds = defineMachine({
  kind: 'rounds',
  version: 1,
  context,
  form,
  events,
  machine: m.createMachine({
    id: 'rounds',
    context: ({ input }) => ({ open: input.form.windows.map((window) => `${input.form.head}/${window}`) }),
    initial: 'running',
    states: {
      running: {
        entry: {
          type: 'task.assign',
          params: ({ context }) =>
            context.open.map((one) => ({
              step: `verify-${one}`,
              holders: [{ person: one.split('/')[0] ?? '' }],
              mode: 'any' as const,
              events: ['rounds.verify'],
            })),
        },
        on: {
          'rounds.verify': {
            guard: 'isOpen',
            actions: [
              { type: 'task.close', params: ({ event }) => ({ step: `verify-${event.payload.window}` }) },
              assign({ open: ({ context, event }) => context.open.filter((one) => one !== event.payload.window) }),
            ],
          },
        },
      },
    },
  }),
});
