/** W3 Leave (请假), R15. SUBMITTED and building the chain are one step: the chain is a fact of `leave.submit`. */
import { and, assign } from 'xstate';
import {
  approvalBecause,
  approvalGuards,
  approvalPayloadGuards,
  approvalTransitions,
  beginChain,
  closeApproval,
  openApproval,
} from '../approval.js';
import { CLOSED, defineMachine, dialect, ignored, type MachineEvent, type StartInput } from '../kit.js';
import type { LeaveStaffing, LeaveSubstitution } from './facts.js';
import { type LeaveForm, leaveForm } from './form.js';
import * as part from './parts.js';

const hasDocument = (form: Pick<LeaveForm, 'kind' | 'documents'>) =>
  form.kind !== 'official' || form.documents.length > 0;
const substitution = (event: Pick<MachineEvent, 'facts'>) =>
  event.facts['leave.substitution'] as LeaveSubstitution | undefined;
const staffing = (event: Pick<MachineEvent, 'facts'>) => event.facts['leave.staffing'] as LeaveStaffing | undefined;
const deadlineName = (event: unknown) => (event as MachineEvent<{ name?: string } | undefined>).payload?.name;

const m = dialect({
  context: part.leaveContext,
  events: part.leaveEvents,
  form: leaveForm,
  guards: {
    ...approvalGuards,
    decided: ({ event }) => part.decisionOf(event) !== undefined,
    substituteInPlace: ({ context, event }) => !context.substituteRequired || substitution(event)?.inPlace === true,
    staffed: ({ event }) => (staffing(event)?.shortfalls.length ?? 0) === 0,
    beforeLeaving: ({ context, event }) => event.today <= context.from.day,
    startsToday: ({ context, event }) => event.today === context.from.day,
    hasBegun: ({ context, event }) => event.today >= context.from.day,
    beforeEnd: ({ context, event }) => event.today <= context.to.day,
    certificateOpen: ({ context }) => context.certificateRequired,
    hasCertificate: ({ context }) => context.certificates.length > 0,
    namesStart: ({ event }) => deadlineName(event) === 'start',
    namesOverstay: ({ event }) => deadlineName(event) === 'overstay',
  },
  payloadGuards: {
    ...approvalPayloadGuards,
    documentGiven: ({ event }) => event.type !== 'leave.amend' || hasDocument(event.payload),
    // The actual end: not before the leave began, not in the future (longer than approved is an extension or an overstay).
    endsWithin: ({ context, event }) =>
      (event.type !== 'leave.reportBack' && event.type !== 'leave.excuse') ||
      (!part.isLater(context.from, event.payload.returned) &&
        event.payload.returned.day <= event.today &&
        (event.type === 'leave.excuse' || !part.isLater(event.payload.returned, context.extension?.to ?? context.to))),
    extendsFurther: ({ context, event }) => event.type === 'leave.extend' && part.isLater(event.payload.to, context.to),
  },
});

const absent = { target: 'absent', guard: 'hasBegun' as const, actions: part.markAbsent };

