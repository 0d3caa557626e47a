/** All SQL of who is who: placements, grants, delegations, duty. Lists for screens are in `directory.repository.ts`. */
import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import type { Role } from '../core/roles.js';
import type { Tx } from '../platform/database/tx.js';
import type {
  Duty,
  HeldGrant,
  Institution,
  Person,
  Place,
  PlacedPerson,
  Placement,
  ServiceWindow,
  Unit,
} from './organization.entity.js';

const institutionColumns = `id, code, name, kind, time_zone as "timeZone", example, is_demonstration as "isDemonstration"`;
const windowColumns = `w.code, w.name, w.group_code as "group", w.unit_code as unit, w.hall_code as hall, w.workers,
  w.low_volume_exempt as "lowVolumeExempt", w.least, w.zone_code as zone`;
const personColumns = `p.code, p.name, p.gender, p.since, p.left_on as "leftOn", s.unit_code as unit, s.window_code as "window",
  s.post, s.ab_role as ab`;
/** The placement of `p` on day `$2`; the newest one before it for people who have left. */
const placedOn = `left join lateral (
    select unit_code, window_code, post, ab_role from person_placement s
    where s.institution_id = p.institution_id and s.person_code = p.code and s.from_on <= $2 and coalesce(s.to_on, $2) >= $2
    order by s.from_on desc limit 1) s on true`;
const grantColumns = `person_code as person, role, scope, target, from_on as "from", to_on as "to"`;

@Injectable()
export class OrganizationRepository {
  /** Institutions stand outside row-level security: no personal data, and a sign-in must find one. */
  async institutionByCode(tx: Tx, code: string): Promise<Institution | undefined> {
    const [row] = await tx.query<Institution>(`select ${institutionColumns} from institution where code = $1`, [code]);
    return row;
  }

  async institution(tx: Tx): Promise<Institution | undefined> {
    const [row] = await tx.query<Institution>(`select ${institutionColumns} from institution where id = $1`, [
      tx.institutionId,
    ]);
    return row;
  }

  institutions(tx: Tx): Promise<Institution[]> {
    return tx.query<Institution>(`select ${institutionColumns} from institution order by created_at, code`);
  }

  units(tx: Tx): Promise<Unit[]> {
    return tx.query<Unit>(
      'select code, name, branch_code as branch from unit where institution_id = $1 order by code',
      [tx.institutionId],
    );
  }

  windows(tx: Tx): Promise<ServiceWindow[]> {
    return tx.query<ServiceWindow>(
      `select ${windowColumns} from service_window w where w.institution_id = $1 order by w.code`,
      [tx.institutionId],
    );
  }

  async window(tx: Tx, code: string): Promise<ServiceWindow | undefined> {
    const [row] = await tx.query<ServiceWindow>(
      `select ${windowColumns} from service_window w where w.institution_id = $1 and w.code = $2`,
      [tx.institutionId, code],
    );
    return row;
  }

  /** Everyone who belonged to the institution at some time of the span, as placed on `to` or last before it. */
  peopleDuring(tx: Tx, from: Day, to: Day): Promise<Person[]> {
    return tx.query<Person>(
      `select ${personColumns} from person p
       join lateral (
         select unit_code, window_code, post, ab_role from person_placement s
         where s.institution_id = p.institution_id and s.person_code = p.code and s.from_on <= $3 and coalesce(s.to_on, $2) >= $2
         order by s.from_on desc limit 1) s on true
       where p.institution_id = $1 and coalesce(p.left_on, $2) >= $2 order by p.code`,
      [tx.institutionId, from, to],
    );
  }

  async person(tx: Tx, code: string, on: Day): Promise<Person | undefined> {
    const [row] = await tx.query<Person>(
      `select ${personColumns} from person p ${placedOn} where p.institution_id = $1 and p.code = $3`,
      [tx.institutionId, on, code],
    );
    return row;
  }

  /** A person as placed on a day, with the window. */
  async personAt(tx: Tx, code: string, on: Day): Promise<PlacedPerson | undefined> {
    const [row] = await tx.query<Person & { at: ServiceWindow | null }>(
      `select ${personColumns}, at.at from person p ${placedOn}
       left join lateral (select to_jsonb(one) as at from (
         select ${windowColumns} from service_window w where w.institution_id = p.institution_id and w.code = s.window_code) one
       ) at on true where p.institution_id = $1 and p.code = $3`,
      [tx.institutionId, on, code],
    );
    if (!row) return undefined;
    const { at, ...person } = row;
    return { person, window: at ?? undefined };
  }

  /** Unit, window and hall of a person on a day, those of the window included. */
  async whereabouts(tx: Tx, code: string, on: Day): Promise<Pick<Place, 'unit' | 'window' | 'hall'>> {
    const [row] = await tx.query<{ unit: string | null; window: string | null; hall: string | null }>(
      `select coalesce(s.unit_code, w.unit_code) as unit, s.window_code as "window", w.hall_code as hall
       from person p ${placedOn}
       left join service_window w on w.institution_id = p.institution_id and w.code = s.window_code
       where p.institution_id = $1 and p.code = $3`,
      [tx.institutionId, on, code],
    );
    return { unit: row?.unit ?? undefined, window: row?.window ?? undefined, hall: row?.hall ?? undefined };
  }

