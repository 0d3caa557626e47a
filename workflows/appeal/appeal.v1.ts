/**
 * W7 Appeal and re-examination (申诉复核), R14.02, R24. An allowed appeal puts the ledger right in the same transaction and
 * tells the finding and the cycle. The cycle then asks for the recompute itself, so that its answer cannot come too early;
 * only without a cycle the appeal asks.
 */
import { and } from 'xstate';
import { z } from 'zod';
import {
  actionsFor,
  CLOSED,
  defineEvents,
  defineMachine,
  dialect,
  ignored,
  type MachineEvent,
  type Refusal,
  type StartInput,
} from '../kit.js';
import { day, deadlineReached, periodKey, personCode, reason, remark, subjectKey, units } from '../shapes.js';
import { type AppealTarget, appealTarget } from './facts.js';
import { type AppealForm, appealForm } from './form.js';

export const appealContext = z.strictObject({
  ...appealForm.shape,
  key: z.string(),
  applicant: z.string(),
  subject: subjectKey,
  period: periodKey,
  cycle: z.string().nullable(),
  fact: appealTarget.shape.fact,
  lastDay: day,
  involved: z.array(z.string()),
  recusal: z.enum(['show', 'refuse']),
  acceptWorkingDays: z.int(),
  decideWorkingDays: z.int(),
  panel: z.array(z.string()),
  /** Members of the panel who took part in the first decision, shown to everybody (A60). */
  conflicts: z.array(z.string()),
  isOverdue: z.boolean(),
  decision: z
    .strictObject({
      outcome: z.enum(['maintained', 'revoke', 'reassess', 'refused']),
      points: units.nullable(),
      money: units.nullable(),
      reasons: z.string(),
      person: z.string(),
      on: day,
    })
    .nullable(),
  deliveredOn: day.nullable(),
});
type Context = z.output<typeof appealContext>;

const office = [{ role: 'OFFICE' as const }, { role: 'SUPERVISION' as const }];
const committee = [{ role: 'COMMITTEE' as const }];
const panel = [{ is: 'named' as const, field: 'panel' }];
const never = (context: Context) => [
  context.applicant,
  context.subject.startsWith('person:') ? context.subject.slice(7) : undefined,
];
const system = [{ is: 'system' as const }];

const events = defineEvents({
  'appeal.accept': { payload: z.strictObject({ remark }), by: office, never, button: 'primary' },
  'appeal.refuse': { payload: z.strictObject({ reason }), by: office, never, button: 'danger', reason: true },
  'appeal.formPanel': {
    payload: z.strictObject({ panel: z.array(personCode).min(1).max(15) }),
    by: committee,
    never,
    button: 'primary',
  },
  'appeal.maintain': { payload: z.strictObject({ reason }), by: panel, never, button: 'default', reason: true },
  'appeal.change': {
    payload: z.strictObject({
      outcome: z.enum(['revoke', 'reassess']),
      points: units.optional(),
      money: units.optional(),
      reason,
    }),
    by: panel,
    never,
    button: 'primary',
    reason: true,
  },
  'appeal.withdraw': { payload: z.strictObject({ remark }), by: [{ is: 'applicant' }], button: 'danger' },
  'appeal.deliver': { payload: z.strictObject({ deliveredOn: day }), by: office, button: 'primary' },
  'appeal.close': { payload: z.strictObject({ remark }), by: office, button: 'primary' },
  'paper.delivered': { payload: z.strictObject({ deliveredOn: day }), by: system, button: 'hidden' },
  'deadline.reached': deadlineReached,
});

const target = (event: Pick<MachineEvent, 'facts'>) => event.facts['appeal.target'] as AppealTarget | undefined;

const m = dialect({
  context: appealContext,
  events,
  form: appealForm,
  guards: {
    inTime: ({ event }) => target(event)?.inTime === true,
    concerned: ({ event }) => target(event)?.concerned === true,
    onPanel: ({ context, event }) => context.panel.includes(event.actor.person),
    aboutFact: ({ context }) => context.fact !== null,
  },
  payloadGuards: {
    panelClean: ({ context, event }) => {
      if (event.type !== 'appeal.formPanel') return false;
      if (event.payload.panel.includes(context.applicant)) return false;
      return context.recusal === 'show' || !event.payload.panel.some((member) => context.involved.includes(member));
    },
    notWorse: ({ context, event }) => {
      if (event.type !== 'appeal.change') return false;
      if (event.payload.outcome === 'revoke') return true;
      const { points, money } = event.payload;
      const before = context.fact;
      if (!before || (points === undefined && money === undefined)) return false;
      const milder = (now: number | undefined, then: number | null) =>
        now === undefined || (then !== null && Math.abs(now) <= Math.abs(then) && now * then >= 0);
      return milder(points, before.points) && milder(money, before.money);
    },
  },
});

