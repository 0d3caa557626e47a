/** What happens on the way of a leave, version 1: lists of actions, named once and hung on the transitions. */
import type { EffectParams } from '../../src/core/effects.js';
import { beginChain } from '../approval.js';
import { type AnyEvent, actionsFor } from '../kit.js';
import { addDays } from '../shapes.js';
import type { LeaveContext } from './context.js';
import type { LeaveCalendar, LeaveDecision, LeaveKindFact } from './facts.js';
import { halfAfter, hullOf } from './form.js';

type Asked = Pick<AnyEvent, 'facts'>;
export const decisionOf = (event: Asked) => event.facts['leave.decision'] as LeaveDecision | undefined;
export const calendarOf = (event: Asked) => event.facts['leave.calendar'] as LeaveCalendar | undefined;
export const kindOf = (event: Asked) => event.facts['leave.kind'] as LeaveKindFact | undefined;

const { effect, set } = actionsFor<LeaveContext>();
const substitutionKey = (context: LeaveContext) => `${context.key}-s${context.round}`;

const tellSubstitution = (name: string, payload: (context: LeaveContext) => Record<string, unknown> = () => ({})) =>
  effect('case.send', (context) =>
    context.substituteRequired
      ? { to: { kind: 'substitution', key: substitutionKey(context) }, event: name, payload: payload(context) }
      : null,
  );
export const tellApplicant = (message: string) =>
  effect('notification.send', (context) => ({
    to: [{ person: context.applicant }],
    message,
    args: { key: context.key },
  }));
export const tellSupervision = (message: string) =>
  effect('notification.send', (context) => ({ to: [{ role: 'SUPERVISION' }], message, args: { key: context.key } }));
export const supervisionTask = (step: string, events: string[]) =>
  effect('task.assign', { step, holders: [{ role: 'SUPERVISION' }], events });
export const closeTask = (step?: string) => effect('task.close', { step });
export const cancelStart = effect('deadline.cancel', { name: 'start' });
export const setStart = effect('deadline.set', (context) => ({
  name: 'start',
  due: { on: context.from.day, at: 'start' },
}));
const noReturnDue = [
  effect('deadline.cancel', { name: 'overstay' }),
  effect('deadline.cancel', { name: 'returnReminder' }),
];
const noProofDue = [effect('deadline.cancel', { name: 'proof' }), effect('deadline.cancel', { name: 'proofReminder' })];
/** The end is known: a reminder the working day before, and the day whose end makes an overstay. */
export const expectBack = [
  effect('delegation.start', {}),
  effect('deadline.set', (context) =>
    context.remindOn ? { name: 'returnReminder', due: { on: context.remindOn, at: 'start' } } : null,
  ),
  effect('deadline.set', (context) =>
    context.expectedOn ? { name: 'overstay', due: { on: context.expectedOn } } : null,
  ),
];
const reserve = effect('leave.reserve', {});
const release = effect('leave.release', {});
const settle = effect('leave.settle', {});
const stopDelegation = effect('delegation.end', {});

/** The leave will not take place: slots and days are free again and the substitute is no longer needed. */
export const giveUp = [release, cancelStart, tellSubstitution('leave.cancelled')];

export const amend = set((_, event) => ({
  ...event.payload,
  ...hullOf(event.payload.parts),
  kindTitle: kindOf(event)?.title ?? null,
}));

const substitutionInput = (context: LeaveContext, event: AnyEvent) => {
  const decision = decisionOf(event);
  if (!decision?.substitute.required || !decision.window) return null;
  const input = {
    leave: context.key,
    window: decision.window,
    unit: decision.unit,
    absent: context.applicant,
    from: context.from,
    to: context.extension?.to ?? context.to,
    // While an extension is asked for, everything up to the new end is to be covered.
    parts: context.extension ? [] : context.parts,
    why: decision.substitute.why,
    ...decision.parameters,
  };
  return { kind: 'substitution', key: substitutionKey(context), subject: `window:${decision.window}`, input };
};

/** Takes over what the edition decided, reserves the days and opens the substitution where one is needed. */
export const submit = [
  set((context, event) => {
    const decision = decisionOf(event) as LeaveDecision;
    return {
      ...beginChain(decision.chain),
      round: context.round + 1,
      kindTitle: decision.title,
      length: decision.length,
      window: decision.window,
      unit: decision.unit,
      substituteRequired: decision.substitute.required,
      certificateRequired: decision.certificateRequired,
      proofDueOn: decision.proofDueOn,
      expectedOn: decision.expectedOn,
      remindOn: decision.remindOn,
      articles: decision.articles,
    };
  }),
  reserve,
  effect('case.start', substitutionInput),
  effect('task.assign', (context) =>
    context.confirmation === 'open'
      ? { step: 'confirm', holders: [{ person: context.applicant }], events: ['leave.confirm', 'leave.disown'] }
      : null,
  ),
  effect('notification.send', (context) =>
    context.confirmation === 'open'
      ? { to: [{ person: context.applicant }], message: 'leave.filed_for_you', args: { key: context.key } }
      : null,
  ),
];

