/** Databases for tests: one embedded PostgreSQL for the run, one migrated template, a clone for whoever asks. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeIdentifier } from 'pg';
import { startCluster } from '../../src/platform/embedded/cluster.js';
import { asSuper, ensureDatabase, ensureRoles, ROLES } from '../../src/platform/embedded/roles.js';

export interface TestDatabase {
  name: string;
  /** The role of the API: row-level security holds, append-only tables refuse. What tests should use. */
  apiUrl: string;
  workerUrl: string;
  ownerUrl: string;
  /** Bootstrap superuser: only to play the malicious administrator. */
  superUrl: string;
  /** Ends what is still connected and drops the database. */
  drop(): Promise<void>;
}

interface Run {
  port: number;
  passwords: { superuser: string; owner: string; api: string; worker: string };
}

const TEMPLATE = 'kaoping_template';

/** Durability costs time and protects nothing here. */
const FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  autovacuum: 'off',
};

/**
 * A database of one's own with every migration applied and no rows; call it in `beforeAll` and `drop()` in `afterAll`.
 * With `{ migrated: false }` it is empty, for tests of the migrations themselves.
 */
export async function testDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const run = await sharedRun();
  const name = `t_${randomBytes(6).toString('hex')}`;
  const url = (role: string, password: string, database = name) =>
    `postgres://${role}:${password}@127.0.0.1:${run.port}/${database}`;
  const superUrl = url('postgres', run.passwords.superuser, 'postgres');
  await ensureDatabase(superUrl, name, options.migrated === false ? undefined : TEMPLATE);
  return {
    name,
    apiUrl: url(ROLES.api, run.passwords.api),
    workerUrl: url(ROLES.worker, run.passwords.worker),
    ownerUrl: url(ROLES.owner, run.passwords.owner),
    superUrl: url('postgres', run.passwords.superuser),
    drop: () =>
      asSuper(superUrl, async (client) => {
        await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
      }),
  };
}

/** Starts the run's cluster once: whoever writes the lock does it, the others wait for the result or the reason. */
async function sharedRun(): Promise<Run> {
  const folder = process.env.KAOPING_TEST_RUN;
  if (!folder) throw new Error('KAOPING_TEST_RUN is not set: run this through Jest with test/support/global-setup.mjs');
  const ready = join(folder, 'run.json');
  const broken = join(folder, 'failed.txt');
  for (;;) {
    if (existsSync(ready)) return JSON.parse(readFileSync(ready, 'utf8')) as Run;
    if (existsSync(broken)) throw new Error(readFileSync(broken, 'utf8'));
    if (takeLock(join(folder, 'lock'))) {
      try {
        const run = await startRun(folder);
        writeFileSync(`${ready}.new`, JSON.stringify(run), { mode: 0o600 });
        renameSync(`${ready}.new`, ready);
      } catch (error) {
        writeFileSync(broken, `The test database could not be made: ${describeError(error)}`);
      }
      continue;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

function takeLock(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

async function startRun(folder: string): Promise<Run> {
  const make = () => randomBytes(12).toString('hex');
  const passwords = { superuser: make(), owner: make(), api: make(), worker: make() };
  const dataDir = join(folder, 'postgres');
  const { port } = await startCluster({ dataDir, superPassword: passwords.superuser, settings: FAST });
  const superUrl = `postgres://postgres:${passwords.superuser}@127.0.0.1:${port}/postgres`;
  await ensureRoles(superUrl, passwords);
  await ensureDatabase(superUrl, TEMPLATE);
  await migrateTemplate(`postgres://${ROLES.owner}:${passwords.owner}@127.0.0.1:${port}/${TEMPLATE}`);
  return { port, passwords };
}

async function migrateTemplate(ownerUrl: string): Promise<void> {
  const { migrate } = await import('../../src/migrate.js');
  await migrate(ownerUrl);
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const facts = 'facts' in error ? ` ${JSON.stringify(error.facts)}` : '';
  return `${error.stack ?? error.message}${facts}`;
}
