import { Injectable } from '@nestjs/common';
import type { AppealContext } from '../../workflows/appeal/parts.js';
import type { SubjectKey } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';
import type { AppealsQuery } from './appeal.contract.js';

export interface AppealCase {
  id: string;
  key: string;
  revision: number;
  state: string;
  applicant: string;
  filedAt: Date;
  context: AppealContext;
}

@Injectable()
export class AppealRepository {
  /** Key of an appeal against the same entry or result that is still open; others who attack the same wait here. */
  async openAgainst(
    tx: Tx,
    factId: string | undefined,
    subject: string | undefined,
    period: string | undefined,
  ): Promise<string | undefined> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `appeal:${tx.institutionId}:${factId ?? `${subject} ${period}`}`,
    ]);
    const [row] = await tx.query<{ key: string }>(
      `select key from case_file
       where institution_id = $1 and kind = 'appeal' and not final
         and (($2::text is not null and context->'fact'->>'id' = $2)
           or ($2::text is null and context->>'subject' = $3 and context->>'period' = $4 and context->'fact' = 'null'::jsonb))
       limit 1`,
      [tx.institutionId, factId ?? null, subject ?? null, period ?? null],
    );
    return row?.key;
  }

  /** Appeals that a person filed on a day, for the next key; others who file at the same moment wait. */
  async countOf(tx: Tx, person: string, day: string): Promise<number> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `appeal:${tx.institutionId}:${person}:${day}`,
    ]);
    const [row] = await tx.query<{ count: number }>(
      `select count(*) as count from case_file where institution_id = $1 and kind = 'appeal' and applicant = $2 and filed_on = $3`,
      [tx.institutionId, person, day],
    );
    return row?.count ?? 0;
  }

  /** One page; `visible` limits the subjects, absent = all. Appellant and panel see theirs whatever it is about. */
  async list(
    tx: Tx,
    query: AppealsQuery,
    reader: { person: string; visible: readonly SubjectKey[] | undefined },
  ): Promise<{ items: AppealCase[]; total: number }> {
    const where = `
      from case_file where institution_id = $1 and kind = 'appeal'
        and ($2::text is null or state = $2) and ($3::text is null or context->>'cycle' = $3)
        and ($4::text is null or context->>'subject' = $4)
        and ($5::text[] is null or applicant = $6 or context->>'subject' = any($5) or context->'panel' ? $6)`;
    const params = [
      tx.institutionId,
      query.state ?? null,
      query.cycle ?? null,
      query.subject ?? null,
      reader.visible ?? null,
      reader.person,
    ];
    const [count] = await tx.query<{ total: number }>(`select count(*) as total ${where}`, params);
    const column = query.sort.endsWith('state') ? 'state' : 'filed_at';
    const items = await tx.query<AppealCase>(
      `select id, key, revision, state, applicant, filed_at as "filedAt", context ${where}
       order by ${column} ${query.sort.startsWith('-') ? 'desc' : 'asc'}, id limit $7 offset $8`,
      [...params, query.pageSize, (query.page - 1) * query.pageSize],
    );
    return { items, total: count?.total ?? 0 };
  }
}
