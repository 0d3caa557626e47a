import { Injectable } from '@nestjs/common';
import type { SubjectKey } from '../core/fact.js';
import type { ItemSum } from '../core/rules/types.js';
import type { Tx } from '../platform/database/tx.js';
import type { ChainEntry } from './chain.js';
import type { FactQuery, LedgerFact, ReverseQuery } from './ledger.types.js';

export interface ChainHead {
  chain: string;
  seq: number;
  hash: string;
}

/** A row ready to be inserted: the hashed entry, its links and its text. */
export interface NewRow extends ChainEntry {
  prevHash: string;
  hash: string;
  recordedRealAt: string;
  note: { salt: string; text: string } | null;
}

interface FactRow {
  id: string;
  seq: number;
  item: string;
  subject: SubjectKey;
  happened_on: string;
  recorded_at: Date;
  quantity: number;
  count: 1 | -1;
  points: number | null;
  money: number | null;
  details: LedgerFact['values'] | null;
  person: SubjectKey | null;
  reverses: string | null;
  source_kind: string;
  source_id: string;
  fact_key: string;
  recorder: string;
  evidence: string[];
  note: string | null;
  reversed_by: string | null;
}

const lockName = `hashtextextended('ledger:' || $1::text, 0)`;

/** All SQL of the ledger. */
@Injectable()
export class LedgerRepository {
  /** Posting holds this until its commit, so that `cut` knows when nothing is under way. */
  async announcePosting(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock_shared(${lockName})`, [tx.institutionId]);
  }

  /** Position up to which the ledger is complete: waits for postings under way, then reads, and holds nothing. */
  cut(tx: Tx): Promise<number> {
    return this.whileNobodyPosts(tx, () => this.lastSeq(tx));
  }

  /** The same together with the heads that the chains had at that moment. */
  cutWithHeads(tx: Tx): Promise<{ throughSeq: number; heads: ChainHead[] }> {
    return this.whileNobodyPosts(tx, async () => ({
      throughSeq: await this.lastSeq(tx),
      heads: await tx.query<ChainHead>(
        `select chain, seq, encode(hash, 'hex') as hash from chain_head where institution_id = $1`,
        [tx.institutionId],
      ),
    }));
  }

  private async lastSeq(tx: Tx): Promise<number> {
    // Nobody of this institution is posting, so whatever the counter has given out to it is committed or gone. A counter that
    // was never asked stands at 1 as well: then nothing is known yet, and the first fact is news.
    const [row] = await tx.query<{ seq: number }>(
      'select case when is_called then last_value else 0 end as seq from fact_seq_seq',
    );
    return row!.seq;
  }

  private async whileNobodyPosts<T>(tx: Tx, read: () => Promise<T>): Promise<T> {
    await tx.query(`select pg_advisory_lock(${lockName})`, [tx.institutionId]);
    try {
      return await read();
    } finally {
      // After a failed statement the lock falls with the connection's rollback handler; unlocking would only fail again.
      await tx.query(`select pg_advisory_unlock(${lockName})`, [tx.institutionId]).catch(() => undefined);
    }
  }

  /** Heads of these chains, locked in the order of their names so that two postings cannot wait for one another. */
  async lockHeads(tx: Tx, chains: readonly string[]): Promise<Map<string, ChainHead>> {
    const locked = () =>
      tx.query<ChainHead>(
        `select chain, seq, encode(hash, 'hex') as hash from chain_head
         where institution_id = $1 and chain = any($2) order by chain for update`,
        [tx.institutionId, chains],
      );
    let rows = await locked();
    if (rows.length < chains.length) {
      await tx.query(
        `insert into chain_head (institution_id, chain, seq, hash)
         select $1, chain, 0, decode(repeat('00', 32), 'hex') from unnest($2::text[]) chain order by chain
         on conflict (institution_id, chain) do nothing`,
        [tx.institutionId, chains],
      );
      rows = await locked();
    }
    return new Map(rows.map((row) => [row.chain, row]));
  }

  /** Which of these source keys have been posted before. */
  async postedKeys(tx: Tx, kind: string, id: string, keys: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ source_key: string }>(
      'select source_key from fact where institution_id = $1 and source_kind = $2 and source_id = $3 and source_key = any($4)',
      [tx.institutionId, kind, id, keys],
    );
    return new Set(rows.map((row) => row.source_key));
  }

  /** Inserts entries with their notes and evidence links and adds to the sums. Returns the positions by id. */
  async insert(tx: Tx, rows: readonly NewRow[]): Promise<Map<string, number>> {
    const inserted = await tx.query<{ id: string; seq: number }>(INSERT, [tx.institutionId, JSON.stringify(rows)]);
    return new Map(inserted.map((row) => [row.id, row.seq]));
  }

  /** The heads follow in their own statement, because their trigger looks for the entries. */
  async moveHeads(tx: Tx, heads: readonly ChainHead[]): Promise<void> {
    await tx.query(
      `update chain_head h set seq = n.seq, hash = decode(n.hash, 'hex')
       from jsonb_to_recordset($2::jsonb) as n(chain text, seq bigint, hash text)
       where h.institution_id = $1 and h.chain = n.chain`,
      [tx.institutionId, JSON.stringify(heads)],
    );
  }

  async facts(tx: Tx, query: FactQuery): Promise<LedgerFact[]> {
    const rows = await tx.query<FactRow>(
      `select ${COLUMNS}
       from ${matchingFacts(query)}
       order by f.happened_on, f.seq limit $10 offset $11`,
      [...matching(tx, query), query.limit ?? null, query.offset ?? 0],
    );
    return rows.map(toFact);
  }

  async count(tx: Tx, query: FactQuery): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::bigint as count from ${matchingFacts(query)}`,
      matching(tx, query),
    );
    return row!.count;
  }

  /** Facts that may be taken back: posted by the source or named, not themselves reversals. Locked against nothing: rows never change. */
  async reversible(tx: Tx, query: ReverseQuery): Promise<LedgerFact[]> {
    const rows = await tx.query<FactRow>(
      `select ${COLUMNS}
       from fact f left join fact_note n on n.institution_id = f.institution_id and n.fact_id = f.id
       left join fact r on r.institution_id = f.institution_id and r.reverses = f.id
       where f.institution_id = $1 and f.reverses is null
         and ($2::uuid[] is null or f.id = any($2))
         and ($3::text is null or (f.source_kind = $3 and f.source_id = $4))
         and ($5::text[] is null or f.fact_key = any($5))
       order by f.seq`,
      [
        tx.institutionId,
        query.factIds ?? null,
        query.source?.kind ?? null,
        query.source?.id ?? null,
        query.keys ?? null,
      ],
    );
    return rows.map(toFact);
  }

  /** Kept sums of whole months (`from`, `to` as 202609); sums that came back to nothing are left out. */
  async sums(
    tx: Tx,
    from: number,
    to: number,
    subjects?: readonly string[],
    items?: readonly string[],
  ): Promise<ItemSum[]> {
    return tx.query<ItemSum>(
      `select subject, item, sum(count)::bigint as count, sum(quantity)::bigint as quantity, sum(points)::bigint as points,
              sum(money)::bigint as money
       from fact_sum where institution_id = $1 and month between $2 and $3
         and ($4::text[] is null or subject = any($4)) and ($5::text[] is null or item = any($5))
       group by subject, item
       having sum(count) <> 0 or sum(quantity) <> 0 or sum(points) <> 0 or sum(money) <> 0
       order by subject, item`,
      [tx.institutionId, from, to, subjects ?? null, items ?? null],
    );
  }

  /**
   * The same sums from the facts themselves, one row for each subject with its items packed into one text
   * (`item,count,quantity,points,money;…`): the form that a recompute reads fastest.
   */
  async packedSums(
    tx: Tx,
    months: readonly number[],
    throughSeq: number,
    subjects?: readonly string[],
  ): Promise<{ subject: string; packed: string }[]> {
    return tx.query(
      `select subject, string_agg(item || ',' || c || ',' || q || ',' || p || ',' || m, ';') as packed
       from (select subject, item, sum(count) as c, sum(quantity) as q, coalesce(sum(points), 0) as p, coalesce(sum(money), 0) as m
             from fact where institution_id = $1 and ${months.length === 1 ? 'month = $2' : 'month = any($2)'} and seq <= $3
               and ($4::text[] is null or subject = any($4))
             group by subject, item) s
       where c <> 0 or q <> 0 or p <> 0 or m <> 0
       group by subject`,
      [tx.institutionId, months.length === 1 ? months[0] : months, throughSeq, subjects ?? null],
    );
  }

  async eraseNote(tx: Tx, factId: string): Promise<boolean> {
    return tx.change('delete from fact_note where institution_id = $1 and fact_id = $2', [tx.institutionId, factId]);
  }
}

