/** A small machine for the tests of the case engine: asked, signed by one or by two, with a term, messages and a follower. */
import { assign } from 'xstate';
import { z } from 'zod';
import { defineEvents, defineMachine, dialect } from '../../../workflows/kit.js';

const context = z.strictObject({
  asker: z.string(),
  signers: z.array(z.string()),
  all: z.boolean(),
  signed: z.array(z.string()),
  days: z.int(),
  workingDays: z.int().nullable(),
  tell: z.string().nullable(),
});
const form = z.strictObject({
  signers: z.array(z.string()),
  all: z.boolean().default(false),
  days: z.int().min(0).default(3),
  workingDays: z.int().optional(),
  tell: z.string().optional(),
});
const none = z.strictObject({});
type Stored = z.output<typeof context>;

const events = defineEvents({
  'errand.approve': {
    payload: z.strictObject({ remark: z.string().max(20).optional() }),
    by: [{ is: 'holder' }],
    never: (stored: Stored) => [stored.asker],
  },
  'errand.withdraw': { payload: none, by: [{ is: 'applicant' }] },
  'errand.copy': { payload: z.strictObject({ to: z.array(z.string()).min(1) }), by: [{ is: 'applicant' }] },
  'errand.archive': { payload: none, by: [{ role: 'SUPERVISION' }] },
  'errand.told': { payload: z.strictObject({ by: z.string().optional() }), by: [{ is: 'system' }], button: 'hidden' },
  'deadline.reached': { payload: z.strictObject({ name: z.string() }), by: [{ is: 'system' }], button: 'hidden' },
});
const m = dialect({
  context,
  events,
  form,
  guards: {
    completes: ({ context, event }) =>
      !context.all || new Set([...context.signed, event.actor.person]).size >= context.signers.length,
    mayArchive: ({ event }) => event.facts['errand.gate'] !== 'shut',
  },
});

const tell = {
  type: 'notification.send',
  params: ({ context }: { context: Stored }) => ({ to: [{ person: context.asker }], message: 'errand.done' }),
} as const;

export const errand = defineMachine({
  kind: 'errand',
  version: 1,
  context,
  form,
  events,
  facts: { 'errand.archive': ['errand.gate'] },
  because: { mayArchive: () => ({ code: 'auth.forbidden', articles: ['R1.1'] }) },
  startBy: [{ is: 'applicant' }],
  stations: ['review', 'approved', 'archived'],
  machine: m.createMachine({
    id: 'errand',
    context: ({ input }) => ({
      asker: input.applicant ?? '',
      signers: input.form.signers,
      all: input.form.all,
      signed: [],
      days: input.form.days,
      workingDays: input.form.workingDays ?? null,
      tell: input.form.tell ?? null,
    }),
    initial: 'review',
    states: {
      review: {
        entry: [
          {
            type: 'task.assign',
            params: ({ context }) => ({
              step: 'sign',
              holders: context.signers.map((code) =>
                code.startsWith('@') ? { role: code.slice(1) as 'WINDOW_HEAD' } : { person: code },
              ),
              mode: context.all ? ('all' as const) : ('any' as const),
              events: ['errand.approve'],
            }),
          },
          {
            type: 'deadline.set',
            params: ({ context }) => ({
              name: 'sign',
              due: context.workingDays === null ? { days: context.days } : { workingDays: context.workingDays },
            }),
          },
        ],
        on: {
          'errand.approve': [
            {
              guard: 'completes',
              target: 'approved',
              actions: [
                assign({ signed: ({ context, event }) => [...context.signed, event.actor.person] }),
                { type: 'deadline.cancel', params: () => ({ name: 'sign' }) },
                tell,
                {
                  type: 'case.send',
                  params: ({ context }) =>
                    context.tell
                      ? {
                          to: { kind: 'errand', key: context.tell },
                          event: 'errand.told',
                          payload: { by: context.asker },
                        }
                      : null,
                },
              ],
            },
            { actions: assign({ signed: ({ context, event }) => [...context.signed, event.actor.person] }) },
          ],
          'errand.withdraw': 'withdrawn',
          'errand.copy': {
            actions: {
              type: 'task.copy',
              params: ({ event }) => ({ to: event.payload.to.map((person) => ({ person })) }),
            },
          },
          'deadline.reached': { target: 'expired', actions: tell },
          'errand.told': { actions: assign({ tell: ({ event }) => event.payload.by ?? 'someone' }) },
        },
      },
      approved: { on: { 'errand.archive': { guard: 'mayArchive', target: 'archived' } } },
      archived: { type: 'final' },
      withdrawn: { type: 'final' },
      expired: { type: 'final' },
    },
  }),
});
