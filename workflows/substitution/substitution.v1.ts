/** W4 Substitution (替岗), R15.S and R21. It lives and ends with its leave, which speaks to it by hidden events. */
import { actionsFor, CLOSED, defineMachine, dialect, ignored, type MachineEvent } from '../kit.js';
import { type SubstitutionContext, substitutionContext, substitutionEvents } from './context.js';
import type { SubstitutionCandidate } from './facts.js';
import { substitutionForm } from './form.js';

const candidate = (event: Pick<MachineEvent, 'facts'>) =>
  event.facts['substitution.candidate'] as SubstitutionCandidate | undefined;
const deadlineName = (event: unknown) => (event as MachineEvent<{ name?: string } | undefined>).payload?.name;

const m = dialect({
  context: substitutionContext,
  events: substitutionEvents,
  form: substitutionForm,
  guards: {
    namesBadge: ({ event }) => deadlineName(event) === 'badge',
    cancelled: ({ context }) => context.isCancelled,
  },
  payloadGuards: {
    eligible: ({ context, event }) =>
      event.type === 'substitution.nominate' &&
      event.payload.substitute !== context.absent &&
      candidate(event)?.eligible === true &&
      candidate(event)?.person === event.payload.substitute,
  },
});

const { effect, set } = actionsFor<SubstitutionContext>();
const closeTask = (step?: string) => effect('task.close', { step });
const supervisionTask = (step: string, taskEvents: string[]) =>
  effect('task.assign', { step, holders: [{ role: 'SUPERVISION' }], events: taskEvents });
const tell = (message: string) =>
  effect('notification.send', (context) => ({
    to: context.substitute
      ? [{ person: context.substitute }]
      : [{ role: 'WINDOW_HEAD', scope: 'window', target: context.window }],
    message,
    args: { key: context.key, window: context.window },
  }));
const coverEnds = effect('cover.release', {});
const extended = {
  'leave.extended': { actions: [set((_, event) => ({ to: event.payload.to })), effect('cover.reserve', {})] },
};
const longer = { 'leave.extended': { actions: set((_, event) => ({ to: event.payload.to })) } };
const badgeBack = [
  closeTask('badge'),
  effect('deadline.cancel', { name: 'badge' }),
  effect('badge.return', (context) => (context.badge ? { badge: context.badge } : null)),
];
/** No badge is out yet: the case simply ends. */
const cancel = {
  target: 'cancelled',
  actions: [closeTask(), effect('deadline.cancel', { name: 'accept' }), coverEnds, tell('substitution.cancelled')],
};
/** The badge has to come back first. */
const cancelWithBadge = {
  target: 'ended',
  actions: [closeTask(), set(() => ({ isCancelled: true })), tell('substitution.cancelled')],
};
const returned = [
  { target: 'cancelled', guard: 'cancelled' as const, actions: badgeBack },
  { target: 'closed', actions: badgeBack },
];

