/**
 * `npm start`: one process that brings up the database, the schema, the demonstration, the API and the worker, keeps
 * them up, and takes everything down again. What it prints is for the person at the terminal, in both languages.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Problem } from './core/problem.js';
import { migrations } from './migrations.js';
import { addressOf, type Config, readConfig } from './platform/config/config.js';
import { projectRoot } from './platform/config/project-root.js';
import { freePort, makeHome } from './platform/embedded/cluster.js';
import { type EmbeddedDatabase, startEmbedded } from './platform/embedded/embedded.js';
import { browserUser } from './platform/embedded/run-as.js';
import { excessRights, isStepDone, markStepDone } from './platform/health/installation.js';
import { SEEDED } from './platform/health/readiness.js';
import { Child } from './platform/service/child.js';
import { announceService, releaseService, takeService } from './platform/service/service-file.js';

const say = (zh: string, en: string) => console.log(`  ${zh}\n  ${en}`);
const started = Date.now();

let config!: Config;
let opening: Promise<EmbeddedDatabase> | undefined;
let children: Child[] = [];
let stopping: Promise<void> | undefined;
/** A database that died is being started again. */
let reviving: Promise<void> | undefined;

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
process.on('SIGHUP', () => void stop(0));
process.on('uncaughtException', (error) => void fail(error));
process.on('unhandledRejection', (error) => void fail(error));
try {
  await start();
} catch (error) {
  await fail(error);
}

async function start(): Promise<void> {
  config = readConfig();
  makeHome(config.home);
  if (config.port === 0) config.port = await freePort();
  const url = addressOf(config.host, config.port);
  config.publicUrl ??= url;
  const stale = takeService(config.home, { host: config.host, port: config.port, url });
  if (stale) say('上次没有正常结束，正在接手', 'The last run was not ended in order; taking over');
  await requirePort(config.host, config.port, stale ? 10_000 : 0);
  await openDatabase();
  await seed();
  if (stopping) return;
  startChildren();
  await whenReady(url);
  if (stopping) return;
  announceService(config.home);
  welcome(config.publicUrl);
  void watchDatabase().catch(fail);
}

