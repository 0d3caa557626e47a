/** Shapes that the papers about leave and cover share. */
import { z } from 'zod';
import { line } from './common.js';

/** One opinion of a chain with who gave it. */
export const signature = z.strictObject({
  /** Label of the step, e.g. 窗口负责人意见 */
  step: line,
  opinion: line,
  name: line,
  /** 2026年9月7日 */
  on: line,
  /** 代某某 when a delegate signed. */
  onBehalfOf: z.string().max(50).nullable().default(null),
});

/** Who did something and when; nobody did it yet = null where it is used. */
export const signedBy = z.strictObject({
  name: line,
  on: line,
  onBehalfOf: z.string().max(50).nullable().default(null),
});

export const standIn = z.strictObject({ name: line, code: line, confirmation: line });

/** One piece of an absence: half days from … to …, or hours of one day with `to` null. */
export const period = z.strictObject({ from: line, to: line.nullable() });
