/** What the route of calendar duties takes and gives. */
import { z } from 'zod';
import { rhythm } from '../core/rules/language/parts.js';
import { day } from '../platform/http/shapes.js';

const wording = { zh: z.string(), en: z.string() };

/** @param on the day whose week, month, quarter, … is looked at; today when absent */
export const dutyStandingQuery = z.strictObject({ on: day.optional() });
export type DutyStandingQuery = z.infer<typeof dutyStandingQuery>;

/** `open`, `done`: counted by facts. `blank`: nobody filled in how often. `uncounted`: the text names no fact that counts. */
export const dutyStates = ['open', 'done', 'blank', 'uncounted'] as const;

const dutyLine = z.strictObject({
  duty: z.string(),
  article: z.string(),
  ...wording,
  every: rhythm,
  /** Role that has to do it. */
  who: z.string(),
  state: z.enum(dutyStates),
  /** First and last day of the stretch; null for what comes with each transaction or period, or once. */
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  /** How often at least, for each of `per` or altogether. */
  atLeast: z.number().nullable(),
  per: z.enum(['person', 'window', 'unit', 'group']).nullable(),
  /** The fact by which it is counted. */
  item: z.strictObject({ item: z.string(), ...wording }).nullable(),
  /** The parameter that is blank. */
  parameter: z.string().nullable(),
  /** Times it was done altogether. */
  times: z.int(),
  /** Of so many who are counted, so many have done it as often as needed. */
  fulfilled: z.int(),
  counted: z.int(),
  /** Who has too few, the first of them. */
  open: z.array(z.strictObject({ subject: z.string(), name: z.string(), done: z.int() })),
});
export type DutyLine = z.infer<typeof dutyLine>;

export const dutyStandingView = z.strictObject({
  on: z.iso.date(),
  edition: z.strictObject({ id: z.string(), edition: z.string(), hash: z.string(), ...wording }),
  items: z.array(dutyLine),
});
export type DutyStandingView = z.infer<typeof dutyStandingView>;