export const confirm = [set(() => ({ confirmation: 'confirmed' as const })), closeTask('confirm')];

/** "Not mine": nothing of it stays, and supervision learns of it. */
export const disown = [
  closeTask(),
  release,
  cancelStart,
  ...noReturnDue,
  ...noProofDue,
  tellSubstitution('leave.cancelled'),
  stopDelegation,
  tellSupervision('leave.disowned'),
  effect('notification.send', (context) =>
    context.filedBy
      ? { to: [{ person: context.filedBy }], message: 'leave.disowned', args: { key: context.key } }
      : null,
  ),
];

/** The chain is that of the whole absence (A61); a substitute that only now becomes necessary gets a case of its own. */
export const askExtension = [
  set((context, event) => {
    const decision = decisionOf(event) as LeaveDecision;
    const needsSubstitute = decision.substitute.required && !context.substituteRequired;
    return {
      ...beginChain(decision.chain),
      substituteRequired: context.substituteRequired || needsSubstitute,
      round: context.round + (needsSubstitute ? 1 : 0),
      isOverdue: false,
      extension: {
        to: event.payload.to,
        reason: event.payload.reason,
        length: decision.length,
        expectedOn: decision.expectedOn,
        remindOn: decision.remindOn,
        proofDueOn: decision.proofDueOn,
        articles: decision.articles,
        needsSubstitute,
      },
    };
  }),
  // A pending extension holds its days like any request (G20).
  reserve,
  effect('case.start', (context, event) =>
    context.extension?.needsSubstitute ? substitutionInput(context, event) : null,
  ),
];

export const takeExtension = [
  effect('paper.draft', (context) =>
    context.extension
      ? {
          template: 'leave-extension',
          key: `${context.key}-extension-${context.extensions + 1}`,
          source: 'leave.extension',
          args: {
            key: context.key,
            oldEnd: context.to,
            newEnd: context.extension.to,
            reason: context.extension.reason,
            ordinal: context.extensions + 1,
          },
        }
      : null,
  ),
  set((context) => {
    if (!context.extension) return {};
    const { to, length, expectedOn, remindOn, proofDueOn, articles } = context.extension;
    return {
      parts: [...context.parts, { from: halfAfter(context.to), to }],
      to,
      length,
      expectedOn,
      remindOn,
      proofDueOn: proofDueOn ?? context.proofDueOn,
      certificateRequired: context.certificateRequired || proofDueOn !== null,
      articles,
      extension: null,
      extensions: context.extensions + 1,
      isOverdue: false,
    };
  }),
  reserve,
  tellSubstitution('leave.extended', (context) => ({ to: context.to })),
];

export const dropExtension = [
  effect('case.send', (context) =>
    context.extension?.needsSubstitute
      ? { to: { kind: 'substitution', key: substitutionKey(context) }, event: 'leave.cancelled', payload: {} }
      : null,
  ),
  // Whoever asked in time and waited beyond the end is expected on the next day.
  set((context, event) => ({
    substituteRequired: context.substituteRequired && !context.extension?.needsSubstitute,
    extension: null,
    expectedOn: context.isOverdue ? addDays(event.today, 1) : context.expectedOn,
    isOverdue: false,
  })),
  reserve,
];

const post = (what: 'facts' | 'reclassified') => [
  set((context) => ({ postings: context.postings + 1 })),
  effect('ledger.post', (context, event) => {
    const nth = context.postings > 1 ? `-${context.postings}` : '';
    const facts = (calendarOf(event)?.[what] ?? []).map((fact) => ({ ...fact, key: `${fact.key}${nth}` }));
    return facts.length > 0 ? { facts } : null;
  }),
];
/** What was posted for this leave is taken back, if anything was. */
const unpost = effect('ledger.reverse', (context, event) =>
  context.postings > 0 ? { reason: String(event.payload?.reason ?? event.payload?.remark ?? event.type) } : null,
);

/** The slip of the return, in the state in which it was decided; one for each decision. */
const returnSlip = effect('paper.draft', (context) => ({
  template: 'leave-return',
  key: `${context.key}-return${context.postings > 1 ? `-${context.postings}` : ''}`,
  source: 'leave.return',
  args: { key: context.key },
}));

/** Confirmed by a person: the days count as what they were approved for. */
export const close = [
  closeTask(),
  ...noProofDue,
  unpost,
  set((context) => ({ countsAs: context.kind })),
  ...post('facts'),
  settle,
  returnSlip,
];

/** Without its proof the leave counts as what the office's reading says (A06). */
export const reclassify = [
  closeTask(),
  ...noProofDue,
  unpost,
  set((_, event) => ({ countsAs: calendarOf(event)?.reclassifiedAs ?? null })),
  ...post('reclassified'),
  settle,
  returnSlip,
  tellApplicant('leave.reclassified'),
];

/** Back at work: slots end, the substitute is released, supervision confirms, and a proof that is due is awaited. */
export const reportBack = (...first: unknown[]) =>
  [
    ...first,
    set((context, event) => ({
      returned: event.payload.returned,
      confirmation: context.confirmation === 'open' ? ('confirmed' as const) : context.confirmation,
      certificates: [...new Set([...context.certificates, ...(event.payload.certificates ?? [])])],
    })),
    closeTask('confirm'),
    ...noReturnDue,
    release,
    stopDelegation,
    tellSubstitution('leave.ended', (context) => (context.returned ? { returned: context.returned } : {})),
  ] as never[];

