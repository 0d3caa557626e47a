import { z } from 'zod';
import { basis, line, party } from './common.js';
import { signature, standIn } from './signed.js';

/** P-EXT 续假单: old end, new end, reason, the chain by the whole absence (R15.L6, A61). */
export const leaveExtension = z.strictObject({
  applicant: party,
  code: line,
  window: line,
  unit: line,
  kind: line,
  from: line,
  oldEnd: line,
  newEnd: line,
  /** Length of the whole absence, e.g. `3 天`. */
  length: line,
  /** Which extension of this leave it is. */
  ordinal: z.int().min(1).max(99),
  reason: line,
  requestedOn: line,
  substitute: standIn.nullable().default(null),
  chain: z.array(signature).min(1).max(8),
  basis,
});
