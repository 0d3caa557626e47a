/** Goes along chains of entries and finds where they were broken; pure, so that it can be done far from the database. */
import { CHAIN_START, type ChainEntry, entryHash, noteHash } from './chain.js';

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

/** An entry with its hashes; salt and text are absent where notes are not at hand. */
export interface ChainRow extends Omit<ChainEntry, 'recordedAt'> {
  /** Position in the ledger. */
  seq: number;
  recordedAt: Date;
  prevHash: string;
  hash: string;
  salt: string | null;
  text: string | null;
}

/** Goes along the entries in order and keeps the first fault of each chain. */
export class ChainWalk {
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

  take(row: ChainRow): void {
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

  private check(row: ChainRow): void {
    const fault = this.faultOf(row);
    if (!fault) return;
    this.bad = true;
    if (fault === 'missing') this.faults.push({ chain: row.chain, entry: this.seq + 1, fault });
    else this.faults.push({ chain: row.chain, entry: row.chainSeq, factId: row.id, fault });
  }

  private faultOf(row: ChainRow): ChainFault['fault'] | undefined {
    const { prevHash, hash, salt, text, recordedAt, seq: _seq, ...rest } = row;
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
