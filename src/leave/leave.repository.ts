import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';
import type { CaseFile } from '../workflow/case-file.js';

export type CaseRow = Pick<CaseFile, 'id' | 'key' | 'revision' | 'state' | 'applicant' | 'filedAt'> & {
  context: Record<string, unknown>;
};

const listColumns = `id, key, revision, state, applicant, filed_at as "filedAt", context`;

@Injectable()
export class LeaveRepository {
  /** What others decided for a person since then, oldest first. */
  decidedFor(tx: Tx, person: string, since: Date): Promise<{ key: string; actor: string }[]> {
    return tx.query<{ key: string; actor: string }>(
      `select c.key, e.actor from case_event e
       join case_file c on c.institution_id = e.institution_id and c.id = e.case_id
       where e.institution_id = $1 and e.on_behalf_of = $2 and e.happened_at >= $3 order by e.happened_at, e.case_id, e.seq`,
      [tx.institutionId, person, since],
    );
  }

  /** Leaves that a person had filed on a day, for the next key. */
  async countOf(tx: Tx, person: string, day: Day): Promise<number> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `leave:${tx.institutionId}:${person}:${day}`,
    ]);
    const [row] = await tx.query<{ count: number }>(
      `select count(*) as count from case_file
       where institution_id = $1 and kind = 'leave' and applicant = $2 and context->'from'->>'day' = $3`,
      [tx.institutionId, person, day],
    );
    return row?.count ?? 0;
  }

  /** One page of leaves; `people` limits whose. */
  async leaves(
    tx: Tx,
    filter: { state?: string; person?: string; from?: Day; to?: Day; people?: readonly string[] },
    paging: { sort: string; limit: number; offset: number },
  ): Promise<{ items: CaseRow[]; total: number }> {
    const where = `from case_file where institution_id = $1 and kind = 'leave'
      and ($2::text is null or state = $2) and ($3::text is null or applicant = $3)
      and ($4::text is null or context->'to'->>'day' >= $4) and ($5::text is null or context->'from'->>'day' <= $5)
      and ($6::text[] is null or applicant = any($6))`;
    const params = [
      tx.institutionId,
      filter.state ?? null,
      filter.person ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.people ?? null,
    ];
    return this.page(tx, where, params, paging);
  }

  async substitutions(
    tx: Tx,
    filter: { state?: string; window?: string; person?: string; windows?: readonly string[] },
    paging: { sort: string; limit: number; offset: number },
  ): Promise<{ items: CaseRow[]; total: number }> {
    const where = `from case_file where institution_id = $1 and kind = 'substitution'
      and ($2::text is null or state = $2) and ($3::text is null or context->>'window' = $3)
      and ($4::text[] is null or context->>'window' = any($4) or context->>'substitute' = $5 or context->>'absent' = $5)`;
    const params = [
      tx.institutionId,
      filter.state ?? null,
      filter.window ?? null,
      filter.windows ?? null,
      filter.person ?? null,
    ];
    return this.page(tx, where, params, paging);
  }

  private async page(
    tx: Tx,
    where: string,
    params: unknown[],
    paging: { sort: string; limit: number; offset: number },
  ) {
    const [count] = await tx.query<{ total: number }>(`select count(*) as total ${where}`, params);
    const column = paging.sort.replace(/^-/, '') === 'state' ? 'state' : 'filed_at';
    const items = await tx.query<CaseRow>(
      `select ${listColumns} ${where} order by ${column} ${paging.sort.startsWith('-') ? 'desc' : 'asc'}, id limit ${paging.limit} offset ${paging.offset}`,
      params,
    );
    return { items, total: count?.total ?? 0 };
  }
}
