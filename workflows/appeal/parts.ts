/** Context, events and actions of appeals, version 1. */
import { z } from 'zod';
import { actionsFor, defineEvents, type MachineEvent } from '../kit.js';
import { day, deadlineReached, periodKey, personCode, reason, remark, subjectKey, units } from '../shapes.js';
import { type AppealTarget, appealTarget } from './facts.js';
import { appealForm } from './form.js';

export const appealContext = z.strictObject({
  ...appealForm.shape,
  key: z.string(),
  applicant: z.string(),
  subject: subjectKey,
  period: periodKey,
  cycle: z.string().nullable(),
  fact: appealTarget.shape.fact,
  lastDay: day,
  involved: z.array(z.string()),
  recusal: z.enum(['show', 'refuse']),
  acceptWorkingDays: z.int(),
  decideWorkingDays: z.int(),
  panel: z.array(z.string()),
  /** Members of the panel who took part in the first decision, shown to everybody (A60). */
  conflicts: z.array(z.string()),
  isOverdue: z.boolean(),
  decision: z
    .strictObject({
      outcome: z.enum(['maintained', 'revoke', 'reassess', 'refused']),
      points: units.nullable(),
      money: units.nullable(),
      reasons: z.string(),
      person: z.string(),
      on: day,
    })
    .nullable(),
  deliveredOn: day.nullable(),
});
export type AppealContext = z.output<typeof appealContext>;

const office = [{ role: 'OFFICE' as const }, { role: 'SUPERVISION' as const }];
const committee = [{ role: 'COMMITTEE' as const }];
const panel = [{ is: 'named' as const, field: 'panel' }];
const never = (context: AppealContext) => [
  context.applicant,
  context.subject.startsWith('person:') ? context.subject.slice(7) : undefined,
];
const system = [{ is: 'system' as const }];

export const appealEvents = defineEvents({
  'appeal.accept': { payload: z.strictObject({ remark }), by: office, never, button: 'primary' },
  'appeal.refuse': { payload: z.strictObject({ reason }), by: office, never, button: 'danger', reason: true },
  'appeal.formPanel': {
    payload: z.strictObject({ panel: z.array(personCode).min(1).max(15) }),
    by: committee,
    never,
    button: 'primary',
  },
  'appeal.maintain': { payload: z.strictObject({ reason }), by: panel, never, button: 'default', reason: true },
  'appeal.change': {
    payload: z.strictObject({
      outcome: z.enum(['revoke', 'reassess']),
      points: units.optional(),
      money: units.optional(),
      reason,
    }),
    by: panel,
    never,
    button: 'primary',
    reason: true,
  },
  'appeal.withdraw': { payload: z.strictObject({ remark }), by: [{ is: 'applicant' }], button: 'danger' },
  'appeal.deliver': { payload: z.strictObject({ deliveredOn: day }), by: office, button: 'primary' },
  'appeal.close': { payload: z.strictObject({ remark }), by: office, button: 'primary' },
  'paper.delivered': { payload: z.strictObject({ deliveredOn: day }), by: system, button: 'hidden' },
  'deadline.reached': deadlineReached,
});

export const target = (event: Pick<MachineEvent, 'facts'>) => event.facts['appeal.target'] as AppealTarget | undefined;

export const { effect, set } = actionsFor<AppealContext>();
export const closeTask = (step?: string) => effect('task.close', { step });
export const cancel = (name: string) => effect('deadline.cancel', { name });
export const tell = (message: string) =>
  effect('notification.send', (context) => ({
    to: [{ person: context.applicant }],
    message,
    args: { key: context.key },
  }));
export const tellCycle = (name: 'appeal.opened' | 'appeal.closed' | 'appeal.changed') =>
  effect('case.send', (context) =>
    context.cycle
      ? {
          to: { kind: 'appraisal-cycle', key: context.cycle },
          event: name,
          payload: { appeal: context.key, subject: context.subject },
        }
      : null,
  );
export const decide = (outcome: 'maintained' | 'refused' | null) =>
  set((_, event) => ({
    decision: {
      outcome: outcome ?? event.payload.outcome,
      points: event.payload.points ?? null,
      money: event.payload.money ?? null,
      reasons: event.payload.reason,
      person: event.actor.person,
      on: event.today,
    },
  }));
export const draftDecision = effect('paper.draft', (context) => ({
  template: 'appeal-decision',
  key: `${context.key}-decision`,
  source: 'appeal.decision',
  args: { key: context.key },
  reply: true,
}));

/** The counter-entry and, for a milder penalty, the new entry: one transaction with the decision. */
export const putRight = [
  effect('ledger.reverse', (context) =>
    context.fact ? { factIds: [context.fact.id], reason: `appeal ${context.key}` } : null,
  ),
  effect('ledger.post', (context) => {
    const { fact, decision } = context;
    if (!fact || decision?.outcome !== 'reassess') return null;
    const points = decision.points ?? fact.points;
    const money = decision.money ?? fact.money;
    const changed = { ...(points === null ? {} : { points }), ...(money === null ? {} : { money }) };
    return { facts: [{ ...fact.repost, ...changed, key: 'reassessed' }] };
  }),
  effect('case.send', (context) => {
    const { fact, decision } = context;
    if (!fact?.finding || !decision) return null;
    const payload = {
      appeal: context.key,
      outcome: decision.outcome,
      ...(decision.points === null ? {} : { points: decision.points }),
      ...(decision.money === null ? {} : { money: decision.money }),
      reversed: true,
      reason: decision.reasons,
    };
    return { to: { kind: 'finding', key: fact.finding }, event: 'appeal.changed', payload };
  }),
  effect('scoring.recompute', (context) =>
    context.cycle ? null : { period: context.period, subjects: [context.subject] },
  ),
];
export const notified = {
  target: 'notified',
  actions: [
    closeTask('deliver'),
    set((_, event) => ({ deliveredOn: event.payload.deliveredOn })),
    tell('appeal.decided'),
  ],
};
export const deliverTask = effect('task.assign', {
  step: 'deliver',
  holders: [{ role: 'OFFICE' }, { role: 'SUPERVISION' }],
  events: ['appeal.deliver'],
});
export const withdraw = { target: 'withdrawn', actions: [closeTask(), tellCycle('appeal.closed')] };