export const leaveV1 = defineMachine({
  kind: 'leave',
  version: 1,
  form: leaveForm,
  context: part.leaveContext,
  events: part.leaveEvents,
  startBy: [{ role: 'STAFF' }, { role: 'WINDOW_HEAD' }, { role: 'SHIFT_LEADER' }, { role: 'FLOOR_DUTY' }],
  stations: ['draft', 'pending', 'approved', 'filed', 'onLeave', 'closed'],
  summary: [
    'kind',
    'from',
    'to',
    'halfDays',
    'reason',
    'window',
    'unit',
    'substituteRequired',
    'certificateRequired',
    'expectedOn',
    'returned',
    'extensions',
    'isOverdue',
  ],
  facts: {
    'leave.submit': ['leave.decision'],
    'leave.extend': ['leave.decision'],
    'leave.approve': ['leave.substitution', 'leave.staffing'],
    'leave.reportBack': ['leave.calendar'],
    'leave.acceptCertificate': ['leave.calendar'],
    'leave.reclassify': ['leave.calendar'],
    'leave.excuse': ['leave.calendar'],
    'leave.absent': ['leave.calendar'],
  },
  refuseStart: (start: StartInput<LeaveForm>) =>
    hasDocument(start.form) ? undefined : { code: 'leave.document_missing' },
  because: {
    ...approvalBecause,
    documentGiven: () => ({ code: 'leave.document_missing' }),
    substituteInPlace: (_: unknown, event: MachineEvent) => ({
      code: 'leave.substitute_missing',
      facts: { state: substitution(event)?.state ?? '-' },
    }),
    staffed: (_: unknown, event: MachineEvent) => {
      const [first, ...more] = staffing(event)?.shortfalls ?? [];
      return {
        code: 'leave.understaffed',
        facts: {
          place: first?.name ?? '-',
          day: first?.day ?? '-',
          half: first?.half ?? '-',
          present: first?.present ?? 0,
          least: first?.least ?? 0,
          more: more.length,
        },
      };
    },
    beforeLeaving: (context: part.LeaveContext) => ({
      code: 'leave.filed_late',
      facts: { from: context.from.day },
    }),
    beforeEnd: (context: part.LeaveContext) => ({
      code: 'leave.extension_late',
      facts: { to: context.to.day },
    }),
    extendsFurther: (context: part.LeaveContext) => ({
      code: 'leave.extension_not_longer',
      facts: { to: context.to.day },
    }),
    endsWithin: (context: part.LeaveContext, event: MachineEvent) => ({
      code: 'leave.return_implausible',
      facts: { from: context.from.day, to: context.to.day, today: event.today },
    }),
    hasCertificate: () => ({ code: 'leave.certificate_missing' }),
    hasBegun: (context: part.LeaveContext) => ({
      code: 'leave.not_begun',
      facts: { from: context.from.day },
    }),
  },
  machine: m.createMachine({
    id: 'leave.v1',
    context: ({ input }) => ({
      key: input.key,
      applicant: input.applicant ?? input.actor.person,
      ...input.form,
      ...beginChain([]),
      opinions: [],
      round: 0,
      halfDays: null,
      window: null,
      unit: null,
      substituteRequired: false,
      certificateRequired: false,
      expectedOn: null,
      articles: [],
      extension: null,
      extensions: 0,
      isOverdue: false,
      returned: null,
    }),
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
          'leave.amend': { guard: 'documentGiven', actions: assign(({ event }) => event.payload) },
          'leave.submit': { target: 'pending', guard: 'decided', actions: [...part.submit, ...openApproval('leave')] },
          'leave.withdraw': { target: 'withdrawn' },
        },
      },
      pending: {
        on: approvalTransitions({
          kind: 'leave',
          approved: 'approved',
          refused: 'refused',
          returned: 'draft',
          withdrawn: 'withdrawn',
          lastGuards: ['substituteInPlace', 'staffed'],
          onRefused: [...part.giveUp, part.tellApplicant('leave.refused')],
          onReturned: [...part.giveUp, part.tellApplicant('leave.returned')],
          onWithdrawn: part.giveUp,
        }),
      },
      approved: {
        entry: [
          {
            type: 'paper.draft',
            params: ({ context }) => ({
              template: 'leave-slip',
              key: `${context.key}-slip`,
              source: 'leave.slip',
              args: { key: context.key },
            }),
          },
          part.tellApplicant('leave.approved'),
          part.supervisionTask('file', ['leave.file']),
          part.setStart,
        ],
        on: {
          'leave.file': [
            { target: 'onLeave', guard: 'startsToday', actions: [part.closeTask('file'), part.cancelStart] },
            { target: 'filed', guard: 'beforeLeaving', actions: part.closeTask('file') },
          ],
          'leave.withdraw': { target: 'withdrawn', actions: [part.closeTask('file'), ...part.giveUp] },
          'leave.absent': absent,
          'deadline.reached': {
            guard: 'namesStart',
            actions: [part.tellSupervision('leave.unfiled'), part.tellApplicant('leave.unfiled')],
          },
        },
      },
      filed: {
        on: {
          'deadline.reached': { target: 'onLeave', guard: 'namesStart' },
          'leave.withdraw': { target: 'withdrawn', actions: part.giveUp },
        },
      },
      onLeave: {
        entry: [part.expectBack, part.lendTasks],
        on: {
          'leave.extend': {
            target: 'extensionPending',
            guard: and(['decided', 'beforeEnd', 'extendsFurther']),
            actions: [...part.askExtension, ...openApproval('leave')],
          },
          'leave.reportBack': part.reportBack(),
          'deadline.reached': { target: 'overstayed', guard: 'namesOverstay' },
          'leave.absent': absent,
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
            onApproved: [...part.takeExtension, part.tellApplicant('leave.extended')],
            onRefused: [...part.dropExtension, part.tellApplicant('leave.extension_refused')],
            onReturned: [...part.dropExtension, part.tellApplicant('leave.extension_refused')],
            onWithdrawn: part.dropExtension,
            // Whoever asked in time is no overstayer while others still decide; the new or old end sets a new deadline.
            deadlines: [
              {
                guard: 'namesOverstay',
                actions: [assign({ isOverdue: true }), part.tellSupervision('leave.extension_waits')],
              },
            ],
          }),
          'leave.reportBack': part.reportBack(...closeApproval, ...part.dropExtension),
        },
      },
      overstayed: {
        entry: [
          part.supervisionTask('overstay', ['leave.excuse', 'leave.absent']),
          part.tellApplicant('leave.overstayed'),
          part.tellSupervision('leave.overstayed'),
        ],
        on: {
          'leave.excuse': part.reportBack(part.closeTask('overstay')),
          'leave.absent': { ...absent, actions: [...part.markAbsent, part.postDays] },
        },
      },
      returned: {
        entry: part.supervisionTask('certificate', ['leave.acceptCertificate', 'leave.reclassify']),
        exit: part.closeTask('certificate'),
        on: {
          'leave.addCertificate': {
            actions: assign({
              certificates: ({ context, event }) => [
                ...new Set([...context.certificates, ...event.payload.certificates]),
              ],
            }),
          },
          'leave.acceptCertificate': { target: 'closed', guard: 'hasCertificate', actions: part.postDays },
          'leave.reclassify': {
            target: 'reclassified',
            actions: [part.postReclassified, part.tellApplicant('leave.reclassified')],
          },
          'leave.absent': absent,
        },
      },
      closed: { type: 'final', tags: CLOSED },
      reclassified: { type: 'final', tags: CLOSED },
      refused: { type: 'final', tags: CLOSED },
      withdrawn: { type: 'final', tags: CLOSED },
      absent: { type: 'final', tags: CLOSED },
    },
  }),
});
