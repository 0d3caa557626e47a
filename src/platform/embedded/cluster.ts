/** One PostgreSQL data folder: made once, started, adopted after a kill, stopped. Uses the package's own programs only. */
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Problem } from '../../core/problem.js';
import { type Binaries, findBinaries } from './binaries.js';
import { databaseUser, type RunAs, requireReach } from './run-as.js';

/** Says in both languages what is going on. */
export type Say = (zh: string, en: string) => void;

export interface ClusterOptions {
  /** Data folder; its parent must exist. */
  dataDir: string;
  /** Password of the bootstrap superuser `postgres`, used when the folder is made. */
  superPassword: string;
  /** Server settings, e.g. `{ fsync: 'off' }`; values without blanks. */
  settings?: Record<string, string>;
  /** Port to prefer; another free one is taken when it is in use. */
  port?: number;
  say?: Say;
}

export interface Cluster {
  port: number;
  pid: number;
  /** True when a server left running by an earlier process was taken over. */
  adopted: boolean;
  stop(): Promise<void>;
}

const MAJOR = '18';

/**
 * Makes the folder when it is not there, then starts the server or adopts the one that still runs on it.
 * @throws Problem `start.*`
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const binaries = findBinaries();
  const user = databaseUser(options.dataDir);
  requireReach(user, [dirname(options.dataDir), join(binaries.native, 'bin'), join(binaries.native, 'lib')]);
  await prepareFolder(options, binaries, user);
  const stop = () => stopServer(binaries, user, options.dataDir);
  const running = runningServer(options.dataDir);
  if (running) return { ...running, adopted: true, stop };
  rmSync(join(options.dataDir, 'postmaster.pid'), { force: true });
  let last: unknown;
  for (let attempt = 0; attempt < 3; attempt++) {
    const port = await freePort(attempt === 0 ? options.port : undefined);
    try {
      await startServer(options, binaries, user, port);
      return { ...runningServer(options.dataDir)!, adopted: false, stop };
    } catch (error) {
      last = error;
      if (!/could not bind|already in use/i.test(logTail(options.dataDir))) break;
    }
  }
  throw last;
}

/** The server that runs on this folder, by its pid file and only when that process really is it. */
export function runningServer(dataDir: string): { port: number; pid: number } | undefined {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  // The eighth line says `ready` only once connections are accepted.
  if (!(pid > 0) || !(port > 0) || !isPostgresOn(pid, dataDir)) return undefined;
  return { pid, port };
}

/** A port of the loopback interface that is free now, `wanted` if it is. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', (error) => (wanted ? freePort().then(done, fail) : fail(error)));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * A folder is built under another name and renamed when complete, so `dataDir` is never half made: what an interrupted
 * first start left is moved aside, and nothing that was complete is ever touched.
 */
async function prepareFolder(options: ClusterOptions, binaries: Binaries, user: RunAs): Promise<void> {
  const { dataDir } = options;
  const building = `${dataDir}.new`;
  const aside = (folder: string) => {
    const target = `${folder}.incomplete-${Date.now()}`;
    renameSync(folder, target);
    options.say?.(
      `上次初始化没有完成，已移到 ${target}，重新初始化`,
      `An interrupted first start was moved to ${target}; starting anew`,
    );
  };
  if (existsSync(building)) aside(building);
  if (existsSync(dataDir) && !existsSync(join(dataDir, 'PG_VERSION'))) aside(dataDir);
  if (existsSync(dataDir)) {
    const found = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
    if (found !== MAJOR) throw new Problem('start.database_version', { folder: dataDir, found, expected: MAJOR });
    return;
  }
  options.say?.('正在初始化内置数据库（只有第一次需要）', 'Initialising the embedded database (first start only)');
  mkdirSync(building, { mode: 0o700 });
  if (user.uid !== undefined) chownSync(building, user.uid, user.gid!);
  await initialise(options, binaries, user, building);
  renameSync(building, dataDir);
}

async function initialise(options: ClusterOptions, binaries: Binaries, user: RunAs, folder: string): Promise<void> {
  const passwordFile = `${folder}.pw`;
  writeFileSync(passwordFile, options.superPassword, { mode: 0o600 });
  if (user.uid !== undefined) chownSync(passwordFile, user.uid, user.gid!);
  const args = (locale: string) => [
    ...['-D', folder, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'],
    // The builtin provider sorts alike on every machine; the system locale is only asked what a letter is.
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', `--locale=${locale}`],
    ...(options.settings?.fsync === 'off' ? ['--no-sync'] : []),
  ];
  try {
    let done = await run(binaries.initdb, args('C.UTF-8'), user);
    if (done.code !== 0 && /locale/i.test(done.output)) done = await run(binaries.initdb, args('C'), user);
    if (done.code !== 0) throw failed('initdb', done.output, folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function startServer(options: ClusterOptions, binaries: Binaries, user: RunAs, port: number): Promise<void> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...options.settings,
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value || "''"}`);
  const logFile = join(options.dataDir, 'server.log');
  const done = await run(
    binaries.pgCtl,
    ['start', '-w', '-t', '60', '-s', '-D', options.dataDir, '-l', logFile, '-o', flags.join(' ')],
    user,
    // The server inherits these; a pipe kept open by it would never end.
    'ignore',
  );
  if (done.code !== 0) throw failed('pg_ctl start', logTail(options.dataDir) || done.output, options.dataDir);
}

async function stopServer(binaries: Binaries, user: RunAs, dataDir: string): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    if (!runningServer(dataDir)) return;
    const done = await run(binaries.pgCtl, ['stop', '-w', '-t', '8', '-s', '-m', mode, '-D', dataDir], user);
    if (done.code === 0) return;
  }
}

/** Runs a program to its end as the given user, in its own session, so that Ctrl-C in the terminal does not hit it. */
export function run(
  program: string,
  args: readonly string[],
  user: RunAs,
  output: 'pipe' | 'ignore' = 'pipe',
): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const child = spawn(program, args, {
      ...(user.uid === undefined ? {} : { uid: user.uid, gid: user.gid }),
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
    });
    let text = '';
    child.stdout?.on('data', (part: Buffer) => (text += part.toString()));
    child.stderr?.on('data', (part: Buffer) => (text += part.toString()));
    child.on('error', (error) => done({ code: 127, output: error.message }));
    child.on('close', (code) => done({ code: code ?? 1, output: text.trim() }));
  });
}

function failed(step: string, reason: string, dataDir: string): Problem {
  const short = reason.split('\n').slice(-4).join(' | ');
  return new Problem('start.database_failed', { step, reason: short, logFile: join(dataDir, 'server.log') });
}

function logTail(dataDir: string): string {
  const file = join(dataDir, 'server.log');
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-1500).trim() : '';
}

function isPostgresOn(pid: number, dataDir: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('postgres') && command.includes(dataDir);
  } catch {
    if (existsSync('/proc/self/cmdline')) return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Makes a folder for us alone, or, as root, one that the database's user may pass through. */
export function makeHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o755 });
    const probe = join(home, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
    if (process.getuid?.() !== 0) chmodSync(home, 0o700);
  } catch (cause) {
    throw new Problem('start.home_not_writable', { folder: home, reason: (cause as Error).message }, { cause });
  }
}
