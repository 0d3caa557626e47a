/** Context, events and actions of inspections, version 1. */
import { z } from 'zod';
import { digestOf } from '../../src/core/digest.js';
import type { CaseActor } from '../contract.js';
import { type AnyEvent, actionsFor, defineEvents, type MachineEvent, type Refusal } from '../kit.js';
import { day, evidence, reason, remark, subjectKey } from '../shapes.js';
import { type ChecklistFound, checkLine, type EvidenceFound, type TeamFound } from './facts.js';
import { type InspectionForm, inspectionForm, inspectionTeam } from './form.js';

export const answerKinds = ['met', 'notMet', 'notApplicable'] as const;

/** One line answered for one subject; the later answer replaces the earlier. */
const answer = z.strictObject({
  subject: subjectKey,
  line: z.string().min(1).max(60),
  answer: z.enum(answerKinds),
  note: z.string().trim().max(500).optional(),
  evidence: evidence.optional(),
});
export type Answer = z.output<typeof answer>;

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const inspectionContext = z.strictObject({
  ...inspectionForm.shape,
  key: z.string(),
  /** Code of who planned it. */
  planner: z.string(),
  /** True until everybody has signed: only planner and team know of it (see `contract.ts`). */
  isConfidential: z.boolean(),
  /** `id@edition` of which the lines are. */
  edition: z.string(),
  title: z.strictObject({ article: z.string(), zh: z.string(), en: z.string() }),
  groups: z.array(z.strictObject({ id: z.string(), article: z.string(), zh: z.string(), en: z.string() })),
  lines: z.array(checkLine),
  heldOn: day.nullable(),
  place: z.string().nullable(),
  answers: z.array(answer),
  /** What is signed: hash over key, edition, day, team and answers. */
  content: hash,
  signatures: z.array(z.strictObject({ person: z.string(), at: z.string(), hash })),
  /** Codes of the people inspected and of the heads of the windows; they read the result once it is signed. */
  concerned: z.array(z.string()),
  cancelReason: z.string().nullable(),
});
export type InspectionContext = z.output<typeof inspectionContext>;

const planners = [{ is: 'named' as const, field: 'planner' }, { role: 'SUPERVISION' as const }];
/** In person and nobody in their place: who signs has seen it. */
const team = [{ is: 'named' as const, field: 'team' }];

export const inspectionEvents = defineEvents({
  'inspection.assign': {
    payload: z.strictObject({ team: inspectionTeam.optional() }),
    by: planners,
    button: 'primary',
  },
  'inspection.start': { payload: z.strictObject({}), by: team, button: 'primary' },
  'inspection.record': {
    payload: z.strictObject({
      answers: z.array(answer).min(1).max(1000),
      place: z.string().trim().max(100).optional(),
    }),
    by: team,
    // Filled in on a form of its own, line by line.
    button: 'hidden',
  },
  'inspection.sign': { payload: z.strictObject({ hash }), by: team, button: 'hidden' },
  'inspection.handOver': {
    payload: z.strictObject({ remark }),
    by: [...team, { role: 'SUPERVISION' }, { role: 'OFFICE' }],
    button: 'primary',
  },
  'inspection.cancel': { payload: z.strictObject({ reason }), by: planners, button: 'danger', reason: true },
});

type Facts = Pick<MachineEvent, 'facts'>;
export const checklistOf = (from: Facts) => from.facts['inspection.checklist'] as ChecklistFound | undefined;
export const teamOf = (from: Facts) => from.facts['inspection.team'] as TeamFound | undefined;
export const evidenceOf = (from: Facts) => from.facts['inspection.evidence'] as EvidenceFound | undefined;

/** What of the edition an inspection keeps, so that it can be read as it was signed. */
export const kept = (found: ChecklistFound | undefined) => ({
  edition: found?.edition ?? '',
  title: { article: found?.list?.article ?? '', zh: found?.list?.zh ?? '', en: found?.list?.en ?? '' },
  groups: found?.list?.groups ?? [],
  lines: found?.list?.lines ?? [],
});

