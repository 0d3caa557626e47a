/** Which people and windows some rights reach, for lists: the same answer as `covers`, in three queries instead of one a row. */
import type { Day } from '../core/fact.js';
import type { Grant } from '../core/roles.js';
import type { Tx } from '../platform/database/tx.js';
import type { OrganizationService } from './organization.service.js';

export interface Reach {
  people: string[];
  windows: string[];
}

/**
 * @param grants rights that count for the list
 * @returns undefined when a right reaches the whole institution
 */
export async function reachOf(
  organization: OrganizationService,
  tx: Tx,
  grants: readonly Grant[],
  on: Day,
): Promise<Reach | undefined> {
  if (grants.some((grant) => grant.scope === 'institution')) return undefined;
  const targets = (scope: Grant['scope']) =>
    new Set(grants.filter((grant) => grant.scope === scope).map((grant) => grant.target));
  const [own, window, unit, hall] = [targets('own'), targets('window'), targets('unit'), targets('hall')];
  if (window.size + unit.size + hall.size === 0)
    return { people: [...own].filter((code) => code !== undefined), windows: [] };
  const windows = (await organization.windows(tx)).filter(
    (entry) => window.has(entry.code) || unit.has(entry.unit ?? undefined) || (entry.hall && hall.has(entry.hall)),
  );
  const reached = new Set(windows.map((entry) => entry.code));
  const people = (await organization.placed(tx, on)).filter(
    (person) =>
      own.has(person.code) ||
      (person.unit !== null && unit.has(person.unit)) ||
      (person.window !== null && reached.has(person.window)),
  );
  return { people: people.map((person) => person.code), windows: [...reached] };
}
