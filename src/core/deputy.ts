/**
 * Who signs for somebody who is away. People name their deputies in order; only the one named first who is there and may sign
 * does. A deputy never passes the right on, so nothing can go round in a circle while it runs; a circle in what people have
 * named is refused when they name it.
 */

/**
 * @param deputies in the order in which they are asked
 * @param away people who are not there that day
 * @param never people who may not sign here: the applicant, and the one who is stood in for
 */
export function standIn(
  deputies: readonly string[],
  away: ReadonlySet<string>,
  never: ReadonlySet<string>,
): string | undefined {
  return deputies.find((person) => !away.has(person) && !never.has(person));
}

/**
 * The same rule seen by a deputy: who is asked before him. He signs only where each of these may not: the applicant, or
 * somebody who has signed the step already.
 * @returns undefined for somebody who is not on the list, or away himself
 */
export function askedBefore(
  deputies: readonly string[],
  away: ReadonlySet<string>,
  me: string,
): readonly string[] | undefined {
  const place = deputies.indexOf(me);
  if (place < 0 || away.has(me)) return undefined;
  return [...new Set(deputies.slice(0, place))].filter((person) => !away.has(person));
}

/**
 * A way from a person along the deputies back to the person.
 * @param deputies whom each person has named
 * @returns the people of the way, the person first and last; undefined when there is none
 */
export function circleThrough(
  deputies: ReadonlyMap<string, readonly string[]>,
  person: string,
): readonly string[] | undefined {
  const seen = new Set<string>();
  const walk = (way: readonly string[]): readonly string[] | undefined => {
    for (const next of deputies.get(way[way.length - 1]!) ?? []) {
      if (next === person) return [...way, person];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk([...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  return walk([person]);
}
