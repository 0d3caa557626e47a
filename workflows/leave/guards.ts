/** What must hold for an event of a leave, and the refusal that says why it does not. */
import { approvalBecause, approvalGuards, approvalPayloadGuards } from '../approval.js';
import type { MachineEvent } from '../kit.js';
import type { LeaveContext } from './context.js';
import type { LeaveStaffing, LeaveSubstitution } from './facts.js';
import { isLater } from './form.js';
import { calendarOf, decisionOf, kindOf } from './parts.js';

// biome-ignore lint/suspicious/noExplicitAny: the payload of whatever event the guard is hung on
type Args = { context: LeaveContext; event: MachineEvent<any> };

const substitution = (event: Pick<MachineEvent, 'facts'>) =>
  event.facts['leave.substitution'] as LeaveSubstitution | undefined;
const staffing = (event: Pick<MachineEvent, 'facts'>) => event.facts['leave.staffing'] as LeaveStaffing | undefined;
const named = (name: string) => (args: Args) => args.event.payload?.name === name;

/** Names as people write them: without spaces, in one case. */
const plain = (name: string) => name.replace(/\s/g, '').toLowerCase();

export const leaveGuards = {
  ...approvalGuards,
  decided: ({ event }: Args) => decisionOf(event) !== undefined,
  documentAttached: ({ context, event }: Args) =>
    context.documents.length > 0 || decisionOf(event)?.documentRequired !== true,
  substituteInPlace: ({ context, event }: Args) => !context.substituteRequired || substitution(event)?.inPlace === true,
  staffed: ({ event }: Args) => (staffing(event)?.shortfalls.length ?? 0) === 0,
  confirmationOpen: ({ context }: Args) => context.confirmation === 'open',
  // A leave from noon on begins by its term, at once where noon is past: until then the person is still there.
  beforeLeaving: ({ context, event }: Args) =>
    event.today < context.from.day || (event.today === context.from.day && context.from.half === 'pm'),
  hasBegun: ({ context, event }: Args) => event.today >= context.from.day,
  // On its first day the slip is still in time; later only for those who were gone before they could ask.
  mayStartNow: ({ context, event }: Args) =>
    event.today === context.from.day || (event.today > context.from.day && context.urgent),
  beforeEnd: ({ context, event }: Args) => event.today <= context.to.day,
  certificateDue: ({ context }: Args) => context.certificateRequired,
  noCertificateOpen: ({ context }: Args) => !context.certificateRequired,
  hasCertificate: ({ context }: Args) => context.certificates.length > 0,
  lacksCertificate: ({ context }: Args) => context.certificates.length === 0,
  becomesAbsence: ({ event }: Args) => calendarOf(event)?.reclassifiedAs === 'absenteeism',
  isDeceit: ({ event }: Args) => calendarOf(event)?.deceitIs === 'absenteeism',
  namesStart: named('start'),
  namesOverstay: named('overstay'),
  namesReturnReminder: named('returnReminder'),
  namesProof: named('proof'),
  namesProofReminder: named('proofReminder'),
};

export const leavePayloadGuards = {
  ...approvalPayloadGuards,
  documentGiven: ({ event }: Args) => kindOf(event)?.documentRequired !== true || event.payload.documents.length > 0,
  // The actual end: not before the leave began, not in the future (longer than approved is an extension or an overstay).
  endsWithin: ({ context, event }: Args) => {
    const returned = event.payload.returned;
    if (!returned) return true;
    return (
      !isLater(context.from, returned) &&
      returned.day <= event.today &&
      // Who overstayed comes back later than was approved.
      (context.isOverstayed || !isLater(returned, context.extension?.to ?? context.to))
    );
  },
  extendsFurther: ({ context, event }: Args) => isLater(event.payload.to, context.to),
  certificateFits: ({ event }: Args) => certificateFault(event) === undefined,
};

/** Which word of the certificate is wrong: issued to the applicant, and for no fewer days than were taken. */
function certificateFault(event: MachineEvent): 'issuedTo' | 'from' | 'to' | undefined {
  const leave = calendarOf(event);
  const { issuedTo = '', from = '', to = '' } = (event.payload ?? {}) as Record<string, string>;
  if (!leave) return 'issuedTo';
  if (![leave.person.name, leave.person.code].some((name) => plain(name) === plain(issuedTo))) return 'issuedTo';
  if (from > leave.from.day) return 'from';
  return to < leave.to.day ? 'to' : undefined;
}

export const leaveBecause = {
  ...approvalBecause,
  documentGiven: (_: unknown, event: MachineEvent) => documentMissing(event, { where: '/payload/documents' }),
  documentAttached: (_: unknown, event: MachineEvent) => documentMissing(event),
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
  mayStartNow: (context: LeaveContext) => ({ code: 'leave.filed_late', facts: { from: context.from.day } }),
  beforeEnd: (context: LeaveContext) => ({ code: 'leave.extension_late', facts: { to: context.to.day } }),
  extendsFurther: (context: LeaveContext) => ({ code: 'leave.extension_not_longer', facts: { to: context.to.day } }),
  endsWithin: (context: LeaveContext, event: MachineEvent) => ({
    code: 'leave.return_implausible',
    facts: { from: context.from.day, to: context.to.day, today: event.today },
  }),
  hasCertificate: () => ({ code: 'leave.certificate_missing' }),
  noCertificateOpen: (context: LeaveContext) => ({
    code: 'leave.certificate_open',
    facts: { dueOn: context.proofDueOn ?? '' },
  }),
  // Nothing to decide on most leave, so it is not offered there either.
  certificateDue: () => ({ code: 'leave.certificate_not_due', silent: true }),
  certificateFits: (_: LeaveContext, event: MachineEvent) => {
    const leave = calendarOf(event);
    const got = (event.payload ?? {}) as Record<string, string>;
    return {
      code: 'leave.certificate_mismatch',
      facts: {
        where: `/payload/${certificateFault(event) ?? 'issuedTo'}`,
        issuedTo: got.issuedTo ?? '',
        certifiedFrom: got.from ?? '',
        certifiedTo: got.to ?? '',
        person: leave?.person.name ?? '',
        from: leave?.from.day ?? '',
        to: leave?.to.day ?? '',
      },
    };
  },
  hasBegun: (context: LeaveContext) => ({ code: 'leave.not_begun', facts: { from: context.from.day } }),
  isDeceit: () => ({ code: 'leave.deceit_not_here' }),
};

function documentMissing(event: MachineEvent, place: { where?: string } = {}) {
  const title = kindOf(event)?.title ?? decisionOf(event)?.title;
  return { code: 'leave.document_missing', facts: { ...place, kind: title?.zh ?? '', kindEn: title?.en ?? '' } };
}
