/**
 * Shapes that every paper shares. All texts are what stands on the paper; keys are business keys, so the digest of the
 * frozen data is the same wherever and whenever it was made. No instants, no row ids.
 */
import { z } from 'zod';

export const line = z.string().trim().min(1).max(500);
export const paragraph = z.string().trim().min(1).max(4000);
/** Decimal text such as `97.50`; never a binary number. */
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
export const day = z.iso.date();
export const subjectKey = z.string().regex(/^(person|window|unit|group):.+$/);
/** Names are counted by code points; see the ladder for rare characters. */
export const personName = z
  .string()
  .trim()
  .min(1)
  .refine((name) => [...name].length <= 50, { error: '姓名最多 50 个字' });

export const party = z.strictObject({ key: subjectKey, name: personName });

/** What the paper rests on: regulation, edition and articles. */
export const basis = z.strictObject({
  regulation: line,
  edition: line,
  articles: z.array(line).min(1).max(40),
});

/** Who issues: set by the institution, frozen with the paper. */
export const office = z.strictObject({
  /** 发文机关署名, e.g. 示例市政务服务中心 */
  issuer: line,
  /** 发文机关标志 above the red line; one line. */
  mark: line,
  /** 机关代字, e.g. 政服 */
  prefix: z.string().regex(/^[\p{Script=Han}]{1,8}$/u),
  /** Name of the seal's picture, or null for papers without a seal. */
  seal: z.string().nullable(),
  /** 抄送 and 印发 of the colophon. */
  copyTo: z.array(line).max(20),
  printedBy: line,
});
export type Office = z.infer<typeof office>;
