import { z } from 'zod';
import { day, evidence, personCode, remark, subjectKey, units } from '../shapes.js';

/** What an inspector records on the spot. Whether the item, the subject and the team fit, the edition says. */
export const findingForm = z.strictObject({
  /** Item of the adopted pack, e.g. `R11.A4`. */
  item: z.string().min(1),
  subject: subjectKey,
  /** Who acted, when the subject is a window. */
  person: subjectKey.optional(),
  happenedOn: day,
  place: z.string().max(100).optional(),
  /** How much, in 1/10000; one occurrence = 10000. */
  quantity: units.min(1).default(10_000),
  values: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()])).default({}),
  note: remark,
  evidence: evidence.default([]),
  /** Other members of the checking team. */
  team: z.array(personCode).max(20).default([]),
  /** Key of the inspection it belongs to; repeats within one inspection are one. */
  inspection: z.string().max(60).optional(),
  /** The case that opened it, e.g. an absence after leave. */
  source: z.strictObject({ kind: z.string(), key: z.string() }).optional(),
});
export type FindingForm = z.output<typeof findingForm>;
