/** Context, events and actions of leave, version 1. */
import { and } from 'xstate';
import { z } from 'zod';
import { approvalEvents, approvalFields, beginChain } from '../approval.js';
import { type AnyEvent, actionsFor, defineEvents } from '../kit.js';
import { addDays, day, deadlineReached, evidence, halfDay, reason, remark } from '../shapes.js';
import type { LeaveCalendar, LeaveDecision } from './facts.js';
import { leaveForm, leaveKinds } from './form.js';

const extension = z.strictObject({
  to: halfDay,
  reason: z.string(),
  halfDays: z.int(),
  expectedOn: day,
  articles: z.array(z.string()),
  /** True when only the longer absence makes a substitute necessary. */
  needsSubstitute: z.boolean(),
});

export const leaveContext = z.strictObject({
  ...approvalFields,
  key: z.string(),
  kind: z.enum(leaveKinds),
  from: halfDay,
  to: halfDay,
  reason: z.string(),
  documents: z.array(z.string()),
  certificates: z.array(z.string()),
  /** How often it was submitted; part of the substitution's key. */
  round: z.int(),
  halfDays: z.int().nullable(),
  window: z.string().nullable(),
  unit: z.string().nullable(),
  substituteRequired: z.boolean(),
  certificateRequired: z.boolean(),
  expectedOn: day.nullable(),
  articles: z.array(z.string()),
  /** What is asked for while an extension is pending. */
  extension: extension.nullable(),
  extensions: z.int(),
  isOverdue: z.boolean(),
  returned: halfDay.nullable(),
});
export type LeaveContext = z.output<typeof leaveContext>;

const supervision = [{ role: 'SUPERVISION' as const }];
const applicant = [{ is: 'applicant' as const }];
const never = (context: LeaveContext) => [context.applicant];

export const leaveEvents = defineEvents({
  'leave.submit': { payload: z.strictObject({}), by: applicant, button: 'primary' },
  'leave.amend': { payload: leaveForm, by: applicant, button: 'default' },
  ...approvalEvents('leave'),
  'leave.file': { payload: z.strictObject({ remark }), by: supervision, never, button: 'primary' },
  'leave.extend': { payload: z.strictObject({ to: halfDay, reason }), by: applicant, button: 'default' },
  'leave.reportBack': {
    payload: z.strictObject({ returned: halfDay, certificates: evidence.default([]) }),
    by: applicant,
    button: 'primary',
  },
  'leave.addCertificate': {
    payload: z.strictObject({ certificates: evidence.min(1) }),
    by: applicant,
    button: 'primary',
  },
  'leave.acceptCertificate': { payload: z.strictObject({ remark }), by: supervision, never, button: 'primary' },
  'leave.reclassify': { payload: z.strictObject({ reason }), by: supervision, never, button: 'danger', reason: true },
  'leave.excuse': {
    payload: z.strictObject({ returned: halfDay, reason }),
    by: supervision,
    never,
    button: 'default',
    reason: true,
  },
  'leave.absent': {
    payload: z.strictObject({
      halfDays: z.int().min(1),
      on: day,
      cause: z.enum(['unfiled', 'overstayed', 'deceit']),
      reason,
    }),
    by: supervision,
    never,
    button: 'danger',
    reason: true,
  },
  /** The substitute falls out and another is looked for: nobody stands in from this half day on. */
  'substitution.lost': {
    payload: z.strictObject({ person: z.string(), from: halfDay }),
    by: [{ is: 'system' }],
    button: 'hidden',
  },
  'deadline.reached': deadlineReached,
});

export const decisionOf = (event: Pick<AnyEvent, 'facts'>) =>
  event.facts['leave.decision'] as LeaveDecision | undefined;
export const calendarOf = (event: Pick<AnyEvent, 'facts'>) =>
  event.facts['leave.calendar'] as LeaveCalendar | undefined;
const stamp = (point: { day: string; half: string }) => `${point.day}${point.half}`;
export const isLater = (one: { day: string; half: string }, other: { day: string; half: string }) =>
  stamp(one) > stamp(other);

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
export const expectBack = effect('deadline.set', (context) =>
  context.expectedOn ? { name: 'overstay', due: { on: context.expectedOn } } : null,
);
/** His tasks are offered to a deputy while he is away, and longer when the leave is. */
export const lendTasks = effect('delegation.start', {});
const takeTasksBack = effect('delegation.end', {});
const release = effect('leave.release', {});

/** The leave will not take place: slots are free again and the substitute is no longer needed. */
export const giveUp = [release, cancelStart, tellSubstitution('leave.cancelled')];

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
      halfDays: decision.halfDays,
      window: decision.window,
      unit: decision.unit,
      substituteRequired: decision.substitute.required,
      certificateRequired: decision.certificateRequired,
      expectedOn: decision.expectedOn,
      articles: decision.articles,
    };
  }),
  effect('leave.reserve', {}),
  effect('case.start', substitutionInput),
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
        halfDays: decision.halfDays,
        expectedOn: decision.expectedOn,
        articles: decision.articles,
        needsSubstitute,
      },
    };
  }),
  effect('case.start', (context, event) =>
    context.extension?.needsSubstitute ? substitutionInput(context, event) : null,
  ),
];

export const takeExtension = [
  set((context) => {
    if (!context.extension) return {};
    const { to, halfDays, expectedOn, articles } = context.extension;
    return {
      to,
      halfDays,
      expectedOn,
      articles,
      extension: null,
      extensions: context.extensions + 1,
      isOverdue: false,
    };
  }),
  effect('leave.reserve', {}),
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
];

export const postDays = effect('ledger.post', (_, event) => {
  const facts = calendarOf(event)?.facts ?? [];
  return facts.length > 0 ? { facts } : null;
});
export const postReclassified = effect('ledger.post', (_, event) => {
  const facts = calendarOf(event)?.reclassified ?? [];
  return facts.length > 0 ? { facts } : null;
});

/** Back at work: slots end and the substitute is released; sick leave still waits for its certificate (R15.L6). */
export const reportBack = (...first: unknown[]) => {
  const back = [
    ...first,
    set((context, event) => ({
      returned: event.payload.returned,
      certificates: [...new Set([...context.certificates, ...(event.payload.certificates ?? [])])],
    })),
    effect('deadline.cancel', { name: 'overstay' }),
    release,
    takeTasksBack,
    tellSubstitution('leave.ended'),
  ] as never[];
  return [
    { target: 'returned', guard: and(['certificateOpen', 'endsWithin'] as never), actions: back },
    { target: 'closed', guard: 'endsWithin' as const, actions: [...back, postDays] },
  ];
};

/** Opens W2 for absenteeism (R15.L8); the leave itself is over. */
export const markAbsent = [
  closeTask(),
  cancelStart,
  effect('deadline.cancel', { name: 'overstay' }),
  effect('case.start', (context, event) => {
    const absence = calendarOf(event)?.absence;
    if (!absence) return null;
    const { halfDays, on, reason: note } = event.payload;
    const input = {
      item: absence.item,
      subject: absence.subject,
      ...(absence.person ? { person: absence.person } : {}),
      happenedOn: on,
      quantity: halfDays * 5_000,
      note,
      source: { kind: 'leave', key: context.key },
    };
    return { kind: 'finding', key: `${context.key}-absence`, subject: absence.subject, input };
  }),
  tellSubstitution('leave.ended'),
  release,
  takeTasksBack,
  tellApplicant('leave.absent'),
];
