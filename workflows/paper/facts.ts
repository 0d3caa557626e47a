import { z } from 'zod';
import { roles } from '../../src/core/roles.js';

/** `paper.definition`, for the start and for sign: what `paper.yaml` of the newest version says. */
export const paperDefinition = z.strictObject({
  template: z.string(),
  version: z.int().min(1),
  /** Code of the paper, e.g. `P-RESULT`. */
  code: z.string(),
  /** What people call it, e.g. 请假单, by language. */
  name: z.record(z.string(), z.string()).optional(),
  /** Who signs, in order; one or more roles. */
  signers: z.array(z.enum(roles)).min(1),
  /** Internal forms such as the leave slip go through without a hand. */
  automatic: z.boolean(),
  /** Whether the origin is in the state in which this paper may be issued. */
  stateReached: z.boolean(),
});
export type PaperDefinition = z.output<typeof paperDefinition>;

/** `paper.drafter`, for the start (who caused it) and for review and sign (whether the data stand). */
export const paperDrafter = z.strictObject({
  /** Code of the person who drafted it, or `system`. */
  drafter: z.string(),
  /** Names and characters that no font can print; signing is refused until they are put right. */
  missingGlyphs: z.array(z.string()),
});
export type PaperDrafter = z.output<typeof paperDrafter>;
