/**
 * W9 Papers (文书制发). The number is given and the data are frozen by the last signature, so NUMBERED is part of SIGNED.
 * Internal forms (`automatic`) go through at once. From ISSUED only WITHDRAWN is possible.
 */
import { and } from 'xstate';
import { z } from 'zod';
import { roles } from '../../src/core/roles.js';
import {
  actionsFor,
  CLOSED,
  defineEvents,
  defineMachine,
  dialect,
  ignored,
  type MachineEvent,
  type StartInput,
} from '../kit.js';
import { day, deadlineReached, reason, remark } from '../shapes.js';
import type { PaperDefinition, PaperDrafter } from './facts.js';
import { type PaperForm, paperForm } from './form.js';

export const paperContext = z.strictObject({
  ...paperForm.shape,
  origin: z.strictObject({ kind: z.string(), key: z.string() }).nullable(),
  key: z.string(),
  version: z.int(),
  code: z.string(),
  name: z.record(z.string(), z.string()).nullable().default(null),
  drafter: z.string(),
  reviewer: z.string().nullable(),
  signers: z.array(z.enum(roles)),
  signatures: z.array(z.strictObject({ role: z.enum(roles), person: z.string(), at: z.string() })),
  isAutomatic: z.boolean(),
  isRendered: z.boolean(),
  sha256: z.string().nullable(),
  deliveredOn: day.nullable(),
  opinions: z.array(
    z.strictObject({
      verb: z.enum(['return', 'discard', 'withdraw']),
      person: z.string(),
      reason: z.string(),
      at: z.string(),
    }),
  ),
});
type Context = z.output<typeof paperContext>;

const desk = [{ role: 'OFFICE' as const }, { role: 'SUPERVISION' as const }];
const signing = (
  [
    'SUPERVISION',
    'CENTRE_LEADER',
    'COMMITTEE',
    'OFFICE',
    'DIRECTOR',
    'WINDOW_HEAD',
    'HOME_DEPT_LEADER',
    'COMPLAINT_DESK',
  ] as const
).map((role) => ({ role }));
const notDrafter = (context: Context) => [context.drafter === 'system' ? undefined : context.drafter];
const alreadySigned = (context: Context) => [...notDrafter(context), ...context.signatures.map((made) => made.person)];

const events = defineEvents({
  'paper.review': { payload: z.strictObject({ remark }), by: desk, never: notDrafter, button: 'primary' },
  'paper.return': { payload: z.strictObject({ reason }), by: [...signing], button: 'default', reason: true },
  'paper.sign': { payload: z.strictObject({ remark }), by: [...signing], never: alreadySigned, button: 'primary' },
  'paper.issue': { payload: z.strictObject({}), by: desk, button: 'primary' },
  'paper.rendered': {
    payload: z.strictObject({ sha256: z.string(), pages: z.int().optional() }),
    by: [{ is: 'system' }],
    button: 'hidden',
  },
  'paper.deliver': { payload: z.strictObject({ deliveredOn: day, remark }), by: desk, button: 'primary' },
  'paper.file': { payload: z.strictObject({ remark }), by: desk, button: 'primary' },
  'paper.discard': { payload: z.strictObject({ reason }), by: desk, button: 'danger', reason: true },
  'paper.withdraw': {
    payload: z.strictObject({ reason }),
    // The system, when what the paper certifies is undone.
    by: [...desk, { role: 'COMMITTEE' }, { is: 'system' }],
    button: 'danger',
    reason: true,
  },
  'deadline.reached': deadlineReached,
});

const definition = (event: Pick<MachineEvent, 'facts'>) =>
  event.facts['paper.definition'] as PaperDefinition | undefined;
const drafted = (event: Pick<MachineEvent, 'facts'>) => event.facts['paper.drafter'] as PaperDrafter | undefined;
const nextSigner = (context: Context) => context.signers[context.signatures.length];

const m = dialect({
  context: paperContext,
  events,
  form: paperForm,
  guards: {
    automatic: ({ context }) => context.isAutomatic,
    stateReached: ({ event }) => definition(event)?.stateReached === true,
    printable: ({ event }) => (drafted(event)?.missingGlyphs.length ?? 0) === 0,
    yourTurn: ({ context, event }) => {
      const role = nextSigner(context);
      return role !== undefined && event.actor.roles.includes(role);
    },
    lastSigner: ({ context }) => context.signatures.length === context.signers.length - 1,
    rendered: ({ context }) => context.isRendered,
  },
});

const { effect, set } = actionsFor<Context>();
const deskTask = (step: string, taskEvents: string[]) =>
  effect('task.assign', { step, holders: [{ role: 'OFFICE' }, { role: 'SUPERVISION' }], events: taskEvents });
const closeTask = (step?: string) => effect('task.close', { step });
const askNextSigner = effect('task.assign', (context) => {
  const role = nextSigner(context);
  return role
    ? { step: `sign-${context.signatures.length + 1}`, holders: [{ role }], events: ['paper.sign', 'paper.return'] }
    : null;
});
const sign = set((context, event) => {
  const role = nextSigner(context);
  return role ? { signatures: [...context.signatures, { role, person: event.actor.person, at: event.at }] } : {};
});
const note = (verb: 'return' | 'discard' | 'withdraw') =>
  set((context, event) => ({
    opinions: [...context.opinions, { verb, person: event.actor.person, reason: event.payload.reason, at: event.at }],
  }));
