import { z } from 'zod';
import { holder } from '../../src/core/effects.js';
import { day } from '../shapes.js';

/** `cycle.parameters`, for the start and for open: the edition of this period and the office's parameters (A52). */
export const cycleParameters = z.strictObject({
  edition: z.strictObject({ id: z.string(), edition: day, hash: z.string() }).nullable(),
  /** Parameters that are still blank. */
  blanks: z.array(z.string()),
  weightsAddUp: z.boolean(),
  /** Last day for handing in parts (A21: day 7 of the following month). */
  handInBy: day,
  verifyWorkingDays: z.int().min(0),
  disputeWorkingDays: z.int().min(0),
  publicityWorkingDays: z.int().min(0),
  /** Whether the announcement needs the minutes of the floor duty leaders' meeting (R28.03). */
  minutesNeeded: z.boolean(),
});
export type CycleParameters = z.output<typeof cycleParameters>;

/** `cycle.parts`, for open, handIn, confirm and object: sections with their holders, windows with their heads. */
export const cycleParts = z.strictObject({
  sections: z.array(z.strictObject({ section: z.string(), holders: z.array(holder).min(1) })).min(1),
  windows: z.array(z.strictObject({ window: z.string(), head: z.string().nullable() })),
  /** Sections whose part the actor may hand in, and windows that the actor heads. */
  mine: z.strictObject({ sections: z.array(z.string()), windows: z.array(z.string()) }),
});
export type CycleParts = z.output<typeof cycleParts>;

/**
 * `cycle.ranking`, for announce, approve, notify and the events that make the result final: what stands in the result
 * tables and beside them now.
 */
export const cycleRanking = z.strictObject({
  /** Digest of the latest run of this cycle, null while none is finished. */
  digest: z.string().nullable(),
  /** Places that the committee still has to decide, e.g. `red-flag:approval:A07,A11`. */
  openTies: z.array(z.string()),
  /** Honours with places computed; each becomes a certificate when a template is named. */
  honours: z.array(z.strictObject({ honour: z.string(), subject: z.string(), template: z.string().nullable() })),
  /** Vetoes and disqualifications were applied and quotas computed by this run. */
  complete: z.boolean(),
  /** Outputs whose source breaks off and that have results: a preview, never a result. */
  cutOff: z.array(z.strictObject({ output: z.string(), article: z.string() })),
  /** Keys of appeals against this cycle that are still open. */
  openAppeals: z.array(z.string()),
  /** Keys of papers of this cycle that are not issued yet. */
  openPapers: z.array(z.string()),
});
export type CycleRanking = z.output<typeof cycleRanking>;
