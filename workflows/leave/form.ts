import { z } from 'zod';
import { day, evidence, half, reason } from '../shapes.js';

/** 事假, 病假, 公休假, 公务 (study, visit, meeting: needs the unit's document, R15.L4). */
export const leaveKinds = ['personal', 'sick', 'annual', 'official'] as const;

/** What the applicant fills in. `from` and `to` are inclusive half days. */
export const leaveForm = z
  .strictObject({
    kind: z.enum(leaveKinds),
    from: z.strictObject({ day, half }),
    to: z.strictObject({ day, half }),
    reason,
    /** The unit's document for official leave, or other papers. */
    documents: evidence.default([]),
    /** The hospital's certificate for sick leave; it may follow when reporting back (R15.L6). */
    certificates: evidence.default([]),
  })
  .refine((form) => `${form.from.day}${form.from.half}` <= `${form.to.day}${form.to.half}`, {
    path: ['to'],
    message: 'ends before it begins / 结束早于开始',
  });
export type LeaveForm = z.output<typeof leaveForm>;
