import { z } from 'zod';
import { evidence, periodKey, reason, subjectKey } from '../shapes.js';

/** What is attacked and why: one entry of the ledger, or the result of a subject. */
export const appealForm = z
  .strictObject({
    /** Key of the appraisal cycle, absent for the live account. */
    cycle: z.string().optional(),
    period: periodKey.optional(),
    factId: z.uuid().optional(),
    subject: subjectKey.optional(),
    ground: reason,
    evidence: evidence.default([]),
  })
  .refine((form) => form.factId !== undefined || form.subject !== undefined, {
    path: ['subject'],
    message: 'name a fact or a subject / 请指明记录或考核对象',
  });
export type AppealForm = z.output<typeof appealForm>;
