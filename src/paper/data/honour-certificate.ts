import { z } from 'zod';
import { basis, line, paragraph, party } from './common.js';

/** P-CERT 荣誉证书 for a person or a window. */
export const honourCertificate = z.strictObject({
  recipient: party,
  /** 同志 for a person; nothing for a window. */
  address: z.string().max(10).nullable().default(null),
  /** e.g. 红旗窗口 */
  title: line,
  period: line,
  /** The sentence that says what for. */
  citation: paragraph,
  basis,
});
