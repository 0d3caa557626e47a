/**
 * W7 Appeal and re-examination (申诉复核), R14.02, R24. An allowed appeal puts the ledger right in the same transaction and
 * tells the finding and the cycle. The cycle then asks for the recompute itself, so that its answer cannot come too early;
 * only without a cycle the appeal asks.
 */
import { and } from 'xstate';
import { CLOSED, defineMachine, dialect, ignored, type Refusal, type StartInput } from '../kit.js';
import { appealTarget } from './facts.js';
import { type AppealForm, appealForm } from './form.js';
import {
  type AppealContext,
  appealContext,
  appealEvents,
  cancel,
  closeTask,
  decide,
  deliverTask,
  draftDecision,
  effect,
  notified,
  putRight,
  set,
  target,
  tell,
  tellCycle,
  withdraw,
} from './parts.js';

const m = dialect({
  context: appealContext,
  events: appealEvents,
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
  events: appealEvents,
  startBy: [{ role: 'STAFF' }, { role: 'WINDOW_HEAD' }],
  stations: ['filed', 'accepted', 'reviewing', 'maintained', 'notified', 'closed'],
  summary: [
    'period',
    'fact.item',
    'fact.happenedOn',
    'ground',
    'lastDay',
    'isOverdue',
    'decision.outcome',
    'decision.reasons',
    'deliveredOn',
  ],
  facts: { 'case.start': ['appeal.target'], 'appeal.accept': ['appeal.target'], 'appeal.formPanel': ['appeal.target'] },
  refuseStart,
  because: {
    inTime: (context: AppealContext) => ({ code: 'appeal.late', facts: { lastDay: context.lastDay } }),
    concerned: () => ({ code: 'appeal.not_concerned' }),
    onPanel: () => ({ code: 'appeal.not_on_panel' }),
    aboutFact: () => ({ code: 'appeal.no_target' }),
    panelClean: (context: AppealContext) => ({ code: 'appeal.conflict', facts: { people: context.involved } }),
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