const { effect, set } = actionsFor<Context>();
const closeTask = (step?: string) => effect('task.close', { step });
const cancel = (name: string) => effect('deadline.cancel', { name });
const tell = (message: string) =>
  effect('notification.send', (context) => ({
    to: [{ person: context.applicant }],
    message,
    args: { key: context.key },
  }));
const tellCycle = (name: 'appeal.opened' | 'appeal.closed' | 'appeal.changed') =>
  effect('case.send', (context) =>
    context.cycle
      ? {
          to: { kind: 'appraisal-cycle', key: context.cycle },
          event: name,
          payload: { appeal: context.key, subject: context.subject },
        }
      : null,
  );
const decide = (outcome: 'maintained' | 'refused' | null) =>
  set((_, event) => ({
    decision: {
      outcome: outcome ?? event.payload.outcome,
      points: event.payload.points ?? null,
      money: event.payload.money ?? null,
      reasons: event.payload.reason,
      person: event.actor.person,
      on: event.today,
    },
  }));
const draftDecision = effect('paper.draft', (context) => ({
  template: 'appeal-decision',
  key: `${context.key}-decision`,
  source: 'appeal.decision',
  args: { key: context.key },
  reply: true,
}));

/** The counter-entry and, for a milder penalty, the new entry: one transaction with the decision. */
const putRight = [
  effect('ledger.reverse', (context) =>
    context.fact ? { factIds: [context.fact.id], reason: `appeal ${context.key}` } : null,
  ),
  effect('ledger.post', (context) => {
    const { fact, decision } = context;
    if (!fact || decision?.outcome !== 'reassess') return null;
    const points = decision.points ?? fact.points;
    const money = decision.money ?? fact.money;
    const changed = { ...(points === null ? {} : { points }), ...(money === null ? {} : { money }) };
    return { facts: [{ ...fact.repost, ...changed, key: 'reassessed' }] };
  }),
  effect('case.send', (context) => {
    const { fact, decision } = context;
    if (!fact?.finding || !decision) return null;
    const payload = {
      appeal: context.key,
      outcome: decision.outcome,
      ...(decision.points === null ? {} : { points: decision.points }),
      ...(decision.money === null ? {} : { money: decision.money }),
      reversed: true,
      reason: decision.reasons,
    };
    return { to: { kind: 'finding', key: fact.finding }, event: 'appeal.changed', payload };
  }),
  effect('scoring.recompute', (context) =>
    context.cycle ? null : { period: context.period, subjects: [context.subject] },
  ),
];
const notified = {
  target: 'notified',
  actions: [
    closeTask('deliver'),
    set((_, event) => ({ deliveredOn: event.payload.deliveredOn })),
    tell('appeal.decided'),
  ],
};
const deliverTask = effect('task.assign', {
  step: 'deliver',
  holders: [{ role: 'OFFICE' }, { role: 'SUPERVISION' }],
  events: ['appeal.deliver'],
});
const withdraw = { target: 'withdrawn', actions: [closeTask(), tellCycle('appeal.closed')] };

function refuseStart(start: StartInput<AppealForm>): Refusal | undefined {
  const found = target(start);
  if (!found) return { code: 'appeal.no_target' };
  if (!found.concerned) return { code: 'appeal.not_concerned' };
  if (!found.inTime) return { code: 'appeal.late', facts: { lastDay: found.lastDay } };
  return undefined;
}

