import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Day, SubjectKey } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { ItemSum, Period } from '../core/rules/types.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { uuidV7 } from '../platform/ids.js';
import { type ChainEntry, entryHash, noteHash } from './chain.js';
import { LedgerRepository, type NewRow } from './ledger.repository.js';
import type { FactInput, FactQuery, FactSource, LedgerFact, PostedListener, ReverseQuery } from './ledger.types.js';

/** An entry before it has its place in a chain. */
type Draft = Omit<ChainEntry, 'id' | 'chainSeq' | 'recordedAt' | 'noteHash'> & { noteText?: string };

/**
 * What happened, append-only. Facts come in by `post`, are taken back by `reverse`, and never change. Everything that must be
 * right in the same instant (kept sums, live scores) listens with `onPosted` and writes in the posting transaction.
 */
@Injectable()
export class LedgerService {
  private readonly listeners: PostedListener[] = [];

  constructor(
    private readonly repository: LedgerRepository,
    private readonly clock: Clock,
  ) {}

  /** Called inside every posting transaction, after the rows are there. */
  onPosted(listener: PostedListener): void {
    this.listeners.push(listener);
  }

  /**
   * Posts facts. The same source, occasion and fact key post once: a repeated call returns only what was new.
   * @param facts amounts in Units; quantity defaults to one occurrence
   */
  async post(tx: Tx, facts: readonly FactInput[], source: FactSource): Promise<LedgerFact[]> {
    const keys = new Set(facts.map((fact) => fact.key));
    if (keys.size !== facts.length) throw new Error('two facts of one posting have the same key');
    return this.append(
      tx,
      source,
      facts.map((fact) => ({
        chain: fact.subject,
        item: fact.item,
        happenedOn: fact.happenedOn,
        quantity: fact.quantity ?? 10_000,
        count: 1,
        points: fact.points ?? null,
        money: fact.money ?? null,
        details: fact.values && Object.keys(fact.values).length > 0 ? fact.values : null,
        person: fact.person ?? null,
        reverses: null,
        sourceKind: source.kind,
        sourceId: source.id,
        sourceKey: source.occasion ? `${source.occasion}#${fact.key}` : fact.key,
        factKey: fact.key,
        recorder: source.recorder,
        evidence: fact.evidence ?? [],
        noteText: fact.note,
      })),
    );
  }

  /**
   * Takes facts back by entries with negated amounts on the same day, so that every sum returns to what it was. What has been
   * taken back before stays as it is.
   * @returns the new entries; empty when there was nothing left to take back
   * @throws Problem `ledger.fact_unknown` when a named fact does not exist
   */
  async reverse(tx: Tx, query: ReverseQuery, source: FactSource, reason: string): Promise<LedgerFact[]> {
    if (!query.factIds && !query.source) throw new Error('say which facts to take back');
    const found = await this.repository.reversible(tx, query);
    if (query.factIds && found.length < new Set(query.factIds).size) {
      throw new Problem('ledger.fact_unknown', { count: new Set(query.factIds).size - found.length });
    }
    const drafts = found.filter((fact) => !fact.reversedBy).map((fact) => reversal(fact, source, reason));
    return drafts.length === 0 ? [] : this.append(tx, source, drafts);
  }

  /** Entries in the order in which they happened; with notes, recorder and what takes them back. */
  facts(tx: Tx, query: FactQuery): Promise<LedgerFact[]> {
    return this.repository.facts(tx, query);
  }

  /** One page of entries and how many there are. */
  async page(
    tx: Tx,
    query: FactQuery & { limit: number; offset: number },
  ): Promise<{ facts: LedgerFact[]; total: number }> {
    return { facts: await this.repository.facts(tx, query), total: await this.repository.count(tx, query) };
  }

  /** Kept sums per subject and item over the whole months of a period. */
  sums(
    tx: Tx,
    period: Pick<Period, 'from' | 'to'>,
    options: { subjects?: readonly SubjectKey[]; items?: readonly string[] } = {},
  ): Promise<ItemSum[]> {
    return this.repository.sums(tx, monthOf(period.from), monthOf(period.to), options.subjects, options.items);
  }

  /** The same sums read from the facts themselves, complete up to a position of the ledger. */
  async sumsFromFacts(
    tx: Tx,
    period: Pick<Period, 'from' | 'to'>,
    throughSeq: number,
    subjects?: readonly SubjectKey[],
  ): Promise<ItemSum[]> {
    const rows = await this.repository.packedSums(tx, monthsOf(period), throughSeq, subjects);
    return rows.flatMap(unpack);
  }

  /** Position up to which everything recorded is visible; later postings come after it. */
  cut(tx: Tx): Promise<number> {
    return this.repository.cut(tx);
  }

