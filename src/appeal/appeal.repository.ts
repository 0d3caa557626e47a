import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.js';

@Injectable()
export class AppealRepository {
  /** Key of an appeal against the same entry or result that is still open. */
  async openAgainst(
    tx: Tx,
    factId: string | undefined,
    subject: string | undefined,
    period: string | undefined,
  ): Promise<string | undefined> {
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
}
