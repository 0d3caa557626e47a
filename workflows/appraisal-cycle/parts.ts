/** Actions of the appraisal cycle, version 1. */
import type { z } from 'zod';
import { type AnyEvent, actionsFor } from '../kit.js';
import type { CycleContext, windowState } from './context.js';
import { type CycleParameters, type CycleParts, type CycleRanking, cycleParameters } from './facts.js';

export const parametersOf = (event: Pick<AnyEvent, 'facts'>) =>
  event.facts['cycle.parameters'] as CycleParameters | undefined;
/** The parameters known when the cycle is announced. */
export const parametersParsed = (event: Pick<AnyEvent, 'facts'>) => cycleParameters.parse(parametersOf(event));
export const partsOf = (event: Pick<AnyEvent, 'facts'>) => event.facts['cycle.parts'] as CycleParts | undefined;
export const rankingOf = (event: Pick<AnyEvent, 'facts'>) => event.facts['cycle.ranking'] as CycleRanking | undefined;

export const { effect, set } = actionsFor<CycleContext>();
export const task = (step: string, role: 'SUPERVISION' | 'COMMITTEE' | 'HR', events: string[]) =>
  effect('task.assign', { step, holders: role === 'HR' ? [{ role }, { role: 'OFFICE' }] : [{ role }], events });
export const closeTask = (step?: string) => effect('task.close', { step });
export const cancel = (name: string) => effect('deadline.cancel', { name });

/** Asks for a run, which answers by `scoring.computed`; what was computed before no longer counts. */
export const recompute = [
  set((context) => ({ digest: null, runs: context.runs + 1 })),
  effect('scoring.recompute', (context) => ({
    period: context.period,
    cycle: context.key,
    request: context.runs,
  })),
];
/** An answer without number is to the latest request. */
export const isCurrent = (context: CycleContext, payload: { request?: number } | undefined) =>
  (payload?.request ?? context.runs) >= context.runs;
export const takeDigest = set((context, event) =>
  isCurrent(context, event.payload) ? { digest: event.payload.digest, openTies: event.payload.openTies } : {},
);
export const freeze = (stage: string) => effect('scoring.freeze', (context) => ({ cycle: context.key, stage }));

/** Sections and windows are those of the day on which the cycle opens. */
export const openCycle = [
  set((_, event) => {
    const { edition, blanks: _blanks, weightsAddUp: _weights, ...parameters } = parametersOf(event) as CycleParameters;
    const parts = partsOf(event) as CycleParts;
    return {
      edition,
      parameters,
      sections: parts.sections.map((part) => ({ ...part, by: null, on: null, isLate: false })),
      windows: Object.fromEntries(
        parts.windows.map(({ window, head: person }) => [
          window,
          { head: person, state: 'open' as const, by: null, on: null, reason: null },
        ]),
      ),
    };
  }),
  effect('deadline.set', (context) => ({ name: 'period', due: { on: context.to } })),
];

export const collect = [
  cancel('period'),
  effect('task.assign', (context) =>
    context.sections.map((part) => ({
      step: `hand-in-${part.section}`,
      holders: part.holders,
      due: { on: context.parameters.handInBy },
      events: ['cycle.handIn'],
    })),
  ),
  effect('deadline.set', (context) => ({ name: 'handIn', due: { on: context.parameters.handInBy } })),
];

export const handIn = [
  effect('task.close', (_, event) => ({ step: `hand-in-${event.payload.section}` })),
  set((context, event) => ({
    sections: context.sections.map((part) =>
      part.section === event.payload.section
        ? { ...part, by: event.actor.person, on: event.today, isLate: event.today > context.parameters.handInBy }
        : part,
    ),
  })),
];
/** A late part is flagged, not refused (A21). */
export const flagLate = [
  set(() => ({ handInPassed: true })),
  effect('notification.send', (context) => {
    const late = context.sections.filter((part) => part.by === null);
    return late.length === 0
      ? null
      : late.map((part) => ({
          to: [...part.holders, { role: 'SUPERVISION' as const }],
          message: 'cycle.part_late',
          args: { key: context.key, section: part.section },
        }));
  }),
];

const openWindows = (context: CycleContext) =>
  Object.entries(context.windows).filter(([, window]) => window.state === 'open');
const holdersOf = (window: string, person: string | null) =>
  person ? [{ person }] : [{ role: 'WINDOW_HEAD' as const, scope: 'window' as const, target: window }];