export const appealV1 = defineMachine({
  kind: 'appeal',
  version: 1,
  form: appealForm,
  context: appealContext,
  events,
  startBy: [{ role: 'STAFF' }, { role: 'WINDOW_HEAD' }],
  stations: ['filed', 'accepted', 'reviewing', 'maintained', 'notified', 'closed'],
  facts: { 'case.start': ['appeal.target'], 'appeal.accept': ['appeal.target'], 'appeal.formPanel': ['appeal.target'] },
  refuseStart,
  because: {
    inTime: (context: Context) => ({ code: 'appeal.late', facts: { lastDay: context.lastDay } }),
    concerned: () => ({ code: 'appeal.not_concerned' }),
    onPanel: () => ({ code: 'appeal.not_on_panel' }),
    aboutFact: () => ({ code: 'appeal.no_target' }),
    panelClean: (context: Context) => ({ code: 'appeal.conflict', facts: { people: context.involved } }),
    notWorse: () => ({ code: 'appeal.worse' }),
  },
  machine: m.createMachine({
    id: 'appeal.v1',
    context: ({ input }) => {
      const found = appealTarget.parse(target(input));
      return {
        ...input.form,
        key: input.key,
        applicant: input.applicant ?? input.actor.person,
        subject: found.subject,
        period: found.period,
        cycle: found.cycle,
        fact: found.fact,
        lastDay: found.lastDay,
        involved: found.involved,
        ...found.parameters,
        panel: [],
        conflicts: [],
        isOverdue: false,
        decision: null,
        deliveredOn: null,
      };
    },
    initial: 'filed',
    on: {
      'paper.delivered': { actions: ignored() },
      'deadline.reached': {
        actions: [
          set(() => ({ isOverdue: true })),
          effect('notification.send', (context) => ({
            to: [{ role: 'OFFICE' }, { role: 'COMMITTEE' }],
            message: 'appeal.overdue',
            args: { key: context.key },
          })),
        ],
      },
    },
    states: {
      filed: {
        entry: [
          effect('task.assign', (context) => ({
            step: 'accept',
            holders: [{ role: 'OFFICE' }, { role: 'SUPERVISION' }],
            due: { workingDays: context.acceptWorkingDays },
            events: ['appeal.accept', 'appeal.refuse'],
          })),
          effect('deadline.set', (context) => ({ name: 'accept', due: { workingDays: context.acceptWorkingDays } })),
          tellCycle('appeal.opened'),
        ],
        exit: [closeTask('accept'), cancel('accept')],
        on: {
          'appeal.accept': { target: 'accepted', guard: and(['concerned', 'inTime']) },
          'appeal.refuse': {
            target: 'refused',
            actions: [decide('refused'), tellCycle('appeal.closed'), tell('appeal.refused')],
          },
          'appeal.withdraw': withdraw,
        },
      },
      accepted: {
        entry: [
          effect('task.assign', { step: 'panel', holders: [{ role: 'COMMITTEE' }], events: ['appeal.formPanel'] }),
          effect('deadline.set', (context) => ({ name: 'decide', due: { workingDays: context.decideWorkingDays } })),
          tell('appeal.accepted'),
        ],
        exit: closeTask('panel'),
        on: {
          'appeal.formPanel': {
            target: 'reviewing',
            guard: 'panelClean',
            actions: set((context, event) => ({
              panel: event.payload.panel,
              conflicts: (event.payload.panel as string[]).filter((member) => context.involved.includes(member)),
            })),
          },
          'appeal.withdraw': withdraw,
        },
      },
      reviewing: {
        entry: effect('task.assign', (context) => ({
          step: 'decide',
          holders: context.panel.map((person) => ({ person })),
          due: { workingDays: context.decideWorkingDays },
          events: ['appeal.maintain', 'appeal.change'],
        })),
        exit: [closeTask('decide'), cancel('decide')],
        on: {
          'appeal.maintain': {
            target: 'maintained',
            guard: 'onPanel',
            actions: [decide('maintained'), tellCycle('appeal.closed')],
          },
          'appeal.change': {
            target: 'changed',
            guard: and(['onPanel', 'aboutFact', 'notWorse']),
            actions: [decide(null), ...putRight, tellCycle('appeal.changed')],
          },
          'appeal.withdraw': withdraw,
        },
      },
      maintained: {
        entry: [draftDecision, deliverTask],
        on: { 'appeal.deliver': notified, 'paper.delivered': notified },
      },
      changed: { entry: [draftDecision, deliverTask], on: { 'appeal.deliver': notified, 'paper.delivered': notified } },
      notified: {
        entry: effect('task.assign', {
          step: 'close',
          holders: [{ role: 'OFFICE' }, { role: 'SUPERVISION' }],
          events: ['appeal.close'],
        }),
        exit: closeTask('close'),
        on: { 'appeal.close': { target: 'closed' } },
      },
      refused: { type: 'final', tags: CLOSED },
      withdrawn: { type: 'final', tags: CLOSED },
      closed: { type: 'final', tags: CLOSED },
    },
  }),
});
