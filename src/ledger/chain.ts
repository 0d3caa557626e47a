/**
 * The bytes of an entry and its place in a chain: SHA-256 over canonical JSON together with the hash before. Amounts are
 * decimal text; free text takes part only as a salted hash, so that it can be erased without breaking the chain.
 */
import { createHash } from 'node:crypto';
import { formatUnits } from '../core/amount.js';
import { canonical } from '../core/canonical.js';

/** What stands before the first entry of every chain. */
export const CHAIN_START = '0'.repeat(64);

/** The parts of a ledger row that its hash covers. Hashes are lower-case hex, instants ISO text in UTC. */
export interface ChainEntry {
  id: string;
  chain: string;
  chainSeq: number;
  item: string;
  happenedOn: string;
  recordedAt: string;
  quantity: number;
  count: number;
  points: number | null;
  money: number | null;
  details: Readonly<Record<string, string | number | boolean>> | null;
  person: string | null;
  reverses: string | null;
  sourceKind: string;
  sourceId: string;
  sourceKey: string;
  factKey: string;
  recorder: string;
  noteHash: string | null;
  evidence: readonly string[];
}

export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/** Hash of an entry that follows `prev` in its chain. */
export function entryHash(entry: ChainEntry, prev: string): string {
  const { quantity, points, money, ...rest } = entry;
  const amounts = {
    quantity: formatUnits(quantity),
    points: points === null ? null : formatUnits(points),
    money: money === null ? null : formatUnits(money),
  };
  return sha256(canonical({ ...rest, ...amounts, prev }));
}

/** Hash of free text with its salt (hex). Without the salt a short text could be guessed from its hash. */
export const noteHash = (salt: string, text: string): string =>
  createHash('sha256').update(Buffer.from(salt, 'hex')).update(text, 'utf8').digest('hex');

/** Hash over the heads of all chains, ordered by name. */
export function headsHash(heads: readonly { chain: string; seq: number; hash: string }[]): string {
  const sorted = [...heads].sort((a, b) => (a.chain < b.chain ? -1 : 1));
  return sha256(canonical(sorted.map((head) => [head.chain, head.seq, head.hash])));
}

/** Hash of one closed day after the closed day before it. */
export function dayHash(
  day: { day: string; throughSeq: number; chains: number; headsHash: string },
  prev: string,
): string {
  return sha256(
    canonical({ day: day.day, throughSeq: day.throughSeq, chains: day.chains, headsHash: day.headsHash, prev }),
  );
}
