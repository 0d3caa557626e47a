/** The ledger on a database of its own, as the application role, one fresh institution for each test. */
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { ChainService } from '../../src/ledger/chain.service.js';
import { LedgerRepository } from '../../src/ledger/ledger.repository.js';
import { LedgerService } from '../../src/ledger/ledger.service.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { readTypes } from '../../src/platform/database/types.js';
import { uuidV7 } from '../../src/platform/ids.js';
import { type TestDatabase, testDatabase } from './database.js';

export interface LedgerHarness {
  database: TestDatabase;
  door: Database;
  clock: Clock;
  ledger: LedgerService;
  chains: ChainService;
  fresh(): Promise<{
    institution: string;
    ledger: LedgerService;
    inside: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;
  }>;
  /** Runs SQL with every right and the triggers off, as somebody in the machine room could; only rows of this institution are kept in sight. */
  asAdministrator(institution: string, sql: string): Promise<void>;
  close(): Promise<void>;
}

export async function openLedger(): Promise<LedgerHarness> {
  const database = await testDatabase();
  readTypes();
  const source = await new DataSource({
    type: 'postgres',
    url: database.apiUrl,
    poolSize: 16,
    installExtensions: false,
  }).initialize();
  const door = new Database(source);
  const clock = new Clock();
  const repository = new LedgerRepository();
  const ledger = new LedgerService(repository, clock);
  return {
    database,
    door,
    clock,
    ledger,
    chains: new ChainService(repository, clock),
    fresh: async () => {
      const institution = uuidV7();
      return { institution, ledger, inside: (fn) => door.inInstitution(institution, fn) };
    },
    asAdministrator: async (institution, sql) => {
      const client = new Client({ connectionString: database.superUrl });
      await client.connect();
      try {
        await client.query('set session_replication_role = replica');
        for (const statement of sql.split(';')) {
          const scoped = /\bwhere\b(?![^(]*\))/.test(statement)
            ? `${statement} and ${/chain_head h/.test(statement) ? 'h.' : ''}institution_id = '${institution}'`
            : `${statement} where institution_id = '${institution}'`;
          if (statement.trim()) await client.query(scoped);
        }
      } finally {
        await client.end();
      }
    },
    close: async () => {
      await source.destroy();
      await database.drop();
    },
  };
}
