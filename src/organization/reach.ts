/** Which people and windows some rights reach, for lists: the same answer as `covers`, in one query instead of one a row. */
import type { Day } from '../core/fact.js';
import type { Grant, Role } from '../core/roles.js';
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
    grants.flatMap((grant) => (grant.scope === scope && grant.target ? [grant.target] : []));
  const own = targets('own');
  const named = { windows: targets('window'), units: targets('unit'), halls: targets('hall') };
  if (named.windows.length + named.units.length + named.halls.length === 0) return { people: own, windows: [] };
  const reached = await organization.reach(tx, named, on);
  return { people: [...new Set([...own, ...reached.people])], windows: reached.windows };
}

/** Roles that see who else is away, as far as each right reaches. */
export const absenceReaders: ReadonlySet<Role> = new Set([
  'SUPERVISION',
  'CENTRE_LEADER',
  'DIRECTOR',
  'OFFICE',
  'HR',
  'AUDITOR',
  'FLOOR_DUTY',
  'SHIFT_LEADER',
  'WINDOW_HEAD',
  'SECTION_HEAD',
  'HOME_DEPT_LEADER',
  'TEAM_LEADER',
]);
