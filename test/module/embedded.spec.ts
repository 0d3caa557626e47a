import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Problem } from '../../src/core/problem.js';
import { runningServer } from '../../src/platform/embedded/cluster.js';
import { type EmbeddedDatabase, startEmbedded } from '../../src/platform/embedded/embedded.js';

const isRoot = process.getuid?.() === 0;

/** The database that comes along, through everything that can happen to a machine that nobody looks after. */
describe('the embedded database', () => {
  let home: string;
  let running: EmbeddedDatabase | undefined;
  const said: string[] = [];
  const start = async () => {
    running = await startEmbedded({ home, say: (_, en) => said.push(en) });
    return running;
  };
  const stop = async () => {
    await running?.stop();
    running = undefined;
  };
  const ask = async (url: string, sql: string) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };

  beforeAll(() => {
    home = join(mkdtempSync(join(tmpdir(), 'kaoping-home-')), 'home');
    chmodSync(join(home, '..'), 0o755);
  });
  afterAll(async () => {
    await stop();
    rmSync(join(home, '..'), { recursive: true, force: true });
  });

  it('moves a half-finished first start aside, makes the roles, and keeps the passwords to itself', async () => {
    mkdirSync(join(home, 'postgres.new', 'base'), { recursive: true });
    const database = await start();
    expect(said.join()).toContain('interrupted first start was moved');
    expect(readdirSync(home).some((name) => name.startsWith('postgres.new.incomplete-'))).toBe(true);
    expect(existsSync(join(home, 'postgres.new'))).toBe(false);
    expect(statSync(join(home, 'secrets.json')).mode & 0o077).toBe(0);
    expect(statSync(join(home, 'postgres')).mode & 0o077).toBe(0);

    const roles = await ask(
      database.apiUrl,
      `select rolname, rolsuper, rolbypassrls from pg_roles where rolname like 'kaoping%' order by 1`,
    );
    expect(roles).toEqual(
      ['api', 'owner', 'worker'].map((name) => ({ rolname: `kaoping_${name}`, rolsuper: false, rolbypassrls: false })),
    );
    await ask(
      database.ownerUrl,
      `create table kept (n int); insert into kept values (7); grant select on kept to kaoping_api`,
    );
    await expect(ask(database.apiUrl.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
  });

  it('stops, and starts again on the same port with the same data', async () => {
    const { port } = running!;
    await stop();
    expect(runningServer(join(home, 'postgres'))).toBeUndefined();
    const begun = Date.now();
    const database = await start();
    expect(Date.now() - begun).toBeLessThan(5_000);
    expect(database).toMatchObject({ port, adopted: false });
    expect(await ask(database.apiUrl, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('takes over a server that a killed process left running', async () => {
    const pid = runningServer(join(home, 'postgres'))!.pid;
    const database = await start();
    expect(database.adopted).toBe(true);
    expect(runningServer(join(home, 'postgres'))!.pid).toBe(pid);
    expect(await ask(database.apiUrl, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('recovers when the server itself was killed and left its pid file', async () => {
    process.kill(runningServer(join(home, 'postgres'))!.pid, 'SIGKILL');
    await new Promise((done) => setTimeout(done, 300));
    expect(existsSync(join(home, 'postgres', 'postmaster.pid'))).toBe(true);
    const database = await start();
    expect(database.adopted).toBe(false);
    expect(await ask(database.apiUrl, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('does not take another process with the same number for its server', async () => {
    await stop();
    writeFileSync(
      join(home, 'postgres', 'postmaster.pid'),
      `${process.pid}\n${join(home, 'postgres')}\n1\n5432\n\n\n\nready\n`,
    );
    expect(await ask((await start()).apiUrl, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('takes another port when its own is taken', async () => {
    const { port } = running!;
    await stop();
    const thief = createServer().listen(port, '127.0.0.1');
    await new Promise((done) => thief.once('listening', done));
    try {
      const database = await start();
      expect(database.port).not.toBe(port);
      expect(await ask(database.apiUrl, 'select n from kept')).toEqual([{ n: 7 }]);
    } finally {
      thief.close();
    }
  });

  it('finds back into its data when the passwords were lost', async () => {
    await stop();
    rmSync(join(home, 'secrets.json'));
    expect(await ask((await start()).apiUrl, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('refuses the folder of another version and touches nothing', async () => {
    await stop();
    const file = join(home, 'postgres', 'PG_VERSION');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, '15\n');
    const refusal = await start().catch((error: unknown) => error);
    writeFileSync(file, before);
    expect(refusal).toBeInstanceOf(Problem);
    expect((refusal as Problem).code).toBe('start.database_version');
    expect(await ask((await start()).apiUrl, 'select n from kept')).toEqual([{ n: 7 }]);
    await stop();
  });

  it('names the closed folder and the cure before anything is made', async () => {
    // Only root hands the database to another user, so only there can a folder be closed to it.
    if (!isRoot) return expect(process.getuid?.()).not.toBe(0);
    const closed = mkdtempSync(join(tmpdir(), 'kaoping-closed-'));
    chmodSync(closed, 0o700);
    const inside = join(closed, 'home');
    const refusal = await startEmbedded({ home: inside }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    expect((refusal as Problem).code).toBe('start.folder_unreachable');
    expect((refusal as Problem).text('en').hint).toContain(`chmod o+x ${closed}`);
    expect(existsSync(join(inside, 'postgres'))).toBe(false);
    rmSync(closed, { recursive: true });
  });

  it('says that a folder cannot be written', async () => {
    const refusal = await startEmbedded({ home: join(home, 'secrets.json', 'home') }).catch((error: unknown) => error);
    expect((refusal as Problem).code).toBe('start.home_not_writable');
  });

  it('leaves no process behind', async () => {
    await start();
    await stop();
    const found = spawnSync('pgrep', ['-f', home], { encoding: 'utf8' });
    expect(
      found.error ? execFileSync('ps', ['ax'], { encoding: 'utf8' }).includes(home) : found.stdout.trim() !== '',
    ).toBe(false);
  });
});
