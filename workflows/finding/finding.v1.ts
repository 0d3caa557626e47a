/** W2 Finding and penalty (违规处理), R11, R49, R61, R63. It counts from the assessment on; an appeal takes it back. */
import { and, not } from 'xstate';
import { CLOSED, defineMachine, dialect, ignored, type MachineEvent, type Refusal, type StartInput } from '../kit.js';
import { askFinding } from './ask.js';
import { type FindingForm, findingForm } from './form.js';
import * as part from './parts.js';

const { ruleOf, payloadOf, inside, effect, set } = part;

const m = dialect({
  context: part.findingContext,
  events: part.findingEvents,
  form: findingForm,
  guards: {
    ruleKnown: ({ event }) => ruleOf(event)?.recordable === true,
    mildestRule: ({ event }) => (ruleOf(event)?.milder ?? null) === null,
    fineOwed: ({ context }) => context.fine > 0,
    fineWillBe: ({ event }) => (ruleOf(event)?.fine ?? 0) > 0,
    namesFine: ({ event }) => payloadOf(event).name === 'fine',
  },
  payloadGuards: {
    oneFactOneRule: ({ event }) =>
      event.type !== 'finding.confirm' ||
      (ruleOf(event)?.duplicates.length ?? 0) === 0 ||
      event.payload.distinct !== undefined,
    valuesSaid: ({ context, event }) =>
      event.type !== 'finding.assess' ||
      part.missingValues(event, { ...context.values, ...event.payload.values }).length === 0,
    faultSaid: ({ event }) =>
      event.type !== 'finding.assess' || !ruleOf(event)?.faultNeeded || event.payload.fault !== undefined,
    inRange: ({ event }) => {
      if (event.type !== 'finding.assess') return false;
      const range = ruleOf(event)?.range;
      const { points, money } = event.payload;
      if (!range) return points === undefined && money === undefined;
      const moneyFits = range.money ? money !== undefined && inside(money, range.money) : money === undefined;
      return points !== undefined && inside(points, range.points) && moneyFits;
    },
    rangeLinked: ({ event }) => {
      if (event.type !== 'finding.assess') return false;
      const rule = ruleOf(event);
      const { points, money, headPoints, headMoney } = event.payload;
      return (
        !rule?.linked ||
        (part.sameSpot(points, money, rule.range) && part.sameSpot(headPoints, headMoney, rule.headRange))
      );
    },
    headInRange: ({ event }) => {
      if (event.type !== 'finding.assess') return false;
      const range = ruleOf(event)?.headRange;
      const { fault, headPoints, headMoney } = event.payload;
      if (!range?.faults.includes(fault ?? '')) return headPoints === undefined && headMoney === undefined;
      const moneyFits = range.money
        ? headMoney !== undefined && inside(headMoney, range.money)
        : headMoney === undefined;
      return headPoints !== undefined && inside(headPoints, range.points) && moneyFits;
    },
    isDelivered: ({ event }) => payloadOf(event).deliveredOn !== undefined,
    revokes: ({ event }) => event.type === 'appeal.changed' && event.payload.outcome === 'revoke',
  },
});

function refuseStart(start: StartInput<FindingForm>): Refusal | undefined {
  const rule = ruleOf(start);
  if (!rule?.recordable) return { code: 'finding.not_recordable', facts: { item: start.form.item } };
  if (start.form.happenedOn > start.today) return { code: 'finding.in_future', facts: { day: start.form.happenedOn } };
  if (start.actor.person === 'system') return undefined;
  if (rule.milder)
    return {
      code: 'finding.milder_applies',
      facts: { item: rule.item, milder: rule.milder },
      articles: [rule.article],
    };
  const team = new Set([start.actor.person, ...start.form.team]).size;
  if (team < rule.teamNeeds)
    return { code: 'finding.team_too_small', facts: { team, needed: rule.teamNeeds }, articles: [rule.article] };
  if (rule.evidenceNeeded.length > start.form.evidence.length) {
    return { code: 'finding.evidence_missing', facts: { needed: rule.evidenceNeeded }, articles: [rule.article] };
  }
  const missing = part.missingValues(start, start.form.values, 'record');
  if (missing.length > 0) return part.valueRefusal(rule.item, missing);
  return undefined;
}

