import { z } from 'zod';
import { basis, line, paragraph, party } from './common.js';

/** P-DECISION 复核决定书: panel, reasons, decision, new result, what one may do next. */
export const appealDecision = z.strictObject({
  appellant: party,
  /** e.g. 综合受理窗口 */
  place: line,
  filedOn: line,
  period: line,
  contested: paragraph,
  ground: paragraph,
  findings: z.array(paragraph).min(1).max(20),
  outcome: z.enum(['maintained', 'changed', 'revoked']),
  /** 维持 / 变更 / 撤销 in words, as decided. */
  decision: paragraph,
  changes: z.array(z.strictObject({ item: line, before: line, after: line })).max(40),
  panel: z.array(line).min(1).max(15),
  remedy: paragraph,
  basis,
});