  /** Removes the text of a note where the law asks for it; the chain keeps its salted hash and stays valid. */
  eraseNote(tx: Tx, factId: string): Promise<boolean> {
    return this.repository.eraseNote(tx, factId);
  }

  private async append(tx: Tx, source: FactSource, drafts: readonly Draft[]): Promise<LedgerFact[]> {
    if (drafts.length === 0) return [];
    await this.repository.announcePosting(tx);
    const chains = [...new Set(drafts.map((draft) => draft.chain))].sort();
    const heads = await this.repository.lockHeads(tx, chains);
    // Looked up after the locks: whoever posts the same facts at the same time waits above and then finds them here.
    const known = await this.repository.postedKeys(
      tx,
      source.kind,
      source.id,
      drafts.map((draft) => draft.sourceKey),
    );
    const fresh = drafts.filter((draft) => !known.has(draft.sourceKey));
    if (fresh.length === 0) return [];
    const now = await this.clock.now(tx);
    const rows = fresh.map((draft) =>
      link(draft, heads, { recordedAt: now.at.toISOString(), recordedRealAt: now.real.toISOString() }),
    );
    const seqs = await this.repository.insert(tx, rows);
    const moved = new Set(fresh.map((draft) => draft.chain));
    await this.repository.moveHeads(
      tx,
      [...heads.values()].filter((head) => moved.has(head.chain)),
    );
    const posted = rows.map((row) => toPosted(row, seqs.get(row.id)!));
    for (const listener of this.listeners) await listener(tx, posted);
    return posted;
  }
}

/** Gives a draft its place after the head of its chain and moves the head in memory. */
function link(
  draft: Draft,
  heads: Map<string, { chain: string; seq: number; hash: string }>,
  at: { recordedAt: string; recordedRealAt: string },
): NewRow {
  const head = heads.get(draft.chain)!;
  const { noteText, ...rest } = draft;
  const note = noteText ? { salt: randomBytes(16).toString('hex'), text: noteText } : null;
  const entry: ChainEntry = {
    ...rest,
    id: uuidV7(),
    chainSeq: head.seq + 1,
    recordedAt: at.recordedAt,
    noteHash: note ? noteHash(note.salt, note.text) : null,
  };
  const hash = entryHash(entry, head.hash);
  const row: NewRow = { ...entry, prevHash: head.hash, hash, recordedRealAt: at.recordedRealAt, note };
  head.seq += 1;
  head.hash = hash;
  return row;
}

function reversal(fact: LedgerFact, source: FactSource, reason: string): Draft {
  const key = `reverse:${fact.id}`;
  return {
    chain: fact.subject,
    item: fact.item,
    happenedOn: fact.happenedOn,
    quantity: -fact.quantity,
    count: -1,
    points: fact.points === undefined ? null : -fact.points,
    money: fact.money === undefined ? null : -fact.money,
    details: (fact.values as Draft['details']) ?? null,
    person: fact.person ?? null,
    reverses: fact.id,
    sourceKind: source.kind,
    sourceId: source.id,
    sourceKey: key,
    factKey: key,
    recorder: source.recorder,
    evidence: [],
    noteText: reason,
  };
}

function toPosted(row: NewRow, seq: number): LedgerFact {
  return {
    id: row.id,
    seq,
    item: row.item,
    subject: row.chain as SubjectKey,
    happenedOn: row.happenedOn,
    recordedAt: new Date(row.recordedAt),
    quantity: row.quantity,
    count: row.count as 1 | -1,
    ...(row.points === null ? {} : { points: row.points }),
    ...(row.money === null ? {} : { money: row.money }),
    ...(row.details === null ? {} : { values: row.details }),
    ...(row.person === null ? {} : { person: row.person as SubjectKey }),
    ...(row.reverses === null ? {} : { reverses: row.reverses }),
    recorder: row.recorder,
    source: { kind: row.sourceKind, id: row.sourceId },
    factKey: row.factKey,
    ...(row.note === null ? {} : { note: row.note.text }),
    evidence: row.evidence,
  };
}

/** `2026-09-07` → 202609. */
export const monthOf = (day: Day): number => Number(day.slice(0, 4)) * 100 + Number(day.slice(5, 7));

/** All months of a period as 202609. */
export function monthsOf(period: { from: Day; to: Day }): number[] {
  const months: number[] = [];
  for (
    let month = monthOf(period.from);
    month <= monthOf(period.to);
    month = month % 100 === 12 ? month + 89 : month + 1
  )
    months.push(month);
  return months;
}

function unpack(row: { subject: string; packed: string }): ItemSum[] {
  return row.packed.split(';').map((part) => {
    const [item = '', count, quantity, points, money] = part.split(',');
    return {
      subject: row.subject,
      item,
      count: Number(count),
      quantity: Number(quantity),
      points: Number(points),
      money: Number(money),
    };
  });
}
