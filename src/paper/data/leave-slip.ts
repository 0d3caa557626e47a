import { z } from 'zod';
import { basis, decimal, line, party } from './common.js';

const signature = z.strictObject({
  /** Label of the step, e.g. 窗口负责人意见 */
  step: line,
  opinion: line,
  name: line,
  /** 2026年9月7日 */
  on: line,
  /** 代某某 when a delegate signed. */
  onBehalfOf: z.string().max(50).nullable().default(null),
});

/** P-LEAVE 请假单: kind, from-to, days, substitute, attachments, signatures of the whole chain. */
export const leaveSlip = z.strictObject({
  applicant: party,
  code: line,
  window: line,
  unit: line,
  kind: line,
  from: line,
  to: line,
  days: decimal,
  reason: line,
  filedOn: line,
  substitute: z.strictObject({ name: line, code: line, confirmation: line }).nullable().default(null),
  chain: z.array(signature).min(1).max(8),
  attachments: z.array(line).max(10),
  /** Filled in on return. */
  returned: z.string().max(200).nullable().default(null),
  remarks: z.string().max(300).nullable().default(null),
  basis,
});
