/**
 * The only door to PostgreSQL at run time. A transaction is opened for one institution; row-level security hides every
 * other one, reads included. Lost races (40001, 40P01) and connections lost before COMMIT repeat the whole function, so it
 * must have no effect outside the transaction; a connection lost at COMMIT is told as "outcome unknown".
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { PoolClient, QueryResult } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { Problem } from '../../core/problem.js';
import { statementName } from './statements.js';
import type { Tx } from './tx.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ATTEMPTS = 5;
const racesLost = new Set(['40001', '40P01']);
/** Admin shutdown, crash shutdown, cannot connect now, connection failures, too many connections. */
const connectionLost = /^(57P0[1-3]|08...|53300|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)$/;

export interface TransactionOptions {
  /** Settings local to this transaction, e.g. `{ enable_hashagg: 'off' }`. */
  settings?: Readonly<Record<string, string>>;
  readOnly?: boolean;
}

@Injectable()
export class Database {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs `fn` in one transaction that sees the rows of this institution only. */
  inInstitution<T>(institutionId: string, fn: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    if (!uuid.test(institutionId)) throw new Error(`not an institution id: ${institutionId}`);
    return this.attempt(institutionId, fn, options);
  }

  /** For the tables that hold ids only and stand outside row-level security: outbox, deadlines, sessions, counters. */
  system<T>(fn: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.attempt('', fn, options);
  }

  /** One round trip outside any institution; for health probes. */
  async ping(): Promise<void> {
    await this.system(async (tx) => {
      await tx.query('select 1');
    });
  }

  private async attempt<T>(institutionId: string, fn: (tx: Tx) => Promise<T>, options: TransactionOptions): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(institutionId, fn, options);
      } catch (error) {
        const code = sqlState(error);
        if (error instanceof Problem || !code) throw error;
        const lost = connectionLost.test(code);
        if (!lost && !racesLost.has(code)) throw error;
        if (attempt >= ATTEMPTS) {
          throw new Problem(
            lost ? 'platform.database_unavailable' : 'platform.busy',
            {},
            { retryAfter: 2, cause: error },
          );
        }
        await sleep((lost ? 100 : 5) * 2 ** (attempt - 1) * (0.5 + Math.random()));
      }
    }
  }

  private async once<T>(institutionId: string, fn: (tx: Tx) => Promise<T>, options: TransactionOptions): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    let committing = false;
    const afterCommit: (() => void)[] = [];
    let isConnected = false;
    try {
      const client = (await runner.connect()) as PoolClient;
      isConnected = true;
      const settings = Object.entries(options.settings ?? {}).map(([name, value]) => `set local ${name} = '${value}';`);
      await client.query(
        `begin${options.readOnly ? ' read only' : ''}; select set_config('app.institution_id', '${institutionId}', true); ${settings.join(' ')}`,
      );
      const run = executor(client, options);
      const { dataSource } = this;
      let manager: EntityManager | undefined;
      const tx: Tx = {
        institutionId,
        client,
        get manager() {
          manager ??= dataSource.createEntityManager(runner);
          return manager;
        },
        query: async <R extends object>(sql: string, params: readonly unknown[] = []) =>
          (await run(sql, params)).rows as R[],
        change: async (sql, params = [], expected = 1) => (await run(sql, params)).rowCount === expected,
        afterCommit: (callback) => afterCommit.push(callback),
      };
      const result = await fn(tx);
      committing = true;
      await client.query('commit');
      for (const callback of afterCommit) callback();
      return result;
    } catch (error) {
      // Whatever the driver says of it: who cannot even roll back has lost the connection.
      const isAlive = await runner.query('rollback').then(
        () => true,
        () => false,
      );
      const isLost = connectionLost.test(sqlState(error) ?? '') || (isConnected && !isAlive);
      if (committing && isLost) throw new Problem('platform.outcome_unknown', {}, { retryAfter: 1, cause: error });
      if (isLost && !(error instanceof Problem) && !connectionLost.test(sqlState(error) ?? ''))
        throw Object.assign(new Error('connection lost', { cause: error }), { code: '08006' });
      throw error;
    } finally {
      await runner.release().catch(() => undefined);
    }
  }
}

/**
 * Statements with parameters are kept prepared, so that they are planned once for each connection. Not so where the plan
 * should follow what is asked: under settings of the transaction's own, and for long lists.
 */
function executor(client: PoolClient, { settings }: TransactionOptions) {
  let isPlain = settings === undefined;
  return (text: string, params: readonly unknown[]): Promise<QueryResult> => {
    const values = params as unknown[];
    if (text.includes('set_config(')) isPlain = false;
    const name = isPlain && values.length > 0 && !values.some(isLongList) ? statementName(text) : undefined;
    return name === undefined ? client.query(text, values) : client.query({ name, text, values });
  };
}

const isLongList = (value: unknown): boolean => Array.isArray(value) && value.length > 20;

/** SQLSTATE or system error code of a driver error; TypeORM wraps the driver's. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const code = (error as { code?: unknown }).code ?? (error as { driverError?: { code?: unknown } }).driverError?.code;
  if (typeof code === 'string') return code;
  return /Connection terminated|connection is closed|not queryable/i.test((error as Error).message ?? '')
    ? '08006'
    : undefined;
}
