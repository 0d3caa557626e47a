import { z } from 'zod';

/** What is to be written. `source` names the data provider, `args` its arguments. */
export const paperForm = z.strictObject({
  template: z.string().min(1),
  source: z.string().min(1),
  args: z.record(z.string(), z.unknown()).default({}),
  /** The case that asked for it. */
  origin: z.strictObject({ kind: z.string(), key: z.string() }).nullable().default(null),
  /** The origin wants to hear `paper.delivered`. */
  reply: z.boolean().default(false),
});
export type PaperForm = z.output<typeof paperForm>;
