/**
 * Closing of days and checking of chains. A trigger stops the application; only the chain shows what somebody with all rights
 * over the database did, and only the heads show what was cut off at an end.
 */
import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { CHAIN_START, dayHash, headsHash } from './chain.js';
import { type ChainFault, type ChainRow, ChainWalk } from './chain-walk.js';
import { LedgerRepository } from './ledger.repository.js';

/** A closed day in its chain. */
export interface ChainDay {
  day: Day;
  throughSeq: number;
  chains: number;
  headsHash: string;
  prevHash: string;
  hash: string;
}

export type ChainHeads = { chain: string; seq: number; hash: string }[];

export interface ChainReport {
  ok: boolean;
  entries: number;
  chains: number;
  days: number;
  /** The first bad entry of each bad chain, in the order of the chains; at most 100. */
  faults: readonly ChainFault[];
  first?: ChainFault;
}

export interface ClosedDay {
  day: Day;
  throughSeq: number;
  chains: number;
  hash: string;
}

const PAGE = 5_000;

@Injectable()
export class ChainService {
  constructor(
    private readonly repository: LedgerRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds today's heads to the daily chain. Printed or exported, its hash is the anchor against a database rolled back as a
   * whole. Closing a day twice gives the first answer.
   */
  async closeDay(tx: Tx, day: Day): Promise<ClosedDay> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('chain-day:' || $1::text, 0))`, [tx.institutionId]);
    const closed = await this.day(tx, day);
    if (closed) return closed;
    const throughSeq = await this.repository.cut(tx);
    const heads = await this.headsAt(tx, throughSeq);
    const [last] = await tx.query<{ hash: string }>(
      `select encode(hash, 'hex') as hash from chain_day where institution_id = $1 order by day desc limit 1`,
      [tx.institutionId],
    );
    const prev = last?.hash ?? CHAIN_START;
    const row = { day, throughSeq, chains: heads.length, headsHash: headsHash(heads) };
    const hash = dayHash(row, prev);
    const { at } = await this.clock.now(tx);
    await tx.query(
      `insert into chain_day (institution_id, day, through_seq, chains, heads_hash, prev_hash, hash, closed_at)
       values ($1, $2, $3, $4, decode($5, 'hex'), decode($6, 'hex'), decode($7, 'hex'), $8)`,
      [tx.institutionId, day, throughSeq, heads.length, row.headsHash, prev, hash, at],
    );
    return { day, throughSeq, chains: heads.length, hash };
  }

  /**
   * Recomputes every hash. Reads in pages, so a million entries need little memory.
   * @param anchor hash of a closed day kept elsewhere (printed, exported): a database rolled back as a whole is found only by it
   */
  async verifyChains(tx: Tx, anchor?: { day: Day; hash: string }): Promise<ChainReport> {
    const faults: ChainFault[] = [];
    const { throughSeq, heads } = await this.repository.cutWithHeads(tx);
    const walk = new ChainWalk(new Map(heads.map((head) => [head.chain, head])), faults);
    for await (const rows of this.entries(tx, throughSeq)) for (const row of rows) walk.take(row);
    walk.end();
    const days = await this.verifyDays(tx, faults, anchor);
    const sorted = faults
      .sort((a, b) => (a.chain === b.chain ? a.entry - b.entry : a.chain < b.chain ? -1 : 1))
      .slice(0, 100);
    return {
      ok: faults.length === 0,
      entries: walk.entries,
      chains: heads.length,
      days,
      faults: sorted,
      first: sorted[0],
    };
  }

  /** Entries up to a position of the ledger in the order of their chains, page by page. */
  async *entries(tx: Tx, throughSeq: number): AsyncGenerator<readonly ChainRow[]> {
    for (let after = { chain: '', seq: 0 }; ; ) {
      const rows = await this.page(tx, throughSeq, after);
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = { chain: last.chain, seq: last.chainSeq };
    }
  }

  /** Heads of all chains at a position of the ledger. */
  heads(tx: Tx, throughSeq: number): Promise<ChainHeads> {
    return this.headsAt(tx, throughSeq);
  }

  private async day(tx: Tx, day: Day): Promise<ClosedDay | undefined> {
    const [row] = await tx.query<ClosedDay>(
      `select day, through_seq as "throughSeq", chains, encode(hash, 'hex') as hash from chain_day where institution_id = $1 and day = $2`,
      [tx.institutionId, day],
    );
    return row;
  }

  private headsAt(tx: Tx, throughSeq: number): Promise<{ chain: string; seq: number; hash: string }[]> {
    return tx.query(
      `select distinct on (subject) subject as chain, chain_seq as seq, encode(hash, 'hex') as hash
       from fact where institution_id = $1 and seq <= $2 order by subject, chain_seq desc`,
      [tx.institutionId, throughSeq],
    );
  }

  private page(tx: Tx, throughSeq: number, after: { chain: string; seq: number }): Promise<ChainRow[]> {
    return tx.query<ChainRow>(
      `select f.id, f.seq, f.subject as chain, f.chain_seq as "chainSeq", f.item, f.happened_on as "happenedOn", f.recorded_at as "recordedAt",
              f.quantity, f.count, f.points, f.money, f.details, f.person, f.reverses, f.source_kind as "sourceKind",
              f.source_id as "sourceId", f.source_key as "sourceKey", f.fact_key as "factKey", f.recorder,
              encode(f.note_hash, 'hex') as "noteHash", f.evidence, encode(f.prev_hash, 'hex') as "prevHash",
              encode(f.hash, 'hex') as hash, encode(n.salt, 'hex') as salt, n.text
       from fact f left join fact_note n on n.institution_id = f.institution_id and n.fact_id = f.id
       where f.institution_id = $1 and f.seq <= $4 and (f.subject, f.chain_seq) > ($2, $3)
       order by f.subject, f.chain_seq limit ${PAGE}`,
      [tx.institutionId, after.chain, after.seq, throughSeq],
    );
  }

  /** Closed days, oldest first. */
  days(tx: Tx): Promise<ChainDay[]> {
    return tx.query<ChainDay>(
      `select day, through_seq as "throughSeq", chains, encode(heads_hash, 'hex') as "headsHash",
              encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash
       from chain_day where institution_id = $1 order by day`,
      [tx.institutionId],
    );
  }

  private async verifyDays(tx: Tx, faults: ChainFault[], anchor?: { day: Day; hash: string }): Promise<number> {
    const days = await this.days(tx);
    let prev = CHAIN_START;
    for (const day of days) {
      const good = day.prevHash === prev && day.hash === dayHash(day, prev);
      if (!good) faults.push({ chain: `day:${day.day}`, entry: 0, fault: 'link' });
      prev = day.hash;
    }
    // Older closed days are covered by the entries' own links; what was cut off shows against the newest.
    const last = days.at(-1);
    if (last && headsHash(await this.headsAt(tx, last.throughSeq)) !== last.headsHash) {
      faults.push({ chain: `day:${last.day}`, entry: 0, fault: 'day' });
    }
    if (anchor && days.find((day) => day.day === anchor.day)?.hash !== anchor.hash) {
      faults.push({ chain: `day:${anchor.day}`, entry: 0, fault: 'day' });
    }
    return days.length;
  }
}
