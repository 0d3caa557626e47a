/**
 * Takes over units, windows, people and duty from an office's lists. Everything is written in bulk; what was there before is
 * returned as a snapshot, so that a wrong list can be taken back exactly.
 */
import { Injectable } from '@nestjs/common';
import { addDays } from '../core/calendar/day.js';
import type { Half } from '../core/calendar/work-calendar.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { defaultScope, type Role } from '../core/roles.js';
import { sqlState } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { SeatChanges } from './seat-changes.js';
import { soundOf } from './sound.js';

export interface UnitRow {
  code: string;
  name: string;
  /** Absent: as before. */
  branch?: string | null;
}

export interface WindowRow {
  code: string;
  name: string;
  group: string;
  unit: string;
  hall: string | null;
  workers: number;
  lowVolumeExempt: boolean;
  /** People who must be present; absent: as before, at first one. */
  least?: number | null;
  /** Zone of the hall; absent: as before. */
  zone?: string | null;
  /** People who must be present in the whole zone; absent: as before, at first none. */
  zoneLeast?: number | null;
}

export interface PersonRow {
  code: string;
  name: string;
  gender: 'male' | 'female' | null;
  unit: string | null;
  window: string | null;
  post: string | null;
  ab: 'A' | 'B' | null;
  since: Day | null;
  /** First day of work anywhere, for years of service. Absent: as before. */
  workedSince?: Day;
  /** Absent: rights stay as they are. `target` says which part, hall or window when it is not the person's own. */
  roles?: readonly { role: Role; target?: string }[];
  /** Windows where the person may substitute. Absent: as before. */
  qualifiedFor?: readonly string[];
}

export interface DutyRow {
  day: Day;
  half: Half;
  person: string;
  window: string;
}

/** Rows of the tables that a list touches, as stored. */
export type Snapshot = Readonly<Record<string, readonly Record<string, unknown>[]>>;
export type RosterKind = 'unit' | 'window' | 'person' | 'duty' | 'deputy';

/** Tables of a kind, children last; undo deletes from the end and inserts from the start. */
const tablesOf: Readonly<Record<RosterKind, readonly [table: string, key: string][]>> = {
  unit: [['unit', 'code']],
  window: [
    ['hall_zone', 'code'],
    ['service_window', 'code'],
  ],
  person: [
    ['person', 'code'],
    ['person_placement', 'person_code'],
    ['role_grant', 'person_code'],
    ['qualification', 'person_code'],
  ],
  deputy: [['deputy', 'person']],
  duty: [['duty', `day || '/' || half || '/' || person_code`]],
};

@Injectable()
export class RosterService {
  constructor(private readonly changes: SeatChanges) {}

