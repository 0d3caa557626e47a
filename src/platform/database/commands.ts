/**
 * One command, one transaction. The client makes the key before sending; the row that remembers it commits together with
 * what the command did, so a retry is answered from the row and nothing happens twice.
 */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import { Problem } from '../../core/problem.js';
import { Database, sqlState } from './database.js';
import type { Tx } from './tx.js';

/** What the HTTP layer knows of a mutating request; take it with `@CurrentCommand()`. */
export interface Command {
  actor: Actor;
  /** `Idempotency-Key` of the client. */
  key: string;
  /** Method, path, If-Match and body, hashed: the same key with another request is refused. */
  requestHash: string;
  ifMatch?: number;
}

export interface Answer<T> {
  status: number;
  body: T;
  headers?: Record<string, string>;
}

@Injectable()
export class Commands {
  constructor(private readonly database: Database) {}

  /**
   * Runs `fn` once for this key and returns its answer, now and at every retry.
   * @throws Problem `request.idempotency_mismatch` (422), `request.in_flight` (409)
   */
  async run<T>(command: Command, fn: (tx: Tx) => Promise<Answer<T>>): Promise<Answer<T>> {
    try {
      return await this.database.inInstitution(command.actor.institutionId, (tx) => this.once(tx, command, fn), {
        settings: { lock_timeout: '5s' },
      });
    } catch (error) {
      if (sqlState(error) === '55P03') throw new Problem('request.in_flight', { key: command.key }, { retryAfter: 1 });
      throw error;
    }
  }

  private async once<T>(tx: Tx, command: Command, fn: (tx: Tx) => Promise<Answer<T>>): Promise<Answer<T>> {
    const { actor, key, requestHash } = command;
    // An advisory lock, not the unique index, makes the second copy wait: the row is written last, with its answer.
    const lock = createHash('sha256')
      .update(`${actor.institutionId}\n${actor.person}\n${key}`)
      .digest()
      .readBigInt64BE();
    await tx.query('select pg_advisory_xact_lock($1)', [lock.toString()]);
    const [known] = await tx.query<{
      request_hash: string;
      status: number;
      answer: { body: T };
      headers: Record<string, string>;
    }>(
      'select request_hash, status, answer, headers from command where institution_id = $1 and actor = $2 and key = $3',
      [actor.institutionId, actor.person, key],
    );
    if (known) {
      if (known.request_hash !== requestHash)
        throw new Problem('request.idempotency_mismatch', { where: 'Idempotency-Key', key, allowed: 'UUID' });
      return { status: known.status, body: known.answer.body, headers: known.headers };
    }
    const answer = await fn(tx);
    await tx.query(
      'insert into command (institution_id, actor, key, request_hash, status, answer, headers) values ($1, $2, $3, $4, $5, $6, $7)',
      [
        actor.institutionId,
        actor.person,
        key,
        requestHash,
        answer.status,
        JSON.stringify({ body: answer.body ?? null }),
        JSON.stringify(answer.headers ?? {}),
      ],
    );
    return answer;
  }
}
