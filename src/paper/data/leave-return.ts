import { z } from 'zod';
import { basis, line, party } from './common.js';
import { signedBy } from './signed.js';

/** P-RETURN 销假单: the actual return, and the certificate handed in or not (R15.L6). */
export const leaveReturn = z.strictObject({
  applicant: party,
  code: line,
  window: line,
  unit: line,
  kind: line,
  from: line,
  /** Approved end, extensions included. */
  end: line,
  /** Approved length, e.g. `3 天`. */
  length: line,
  /** Last half day away. */
  returned: line,
  /** The person, when reporting back; null when supervision found out about the return and excused it. */
  reported: signedBy.nullable().default(null),
  /** 提前返岗、按时返岗… */
  outcome: line,
  certificate: line,
  substitute: z.string().max(200).nullable().default(null),
  /** Supervision that confirmed it. */
  confirmed: signedBy.nullable().default(null),
  remarks: z.string().max(300).nullable().default(null),
  basis,
});