export const substitutionV1 = defineMachine({
  kind: 'substitution',
  version: 1,
  form: substitutionForm,
  context: substitutionContext,
  events: substitutionEvents,
  stations: ['required', 'nominated', 'accepted', 'recorded', 'trained', 'badgeIssued', 'onDuty', 'ended', 'closed'],
  seenBy: ['absent', 'substitute'],
  summary: ['window', 'absent', 'from', 'to', 'substitute', 'unit', 'why', 'badge', 'handover', 'leave', 'isCancelled'],
  facts: { 'substitution.nominate': ['substitution.candidate'] },
  because: {
    eligible: (_: unknown, event: MachineEvent) => ({
      code: 'substitution.not_eligible',
      facts: { person: candidate(event)?.person ?? '', reasons: candidate(event)?.reasons ?? [] },
    }),
  },
  machine: m.createMachine({
    id: 'substitution.v1',
    context: ({ input }) => ({
      ...input.form,
      key: input.key,
      substitute: null,
      declined: [],
      badge: null,
      handover: null,
      isCancelled: false,
    }),
    initial: 'required',
    // Late words of the leave and of the clock are heard in every state, so that no message is refused.
    on: {
      'deadline.reached': { actions: ignored() },
      'leave.ended': { actions: ignored() },
      'leave.cancelled': { actions: ignored() },
      'leave.extended': { actions: ignored() },
    },
    states: {
      required: {
        entry: effect('task.assign', (context) => ({
          step: 'nominate',
          holders: [
            ...(context.unit
              ? [{ role: 'HOME_DEPT_LEADER' as const, scope: 'unit' as const, target: context.unit }]
              : []),
            { role: 'WINDOW_HEAD', scope: 'window', target: context.window },
          ],
          due: { on: context.from.day },
          events: ['substitution.nominate'],
        })),
        on: {
          'substitution.nominate': {
            target: 'nominated',
            guard: 'eligible',
            actions: [closeTask('nominate'), set((_, event) => ({ substitute: event.payload.substitute }))],
          },
          'leave.cancelled': cancel,
          'leave.ended': cancel,
          ...longer,
        },
      },
      nominated: {
        entry: [
          effect('task.assign', (context) => ({
            step: 'accept',
            holders: [{ person: context.substitute ?? '' }],
            due: { workingDays: context.acceptWorkingDays },
            events: ['substitution.accept', 'substitution.decline'],
          })),
          effect('deadline.set', (context) => ({ name: 'accept', due: { workingDays: context.acceptWorkingDays } })),
          tell('substitution.nominated'),
        ],
        exit: [closeTask('accept'), effect('deadline.cancel', { name: 'accept' })],
        on: {
          'substitution.accept': { target: 'accepted', actions: effect('cover.reserve', {}) },
          'substitution.decline': {
            target: 'required',
            actions: set((context, event) => ({
              substitute: null,
              declined: [...context.declined, { person: event.actor.person, reason: event.payload.reason }],
            })),
          },
          // Silence is no consent: whoever nominated is reminded and may wait or ask again.
          'deadline.reached': { actions: tell('substitution.answer_due') },
          'leave.cancelled': cancel,
          'leave.ended': cancel,
          ...longer,
        },
      },
      accepted: {
        entry: supervisionTask('file', ['substitution.file']),
        exit: closeTask('file'),
        on: {
          'substitution.file': { target: 'recorded' },
          'leave.cancelled': cancel,
          'leave.ended': cancel,
          ...extended,
        },
      },
      recorded: {
        entry: effect('task.assign', (context) => ({
          step: 'train',
          holders: [{ role: 'WINDOW_HEAD', scope: 'window', target: context.window }],
          due: { on: context.from.day },
          events: ['substitution.train'],
        })),
        exit: closeTask('train'),
        on: {
          'substitution.train': { target: 'trained' },
          'leave.cancelled': cancel,
          'leave.ended': cancel,
          ...extended,
        },
      },
      trained: {
        entry: supervisionTask('badge', ['substitution.issueBadge']),
        exit: closeTask('badge'),
        on: {
          'substitution.issueBadge': {
            target: 'badgeIssued',
            actions: [
              set((_, event) => ({ badge: event.payload.badge })),
              effect('badge.issue', (context) => ({
                badge: context.badge ?? '',
                person: context.substitute ?? '',
                window: context.window,
              })),
            ],
          },
          'leave.cancelled': cancel,
          'leave.ended': cancel,
          ...extended,
        },
      },
      badgeIssued: {
        entry: tell('substitution.badge_issued'),
        on: {
          'substitution.takeOver': {
            target: 'onDuty',
            actions: set((_, event) => ({ handover: event.payload.handover })),
          },
          'leave.cancelled': cancelWithBadge,
          'leave.ended': { target: 'ended' },
          ...extended,
        },
      },
      onDuty: {
        on: { 'leave.ended': { target: 'ended' }, 'leave.cancelled': cancelWithBadge, ...extended },
      },
      ended: {
        entry: [
          coverEnds,
          supervisionTask('badge', ['substitution.returnBadge']),
          effect('deadline.set', (context) => ({
            name: 'badge',
            due: { workingDays: context.badgeReturnWorkingDays },
          })),
          tell('substitution.return_badge'),
        ],
        on: {
          'substitution.returnBadge': returned,
          'deadline.reached': { target: 'badgeOverdue', guard: 'namesBadge' },
        },
      },
      badgeOverdue: {
        entry: [
          tell('substitution.badge_overdue'),
          effect('notification.send', (context) => ({
            to: [{ role: 'SUPERVISION' }],
            message: 'substitution.badge_overdue',
            args: { key: context.key, window: context.window },
          })),
        ],
        on: { 'substitution.returnBadge': returned },
      },
      closed: { type: 'final', tags: CLOSED },
      cancelled: { type: 'final', tags: CLOSED },
    },
  }),
});
