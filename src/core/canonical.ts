/**
 * Canonical JSON (RFC 8785 for what we store: integers, text, booleans, null, lists, objects): sorted keys, no spaces, so
 * that the same value has the same bytes on every machine and a hash over it can be recomputed.
 * @throws TypeError for numbers that are not exact integers or ordinary decimals, functions and other non-data
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`not a JSON number: ${value}`);
    return JSON.stringify(value);
  }
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    // Code unit order, as the RFC asks; never the locale's order.
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
  }
  throw new TypeError(`not data: ${typeof value}`);
}
