/**
 * The pack language: what `articles.yaml`, `rules.yaml` and `index.yaml` may say. Everything is strict: an unknown
 * field is an error. Numbers are decimal text read from the source, so no binary fraction ever enters.
 */
import { z } from 'zod';
import { amount, band, cond, day, decimal, expr, ladderStep, name, word, wording } from './expression.js';
import { overlap } from './overlap.js';
import {
  checklist,
  countsError,
  dimensions,
  duty,
  figureUnit,
  gradeTable,
  method,
  openCycle,
  outcome,
  procedure,
  type Settled,
  saysWhatItCounts,
  subjectKind,
} from './parts.js';
import { gradeCap, term } from './tables.js';

const recordedBy = z.enum(['finding', 'import', 'leave', 'system']);
const pick = z.union([name, z.strictObject({ item: name, when: cond })], { error: 'an item name, or { item, when }' });

const ruleBase = {
  id: name,
  article: name.optional(),
  title: wording,
  unit: wording.optional(),
  when: cond.optional(),
  overlaps: z.array(name).optional(),
  /** K20: what must be attached when the fact is recorded. */
  evidence: z.array(name).optional(),
  record: recordedBy.optional(),
  atLeast: amount.optional(),
  atMost: amount.optional(),
};
const perUnit = { facts: z.array(pick).optional(), each: amount, by: z.enum(['quantity', 'count']).optional() };
const sheetRule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rule'),
    ...ruleBase,
    measure: expr,
    each: amount.optional(),
    bands: z.array(band).min(1).optional(),
    ladder: z.array(ladderStep).min(1).optional(),
  }),
  z.strictObject({ kind: z.literal('K1'), ...ruleBase, ...perUnit }),
  z.strictObject({ kind: z.literal('K2'), ...ruleBase, ...perUnit }),
  /** Any such event leaves nothing of the section; looked at after all its other rules. */
  z.strictObject({ kind: z.literal('K3'), ...ruleBase, facts: z.array(pick).optional() }),
  z.strictObject({ kind: z.literal('K5'), ...ruleBase, ...perUnit, upTo: amount }),
  z.strictObject({ kind: z.literal('K4'), ...ruleBase, measure: expr, bands: z.array(band).min(1) }),
  z.strictObject({
    kind: z.literal('K6'),
    ...ruleBase,
    facts: z.array(pick).optional(),
    range: z.strictObject({ points: z.tuple([decimal, decimal]) }),
  }),
  z.strictObject({ kind: z.literal('K16'), ...ruleBase, measure: expr, below: amount, each: amount, partial: word }),
]);
export type SheetRule = z.infer<typeof sheetRule>;

const section = z.strictObject({
  id: name,
  title: wording,
  article: name,
  base: amount,
  floor: word.optional(),
  cap: word.optional(),
  rules: z.array(sheetRule),
});
const sheetObject = z.strictObject({
  output: name,
  subject: subjectKind,
  cycle: openCycle,
  title: wording,
  article: name,
  when: cond.optional(),
  ...figureUnit,
  /** Decimal places that are shown, 2 when nothing is said; nothing is rounded before. */
  displayScale: amount.optional(),
  /** Several sections share a cap or a floor; a later budget may name an earlier one among its sections. */
  budgets: z
    .array(
      z.strictObject({
        id: name,
        article: name,
        title: wording,
        sections: z.array(name).min(1),
        atMost: amount.optional(),
        atLeast: amount.optional(),
      }),
    )
    .optional(),
  /** The source breaks off: what is computed is a sub-total out of so many points, or nothing at all. */
  incomplete: z.strictObject({ article: name, title: wording, of: amount, mode: word }).optional(),
  sections: z.array(section).min(1),
});
const sheet = sheetObject.refine(saysWhatItCounts, countsError);
export type Sheet = Settled<z.infer<typeof sheet>>;

const blendObject = z.strictObject({
  kind: z.enum(['K7', 'K8']).optional(),
  output: name,
  subject: subjectKind,
  cycle: openCycle,
  title: wording,
  article: name,
  when: cond.optional(),
  ...figureUnit,
  /** Decimal places that are shown, 2 when nothing is said; nothing is rounded before. */
  displayScale: amount.optional(),
  missing: word,
  /** Weights that add up to 100, or none at all: a plain mean. */
  parts: z
    .array(z.strictObject({ id: name, article: name, title: wording, weight: amount.optional(), measure: expr }))
    .min(1),
  /** K8: the weights when only some of the parts are known, by table; `missing` speaks where no row fits. */
  reweight: z
    .array(z.strictObject({ article: name, have: z.array(name).min(1), weights: z.array(amount).min(1) }))
    .optional(),
  /** A floor for every part: below it the flag is set. */
  each: z.strictObject({ atLeast: amount, article: name, otherwise: name }).optional(),
  grade: gradeTable.optional(),
});
const blend = blendObject.refine(saysWhatItCounts, countsError);
export type Blend = Settled<z.infer<typeof blend>>;

