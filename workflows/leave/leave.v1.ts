/**
 * W3 Leave (请假), R15. SUBMITTED and building the chain are one step: the chain is a fact of `leave.submit`. What is closed
 * may still be found to have been something else: then what was posted is taken back and posted anew.
 */
import { and, assign } from 'xstate';
import { approvalTransitions, beginChain, closeApproval, openApproval } from '../approval.js';
import { CLOSED, defineMachine, dialect, ignored, type StartInput } from '../kit.js';
import { leaveContext, leaveEvents } from './context.js';
import * as ending from './endings.js';
import type { LeaveKindFact } from './facts.js';
import { hullOf, type LeaveForm, leaveForm } from './form.js';
import { leaveBecause, leaveGuards, leavePayloadGuards } from './guards.js';
import * as paper from './papers.js';
import * as part from './parts.js';

const m = dialect({
  context: leaveContext,
  events: leaveEvents,
  form: leaveForm,
  guards: leaveGuards,
  payloadGuards: leavePayloadGuards,
});

const kindOfStart = (start: Pick<StartInput<LeaveForm>, 'facts'>) =>
  start.facts['leave.kind'] as LeaveKindFact | undefined;

/** Until the person said that a leave filed for him is his, he may say that it is not. */
const own = {
  'leave.confirm': { guard: 'confirmationOpen' as const, actions: part.confirm },
  'leave.disown': { target: 'disowned', guard: 'confirmationOpen' as const, actions: [...part.disown, paper.revoke] },
};
const ended = {
  'leave.deceit': { target: 'absent', guard: 'isDeceit' as const, actions: [...ending.deceit, paper.revoke] },
  'leave.cancel': { target: 'cancelled', actions: [...ending.cancel, paper.revoke] },
};
const withoutProof = (...guards: string[]) => [
  { target: 'absent', guard: and([...guards, 'becomesAbsence'] as never), actions: [...ending.unproved, paper.revoke] },
  { target: 'reclassified', guard: and(guards as never), actions: ending.reclassify },
];
const accepted = { target: 'closed', guard: and(['hasCertificate', 'certificateFits']), actions: ending.close };
const back = { target: 'returned', guard: 'endsWithin' as const };

