/** Tests that need a program of the machine run with the real one; without it they are skipped and counted. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/platform/embedded/cluster.js';

const known = new Map<string, boolean>();

/** Is the program on the path? */
export function has(program: string): boolean {
  let found = known.get(program);
  if (found === undefined) {
    found = spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0;
    known.set(program, found);
  }
  return found;
}

/** `describe`, or `describe.skip` where one of the programs is missing; with CI=true the runner fails on any skip. */
export function describeWith(programs: readonly string[]): typeof describe | typeof describe.skip {
  return programs.every(has) ? describe : describe.skip;
}

export interface TestRedis {
  url: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

/** A real `redis-server` of one's own, with the policy that the product demands; `{ port }` to bring one back after a kill. */
export async function startRedis(options: { port?: number; appendOnly?: boolean } = {}): Promise<TestRedis> {
  const port = options.port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'kaoping-redis-'));
  const flags = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--dir',
    folder,
    '--maxmemory-policy',
    'noeviction',
  ];
  if (options.appendOnly) flags.push('--appendonly', 'yes');
  const child = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise<void>((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`redis-server ended with ${code}`)));
    child.stdout!.on('data', (text: Buffer) => {
      if (text.toString().includes('Ready to accept connections')) done();
    });
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    process: child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((done) => child.once('exit', done));
        child.kill('SIGKILL');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
