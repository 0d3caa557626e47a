/**
 * How long the processes of the product need from their fork until they answer, and how much memory they hold a moment later,
 * beside an empty Nest and TypeORM application in the same rounds. All keep their compiled code between starts, as `npm start`
 * does. Then the second `npm start` on a home that has its data: from the command to the line that says it is ready.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, runningServer } from '../../src/platform/embedded/cluster.js';
import { startService } from '../support/service.js';
import { memoryOf, rounds, timed, treeOf } from './measure.js';
import { type Office, openOffice, startProcess } from './office.js';
import type { Report } from './run.js';

interface Seen {
  ms: number[];
  megabytes: number[];
}

export async function run(report: Report): Promise<void> {
  const [empty, api, worker, whole] = [blank(), blank(), blank(), blank()];
  const office = await openOffice();
  try {
    for (let turn = 0; turn <= rounds(5); turn++) {
      const keep = turn > 0;
      await start(office, 'test/bench/empty-app.js', 'api', keep ? empty : blank());
      await start(office, 'src/main.js', 'api', keep ? api : blank());
      await start(office, 'src/worker.js', 'worker', keep ? worker : blank());
    }
  } finally {
    await office.close();
  }
  const name = 'empty Nest and TypeORM, 40 entities';
  const beside = { kind: 'peer', name, values: empty.ms } as const;
  const memory = { kind: 'peer', name, values: empty.megabytes } as const;
  const soon = { at: 'most', value: 1.8, of: 'ratio' } as const;
  const small = { at: 'most', value: 190, of: 'value' } as const;
  const benchmark = 'start';
  report({ benchmark, figure: 'API ready', unit: 'ms', values: api.ms, against: beside, goal: soon });
  report({ benchmark, figure: 'API memory', unit: 'MB', values: api.megabytes, against: memory, goal: small });
  report({ benchmark, figure: 'worker ready', unit: 'ms', values: worker.ms, against: beside });
  report({ benchmark, figure: 'worker memory', unit: 'MB', values: worker.megabytes, against: memory });
  await startWhole(whole);
  const second = { at: 'most', value: 5000, of: 'value' } as const;
  report({ benchmark, figure: 'second npm start', unit: 'ms', values: whole.ms, against: beside, goal: second });
  report({
    benchmark,
    figure: 'memory of everything, database included',
    unit: 'MB',
    values: whole.megabytes,
    against: memory,
  });
}

const blank = (): Seen => ({ ms: [], megabytes: [] });

async function start(office: Office, file: string, role: 'api' | 'worker', seen: Seen): Promise<void> {
  const env = office.env(role, { PORT: String(await freePort()) });
  const running = await startProcess(file, env, join(office.home, 'start.log'));
  try {
    seen.ms.push(running.upAfter);
    // What was needed only for the start may be given back first.
    await sleep(1500);
    seen.megabytes.push(memoryOf(treeOf(running.pid)));
  } finally {
    await running.stop();
  }
}

/** The product as a whole: supervisor, API, worker and the embedded database. */
async function startWhole(seen: Seen): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'kaoping-bench-home-'));
  // The database's user must pass through when root runs this.
  chmodSync(home, 0o755);
  try {
    for (let turn = 0; turn <= rounds(3); turn++) {
      const { ms, value: service } = await timed(() => startService(home));
      await sleep(1500);
      const megabytes = memoryOf([...new Set([...treeOf(service.process.pid as number), ...databaseOf(home)])]);
      await service.interrupt();
      // The first one makes the data.
      if (turn === 0) continue;
      seen.ms.push(ms);
      seen.megabytes.push(megabytes);
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The server runs in a session of its own, not below the supervisor. */
function databaseOf(home: string): number[] {
  const server = runningServer(join(home, 'postgres'));
  return server ? treeOf(server.pid) : [];
}
