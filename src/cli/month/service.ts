/** The service to drive: the one that runs on this home, or the whole product started for the occasion. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../platform/config/project-root.js';
import { readService } from '../../platform/service/service-file.js';

const READY_MS = 180_000;

/** @throws Error when the product could not be started or did not become ready */
export async function withService(home: string, say: (line: string) => void, work: () => Promise<void>): Promise<void> {
  if (await isReady(home)) return work();
  say('没有服务在运行，先启动整个产品 · no service is running, so the whole product is started');
  const child = spawn(process.execPath, [join(projectRoot, 'dist', 'src', 'supervisor.js')], {
    cwd: projectRoot,
    env: { ...process.env, KAOPING_HOME: home, PORT: '0', KAOPING_DEMO: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number>((done) => child.once('exit', (code) => done(code ?? 1)));
  try {
    await until(home, ended);
    await work();
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function until(home: string, ended: Promise<number>): Promise<void> {
  let isGone = false;
  void ended.then(() => {
    isGone = true;
  });
  for (const end = Date.now() + READY_MS; Date.now() < end; await sleep(300)) {
    if (isGone) throw new Error('the product stopped while it was starting; run npm start to see why');
    if (await isReady(home)) return;
  }
  throw new Error(`the product was not ready within ${READY_MS / 1000} s`);
}

async function isReady(home: string): Promise<boolean> {
  const service = readService(home);
  if (!service) return false;
  const answer = await fetch(`${service.url}/api/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  return answer?.ok ?? false;
}
