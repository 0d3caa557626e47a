/** What the routes of appeals take and give. */
import { z } from 'zod';
import { listQuery, words } from '../platform/http/shapes.js';

const subject = z.string().regex(/^(person|window):[\p{L}\p{N}_.-]{1,64}$/u);

export const fileAppeal = z
  .strictObject({
    /** One entry of the ledger… */
    factId: z.uuid().optional(),
    /** …or the result of a person or window in a period. */
    subject: subject.optional(),
    period: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
      .optional(),
    ground: words(2000, 4),
    evidence: z
      .array(z.string().regex(/^[0-9a-f]{64}$/))
      .max(30)
      .optional(),
  })
  .refine((form) => form.factId !== undefined || (form.subject !== undefined && form.period !== undefined), {
    path: ['factId'],
    message: '请指明记录，或考核对象与周期 / name a fact, or a subject and a period',
  });
export type FileAppeal = z.infer<typeof fileAppeal>;

export const appealsQuery = listQuery({
  sort: ['-filedAt', 'filedAt', 'state'],
  filters: { state: z.string().max(40).optional(), cycle: z.string().max(40).optional(), subject: subject.optional() },
});
export type AppealsQuery = z.infer<typeof appealsQuery>;

export interface AppealRow {
  id: string;
  key: string;
  revision: number;
  state: string;
  applicant: string;
  applicantName: string;
  subject: string;
  subjectName: string;
  period: string;
  cycle: string | null;
  /** The entry attacked, or null for a result as a whole. */
  item: string | null;
  article: string | null;
  ground: string;
  panel: { code: string; name: string; tookPart: boolean }[];
  outcome: string | null;
  isOverdue: boolean;
  filedAt: string;
}

/** What the panel thinks of deciding; shown with everyone who would move, before anybody signs. */
export const affectedQuery = z.strictObject({
  outcome: z.enum(['revoke', 'reassess']).default('revoke'),
  points: z
    .string()
    .regex(/^-?\d{1,6}(\.\d{1,4})?$/)
    .optional(),
});
export type AffectedQuery = z.infer<typeof affectedQuery>;
