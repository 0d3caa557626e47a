/**
 * Parts of `rules.yaml` for texts that name no amounts: dimensions to be marked, check-lists, the calendar of duties,
 * methods, outcomes and procedures. They are data for people and screens; what computes is rewritten to the primitives.
 */
import { z } from 'zod';
import { roles } from '../../roles.js';
import { amount, band, cond, name, parameterRef, settingRef, word, wording } from './expression.js';

export const subjectKind = z.enum(['person', 'window', 'unit', 'group']);
export const cycle = z.enum(['month', 'quarter', 'year']);
export type Cycle = z.infer<typeof cycle>;
/** A cycle, or the setting that chooses it where the text leaves it open. */
export const openCycle = z.union([cycle, settingRef], { error: 'month, quarter, year or { setting: … }' });
/** The same with its cycle settled. */
export type Settled<T extends { cycle: unknown }> = Omit<T, 'cycle'> & { cycle: Cycle };
/** What the figure of an output counts; different units are never added. */
export const unitOfOutput = z.enum(['points', 'yuan', 'days', 'hours', 'years', 'times', 'percent', 'count']);
export type UnitOfOutput = z.infer<typeof unitOfOutput>;

/** `counts` says what a plain count counts: cases, rounds, minutes. */
export const figureUnit = { unit: unitOfOutput.optional(), counts: wording.optional() };
export const saysWhatItCounts = (figure: { unit?: UnitOfOutput | undefined; counts?: unknown }): boolean =>
  (figure.unit === 'count') === (figure.counts !== undefined);
export const countsError = { error: 'unit: count and counts stand together or not at all' };

export const gradeTable = z.strictObject({
  kind: z.literal('K15').optional(),
  article: name,
  scale: z.array(z.strictObject({ grade: name, title: wording })).min(1),
  bands: z.array(band).min(1),
  /** The score that the bands look at: `EXACT`, or `ROUNDED` as it is shown. */
  compare: word.optional(),
  /** The best grade needs a place in the ranking as well as the score. */
  quota: z
    .strictObject({
      grade: name,
      ranking: name,
      ratio: amount,
      otherwise: name,
      rounding: word,
      least: amount,
      /** A place that nobody with the score fills: `NONE` leaves it empty, `BY_RANK` gives it to the next by rank. */
      spill: word.optional(),
    })
    .optional(),
});
export type GradeTable = z.infer<typeof gradeTable>;

/** One mark for each part and their weighted mean; the parts become items of their own. */
const dimensionsList = z.strictObject({
  output: name,
  subject: subjectKind,
  cycle: openCycle,
  title: wording,
  article: name,
  when: cond.optional(),
  ...figureUnit,
  missing: word,
  /** Several marks for one part: `MEAN`, or `TRIMMED` without one highest and one lowest of at least three. */
  combine: word.optional(),
  /** Marks that may be given, both ends included. */
  marks: z.strictObject({ from: amount, to: amount, whole: z.boolean().optional() }).optional(),
  parts: z.array(z.strictObject({ id: name, article: name, title: wording, weight: amount.optional() })).min(1),
  /** Every part must reach it; otherwise the flag is set, and the grade of that name given if the scale has it. */
  each: z.strictObject({ atLeast: amount, article: name, otherwise: name }).optional(),
  grade: gradeTable.optional(),
});
export const dimensions = dimensionsList.refine(saysWhatItCounts, countsError);
export type Dimensions = Settled<z.infer<typeof dimensions>>;

/** Lines that an inspection answers with yes (quantity 1) or no (quantity 0); the figure is the share of yes. */
export const checklist = z
  .strictObject({
    output: name,
    subject: subjectKind,
    cycle: openCycle,
    title: wording,
    article: name,
    /** Points for each line that is not met; gives a second output `<output>Points` that starts from `base`. */
    each: amount.optional(),
    base: amount.optional(),
    groups: z
      .array(
        z.strictObject({
          id: name,
          article: name,
          title: wording,
          /** `finding`: the item under which an inspection has a line that is not met handled. */
          lines: z.array(z.strictObject({ id: name, article: name, title: wording, finding: name.optional() })).min(1),
        }),
      )
      .min(1),
  })
  .refine((list) => (list.each === undefined) === (list.base === undefined), {
    error: 'each and base stand together or not at all',
  });
export type Checklist = Settled<z.infer<typeof checklist>>;

/** The roles of the institution, and those who stand outside it. */
const role = z.enum([...roles, 'PUBLIC', 'HOME_UNIT', 'HIGHER_UNIT']);
export const rhythm = z.enum([
  'transaction',
  'day',
  'week',
  'month',
  'twoMonths',
  'quarter',
  'halfYear',
  'year',
  'period',
  'once',
]);
export type Rhythm = z.infer<typeof rhythm>;

export const duty = z.strictObject({
  id: name,
  article: name,
  title: wording,
  every: rhythm,
  who: role,
  /** How often at least, counted by the facts of `fulfilledBy`, for each subject of the kind `per` or altogether. */
  atLeast: amount.optional(),
  per: subjectKind.optional(),
  fulfilledBy: name.optional(),
});
export type Duty = z.infer<typeof duty>;

export const method = z.strictObject({
  id: name,
  article: name,
  title: wording,
  /** Items and parts of dimensions that it supplies. */
  feeds: z.array(name).optional(),
});
export type Method = z.infer<typeof method>;

const outcomeBase = { id: name, article: name, title: wording };
/** What follows from a result: by grade, by a condition, or a rung of a ladder that a person chooses. */
export const outcome = z.union(
  [
    z.strictObject({ ...outcomeBase, output: name, grades: z.array(name).min(1) }),
    z.strictObject({ ...outcomeBase, output: name, when: cond }),
    z.strictObject({ ...outcomeBase, ladder: name, step: amount }),
  ],
  { error: '{ output, grades }, { output, when } or { ladder, step }' },
);
export type Outcome = z.infer<typeof outcome>;

export const procedure = z.strictObject({
  id: name,
  article: name,
  title: wording,
  /** What the lengths are counted from: `START` of the whole or `PREVIOUS_END` of the stage before. */
  anchor: word.optional(),
  /** The first day, where the text sets one or leaves it blank: a parameter of `type: day`. */
  start: parameterRef.optional(),
  steps: z
    .array(
      z.strictObject({ id: name, article: name, title: wording, months: amount.optional(), days: amount.optional() }),
    )
    .min(1),
});
export type Procedure = z.infer<typeof procedure>;
