/** Context, events and actions of findings, version 1. */
import { z } from 'zod';
import { formatUnits } from '../../src/core/amount.js';
import { isLinked, linkedMoney } from '../../src/core/rules/account/range-link.js';
import { readValues } from '../../src/core/rules/engine/fact-check.js';
import { type AnyEvent, actionsFor, defineEvents, type MachineEvent, type Refusal } from '../kit.js';
import { addDays, day, deadlineReached, reason, remark, units } from '../shapes.js';
import type { FindingInput, FindingRule } from './facts.js';
import { findingForm } from './form.js';

export const findingContext = z.strictObject({
  ...findingForm.shape,
  key: z.string(),
  /** Code of who recorded it. */
  recorder: z.string(),
  confirmer: z.string().nullable(),
  article: z.string(),
  /** Recorded for the substitute alone; the window's sheet takes nothing. */
  substituteAlone: z.boolean().default(false),
  joint: z.array(z.string()),
  /** Why a second finding about the same fact is another fact. */
  distinct: z.string().nullable(),
  fault: z.enum(['own', 'management']).nullable(),
  points: units.nullable(),
  money: units.nullable(),
  headPoints: units.nullable().default(null),
  headMoney: units.nullable().default(null),
  /** How often it was assessed; part of the ledger key. */
  round: z.int(),
  fine: units,
  noticedOn: day.nullable(),
  deliveredOn: day.nullable(),
  payBy: day.nullable(),
  paidOn: day.nullable(),
  fineDueDays: z.int(),
  fineGraceDays: z.int(),
  graceUntil: day.nullable().default(null),
  lateOn: day.nullable().default(null),
  lateItem: z.string().nullable(),
  dropReason: z.string().nullable(),
  appeal: z.string().nullable(),
});
export type FindingContext = z.output<typeof findingContext>;

const office = [{ role: 'OFFICE' as const }, { role: 'SUPERVISION' as const }];
const involved = (context: FindingContext) => [
  context.recorder,
  ...context.team,
  ...context.joint,
  codeOf(context.subject),
  codeOf(context.person),
];
const concerned = (context: FindingContext) => [...context.joint, codeOf(context.subject), codeOf(context.person)];
function codeOf(key: string | undefined): string | undefined {
  return key?.startsWith('person:') ? key.slice('person:'.length) : undefined;
}

export const findingEvents = defineEvents({
  'finding.confirm': {
    payload: z.strictObject({ item: z.string().optional(), distinct: reason.optional(), remark }),
    by: office,
    never: involved,
    button: 'primary',
  },
  'finding.drop': { payload: z.strictObject({ reason }), by: office, never: concerned, button: 'danger', reason: true },
  'finding.assess': {
    payload: z.strictObject({
      fault: z.enum(['own', 'management']).optional(),
      points: units.optional(),
      money: units.optional(),
      /** What the head bears by the rule itself, where it says from … to …. */
      headPoints: units.optional(),
      headMoney: units.optional(),
      /** Values that are judged and not seen, e.g. the percentage that the directors bear; added to those recorded. */
      values: findingForm.shape.values.removeDefault().optional(),
      remark,
    }),
    by: office,
    never: concerned,
    button: 'primary',
  },
  'finding.notice': {
    payload: z.strictObject({ deliveredOn: day.optional() }),
    by: office,
    never: concerned,
    button: 'primary',
  },
  'finding.deliver': { payload: z.strictObject({ deliveredOn: day }), by: office, never: concerned, button: 'primary' },
  'finding.pay': { payload: z.strictObject({ paidOn: day }), by: office, never: concerned, button: 'primary' },
  'paper.delivered': { payload: z.strictObject({ deliveredOn: day }), by: [{ is: 'system' }], button: 'hidden' },
  'appeal.changed': {
    payload: z.strictObject({
      appeal: z.string(),
      outcome: z.enum(['revoke', 'reassess']),
      points: units.optional(),
      money: units.optional(),
      /** True when the appeal has already put the ledger right. */
      reversed: z.boolean(),
      reason: z.string(),
    }),
    by: [{ is: 'system' }],
    button: 'hidden',
  },
  'deadline.reached': deadlineReached,
});

