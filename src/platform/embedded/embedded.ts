/** The database that comes with the product: everything it needs lies in `KAOPING_HOME`. */

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../core/problem.js';
import { findBinaries } from './binaries.js';
import { type ClusterOptions, makeHome, runningServer, type Say, startCluster } from './cluster.js';
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
  isAlive(): boolean;
  /** Starts a server that died, at the address that everybody knows. @throws Problem `start.database_failed` */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

interface Secrets extends RolePasswords {
  superuser: string;
}

/** How often a dead server is tried to be started again, a second apart. */
const REVIVALS = 30;

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
  const options = { dataDir, superPassword: secrets.superuser, settings: SERVER_SETTINGS, say };
  const cluster = await startCluster({ ...options, port });
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
    isAlive: () => runningServer(dataDir) !== undefined,
    revive: () => revive({ ...options, port: cluster.port }),
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

/** What a killed server leaves behind (its own processes, its port) is in the way for a moment, so it is tried for a while. */
async function revive(options: ClusterOptions): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const failure = await startCluster(options).then(
      async (cluster) => {
        if (cluster.port === options.port) return undefined;
        await cluster.stop();
        return new Problem('start.database_failed', {
          step: 'restart',
          reason: `127.0.0.1:${options.port} is in use`,
          logFile: join(options.dataDir, 'server.log'),
        });
      },
      (error: unknown) => error,
    );
    if (failure === undefined) return;
    if (attempt === REVIVALS) throw failure;
    await new Promise((done) => setTimeout(done, 1000));
  }
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
