/** Whose facts and results a person may look at: their own, and what their rights reach. */
import type { Actor } from '../core/actor.js';
import type { Day, SubjectKey } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { Role } from '../core/roles.js';
import type { Place } from '../organization/organization.entity.js';
import { OrganizationService } from '../organization/organization.service.js';
import { reachOf } from '../organization/reach.js';
import type { Tx } from '../platform/database/tx.js';

/** Roles that look at conduct and scores within their scope. Those who run the machine or only hand something in do not. */
const readers: ReadonlySet<Role> = new Set([
  'STAFF',
  'SUBSTITUTE',
  'SHIFT_LEADER',
  'WINDOW_HEAD',
  'SECTION_HEAD',
  'DIRECTOR',
  'HOME_DEPT_LEADER',
  'TEAM_LEADER',
  'CENTRE_LEADER',
  'FLOOR_DUTY',
  'SUPERVISION',
  'CONTENT_SECTION',
  'INSPECTOR',
  'COMMITTEE',
  'OFFICE',
  'HR',
  'AUDITOR',
]);

export function placeOf(subject: SubjectKey): Place {
  const at = subject.indexOf(':');
  const kind = subject.slice(0, at);
  const code = subject.slice(at + 1);
  return kind === 'person'
    ? { person: code }
    : kind === 'window'
      ? { window: code }
      : kind === 'unit' || kind === 'group'
        ? { unit: code }
        : {};
}

/** True for oneself, the window where one sits, and whatever a reader's right covers. `system` sees all. */
export async function maySeeSubject(
  tx: Tx,
  organization: OrganizationService,
  actor: Actor,
  subject: SubjectKey,
): Promise<boolean> {
  if (actor.person === 'system') return true;
  const place = placeOf(subject);
  if (place.person === actor.person) return true;
  const grants = actor.grants.filter((grant) => readers.has(grant.role));
  if (grants.some((grant) => grant.scope === 'institution')) return true;
  if (place.window && (await organization.person(tx, actor.person))?.window === place.window) return true;
  if (!place.person && !place.window && !place.unit) return false;
  const located = await organization.locate(tx, place);
  for (const grant of grants) if (await organization.covers(tx, grant, located)) return true;
  return false;
}

/**
 * Subjects about which a reader may list things: himself, the window where he sits, and what his rights reach.
 * @returns undefined when that is everything
 */
export async function subjectsInSight(
  tx: Tx,
  organization: OrganizationService,
  actor: Actor,
  on: Day,
): Promise<SubjectKey[] | undefined> {
  if (actor.person === 'system') return undefined;
  const grants = actor.grants.filter((grant) => readers.has(grant.role));
  const reach = await reachOf(organization, tx, grants, on);
  if (!reach) return undefined;
  const own = (await organization.person(tx, actor.person, on))?.window;
  const keys = new Set<SubjectKey>([`person:${actor.person}`]);
  if (own) keys.add(`window:${own}`);
  for (const code of reach.people) keys.add(`person:${code}`);
  for (const code of reach.windows) keys.add(`window:${code}`);
  for (const grant of grants)
    if (grant.scope === 'unit' && grant.target) keys.add(`unit:${grant.target}`).add(`group:${grant.target}`);
  return [...keys];
}

/** @throws Problem `platform.not_found`: what one may not see does not exist for one. */
export async function assertMaySee(
  tx: Tx,
  organization: OrganizationService,
  actor: Actor,
  subject: SubjectKey,
): Promise<void> {
  if (!(await maySeeSubject(tx, organization, actor, subject))) throw new Problem('platform.not_found');
}
