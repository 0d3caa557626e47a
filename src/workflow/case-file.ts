/** Rows of the case engine. No behaviour. */
import type { Day, SubjectKey } from '../core/fact.js';
import type { EffectCase } from '../platform/effects/effect-registry.js';

export interface CaseFile {
  id: string;
  kind: string;
  machineVersion: number;
  key: string;
  editionRef: string | null;
  editionHash: string | null;
  /** Leaf states as one text, see `stateText` of the kit. */
  state: string;
  /** XState's state value, JSON. */
  value: unknown;
  context: Record<string, unknown>;
  revision: number;
  final: boolean;
  applicant: string | null;
  subject: SubjectKey | null;
  filedOn: Day;
  filedAt: Date;
  closedAt: Date | null;
}

/** One event as it is written; `seq` equals the revision that it made. */
export interface CaseEventRow {
  caseId: string;
  seq: number;
  type: string;
  payload: unknown;
  facts: unknown;
  actor: string;
  onBehalfOf: string | null;
  fromState: string | null;
  toState: string;
  effects: readonly StoredEffect[];
  idempotencyKey: string;
  requestHash: string;
  happenedAt: Date;
  recordedAt: Date;
  prevHash: string;
  hash: string;
}

export interface StoredEffect {
  name: string;
  params: Record<string, unknown>;
}

export const effectCaseOf = (row: CaseFile): EffectCase => ({
  id: row.id,
  kind: row.kind,
  key: row.key,
  state: row.state,
  context: row.context,
  applicant: row.applicant,
  subject: row.subject,
  editionHash: row.editionHash,
});

/** Where a right must reach: the subject of the case, else its applicant. */
export const placeOf = (row: { subject: string | null; applicant: string | null }): SubjectKey | undefined =>
  row.subject ?? (row.applicant ? `person:${row.applicant}` : undefined);
