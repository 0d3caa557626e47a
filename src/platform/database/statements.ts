/**
 * Which statements a connection keeps prepared. Planning one under row-level security takes longer than running it, so
 * whatever comes again is named; texts that are built anew each time must not fill the server's memory, so names are few.
 */
const MOST = 600;
const names = new Map<string, string>();
const seenOnce = new Set<string>();

/** The name of a statement from its second use on; undefined = run it as it comes. */
export function statementName(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= MOST) return known;
  if (!seenOnce.has(sql)) {
    if (seenOnce.size >= MOST) seenOnce.clear();
    seenOnce.add(sql);
    return undefined;
  }
  seenOnce.delete(sql);
  const name = `s${names.size + 1}`;
  names.set(sql, name);
  return name;
}
