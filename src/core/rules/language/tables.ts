/** Kinds that are shorthands over decision tables: caps of a grade (K14), terms (K19), overdue payment (K22). */
import { z } from 'zod';
import { type Amount, amount, type Cond, name, settingRef, type Wording, word, wording } from './expression.js';
import type { Decision, DecisionValue } from './language.js';

const limit = z.strictObject({
  input: name,
  above: amount.optional(),
  atLeast: amount.optional(),
  below: amount.optional(),
  atMost: amount.optional(),
});

/** K14: several measures keep a grade down; a cap never raises it. */
export const gradeCap = z.strictObject({
  kind: z.literal('K14').optional(),
  id: name,
  title: wording,
  article: name,
  /** The office's own grades, the best first. */
  scale: z.array(z.string().min(1)).min(2),
  /** `AND`: all measures of a tier must hold; `OR`: any one is enough. */
  combine: word,
  tiers: z
    .array(
      z.union([
        z.strictObject({ id: name, article: name, title: wording, when: z.array(limit).min(1), atMost: z.string() }),
        z.strictObject({ id: name, article: name, title: wording, when: z.array(limit).min(1), below: z.string() }),
      ]),
    )
    .min(1),
});
export type GradeCap = z.infer<typeof gradeCap>;

const termBase = {
  id: name,
  title: wording,
  article: name,
  /** What the days are counted from. */
  after: name.optional(),
  /** `calendarDays`, `workingDays`, or `shiftedDays`: calendar days whose last day moves on where it is a holiday. */
  calendar: z.union([z.enum(['calendarDays', 'workingDays', 'shiftedDays']), settingRef]).optional(),
};
/** K19: so many days after an event, or so often in a stretch of time. K22: unpaid beyond its grace, it creates a fact. */
export const term = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('K19'),
    ...termBase,
    days: amount.optional(),
    every: z.enum(['week', 'month', 'twoMonths', 'quarter', 'halfYear', 'year']).optional(),
    atLeast: amount.optional(),
    evidence: z.array(name).optional(),
  }),
  z.strictObject({
    kind: z.literal('K22'),
    ...termBase,
    days: amount,
    grace: amount,
    creates: name,
    /** The day that the created fact bears: `DAY_AFTER_GRACE`, `LAST_GRACE_DAY` or `DAY_AFTER_DUE`. */
    penaltyDate: z.union([z.enum(['DAY_AFTER_GRACE', 'LAST_GRACE_DAY', 'DAY_AFTER_DUE']), settingRef]).optional(),
  }),
]);
export type Term = z.infer<typeof term>;

/**
 * The strictest tier that holds comes first and lowers a better grade to its own; a grade that no tier touches stays.
 * @returns a decision over the measures and `grade`, giving `{ grade, cappedBy? }`
 */
export function expandGradeCap(cap: GradeCap): Decision {
  const place = (grade: string) => cap.scale.indexOf(grade);
  const tiers = cap.tiers
    .map((tier) => ({ tier, best: 'below' in tier ? place(tier.below) + 1 : place(tier.atMost) }))
    // Of two tiers that end at the same grade the later one speaks: a text goes from mild to strict.
    .toReversed()
    .toSorted((a, b) => b.best - a.best);
  const inputs: Decision['inputs'] = { grade: 'text' };
  for (const { tier } of tiers) for (const one of tier.when) inputs[one.input] = 'number';
  const rows = tiers.map(({ tier, best }) => ({
    id: tier.id,
    articles: [tier.article],
    title: tier.title,
    when: { all: [{ input: 'grade', in: cap.scale.slice(0, best) }, combined(tier.when, cap.combine)] },
    gives: { grade: cap.scale[best] ?? '', cappedBy: tier.article } as Record<string, DecisionValue>,
  }));
  const kept = cap.scale.map((grade, index) => ({
    id: `kept${index + 1}`,
    articles: [cap.article],
    title: { zh: `维持 ${grade}`, en: `${grade} stands` },
    when: { input: 'grade', is: grade },
    gives: { grade } as Record<string, DecisionValue>,
  }));
  return { id: cap.id, title: cap.title, article: cap.article, hit: 'first', inputs, rows: [...rows, ...kept] };
}

function combined(measures: readonly Cond[], combine: GradeCap['combine']): Cond {
  const [all, any] = [{ all: [...measures] }, { any: [...measures] }];
  if (typeof combine === 'string') return combine === 'OR' ? any : all;
  return { any: [all, { all: [{ setting: combine.setting, is: 'OR' }, any] }] };
}

/** @returns a decision without inputs that gives the term, e.g. `{ dueDays, graceDays, calendar, creates }` */
export function expandTerm(term: Term): Decision {
  const gives: Record<string, DecisionValue> = {};
  const put = (key: string, value: Amount | string | readonly string[] | undefined) => {
    if (value !== undefined) gives[key] = value as DecisionValue;
  };
  put('after', term.after);
  put('dueDays', term.days);
  put('calendar', term.calendar);
  if (term.kind === 'K22') {
    put('graceDays', term.grace);
    put('creates', term.creates);
    put('penaltyDate', term.penaltyDate);
  } else {
    put('every', term.every);
    put('atLeast', term.atLeast);
    put('evidence', term.evidence);
  }
  const title: Wording = term.title;
  return {
    id: term.id,
    title,
    article: term.article,
    hit: 'first',
    inputs: {},
    rows: [{ id: 'terms', articles: [term.article], title, gives }],
  };
}
