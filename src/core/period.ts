/** Periods by their keys: `2026-09`, `2026-Q3`, `2026`. */
import { Problem } from './problem.js';
import type { Period } from './rules/types.js';

const two = (value: number): string => String(value).padStart(2, '0');

/** Days in a month of the Gregorian calendar. */
const lastDay = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

const span = (key: string, kind: Period['kind'], year: number, first: number, last: number): Period => ({
  key,
  kind,
  from: `${year}-${two(first)}-01`,
  to: `${year}-${two(last)}-${two(lastDay(year, last))}`,
});

/** @throws Problem `input.invalid` when the key is none. */
export function periodOf(key: string): Period {
  const match = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/.exec(key);
  if (!match) {
    throw new Problem(
      'input.invalid',
      { count: 1 },
      {
        errors: [
          {
            where: '/period',
            got: key.slice(0, 20),
            allowed: '2026-09 | 2026-Q3 | 2026',
            message: { 'zh-CN': '不是有效的周期', en: 'not a period' },
          },
        ],
      },
    );
  }
  const year = Number(match[1]);
  if (match[3]) return span(key, 'month', year, Number(match[3]), Number(match[3]));
  if (match[2]) return span(key, 'quarter', year, Number(match[2]) * 3 - 2, Number(match[2]) * 3);
  return span(key, 'year', year, 1, 12);
}

/** Keys of the shorter periods that a period is made of: the months of a quarter, months and quarters of a year. */
export function partsOf(period: Period): string[] {
  if (period.kind === 'month') return [];
  const year = period.from.slice(0, 4);
  const months: string[] = [];
  for (let month = Number(period.from.slice(5, 7)); month <= Number(period.to.slice(5, 7)); month++)
    months.push(`${year}-${two(month)}`);
  return period.kind === 'quarter' ? months : [...months, ...[1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`)];
}
