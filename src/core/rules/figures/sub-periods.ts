/** Keys of the periods inside a period and of the one before it: `2026-09`, `2026-Q3`, `2026`. */

/** Months or quarters of a quarter or a year: `2026-Q3` → `2026-07`, `2026-08`, `2026-09`. */
export function subPeriods(key: string, over: 'month' | 'quarter'): string[] {
  const year = key.slice(0, 4);
  const quarter = /Q([1-4])$/.exec(key);
  if (over === 'quarter') return quarter ? [key] : [1, 2, 3, 4].map((q) => `${year}-Q${q}`);
  const [first, count] = quarter
    ? [Number(quarter[1]) * 3 - 2, 3]
    : key.length === 4
      ? [1, 12]
      : [Number(key.slice(5, 7)), 1];
  return Array.from({ length: count }, (_, index) => `${year}-${String(first + index).padStart(2, '0')}`);
}

type Over = 'month' | 'quarter' | 'year';

/** What stands under these words belongs to other periods; of this one they need no more than `otherwise` says. */
export const ofOtherPeriods: ReadonlySet<string> = new Set(['history', 'before']);

/** How far back any `change` or `before` in the rules looks. */
export function comparedOver(value: unknown): Over[] {
  if (!value || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'change' || key === 'before') && inner && typeof inner === 'object' && 'over' in inner
      ? [(inner as { over: Over }).over]
      : comparedOver(inner),
  );
}

/**
 * The period of the same kind that lies a month, a quarter or a year back; a quarter or a year has none a month back, and
 * then its own kind counts.
 */
export function periodBefore(key: string, over: Over): string {
  const year = Number(key.slice(0, 4));
  const back = over === 'month' ? 1 : over === 'quarter' ? 3 : 12;
  if (key.length === 4) return String(year - 1);
  const quarter = /Q([1-4])$/.exec(key);
  const month = quarter ? Number(quarter[1]) * 3 - 2 : Number(key.slice(5, 7));
  const serial = year * 12 + month - 1 - (quarter && back < 3 ? 3 : back);
  const [toYear, toMonth] = [Math.floor(serial / 12), (serial % 12) + 1];
  return quarter ? `${toYear}-Q${Math.ceil(toMonth / 3)}` : `${toYear}-${String(toMonth).padStart(2, '0')}`;
}
