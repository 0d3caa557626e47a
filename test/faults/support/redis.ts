/** A Redis without persistence on a free port: what it forgets is gone, and it can die and come back at the same place. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../../src/platform/embedded/cluster.js';

export interface FaultyRedis {
  url: string;
  /** FLUSHALL. @returns how many keys it forgot */
  flush(): Promise<number>;
  /** kill -9 and a new start on the same port, with nothing in it. */
  killAndRestart(): Promise<void>;
  restarts(): number;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<FaultyRedis> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'kaoping-redis-'));
  const url = `redis://127.0.0.1:${port}`;
  let restarts = 0;
  let server = await start(port, dir, url);
  const kill = async () => {
    const gone = new Promise((done) => server.once('exit', done));
    server.kill('SIGKILL');
    await gone;
  };
  return {
    url,
    restarts: () => restarts,
    flush: () =>
      withClient(url, async (client) => {
        const keys = await client.dbsize();
        await client.flushall();
        return keys;
      }),
    killAndRestart: async () => {
      await kill();
      server = await start(port, dir, url);
      restarts += 1;
    },
    stop: async () => {
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function start(port: number, dir: string, url: string): Promise<ChildProcess> {
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--save', ''];
  const child = spawn('redis-server', [...args, '--appendonly', 'no', '--maxmemory-policy', 'noeviction'], {
    stdio: 'ignore',
  });
  await withClient(url, (client) => client.ping());
  return child;
}

async function withClient<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  client.on('error', () => undefined);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}
