import { z } from 'zod';
import { day, periodKey } from '../shapes.js';

/** One cycle for one period; its case key is the period. */
export const cycleForm = z
  .strictObject({ period: periodKey, kind: z.enum(['month', 'quarter', 'year']), from: day, to: day })
  .refine((form) => form.from <= form.to, { path: ['to'], message: 'ends before it begins / 结束早于开始' });
export type CycleForm = z.output<typeof cycleForm>;
