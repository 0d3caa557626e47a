/** All SQL of temporary badges: the stock, and who had which from when to when. */
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import type { BadgesQuery, StockRow } from './badge.contract.js';

export interface BadgeLine {
  badge: string;
  hall: string | null;
  person: string;
  window: string;
  caseId: string;
  key: string;
  issuedAt: Date;
  returnedAt: Date | null;
  lostAt: Date | null;
  dueOn: string;
  isOverdue: boolean;
}

/** Whoever was replaced owes the badge from his own last half day on, not from the end of the whole cover. */
const coveredUntil = `coalesce(
  (select coalesce(stint->'to'->>'day', stint->'from'->>'day') from jsonb_array_elements(c.context->'stints') as stint
   where stint->>'badge' = b.badge and stint->>'substitute' = b.person limit 1),
  c.context->'to'->>'day')`;
const overdue = `b.returned_at is null and b.lost_at is null and coalesce((c.context->>'chases')::int, 0) > 0`;

@Injectable()
export class BadgeRepository {
  async stock(tx: Tx, filter: { state?: string; hall?: string } = {}): Promise<StockRow[]> {
    return tx.query<StockRow>(
      `select code as badge, hall, state, note from badge_stock
       where institution_id = $1 and ($2::text is null or state = $2) and ($3::text is null or hall is null or hall = $3)
       order by code`,
      [tx.institutionId, filter.state ?? null, filter.hall ?? null],
    );
  }

  async find(tx: Tx, code: string): Promise<StockRow | undefined> {
    const [row] = await tx.query<StockRow>(
      'select code as badge, hall, state, note from badge_stock where institution_id = $1 and code = $2',
      [tx.institutionId, code],
    );
    return row;
  }

  /** @returns codes that were there already */
  async add(
    tx: Tx,
    codes: readonly string[],
    hall: string | null,
    by: { person: string; at: Date },
  ): Promise<string[]> {
    const added = await tx.query<{ code: string }>(
      `insert into badge_stock (institution_id, code, hall, changed_at, changed_by)
       select $1, unnest($2::text[]), $3, $4, $5 on conflict do nothing returning code`,
      [tx.institutionId, codes, hall, by.at, by.person],
    );
    const got = new Set(added.map((row) => row.code));
    return codes.filter((code) => !got.has(code));
  }

  /** Moves a badge from one state into another; false when it is not in that state (any more). */
  async move(
    tx: Tx,
    code: string,
    step: { from: StockRow['state'][]; to: StockRow['state']; note?: string; person: string; at: Date },
  ): Promise<boolean> {
    const rows = await tx.query(
      `update badge_stock set state = $4, note = $5, changed_at = $6, changed_by = $7
       where institution_id = $1 and code = $2 and state = any($3) returning code`,
      [tx.institutionId, code, step.from, step.to, step.note ?? null, step.at, step.person],
    );
    return rows.length === 1;
  }

  async wasIssued(tx: Tx, effectId: string): Promise<boolean> {
    const rows = await tx.query('select 1 from badge where institution_id = $1 and effect_id = $2', [
      tx.institutionId,
      effectId,
    ]);
    return rows.length > 0;
  }

  async issue(
    tx: Tx,
    line: { badge: string; person: string; window: string; caseId: string; effectId: string; at: Date },
  ): Promise<void> {
    await tx.query(
      `insert into badge (institution_id, badge, person, window_code, case_id, effect_id, issued_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [tx.institutionId, line.badge, line.person, line.window, line.caseId, line.effectId, line.at],
    );
  }

  /** Ends a hand-out; the same twice changes nothing. */
  async close(tx: Tx, line: { badge: string; caseId: string; at: Date; lost?: string }): Promise<boolean> {
    const rows = await tx.query(
      `update badge set returned_at = case when $5::text is null then $4::timestamptz end,
         lost_at = case when $5::text is not null then $4::timestamptz end, lost_reason = $5
       where institution_id = $1 and badge = $2 and case_id = $3 and returned_at is null and lost_at is null returning id`,
      [tx.institutionId, line.badge, line.caseId, line.at, line.lost ?? null],
    );
    return rows.length === 1;
  }

  /** One page of the register; `windows` limits where, `person` always sees his own. */
  async register(
    tx: Tx,
    filter: BadgesQuery & { windows?: readonly string[]; reader: string },
  ): Promise<{ items: BadgeLine[]; total: number }> {
    const where = `from badge b join badge_stock s on s.institution_id = b.institution_id and s.code = b.badge
       join case_file c on c.institution_id = b.institution_id and c.id = b.case_id
       where b.institution_id = $1 and ($2::text is null or b.badge = $2) and ($3::text is null or b.window_code = $3)
         and ($4::text is null or b.person = $4)
         and ($5::date is null or coalesce(b.returned_at, b.lost_at, 'infinity') >= $5)
         and ($6::date is null or b.issued_at < $6::date + 1)
         and ($7::text[] is null or b.window_code = any($7) or b.person = $8)
         and ($9::text is null
           or ($9 = 'out' and b.returned_at is null and b.lost_at is null)
           or ($9 = 'returned' and b.returned_at is not null) or ($9 = 'lost' and b.lost_at is not null)
           or ($9 = 'overdue' and ${overdue}))`;
    const params = [
      tx.institutionId,
      filter.badge ?? null,
      filter.window ?? null,
      filter.person ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.windows ?? null,
      filter.reader,
      filter.state ?? null,
    ];
    const [count] = await tx.query<{ total: number }>(`select count(*) as total ${where}`, params);
    const column = filter.sort.replace(/^-/, '') === 'badge' ? 'b.badge' : 'b.issued_at';
    const items = await tx.query<BadgeLine>(
      `select b.badge, s.hall, b.person, b.window_code as "window", b.case_id as "caseId", c.key,
         b.issued_at as "issuedAt", b.returned_at as "returnedAt", b.lost_at as "lostAt",
         ${coveredUntil} as "dueOn", ${overdue} as "isOverdue" ${where}
       order by ${column} ${filter.sort.startsWith('-') ? 'desc' : 'asc'}, b.id
       limit ${filter.pageSize} offset ${(filter.page - 1) * filter.pageSize}`,
      params,
    );
    return { items, total: count?.total ?? 0 };
  }
}
