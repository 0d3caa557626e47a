import { Injectable } from '@nestjs/common';
import type { Day } from '../../core/fact.js';
import type { Period } from '../../core/rules/types.js';
import type { Tx } from '../../platform/database/tx.js';
import type { DraftContent } from './draft.content.js';

export interface DraftRow extends DraftContent {
  id: string;
  title: string;
  packId: string;
  baseEdition: Day;
  baseHash: string;
  cycles: Period['kind'][];
  /** Everybody who changed it. */
  editors: string[];
  revision: number;
  createdBy: string;
  createdAt: Date;
  updatedBy: string;
  updatedAt: Date;
}

export type DraftHead = Omit<DraftRow, 'sources' | 'baseSources' | 'baseChoices' | 'settings' | 'fill'>;

const HEAD = `id, title, valid_from as "from", pack_id as "packId", base_edition as "baseEdition", base_hash as "baseHash", cycles, editors,
  revision, created_by as "createdBy", created_at as "createdAt", updated_by as "updatedBy", updated_at as "updatedAt"`;
const COLUMNS = `${HEAD}, base_sources as "baseSources", base_choices as "baseChoices", sources, settings, fill`;

@Injectable()
export class DraftRepository {
  async insert(tx: Tx, row: DraftRow): Promise<void> {
    await tx.query(
      `insert into edition_draft (institution_id, id, title, valid_from, pack_id, base_edition, base_hash, base_sources, base_choices,
         sources, settings, fill, cycles, editors, revision, created_by, created_at, updated_by, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
      [
        tx.institutionId,
        row.id,
        row.title,
        row.from,
        row.packId,
        row.baseEdition,
        row.baseHash,
        JSON.stringify(row.baseSources),
        JSON.stringify(row.baseChoices),
        JSON.stringify(row.sources),
        JSON.stringify(row.settings),
        JSON.stringify(row.fill),
        row.cycles,
        row.editors,
        row.revision,
        row.createdBy,
        row.createdAt,
        row.updatedBy,
        row.updatedAt,
      ],
    );
  }

  /** @param lock `share` while somebody decides on it, `update` while somebody writes */
  async byId(tx: Tx, id: string, lock?: 'share' | 'update'): Promise<DraftRow | undefined> {
    const rows = await tx.query<DraftRow>(
      `select ${COLUMNS} from edition_draft where institution_id = $1 and id = $2 ${lock ? `for ${lock}` : ''}`,
      [tx.institutionId, id],
    );
    return rows[0];
  }

  /** Without the texts, which a list does not show. */
  list(tx: Tx): Promise<DraftHead[]> {
    return tx.query<DraftHead>(
      `select ${HEAD} from edition_draft where institution_id = $1 order by valid_from desc, created_at desc`,
      [tx.institutionId],
    );
  }

  /** Writes what `row` says if nobody else wrote since `row.revision`; the revision goes up by one. */
  change(tx: Tx, row: DraftRow): Promise<boolean> {
    return tx.change(
      `update edition_draft set title = $4, valid_from = $5, sources = $6, settings = $7, fill = $8, cycles = $9, editors = $10,
         updated_by = $11, updated_at = $12, revision = revision + 1
       where institution_id = $1 and id = $2 and revision = $3`,
      [
        tx.institutionId,
        row.id,
        row.revision,
        row.title,
        row.from,
        JSON.stringify(row.sources),
        JSON.stringify(row.settings),
        JSON.stringify(row.fill),
        row.cycles,
        row.editors,
        row.updatedBy,
        row.updatedAt,
      ],
    );
  }

  remove(tx: Tx, id: string, revision: number): Promise<boolean> {
    return tx.change('delete from edition_draft where institution_id = $1 and id = $2 and revision = $3', [
      tx.institutionId,
      id,
      revision,
    ]);
  }
}
