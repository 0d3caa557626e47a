/** The small words of the pack language: amounts, expressions, conditions, bands. */
import { z } from 'zod';

export const decimal = z.string().regex(/^[+-]?\d{1,11}(\.\d{1,4})?$/, 'a decimal number with at most 4 places');
export const name = z.string().regex(/^[\w.-]{1,60}$/, 'a name of letters, digits, dots, dashes');
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day YYYY-MM-DD');
export const wording = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Wording = z.infer<typeof wording>;

/** A decimal, or a setting or parameter of the edition that holds one. */
export type Amount = string | { setting: string } | { parameter: string };
export const settingRef = z.strictObject({ setting: name });
export const parameterRef = z.strictObject({ parameter: name });
export const amount: z.ZodType<Amount> = z.union([decimal, settingRef, parameterRef], {
  error: 'a decimal number, { setting: … } or { parameter: … }',
});
/** A word of an enumeration, or the setting that chooses it. */
export const word = z.union([z.string(), settingRef], { error: 'a word or { setting: … }' });
export type Word = z.infer<typeof word>;

export type Expr = string | ExprObject;
export interface Bounds {
  above?: Expr;
  atLeast?: Expr;
  below?: Expr;
  atMost?: Expr;
}
/** One step of a ladder; see `ladder` in figures.ts. */
export interface LadderStep {
  upTo?: Amount;
  above?: Amount;
  each?: Amount;
  amount?: Amount;
}
/** Facts by what they say: a field of theirs, or `quantity`. */
export interface Selector {
  field: string;
  is?: string | boolean;
  in?: string[];
  above?: Amount;
  atLeast?: Amount;
  below?: Amount;
  atMost?: Amount;
}
export interface ExprObject {
  sum?: string;
  count?: string;
  value?: string;
  points?: string;
  share?: [Expr, Expr];
  parameter?: string;
  setting?: string;
  output?: string;
  section?: string;
  members?: { output: string; relation: string; aggregate: Word };
  running?: true;
  history?: { output: string; over: 'month' | 'quarter'; aggregate: Word };
  rank?: { ranking: string; from: 'top' | 'bottom' };
  attribute?: string;
  add?: Expr[];
  minus?: [Expr, Expr];
  times?: Expr[];
  greatest?: Expr[];
  least?: Expr[];
  round?: { of: Expr; mode: Word };
  given?: { when: Cond; take: Expr; otherwise?: Expr };
  choose?: { when?: Cond; take: Expr }[];
  days?: string;
  most?: string;
  within?: Amount;
  where?: Selector;
  mean?: string;
  drop?: Word;
  marks?: { from: Amount; to: Amount; whole?: boolean };
  occurrence?: string;
  from?: Amount;
  unmet?: string;
  change?: { output: string; over: 'month' | 'quarter' | 'year'; as?: Word };
  before?: { output: string; over: 'month' | 'quarter' | 'year'; otherwise?: Expr };
  periods?: { output: string; over: 'month' | 'quarter' } & Bounds;
  ladder?: { of: Expr; steps: LadderStep[] };
  onEach?: string;
  steps?: LadderStep[];
}
export interface Cond {
  all?: Cond[];
  any?: Cond[];
  not?: Cond;
  recorded?: string;
  relation?: string;
  known?: Expr;
  awarded?: { honours: string; relation?: string; title?: string };
  flagged?: { output: string; flag: string };
  graded?: { output: string; grade: string };
  measure?: Expr;
  input?: string;
  attribute?: string;
  field?: string;
  setting?: string;
  above?: Expr;
  atLeast?: Expr;
  below?: Expr;
  atMost?: Expr;
  is?: string | boolean;
  in?: string[];
}

