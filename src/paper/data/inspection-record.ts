import { z } from 'zod';
import { basis, line, paragraph, personName } from './common.js';

const count = z.string().regex(/^\d+$/);

/** P-INSP 检查记录表: mode, place, time, what was found, and two or more inspectors who signed the same (R63.O2). */
export const inspectionRecord = z.strictObject({
  /** Key of the inspection. */
  key: line,
  mode: line,
  checklist: line,
  on: line,
  /** From the beginning to the last signature: `09:10 至 10:35`. */
  time: line,
  place: line,
  subjects: z
    .array(z.strictObject({ name: line, met: count, notMet: count, notApplicable: count }))
    .min(1)
    .max(20),
  /** Lines that were not met, in the order of the list; what follows from each. */
  unmet: z
    .array(
      z.strictObject({
        subject: line,
        article: line,
        line,
        note: paragraph.nullable().default(null),
        evidence: line.nullable().default(null),
        follow: line.nullable().default(null),
      }),
    )
    .max(2000),
  team: z
    .array(z.strictObject({ name: personName, code: line, on: line }))
    .min(2)
    .max(10),
  /** Beginning of the hash that all of them signed. */
  content: z.string().regex(/^[0-9a-f]{16}$/),
  basis,
});
