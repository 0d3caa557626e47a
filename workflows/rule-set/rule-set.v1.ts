/**
 * W13 Rule set (制度版本). A draft is checked by whoever prepares it, reviewed by the reviewer of documents (文档复核人),
 * examined by the head of the department (部门负责人) and approved by the leader in charge (分管领导): four different
 * people. What was checked is pinned by its hash, so nobody signs a text that has changed since. The approval adopts it
 * from its day; it is in force when the day begins and until a later edition takes its place.
 */
import { and } from 'xstate';
import { z } from 'zod';
import { actionsFor, CLOSED, defineEvents, defineMachine, dialect, ignored, type MachineEvent } from '../kit.js';
import { addDays, deadlineReached, reason, remark } from '../shapes.js';
import type { FinalPeriods, RuleSetCheck, RunningCycles } from './facts.js';
import { ruleSetForm } from './form.js';

const signature = z.strictObject({ person: z.string(), at: z.string() });
export const ruleSetContext = z.strictObject({
  ...ruleSetForm.shape,
  key: z.string(),
  /** Hash of the edition that was checked. */
  hash: z.string().nullable(),
  /** Everybody who worked on the draft or sent it on; none of them may sign it. */
  preparers: z.array(z.string()),
  checked: signature.nullable(),
  reviewed: signature.nullable(),
  examined: signature.nullable(),
  approved: signature.nullable(),
  /** Case of the edition that this one replaces. */
  replaces: z.string().nullable(),
  opinions: z.array(
    z.strictObject({ verb: z.enum(['return', 'withdraw']), person: z.string(), reason: z.string(), at: z.string() }),
  ),
});
type Context = z.output<typeof ruleSetContext>;

const reviewers = [{ role: 'RULE_ADMIN' as const }];
const examiners = [{ role: 'SUPERVISION' as const }, { role: 'OFFICE' as const }];
const approvers = [{ role: 'CENTRE_LEADER' as const }, { role: 'DIRECTOR' as const }];

const preparers = (context: Context) => context.preparers;
const withReviewer = (context: Context) => [...context.preparers, context.reviewed?.person];
const withExaminer = (context: Context) => [...withReviewer(context), context.examined?.person];

const events = defineEvents({
  'ruleSet.check': { payload: z.strictObject({ remark }), by: reviewers, button: 'primary' },
  'ruleSet.review': { payload: z.strictObject({ remark }), by: reviewers, never: preparers, button: 'primary' },
  'ruleSet.examine': { payload: z.strictObject({ remark }), by: examiners, never: withReviewer, button: 'primary' },
  'ruleSet.approve': { payload: z.strictObject({ remark }), by: approvers, never: withExaminer, button: 'primary' },
  'ruleSet.return': {
    payload: z.strictObject({ reason }),
    by: [...reviewers, ...examiners, ...approvers],
    button: 'default',
    reason: true,
  },
  'ruleSet.withdraw': { payload: z.strictObject({ reason }), by: reviewers, button: 'danger', reason: true },
  'ruleSet.supersede': {
    payload: z.strictObject({ by: z.string() }),
    by: [{ is: 'system' }],
    button: 'hidden',
  },
  'deadline.reached': deadlineReached,
});

const found = (event: MachineEvent) => event.facts?.['ruleSet.check'] as RuleSetCheck | undefined;
/** The first final period that the new edition would reach into. */
const closed = (event: MachineEvent) => {
  const check = found(event);
  const final = event.facts?.['scoring.final'] as FinalPeriods | undefined;
  return final?.periods.find((period) => check !== undefined && period.to >= check.from);
};
/** The first appraisal under way that lies wholly in the time of the new edition; it would go on with the earlier one. */
const begun = (event: MachineEvent) => {
  const check = found(event);
  const running = event.facts?.['cycle.running'] as RunningCycles | undefined;
  return running?.periods.find((period) => check !== undefined && period.from >= check.from);
};
const holds = (event: MachineEvent, ...roles: readonly { role: string }[]) =>
  roles.some(({ role }) => event.actor.roles.some((own) => own === role));

