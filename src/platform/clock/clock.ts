/**
 * Two clocks, both from the database. `real` is for sessions, leases, outbox and audit; `at`/`today` are business time of
 * the institution (real time plus an offset that exists only in the demonstration), for deadlines, due dates and papers.
 */
import { Injectable } from '@nestjs/common';
import type { Day } from '../../core/fact.js';
import { Problem } from '../../core/problem.js';
import type { Tx } from '../database/tx.js';

export interface Now {
  real: Date;
  at: Date;
  today: Day;
  /** `at` as the institution's wall clock shows it, without an offset, e.g. `2026-09-07T09:30:00.000`. */
  local: string;
}

@Injectable()
export class Clock {
  /** Read once for each transaction: within one it stands still. */
  private readonly known = new WeakMap<Tx, Promise<Now>>();

  /** The instant of this transaction, so that everything in it happened at the same time. */
  now(tx: Tx): Promise<Now> {
    let now = this.known.get(tx);
    if (!now) {
      now = this.read(tx);
      this.known.set(tx, now);
    }
    return now;
  }

  private async read(tx: Tx): Promise<Now> {
    const [row] = await tx.query<Now>(
      `
      with clock as (
        select now() as real, now() + make_interval(secs => coalesce(max(offset_ms), 0) / 1000.0) as at,
               coalesce(max(time_zone), 'Asia/Shanghai') as zone
        from business_clock where institution_id = nullif($1, '')::uuid
      )
      select real, at, to_char(at at time zone zone, 'YYYY-MM-DD') as today,
             to_char(at at time zone zone, 'YYYY-MM-DD"T"HH24:MI:SS.MS') as local
      from clock`,
      [tx.institutionId],
    );
    return row!;
  }

  /** The institution's calendar day of an instant of business time. */
  async dayOf(tx: Tx, at: Date): Promise<Day> {
    const [row] = await tx.query<{ day: Day }>(
      `select to_char($1::timestamptz at time zone coalesce(
         (select time_zone from business_clock where institution_id = $2), 'Asia/Shanghai'), 'YYYY-MM-DD') as day`,
      [at, tx.institutionId],
    );
    return row!.day;
  }

  /** The time of the day of an instant there, `09:05`. */
  async timeOf(tx: Tx, at: Date): Promise<string> {
    const [row] = await tx.query<{ time: string }>(
      `select to_char($1::timestamptz at time zone coalesce(
         (select time_zone from business_clock where institution_id = $2), 'Asia/Shanghai'), 'HH24:MI') as time`,
      [at, tx.institutionId],
    );
    return row!.time;
  }

  /** Moves business time forward. Only the demonstration calls it. @throws Problem `clock.backward` */
  async moveTo(tx: Tx, target: Date): Promise<Now> {
    const before = await this.now(tx);
    if (target.getTime() < before.at.getTime()) throw new Problem('clock.backward', { at: before.local });
    await tx.query(
      `insert into business_clock (institution_id, offset_ms) values ($1, $2)
       on conflict (institution_id) do update set offset_ms = excluded.offset_ms`,
      [tx.institutionId, target.getTime() - before.real.getTime()],
    );
    this.known.delete(tx);
    return this.now(tx);
  }
}
