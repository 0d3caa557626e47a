/** All SQL of deadlines. The table holds ids and instants only and stands outside row-level security. */
import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';

export interface Deadline {
  id: string;
  caseId: string;
  name: string;
  /** The last day of the term; it ends with that day. */
  dueOn: Day;
  dueAt: Date;
  firedAt: Date | null;
  cancelledAt: Date | null;
  outcome: string | null;
}

const columns = `id, case_id as "caseId", name, due_on as "dueOn", due_at as "dueAt", fired_at as "firedAt",
  cancelled_at as "cancelledAt", outcome`;
const open = 'fired_at is null and cancelled_at is null';

/** A deadline that failed as often as this waits for a person. */
export const MAX_FAILURES = 3;

@Injectable()
export class DeadlineRepository {
  /** Sets a term, due so many hours after its day begins; an open one of the same name gives way to it. The same effect twice sets it once. */
  async set(tx: Tx, line: { caseId: string; name: string; dueOn: Day; hour: number; effectId: string }): Promise<void> {
    // The count is asked for so that the old one has ended before the new one comes: only one may be open.
    await tx.query(
      `with ended as (
         update case_deadline set cancelled_at = now()
         where institution_id = $1 and case_id = $2 and name = $3 and ${open} and effect_id <> $5 returning id)
       insert into case_deadline (institution_id, case_id, name, due_on, due_at, effect_id)
       select $1, $2, $3, $4::date, ($4::date + make_interval(hours => $6)) at time zone coalesce(
         (select time_zone from business_clock where institution_id = $1), 'Asia/Shanghai'), $5
       where (select count(*) from ended) >= 0
       on conflict (effect_id) do nothing`,
      [tx.institutionId, line.caseId, line.name, line.dueOn, line.effectId, line.hour],
    );
  }

  async cancel(tx: Tx, caseId: string, name: string): Promise<void> {
    await tx.query(
      `update case_deadline set cancelled_at = now() where institution_id = $1 and case_id = $2 and name = $3 and ${open}`,
      [tx.institutionId, caseId, name],
    );
  }

  async cancelAll(tx: Tx, caseId: string): Promise<void> {
    await tx.query(
      `update case_deadline set cancelled_at = now() where institution_id = $1 and case_id = $2 and ${open}`,
      [tx.institutionId, caseId],
    );
  }

  async ofCase(tx: Tx, caseId: string): Promise<Deadline[]> {
    return tx.query<Deadline>(
      `select ${columns} from case_deadline where institution_id = $1 and case_id = $2 order by due_at, id`,
      [tx.institutionId, caseId],
    );
  }

  /** Institutions with open terms and the instant of their first one. */
  async waiting(tx: Tx): Promise<{ institutionId: string; first: Date }[]> {
    return tx.query(
      `select institution_id as "institutionId", min(due_at) as first from case_deadline
       where ${open} and failures < ${MAX_FAILURES} group by institution_id`,
    );
  }

  async dueIn(tx: Tx, at: Date, limit: number): Promise<{ id: string; caseId: string }[]> {
    return tx.query(
      `select id, case_id as "caseId" from case_deadline
       where institution_id = $1 and ${open} and failures < ${MAX_FAILURES} and due_at <= $2 order by due_at, id limit $3`,
      [tx.institutionId, at, limit],
    );
  }

  /** Undefined when it was fired or cancelled meanwhile, or another sweep holds it. */
  async claim(tx: Tx, id: string, at: Date): Promise<Deadline | undefined> {
    const [row] = await tx.query<Deadline>(
      `select ${columns} from case_deadline where institution_id = $1 and id = $2 and ${open} and due_at <= $3 for update skip locked`,
      [tx.institutionId, id, at],
    );
    return row;
  }

  async fired(tx: Tx, id: string, at: Date, outcome: string): Promise<void> {
    await tx.query(
      'update case_deadline set fired_at = $3, cancelled_at = null, outcome = $4 where institution_id = $1 and id = $2 and fired_at is null',
      [tx.institutionId, id, at, outcome],
    );
  }

  /** Counts a failure; returns how many there were. */
  async failed(tx: Tx, id: string): Promise<number> {
    const [row] = await tx.query<{ failures: number }>(
      'update case_deadline set failures = failures + 1 where institution_id = $1 and id = $2 returning failures',
      [tx.institutionId, id],
    );
    return row?.failures ?? 0;
  }

  async revive(tx: Tx, id: string): Promise<void> {
    await tx.query(`update case_deadline set failures = 0 where institution_id = $1 and id = $2 and ${open}`, [
      tx.institutionId,
      id,
    ]);
  }

  /** Moves the newest instant that a sweep has seen; returns the one before, and the instant now. */
  async heartbeat(tx: Tx): Promise<{ before: Date | null; now: Date }> {
    const [row] = await tx.query<{ before: Date | null; now: Date }>(
      'select (select seen_at from deadline_heartbeat) as before, clock_timestamp() as now',
    );
    await tx.query(
      `insert into deadline_heartbeat (seen_at) values ($1)
       on conflict (id) do update set seen_at = greatest(deadline_heartbeat.seen_at, excluded.seen_at)`,
      [row!.now],
    );
    return row!;
  }
}
