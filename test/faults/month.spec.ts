/**
 * The month of the example hall, done again and again by the same command while the ground shakes: whatever is killed,
 * emptied or restarted meanwhile, it ends with the same bytes, the same papers and nothing left over.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PersonItem } from '../../src/cli/month/hall.js';
import { type CaseView, People } from '../../src/cli/month/people.js';
import { findBinaries } from '../../src/platform/embedded/binaries.js';
import { runningServer, run as runProgram } from '../../src/platform/embedded/cluster.js';
import { asSuper } from '../../src/platform/embedded/roles.js';
import { databaseUser } from '../../src/platform/embedded/run-as.js';
import { describeWith } from '../support/needs.js';
import { type RunningService, startService } from '../support/service.js';
import { type Kill, killAtRandom, seeded } from './support/chaos.js';
import { startLossyProxy } from './support/lossy-proxy.js';
import {
  type MonthRun,
  papersIn,
  startMonth,
  summaryIn,
  superUrlOf,
  type Verdict,
  verdictOf,
} from './support/month.js';
import { find, orphans } from './support/processes.js';
import { startRedis } from './support/redis.js';

const MONTH = 240_000;
const seed = Number(process.env.KAOPING_FAULT_SEED ?? 20260930);

/** A browser lives only while papers are printed, so it is hurt in quick succession then. */
const doses = {
  api: { most: 5, gap: [2000, 5000] },
  worker: { most: 5, gap: [2000, 5000] },
  chromium: { most: 4, gap: [300, 1500] },
} as const;

describeWith(['redis-server'])('the month under faults', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kaoping-faults-'));
  const home = join(folder, 'home');
  let service: RunningService;
  let isUp = false;
  /** What an undisturbed run leaves. */
  let calm: { summary: string; papers: string[]; verdict: Verdict };
  chmodSync(folder, 0o755);

  beforeAll(async () => {
    service = await startService(home);
    isUp = true;
    const month = begin('calm');
    await finished(month);
    calm = { summary: summaryIn(out('calm')), papers: papersIn(out('calm')), verdict: await verdictOf(home) };
  }, 120_000 + MONTH);

  afterAll(async () => {
    for (const month of months) month.process.kill('SIGKILL');
    if (isUp) await stop();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  const stop = () => {
    isUp = false;
    return service.interrupt();
  };

  const out = (name: string) => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };

  const months: MonthRun[] = [];
  const begin = (name: string) => {
    const month = startMonth(home, out(name));
    months.push(month);
    return month;
  };

  async function finished(month: MonthRun): Promise<void> {
    const code = await month.ended;
    if (code !== 0) throw new Error(`the month ended with ${code}:\n${month.said()}\n${service.output()}`);
  }

  /** The same as in calm weather, and nothing hurt. */
  async function expectSame(name: string): Promise<void> {
    expect(summaryIn(out(name))).toBe(calm.summary);
    expect(papersIn(out(name))).toEqual(calm.papers);
    const verdict = await verdictOf(home);
    expect(verdict.institution).not.toBe(calm.verdict.institution);
    expectWhole(verdict);
    expect({ cases: verdict.cases, papers: verdict.papers }).toEqual({
      cases: calm.verdict.cases,
      papers: calm.verdict.papers,
    });
  }

  it('is itself whole when nothing happens', () => {
    expectWhole(calm.verdict);
    expect(calm.papers.length).toBeGreaterThan(13);
    expect(calm.papers.length).toBe(calm.verdict.chain.count);
  });

  it(
    'ends the same although API, worker and browser are killed at random',
    async () => {
      const supervisor = service.record().pid;
      const month = begin('killed');
      const kills = await killAtRandom(supervisor, seed, doses, month.isOver);
      await finished(month);
      const count = (kind: Kill['kind']) => kills.filter((kill) => kill.kind === kind).length;
      // A run that was left alone proves nothing.
      expect(kills.length).toBeGreaterThanOrEqual(12);
      for (const kind of ['api', 'worker', 'chromium'] as const) expect(count(kind)).toBeGreaterThanOrEqual(3);
      const checked = Date.now() + 10_000;
      await expectSame('killed');
      await sleep(Math.max(0, checked - Date.now()));
      expect(orphans(home, supervisor)).toEqual([]);
    },
    MONTH,
  );

  it(
    'ends the same although the database is restarted at once, without asking, and killed later',
    async () => {
      const workers = [find(service.record().pid, 'api'), find(service.record().pid, 'worker')];
      const month = begin('restarted');
      const random = seeded(seed);
      await month.reached('检查');
      await sleep(random() * 3_000);
      expect(month.isOver()).toBe(false);
      await restartDatabase(home);
      await month.reached('汇总');
      await sleep(random() * 3_000);
      expect(month.isOver()).toBe(false);
      // This time nobody starts it again but the product itself.
      kill(runningServer(join(home, 'postgres'))?.pid);
      await finished(month);
      expect(service.output()).toContain('The database ended unexpectedly');
      await expectSame('restarted');
      // Nobody ended because the database was away.
      expect([find(service.record().pid, 'api'), find(service.record().pid, 'worker')]).toEqual(workers);
    },
    MONTH,
  );

  it('gives the answer that was lost when the API died between commit and reply', async () => {
    const { pid: supervisor, port, url } = service.record();
    const proxy = await startLossyProxy(port);
    const institution = 'demo-hall';
    const people = new People({ url: () => proxy.url, institution });
    const apart = new People({ url: () => url, institution });
    const { items } = await apart.open<{ items: PersonItem[] }>('GET', `/api/demo/people?institution=${institution}`);
    const holder = (role: string) => items.find((person) => person.roles.includes(role))?.code ?? '';
    const [inspector, office] = [holder('INSPECTOR'), holder('OFFICE')];
    const { today } = await people.get<{ today: string }>(inspector, '/api/clock');
    const note = '断线核对';
    /** Sends a command, lets the API die when it answers, and asks again with the same key. */
    const surely = async (person: string, path: string, body: unknown, revision?: number) => {
      await people.get(person, '/api/clock');
      const api = find(supervisor, 'api');
      proxy.loseNext(() => kill(api));
      const told = await people.post<CaseView & { outcome?: unknown }>(person, path, body, path, revision);
      expect(find(supervisor, 'api')).not.toBe(api);
      expect(await people.post(person, path, body, path, revision)).toEqual(told);
      return told;
    };
    try {
      const finding = { item: 'R11.D3', subject: 'window:A08', happenedOn: today, note };
      const filed = await surely(inspector, '/api/findings', finding);
      const confirm = { type: 'finding.confirm', payload: {} };
      const done = await surely(office, `/api/cases/${filed.id}/events`, confirm, filed.revision);
      expect(done).toMatchObject({ id: filed.id, revision: filed.revision + 1 });
      // The first copy of each had been accepted; the second did nothing.
      expect(proxy.lost.map((line) => line.split(' ')[1])).toEqual(['201', '200']);
      const found = await asSuper(superUrlOf(home), async (client) => {
        const cases = await client.query('select id from case_file where context::text like $1', [`%${note}%`]);
        const events = await client.query('select seq, type from case_event where case_id = $1 order by seq', [
          filed.id,
        ]);
        return { cases: cases.rows, events: events.rows.map((row) => row.type) };
      });
      expect(found.cases).toEqual([{ id: filed.id }]);
      expect(found.events.filter((type) => type === 'finding.confirm')).toHaveLength(1);
    } finally {
      await proxy.close();
    }
  }, 120_000);

  it(
    'ends the same although Redis forgets everything four times and dies once',
    async () => {
      expect(await stop()).toBe(0);
      const redis = await startRedis();
      try {
        service = await startService(home, { REDIS_URL: redis.url });
        isUp = true;
        const month = begin('forgotten');
        let flushed = 0;
        const random = seeded(seed);
        for (let turn = 1; turn <= 6; turn++) {
          await sleep(1_500 + random() * 3_000);
          if (month.isOver()) break;
          if (turn === 4) await redis.killAndRestart();
          else if (await redis.flush()) flushed += 1;
        }
        await finished(month);
        expect(flushed).toBeGreaterThanOrEqual(4);
        expect(redis.restarts()).toBe(1);
        await expectSame('forgotten');
      } finally {
        if (isUp) await stop();
        await redis.stop();
      }
    },
    MONTH,
  );
});

