/**
 * W4 Substitution (替岗), R15.S and R21. It lives and ends with its leave, which speaks to it by hidden events. What has to be
 * done before duty and who names the substitute are answers of the edition; no badge is ever forgotten, also not that of
 * somebody who was replaced in the middle.
 */
import { and } from 'xstate';
import { CLOSED, defineMachine, dialect, ignored, type MachineEvent } from '../kit.js';
import { type SubstitutionContext, substitutionContext, substitutionEvents, wasServed } from './context.js';
import { type SubstitutionFree, substitutionRule } from './facts.js';
import { substitutionForm } from './form.js';
import * as part from './parts.js';

const deadlineName = (event: unknown) => (event as MachineEvent<{ name?: string } | undefined>).payload?.name;

const m = dialect({
  context: substitutionContext,
  events: substitutionEvents,
  form: substitutionForm,
  guards: {
    namesNominate: ({ event }) => deadlineName(event) === 'nominate',
    namesAccept: ({ event }) => deadlineName(event) === 'accept',
    namesTakeOver: ({ event }) => deadlineName(event) === 'takeOver',
    namesBadge: ({ event }) => deadlineName(event) === 'badge',
    namesEnd: ({ context, event }) => context.endsAlone && deadlineName(event) === 'coverEnd',
    withoutLeave: ({ context }) => context.leave === null,
    mayName: ({ context, event }) =>
      (part.candidateOf(event)?.nominators ?? []).some((role) => event.actor.roles.includes(role)) ||
      (context.isEscalated && event.actor.roles.includes('SUPERVISION')),
    askedAgain: ({ context }) => context.silences > context.reminders,
    isUnasked: ({ event }) => part.candidateOf(event)?.unasked === true,
    standsIn: ({ context, event }) => {
      const found = part.candidateOf(event);
      return found?.eligible === true && found.person === event.actor.person && found.person !== context.absent;
    },
    hasBegun: ({ context, event }) => event.today >= context.coverFrom.day,
    needsTraining: ({ context }) => context.steps.training,
    needsBadge: ({ context }) => context.steps.badge,
    notHandedOver: ({ context }) => context.handedOver === null,
    freeLonger: ({ event }) => (event.facts['substitution.free'] as SubstitutionFree | undefined)?.free !== false,
    badgeOut: ({ context }) => context.lent.length > 0,
    formerOut: ({ context }) => part.formerOut(context).length > 0,
    lastBadge: ({ context }) => context.lent.length === 1,
    filingDue: ({ context }) => part.filingDue(context),
    nothingToFile: ({ context }) => !part.filingDue(context),
    noBadgeOut: ({ context }) => context.lent.length === 0,
    owes: ({ context }) => context.lent.length > 0 || part.filingDue(context),
    wasServed: ({ context }) => wasServed('', context),
    cancelled: ({ context }) => context.isCancelled,
  },
  payloadGuards: {
    eligible: ({ context, event }) =>
      event.type === 'substitution.nominate' &&
      event.payload.substitute !== context.absent &&
      part.candidateOf(event)?.eligible === true &&
      part.candidateOf(event)?.person === event.payload.substitute,
    handoverTrue: ({ context, event }) =>
      event.type === 'substitution.takeOver' && (event.payload.handover === 'done') === (context.handedOver !== null),
    withinCover: ({ context, event }) =>
      event.type === 'substitution.replace' &&
      !part.isBefore(event.payload.from, context.coverFrom) &&
      !part.isBefore(context.to, event.payload.from),
    endsWithin: ({ context, event }) =>
      event.type === 'substitution.finish' &&
      (event.payload.returned === undefined ||
        (!part.isBefore(event.payload.returned, context.coverFrom) &&
          !part.isBefore(context.to, event.payload.returned))),
    notLent: ({ context, event }) =>
      event.type === 'substitution.issueBadge' && !context.lent.some((out) => out.badge === event.payload.badge),
    namesLent: ({ context, event }) => context.lent.some((out) => out.badge === part.badgeMeant(context, event)),
    namesFormer: ({ context, event }) =>
      part.formerOut(context).some((out) => out.badge === part.badgeMeant(context, event)),
  },
});

