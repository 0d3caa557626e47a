/**
 * W1 Appraisal cycle (考核周期), R11, R14, R28. Windows verify in the context, not in states; appeals are cases of their own
 * and are listed in `openAppeals`. A run of the scores is asked for by an effect and comes back as `scoring.computed`.
 */
import { and, not } from 'xstate';
import { CLOSED, defineMachine, ignored, type MachineEvent, type StartInput } from '../kit.js';
import { type CycleContext, cycleContext, cycleEvents } from './context.js';
import { type CycleForm, cycleForm } from './form.js';
import { m } from './guards.js';
import * as part from './parts.js';

const { parametersOf, rankingOf, set } = part;

const approveTask = part.task('approve', 'COMMITTEE', ['cycle.approve', 'cycle.return']);
const rescore = (resume: NonNullable<CycleContext['resume']>) => ({
  target: 'scored',
  actions: [part.closeTask(), part.noteClosed, set(() => ({ resume })), ...part.recompute],
});
const windowAnswers = {
  'cycle.confirm': [
    {
      target: 'verified',
      guard: and(['ownWindow', 'windowOpen', 'lastWindow']),
      actions: [...part.mark('confirmed'), part.cancel('verify')],
    },
    { guard: and(['ownWindow', 'windowOpen', not('lastWindow')]), actions: part.mark('confirmed') },
  ],
  'cycle.object': {
    target: 'disputed',
    guard: and(['ownWindow', 'windowOpen']),
    actions: [...part.mark('disputed'), part.askSupervision],
  },
} as never as Record<'cycle.confirm' | 'cycle.object', object>;
/** While people still work on the figures an appeal is noted and its outcome computed in place. */
const figuresInWork = {
  'scoring.computed': { actions: part.takeDigest },
  'cycle.recompute': { actions: part.recompute },
  'appeal.opened': { actions: part.noteOpened },
  'appeal.closed': { actions: part.noteClosed },
  'appeal.changed': { actions: [part.noteClosed, ...part.recompute] },
};
const resumed = (target: string, guard: string, further: string[] = [], actions: unknown[] = []) => ({
  target,
  guard: and(['rescoring', not('moved'), guard, ...further] as never),
  actions: [part.takeDigest, set(() => ({ resume: null })), ...actions] as never[],
});