const lacksProof = (context: LeaveContext) => context.certificateRequired && context.certificates.length === 0;
/** Supervision's task; and where a proof is missing, the applicant's with its day, a reminder and the end of the term. */
export const awaitConfirmation = [
  supervisionTask('return', ['leave.confirmReturn', 'leave.acceptCertificate', 'leave.reclassify']),
  effect('task.assign', (context) =>
    lacksProof(context)
      ? {
          step: 'proof',
          holders: [{ person: context.applicant }],
          events: ['leave.addCertificate'],
          ...(context.proofDueOn ? { due: { on: context.proofDueOn } } : {}),
        }
      : null,
  ),
  effect('deadline.set', (context) =>
    lacksProof(context) && context.proofDueOn ? { name: 'proof', due: { on: context.proofDueOn } } : null,
  ),
  effect('deadline.set', (context) =>
    lacksProof(context) && context.proofDueOn
      ? { name: 'proofReminder', due: { on: context.proofDueOn, at: 'start' } }
      : null,
  ),
];

export const addCertificate = [
  set((context, event) => ({
    certificates: [...new Set([...context.certificates, ...event.payload.certificates])],
  })),
  closeTask('proof'),
  ...noProofDue,
  tellSupervision('leave.proof_handed_in'),
];

export const correctReturn = [
  set((_, event) => (event.payload.returned ? { returned: event.payload.returned } : {})),
  release,
];

/**
 * Only a person may find an absence to be one (R15.L8): it is proposed with the rule that it would hit, and confirmed or
 * dropped apart from the leave.
 */
const propose = (
  told: (context: LeaveContext, event: AnyEvent) => Omit<EffectParams<'absence.propose'>, 'person'> | null,
) =>
  effect('absence.propose', (context, event) => {
    const absence = told(context, event);
    return absence && absence.length > 0 ? { person: context.applicant, ...absence } : null;
  });
/** Earlier proposals of this leave that nobody decided give way. */
const unpropose = effect('absence.withdraw', (_, event) => ({ reason: String(event.payload?.reason ?? event.type) }));

/** Nobody came back on the day of return: one day is proposed until it is known how long it was. */
export const proposeOverstay = propose((context) =>
  context.expectedOn
    ? { kind: 'overstay', on: context.expectedOn, length: 10_000, cause: 'overstayed', note: context.key }
    : null,
);
/** Back at last: what is proposed is as long as the person was away beyond the leave. */
export const lengthenOverstay = [
  unpropose,
  propose((context, event) =>
    context.expectedOn
      ? {
          kind: 'overstay',
          on: context.expectedOn,
          length: calendarOf(event)?.overstay ?? 0,
          cause: 'overstayed',
          note: context.key,
        }
      : null,
  ),
];
export const excuse = [unpropose];

const over = [closeTask(), cancelStart, ...noReturnDue, ...noProofDue, stopDelegation];

const markAbsent = (kind: 'unfiled' | 'overstay', cause: 'noApplication' | 'overstayed') => [
  ...over,
  unpropose,
  propose((context, event) => ({
    kind,
    on: event.payload.on,
    length: event.payload.halfDays * 5_000,
    cause,
    note: `${context.key}：${event.payload.reason}`,
  })),
  tellSubstitution('leave.ended'),
  tellApplicant('leave.absent'),
];
/** Gone without the slip filed: absenteeism is proposed, and there was no leave. */
export const unfiled = [...markAbsent('unfiled', 'noApplication'), set(() => ({ countsAs: 'none' })), release];
/** Not back: what was approved stays what it is, and beyond it absenteeism is proposed. */
export const stayedAway = [
  ...markAbsent('overstay', 'overstayed'),
  set((context) => ({ countsAs: context.kind, returned: context.to })),
  release,
  ...post('facts'),
  settle,
];

/** The whole leave is absenteeism: obtained by deceit, or without its proof where the office reads it so. */
const wholly = (cause: 'deceit' | 'noApplication') => [
  ...over,
  unpost,
  unpropose,
  set(() => ({ countsAs: 'absenteeism' })),
  propose((context, event) => ({
    kind: 'unfiled',
    on: context.from.day,
    length: calendarOf(event)?.length ?? 0,
    cause,
    note: `${context.key}：${String(event.payload?.reason ?? event.type)}`,
  })),
  tellSubstitution('leave.ended'),
  release,
  settle,
  tellApplicant('leave.absent'),
];
export const deceit = wholly('deceit');
export const unproved = wholly('noApplication');

/** It did not take place after all: everything that it took or posted is given back. */
export const cancel = [
  ...over,
  unpost,
  unpropose,
  set(() => ({ countsAs: 'none', returned: null })),
  tellSubstitution('leave.ended'),
  release,
  settle,
  tellApplicant('leave.cancelled_by_supervision'),
];