const cancelled = [
  { target: 'ended', guard: 'badgeOut' as const, actions: part.cancel },
  { target: 'cancelled', actions: part.cancel },
];
/** The leave ended before anybody took over (again). */
const endedEarly = [
  { target: 'ended', guard: 'badgeOut' as const, actions: part.end },
  { target: 'closed', guard: 'wasServed' as const, actions: part.end },
  { target: 'cancelled', actions: part.cancel },
];
const onLastDay = (transitions: readonly { target?: string; guard?: string; actions: unknown[] }[]) =>
  transitions.map(({ guard, ...rest }) => ({
    ...rest,
    guard: guard ? and(['namesEnd', guard] as never) : ('namesEnd' as const),
  })) as never[];
const beforeAccept = {
  'leave.cancelled': cancelled,
  'leave.ended': endedEarly,
  'leave.extended': { actions: part.extend },
};
const unasked = [
  { target: 'onDuty', guard: and(['isUnasked', 'standsIn', 'hasBegun'] as never), actions: part.coverUnasked },
  { target: 'ready', guard: and(['isUnasked', 'standsIn'] as never), actions: part.coverUnasked },
];
/** Whoever has accepted may fall ill, hand over to, and be asked for longer. */
const afterAccept = {
  'leave.cancelled': cancelled,
  'leave.ended': endedEarly,
  'deadline.reached': onLastDay(endedEarly),
  'leave.extended': [
    { guard: 'freeLonger' as const, actions: part.extendCover },
    { target: 'required', actions: part.splitCover },
  ],
  'substitution.handOver': { guard: 'notHandedOver' as const, actions: part.handOver },
  'substitution.replace': { target: 'required', guard: 'withinCover' as const, actions: part.replace },
};
/** In place: whoever forgot to sign the take-over sat there all the same. */
const served = [
  { target: 'ended', guard: 'owes' as const, actions: part.end },
  { target: 'closed', actions: part.end },
];
const finished = served.map(({ guard, ...rest }) => ({
  ...rest,
  guard: and(['withoutLeave', 'endsWithin', ...(guard ? [guard] : [])] as never),
})) as never[];
const inPlace = {
  ...afterAccept,
  'leave.ended': served,
  'substitution.finish': finished,
  'substitution.takeOver': {
    target: 'onDuty',
    guard: 'handoverTrue' as const,
    actions: part.takeOver,
  },
  'substitution.file': { guard: 'filingDue' as const, actions: part.file },
  'deadline.reached': [{ guard: 'namesTakeOver' as const, actions: part.notTakenOver }, ...onLastDay(served)],
};
/** What is still owed after the end: badges, and the filing of whoever came unasked. */
const settled = (actions: unknown[]) =>
  [
    { target: 'cancelled', guard: and(['namesLent', 'lastBadge', 'cancelled'] as never), actions },
    { target: 'closed', guard: and(['namesLent', 'lastBadge', 'nothingToFile'] as never), actions },
    { guard: 'namesLent' as const, actions },
  ] as never;
const afterEnd = {
  'substitution.returnBadge': settled(part.badgeBack),
  'substitution.loseBadge': settled(part.badgeLost),
  'substitution.file': [
    { target: 'closed', guard: and(['filingDue', 'noBadgeOut'] as never), actions: part.file },
    { guard: 'filingDue' as const, actions: part.file },
  ],
};