const range = z.union([amount, z.tuple([amount, amount])], { error: 'an amount, or [least, most] of a range' });
export type Range = z.infer<typeof range>;
const accountRule = z.strictObject({
  kind: z.enum(['K1', 'K2', 'K6']),
  id: name,
  article: name.optional(),
  title: wording,
  unit: wording.optional(),
  points: range,
  money: range.optional(),
  overlaps: z.array(name).optional(),
  evidence: z.array(name).optional(),
  record: recordedBy.optional(),
  /** K11: false where the head bears no share of it. */
  joint: z.boolean().optional(),
  /** K11: the head's own amount for this rule and how it stands to the general share. */
  head: z.strictObject({ points: range, money: range.optional(), clause: word }).optional(),
});
export type AccountRule = z.infer<typeof accountRule>;
const account = z.strictObject({
  kind: z.literal('K9').optional(),
  output: name,
  subject: subjectKind,
  title: wording,
  article: name,
  start: amount,
  cap: word.optional(),
  /** How a choice inside a range of points stands to the one inside the range of money: `SUGGEST`, `ENFORCE`, `OFF`. */
  rangeLink: word.optional(),
  /** A fact, e.g. that retraining was passed, lifts the balance back to so much where the office says `YES`. */
  refill: z.strictObject({ id: name, article: name, title: wording, mode: word, to: amount }).optional(),
  repeat: z
    .strictObject({
      kind: z.literal('K10').optional(),
      id: name,
      article: name,
      title: wording,
      window: amount,
      bound: word,
      anchor: word,
      factor: amount,
      growth: word,
      /** The repeat must come from another inspection: true, or `YES` / `NO`. */
      otherInspection: z.union([z.boolean(), word]),
      /** `CROSSES`: a finding of the year before still makes a repeat; `RESETS`: it does not. */
      yearEnd: word.optional(),
    })
    .optional(),
  head: z
    .strictObject({
      kind: z.literal('K11').optional(),
      id: name,
      article: name,
      title: wording,
      relation: name,
      field: name,
      shares: z.array(z.strictObject({ is: z.string(), percent: amount })).min(1),
      /** So many person-times of these rules on one day cost the head a penalty of his own on top of the shares. */
      crowds: z
        .array(
          z.strictObject({
            id: name,
            article: name,
            title: wording,
            items: z.array(name).min(1),
            count: amount,
            scope: word,
            points: amount,
            money: amount.optional(),
          }),
        )
        .optional(),
      /** A penalty of the head himself stands in for his share of what the same event brought on his people. */
      instead: z.array(z.strictObject({ item: name, field: name, clause: word })).optional(),
    })
    .optional(),
  /** K11: others above the person who bear a percentage of his penalty, chosen for each fact or set by the office. */
  superiors: z
    .array(
      z.strictObject({
        id: name,
        article: name,
        title: wording,
        relation: name,
        items: z.array(name).min(1),
        percent: z.strictObject({ field: name, from: amount, to: amount, otherwise: amount.optional() }),
        /** Percentage of what: `PENALTY` (points and fine of the person), `FINE` alone, or of the `HEAD`'s penalty. */
        base: word,
      }),
    )
    .optional(),
  exhausted: z
    .strictObject({
      kind: z.literal('K9').optional(),
      id: name,
      article: name,
      title: wording,
      atMost: amount,
      flag: name,
    })
    .optional(),
  streak: z
    .strictObject({
      kind: z.literal('K10').optional(),
      id: name,
      article: name,
      title: wording,
      count: amount,
      window: amount,
      of: word,
      flag: name,
      /** A fact that the person was inspected and nothing was found; it breaks a row of consecutive inspections. */
      clean: name.optional(),
    })
    .optional(),
  rules: z.array(accountRule).min(1),
});
export type Account = z.infer<typeof account>;

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

const ambiguityId = z.string().regex(/^A\d{2}$/, 'an ambiguity id such as A02');
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
