/** Actions of substitutions, version 1. */
import type { Holder } from '../../src/core/effects.js';
import { type AnyEvent, actionsFor } from '../kit.js';
import { addDays } from '../shapes.js';
import type { SubstitutionContext } from './context.js';
import type { SubstitutionCandidate } from './facts.js';
import { filingPaper, receiptBack, receiptOut } from './papers.js';

type Point = SubstitutionContext['from'];

export const candidateOf = (event: Pick<AnyEvent, 'facts'>) =>
  event.facts['substitution.candidate'] as SubstitutionCandidate | undefined;

const stamp = (point: Point) => `${point.day}${point.half}`;
export const isBefore = (one: Point, other: Point) => stamp(one) < stamp(other);
const halfBefore = ({ day, half }: Point): Point =>
  half === 'pm' ? { day, half: 'am' } : { day: addDays(day, -1), half: 'pm' };
const halfAfter = ({ day, half }: Point): Point =>
  half === 'am' ? { day, half: 'pm' } : { day: addDays(day, 1), half: 'am' };

/** Badges of people who no longer cover; the present one's stays with him until the end. */
export const formerOut = (context: SubstitutionContext) => context.lent.filter((out) => out.badge !== context.badge);
/** The badge that is meant: the one named, else one of a replaced person, else the only one. */
export const badgeMeant = (context: SubstitutionContext, event: AnyEvent): string | undefined =>
  (event.payload as { badge?: string } | undefined)?.badge ?? (formerOut(context)[0] ?? context.lent[0])?.badge;

const { effect, set } = actionsFor<SubstitutionContext>();

type Whom = (context: SubstitutionContext) => Holder[];
export const theSubstitute: Whom = ({ substitute }) => (substitute ? [{ person: substitute }] : []);
export const theAbsent: Whom = ({ absent }) => [{ person: absent }];
export const supervision: Whom = () => [{ role: 'SUPERVISION' }];
export const head: Whom = ({ window }) => [{ role: 'WINDOW_HEAD', scope: 'window', target: window }];
export const nominators: Whom = ({ nominators: roles, unit, window }) =>
  roles.map((role) =>
    role === 'HOME_DEPT_LEADER' && unit
      ? { role, scope: 'unit', target: unit }
      : role === 'WINDOW_HEAD'
        ? { role, scope: 'window', target: window }
        : { role },
  );
const both =
  (...whom: Whom[]): Whom =>
  (context) =>
    whom.flatMap((one) => one(context));

/** Tells some people; nobody is no message. */
export const tell = (message: string, whom: Whom) =>
  effect('notification.send', (context) => {
    const to = whom(context);
    return to.length === 0 ? null : { to, message, args: { key: context.key, window: context.window } };
  });
export const task = (step: string, whom: Whom, events: string[], due?: (context: SubstitutionContext) => object) =>
  effect('task.assign', (context) => ({
    step,
    holders: whom(context),
    events: events.map((verb) => `substitution.${verb}`),
    ...(due ? { due: due(context) as never } : {}),
  }));
export const cancelDeadline = (name: string) => effect('deadline.cancel', { name });
export const closeTask = (step?: string) => effect('task.close', { step });
export const byFirstDay = (context: SubstitutionContext) => ({ on: context.coverFrom.day });
export const acceptTerm = (context: SubstitutionContext) => ({ workingDays: context.acceptWorkingDays });
export const setAccept = effect('deadline.set', (context) => ({ name: 'accept', due: acceptTerm(context) }));
export const setName = effect('deadline.set', (context) => ({ name: 'nominate', due: acceptTerm(context) }));
const setBadge = effect('deadline.set', (context) => ({
  name: 'badge',
  due: { workingDays: context.badgeReturnWorkingDays },
}));
/** Whoever came unasked is filed afterwards, also when he has left again. */
export const filingDue = (context: SubstitutionContext) =>
  context.isUnasked && !context.isFiled && !context.isCancelled;
/** A stretch of its own ends with its last day; what belongs to a whole leave ends when that does. */
export const setEnd = effect('deadline.set', (context) =>
  context.endsAlone ? { name: 'coverEnd', due: { on: context.to.day } } : null,
);
const noEnd = effect('deadline.cancel', (context) => (context.endsAlone ? { name: 'coverEnd' } : null));
/** Whoever is named now comes after somebody who declined: the task says so, as a plan without him is proposed. */
export const nameTask = effect('task.assign', (context) => ({
  step: context.declined.length > 0 ? 'nominateAgain' : 'nominate',
  holders: nominators(context),
  events: ['substitution.nominate'],
  due: byFirstDay(context),
}));
export const nameDone = [
  closeTask('nominate'),
  closeTask('nominateAgain'),
  closeTask('appoint'),
  cancelDeadline('nominate'),
];
/** A plan without this person is computed and told to those who name (G27). */
const proposeWithout = (whom: (context: SubstitutionContext, event: AnyEvent) => string) =>
  effect('cover.propose', (context, event) => ({ person: whom(context, event) }));