type Content = Pick<InspectionContext, 'key' | 'edition' | 'checklist' | 'heldOn' | 'place' | 'team' | 'answers'>;
const placeIn = (one: Pick<Answer, 'subject' | 'line'>) => `${one.subject} ${one.line}`;
const byPlace = (a: Answer, b: Answer) => (placeIn(a) < placeIn(b) ? -1 : 1);

/** The hash that every member signs; the order in which answers came does not matter. */
export const contentOf = ({ key, edition, checklist, heldOn, place, team: members, answers }: Content): string =>
  digestOf({ key, edition, checklist, heldOn, place, team: [...members].sort(), answers: [...answers].sort(byPlace) });

const merged = (before: readonly Answer[], given: readonly Answer[]): Answer[] => {
  const all = new Map(before.map((one) => [placeIn(one), one]));
  for (const one of given) all.set(placeIn(one), one);
  return [...all.values()];
};

/** Lines not answered yet, as `subject line`. */
export function missingOf({ subjects, lines, answers }: InspectionContext): string[] {
  const given = new Set(answers.map(placeIn));
  return subjects.flatMap((subject) =>
    lines.map((line) => placeIn({ subject, line: line.id })).filter((place) => !given.has(place)),
  );
}

const answersIn = (event: AnyEvent): readonly Answer[] => (event.payload as { answers?: Answer[] })?.answers ?? [];
/** The first answer about a line or a subject that this inspection does not have. */
export const strangerIn = (context: InspectionContext, event: AnyEvent): Answer | undefined =>
  answersIn(event).find(
    (one) => !context.subjects.includes(one.subject) || !context.lines.some((line) => line.id === one.line),
  );

/** Answered lines that the edition in force on the day no longer has. */
export const goneLines = (context: InspectionContext, event: AnyEvent): string[] => {
  const known = new Set(checklistOf(event)?.list?.lines.map((line) => line.id));
  return [...new Set(context.answers.map((one) => one.line))].filter((line) => !known.has(line));
};

export const signed = (context: InspectionContext, actor: CaseActor): boolean =>
  context.signatures.some((one) => one.person === actor.person);

/** Why these people may not check these places; undefined when they may. */
export function teamRefusal(found: TeamFound | undefined): Refusal | undefined {
  const stranger = found?.members.find((one) => !one.isInspector);
  if (stranger) return { code: 'inspection.not_inspector', facts: { person: stranger.person } };
  const own = found?.members.find((one) => one.own.length > 0);
  if (own) return { code: 'inspection.own_place', facts: { person: own.person, subjects: own.own } };
  if (found?.unknown.length) return { code: 'inspection.subject_unknown', facts: { subjects: found.unknown } };
  return undefined;
}

/** Why this check-list cannot be used; undefined when it can. */
export function checklistRefusal(
  form: Pick<InspectionForm, 'checklist' | 'subjects'>,
  found: ChecklistFound | undefined,
): Refusal | undefined {
  const list = found?.list;
  if (!list)
    return {
      code: 'inspection.checklist_unknown',
      facts: { checklist: form.checklist, edition: found?.edition ?? '', available: found?.available ?? [] },
    };
  const wrong = form.subjects.find((subject) => !subject.startsWith(`${list.subjectKind}:`));
  if (wrong)
    return {
      code: 'inspection.subject_kind',
      facts: { subject: wrong, kind: list.subjectKind },
      articles: [list.article],
    };
  return undefined;
}

export const { effect, set } = actionsFor<InspectionContext>();
const people = (codes: readonly string[]) => codes.map((person) => ({ person }));

/** Of a secret plan not even the supervision section hears. */
export const askToAssign = effect('task.assign', (context) => ({
  step: 'assign',
  holders: context.isConfidential ? people([context.planner]) : [{ role: 'SUPERVISION' }, { person: context.planner }],
  events: ['inspection.assign'],
}));
export const askToStart = effect('task.assign', (context) => ({
  step: 'start',
  holders: people(context.team),
  due: { on: context.day },
  events: ['inspection.start'],
}));
export const askToSign = effect('task.assign', (context) => ({
  step: 'sign',
  holders: people(context.team),
  mode: 'all',
  events: ['inspection.sign'],
}));
export const askToHandOver = effect('task.assign', (context) => ({
  step: 'handOver',
  holders: [{ role: 'SUPERVISION' as const }, { role: 'OFFICE' as const }, ...people(context.team)],
  events: ['inspection.handOver'],
}));
export const closeTask = (step: string) => effect('task.close', { step });
export const tellTeam = (message: string) =>
  effect('notification.send', (context) => ({
    to: people(context.team),
    message,
    args: { key: context.key, day: context.day },
  }));