  /** The stored rows behind some keys; for duty a key is `day/half/person`. */
  async snapshot(tx: Tx, kind: RosterKind, keys: readonly string[]): Promise<Snapshot> {
    const result: Record<string, Record<string, unknown>[]> = {};
    for (const [table, key] of tablesOf[kind]) {
      const rows = await tx.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from ${table} t where institution_id = $1 and ${key} = any($2) order by to_jsonb(t)::text`,
        [tx.institutionId, keys],
      );
      result[table] = rows.map((entry) => entry.row);
    }
    return result;
  }

  /** Puts the stored rows of some keys back to what a snapshot says. @throws Problem `organization.still_used` */
  async restore(tx: Tx, kind: RosterKind, keys: readonly string[], before: Snapshot): Promise<void> {
    try {
      for (const [table, key] of tablesOf[kind].toReversed()) {
        // Rows that others refer to are written over below, not taken away and put back.
        const kept = key === 'code' ? (before[table] ?? []).map((row) => String(row.code)) : [];
        await tx.query(
          `delete from ${table} where institution_id = $1 and ${key} = any($2) and not (${key} = any($3))`,
          [tx.institutionId, keys, kept],
        );
      }
      for (const [table] of tablesOf[kind]) await this.putBack(tx, table, before[table] ?? []);
      if (kind === 'duty')
        await this.changes.tell(
          tx,
          keys.map((entry) => entry.slice(0, 10)),
        );
    } catch (error) {
      if (sqlState(error) === '23503') throw new Problem('organization.still_used', {}, { cause: error });
      throw error;
    }
  }

  /** Rows that still stand (referred to by others) are written over, the others inserted. */
  private async putBack(tx: Tx, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
    if (rows.length === 0) return;
    const columns = Object.keys(rows[0] ?? {});
    const target =
      table === 'duty'
        ? '(institution_id, day, half, person_code)'
        : table === 'qualification'
          ? '(institution_id, window_code, person_code)'
          : '(id)';
    await tx.query(
      `insert into ${table} (${columns.join(', ')}) select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, $1)
       on conflict ${target} do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
      [JSON.stringify(rows)],
    );
  }

  async putUnits(tx: Tx, rows: readonly UnitRow[]): Promise<void> {
    await tx.query(
      `insert into unit (institution_id, code, name, branch_code)
       select $1, code, name, branch from jsonb_to_recordset($2) as r (code text, name text, branch text)
       on conflict (institution_id, code) do update set name = excluded.name,
         branch_code = coalesce(excluded.branch_code, unit.branch_code)`,
      [tx.institutionId, JSON.stringify(rows)],
    );
  }

  /** Halls and zones come with their windows. */
  async putWindows(tx: Tx, rows: readonly WindowRow[]): Promise<void> {
    const halls = [...new Set(rows.flatMap((row) => (row.hall ? [row.hall] : [])))];
    await tx.query(
      `insert into hall (institution_id, code, name) select $1, code, code from unnest($2::text[]) as r (code)
       on conflict (institution_id, code) do nothing`,
      [tx.institutionId, halls],
    );
    await tx.query(
      `insert into hall_zone as z (institution_id, code, name, hall_code, least)
       select $1, zone, zone, max(hall), coalesce(max("zoneLeast"), 0)
       from jsonb_to_recordset($2) as r (zone text, hall text, "zoneLeast" smallint) where zone is not null group by zone
       on conflict (institution_id, code) do update set hall_code = excluded.hall_code,
         least = case when excluded.least > 0 then excluded.least else z.least end`,
      [tx.institutionId, JSON.stringify(rows)],
    );
    await tx.query(
      `insert into service_window as w (institution_id, code, name, group_code, unit_code, hall_code, workers, low_volume_exempt,
         least, zone_code)
       select $1, code, name, "group", unit, hall, workers, "lowVolumeExempt", coalesce(least, 1), zone
       from jsonb_to_recordset($2) as r (code text, name text, "group" text, unit text, hall text, workers smallint,
         "lowVolumeExempt" boolean, least smallint, zone text)
       on conflict (institution_id, code) do update set name = excluded.name, group_code = excluded.group_code,
         unit_code = excluded.unit_code, hall_code = excluded.hall_code, workers = excluded.workers,
         low_volume_exempt = excluded.low_volume_exempt,
         least = coalesce((select r.least from jsonb_to_recordset($2) as r (code text, least smallint) where r.code = w.code), w.least),
         zone_code = coalesce(excluded.zone_code, w.zone_code)`,
      [tx.institutionId, JSON.stringify(rows)],
    );
  }

  /**
   * People with where they sit and what they may do. New people stand there since their day of entry; for those who were
   * known, a change takes effect on `on`, and the past stays as it was.
   */
  async putPeople(tx: Tx, rows: readonly PersonRow[], on: Day, by: string): Promise<void> {
    const known = await this.knownPeople(
      tx,
      rows.map((row) => row.code),
    );
    const sounds = await soundOf(rows.map((row) => row.name));
    await tx.query(
      `insert into person (institution_id, code, name, sound, gender, since, worked_since)
       select $1, code, name, sound, gender, since, "workedSince"
       from jsonb_to_recordset($2) as r (code text, name text, sound text, gender text, since date, "workedSince" date)
       on conflict (institution_id, code) do update set name = excluded.name, sound = excluded.sound, gender = coalesce(excluded.gender, person.gender),
         since = coalesce(excluded.since, person.since), worked_since = coalesce(excluded.worked_since, person.worked_since)`,
      [tx.institutionId, JSON.stringify(rows.map((row, at) => ({ ...row, sound: sounds[at] })))],
    );
    const start = (row: PersonRow): Day => (known.has(row.code) || !row.since || row.since > on ? on : row.since);
    await this.place(
      tx,
      rows.map((row) => ({ ...row, from: start(row) })),
    );
    await this.grant(
      tx,
      rows.map((row) => ({ ...row, from: start(row) })),
      by,
    );
    await this.qualify(
      tx,
      rows.map((row) => ({ ...row, from: start(row) })),
    );
  }

  async putDuty(tx: Tx, rows: readonly DutyRow[]): Promise<void> {
    await tx.query(
      `insert into duty (institution_id, day, half, person_code, window_code)
       select $1, day, half, person, "window" from jsonb_to_recordset($2) as r (day date, half text, person text, "window" text)
       on conflict (institution_id, day, half, person_code) do update set window_code = excluded.window_code`,
      [tx.institutionId, JSON.stringify(rows)],
    );
    await this.changes.tell(
      tx,
      rows.map((row) => row.day),
    );
  }

  private async knownPeople(tx: Tx, codes: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ code: string }>(
      'select code from person where institution_id = $1 and code = any($2)',
      [tx.institutionId, codes],
    );
    return new Set(rows.map((row) => row.code));
  }

  private async place(tx: Tx, rows: readonly (PersonRow & { from: Day })[]): Promise<void> {
    const current = await tx.query<{
      id: string;
      person: string;
      unit: string | null;
      window: string | null;
      post: string | null;
      ab: string | null;
      from: Day;
    }>(
      `select id, person_code as person, unit_code as unit, window_code as "window", post, ab_role as ab, from_on as "from"
       from person_placement where institution_id = $1 and person_code = any($2) and to_on is null`,
      [tx.institutionId, rows.map((row) => row.code)],
    );
    const open = new Map(current.map((entry) => [entry.person, entry]));
    const moved = rows.filter((row) => {
      const old = open.get(row.code);
      return !old || old.unit !== row.unit || old.window !== row.window || old.post !== row.post || old.ab !== row.ab;
    });
    for (const row of moved) {
      const old = open.get(row.code);
      if (!old) continue;
      // A correction on the very day of the move leaves no empty span behind.
      if (old.from >= row.from)
        await tx.query('delete from person_placement where institution_id = $1 and id = $2', [
          tx.institutionId,
          old.id,
        ]);
      else
        await tx.query('update person_placement set to_on = $3 where institution_id = $1 and id = $2', [
          tx.institutionId,
          old.id,
          addDays(row.from, -1),
        ]);
    }
    await tx.query(
      `insert into person_placement (institution_id, person_code, unit_code, window_code, post, ab_role, from_on)
       select $1, code, unit, "window", post, ab, "from"
       from jsonb_to_recordset($2) as r (code text, unit text, "window" text, post text, ab text, "from" date)`,
      [tx.institutionId, JSON.stringify(moved)],
    );
  }

  private async grant(tx: Tx, rows: readonly (PersonRow & { from: Day })[], by: string): Promise<void> {
    const listed = rows.filter((row) => row.roles);
    const wanted = listed.flatMap((row) =>
      (row.roles ?? []).map(({ role, target }) => ({
        person: row.code,
        role,
        scope: defaultScope[role],
        target: target ?? ownTarget(role, row),
        from: row.from,
      })),
    );
    const current = await tx.query<{
      id: string;
      person: string;
      role: string;
      scope: string;
      target: string | null;
      from: Day;
    }>(
      `select id, person_code as person, role, scope, target, from_on as "from" from role_grant
       where institution_id = $1 and person_code = any($2) and to_on is null`,
      [tx.institutionId, listed.map((row) => row.code)],
    );
    const name = (grant: { person: string; role: string; scope: string; target: string | null }) =>
      `${grant.person}\n${grant.role}\n${grant.scope}\n${grant.target ?? ''}`;
    const wantedNames = new Set(wanted.map(name));
    const heldNames = new Set(current.map(name));
    const endOf = new Map(listed.map((row) => [row.code, row.from]));
    for (const old of current.filter((entry) => !wantedNames.has(name(entry)))) {
      const from = endOf.get(old.person) ?? old.from;
      if (old.from >= from)
        await tx.query('delete from role_grant where institution_id = $1 and id = $2', [tx.institutionId, old.id]);
      else
        await tx.query('update role_grant set to_on = $3 where institution_id = $1 and id = $2', [
          tx.institutionId,
          old.id,
          addDays(from, -1),
        ]);
    }
    await tx.query(
      `insert into role_grant (institution_id, person_code, role, scope, target, from_on, granted_by)
       select $1, person, role, scope, target, "from", $3
       from jsonb_to_recordset($2) as r (person text, role text, scope text, target text, "from" date)`,
      [tx.institutionId, JSON.stringify(wanted.filter((entry) => !heldNames.has(name(entry)))), by],
    );
  }

  private async qualify(tx: Tx, rows: readonly (PersonRow & { from: Day })[]): Promise<void> {
    const wanted = rows.flatMap((row) =>
      (row.qualifiedFor ?? []).map((window) => ({ person: row.code, window, from: row.from })),
    );
    const listed = rows.filter((row) => row.qualifiedFor).map((row) => row.code);
    await tx.query('delete from qualification where institution_id = $1 and person_code = any($2)', [
      tx.institutionId,
      listed,
    ]);
    await tx.query(
      `insert into qualification (institution_id, person_code, window_code, from_on)
       select $1, person, "window", "from" from jsonb_to_recordset($2) as r (person text, "window" text, "from" date)
       on conflict (institution_id, window_code, person_code) do nothing`,
      [tx.institutionId, JSON.stringify(wanted)],
    );
  }
}

/** Where a right of a narrower scope reaches when the list does not say. */
function ownTarget(role: Role, row: PersonRow): string | null {
  switch (defaultScope[role]) {
    case 'own':
      return row.code;
    case 'window':
      return row.window;
    case 'unit':
      return row.unit;
    default:
      return null;
  }
}