const COLUMNS = `f.id, f.seq, f.item, f.subject, f.happened_on, f.recorded_at, f.quantity, f.count, f.points, f.money, f.details,
  f.person, f.reverses, f.source_kind, f.source_id, f.fact_key, f.recorder, f.evidence, n.text as note, r.id as reversed_by`;

/** Facts of a query with what takes them back, both as known at the asked instant. */
const matchingFacts = ({ withActors }: FactQuery): string => `fact f
  left join fact_note n on n.institution_id = f.institution_id and n.fact_id = f.id
  left join fact r on r.institution_id = f.institution_id and r.reverses = f.id
    and ($6::timestamptz is null or r.recorded_at <= $6) and ($7::bigint is null or r.seq <= $7)
  where f.institution_id = $1
    and ($2::date is null or (f.happened_on between $2 and $3
         and f.month between extract(year from $2::date) * 100 + extract(month from $2::date)
                         and extract(year from $3::date) * 100 + extract(month from $3::date)))
    and ($4::text[] is null or f.subject = any($4)${withActors ? ' or f.person = any($4)' : ''})
    and ($5::text[] is null or f.item = any($5))
    and ($6::timestamptz is null or f.recorded_at <= $6)
    and ($7::bigint is null or f.seq <= $7)
    and ($8::uuid[] is null or f.id = any($8))
    and (not $9::boolean or (f.count = 1 and r.id is null))`;

