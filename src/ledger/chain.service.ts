/**
 * Closing of days and checking of chains. A trigger stops the application; only the chain shows what somebody with all rights
 * over the database did, and only the heads show what was cut off at an end.
 */
import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { CHAIN_START, type ChainEntry, dayHash, entryHash, headsHash, noteHash } from './chain.js';
import { LedgerRepository } from './ledger.repository.js';

export interface ChainFault {
  chain: string;
  /** Number of the entry in its chain; for a closed day its number is 0. */
  entry: number;
  factId?: string;
  /**
   * `content`: the entry is not what was hashed; `link`: it does not follow the one before; `missing`: a number is left out;
   * `tail`: entries known to the head are gone; `head`: the head was moved or removed; `note`: a text was exchanged;
   * `day`: the chains no longer have the heads with which a day was closed.
   */
  fault: 'content' | 'link' | 'missing' | 'tail' | 'head' | 'note' | 'day';
}

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

interface EntryRow extends Omit<ChainEntry, 'recordedAt'> {
  recordedAt: Date;
  prevHash: string;
  hash: string;
  salt: string | null;
  text: string | null;
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
    for (let after = { chain: '', seq: 0 }; ; ) {
      const rows = await this.page(tx, throughSeq, after);
      for (const row of rows) walk.take(row);
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) break;
      after = { chain: last.chain, seq: last.chainSeq };
    }
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

  private page(tx: Tx, throughSeq: number, after: { chain: string; seq: number }): Promise<EntryRow[]> {
    return tx.query<EntryRow>(
      `select f.id, f.subject as chain, f.chain_seq as "chainSeq", f.item, f.happened_on as "happenedOn", f.recorded_at as "recordedAt",
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

  private async verifyDays(tx: Tx, faults: ChainFault[], anchor?: { day: Day; hash: string }): Promise<number> {
    const days = await tx.query<{
      day: Day;
      throughSeq: number;
      chains: number;
      headsHash: string;
      prevHash: string;
      hash: string;
    }>(
      `select day, through_seq as "throughSeq", chains, encode(heads_hash, 'hex') as "headsHash",
              encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash
       from chain_day where institution_id = $1 order by day`,
      [tx.institutionId],
    );
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

/** Goes along the entries in order and keeps the first fault of each chain. */
class ChainWalk {
  entries = 0;
  private chain = '';
  private seq = 0;
  private hash = CHAIN_START;
  private bad = false;
  private readonly unseen: Set<string>;

  constructor(
    private readonly heads: Map<string, { seq: number; hash: string }>,
    private readonly faults: ChainFault[],
  ) {
    this.unseen = new Set([...heads].filter(([, head]) => head.seq > 0).map(([chain]) => chain));
  }

  take(row: EntryRow): void {
    if (row.chain !== this.chain) {
      this.finish();
      this.chain = row.chain;
      this.seq = 0;
      this.hash = CHAIN_START;
      this.bad = false;
      this.unseen.delete(row.chain);
    }
    this.entries++;
    if (!this.bad) this.check(row);
    this.seq = row.chainSeq;
    this.hash = row.hash;
  }

  end(): void {
    this.finish();
    for (const chain of this.unseen) this.faults.push({ chain, entry: 1, fault: 'tail' });
  }

  private check(row: EntryRow): void {
    const fault = this.faultOf(row);
    if (!fault) return;
    this.bad = true;
    if (fault === 'missing') this.faults.push({ chain: row.chain, entry: this.seq + 1, fault });
    else this.faults.push({ chain: row.chain, entry: row.chainSeq, factId: row.id, fault });
  }

  private faultOf(row: EntryRow): ChainFault['fault'] | undefined {
    const { prevHash, hash, salt, text, recordedAt, ...rest } = row;
    if (row.chainSeq !== this.seq + 1) return 'missing';
    if (entryHash({ ...rest, recordedAt: recordedAt.toISOString() }, prevHash) !== hash) return 'content';
    if (prevHash !== this.hash) return 'link';
    return salt !== null && text !== null && noteHash(salt, text) !== row.noteHash ? 'note' : undefined;
  }

  private finish(): void {
    if (this.chain === '' || this.bad) return;
    const head = this.heads.get(this.chain);
    if (!head) this.faults.push({ chain: this.chain, entry: this.seq, fault: 'head' });
    else if (head.seq > this.seq) this.faults.push({ chain: this.chain, entry: this.seq + 1, fault: 'tail' });
    else if (head.seq !== this.seq || head.hash !== this.hash)
      this.faults.push({ chain: this.chain, entry: this.seq, fault: 'head' });
  }
}