/** The term to object runs from now. */
export const tellConcerned = [
  set((_, event) => ({ isConfidential: false, concerned: teamOf(event)?.concerned ?? [] })),
  effect('notification.send', (context) =>
    context.concerned.length > 0
      ? {
          to: people(context.concerned),
          message: 'inspection.result',
          args: { key: context.key, day: context.heldOn ?? context.day },
        }
      : null,
  ),
];

export const assign = set((context, event) => ({ team: event.payload.team ?? context.team }));
export const replaceTeam = [
  assign,
  set((context) => ({ signatures: [], content: contentOf(context) })),
  tellTeam('inspection.assigned'),
];
export const begin = set((context, event) => {
  const next = { ...context, ...kept(checklistOf(event)), heldOn: event.today };
  return { ...kept(checklistOf(event)), heldOn: event.today, content: contentOf(next) };
});

/** What was signed is signed no more once an answer changes; the same answers sent again change nothing. */
const changes = (context: InspectionContext, event: AnyEvent) => {
  const answers = merged(context.answers, answersIn(event));
  const place = (event.payload.place as string | undefined) ?? context.place;
  return { answers, place, content: contentOf({ ...context, answers, place }) };
};
const losesSignatures = (context: InspectionContext, event: AnyEvent): boolean =>
  context.signatures.length > 0 && changes(context, event).content !== context.content;
export const record = [
  effect('task.close', (context, event) => (losesSignatures(context, event) ? { step: 'sign' } : null)),
  effect('task.assign', (context, event) =>
    losesSignatures(context, event)
      ? { step: 'sign', holders: people(context.team), mode: 'all', events: ['inspection.sign'] }
      : null,
  ),
  set((context, event) => ({
    ...(losesSignatures(context, event) ? { signatures: [] } : {}),
    ...changes(context, event),
  })),
];
export const sign = set((context, event) => ({
  signatures: [...context.signatures, { person: event.actor.person, at: event.at, hash: event.payload.hash }],
}));

/** A line that was met counts 1, one that was not 0; a line that does not apply there is no fact. */
export const postAnswers = effect('ledger.post', (context) => {
  const facts = [...context.answers].sort(byPlace).flatMap((one) =>
    one.answer === 'notApplicable'
      ? []
      : [
          {
            key: placeIn(one).replace(' ', '-'),
            item: one.line,
            subject: one.subject,
            happenedOn: context.heldOn ?? context.day,
            quantity: one.answer === 'met' ? 10_000 : 0,
            values: { inspection: context.key },
            ...(one.note ? { note: one.note } : {}),
            evidence: one.evidence ?? [],
          },
        ],
  );
  return facts.length > 0 ? { facts } : null;
});

/** P-INSP: drawn up once all have signed the same; what was signed changes no more. */
export const draftRecord = effect('paper.draft', (context) => ({
  template: 'inspection-record',
  key: `${context.key}-record`,
  source: 'inspection.record',
  args: { key: context.key },
}));

/** What an unmet line costs is found by W2: confirmed by somebody who was not there, assessed by the article. */
export const startFindings = effect('case.start', (context) =>
  [...context.answers].sort(byPlace).flatMap((one) => {
    const item = context.lines.find((line) => line.id === one.line)?.finding;
    if (one.answer !== 'notMet' || !item) return [];
    return [
      {
        kind: 'finding',
        key: `${context.key}-${one.line}-${one.subject.replace(':', '-')}`,
        subject: one.subject,
        input: {
          item,
          subject: one.subject,
          happenedOn: context.heldOn ?? context.day,
          ...(context.place ? { place: context.place } : {}),
          ...(one.note ? { note: one.note } : {}),
          evidence: one.evidence ?? [],
          team: context.team,
          inspection: context.key,
          source: { kind: 'inspection', key: context.key },
        },
      },
    ];
  }),
);
