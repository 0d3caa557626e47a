/** What the ledger takes and gives. Amounts are Units, hashes lower-case hex, subjects business keys. */
import type { NewFact } from '../core/effects.js';
import type { Day, Fact, SubjectKey } from '../core/fact.js';

/** A fact to post; quantity defaults to one occurrence. Money and points are Units. */
export type FactInput = Omit<NewFact, 'quantity'> & { quantity?: number };

/** Why facts come: the case, the import or the system act. The same `(kind, id, occasion, fact key)` posts once. */
export interface FactSource {
  kind: 'case' | 'import' | 'system';
  /** Case id, import batch id, or a name. */
  id: string;
  /** Effect id or another name of the occasion within the source; absent = the source posts each fact key once. */
  occasion?: string;
  /** Code of the person who recorded it, or `system`. */
  recorder: string;
}

/** A ledger row as readers see it. */
export interface LedgerFact extends Fact {
  seq: number;
  recordedAt: Date;
  recorder: string;
  source: { kind: string; id: string };
  factKey: string;
  note?: string;
  evidence: readonly string[];
  /** Id of the entry that takes this one back, if one does (as known at the asked instant). */
  reversedBy?: string;
}

export interface FactQuery {
  /** Days inclusive. */
  period?: { from: Day; to: Day };
  subjects?: readonly SubjectKey[];
  /** Also facts of other subjects that one of `subjects` brought about (`person` of the fact). */
  withActors?: boolean;
  items?: readonly string[];
  /** Only what had been recorded by this instant (business time). */
  asKnownAt?: Date;
  /** Only entries up to this position of the ledger. */
  throughSeq?: number;
  ids?: readonly string[];
  /** `net` leaves out facts taken back together with their reversals. Default `all`. */
  view?: 'all' | 'net';
  limit?: number;
  offset?: number;
}

export interface ReverseQuery {
  factIds?: readonly string[];
  /** All facts that this source posted… */
  source?: { kind: string; id: string };
  /** …or only those with these keys. */
  keys?: readonly string[];
}

export type PostedListener = (
  tx: import('../platform/database/tx.js').Tx,
  posted: readonly LedgerFact[],
) => Promise<void>;