export const substitutionV1 = defineMachine({
  kind: 'substitution',
  version: 1,
  form: substitutionForm,
  context: substitutionContext,
  events: substitutionEvents,
  stations: ['required', 'nominated', 'accepted', 'recorded', 'trained', 'badgeIssued', 'onDuty', 'ended', 'closed'],
  seenBy: ['absent', 'substitute'],
  summary: [
    'window',
    'absent',
    'from',
    'to',
    'substitute',
    'unit',
    'why',
    'badge',
    'handover',
    'handedOver',
    'stints',
    'leave',
    'isUnasked',
    'isFiled',
    'isCancelled',
  ],
  facts: {
    'case.start': ['substitution.rule'],
    'substitution.nominate': ['substitution.candidate'],
    'substitution.coverUnasked': ['substitution.candidate'],
    'leave.extended': ['substitution.free'],
  },
  because: {
    mayName: (_: unknown, event: MachineEvent) => ({
      code: 'substitution.not_nominator',
      facts: { roles: part.candidateOf(event)?.nominators ?? [] },
    }),
    eligible: notEligible,
    standsIn: notEligible,
    isUnasked: () => ({ code: 'substitution.not_unasked' }),
    handoverTrue: (context: SubstitutionContext) => ({
      code: context.handedOver ? 'substitution.handover_given' : 'substitution.handover_missing',
      facts: { absent: context.absent },
    }),
    withinCover: (context: SubstitutionContext) => ({
      code: 'substitution.replacement_implausible',
      facts: { from: context.coverFrom.day, to: context.to.day },
    }),
    withoutLeave: (context: SubstitutionContext) => ({
      code: 'substitution.ends_with_leave',
      facts: { leave: context.leave ?? '' },
    }),
    endsWithin: (context: SubstitutionContext) => ({
      code: 'substitution.end_implausible',
      facts: { from: context.coverFrom.day, to: context.to.day },
    }),
    notLent: (context: SubstitutionContext) => ({
      code: 'substitution.badge_out',
      facts: { badge: context.lent.map((out) => out.badge) },
    }),
    namesLent: badgeNotOut,
    namesFormer: badgeNotOut,
  },
  machine: m.createMachine({
    id: 'substitution.v1',
    context: ({ input }) => ({
      ...input.form,
      ...substitutionRule.parse(input.facts['substitution.rule']),
      key: input.key,
      substitute: null,
      declined: [],
      round: 1,
      coverFrom: input.form.from,
      stints: [],
      steps: { training: true, badge: true },
      isUnasked: false,
      isFiled: false,
      silences: 0,
      isEscalated: false,
      handedOver: null,
      handover: null,
      badge: null,
      lent: [],
      chases: 0,
      isCancelled: false,
    }),
    initial: 'required',
    // Late words of the leave and of the clock are heard in every state, so that no message is refused; so is the badge of
    // somebody who was replaced.
    on: {
      'deadline.reached': [
        { guard: and(['namesBadge', 'badgeOut'] as never), actions: part.chase },
        { actions: ignored() },
      ],
      'substitution.returnBadge': { guard: and(['formerOut', 'namesFormer'] as never), actions: part.badgeBack },
      'substitution.loseBadge': { guard: and(['formerOut', 'namesFormer'] as never), actions: part.badgeLost },
      'leave.ended': { actions: ignored() },
      'leave.cancelled': { actions: ignored() },
      'leave.extended': { actions: ignored() },
    },
    states: {
      required: {
        entry: [part.nameTask, part.setName, part.setEnd],
        exit: part.nameDone,
        on: {
          'substitution.nominate': {
            target: 'nominated',
            guard: and(['mayName', 'eligible'] as never),
            actions: part.nominate,
          },
          'substitution.coverUnasked': unasked,
          'cover.divided': { actions: part.divide },
          'deadline.reached': [{ guard: 'namesNominate', actions: part.unnamed }, ...onLastDay(endedEarly)],
          ...beforeAccept,
        },
      },
      nominated: {
        entry: [
          part.task('accept', part.theSubstitute, ['accept', 'decline'], part.acceptTerm),
          part.setAccept,
          part.tell('substitution.nominated', part.theSubstitute),
        ],
        exit: [
          part.closeTask('accept'),
          part.closeTask('nominate'),
          part.closeTask('appoint'),
          part.cancelDeadline('accept'),
        ],
        on: {
          'substitution.accept': { target: 'accepted', actions: part.reserve },
          'substitution.decline': { target: 'required', actions: part.decline },
          // Only while nobody answers: whoever was asked first need not answer any more.
          'substitution.nominate': {
            target: 'nominated',
            reenter: true,
            guard: and(['askedAgain', 'mayName', 'eligible'] as never),
            actions: [part.tell('substitution.released', part.theSubstitute), ...part.nominate],
          },
          'substitution.coverUnasked': unasked,
          'deadline.reached': [{ guard: 'namesAccept', actions: part.unanswered }, ...onLastDay(endedEarly)],
          ...beforeAccept,
        },
      },
      accepted: {
        entry: [
          part.task('file', part.supervision, ['file']),
          part.task('handover', part.theAbsent, ['handOver'], part.byFirstDay),
        ],
        exit: part.closeTask('file'),
        on: {
          'substitution.file': [
            { target: 'recorded', guard: 'needsTraining', actions: part.file },
            { target: 'trained', guard: 'needsBadge', actions: part.file },
            { target: 'ready', actions: part.file },
          ],
          ...afterAccept,
        },
      },
      recorded: {
        entry: part.task('train', part.head, ['train'], part.byFirstDay),
        exit: part.closeTask('train'),
        on: {
          'substitution.train': [{ target: 'trained', guard: 'needsBadge' }, { target: 'ready' }],
          ...afterAccept,
        },
      },
      trained: {
        entry: part.task('badge', part.supervision, ['issueBadge'], part.byFirstDay),
        exit: part.closeTask('badge'),
        on: {
          'substitution.issueBadge': { target: 'badgeIssued', guard: 'notLent', actions: part.issueBadge },
          ...afterAccept,
        },
      },
      // In place without a badge, where the edition asks for none.
      ready: { entry: part.askToTakeOver, exit: part.leavePlace, on: inPlace },
      badgeIssued: { entry: part.askToTakeOver, exit: part.leavePlace, on: inPlace },
      onDuty: {
        on: {
          'leave.cancelled': cancelled,
          'leave.ended': served,
          'substitution.finish': finished,
          'deadline.reached': onLastDay(served),
          'leave.extended': afterAccept['leave.extended'],
          'substitution.replace': afterAccept['substitution.replace'],
          'substitution.file': { guard: 'filingDue', actions: part.file },
        },
      },
      ended: {
        entry: part.askBack,
        on: {
          ...afterEnd,
          'deadline.reached': { target: 'badgeOverdue', guard: 'namesBadge', actions: part.chase },
        },
      },
      badgeOverdue: { on: afterEnd },
      closed: { type: 'final', tags: CLOSED },
      cancelled: { type: 'final', tags: CLOSED },
    },
  }),
});

