/** Sheets (sections of rules) and blends (weighted means) as `rules.yaml` says them. */
import { z } from 'zod';
import { amount, band, cond, decimal, expr, ladderStep, name, word, wording } from './expression.js';
import {
  countsError,
  figureUnit,
  gradeTable,
  openCycle,
  type Settled,
  saysWhatItCounts,
  subjectKind,
} from './parts.js';

export const recordedBy = z.enum(['finding', 'import', 'leave', 'system']);
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
export const sheet = sheetObject.refine(saysWhatItCounts, countsError);
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
export const blend = blendObject.refine(saysWhatItCounts, countsError);
export type Blend = Settled<z.infer<typeof blend>>;