const m = dialect({
  context: ruleSetContext,
  events,
  form: ruleSetForm,
  guards: {
    clean: ({ event }) => found(event)?.isClean === true && found(event)?.hash !== null,
    filled: ({ event }) => found(event)?.blanks.length === 0,
    open: ({ event }) => found(event) !== undefined && closed(event) === undefined,
    notBegun: ({ event }) => found(event) !== undefined && begun(event) === undefined,
    alone: ({ event }) => found(event)?.overlap === null,
    unchanged: ({ context, event }) => found(event) !== undefined && found(event)?.hash === context.hash,
    reviewer: ({ event }) => holds(event, ...reviewers),
    examiner: ({ event }) => holds(event, ...examiners),
    approver: ({ event }) => holds(event, ...approvers),
    begins: ({ event }) => (event.payload as { name?: string } | undefined)?.name === 'inForce',
  },
});

const { effect, set } = actionsFor<Context>();
const ask = (
  step: string,
  holders: readonly { role: 'RULE_ADMIN' | 'SUPERVISION' | 'OFFICE' | 'CENTRE_LEADER' | 'DIRECTOR' }[],
) => effect('task.assign', { step, holders: [...holders], events: [`ruleSet.${step}`, 'ruleSet.return'] });
const closeTask = effect('task.close', {});
const sign = (field: 'checked' | 'reviewed' | 'examined' | 'approved') =>
  set((_, event) => ({ [field]: { person: event.actor.person, at: event.at } }));
const note = (verb: 'return' | 'withdraw') =>
  set((context, event) => ({
    opinions: [...context.opinions, { verb, person: event.actor.person, reason: event.payload.reason, at: event.at }],
  }));
/** A returned draft loses its signatures: what comes back is another text. */
const unsign = set(() => ({ hash: null, checked: null, reviewed: null, examined: null }));
const pin = set((context, event) => {
  const check = found(event);
  if (!check) return {};
  const { hash, from, title, editors } = check;
  return { hash, from, title, preparers: [...new Set([...context.preparers, ...editors, event.actor.person])] };
});
const tell = (message: string) =>
  effect('notification.send', (context, event) => {
    const others = context.preparers.filter((person: string) => person !== event.actor.person);
    return others.length > 0
      ? {
          to: others.map((person: string) => ({ person })),
          message,
          args: { title: context.title, from: context.from },
        }
      : null;
  });
const back = (guard: 'reviewer' | 'examiner' | 'approver') => ({
  target: 'draft',
  guard,
  actions: [closeTask, note('return'), tell('ruleSet.returned'), unsign],
});
const withdraw = { target: 'withdrawn', actions: [note('withdraw'), closeTask] };
const adopt = effect('regulation.adopt', (context) => ({
  draft: context.draft,
  hash: context.hash ?? '',
  from: context.from,
}));
/** The months that it judges from now on and that have begun: the current one, and earlier ones that nobody closed. */
const recompute = effect('scoring.recompute', (context, event) => {
  const months: string[] = [];
  for (let day = context.from; day <= event.today && months.length < 12; day = `${addDays(day, 31).slice(0, 8)}01`)
    months.push(day.slice(0, 7));
  return months.map((period) => ({ period }));
});
/** Whether the draft is still what was checked, and may still begin on its day. */
const sound = ['unchanged', 'open', 'notBegun', 'alone'] as const;

