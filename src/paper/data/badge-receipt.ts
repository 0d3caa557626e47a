import { z } from 'zod';
import { basis, line, party } from './common.js';
import { signedBy } from './signed.js';

/** P-BADGE 临时挂牌领取/归还单: number of the badge and times (R15.S3). */
export const badgeReceipt = z.strictObject({
  what: z.enum(['领取', '归还']),
  badge: line,
  substitute: party,
  code: line,
  window: line,
  from: line,
  to: line,
  /** By when it comes back. */
  term: line,
  issued: signedBy,
  returned: signedBy.nullable().default(null),
  state: line,
  basis,
});
