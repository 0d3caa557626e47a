import { z } from 'zod';
import { day } from '../shapes.js';

/** What is sent to review. The day and the hash are pinned by the check, because both may change until then. */
export const ruleSetForm = z.strictObject({
  draft: z.uuid(),
  title: z.string().min(1),
  /** The pack of which it is a new edition. */
  pack: z.string().min(1),
  from: day,
});
export type RuleSetForm = z.output<typeof ruleSetForm>;