const keepFile = set((_, event) => ({ isRendered: true, sha256: event.payload.sha256 }));
const tellOrigin = effect('case.send', (context) =>
  context.reply && context.origin
    ? { to: context.origin, event: 'paper.delivered', payload: { deliveredOn: context.deliveredOn } }
    : null,
);
const freeze = effect('paper.freeze', {});
const render = effect('paper.render', {});
const withdraw = {
  target: 'withdrawn',
  actions: [note('withdraw'), closeTask(), effect('paper.withdraw', (_, event) => ({ reason: event.payload.reason }))],
};
const discard = { target: 'discarded', actions: [note('discard'), closeTask()] };

export const paperV1 = defineMachine({
  kind: 'paper',
  version: 1,
  form: paperForm,
  context: paperContext,
  events,
  stations: ['drafted', 'reviewed', 'signed', 'issued', 'delivered', 'filed'],
  summary: ['name', 'drafter', 'reviewer', 'deliveredOn'],
  facts: {
    'case.start': ['paper.definition', 'paper.drafter'],
    'paper.review': ['paper.drafter'],
    'paper.sign': ['paper.definition', 'paper.drafter'],
  },
  refuseStart: (start: StartInput<PaperForm>) =>
    definition(start)
      ? undefined
      : { code: 'paper.template_unknown', facts: { template: start.form.template, version: 1, available: '-' } },
  because: {
    stateReached: (context: Context) => ({ code: 'paper.state_not_reached', facts: { code: context.code } }),
    printable: (_: Context, event: MachineEvent) => ({
      code: 'paper.unprintable',
      facts: { characters: drafted(event)?.missingGlyphs ?? [] },
    }),
    yourTurn: (context: Context) => ({ code: 'paper.not_signer', facts: { role: nextSigner(context) ?? '' } }),
  },
  machine: m.createMachine({
    id: 'paper.v1',
    context: ({ input }) => ({
      ...input.form,
      key: input.key,
      version: definition(input)?.version ?? 1,
      code: definition(input)?.code ?? '',
      name: definition(input)?.name ?? null,
      drafter: drafted(input)?.drafter ?? input.actor.person,
      reviewer: null,
      signers: definition(input)?.signers ?? [],
      signatures: [],
      isAutomatic: definition(input)?.automatic ?? false,
      isRendered: false,
      sha256: null,
      deliveredOn: null,
      opinions: [],
    }),
    initial: 'drafted',
    on: { 'deadline.reached': { actions: ignored() }, 'paper.rendered': { actions: ignored() } },
    states: {
      drafted: {
        // An internal form is signed by the decision that it records; it is numbered, frozen and printed in the same breath.
        always: { target: 'issued', guard: 'automatic', actions: [freeze, render] },
        entry: effect('task.assign', (context) =>
          context.isAutomatic
            ? null
            : { step: 'review', holders: [{ role: 'OFFICE' }, { role: 'SUPERVISION' }], events: ['paper.review'] },
        ),
        on: {
          'paper.review': {
            target: 'reviewed',
            guard: 'printable',
            actions: [closeTask('review'), set((_, event) => ({ reviewer: event.actor.person, signatures: [] }))],
          },
          'paper.discard': discard,
        },
      },
      reviewed: {
        entry: askNextSigner,
        on: {
          'paper.sign': [
            {
              target: 'signed',
              guard: and(['yourTurn', 'stateReached', 'printable', 'lastSigner']),
              actions: [closeTask(), sign, freeze],
            },
            { guard: and(['yourTurn', 'stateReached', 'printable']), actions: [closeTask(), sign, askNextSigner] },
          ],
          'paper.return': { target: 'drafted', actions: [note('return'), closeTask()] },
          'paper.discard': discard,
        },
      },
      signed: {
        entry: deskTask('issue', ['paper.issue']),
        exit: closeTask('issue'),
        on: { 'paper.issue': { target: 'issued', actions: render } },
      },
      issued: {
        entry: effect('task.assign', (context) =>
          context.isAutomatic
            ? null
            : { step: 'deliver', holders: [{ role: 'OFFICE' }, { role: 'SUPERVISION' }], events: ['paper.deliver'] },
        ),
        on: {
          'paper.rendered': [
            {
              target: 'filed',
              guard: 'automatic',
              actions: [keepFile, set((_, event) => ({ deliveredOn: event.today })), tellOrigin],
            },
            { actions: keepFile },
          ],
          'paper.deliver': {
            target: 'delivered',
            guard: 'rendered',
            actions: [
              closeTask('deliver'),
              set((_, event) => ({ deliveredOn: event.payload.deliveredOn })),
              tellOrigin,
            ],
          },
          'paper.withdraw': withdraw,
        },
      },
      delivered: {
        entry: deskTask('file', ['paper.file']),
        exit: closeTask('file'),
        on: { 'paper.file': { target: 'filed' }, 'paper.withdraw': withdraw },
      },
      // Not final for the machine: a filed paper can still be withdrawn.
      filed: { tags: CLOSED, on: { 'paper.withdraw': withdraw } },
      withdrawn: { type: 'final', tags: CLOSED },
      discarded: { type: 'final', tags: CLOSED },
    },
  }),
});
