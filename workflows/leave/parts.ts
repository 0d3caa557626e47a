/** What happens on the way of a leave, version 1: lists of actions, named once and hung on the transitions. */
import { beginChain } from '../approval.js';
import { type AnyEvent, actionsFor } from '../kit.js';
import { addDays } from '../shapes.js';
import type { LeaveContext } from './context.js';
import type { LeaveCalendar, LeaveDecision, LeaveKindFact } from './facts.js';
import { halfAfter, hullOf, isLater, partsSince } from './form.js';

type Asked = Pick<AnyEvent, 'facts'>;
export const decisionOf = (event: Asked) => event.facts['leave.decision'] as LeaveDecision | undefined;
export const calendarOf = (event: Asked) => event.facts['leave.calendar'] as LeaveCalendar | undefined;
export const kindOf = (event: Asked) => event.facts['leave.kind'] as LeaveKindFact | undefined;

export const { effect, set } = actionsFor<LeaveContext>();
const substitutionKey = (context: LeaveContext) => `${context.key}-s${context.round}`;

export const tellSubstitution = (
  name: string,
  payload: (context: LeaveContext) => Record<string, unknown> = () => ({}),
) =>
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
  due: { on: context.from.day, at: context.from.half === 'pm' ? 'noon' : 'start' },
}));
export const noReturnDue = [
  effect('deadline.cancel', { name: 'overstay' }),
  effect('deadline.cancel', { name: 'returnReminder' }),
];
export const noProofDue = [
  effect('deadline.cancel', { name: 'proof' }),
  effect('deadline.cancel', { name: 'proofReminder' }),
];
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
export const release = effect('leave.release', {});
export const settle = effect('leave.settle', {});
export const stopDelegation = effect('delegation.end', {});

/** The leave will not take place: slots and days are free again and the substitute is no longer needed. */
export const giveUp = [release, cancelStart, tellSubstitution('leave.cancelled')];

export const amend = set((_, event) => ({
  ...event.payload,
  ...hullOf(event.payload.parts),
  kindTitle: kindOf(event)?.title ?? null,
}));

/**
 * What a substitute is asked for: the parts of the leave; once it is running and an extension makes him necessary, what is left
 * of them from tomorrow on and what is added. Nobody sat there yesterday by being named today.
 */
const toBeCovered = (context: LeaveContext, today: string) => {
  const { from, to, parts, extension } = context;
  if (!extension) return { from, to, parts };
  const added = halfAfter(to);
  const tomorrow = { day: addDays(today, 1), half: 'am' as const };
  const next = isLater(added, tomorrow) ? tomorrow : added;
  const since = isLater(from, next) ? from : next;
  return { from: since, to: extension.to, parts: [...partsSince(parts, since), { from: added, to: extension.to }] };
};

const substitutionInput = (context: LeaveContext, event: AnyEvent) => {
  const decision = decisionOf(event);
  if (!decision?.substitute.required || !decision.window) return null;
  const input = {
    leave: context.key,
    window: decision.window,
    unit: decision.unit,
    absent: context.applicant,
    ...toBeCovered(context, event.today),
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
  // Whoever was asked for because of this extension knows its end from the start.
  effect('case.send', (context) =>
    context.extension && context.substituteRequired && !context.extension.needsSubstitute
      ? {
          to: { kind: 'substitution', key: substitutionKey(context) },
          event: 'leave.extended',
          payload: { to: context.extension.to },
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