export const setTakeOver = effect('deadline.set', (context) => ({ name: 'takeOver', due: byFirstDay(context) }));

export const reserve = effect('cover.reserve', {});
/** Half days of this round that do not come about any more; those of earlier people stay on record. */
const freeRound = effect('cover.release', (context) =>
  context.stints.length > 0 ? { after: halfBefore(context.coverFrom) } : {},
);

/** Somebody is named: what has to be done before duty is settled with the person. */
export const nominate = [
  set((_, event) => ({
    substitute: event.payload.substitute,
    steps: candidateOf(event)?.steps ?? { training: true, badge: true },
    nominators: candidateOf(event)?.nominators ?? [],
    silences: 0,
  })),
];

/** The B post comes by himself: he covers at once, and supervision files it afterwards (R21.04). */
export const coverUnasked = [
  tell('substitution.released', theSubstitute),
  set((_, event) => ({
    substitute: event.actor.person,
    steps: candidateOf(event)?.steps ?? { training: true, badge: true },
    isUnasked: true,
    isFiled: false,
    silences: 0,
  })),
  reserve,
  task('file', supervision, ['file']),
  tell('substitution.unasked', both(theAbsent, head)),
];

/** Nobody was named in time: those who name are reminded, then supervision is asked to do it; the question never rests. */
export const unnamed = [
  set((context) => ({ silences: context.silences + 1 })),
  tell('substitution.nominate_due', nominators),
  ...escalate((context) => context.silences - context.reminders),
  setName,
];

/** Silence is no consent: the person is reminded, then those who named him are asked again, then supervision. */
export const unanswered = [
  set((context) => ({ silences: context.silences + 1 })),
  tell('substitution.answer_due', theSubstitute),
  effect('task.assign', (context) =>
    context.silences === context.reminders + 1
      ? { step: 'nominate', holders: nominators(context), events: ['substitution.nominate'] }
      : null,
  ),
  tell('substitution.no_answer', (context) => (context.silences > context.reminders ? nominators(context) : [])),
  ...escalate((context) => context.silences - context.reminders - 1),
  setAccept,
];

/** @param over how many terms have passed beyond those in which others were asked */
function escalate(over: (context: SubstitutionContext) => number) {
  return [
    effect('task.assign', (context) =>
      over(context) === 1
        ? { step: 'appoint', holders: supervision(context), events: ['substitution.nominate'] }
        : null,
    ),
    tell('substitution.unresolved', (context) => (over(context) > 0 ? supervision(context) : [])),
    set((context) => (over(context) > 0 ? { isEscalated: true } : {})),
  ];
}

export const decline = [
  set((context, event) => ({
    substitute: null,
    silences: 0,
    declined: [...context.declined, { person: event.actor.person, reason: event.payload.reason }],
  })),
  proposeWithout((_, event) => event.actor.person),
];

/** Several people share the absence: what others take is not asked for here. */
export const divide = [
  set((_, event) => ({
    from: event.payload.from,
    coverFrom: event.payload.from,
    to: event.payload.to,
    parts: event.payload.parts,
  })),
];

/** Filed with supervision (R15.S2); the form is drawn up. */
export const file = [closeTask('file'), set(() => ({ isFiled: true })), filingPaper];
/** A free badge is taken out of the stock; the database refuses one that is out or lost. */
export const issueBadge = [
  set((context, event) => ({
    badge: event.payload.badge,
    lent: [...context.lent, { badge: event.payload.badge, person: context.substitute ?? '' }],
  })),
  effect('badge.issue', (context) => ({
    badge: context.badge ?? '',
    person: context.substitute ?? '',
    window: context.window,
  })),
  receiptOut,
];

const badgeGone = [
  set((context, event) => {
    const gone = badgeMeant(context, event);
    return { lent: context.lent.filter((out) => out.badge !== gone) };
  }),
  effect('task.close', (context) => (context.lent.length === 0 ? { step: 'badgeBack' } : null)),
  effect('deadline.cancel', (context) => (context.lent.length === 0 ? { name: 'badge' } : null)),
];
export const badgeBack = [
  effect('badge.return', (context, event) => ({ badge: badgeMeant(context, event) ?? '' })),
  receiptBack((context, event) => badgeMeant(context, event)),
  ...badgeGone,
];
export const badgeLost = [
  effect('badge.lose', (context, event) => ({
    badge: badgeMeant(context, event) ?? '',
    reason: String(event.payload?.reason ?? ''),
  })),
  tell('substitution.badge_lost', both(theSubstitute, head)),
  ...badgeGone,
];

const holdersOut: Whom = (context) => context.lent.map(({ person }) => ({ person }));
/** In place: the person is told and asked to sign the take-over on the first day. */
export const askToTakeOver = [
  tell('substitution.in_place', theSubstitute),
  task('takeOver', theSubstitute, ['takeOver'], byFirstDay),
  setTakeOver,
];
export const leavePlace = [closeTask('takeOver'), closeTask('handover'), cancelDeadline('takeOver')];