export const findingV1 = defineMachine({
  kind: 'finding',
  version: 1,
  form: findingForm,
  context: part.findingContext,
  events: part.findingEvents,
  startBy: [
    { role: 'INSPECTOR' },
    { role: 'SUPERVISION' },
    { role: 'FLOOR_DUTY' },
    { role: 'SHIFT_LEADER' },
    { role: 'CONTENT_SECTION' },
    { role: 'OFFICE' },
  ],
  stations: ['recorded', 'confirmed', 'assessed', 'noticed', 'closed'],
  seenBy: ['person'],
  summary: [
    'item',
    'person',
    'happenedOn',
    'place',
    'quantity',
    'note',
    'fault',
    'points',
    'money',
    'headPoints',
    'headMoney',
    'fine',
    'payBy',
    'paidOn',
    'noticedOn',
    'deliveredOn',
    'recorder',
    'confirmer',
    'distinct',
    'dropReason',
    'outcome',
    'appeal',
  ],
  facts: {
    'case.start': ['finding.rule'],
    'finding.confirm': ['finding.rule'],
    'finding.assess': ['finding.rule'],
    'finding.notice': ['finding.rule'],
    'finding.deliver': ['finding.rule'],
    'paper.delivered': ['finding.rule'],
  },
  refuseStart,
  ask: askFinding,
  because: {
    ruleKnown: (context: part.FindingContext) => ({ code: 'finding.not_recordable', facts: { item: context.item } }),
    mildestRule: (context: part.FindingContext, event: MachineEvent) => ({
      code: 'finding.milder_applies',
      facts: { item: ruleOf(event)?.item ?? context.item, milder: ruleOf(event)?.milder ?? '' },
      articles: [ruleOf(event)?.article ?? context.article],
    }),
    oneFactOneRule: (_: unknown, event: MachineEvent) => ({
      code: 'finding.duplicate',
      facts: { duplicates: ruleOf(event)?.duplicates ?? [] },
    }),
    faultSaid: (context: part.FindingContext) => ({ code: 'finding.fault_missing', articles: [context.article] }),
    inRange: (context: part.FindingContext) => ({
      code: 'finding.out_of_range',
      facts: { article: context.article },
      articles: [context.article],
    }),
    rangeLinked: (context: part.FindingContext, event: MachineEvent) => ({
      code: 'regulation.range_unlinked',
      facts: part.unlinked(context, event),
      articles: [context.article],
    }),
    valuesSaid: (context: part.FindingContext, event: MachineEvent) =>
      part.valueRefusal(
        context.item,
        part.missingValues(event, { ...context.values, ...(event.payload?.values as typeof context.values) }),
      ),
    headInRange: (context: part.FindingContext, event: MachineEvent) => ({
      code: 'finding.head_out_of_range',
      facts: { article: context.article, allowed: part.spanOf(ruleOf(event)?.headRange?.points) },
      articles: [context.article],
    }),
  },
  machine: m.createMachine({
    id: 'finding.v1',
    context: ({ input }) => ({
      ...input.form,
      values: part.valuesOf(input, input.form.values),
      key: input.key,
      recorder: input.actor.person,
      confirmer: null,
      article: ruleOf(input)?.article ?? '',
      substituteAlone: ruleOf(input)?.substituteAlone ?? false,
      joint: ruleOf(input)?.joint ?? [],
      distinct: null,
      fault: null,
      points: null,
      money: null,
      headPoints: null,
      headMoney: null,
      round: 0,
      fine: 0,
      noticedOn: null,
      deliveredOn: null,
      payBy: null,
      paidOn: null,
      fineDueDays: 0,
      fineGraceDays: 0,
      graceUntil: null,
      lateOn: null,
      lateItem: null,
      dropReason: null,
      appeal: null,
    }),
    initial: 'recorded',
    on: {
      'deadline.reached': { actions: ignored() },
      'paper.delivered': { actions: ignored() },
      'appeal.changed': { actions: ignored() },
    },
    states: {
      recorded: {
        entry: part.officeTask('confirm', ['finding.confirm', 'finding.drop']),
        exit: part.closeTask('confirm'),
        on: {
          'finding.confirm': {
            target: 'confirmed',
            guard: and(['ruleKnown', 'mildestRule', 'oneFactOneRule']),
            actions: part.confirm,
          },
          'finding.drop': { target: 'dropped', actions: set((_, event) => ({ dropReason: event.payload.reason })) },
        },
      },
      confirmed: {
        entry: part.officeTask('assess', ['finding.assess']),
        exit: part.closeTask('assess'),
        on: {
          'finding.assess': {
            target: 'assessed',
            guard: and(['ruleKnown', 'faultSaid', 'inRange', 'headInRange', 'rangeLinked', 'valuesSaid']),
            actions: [part.assess, part.post, part.tell('finding.assessed')],
          },
        },
      },
      assessed: {
        entry: part.officeTask('notice', ['finding.notice']),
        exit: part.closeTask('notice'),
        on: {
          'finding.notice': [
            {
              target: 'fineDue',
              guard: and(['isDelivered', 'fineWillBe']),
              actions: [part.settleNotice, part.draftNotice, part.tell('finding.noticed'), ...part.startFine],
            },
            {
              target: 'closed',
              guard: 'isDelivered',
              actions: [
                part.settleNotice,
                part.draftNotice,
                part.tell('finding.noticed'),
                set((_, event) => ({ deliveredOn: event.payload.deliveredOn ?? null })),
              ],
            },
            {
              target: 'noticed',
              guard: not('isDelivered'),
              actions: [part.settleNotice, part.draftNotice, part.tell('finding.noticed')],
            },
          ],
          'appeal.changed': part.appealChanged,
        },
      },
      noticed: {
        entry: part.officeTask('deliver', ['finding.deliver']),
        exit: part.closeTask('deliver'),
        on: {
          'finding.deliver': part.delivered,
          'paper.delivered': part.delivered,
          'appeal.changed': part.appealChanged,
        },
      },
      fineDue: {
        entry: part.officeTask('pay', ['finding.pay']),
        on: {
          'finding.pay': part.pay,
          'deadline.reached': {
            target: 'overdue',
            guard: 'namesFine',
            actions: effect('case.start', (context, event) =>
              context.lateItem
                ? {
                    kind: 'finding',
                    key: `${context.key}-late`,
                    subject: context.subject as 'person:',
                    input: {
                      item: context.lateItem,
                      subject: context.subject,
                      ...(context.person ? { person: context.person } : {}),
                      happenedOn: context.lateOn ?? event.today,
                      source: { kind: 'finding', key: context.key },
                    },
                  }
                : null,
            ),
          },
          'appeal.changed': part.appealChanged,
        },
      },
      overdue: {
        entry: part.tell('finding.fine_overdue'),
        on: { 'finding.pay': part.pay, 'appeal.changed': part.appealChanged },
      },
      // Not final for the machine: an appeal can still reopen it.
      closed: { tags: CLOSED, on: { 'appeal.changed': part.appealChanged } },
      revoked: { type: 'final', tags: CLOSED },
      dropped: { type: 'final', tags: CLOSED },
    },
  }),
});
