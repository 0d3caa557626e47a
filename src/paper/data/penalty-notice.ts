import { z } from 'zod';
import { basis, decimal, line, paragraph, party } from './common.js';

/** P-PENALTY 处罚通知单: points, fine, doubling shown, head's share, due date, where to pay, how to appeal. */
export const penaltyNotice = z.strictObject({
  addressee: party,
  place: line,
  opening: paragraph,
  findings: z
    .array(
      z.strictObject({
        on: line,
        fact: line,
        article: line,
        points: decimal,
        fine: decimal,
        doubled: z.string().max(40).nullable().default(null),
      }),
    )
    .min(1)
    .max(60),
  shares: z.array(z.strictObject({ name: line, role: line, points: decimal, fine: decimal })).max(20),
  totalPoints: decimal,
  totalFine: decimal,
  payment: paragraph,
  remedy: paragraph,
  basis,
});
