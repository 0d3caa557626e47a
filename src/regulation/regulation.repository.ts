import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import type { PackSource } from '../core/rules/pack/pack.js';
import { sqlState } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import type { FillRecord, FrozenChoices } from './draft/draft.content.js';

export interface FrozenEdition {
  hash: string;
  packId: string;
  edition: Day;
  sources: PackSource[];
  choices: FrozenChoices;
}

export interface Adoption {
  id: string;
  hash: string;
  packId: string;
  edition: Day;
  from: Day;
  /** First day on which it is no longer in force. */
  to: Day | null;
  /** Who approved it, when, and the case that led to it; none for the first one of an institution. */
  by: string;
  at: Date;
  caseKey: string | null;
}

const ADOPTION = `id, edition_hash as hash, pack_id as "packId", edition, valid_from as "from", valid_to as "to",
  adopted_by as by, adopted_at as at, case_key as "caseKey"`;

@Injectable()
export class RegulationRepository {
  /** A handful of rows that every decision asks for: read once for each transaction, and anew after an adoption in it. */
  private readonly known = new WeakMap<Tx, Promise<readonly Adoption[]>>();

  async adoptionOn(tx: Tx, day: Day): Promise<Adoption | undefined> {
    const all = await this.adoptions(tx);
    return all.find((one) => one.from <= day && (one.to === null || one.to > day));
  }

  /** All adoptions of the institution, the first one first. */
  async adoptions(tx: Tx): Promise<Adoption[]> {
    let all = this.known.get(tx);
    if (!all) {
      all = tx.query<Adoption>(`select ${ADOPTION} from adoption where institution_id = $1 order by valid_from`, [
        tx.institutionId,
      ]);
      this.known.set(tx, all);
    }
    return [...(await all)];
  }

  /** Adopted editions that count from this day or a later one. */
  adoptionsFrom(tx: Tx, day: Day): Promise<Adoption[]> {
    return tx.query<Adoption>(
      `select ${ADOPTION} from adoption where institution_id = $1 and valid_from >= $2 order by valid_from`,
      [tx.institutionId, day],
    );
  }

  async edition(tx: Tx, hash: string): Promise<FrozenEdition | undefined> {
    const rows = await tx.query<FrozenEdition>(
      'select hash, pack_id as "packId", edition, sources, choices from edition where institution_id = $1 and hash = $2',
      [tx.institutionId, hash],
    );
    return rows[0];
  }

  async freeze(tx: Tx, frozen: FrozenEdition, at: Date): Promise<void> {
    await tx.query(
      `insert into edition (institution_id, hash, pack_id, edition, sources, choices, frozen_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (institution_id, hash) do nothing`,
      [
        tx.institutionId,
        frozen.hash,
        frozen.packId,
        frozen.edition,
        JSON.stringify(frozen.sources),
        JSON.stringify(frozen.choices),
        at,
      ],
    );
  }

  /** The open adoption ends where the new one begins. False when the new one would overlap another. */
  async adopt(tx: Tx, adoption: Omit<Adoption, 'to'>): Promise<boolean> {
    try {
      return await this.insert(tx, adoption);
    } finally {
      this.known.delete(tx);
    }
  }

  private async insert(tx: Tx, adoption: Omit<Adoption, 'to'>): Promise<boolean> {
    await tx.query(
      'update adoption set valid_to = $2 where institution_id = $1 and valid_to is null and valid_from < $2',
      [tx.institutionId, adoption.from],
    );
    try {
      await tx.query(
        `insert into adoption (institution_id, id, edition_hash, pack_id, edition, valid_from, adopted_by, adopted_at, case_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          tx.institutionId,
          adoption.id,
          adoption.hash,
          adoption.packId,
          adoption.edition,
          adoption.from,
          adoption.by,
          adoption.at,
          adoption.caseKey,
        ],
      );
      return true;
    } catch (error) {
      if (sqlState(error) === '23P01') return false;
      throw error;
    }
  }

  /** Newest value of everything that the office filled in or chose for a pack. */
  async fills(tx: Tx, packId: string): Promise<FrozenChoices> {
    const rows = await tx.query<FillRecord & { kind: 'parameter' | 'setting'; name: string }>(
      `select distinct on (kind, name) kind, name, value, basis, filled_by as by, filled_at as at from parameter_fill
       where institution_id = $1 and pack_id = $2 order by kind, name, seq desc`,
      [tx.institutionId, packId],
    );
    const of = (kind: string) => rows.filter((row) => row.kind === kind);
    const values = (kind: string) => Object.fromEntries(of(kind).map((row) => [row.name, row.value]));
    const filled = of('parameter').map(({ name, value, basis, by, at }) => [
      name,
      { value, basis, by, at: new Date(at).toISOString() },
    ]);
    return { settings: values('setting'), fill: values('parameter'), filled: Object.fromEntries(filled) };
  }

  async addFill(
    tx: Tx,
    fill: {
      id: string;
      packId: string;
      kind: 'parameter' | 'setting';
      name: string;
      value: string;
      basis: string;
      by: string;
      at: Date;
    },
  ): Promise<void> {
    await tx.query(
      `insert into parameter_fill (institution_id, id, pack_id, kind, name, value, basis, filled_by, filled_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [tx.institutionId, fill.id, fill.packId, fill.kind, fill.name, fill.value, fill.basis, fill.by, fill.at],
    );
  }
}
