/** All SQL of the outbox. Rows are ids; what is to be done stands in the case event that the effect id names. */
import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';

export interface OutboxRow {
  id: string;
  institutionId: string;
  kind: string;
  caseId: string;
  /** `<case id>:<event seq>:<index>` */
  effectId: string;
  /** Deliveries so far. */
  attempt: number;
  failures: number;
}

export interface OutboxState {
  open: number;
  dead: number;
  /** Age of the oldest open row that is due, in seconds. */
  oldestSeconds: number;
}

const columns = `id, institution_id as "institutionId", kind, case_id as "caseId", effect_id as "effectId", attempt, failures`;
const open = 'done_at is null and dead_at is null';

@Injectable()
export class OutboxRepository {
  /**
   * Takes what is due and not on its way. The lease doubles with each delivery, so that a long backlog is not delivered
   * again and again while it waits in the queue.
   */
  async claim(tx: Tx, limit: number, leaseSeconds: number): Promise<{ id: string; attempt: number }[]> {
    return tx.query(
      `update outbox o set attempt = o.attempt + 1,
         leased_until = now() + make_interval(secs => least($2::float8 * power(2, least(o.attempt, 10)), 3600))
       from (select id from outbox where ${open} and due_at <= now() and (leased_until is null or leased_until <= now())
             order by due_at limit $1 for update skip locked) due
       where o.id = due.id returning o.id, o.attempt`,
      [limit, leaseSeconds],
    );
  }

  /** Gives leases back: of some rows that could not be delivered, or of all when the queue lost its memory. */
  async release(tx: Tx, ids?: readonly string[]): Promise<number> {
    const rows = await tx.query(
      `update outbox set leased_until = null where ${open} and leased_until is not null and ($1::uuid[] is null or id = any($1))
       returning id`,
      [ids ?? null],
    );
    return rows.length;
  }

  /**
   * Gives back the leases of deliveries that nobody is at: a row is locked as long as its worker lives. A delivery that has meanwhile been replaced by a later one is left alone.
   */
  async releaseOrphans(tx: Tx, deliveries: readonly { id: string; attempt: number }[]): Promise<number> {
    const rows = await tx.query(
      `update outbox o set leased_until = null
       from (select r.id from outbox r join unnest($1::uuid[], $2::int[]) as sent(id, attempt) using (id, attempt)
             where r.done_at is null and r.dead_at is null and r.leased_until is not null for update of r skip locked) orphan
       where o.id = orphan.id returning o.id`,
      [deliveries.map(({ id }) => id), deliveries.map(({ attempt }) => attempt)],
    );
    return rows.length;
  }

  /** What is on its way or in somebody's hand, the oldest first. No lock is taken: a worker would pass over the row for it. */
  async onTheWay(tx: Tx, limit: number): Promise<{ id: string; attempt: number }[]> {
    return tx.query(`select id, attempt from outbox where ${open} and leased_until > now() order by due_at limit $1`, [
      limit,
    ]);
  }

  async open(tx: Tx, id: string): Promise<OutboxRow | undefined> {
    const [row] = await tx.query<OutboxRow>(`select ${columns} from outbox where id = $1 and ${open}`, [id]);
    return row;
  }

  /** Undefined when it is done, or when another worker is at it now. */
  async lockOpen(tx: Tx, id: string): Promise<OutboxRow | undefined> {
    const [row] = await tx.query<OutboxRow>(
      `select ${columns} from outbox where id = $1 and ${open} for update skip locked`,
      [id],
    );
    return row;
  }

  /** Receipt and end in one statement; false when it was done before. */
  async finish(tx: Tx, row: OutboxRow): Promise<boolean> {
    return tx.change(
      `with receipt as (
         insert into outbox_receipt (outbox_id, institution_id, effect_id, attempt) values ($1, $2, $3, $4)
       )
       update outbox set done_at = now(), leased_until = null where id = $1 and ${open}`,
      [row.id, row.institutionId, row.effectId, row.attempt],
    );
  }

  /** Counts a failed run. After `limit` of them the row is dead until somebody revives it. */
  async fail(
    tx: Tx,
    id: string,
    error: string,
    limit: number,
    retrySeconds: number,
  ): Promise<(OutboxRow & { dead: boolean }) | undefined> {
    const [row] = await tx.query<OutboxRow & { dead: boolean }>(
      `update outbox set failures = failures + 1, leased_until = null, last_error = left($2, 500),
         due_at = now() + make_interval(secs => $4::float8 * power(4, failures)),
         dead_at = case when failures + 1 >= $3 then now() end
       where id = $1 and ${open}
       returning ${columns}, dead_at is not null as dead`,
      [id, error, limit, retrySeconds],
    );
    return row;
  }

  /** Puts dead rows of an effect back, after a person has looked. */
  async revive(tx: Tx, institutionId: string, effectId: string): Promise<boolean> {
    return tx.change(
      `update outbox set dead_at = null, failures = 0, due_at = now(), leased_until = null
       where institution_id = $1 and effect_id = $2 and dead_at is not null`,
      [institutionId, effectId],
    );
  }

  /** How much the institution of the transaction still has to do. */
  async openOf(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::int as count from outbox where institution_id = $1 and ${open}`,
      [tx.institutionId],
    );
    return row?.count ?? 0;
  }

  async state(tx: Tx): Promise<OutboxState> {
    const [row] = await tx.query<OutboxState>(
      `select count(*) filter (where dead_at is null) as open, count(*) filter (where dead_at is not null) as dead,
         coalesce(extract(epoch from now() - min(due_at) filter (where dead_at is null and due_at <= now())), 0)::float8 as "oldestSeconds"
       from outbox where done_at is null`,
    );
    return row!;
  }
}