export const ruleSetV1 = defineMachine({
  kind: 'rule-set',
  version: 1,
  form: ruleSetForm,
  context: ruleSetContext,
  events,
  stations: ['draft', 'checked', 'reviewed', 'examined', 'approved', 'effective', 'superseded'],
  summary: ['title', 'pack', 'from', 'hash', 'preparers', 'reviewed', 'examined', 'approved'],
  seenBy: ['preparers'],
  facts: {
    'ruleSet.check': ['ruleSet.check', 'scoring.final', 'cycle.running'],
    'ruleSet.review': ['ruleSet.check', 'scoring.final', 'cycle.running'],
    'ruleSet.examine': ['ruleSet.check', 'scoring.final', 'cycle.running'],
    'ruleSet.approve': ['ruleSet.check', 'scoring.final', 'cycle.running'],
  },
  because: {
    clean: (_: Context, event: MachineEvent) => ({
      code: 'ruleset.not_clean',
      facts: { faults: found(event)?.faults ?? [] },
    }),
    filled: (_: Context, event: MachineEvent) => ({
      code: 'ruleset.blanks',
      facts: { blanks: found(event)?.blanks ?? [] },
    }),
    open: (_: Context, event: MachineEvent) => ({
      code: 'ruleset.period_final',
      facts: { period: closed(event)?.period ?? '', from: found(event)?.from ?? '' },
    }),
    notBegun: (_: Context, event: MachineEvent) => ({
      code: 'ruleset.period_running',
      facts: { period: begun(event)?.period ?? '', from: found(event)?.from ?? '' },
    }),
    alone: (_: Context, event: MachineEvent) => ({
      code: 'ruleset.overlap',
      facts: { other: found(event)?.overlap ?? '', from: found(event)?.from ?? '' },
    }),
    unchanged: (context: Context, event: MachineEvent) => ({
      code: 'ruleset.changed',
      facts: { checked: (context.hash ?? '').slice(0, 12), now: (found(event)?.hash ?? '-').slice(0, 12) },
    }),
    ...Object.fromEntries(
      ['reviewer', 'examiner', 'approver'].map((guard) => [
        guard,
        () => ({ code: 'ruleset.not_your_step', facts: {} }),
      ]),
    ),
  },
  machine: m.createMachine({
    id: 'rule-set.v1',
    context: ({ input }) => ({
      ...input.form,
      key: input.key,
      hash: null,
      preparers: input.applicant ? [input.applicant] : [],
      checked: null,
      reviewed: null,
      examined: null,
      approved: null,
      replaces: null,
      opinions: [],
    }),
    initial: 'draft',
    on: { 'deadline.reached': { actions: ignored() } },
    states: {
      draft: {
        entry: effect('task.assign', (context) => ({
          step: 'check',
          holders: context.preparers.map((person) => ({ person })),
          events: ['ruleSet.check'],
        })),
        on: {
          'ruleSet.check': {
            target: 'checked',
            guard: and(['clean', 'filled', 'open', 'notBegun', 'alone']),
            actions: [closeTask, pin, sign('checked')],
          },
          'ruleSet.withdraw': withdraw,
        },
      },
      checked: {
        entry: ask('review', reviewers),
        on: {
          'ruleSet.review': { target: 'reviewed', guard: and([...sound]), actions: [closeTask, sign('reviewed')] },
          'ruleSet.return': back('reviewer'),
          'ruleSet.withdraw': withdraw,
        },
      },
      reviewed: {
        entry: ask('examine', examiners),
        on: {
          'ruleSet.examine': { target: 'examined', guard: and([...sound]), actions: [closeTask, sign('examined')] },
          'ruleSet.return': back('examiner'),
          'ruleSet.withdraw': withdraw,
        },
      },
      examined: {
        entry: ask('approve', approvers),
        on: {
          'ruleSet.approve': {
            target: 'approved',
            guard: and([...sound]),
            actions: [
              closeTask,
              sign('approved'),
              set((_, event) => ({ replaces: found(event)?.replaces ?? null })),
              adopt,
              effect('deadline.set', (context) => ({
                name: 'inForce',
                due: { on: context.from, at: 'start' as const },
              })),
              tell('ruleSet.approved'),
            ],
          },
          'ruleSet.return': back('approver'),
          'ruleSet.withdraw': withdraw,
        },
      },
      approved: {
        on: {
          'deadline.reached': [
            {
              target: 'effective',
              guard: 'begins',
              actions: [
                effect('case.send', (context) =>
                  context.replaces
                    ? {
                        to: { kind: 'rule-set', key: context.replaces },
                        event: 'ruleSet.supersede',
                        payload: { by: context.key },
                      }
                    : null,
                ),
                recompute,
                tell('ruleSet.inForce'),
              ],
            },
            { actions: ignored() },
          ],
          // The later edition may be told of before this one's own day has been noticed.
          'ruleSet.supersede': { target: 'superseded', actions: effect('deadline.cancel', { name: 'inForce' }) },
        },
      },
      effective: { tags: CLOSED, on: { 'ruleSet.supersede': { target: 'superseded' } } },
      superseded: { type: 'final', tags: CLOSED },
      withdrawn: { type: 'final', tags: CLOSED },
    },
  }),
});