/** Asked back after the end, and from whom was replaced. */
export const askBack = [
  effect('task.assign', (context) =>
    context.lent.length === 0
      ? null
      : {
          step: 'badgeBack',
          holders: supervision(context),
          events: ['substitution.returnBadge', 'substitution.loseBadge'],
          due: { workingDays: context.badgeReturnWorkingDays },
        },
  ),
  effect('deadline.set', (context) =>
    context.lent.length === 0 ? null : { name: 'badge', due: { workingDays: context.badgeReturnWorkingDays } },
  ),
  tell('substitution.return_badge', holdersOut),
];
/** Reminded again and again until it is back; after some terms supervision and the head of the window hear of it too. */
export const chase = [
  set((context) => ({ chases: context.chases + 1 })),
  tell('substitution.badge_overdue', holdersOut),
  tell('substitution.badge_chased', (context) =>
    context.chases > context.badgeReminders ? both(supervision, head)(context) : [],
  ),
  setBadge,
];

export const handOver = [
  set((_, event) => ({
    handedOver: {
      at: event.at,
      matters: event.payload.matters ?? [],
      ...(event.payload.remark ? { remark: event.payload.remark } : {}),
    },
  })),
  closeTask('handover'),
  tell('substitution.handed_over', theSubstitute),
];
export const takeOver = [
  set((_, event) => ({ handover: event.payload.handover })),
  tell('substitution.no_handover', (context) =>
    context.handover === 'missing' ? both(supervision, head)(context) : [],
  ),
];
/** On the first day nobody sits there: the worst that can happen to a window. */
export const notTakenOver = [
  tell('substitution.not_taken_over', both(theSubstitute, supervision, head)),
  effect('deadline.set', { name: 'takeOver', due: { workingDays: 1 } }),
];

/** The present person's part ends and a new round begins at `from`. */
const newRound = (from: (context: SubstitutionContext, event: AnyEvent) => Point, why: (event: AnyEvent) => string) => [
  closeTask(),
  cancelDeadline('takeOver'),
  set((context, event) => {
    const begins = from(context, event);
    const last = halfBefore(begins);
    return {
      stints: [
        ...context.stints,
        {
          substitute: context.substitute ?? '',
          from: context.coverFrom,
          to: isBefore(last, context.coverFrom) || context.handover === null ? null : last,
          badge: context.badge,
          handover: context.handover,
          reason: why(event),
        },
      ],
      coverFrom: begins,
      round: context.round + 1,
      badge: null,
      handover: null,
      handedOver: null,
      isUnasked: false,
      isFiled: false,
      isEscalated: false,
      silences: 0,
      chases: 0,
    };
  }),
];
const findAnother = [
  effect('cover.release', (context) => ({ after: halfBefore(context.coverFrom) })),
  tell('substitution.replacing', both(theSubstitute, theAbsent, supervision, head)),
  // The leave hears that nobody stands in from this half day on.
  effect('case.send', (context) =>
    context.leave === null
      ? null
      : {
          to: { kind: 'leave', key: context.leave },
          event: 'substitution.lost',
          payload: { person: context.substitute ?? '', from: context.coverFrom },
        },
  ),
  proposeWithout((context) => context.substitute ?? ''),
  set(() => ({ substitute: null })),
  ...askBack,
];
export const replace = [
  ...newRound(
    (_, event) => event.payload.from,
    (event) => event.payload.reason,
  ),
  ...findAnother,
];
const longer = set((context, event) => ({
  to: event.payload.to,
  parts:
    event.payload.parts ??
    (context.parts.length > 0 ? [...context.parts, { from: halfAfter(context.to), to: event.payload.to }] : []),
}));
export const extend = [longer, setEnd];
/** Who is free is kept for longer, and is told: whoever cannot says so by the replacement from the first added half day. */
export const extendCover = [longer, setEnd, reserve, tell('substitution.extended', theSubstitute)];
/** Not free until the new end: what was agreed stays, another covers the rest. */
export const splitCover = [
  ...newRound(
    (context) => halfAfter(context.to),
    () => 'extended',
  ),
  longer,
  setEnd,
  ...findAnother,
];

/** The leave is over. What was served stays on record, what is still ahead is free again. */
export const end = [
  closeTask(),
  cancelDeadline('takeOver'),
  noEnd,
  effect('cover.release', (context, event) => {
    const last: Point = event.payload?.returned ?? { day: event.today, half: 'pm' };
    if (!isBefore(last, context.coverFrom)) return { after: last };
    return context.stints.length > 0 ? { after: last } : {};
  }),
];
/** The leave does not take place. */
export const cancel = [
  closeTask(),
  cancelDeadline('takeOver'),
  noEnd,
  freeRound,
  set(() => ({ isCancelled: true })),
  tell('substitution.cancelled', (context) => (context.substitute ? theSubstitute(context) : head(context))),
];
