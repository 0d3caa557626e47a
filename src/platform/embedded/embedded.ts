/** The database that comes with the product: everything it needs lies in `KAOPING_HOME`. */

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBinaries } from './binaries.js';
import { makeHome, runningServer, type Say, startCluster } from './cluster.js';
import { asSuper, ensureDatabase, ensureRoles, ROLES, type RolePasswords } from './roles.js';
import { databaseUser } from './run-as.js';

export interface EmbeddedDatabase {
  /** Owner of the tables: for migrations only. */
  ownerUrl: string;
  apiUrl: string;
  workerUrl: string;
  port: number;
  /** A server left by a killed process was taken over. */
  adopted: boolean;
  stop(): Promise<void>;
}

interface Secrets extends RolePasswords {
  superuser: string;
}

/** Settings of the server for one machine; the rest is PostgreSQL's own default. */
const SERVER_SETTINGS = {
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  log_min_duration_statement: '2000',
  log_connections: '',
};

/**
 * Starts the embedded PostgreSQL 18 on `home/postgres`, makes roles and the database `kaoping`, and returns the three
 * addresses. Safe to call after any kind of interruption; see `startCluster`.
 * @throws Problem `start.*`
 */
export async function startEmbedded({ home, say }: { home: string; say?: Say }): Promise<EmbeddedDatabase> {
  makeHome(home);
  const dataDir = join(home, 'postgres');
  const { secrets, fresh } = readSecrets(home);
  // The folder outlived its passwords (secrets.json was lost): the folder's owner may set a new one.
  if (fresh && existsSync(join(dataDir, 'PG_VERSION')) && !runningServer(dataDir)) {
    await resetSuperuser(dataDir, secrets.superuser);
  }
  const portFile = join(home, 'postgres.port');
  const port = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) || undefined : undefined;
  const cluster = await startCluster({
    dataDir,
    superPassword: secrets.superuser,
    settings: SERVER_SETTINGS,
    port,
    say,
  });
  writeFileSync(portFile, String(cluster.port));
  const url = (role: string, password: string, database: string) =>
    `postgres://${role}:${password}@127.0.0.1:${cluster.port}/${database}`;
  const superUrl = url('postgres', secrets.superuser, 'postgres');
  try {
    await whenReady(superUrl);
    await ensureRoles(superUrl, secrets);
    await ensureDatabase(superUrl, 'kaoping');
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return {
    ownerUrl: url(ROLES.owner, secrets.owner, 'kaoping'),
    apiUrl: url(ROLES.api, secrets.api, 'kaoping'),
    workerUrl: url(ROLES.worker, secrets.worker, 'kaoping'),
    port: cluster.port,
    adopted: cluster.adopted,
    stop: cluster.stop,
  };
}

/** Passwords are made once, written before the folder they protect, and readable by us alone. */
function readSecrets(home: string): { secrets: Secrets; fresh: boolean } {
  const file = join(home, 'secrets.json');
  if (existsSync(file)) return { secrets: JSON.parse(readFileSync(file, 'utf8')) as Secrets, fresh: false };
  const make = () => randomBytes(24).toString('base64url');
  const secrets = { superuser: make(), owner: make(), api: make(), worker: make() };
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return { secrets, fresh: true };
}

/** An adopted server may still be recovering from the kill. */
async function whenReady(superUrl: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await asSuper(superUrl, async (client) => void (await client.query('select 1')));
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (attempt > 100 || (code !== '57P03' && code !== 'ECONNREFUSED')) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

function resetSuperuser(dataDir: string, password: string): Promise<void> {
  const { uid, gid } = databaseUser(dataDir);
  const { postgres } = findBinaries();
  return new Promise((done, fail) => {
    const child = spawn(postgres, ['--single', '-D', dataDir, 'postgres'], {
      ...(uid === undefined ? {} : { uid, gid }),
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.on('error', fail);
    child.on('close', () => done());
    child.stdin.end(`alter role postgres password '${password}'\n`);
  });
}