export const appraisalCycleV1 = defineMachine({
  kind: 'appraisal-cycle',
  version: 1,
  form: cycleForm,
  context: cycleContext,
  events: cycleEvents,
  startBy: [{ role: 'SUPERVISION' }],
  stations: [
    'draft',
    'open',
    'collecting',
    'scored',
    'preliminary',
    'verified',
    'audited',
    'publicity',
    'final',
    'notified',
    'archived',
  ],
  summary: ['period', 'from', 'to', 'handInBy', 'runs', 'minutes'],
  facts: {
    'case.start': ['cycle.parameters'],
    'cycle.open': ['cycle.parameters', 'cycle.parts'],
    'cycle.handIn': ['cycle.parts'],
    'cycle.announce': ['cycle.ranking'],
    'cycle.confirm': ['cycle.parts'],
    'cycle.object': ['cycle.parts'],
    'cycle.approve': ['cycle.ranking'],
    'cycle.notify': ['cycle.ranking'],
    'deadline.reached': ['cycle.ranking'],
    'appeal.closed': ['cycle.ranking'],
    'scoring.computed': ['cycle.ranking'],
  },
  refuseStart: (start: StartInput<CycleForm>) =>
    parametersOf(start) ? undefined : { code: 'cycle.not_ready', facts: { blanks: [] } },
  because: {
    editionReady: (_: CycleContext, event: MachineEvent) => ({
      code: 'cycle.not_ready',
      facts: { blanks: parametersOf(event)?.blanks ?? [] },
    }),
    periodOver: (context: CycleContext) => ({ code: 'cycle.period_running', facts: { to: context.to } }),
    computed: () => ({ code: 'cycle.not_computed' }),
    noOpenTie: (context: CycleContext, event: MachineEvent) => ({
      code: 'cycle.open_tie',
      facts: { ties: [...new Set([...context.openTies, ...(rankingOf(event)?.openTies ?? [])])] },
    }),
    textWhole: (_: CycleContext, event: MachineEvent) => ({
      code: 'cycle.text_cut_off',
      facts: { outputs: (rankingOf(event)?.cutOff ?? []).map(({ output, article }) => `${output}（${article}）`) },
      articles: (rankingOf(event)?.cutOff ?? []).map(({ article }) => article),
    }),
    complete: () => ({ code: 'cycle.incomplete' }),
    papersIssued: (_: CycleContext, event: MachineEvent) => ({
      code: 'cycle.papers_open',
      facts: { papers: rankingOf(event)?.openPapers ?? [] },
    }),
    ownPart: () => ({ code: 'cycle.not_own_part' }),
    notHandedIn: () => ({ code: 'cycle.part_handed_in' }),
    minuted: () => ({ code: 'cycle.minutes_missing' }),
    ownWindow: () => ({ code: 'cycle.not_own_window' }),
    windowOpen: () => ({ code: 'cycle.window_settled' }),
    windowDisputed: () => ({ code: 'cycle.window_not_disputed' }),
  },
  machine: m.createMachine({
    id: 'appraisal-cycle.v1',
    context: ({ input }) => {
      const { edition, blanks: _blanks, weightsAddUp: _weights, ...parameters } = part.parametersParsed(input);
      return {
        ...input.form,
        key: input.key,
        edition,
        parameters,
        sections: [],
        handInPassed: false,
        windows: {},
        digest: null,
        runs: 0,
        openTies: [],
        minutes: null,
        rulings: [],
        openAppeals: [],
        closedAppeals: [],
        publicityOver: false,
        resume: null,
        version: 0,
        finals: [],
      };
    },
    initial: 'draft',
    // Messages that come late or early are heard everywhere; a state that needs one says so itself.
    on: {
      'deadline.reached': { actions: ignored() },
      'scoring.computed': { actions: ignored() },
      'appeal.opened': { actions: part.noteOpened },
      'appeal.closed': { actions: part.noteClosed },
      'appeal.changed': { actions: part.noteClosed },
    },
    states: {
      draft: {
        on: {
          'cycle.open': { target: 'open', guard: and(['editionReady', 'hasParts']), actions: part.openCycle },
          'cycle.cancel': { target: 'cancelled' },
        },
      },
      open: {
        on: {
          'deadline.reached': { target: 'collecting', guard: 'namesPeriod' },
          'cycle.endPeriod': { target: 'collecting', guard: 'periodOver' },
        },
      },
      collecting: {
        entry: part.collect,
        on: {
          'cycle.handIn': [
            {
              target: 'scored',
              guard: and(['ownPart', 'notHandedIn', 'lastPart']),
              actions: [...part.handIn, part.cancel('handIn'), ...part.recompute],
            },
            { guard: and(['ownPart', 'notHandedIn', not('lastPart')]), actions: part.handIn },
          ],
          'deadline.reached': { guard: 'namesHandIn', actions: part.flagLate },
        },
      },
      scored: {
        on: {
          'scoring.computed': [
            { guard: not('currentRun'), actions: ignored() },
            {
              target: 'verified',
              guard: and(['rescoring', 'moved']),
              actions: [part.takeDigest, set(() => ({ resume: null }))],
            },
            resumed('audited', 'resumeAudited'),
            resumed('appealed', 'resumePublicity', ['appealsLeft']),
            resumed('final', 'resumePublicity', ['publicityOver'], part.finish),
            resumed('publicity', 'resumePublicity'),
            resumed('final', 'resumeFinal'),
            resumed('notified', 'resumeNotified'),
            resumed('archived', 'resumeArchived'),
            {
              actions: [
                part.takeDigest,
                part.closeTask('announce'),
                part.task('announce', 'SUPERVISION', ['cycle.announce']),
              ],
            },
          ],
          'cycle.announce': [
            {
              target: 'verified',
              guard: and([not('rescoring'), 'computed', 'minuted', 'lastWindow']),
              actions: part.announce,
            },
            { target: 'preliminary', guard: and([not('rescoring'), 'computed', 'minuted']), actions: part.announce },
          ],
          'appeal.changed': { actions: [part.noteClosed, ...part.recompute] },
          'cycle.recompute': { actions: part.recompute },
          // The term of publicity may end while the scores are computed again.
          'deadline.reached': { guard: 'namesPublicity', actions: part.countAppeals },
        },
      },
      preliminary: {
        on: {
          ...windowAnswers,
          'deadline.reached': { target: 'verified', guard: 'namesVerify', actions: part.silence },
          ...figuresInWork,
        },
      },
      disputed: {
        on: {
          'cycle.confirm': { guard: and(['ownWindow', 'windowOpen']), actions: part.mark('confirmed') },
          'cycle.object': {
            guard: and(['ownWindow', 'windowOpen']),
            actions: [...part.mark('disputed'), part.askSupervision],
          },
          'cycle.correct': {
            target: 'scored',
            guard: 'windowDisputed',
            actions: [...part.mark('open'), ...part.correctLedger, part.cancel('verify'), ...part.recompute],
          },
          'cycle.maintain': [
            {
              target: 'verified',
              guard: and(['windowDisputed', 'lastWindow']),
              actions: [...part.mark('maintained'), part.cancel('verify')],
            },
            {
              target: 'preliminary',
              guard: and(['windowDisputed', 'noOtherDispute']),
              actions: part.mark('maintained'),
            },
            { guard: 'windowDisputed', actions: part.mark('maintained') },
          ],
          'deadline.reached': { guard: 'namesVerify', actions: part.silence },
          ...figuresInWork,
        },
      },
      verified: {
        entry: approveTask,
        exit: part.closeTask('approve'),
        on: {
          'cycle.rule': {
            actions: [
              set((context, event) => ({
                rulings: [
                  ...context.rulings.filter(
                    (one) => one.honour !== event.payload.honour || one.subject !== event.payload.subject,
                  ),
                  { ...event.payload, by: event.actor.person },
                ],
              })),
              ...part.recompute,
            ],
          },
          'cycle.approve': {
            target: 'audited',
            guard: and(['computed', 'textWhole', 'complete', 'noOpenTie']),
            actions: part.freeze('audited'),
          },
          'cycle.return': { target: 'scored', actions: [part.reopenWindows, ...part.recompute] },
          ...figuresInWork,
        },
      },
      audited: {
        entry: part.task('publish', 'SUPERVISION', ['cycle.publish']),
        exit: part.closeTask('publish'),
        on: {
          'cycle.publish': {
            target: 'publicity',
            actions: [
              part.cancel('publicity'),
              set(() => ({ publicityOver: false })),
              part.effect('deadline.set', (context) => ({
                name: 'publicity',
                due: { workingDays: context.parameters.publicityWorkingDays },
              })),
              part.effect('notification.send', (context) => ({
                to: [{ role: 'WINDOW_HEAD' }, { role: 'STAFF' }],
                message: 'cycle.published',
                args: { key: context.key },
              })),
            ],
          },
          'appeal.changed': rescore('audited'),
        },
      },
      publicity: {
        on: {
          'deadline.reached': [
            {
              target: 'final',
              guard: and(['namesPublicity', 'noOpenAppeal']),
              actions: [part.countAppeals, ...part.finish],
            },
            { target: 'appealed', guard: 'namesPublicity', actions: part.countAppeals },
          ],
          'appeal.opened': { target: 'appealed', actions: part.noteOpened },
          'appeal.changed': rescore('publicity'),
        },
      },
      appealed: {
        on: {
          'appeal.closed': [
            {
              target: 'final',
              guard: and(['lastAppeal', 'publicityOver']),
              actions: [part.noteClosed, ...part.finish],
            },
            { target: 'publicity', guard: and(['lastAppeal', not('publicityOver')]), actions: part.noteClosed },
            { actions: part.noteClosed },
          ],
          'appeal.changed': rescore('publicity'),
          'deadline.reached': { guard: 'namesPublicity', actions: part.countAppeals },
        },
      },
      final: {
        entry: part.task('notify', 'SUPERVISION', ['cycle.notify']),
        exit: part.closeTask('notify'),
        on: {
          'cycle.notify': {
            target: 'notified',
            guard: 'papersIssued',
            actions: part.effect('notification.send', (context) => ({
              to: [{ role: 'WINDOW_HEAD' }, { role: 'HOME_DEPT_LEADER' }, { role: 'STAFF' }],
              message: 'cycle.final',
              args: { key: context.key },
            })),
          },
          'appeal.changed': rescore('final'),
        },
      },
      notified: {
        entry: part.task('archive', 'HR', ['cycle.archive']),
        exit: part.closeTask('archive'),
        on: { 'cycle.archive': { target: 'archived' }, 'appeal.changed': rescore('notified') },
      },
      // Not final for the machine: a later change makes a new version that points to the old one.
      archived: { tags: CLOSED, on: { 'appeal.changed': rescore('archived') } },
      cancelled: { type: 'final', tags: CLOSED },
    },
  }),
});
