import { z } from 'zod';
import { newFact } from '../../src/core/effects.js';
import { day, periodKey, subjectKey, units } from '../shapes.js';

/** `appeal.target`, for the start, accept, formPanel and change: what is attacked and who took part in it. */
export const appealTarget = z.strictObject({
  subject: subjectKey,
  period: periodKey,
  /** Key of the cycle whose result it touches; null when no cycle is open. */
  cycle: z.string().nullable(),
  /** Whether the applicant is the person concerned or answers for the window. */
  concerned: z.boolean(),
  inTime: z.boolean(),
  /** Last day for filing (A52). */
  lastDay: day,
  fact: z
    .strictObject({
      id: z.uuid(),
      item: z.string(),
      article: z.string(),
      /** Chosen by the officer, if the rule has a range; as they change the score. */
      points: units.nullable(),
      money: units.nullable(),
      /** Everything needed to post it again with other points; key and points are replaced. */
      repost: newFact,
      /** The finding that posted it, null for imports and leave. */
      finding: z.string().nullable(),
    })
    .nullable(),
  /** People who took part in the first decision (A60). */
  involved: z.array(z.string()),
  parameters: z.strictObject({
    acceptWorkingDays: z.int().min(0),
    decideWorkingDays: z.int().min(0),
    /** `show`: members who took part are shown as a conflict; `refuse`: they must stand aside. */
    recusal: z.enum(['show', 'refuse']),
  }),
});
export type AppealTarget = z.output<typeof appealTarget>;
