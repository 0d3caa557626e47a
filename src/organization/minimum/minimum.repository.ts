import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import type { ZoneItem } from '../minimum.contract.js';

export interface MinimumChange {
  window?: string;
  zone?: string;
  before: object | null;
  after: object;
  reason: string;
  by: string;
  at: Date;
}

@Injectable()
export class MinimumRepository {
  zones(tx: Tx): Promise<ZoneItem[]> {
    return tx.query<ZoneItem>(
      `select z.code, z.name, z.hall_code as hall, z.least,
         array(select w.code from service_window w where w.institution_id = z.institution_id and w.zone_code = z.code order by w.code) as windows
       from hall_zone z where z.institution_id = $1 order by z.code`,
      [tx.institutionId],
    );
  }

  /** Locked until the transaction ends, so that two changes do not overtake one another. */
  async window(tx: Tx, code: string): Promise<{ least: number; zone: string | null; hall: string | null } | undefined> {
    const [row] = await tx.query<{ least: number; zone: string | null; hall: string | null }>(
      `select least, zone_code as zone, hall_code as hall from service_window
       where institution_id = $1 and code = $2 for update`,
      [tx.institutionId, code],
    );
    return row;
  }

  async setWindow(tx: Tx, code: string, minimum: { least: number; zone: string | null }): Promise<void> {
    await tx.query(
      'update service_window set least = $3, zone_code = $4 where institution_id = $1 and code = $2 returning code',
      [tx.institutionId, code, minimum.least, minimum.zone],
    );
  }

  async putZone(tx: Tx, zone: { code: string; name: string; hall: string | null; least: number }): Promise<void> {
    await tx.query(
      `insert into hall_zone (institution_id, code, name, hall_code, least) values ($1, $2, $3, $4, $5)
       on conflict (institution_id, code) do update set name = excluded.name, hall_code = excluded.hall_code, least = excluded.least`,
      [tx.institutionId, zone.code, zone.name, zone.hall, zone.least],
    );
  }

  async isHall(tx: Tx, code: string): Promise<boolean> {
    const rows = await tx.query('select 1 from hall where institution_id = $1 and code = $2', [tx.institutionId, code]);
    return rows.length > 0;
  }

  async note(tx: Tx, change: MinimumChange): Promise<void> {
    await tx.query(
      `insert into staffing_minimum_change (institution_id, window_code, zone_code, before, after, reason, changed_by, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        tx.institutionId,
        change.window ?? null,
        change.zone ?? null,
        change.before === null ? null : JSON.stringify(change.before),
        JSON.stringify(change.after),
        change.reason,
        change.by,
        change.at,
      ],
    );
  }

  /** Days from a day on that have a duty roster: what a new minimum may turn into a hole. */
  async rosterDays(tx: Tx, from: string): Promise<string[]> {
    const rows = await tx.query<{ day: string }>(
      'select distinct day from duty where institution_id = $1 and day >= $2 order by day',
      [tx.institutionId, from],
    );
    return rows.map((row) => row.day);
  }
}