  people(tx: Tx, codes: readonly string[], on: Day): Promise<Person[]> {
    return tx.query<Person>(
      `select ${personColumns} from person p ${placedOn} where p.institution_id = $1 and p.code = any($3) order by p.code`,
      [tx.institutionId, on, codes],
    );
  }

  /** Windows that are named or stand in a named unit or hall, and who is placed there or in a named unit on a day. */
  async reach(
    tx: Tx,
    named: { windows: readonly string[]; units: readonly string[]; halls: readonly string[] },
    on: Day,
  ): Promise<{ windows: string[]; people: string[] }> {
    const [row] = await tx.query<{ windows: string[]; people: string[] }>(
      `with reached as (
         select code from service_window
         where institution_id = $1 and (code = any($3) or unit_code = any($4) or hall_code = any($5)))
       select array(select code from reached order by code) as windows,
         array(select p.code from person p ${placedOn}
           where p.institution_id = $1 and coalesce(p.left_on, $2) >= $2
             and (s.unit_code = any($4) or s.window_code in (select code from reached)) order by p.code) as people`,
      [tx.institutionId, on, named.windows, named.units, named.halls],
    );
    return row ?? { windows: [], people: [] };
  }

  /** Placements that touch a span, oldest first. */
  placements(tx: Tx, from: Day, to: Day, person?: string): Promise<Placement[]> {
    return tx.query<Placement>(
      `select person_code as person, unit_code as unit, window_code as "window", post, ab_role as ab, from_on as "from", to_on as "to"
       from person_placement
       where institution_id = $1 and from_on <= $3 and coalesce(to_on, $2) >= $2 and ($4::text is null or person_code = $4)
       order by person_code, from_on`,
      [tx.institutionId, from, to, person ?? null],
    );
  }

  /** Rights of one person on a day; none once the person has left. */
  grantsOf(tx: Tx, person: string, on: Day): Promise<HeldGrant[]> {
    return tx.query<HeldGrant>(
      `select ${grantColumns} from role_grant g
       where g.institution_id = $1 and g.person_code = $2 and g.from_on <= $3 and coalesce(g.to_on, $3) >= $3
         and exists (select 1 from person p where p.institution_id = g.institution_id and p.code = g.person_code
                     and coalesce(p.left_on, $3) >= $3)
       order by g.role, g.target nulls first`,
      [tx.institutionId, person, on],
    );
  }

  /** Who holds any of the roles on a day, people who have left excluded. */
  holders(tx: Tx, roles: readonly Role[], on: Day): Promise<HeldGrant[]> {
    return tx.query<HeldGrant>(
      `select ${grantColumns} from role_grant g
       where g.institution_id = $1 and g.role = any($2) and g.from_on <= $3 and coalesce(g.to_on, $3) >= $3
         and exists (select 1 from person p where p.institution_id = g.institution_id and p.code = g.person_code
                     and coalesce(p.left_on, $3) >= $3)
       order by g.person_code, g.role`,
      [tx.institutionId, roles, on],
    );
  }

  async endDelegations(tx: Tx, caseId: string): Promise<void> {
    await tx.query(
      `update delegation set revoked_at = now() where institution_id = $1 and source_case = $2 and revoked_at is null`,
      [tx.institutionId, caseId],
    );
  }

  /** Who sits where; filters may be absent. */
  duty(tx: Tx, from: Day, to: Day, filter: { window?: string; person?: string } = {}): Promise<Duty[]> {
    return tx.query<Duty>(
      `select day, half, person_code as person, window_code as "window" from duty
       where institution_id = $1 and day between $2 and $3
         and ($4::text is null or window_code = $4) and ($5::text is null or person_code = $5)
       order by day, half, window_code, person_code`,
      [tx.institutionId, from, to, filter.window ?? null, filter.person ?? null],
    );
  }

  /** People who may serve at a window on every day of a span: placed there, or qualified for it. */
  ableToServe(tx: Tx, window: string, from: Day, to: Day): Promise<(Person & { isOwn: boolean })[]> {
    return tx.query<Person & { isOwn: boolean }>(
      `select ${personColumns}, coalesce(s.window_code = $4, false) as "isOwn" from person p ${placedOn}
       where p.institution_id = $1 and coalesce(p.left_on, $3) >= $3
         and (s.window_code = $4 or exists (
           select 1 from qualification q where q.institution_id = p.institution_id and q.person_code = p.code
             and q.window_code = $4 and q.from_on <= $2 and coalesce(q.to_on, $3) >= $3))
       order by (s.window_code = $4) desc nulls last, s.ab_role desc nulls last, p.code`,
      [tx.institutionId, from, to, window],
    );
  }
}
