import { z } from 'zod';
import { basis, line, party } from './common.js';
import { period, signature, standIn } from './signed.js';

/** P-LEAVE 请假单: kind, from-to, days, substitute, attachments, signatures of the whole chain. */
export const leaveSlip = z.strictObject({
  applicant: party,
  code: line,
  window: line,
  unit: line,
  kind: line,
  /** Each piece of the leave: half days from … to …, or hours of a day. */
  periods: z.array(period).min(1).max(10),
  /** `2 天`, `30 分钟` */
  length: line,
  reason: line,
  filedOn: line,
  /** A colleague who filed it in an emergency. */
  filedBy: z.string().max(50).nullable().default(null),
  substitute: standIn.nullable().default(null),
  chain: z.array(signature).min(1).max(8),
  attachments: z.array(line).max(10),
  remarks: z.string().max(300).nullable().default(null),
  basis,
});
