import { Injectable } from '@nestjs/common';
import type { SubjectKey } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';
import type { FindingsQuery } from './finding.contract.js';

export interface FindingCase {
  id: string;
  key: string;
  revision: number;
  state: string;
  subject: SubjectKey;
  filedAt: Date;
  context: {
    item: string;
    article: string;
    person?: string;
    happenedOn: string;
    quantity: number;
    points: number | null;
    recorder: string;
  };
}

const columns = `id, key, revision, state, subject, filed_at as "filedAt", context`;
const sorts: Record<string, string> = {
  happenedOn: `context->>'happenedOn'`,
  filedAt: 'filed_at',
  item: `context->>'item'`,
  subject: 'subject',
  state: 'state',
};

/** States in which a finding no longer stands. */
const ended = ['dropped', 'revoked'];

@Injectable()
export class FindingRepository {
  /** One page; `visible` limits the subjects, absent = all. Who recorded a finding sees it whatever it is about. */
  async list(
    tx: Tx,
    query: FindingsQuery,
    visible: readonly SubjectKey[] | undefined,
    recorder: string,
  ): Promise<{ items: FindingCase[]; total: number }> {
    const name = query.sort.replace(/^-/, '');
    const where = `
      from case_file
      where institution_id = $1 and kind = 'finding'
        and ($2::text is null or subject = $2 or context->>'person' = $2) and ($3::text is null or context->>'item' = $3)
        and ($4::text is null or state = $4)
        and ($5::text is null or context->>'happenedOn' >= $5) and ($6::text is null or context->>'happenedOn' <= $6)
        and ($7::text[] is null or subject = any($7) or context->>'person' = any($7) or context->>'recorder' = $8)`;
    const params = [
      tx.institutionId,
      query.subject ?? null,
      query.item ?? null,
      query.state ?? null,
      query.from ?? null,
      query.to ?? null,
      visible ?? null,
      recorder,
    ];
    const [count] = await tx.query<{ total: number }>(`select count(*) as total ${where}`, params);
    const items = await tx.query<FindingCase>(
      `select ${columns} ${where} order by ${sorts[name]} ${query.sort.startsWith('-') ? 'desc' : 'asc'}, id limit $9 offset $10`,
      [...params, query.pageSize, (query.page - 1) * query.pageSize],
    );
    return { items, total: count?.total ?? 0 };
  }

  /** Keys of live findings about the same subject and day with one of these items. */
  async duplicates(
    tx: Tx,
    subject: SubjectKey,
    day: string,
    items: readonly string[],
    except: string | null,
  ): Promise<string[]> {
    const rows = await tx.query<{ key: string }>(
      `select key from case_file
       where institution_id = $1 and kind = 'finding' and subject = $2 and context->>'happenedOn' = $3
         and context->>'item' = any($4) and not state = any($5) and ($6::text is null or key <> $6)
       order by key`,
      [tx.institutionId, subject, day, items, ended, except],
    );
    return rows.map((row) => row.key);
  }

  /** How many findings of one subject and day there have been, for the next key. */
  async countOf(tx: Tx, subject: SubjectKey, day: string): Promise<number> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `finding:${tx.institutionId}:${subject}:${day}`,
    ]);
    const [row] = await tx.query<{ count: number }>(
      `select count(*) as count from case_file
       where institution_id = $1 and kind = 'finding' and subject = $2 and context->>'happenedOn' = $3`,
      [tx.institutionId, subject, day],
    );
    return row?.count ?? 0;
  }
}
