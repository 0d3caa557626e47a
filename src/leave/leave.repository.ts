import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';

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
}
