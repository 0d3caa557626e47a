/**
 * How engines and businesses start cases and send them events without importing the case engine's insides; `src/workflow`
 * registers the real thing at start. Both calls are commands: the same `key` twice does nothing the second time.
 */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import type { SubjectKey } from '../../core/fact.js';
import type { Tx } from '../database/tx.js';

export interface StartCase {
  kind: string;
  /** Business key, unique per institution and kind. */
  key: string;
  input: Readonly<Record<string, unknown>>;
  /** Row id; absent = UUID v7, from an effect the UUIDv5 of the effect id. */
  id?: string;
  applicant?: string;
  subject?: SubjectKey;
  actor: Actor;
}

export interface SendToCase {
  caseId: string;
  event: string;
  payload?: Readonly<Record<string, unknown>>;
  actor: Actor;
  /** Idempotency key of the command. */
  key: string;
}

export interface SentToCase {
  state: string;
  revision: number;
  /** What the fact providers found for the event, by their names; absent for a repeated command. */
  facts?: Readonly<Record<string, unknown>>;
}

export interface CasePort {
  start(tx: Tx, command: StartCase): Promise<{ id: string; state: string; revision: number }>;
  send(tx: Tx, command: SendToCase): Promise<SentToCase>;
  /** Id of a case by its business key, or undefined. */
  find(tx: Tx, kind: string, key: string): Promise<string | undefined>;
  /** State of a case by its business key; a port that cannot tell leaves it out. */
  stateOf?(tx: Tx, kind: string, key: string): Promise<string | undefined>;
}

@Injectable()
export class Cases implements CasePort {
  private port?: CasePort;

  register(port: CasePort): void {
    this.port = port;
  }

  private get real(): CasePort {
    if (!this.port) throw new Error('the case engine has not registered itself');
    return this.port;
  }

  start(tx: Tx, command: StartCase) {
    return this.real.start(tx, command);
  }

  send(tx: Tx, command: SendToCase) {
    return this.real.send(tx, command);
  }

  find(tx: Tx, kind: string, key: string) {
    return this.real.find(tx, kind, key);
  }

  stateOf(tx: Tx, kind: string, key: string): Promise<string | undefined> {
    return this.real.stateOf?.(tx, kind, key) ?? Promise.resolve(undefined);
  }
}
