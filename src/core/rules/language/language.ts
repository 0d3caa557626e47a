/**
 * The pack language: what `articles.yaml`, `rules.yaml` and `index.yaml` may say. Everything is strict: an unknown
 * field is an error. Numbers are decimal text read from the source, so no binary fraction ever enters.
 */
import { z } from 'zod';
import { overlap } from '../engine/overlap.js';
import { amount, cond, day, expr, name, word, wording } from './expression.js';
import { account } from './language-account.js';
import { blend, recordedBy, sheet } from './language-sheet.js';
import { leaveKind } from './leave-kind.js';
import {
  checklist,
  dimensions,
  duty,
  method,
  openCycle,
  outcome,
  procedure,
  type Settled,
  subjectKind,
} from './parts.js';
import { gradeCap, term } from './tables.js';

const ranking = z.strictObject({
  kind: z.literal('K12').optional(),
  id: name,
  article: name,
  title: wording,
  output: name,
  cycle: openCycle,
  groups: z.array(z.strictObject({ id: name, title: wording })).optional(),
  tieBreak: z
    .array(z.strictObject({ id: name, title: wording, by: expr, order: z.enum(['most', 'fewest']) }))
    .optional(),
});
export type Ranking = Settled<z.infer<typeof ranking>>;

const honours = z.strictObject({
  kind: z.literal('K12').optional(),
  id: name,
  article: name,
  ranking: name,
  /** Places by a percentage of the group, or a plain number of them. */
  titles: z
    .array(
      z.union([
        z.strictObject({ id: name, title: wording, ratio: amount, article: name }),
        z.strictObject({ id: name, title: wording, count: amount, article: name }),
      ]),
    )
    .min(1),
  mode: word,
  base: word,
  rounding: word,
  roundingArticle: name,
  least: amount,
  /** A place that nobody of a group may fill: `NONE` leaves it empty, `BEST_OF_OTHERS` gives it to another group. */
  transfer: word.optional(),
  /** K13: all must hold. */
  eligible: z.array(z.strictObject({ article: name, title: wording, when: cond })).optional(),
  /** K13: any one excludes. */
  disqualified: z.array(z.strictObject({ article: name, title: wording, when: cond })).optional(),
});
export type Honours = z.infer<typeof honours>;

type DecisionValue =
  | string
  | boolean
  | null
  | { parameter: string }
  | { setting: string }
  | DecisionValue[]
  | { [key: string]: DecisionValue };
export const decisionValue: z.ZodType<DecisionValue> = z.lazy(() =>
  z.union([z.string(), z.boolean(), z.null(), z.array(decisionValue), z.record(z.string(), decisionValue)]),
);
const decision = z.strictObject({
  kind: z.enum(['K13', 'K17', 'K18', 'K19', 'K20', 'K21']).optional(),
  id: name,
  title: wording,
  article: name,
  /** `unique`: exactly one row fits. `first`: the first that fits. `collect`: all that fit, values merged. */
  hit: z.enum(['unique', 'first', 'collect']),
  inputs: z.record(z.string(), z.enum(['number', 'boolean', 'text'])),
  rows: z
    .array(
      z.strictObject({
        id: name,
        articles: z.array(name).min(1),
        title: wording,
        when: cond.optional(),
        gives: z.record(z.string(), decisionValue),
      }),
    )
    .min(1),
});
export type Decision = z.infer<typeof decision>;
export type { DecisionValue };

export const fact = z.strictObject({
  item: name,
  subject: subjectKind,
  article: name,
  title: wording,
  unit: wording,
  source: recordedBy,
  evidence: z.array(name).optional(),
  overlaps: z.array(name).optional(),
});

export type DeclaredFact = z.infer<typeof fact>;