export const announce = [
  set((_, event) => ({ minutes: event.payload.minutes ?? null })),
  closeTask('announce'),
  freeze('preliminary'),
  effect('task.assign', (context) =>
    openWindows(context).map(([window, { head: person }]) => ({
      step: `verify-${window}`,
      holders: holdersOf(window, person),
      due: { workingDays: context.parameters.verifyWorkingDays },
      events: ['cycle.confirm', 'cycle.object'],
    })),
  ),
  effect('notification.send', (context) =>
    openWindows(context).map(([window, { head: person }]) => ({
      to: holdersOf(window, person),
      message: 'cycle.preliminary',
      args: { key: context.key, window },
    })),
  ),
  effect('deadline.set', (context) => ({ name: 'verify', due: { workingDays: context.parameters.verifyWorkingDays } })),
];

export const mark = (state: z.output<typeof windowState>) => [
  effect('task.close', (_, event) => ({
    step: `${state === 'confirmed' || state === 'disputed' ? 'verify' : 'dispute'}-${event.payload.window}`,
  })),
  set((context, event) => {
    const before = context.windows[event.payload.window];
    if (!before) return {};
    const entry = { ...before, state, by: event.actor.person, on: event.today, reason: event.payload.reason ?? null };
    return { windows: { ...context.windows, [event.payload.window]: entry } };
  }),
];
export const askSupervision = effect('task.assign', (context, event) => ({
  step: `dispute-${event.payload.window}`,
  holders: [{ role: 'SUPERVISION' }],
  due: { workingDays: context.parameters.disputeWorkingDays },
  events: ['cycle.correct', 'cycle.maintain'],
}));
export const correctLedger = [
  effect('ledger.reverse', (_, event) =>
    event.payload.reverse.length > 0 ? { factIds: event.payload.reverse, reason: event.payload.reason } : null,
  ),
  effect('ledger.post', (_, event) => (event.payload.post.length > 0 ? { facts: event.payload.post } : null)),
];
/** Silence counts as consent after the term (D). */
export const silence = [
  effect('task.close', (context) => openWindows(context).map(([window]) => ({ step: `verify-${window}` }))),
  set((context, event) => ({
    windows: Object.fromEntries(
      Object.entries(context.windows).map(([window, entry]) => [
        window,
        entry.state === 'open' ? { ...entry, state: 'silent' as const, on: event.today } : entry,
      ]),
    ),
  })),
];

/** The figures are worked on again, so every window verifies again. */
export const reopenWindows = set((context) => ({
  windows: Object.fromEntries(
    Object.entries(context.windows).map(([window, entry]) => [
      window,
      { ...entry, state: 'open' as const, by: null, on: null },
    ]),
  ),
}));

export const noteOpened = set((context, event) =>
  context.closedAppeals.includes(event.payload.appeal)
    ? {}
    : { openAppeals: [...new Set([...context.openAppeals, event.payload.appeal])] },
);
export const noteClosed = set((context, event) => ({
  openAppeals: context.openAppeals.filter((appeal) => appeal !== event.payload.appeal),
  closedAppeals: [...new Set([...context.closedAppeals, event.payload.appeal])],
}));
/** Appeals that are filed but whose message has not arrived yet count too. */
export const countAppeals = set((context, event) => ({
  publicityOver: true,
  openAppeals: [...new Set([...context.openAppeals, ...(rankingOf(event)?.openAppeals ?? [])])].filter(
    (appeal) => !context.closedAppeals.includes(appeal),
  ),
}));

const paperKey = (context: CycleContext, rest: string) => `${context.key}-v${context.version}-${rest}`;
/** The result stands: frozen, and its papers are asked for. */
export const finish = [
  set((context, event) => {
    const version = context.version + 1;
    return { version, resume: null, finals: [...context.finals, { version, digest: context.digest, on: event.today }] };
  }),
  freeze('final'),
  effect('paper.draft', (context) => ({
    template: 'result-notice',
    key: paperKey(context, 'notice'),
    source: 'cycle.result',
    args: { cycle: context.key, version: context.version },
  })),
  effect('paper.draft', (context, event) =>
    (rankingOf(event)?.honours ?? []).flatMap((honour) =>
      honour.template
        ? [
            {
              template: honour.template,
              key: paperKey(context, `${honour.honour}-${honour.subject.replace(':', '-')}`),
              source: 'cycle.honour',
              args: { cycle: context.key, version: context.version, honour: honour.honour, subject: honour.subject },
            },
          ]
        : [],
    ),
  ),
];
