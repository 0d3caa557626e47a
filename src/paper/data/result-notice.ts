import { z } from 'zod';
import { basis, decimal, line, paragraph, subjectKey } from './common.js';

const row = z.strictObject({
  key: subjectKey,
  /** Place in the group; ties share it. */
  rank: z.string().regex(/^\d+$/),
  name: line,
  /** Points per section, in the order of the group's `sections`. */
  parts: z.array(decimal).max(8),
  total: decimal,
  grade: z.string().max(20).nullable().default(null),
  honour: z.string().max(20).nullable().default(null),
  /** Places won or lost against the period before. */
  change: z.string().max(8).nullable().default(null),
});

/** P-RESULT 考核结果通报: ranks per group, scores per section, honours, period. */
export const resultNotice = z.strictObject({
  /** e.g. 2026年9月 */
  period: line,
  /** 关于……的通报 */
  title: line,
  addressee: line,
  opening: paragraph,
  sections: z.array(z.strictObject({ heading: line, paragraphs: z.array(paragraph).min(1) })).max(12),
  honours: z.array(z.strictObject({ title: line, names: z.array(line).min(1) })).max(12),
  closing: paragraph,
  groups: z
    .array(
      z.strictObject({
        number: z.string().regex(/^\d+$/),
        title: line,
        who: line.default('窗口'),
        sections: z.array(line).max(8),
        /** What stands over the figures: 得分, or what they count. */
        figure: line.default('得分'),
        rows: z.array(row).min(1).max(2000),
      }),
    )
    .min(1)
    .max(12),
  /** 注：data cut-off and how ties are ranked. */
  notes: z.array(line).max(6),
  basis,
});