/** Reasons that have a refusal of their own, the most telling first; anything else is simply not eligible. */
const tellingReasons: readonly (readonly [reason: string, code: string])[] = [
  ['is_absent_person', 'substitution.is_absent_person'],
  ['unqualified', 'substitution.unqualified'],
  ['circular_cover', 'substitution.circular_cover'],
  ['on_leave', 'substitution.on_leave'],
  ['covers_elsewhere', 'substitution.covers_elsewhere'],
  ['would_empty', 'substitution.would_empty'],
];

function notEligible(context: SubstitutionContext, event: MachineEvent) {
  const found = part.candidateOf(event);
  const named = (event.payload as { substitute?: string } | undefined)?.substitute;
  const reasons = named === context.absent ? ['is_absent_person'] : (found?.reasons ?? []);
  const [, code = 'substitution.not_eligible'] = tellingReasons.find(([reason]) => reasons.includes(reason)) ?? [];
  return {
    code,
    facts: {
      ...(named === undefined ? {} : { where: '/payload/substitute' }),
      person: found?.person ?? named ?? '',
      absent: context.absent,
      window: context.window,
      reasons: [...reasons],
    },
  };
}

function badgeNotOut(context: SubstitutionContext) {
  return { code: 'substitution.badge_not_here', facts: { badges: context.lent.map((out) => out.badge) } };
}