export const ruleOf = (event: Pick<MachineEvent, 'facts'>) => event.facts['finding.rule'] as FindingRule | undefined;
export const payloadOf = (event: unknown) => ((event as AnyEvent).payload ?? {}) as Record<string, never>;
export const inside = (value: number, [low, high]: readonly [number, number]) =>
  value >= Math.min(low, high) && value <= Math.max(low, high);

export const spanOf = (range: readonly [number, number] | undefined): string =>
  range ? `${formatUnits(Math.min(...range))} – ${formatUnits(Math.max(...range))}` : '—';

type Choice = Pick<NonNullable<FindingRule['range']>, 'points' | 'money'> | null;

/** Whether points and money stand at the same place of their ranges; true where there is nothing to compare. */
export const sameSpot = (points: number | undefined, money: number | undefined, range: Choice): boolean =>
  !range || points === undefined || money === undefined || isLinked(points, money, ascending(range));

/** What was chosen and the money that goes with it, for the refusal. */
export function unlinked(context: FindingContext, event: MachineEvent): Record<string, string> {
  const rule = ruleOf(event);
  const chosen = payloadOf(event) as { points?: number; money?: number; headPoints?: number; headMoney?: number };
  const own = !rule || !sameSpot(chosen.points, chosen.money, rule.range);
  const [points, money] = own ? [chosen.points, chosen.money] : [chosen.headPoints, chosen.headMoney];
  const range = own ? rule?.range : rule?.headRange;
  const expected = range && linkedMoney(points ?? 0, ascending(range));
  return {
    rule: rule?.item ?? context.item,
    points: formatUnits(points ?? 0),
    money: formatUnits(money ?? 0),
    expected: expected === undefined || expected === null ? '—' : formatUnits(expected),
  };
}

function ascending({ points, money }: NonNullable<Choice>) {
  const sorted = ([a, b]: readonly [number, number]) => (a <= b ? ([a, b] as const) : ([b, a] as const));
  return { points: sorted(points), money: money ? sorted(money) : undefined };
}

type Values = FindingContext['values'];

/** Values of a record as its rules read them: numbers in 1/10000. */
export const valuesOf = (event: Pick<MachineEvent, 'facts'>, stored: Values, given?: Values): Values =>
  readValues({ ...stored, ...given }, ruleOf(event)?.inputs ?? []);

/** Inputs without which the rules cannot be computed and that nobody has stated; at the start those that are seen on the spot. */
export const missingValues = (
  event: Pick<MachineEvent, 'facts'>,
  values: Values,
  asked?: FindingInput['asked'],
): FindingInput[] =>
  (ruleOf(event)?.inputs ?? []).filter(
    (input) => input.needed && (!asked || input.asked === asked) && (values[input.field] ?? '') === '',
  );

export const valueRefusal = (item: string, missing: readonly FindingInput[]): Refusal => ({
  code: 'finding.value_missing',
  facts: { item, fields: missing.map((input) => `${input.zh} / ${input.en}（${input.field}）`) },
  articles: [...new Set(missing.map((input) => input.article))],
});

export const { effect, set } = actionsFor<FindingContext>();
const factKey = (context: FindingContext) => `finding-${context.round}`;
export const officeTask = (step: string, taskEvents: string[]) =>
  effect('task.assign', { step, holders: [{ role: 'OFFICE' }, { role: 'SUPERVISION' }], events: taskEvents });
export const closeTask = (step?: string) => effect('task.close', { step });
/** The person concerned, or the head of the window. */
const concernedHolder = (context: FindingContext) => {
  const person = codeOf(context.subject) ?? codeOf(context.person);
  if (context.subject.startsWith('window:'))
    return [{ role: 'WINDOW_HEAD' as const, scope: 'window' as const, target: context.subject.slice(7) }];
  return person ? [{ person }] : [{ role: 'OFFICE' as const }];
};
export const tell = (message: string) =>
  effect('notification.send', (context) => ({
    to: concernedHolder(context),
    message,
    args: { key: context.key, item: context.item },
  }));

