/** All SQL of imports. */
import { Injectable } from '@nestjs/common';
import type { Snapshot } from '../organization/roster.service.js';
import type { Tx } from '../platform/database/tx.js';
import type { KindName } from './importing.contract.js';
import type { CellError } from './sheet/column.js';
import type { Table, TableRow } from './sheet/table.js';

export type BatchState = 'previewed' | 'refused' | 'committed' | 'undone';

export interface Batch {
  id: string;
  kind: KindName;
  state: BatchState;
  fileName: string;
  fileHash: string;
  rows: readonly TableRow[];
  total: number;
  ignored: Table['ignored'];
  errors: readonly CellError[];
  summary: readonly { zh: string; en: string; value: number }[];
  before: Snapshot | null;
  after: Snapshot | null;
  uploadedBy: string;
  uploadedAt: Date;
  committedAt: Date | null;
  undoneAt: Date | null;
}

const common = `id, kind, state, file_name as "fileName", file_hash as "fileHash", total, ignored, errors, summary,
  uploaded_by as "uploadedBy", uploaded_at as "uploadedAt", committed_at as "committedAt", undone_at as "undoneAt"`;

/** Rows shown of a batch; all of them are stored. */
export const SHOWN = 200;

@Injectable()
export class ImportingRepository {
  async insert(tx: Tx, batch: Omit<Batch, 'before' | 'after' | 'committedAt' | 'undoneAt'>): Promise<void> {
    await tx.query(
      `insert into import_batch (id, institution_id, kind, state, file_name, file_hash, rows, total, ignored, errors, summary, uploaded_by, uploaded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        batch.id,
        tx.institutionId,
        batch.kind,
        batch.state,
        batch.fileName,
        batch.fileHash,
        JSON.stringify(batch.rows),
        batch.total,
        JSON.stringify(batch.ignored),
        JSON.stringify(batch.errors),
        JSON.stringify(batch.summary),
        batch.uploadedBy,
        batch.uploadedAt,
      ],
    );
  }

  /** For showing: the first rows only. */
  async find(tx: Tx, id: string): Promise<Batch | undefined> {
    const [row] = await tx.query<Batch>(
      `select ${common}, jsonb_path_query_array(rows, '$[0 to ${SHOWN - 1}]') as rows, null as before, null as after
       from import_batch where institution_id = $1 and id = $2`,
      [tx.institutionId, id],
    );
    return row;
  }

  /** For acting: everything, and nobody else acts until this transaction ends. */
  async lock(tx: Tx, id: string): Promise<Batch | undefined> {
    const [row] = await tx.query<Batch>(
      `select ${common}, rows, before, after from import_batch where institution_id = $1 and id = $2 for update`,
      [tx.institutionId, id],
    );
    return row;
  }

  async list(
    tx: Tx,
    filter: { kind?: string; state?: string; limit: number; offset: number },
  ): Promise<{ items: Batch[]; total: number }> {
    const rows = await tx.query<Batch & { found: number }>(
      `select ${common}, '[]'::jsonb as rows, null as before, null as after, count(*) over ()::int as found from import_batch
       where institution_id = $1 and ($2::text is null or kind = $2) and ($3::text is null or state = $3)
       order by uploaded_at desc, id desc limit $4 offset $5`,
      [tx.institutionId, filter.kind ?? null, filter.state ?? null, filter.limit, filter.offset],
    );
    return { items: rows, total: rows[0]?.found ?? 0 };
  }

  async committedWith(
    tx: Tx,
    kind: KindName,
    fileHash: string,
  ): Promise<{ id: string; committedAt: Date; fileName: string; by: string } | undefined> {
    const [row] = await tx.query<{ id: string; committedAt: Date; fileName: string; by: string }>(
      `select b.id, b.committed_at as "committedAt", b.file_name as "fileName",
         coalesce((select p.name || ' ' from person p where p.institution_id = $1 and p.code = b.committed_by), '') || b.committed_by as by
       from import_batch b where b.institution_id = $1 and b.kind = $2 and b.file_hash = $3 and b.state = 'committed'`,
      [tx.institutionId, kind, fileHash],
    );
    return row;
  }

  /** Which of some keys an earlier import has recorded. */
  async knownKeys(tx: Tx, kind: KindName, keys: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ key: string }>(
      'select key from import_key where institution_id = $1 and kind = $2 and key = any($3)',
      [tx.institutionId, kind, keys],
    );
    return new Set(rows.map((row) => row.key));
  }

  async addKeys(tx: Tx, kind: KindName, keys: readonly string[], batchId: string): Promise<void> {
    await tx.query(
      'insert into import_key (institution_id, kind, key, batch_id) select $1, $2, key, $4 from unnest($3::text[]) as r (key)',
      [tx.institutionId, kind, keys, batchId],
    );
  }

  async removeKeys(tx: Tx, batchId: string): Promise<void> {
    await tx.query('delete from import_key where institution_id = $1 and batch_id = $2', [tx.institutionId, batchId]);
  }

  markCommitted(
    tx: Tx,
    id: string,
    by: string,
    at: Date,
    snapshots: { before: Snapshot; after: Snapshot } | null,
  ): Promise<boolean> {
    return tx.change(
      `update import_batch set state = 'committed', committed_by = $3, committed_at = $4, before = $5, after = $6
       where institution_id = $1 and id = $2 and state = 'previewed'`,
      [
        tx.institutionId,
        id,
        by,
        at,
        snapshots ? JSON.stringify(snapshots.before) : null,
        snapshots ? JSON.stringify(snapshots.after) : null,
      ],
    );
  }

  markUndone(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
    return tx.change(
      `update import_batch set state = 'undone', undone_by = $3, undone_at = $4 where institution_id = $1 and id = $2 and state = 'committed'`,
      [tx.institutionId, id, by, at],
    );
  }
}
