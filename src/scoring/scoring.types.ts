import type { Day, SubjectKey } from '../core/fact.js';
import type { HonourResult, OutputResult, Period, RankingResult } from '../core/rules/types.js';
import type { FactInput } from '../ledger/ledger.types.js';

export const stages = ['live', 'preliminary', 'audited', 'final'] as const;
export type Stage = (typeof stages)[number];

/** One run of the computer over a period; business keys only except the row id. */
export interface Run {
  id: string;
  period: string;
  ordinal: number;
  cycle: string | null;
  stage: Stage;
  editionHash: string;
  populationHash: string;
  /** Position of the ledger up to which facts were taken into account. */
  knownSeq: number;
  asOf: Day;
  history: readonly HistorySource[];
  rulings: readonly Ruling[];
  digest: string;
  subjects: number;
  changed: number;
  /** Somebody's rank, grade or honour is not what it was in the run before. */
  moved: boolean;
  supersedes: string | null;
}

/** An earlier period whose outputs took part, at the run that was shown then. */
export interface HistorySource {
  period: string;
  ordinal: number;
}

export interface Ruling {
  honour: string;
  subject: SubjectKey;
  award: boolean;
  reason: string;
}

export interface RunSummary extends Run {
  /** Places in honours that only the committee can give. */
  openTies: readonly { honour: string; group: string; held: readonly SubjectKey[] }[];
  /** False when the effect had been done before. */
  isNew: boolean;
}

/** A stored output of a subject. */
export interface StoredResult {
  subject: SubjectKey;
  output: string;
  total: string;
  shown: string;
  money: string | null;
  grade: string | null;
  group: string | null;
  sections: OutputResult['sections'];
  flags: OutputResult['flags'];
  digest: string;
}

/** What would be posted and taken back; nothing is written. */
export interface Change {
  period: Period;
  reverse?: readonly string[];
  add?: readonly FactInput[];
}

export interface Standing {
  total: string;
  shown: string;
  grade: string | null;
  rank: number | null;
  honours: readonly string[];
}

/** One who moves: before and after. */
export interface Affected {
  subject: SubjectKey;
  output: string;
  before: Standing | null;
  after: Standing | null;
}

export interface Preview {
  affected: readonly Affected[];
  rankings: { before: readonly RankingResult[]; after: readonly RankingResult[] };
  honours: { before: readonly HonourResult[]; after: readonly HonourResult[] };
}
