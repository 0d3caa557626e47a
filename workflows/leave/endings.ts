/** How a leave of version 1 ends: return and proof, what it counts as, overstay, deceit, cancelling. */
import type { EffectParams } from '../../src/core/effects.js';
import type { AnyEvent } from '../kit.js';
import type { LeaveContext } from './context.js';
import { returnSlip } from './papers.js';
import {
  calendarOf,
  cancelStart,
  closeTask,
  effect,
  noProofDue,
  noReturnDue,
  release,
  set,
  settle,
  stopDelegation,
  supervisionTask,
  tellApplicant,
  tellSubstitution,
  tellSupervision,
} from './parts.js';

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
    note: noteOf(context, event),
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

/** What a person wrote beside the key of the leave; time writes nothing. */
const noteOf = (context: LeaveContext, event: AnyEvent): string =>
  [context.key, ...(event.payload?.reason ? [String(event.payload.reason)] : [])].join('：');

/** The whole leave is absenteeism: obtained by deceit, or without its proof where the office reads it so. */
const wholly = (kind: 'deceit' | 'unproved', cause: 'deceit' | 'noApplication') => [
  ...over,
  unpost,
  unpropose,
  set(() => ({ countsAs: 'absenteeism' })),
  propose((context, event) => ({
    kind,
    on: context.from.day,
    length: calendarOf(event)?.length ?? 0,
    cause,
    note: noteOf(context, event),
  })),
  tellSubstitution('leave.ended'),
  release,
  settle,
  tellApplicant('leave.absent'),
];
export const deceit = wholly('deceit', 'deceit');
export const unproved = wholly('unproved', 'noApplication');

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