export const post = effect('ledger.post', (context) => ({
  facts: [
    {
      key: factKey(context),
      item: context.item,
      subject: context.substituteAlone && context.person ? context.person : context.subject,
      happenedOn: context.happenedOn,
      quantity: context.quantity,
      ...(context.points === null ? {} : { points: context.points }),
      ...(context.money === null ? {} : { money: context.money }),
      values: {
        ...context.values,
        ...(context.fault ? { fault: context.fault } : {}),
        ...(context.headPoints === null ? {} : { headPoints: formatUnits(context.headPoints) }),
        ...(context.headMoney === null ? {} : { headMoney: formatUnits(context.headMoney) }),
        ...(context.inspection ? { inspection: context.inspection } : {}),
        // Two records of one event count only with a reason (A34).
        ...(context.distinct && context.values.event !== undefined ? { overlapReason: context.distinct } : {}),
      },
      ...(context.person ? { person: context.person } : {}),
      ...(context.note ? { note: context.note } : {}),
      evidence: context.evidence,
    },
  ],
}));

export const confirm = set((context, event) => ({
  item: event.payload.item ?? context.item,
  article: ruleOf(event)?.article ?? context.article,
  joint: ruleOf(event)?.joint ?? context.joint,
  distinct: event.payload.distinct ?? null,
  confirmer: event.actor.person,
}));
export const assess = set((context, event) => ({
  fault: event.payload.fault ?? null,
  points: event.payload.points ?? null,
  money: event.payload.money ?? null,
  headPoints: event.payload.headPoints ?? null,
  headMoney: event.payload.headMoney ?? null,
  values: valuesOf(event, context.values, event.payload.values),
  round: context.round + 1,
}));
export const settleNotice = set((context, event) => {
  const rule = ruleOf(event);
  return {
    noticedOn: event.today,
    fine: rule?.fine ?? 0,
    fineDueDays: rule?.fineDueDays ?? 0,
    fineGraceDays: rule?.fineGraceDays ?? 0,
    lateItem: rule?.lateItem ?? context.lateItem,
  };
});
export const draftNotice = effect('paper.draft', (context, event) => {
  const template = ruleOf(event)?.noticeTemplate;
  if (!template) return null;
  return {
    template,
    key: `${context.key}-notice-${context.round}`,
    source: 'finding.notice',
    args: { key: context.key },
    reply: event.payload.deliveredOn === undefined,
  };
});
/**
 * The day of notice is not counted; the term ends with the last day of grace, so the penalty is of the day after unless
 * the office dates it otherwise (A37).
 */
export const startFine = [
  set((context, event) => {
    const deliveredOn: string = event.payload.deliveredOn ?? event.today;
    const term = ruleOf(event)?.fineTerm;
    const payBy = term?.payBy ?? addDays(deliveredOn, context.fineDueDays);
    const graceUntil = term?.lastGrace ?? addDays(payBy, context.fineGraceDays);
    return { deliveredOn, payBy, graceUntil, lateOn: term?.lateOn ?? null };
  }),
  effect('deadline.set', (context) => ({
    name: 'fine',
    due: { on: context.graceUntil ?? addDays(context.payBy ?? context.happenedOn, context.fineGraceDays) },
  })),
];
export const delivered = [
  { target: 'fineDue', guard: 'fineOwed' as const, actions: startFine },
  { target: 'closed', actions: set((_, event) => ({ deliveredOn: event.payload.deliveredOn ?? event.today })) },
];
export const pay = {
  target: 'closed',
  actions: [
    effect('deadline.cancel', { name: 'fine' }),
    closeTask(),
    set((_, event) => ({ paidOn: event.payload.paidOn })),
  ],
};

/** Counter-entries only; what follows from them (doublings, streaks, balances) the recompute finds. */
const takeBack = [
  closeTask(),
  effect('deadline.cancel', { name: 'fine' }),
  set((_, event) => ({ appeal: event.payload.appeal })),
  effect('ledger.reverse', (context, event) =>
    event.payload.reversed ? null : { keys: [factKey(context)], reason: event.payload.reason },
  ),
];
export const appealChanged = [
  { target: 'revoked', guard: 'revokes' as const, actions: [...takeBack, tell('finding.revoked')] },
  {
    target: 'assessed',
    actions: [
      ...takeBack,
      set((context, event) => ({
        points: event.payload.points ?? context.points,
        money: event.payload.money ?? context.money,
        round: context.round + 1,
        fine: 0,
      })),
      effect('ledger.post', (context, event) => (event.payload.reversed ? null : post.params({ context, event }))),
    ],
  },
];
