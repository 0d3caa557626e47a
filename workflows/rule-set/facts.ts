import { z } from 'zod';
import { day } from '../shapes.js';

/** `ruleSet.check`, for every step up to the approval: what the draft says now, checked in the same transaction. */
export const ruleSetCheck = z.strictObject({
  title: z.string(),
  pack: z.string(),
  /** Hash of the edition that would be adopted; null while the texts or choices are faulty. */
  hash: z.string().nullable(),
  /** First day in force. */
  from: day,
  /** Texts, references, bands, weights, worked examples and their cover hold. */
  isClean: z.boolean(),
  /** The first few faults, as `file:line:column what`. */
  faults: z.array(z.string()),
  /** Blanks that the chosen cycles need. */
  blanks: z.array(z.string()),
  /** Everybody who worked on the draft. */
  editors: z.array(z.string()),
  /** Another edition that counts from the same day or a later one, `id@edition from day`. */
  overlap: z.string().nullable(),
  /** Key of the case of the edition that this one replaces; null for one that had none. */
  replaces: z.string().nullable(),
});
export type RuleSetCheck = z.output<typeof ruleSetCheck>;

/** `scoring.final`, for every step up to the approval: periods whose result is final, that reach into the new edition. */
export const finalPeriods = z.strictObject({ periods: z.array(z.strictObject({ period: z.string(), to: day })) });
export type FinalPeriods = z.output<typeof finalPeriods>;

/** `cycle.running`, for every step up to the approval: appraisals that were begun and keep the edition of that day. */
export const runningCycles = z.strictObject({ periods: z.array(z.strictObject({ period: z.string(), from: day })) });
export type RunningCycles = z.output<typeof runningCycles>;