export const leaveV1 = defineMachine({
  kind: 'leave',
  version: 1,
  form: leaveForm,
  context: leaveContext,
  events: leaveEvents,
  startBy: [{ role: 'STAFF' }, { role: 'WINDOW_HEAD' }, { role: 'SHIFT_LEADER' }, { role: 'FLOOR_DUTY' }],
  stations: ['draft', 'pending', 'approved', 'filed', 'onLeave', 'returned', 'closed'],
  seenBy: ['filedBy'],
  summary: [
    'kindTitle',
    'from',
    'to',
    'length',
    'reason',
    'filedBy',
    'confirmation',
    'urgent',
    'window',
    'unit',
    'substituteRequired',
    'certificateRequired',
    'proofDueOn',
    'expectedOn',
    'returned',
    'extensions',
    'isOverstayed',
    'isOverdue',
    'isFiledLate',
  ],
  facts: {
    'case.start': ['leave.kind'],
    'leave.amend': ['leave.kind', 'leave.files'],
    'leave.submit': ['leave.decision'],
    'leave.extend': ['leave.decision'],
    'leave.approve': ['leave.substitution', 'leave.staffing'],
    'leave.confirmReturn': ['leave.calendar'],
    'leave.acceptCertificate': ['leave.calendar'],
    'leave.reclassify': ['leave.calendar'],
    'leave.reportBack': ['leave.calendar', 'leave.files'],
    'leave.addCertificate': ['leave.files'],
    'leave.absent': ['leave.calendar'],
    'leave.deceit': ['leave.calendar'],
    'deadline.reached': ['leave.calendar'],
  },
  refuseStart: (start: StartInput<LeaveForm>) => {
    const kind = kindOfStart(start);
    if (kind?.documentRequired !== true || start.form.documents.length > 0) return undefined;
    return {
      code: 'leave.document_missing',
      facts: { where: '/documents', kind: kind.title?.zh ?? '', kindEn: kind.title?.en ?? '' },
    };
  },
  because: leaveBecause as never,
  machine: m.createMachine({
    id: 'leave.v1',
    context: ({ input }) => {
      const applicant = input.applicant ?? input.actor.person;
      const filedBy = input.actor.person === applicant ? null : input.actor.person;
      return {
        key: input.key,
        applicant,
        ...input.form,
        ...hullOf(input.form.parts),
        kindTitle: kindOfStart(input)?.title ?? null,
        filedBy,
        confirmation: filedBy === null ? 'none' : 'open',
        ...beginChain([]),
        opinions: [],
        adders: [],
        round: 0,
        length: null,
        window: null,
        unit: null,
        substituteRequired: false,
        certificateRequired: false,
        proofDueOn: null,
        expectedOn: null,
        remindOn: null,
        articles: [],
        extension: null,
        extensions: 0,
        isOverdue: false,
        isOverstayed: false,
        isFiledLate: false,
        returned: null,
        countsAs: null,
        postings: 0,
      };
    },
    initial: 'draft',
    on: {
      'deadline.reached': { actions: ignored() },
      'substitution.lost': {
        actions: [part.tellApplicant('leave.substitute_lost'), part.tellSupervision('leave.substitute_lost')],
      },
    },
    states: {
      draft: {
        on: {
          'leave.amend': { guard: 'documentGiven', actions: part.amend },
          'leave.submit': {
            target: 'pending',
            guard: and(['decided', 'documentAttached']),
            actions: [...part.submit, ...openApproval('leave')],
          },
          'leave.withdraw': { target: 'withdrawn', actions: part.closeTask() },
        },
      },
      pending: {
        on: {
          ...approvalTransitions({
            kind: 'leave',
            approved: 'approved',
            refused: 'refused',
            returned: 'draft',
            withdrawn: 'withdrawn',
            lastGuards: ['substituteInPlace', 'staffed'],
            onRefused: [part.closeTask('confirm'), ...part.giveUp, part.tellApplicant('leave.refused')],
            onReturned: [part.closeTask('confirm'), ...part.giveUp, part.tellApplicant('leave.returned')],
            onWithdrawn: [part.closeTask('confirm'), ...part.giveUp],
          }),
          ...own,
        },
      },
      approved: {
        entry: [
          paper.slip,
          part.tellApplicant('leave.approved'),
          part.supervisionTask('file', ['leave.file']),
          part.setStart,
        ],
        on: {
          'leave.file': [
            { target: 'filed', guard: 'beforeLeaving', actions: part.closeTask('file') },
            {
              target: 'onLeave',
              guard: 'mayStartNow',
              actions: [
                part.closeTask('file'),
                part.cancelStart,
                assign({ isFiledLate: ({ context, event }) => event.today > context.from.day }),
              ],
            },
          ],
          'leave.withdraw': { target: 'withdrawn', actions: [part.closeTask(), ...part.giveUp, paper.revoke] },
          'leave.absent': { target: 'absent', guard: 'hasBegun', actions: [...ending.unfiled, paper.revoke] },
          'deadline.reached': {
            guard: 'namesStart',
            actions: [part.tellSupervision('leave.unfiled'), part.tellApplicant('leave.unfiled')],
          },
          ...own,
        },
      },
      filed: {
        on: {
          'deadline.reached': { target: 'onLeave', guard: 'namesStart' },
          'leave.withdraw': { target: 'withdrawn', actions: [part.closeTask(), ...part.giveUp, paper.revoke] },
          ...own,
        },
      },
      onLeave: {
        entry: part.expectBack,
        on: {
          'leave.extend': {
            target: 'extensionPending',
            guard: and(['decided', 'beforeEnd', 'extendsFurther']),
            actions: [...part.askExtension, ...openApproval('leave')],
          },
          'leave.addCertificate': { actions: ending.addCertificate },
          'leave.reportBack': { ...back, actions: ending.reportBack() },
          'deadline.reached': [
            { target: 'overstayed', guard: 'namesOverstay', actions: assign({ isOverstayed: true }) },
            { guard: 'namesReturnReminder', actions: part.tellApplicant('leave.return_tomorrow') },
          ],
          ...ended,
          ...own,
        },
      },
      extensionPending: {
        on: {
          ...approvalTransitions({
            kind: 'leave',
            approved: 'onLeave',
            refused: 'onLeave',
            returned: 'onLeave',
            withdrawn: 'onLeave',
            lastGuards: ['substituteInPlace', 'staffed'],
            onApproved: [paper.extensionSlip, ...part.takeExtension, part.tellApplicant('leave.extended')],
            onRefused: [...part.dropExtension, part.tellApplicant('leave.extension_refused')],
            onReturned: [...part.dropExtension, part.tellApplicant('leave.extension_refused')],
            onWithdrawn: part.dropExtension,
            // Whoever asked in time is no overstayer while others still decide; the new or old end sets a new deadline.
            deadlines: [
              {
                guard: 'namesOverstay',
                actions: [assign({ isOverdue: true }), part.tellSupervision('leave.extension_waits')],
              },
              { guard: 'namesReturnReminder', actions: part.tellApplicant('leave.return_tomorrow') },
            ],
          }),
          'leave.addCertificate': { actions: ending.addCertificate },
          'leave.reportBack': { ...back, actions: ending.reportBack(...closeApproval, ...part.dropExtension) },
          ...own,
        },
      },
      overstayed: {
        entry: [
          ending.proposeOverstay,
          part.supervisionTask('overstay', ['leave.excuse', 'leave.absent']),
          part.tellApplicant('leave.overstayed'),
          part.tellSupervision('leave.overstayed'),
        ],
        exit: part.closeTask('overstay'),

        on: {
          'leave.reportBack': { ...back, actions: ending.reportBack(...ending.lengthenOverstay) },
          'leave.excuse': { ...back, actions: ending.reportBack(...ending.excuse) },
          'leave.absent': { target: 'absent', actions: ending.stayedAway },
          ...ended,
          ...own,
        },
      },
      returned: {
        entry: ending.awaitConfirmation,
        on: {
          'leave.addCertificate': { actions: ending.addCertificate },
          'leave.confirmReturn': {
            target: 'closed',
            guard: and(['noCertificateOpen', 'endsWithin']),
            actions: [...ending.correctReturn, ...ending.close],
          },
          'leave.acceptCertificate': accepted,
          'leave.reclassify': withoutProof('certificateDue'),
          'deadline.reached': [
            ...withoutProof('namesProof', 'lacksCertificate'),
            { guard: 'namesProofReminder', actions: part.tellApplicant('leave.proof_due') },
          ],
          ...ended,
        },
      },
      closed: { tags: CLOSED, on: { 'leave.reclassify': withoutProof('certificateDue'), ...ended } },
      reclassified: {
        tags: CLOSED,
        on: {
          'leave.addCertificate': { actions: ending.addCertificate },
          'leave.acceptCertificate': accepted,
          ...ended,
        },
      },
      refused: { type: 'final', tags: CLOSED },
      withdrawn: { type: 'final', tags: CLOSED },
      absent: { type: 'final', tags: CLOSED },
      cancelled: { type: 'final', tags: CLOSED },
      disowned: { type: 'final', tags: CLOSED },
    },
  }),
});
