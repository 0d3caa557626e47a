import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/config/project-root.js';
import { processesOf, type RunningService, startService } from '../support/service.js';

const run = (args: string[], env: NodeJS.ProcessEnv) =>
  spawnSync(process.execPath, [join(projectRoot, 'scripts', 'run.mjs'), ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });

/** What a person does who has just cloned it, and what happens when the machine is not kind. */
describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kaoping-start-'));
  const home = join(folder, 'home');
  let service: RunningService | undefined;
  chmodSync(folder, 0o755);

  afterAll(async () => {
    await service?.interrupt();
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes up from nothing, says where and how to sign in, and serves page, API and figures', async () => {
    service = await startService(home);
    const { url, state } = service.record();
    expect(state).toBe('running');
    expect(service.output()).toContain(url);
    for (const words of ['点一个人', 'click a person', 'Ctrl-C']) expect(service.output()).toContain(words);
    const ready = await fetch(`${url}/api/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ missing: [] });
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    // A tab from before an upgrade asks for parts that are gone.
    expect((await fetch(`${url}/assets/of-an-older-build.js`)).status).toBe(404);
    expect((await fetch(`${url}/leaves/new`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  }, 180_000);

  it('refuses to start twice on one folder, and on a port that is taken, each with the way out', async () => {
    const { url, port } = service!.record();
    const twice = run(['start'], { KAOPING_HOME: home, PORT: '0' });
    expect(twice.status).toBe(1);
    expect(twice.stderr).toContain(url);
    expect(twice.stderr).toContain('kill ');

    const other = run(['start'], { KAOPING_HOME: join(folder, 'other'), PORT: String(port) });
    expect(other.status).toBe(1);
    expect(other.stderr).toContain(`127.0.0.1:${port}`);
    expect(other.stderr).toContain('PORT=0');
    expect(existsSync(join(folder, 'other', 'service.json'))).toBe(false);
  }, 60_000);

  it('tells its state on the command line', () => {
    const status = run(['cli', 'status', '--json'], { KAOPING_HOME: home });
    expect(JSON.parse(status.stdout)).toMatchObject({ running: true, ready: true, url: service!.record().url });
    expect(status.status).toBe(0);
  });

  it('brings a killed API and a killed worker back', async () => {
    const { url } = service!.record();
    const of = (name: string) =>
      processesOf(home)
        .find((line) => line.includes(`dist/src/${name}.js`))!
        .split(' ')[0]!;
    const before = { main: of('main'), worker: of('worker') };
    process.kill(Number(before.main), 'SIGKILL');
    process.kill(Number(before.worker), 'SIGKILL');
    await new Promise((done) => setTimeout(done, 500));
    const until = Date.now() + 40_000;
    while (Date.now() < until) {
      const answer = await fetch(`${url}/api/health/ready`).catch(() => undefined);
      if (answer?.ok && processesOf(home).some((line) => line.includes('worker.js'))) break;
      await new Promise((done) => setTimeout(done, 200));
    }
    expect((await fetch(`${url}/api/health/ready`)).status).toBe(200);
    expect(of('main')).not.toBe(before.main);
    expect(of('worker')).not.toBe(before.worker);
  }, 60_000);

  it('is taken over after kill -9, with its database and its data', async () => {
    const { pid } = service!.record();
    process.kill(pid, 'SIGKILL');
    await new Promise((done) => setTimeout(done, 300));
    service = await startService(home);
    expect(service.output()).toContain('taking over');
    expect(service.output()).not.toContain('Initialising');
    expect(service.output()).not.toContain('Loading the demonstration');
    expect((await fetch(`${service.record().url}/api/health/ready`)).status).toBe(200);
  }, 120_000);

  it('goes on Ctrl-C within 15 seconds and leaves no process and no lock', async () => {
    const begun = Date.now();
    expect(await service!.interrupt()).toBe(0);
    service = undefined;
    expect(Date.now() - begun).toBeLessThan(15_000);
    expect(existsSync(join(home, 'service.json'))).toBe(false);
    expect(processesOf(home)).toEqual([]);
  }, 30_000);

  it('names every wrong setting, and starts nothing', () => {
    const wrong = run(['start'], { KAOPING_HOME: join(folder, 'wrong'), PORT: 'eighty', LOG_LEVEL: 'loud' });
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('PORT');
    expect(wrong.stderr).toContain('LOG_LEVEL');
    expect(existsSync(join(folder, 'wrong'))).toBe(false);
  });

  it('names a folder that cannot be written', () => {
    const refused = run(['start'], { KAOPING_HOME: join(projectRoot, 'package.json', 'home'), PORT: '0' });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('KAOPING_HOME');
  });
});