export const expr: z.ZodType<Expr> = z.lazy(() => z.union([z.string(), exprObject]));
const exprList = z.array(expr).min(1);
const bounds = { above: expr.optional(), atLeast: expr.optional(), below: expr.optional(), atMost: expr.optional() };
export const ladderStep = z.strictObject({
  upTo: amount.optional(),
  above: amount.optional(),
  each: amount.optional(),
  amount: amount.optional(),
});
const exprObject = z.strictObject({
  sum: name.optional(),
  count: name.optional(),
  value: name.optional(),
  points: name.optional(),
  share: z.tuple([expr, expr]).optional(),
  parameter: name.optional(),
  setting: name.optional(),
  output: name.optional(),
  section: name.optional(),
  members: z.strictObject({ output: name, relation: name, aggregate: word }).optional(),
  /** What the section holds so far, before this rule. */
  running: z.literal(true).optional(),
  history: z.strictObject({ output: name, over: z.enum(['month', 'quarter']), aggregate: word }).optional(),
  rank: z.strictObject({ ranking: name, from: z.enum(['top', 'bottom']) }).optional(),
  attribute: name.optional(),
  add: exprList.optional(),
  minus: z.tuple([expr, expr]).optional(),
  times: exprList.optional(),
  greatest: exprList.optional(),
  least: exprList.optional(),
  round: z.strictObject({ of: expr, mode: word }).optional(),
  given: z.strictObject({ when: z.lazy(() => cond), take: expr, otherwise: expr.optional() }).optional(),
  /** The first formula whose condition holds; the last may stand without one. */
  choose: z
    .array(z.strictObject({ when: z.lazy(() => cond).optional(), take: expr }))
    .min(1)
    .optional(),
  /** Distinct days on which there is such a fact. */
  days: name.optional(),
  /** The most facts in any stretch of so many calendar days of the period. */
  most: name.optional(),
  within: amount.optional(),
  /** Only facts that say so; for `sum`, `count`, `points`, `days`, `most` and `mean`. */
  where: z
    .strictObject({
      field: name,
      is: z.union([z.string(), z.boolean()]).optional(),
      in: z.array(z.string()).optional(),
      above: amount.optional(),
      atLeast: amount.optional(),
      below: amount.optional(),
      atMost: amount.optional(),
    })
    .optional(),
  /** Mean of the facts of an item, with `drop` without the extremes; `marks` are those that may be given. */
  mean: name.optional(),
  drop: word.optional(),
  marks: z.strictObject({ from: amount, to: amount, whole: z.boolean().optional() }).optional(),
  /** How many occurrences of the period are the n-th or a later one. */
  occurrence: name.optional(),
  from: amount.optional(),
  /** Answers of a line of a check-list that were no. */
  unmet: name.optional(),
  /** Against the period before: `ABSOLUTE` or `PERCENT`. */
  change: z.strictObject({ output: name, over: z.enum(['month', 'quarter', 'year']), as: word.optional() }).optional(),
  /** What an output was in the period before, or `otherwise` where there is none: a balance or a count carried on. */
  before: z
    .strictObject({ output: name, over: z.enum(['month', 'quarter', 'year']), otherwise: expr.optional() })
    .optional(),
  /** In how many months or quarters of the period the output was so. */
  periods: z.strictObject({ output: name, over: z.enum(['month', 'quarter']), ...bounds }).optional(),
  ladder: z.strictObject({ of: expr, steps: z.array(ladderStep).min(1) }).optional(),
  /** Each fact of an item goes up the steps by itself; what they come to is added up. */
  onEach: name.optional(),
  steps: z.array(ladderStep).min(1).optional(),
});
export const cond: z.ZodType<Cond> = z.lazy(() =>
  z.strictObject({
    all: z.array(cond).optional(),
    any: z.array(cond).optional(),
    not: cond.optional(),
    recorded: name.optional(),
    /** With `recorded`: of the subject that this one names by the relation. */
    relation: name.optional(),
    /** The figure exists, whatever it is. */
    known: expr.optional(),
    /** The subject, or the one that it names by a relation, won a title of those honours in this period. */
    awarded: z.strictObject({ honours: name, relation: name.optional(), title: name.optional() }).optional(),
    /** The output carries this flag. */
    flagged: z.strictObject({ output: name, flag: name }).optional(),
    /** The subject has this grade for the output in this period, quota included. */
    graded: z.strictObject({ output: name, grade: name }).optional(),
    measure: expr.optional(),
    input: name.optional(),
    attribute: name.optional(),
    field: name.optional(),
    setting: name.optional(),
    above: expr.optional(),
    atLeast: expr.optional(),
    below: expr.optional(),
    atMost: expr.optional(),
    is: z.union([z.string(), z.boolean()]).optional(),
    in: z.array(z.string()).optional(),
  }),
);

/** `from`/`to` include their number, `above`/`below` do not. */
export const band = z.strictObject({
  from: amount.optional(),
  above: amount.optional(),
  to: amount.optional(),
  below: amount.optional(),
  amount: amount.optional(),
  grade: name.optional(),
  title: wording.optional(),
});
export type Band = z.infer<typeof band>;
