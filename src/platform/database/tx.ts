import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';

/**
 * One open transaction inside one institution. Every repository method takes it first, so nobody can forget it. Plain SQL
 * goes through `query`; forms and lists may use the entity manager on the same connection.
 */
export interface Tx {
  readonly institutionId: string;
  readonly client: PoolClient;
  readonly manager: EntityManager;
  /** Rows of one parameterised statement. `bigint` columns arrive as safe numbers, `date` as `YYYY-MM-DD`, `timestamptz` as Date. */
  query<T extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** Like `query` for statements that must change exactly `expected` rows (default 1); false when they changed another number. */
  change(sql: string, params?: readonly unknown[], expected?: number): Promise<boolean>;
  /** Runs after the commit; for wake-ups only, never for anything that must not be lost. */
  afterCommit(fn: () => void): void;
}