/** @throws Problem `start.port_in_use`; after a kill the old API needs a moment to go, so it is asked for `patience` ms. */
async function requirePort(host: string, port: number, patience: number): Promise<void> {
  const until = Date.now() + patience;
  for (;;) {
    const error = await new Promise<NodeJS.ErrnoException | undefined>((done) => {
      const probe = createServer();
      probe.once('error', done);
      probe.listen(port, host, () => probe.close(() => done(undefined)));
    });
    if (!error) return;
    if (error.code !== 'EADDRINUSE')
      throw new Problem('start.settings_invalid', { list: [`HOST=${host} PORT=${port}: ${error.message}`] });
    if (Date.now() > until) throw new Problem('start.port_in_use', { host, port });
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function openDatabase(): Promise<void> {
  if (config.embedded) {
    opening = startEmbedded({ home: config.home, say });
    const database = await opening;
    config.databaseUrl = database.apiUrl;
    config.workerDatabaseUrl = database.workerUrl;
    config.ownerDatabaseUrl = database.ownerUrl;
  }
  for (const url of new Set([config.databaseUrl!, config.workerDatabaseUrl!])) {
    const excess = await excessRights(url);
    if (excess) throw new Problem('start.role_too_strong', excess);
  }
  if (!config.ownerDatabaseUrl) return;
  const step = schemaOfThisBuild();
  if (await isStepDone(config.ownerDatabaseUrl, step)) return;
  // Loaded only when there is something to do: at nearly every start there is not.
  const { migrate } = await import('./migrate.js');
  const steps = await migrate(config.ownerDatabaseUrl);
  await markStepDone(config.ownerDatabaseUrl, step);
  if (steps.length > 0)
    say(`数据库结构已升级（${steps.length} 步）`, `Schema brought up to date (${steps.length} steps)`);
}

/** One name for everything that `migrate` brings up to date: our own steps and the queue's. */
function schemaOfThisBuild(): string {
  const queue = JSON.parse(readFileSync(join(projectRoot, 'node_modules', 'bullmq', 'package.json'), 'utf8')) as {
    version: string;
  };
  const parts = [...migrations.map((migration) => migration.name), `bullmq@${queue.version}`];
  return `schema:${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)}`;
}

/** Loads the demonstration once; interrupted, it goes on where it was at the next start. */
async function seed(): Promise<void> {
  if (!config.demo || !config.ownerDatabaseUrl || stopping) return;
  if (await isStepDone(config.ownerDatabaseUrl, SEEDED)) return;
  say('正在装入演示数据', 'Loading the demonstration data');
  const { seedDemonstration } = await import('./demo/seed.js');
  await seedDemonstration(config);
  await markStepDone(config.ownerDatabaseUrl, SEEDED);
}

function startChildren(): void {
  const common: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    // Compiled code is kept between starts: half of a start is reading libraries.
    NODE_COMPILE_CACHE: join(config.home, 'cache', 'compiled'),
    HOST: config.host,
    PORT: String(config.port),
    KAOPING_HOME: config.home,
    KAOPING_PUBLIC_URL: config.publicUrl,
    KAOPING_DEMO: config.demo ? '1' : '0',
  };
  // Neither of them ever sees the owner's password.
  delete common.DATABASE_OWNER_URL;
  delete common.DATABASE_WORKER_URL;
  const browser = browserUser();
  const child = (name: string, file: string, env: NodeJS.ProcessEnv) =>
    new Child({
      name,
      file: join(projectRoot, 'dist', 'src', file),
      env: { ...common, ...env },
      logs: join(config.home, 'logs'),
      onCrash: (error, wait) =>
        say(
          `${name} 意外结束，${wait / 1000} 秒后重启：${error}`,
          `${name} ended unexpectedly, restarting in ${wait / 1000} s: ${error}`,
        ),
      onHopeless: (error) => void fail(new Error(`${name}: ${error} (${join(config.home, 'logs', `${name}.log`)})`)),
    });
  children = [
    child('api', 'main.js', { DATABASE_URL: config.databaseUrl }),
    child('worker', 'worker.js', {
      DATABASE_URL: config.workerDatabaseUrl,
      ...(browser && !config.browserUid
        ? { KAOPING_BROWSER_UID: String(browser.uid), KAOPING_BROWSER_GID: String(browser.gid) }
        : {}),
    }),
  ];
  for (const one of children) one.start();
}

/**
 * Brings the embedded database back when it died; API and worker wait for it at the same address meanwhile. Somebody may be
 * restarting it by hand, so it has to be missing for a while.
 */
async function watchDatabase(): Promise<void> {
  const database = await opening;
  for (let missing = 0; database && !stopping; await new Promise((done) => setTimeout(done, 1000))) {
    missing = database.isAlive() ? 0 : missing + 1;
    if (missing < 3) continue;
    say('数据库意外结束，正在重新启动', 'The database ended unexpectedly and is being started again');
    reviving = database.revive();
    await reviving;
    missing = 0;
  }
}

async function whenReady(url: string): Promise<void> {
  let told = Date.now();
  while (!stopping) {
    const answer = await fetch(`${url}/api/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() - told > 10_000) {
      told = Date.now();
      const { missing } = ((await answer?.json().catch(() => undefined)) ?? { missing: ['api'] }) as {
        missing: string[];
      };
      say(`仍在启动，等待：${missing.join('、')}`, `Still starting, waiting for: ${missing.join(', ')}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

function welcome(url: string): void {
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`\n  考评 Kaoping  →  ${url}\n`);
  if (config.demo) {
    say(
      '登录：打开上面的地址，点一个人即可（演示数据，没有密码）',
      'Sign in: open that address and click a person (demonstration data, no passwords)',
    );
  } else {
    say(
      '登录：npm run cli -- admin create 会给出第一位管理员的一次性链接',
      'Sign in: npm run cli -- admin create prints a one-time link for the first administrator',
    );
  }
  if (config.insecureHttp) say('注意：正以明文 HTTP 对外服务', 'Beware: serving plain HTTP off this machine');
  say(
    `数据在 ${config.home}；停止请按 Ctrl-C（启动用时 ${seconds} 秒）`,
    `Data in ${config.home}; Ctrl-C stops it (started in ${seconds} s)`,
  );
}

async function fail(error: unknown): Promise<void> {
  // What breaks while everything is being taken down is no news.
  if (stopping) return stopping;
  if (error instanceof Problem) {
    for (const language of ['zh-CN', 'en'] as const) {
      const { title, detail, hint } = error.text(language);
      console.error(`\n  ${title}\n    ${detail}\n    → ${hint}`);
    }
  } else {
    console.error('\n  启动失败 Kaoping could not go on:', error);
  }
  await stop(1);
}

/** Children first, so that they can finish what they have begun; the database last. Gone within 15 seconds. */
function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    const limit = setTimeout(() => process.exit(1), 15_000);
    if (code === 0) say('正在停止', 'Stopping');
    await Promise.all(children.map((child) => child.stop(9_000)));
    // A database that is still coming up is waited for: it must not outlive us.
    const database = await opening?.catch(() => undefined);
    await reviving?.catch(() => undefined);
    await database?.stop().catch((error: unknown) => console.error(error));
    if (config) releaseService(config.home);
    clearTimeout(limit);
    process.exit(code);
  })();
  return stopping;
}