const matching = (tx: Tx, query: FactQuery): unknown[] => [
  tx.institutionId,
  query.period?.from ?? null,
  query.period?.to ?? null,
  query.subjects ?? null,
  query.items ?? null,
  query.asKnownAt ?? null,
  query.throughSeq ?? null,
  query.ids ?? null,
  query.view === 'net',
];

const INSERT = `
  with n as (
    select * from jsonb_to_recordset($2::jsonb) as r(
      id uuid, chain text, "chainSeq" bigint, item text, "happenedOn" date, "recordedAt" timestamptz, "recordedRealAt" timestamptz,
      quantity bigint, count smallint, points bigint, money bigint, details jsonb, person text, reverses uuid,
      "sourceKind" text, "sourceId" text, "sourceKey" text, "factKey" text, recorder text, "noteHash" text, evidence jsonb,
      "prevHash" text, hash text, note jsonb)
  ), f as (
    insert into fact (institution_id, id, item, subject, happened_on, recorded_at, recorded_real_at, quantity, count, points, money,
                      details, person, reverses, source_kind, source_id, source_key, fact_key, recorder, note_hash, evidence,
                      chain_seq, prev_hash, hash)
    select $1, id, item, chain, "happenedOn", "recordedAt", "recordedRealAt", quantity, count, points, money,
           nullif(details, 'null'::jsonb), person, reverses, "sourceKind", "sourceId", "sourceKey", "factKey", recorder,
           decode("noteHash", 'hex'), array(select jsonb_array_elements_text(evidence)), "chainSeq", decode("prevHash", 'hex'), decode(hash, 'hex')
    from n order by chain, "chainSeq"
    returning id, seq, month, subject, item, count, quantity, points, money
  ), notes as (
    insert into fact_note (institution_id, fact_id, salt, text)
    select $1, id, decode(note ->> 'salt', 'hex'), note ->> 'text' from n where jsonb_typeof(note) = 'object'
  ), links as (
    insert into fact_evidence (institution_id, hash, fact_id)
    select distinct $1::uuid, e.hash, n.id from n, jsonb_array_elements_text(n.evidence) as e(hash)
  ), sums as (
    insert into fact_sum (institution_id, month, subject, item, count, quantity, points, money)
    select $1, month, subject, item, sum(count), sum(quantity), coalesce(sum(points), 0), coalesce(sum(money), 0)
    from f group by month, subject, item order by month, subject, item
    on conflict (institution_id, month, subject, item) do update
    set count = fact_sum.count + excluded.count, quantity = fact_sum.quantity + excluded.quantity,
        points = fact_sum.points + excluded.points, money = fact_sum.money + excluded.money
  )
  select id, seq from f`;

function toFact(row: FactRow): LedgerFact {
  return {
    id: row.id,
    seq: row.seq,
    item: row.item,
    subject: row.subject,
    happenedOn: row.happened_on,
    recordedAt: row.recorded_at,
    quantity: row.quantity,
    count: row.count,
    ...(row.points === null ? {} : { points: row.points }),
    ...(row.money === null ? {} : { money: row.money }),
    ...(row.details === null ? {} : { values: row.details }),
    ...(row.person === null ? {} : { person: row.person }),
    ...(row.reverses === null ? {} : { reverses: row.reverses }),
    recorder: row.recorder,
    source: { kind: row.source_kind, id: row.source_id },
    factKey: row.fact_key,
    ...(row.note === null ? {} : { note: row.note }),
    evidence: row.evidence,
    ...(row.reversed_by === null ? {} : { reversedBy: row.reversed_by }),
  };
}