/** `kill -9` of a process that must be there; a missing number would mean our own group. */
function kill(pid: number | undefined): void {
  if (!pid) throw new Error('nothing to kill');
  process.kill(pid, 'SIGKILL');
}

function expectWhole(verdict: Verdict): void {
  expect(verdict.incidents).toEqual([]);
  expect(verdict.doubled).toEqual([]);
  expect(verdict.broken).toEqual([]);
  const { done } = verdict.outbox;
  expect(verdict.outbox).toEqual({ open: 0, dead: 0, done, receipts: done });
  expect(done).toBeGreaterThan(50);
  for (const { series, count, ...numbers } of verdict.papers) {
    expect({ series, ...numbers }).toEqual({ series, first: 1, last: count, numbers: count, files: count });
  }
  const { count } = verdict.chain;
  expect(verdict.chain).toEqual({ count, last: count, length: count });
  expect(verdict.verify).toMatchObject({ ok: true, cycle: { ok: true, mismatches: [] } });
}

/** `pg_ctl restart -m immediate`: every connection is cut, nothing is written down first, the log is replayed. */
async function restartDatabase(home: string): Promise<void> {
  const dataDir = join(home, 'postgres');
  const { pgCtl } = findBinaries();
  const done = await runProgram(
    pgCtl,
    ['restart', '-w', '-t', '60', '-s', '-m', 'immediate', '-D', dataDir, '-l', join(dataDir, 'server.log')],
    databaseUser(dataDir),
    'ignore',
  );
  if (done.code !== 0) throw new Error(`pg_ctl restart ended with ${done.code}`);
}
