/** What a template sees: the frozen document. Its canonical bytes are what the digest of a paper is taken of. */
import { z } from 'zod';
import { day, line, office } from './data/common.js';

export const frozenDocument = z.strictObject({
  template: z.string(),
  version: z.int().min(1),
  /** 发文字号, certificate or form number. */
  number: line,
  /** 成文日期: the day the responsible person signed, on the business clock. */
  issuedOn: day,
  office,
  /** Codes of those who drafted, reviewed and signed. */
  signedBy: z.array(z.string()).max(20),
  data: z.unknown(),
});
export type FrozenDocument = z.infer<typeof frozenDocument>;

/** 2026年9月7日: Arabic figures, full year, no leading zeros (GB/T 9704 7.3.5.4). */
export function dateText(on: string): string {
  const [year, month, date] = on.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

const digits = '〇一二三四五六七八九';

/** 二〇二六年九月七日, for certificates. */
export function dateFormal(on: string): string {
  const [year, month, date] = on.split('-');
  return `${[...year!].map((digit) => digits[Number(digit)]).join('')}年${chineseNumber(Number(month))}月${chineseNumber(Number(date))}日`;
}

/** 1…99 as 一, 十, 二十一. */
export function chineseNumber(value: number): string {
  const tens = Math.floor(value / 10);
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${value % 10 > 0 ? digits[value % 10] : ''}`;
}
