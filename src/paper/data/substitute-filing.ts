import { z } from 'zod';
import { basis, line, party } from './common.js';
import { period, signedBy } from './signed.js';

/** P-SUB 替岗备案表: window, period, substitute, training, signed by the home unit and supervision (R15.S1–S4). */
export const substituteFiling = z.strictObject({
  window: line,
  unit: line,
  absent: party,
  absentCode: line,
  from: line,
  to: line,
  periods: z.array(period).max(10),
  why: line,
  leave: line,
  substitute: party,
  substituteCode: line,
  /** Where he usually works, and as what. */
  post: line,
  /** Who named him: home unit, head of the window, or nobody (B post unasked). */
  nomination: z.strictObject({ label: line, opinion: line, by: signedBy.nullable() }),
  accepted: signedBy.nullable().default(null),
  training: line,
  badge: line,
  filing: z.strictObject({ opinion: line, by: signedBy.nullable() }),
  /** Replaced people of this cover, if any. */
  before: z.array(line).max(10),
  basis,
});