/** `A`: an open question of the catalogue of the texts; `B`: one that came up while building on them. */
export const ambiguityId = z.string().regex(/^[AB]\d{2}$/, 'an ambiguity id such as A02 or B01');
const setting = z.strictObject({
  ambiguity: ambiguityId.optional(),
  articles: z.array(name).min(1),
  title: wording,
  default: z.string(),
  /** Allowed words, or `number`. */
  values: z.union([z.literal('number'), z.array(z.strictObject({ value: z.string(), title: wording })).min(2)]),
  note: wording,
});
export type Setting = z.infer<typeof setting>;

const parameter = z.strictObject({
  kind: z.literal('K23').optional(),
  /** What the text leaves open here. */
  ambiguity: ambiguityId.optional(),
  article: name,
  title: wording,
  unit: wording,
  /** Words or a day instead of a number: for texts that name it as `{parameter}`, and for the start of a procedure. */
  type: z.enum(['text', 'day']).optional(),
  /** `____` where the text leaves a blank. */
  value: z.union([z.string(), z.null()]),
  suggestion: z.string().optional(),
  basis: wording.optional(),
});
export type Parameter = z.infer<typeof parameter>;

/** A number, or words or a day where the parameter is of that type. */
const fill = z.strictObject({ value: z.string(), filledInBy: wording, basis: wording });
export type Fill = z.infer<typeof fill>;

export const rulesFile = z.strictObject({
  use: z.array(z.strictObject({ pack: name, edition: day })).optional(),
  inputs: z.record(name, z.strictObject({ title: wording, kind: z.enum(['output', 'item']) })).optional(),
  bind: z.record(name, name).optional(),
  /** What a column of an office's list is here: the name of the column's meaning → item. */
  imports: z.record(name, name).optional(),
  /** Articles that a refusal or a paper of the procedure rests on: its code → articles. */
  citations: z.record(name, z.array(name).min(1)).optional(),
  choose: z.record(name, z.string()).optional(),
  fill: z.record(name, fill).optional(),
  settings: z.record(name, setting).optional(),
  parameters: z.record(name, parameter).optional(),
  facts: z.array(fact).optional(),
  sheets: z.array(sheet).optional(),
  accounts: z.array(account).optional(),
  blends: z.array(blend).optional(),
  rankings: z.array(ranking).optional(),
  honours: z.array(honours).optional(),
  decisions: z.array(decision).optional(),
  /** Kinds of leave. */
  leaveKinds: z.array(leaveKind).optional(),
  gradeCaps: z.array(gradeCap).optional(),
  terms: z.array(term).optional(),
  overlap: z.array(overlap).optional(),
  dimensions: z.array(dimensions).optional(),
  checklists: z.array(checklist).optional(),
  duties: z.array(duty).optional(),
  methods: z.array(method).optional(),
  outcomes: z.array(outcome).optional(),
  procedures: z.array(procedure).optional(),
});
export type RulesFile = z.infer<typeof rulesFile>;

export const articlesFile = z.strictObject({
  /** The limits of what was formalised, and what the source leaves out. */
  notes: z.array(wording).optional(),
  articles: z
    .array(
      z.strictObject({
        article: name,
        gist: wording,
        place: z.string().min(1),
        use: z.enum(['rule', 'information']).optional(),
      }),
    )
    .min(1),
});
export type ArticlesFile = z.infer<typeof articlesFile>;

/** Kinds of institution whose texts these are, few and general; `any-unit`: whoever has windows. */
const institutionKinds = [
  'service-hall',
  'government-office',
  'market-regulator',
  'public-body',
  'hospital',
  'school',
  'bank',
  'enterprise',
  'any-unit',
] as const;

export const indexFile = z.strictObject({
  id: name,
  title: wording,
  owner: wording,
  institution: z.enum(institutionKinds),
  source: wording,
  composed: z.boolean().optional(),
  editions: z
    .array(z.strictObject({ edition: day, from: day, to: day.optional(), assumed: z.boolean().optional() }))
    .min(1),
});
export type IndexFile = z.infer<typeof indexFile>;
