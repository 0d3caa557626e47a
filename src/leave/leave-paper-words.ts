/** How days, pieces and lengths are written on the papers about leave and cover. Pure. */
import { UNIT } from '../core/amount.js';

export interface Point {
  day: string;
  half: string;
}
export type Part = { from: Point; to: Point } | { day: string; start: string; end: string };

/** `2026年9月7日` */
export const dayName = (day: string): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
export const pointName = (point: Point): string => `${dayName(point.day)}${point.half === 'am' ? '上午' : '下午'}`;

/** The pieces of an absence, each as one line of the paper. */
export const periodsOf = (parts: readonly Part[]): { from: string; to: string | null }[] =>
  parts.map((part) =>
    'day' in part
      ? { from: `${dayName(part.day)} ${part.start} 至 ${part.end}`, to: null }
      : { from: pointName(part.from), to: pointName(part.from) === pointName(part.to) ? null : pointName(part.to) },
  );

/** @param length 1/10000 working day; `1.5 天` */
export function lengthName(length: number): string {
  const whole = Math.trunc(length / UNIT);
  const rest = String(length % UNIT)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${whole}${rest ? `.${rest}` : ''} 天`;
}
