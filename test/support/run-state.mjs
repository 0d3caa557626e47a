/**
 * What one run of the tests shares: a folder outside the checkout, named in the environment, in which the first test
 * that asks for a database starts the run's one cluster. A watcher ends it when the run is gone, however it went.
 */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const RUN_VARIABLE = 'KAOPING_TEST_RUN';

/** Makes the folder of this run and names it to the workers. */
export function openRun() {
  const folder = mkdtempSync(join(tmpdir(), 'kaoping-test-'));
  // The database's user must pass through when root runs the tests.
  chmodSync(folder, 0o755);
  process.env[RUN_VARIABLE] = folder;
  spawnWatcher(folder, process.pid);
  return folder;
}

/** Stops the cluster of the run, if one was started, and removes the folder. */
export async function closeRun(folder) {
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  if (existsSync(pidFile)) {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    try {
      // Immediate: nothing in this folder is worth a checkpoint.
      process.kill(pid, 'SIGQUIT');
      for (let i = 0; i < 100 && isAlive(pid); i++) await new Promise((done) => setTimeout(done, 50));
    } catch {
      // It is gone already.
    }
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function spawnWatcher(folder, pid) {
  const script = `
    while kill -0 ${pid} 2>/dev/null && [ -d "$1" ]; do sleep 1; done
    [ -f "$1/postgres/postmaster.pid" ] && kill -QUIT "$(head -n 1 "$1/postgres/postmaster.pid")" 2>/dev/null && sleep 1
    rm -rf "$1"`;
  spawn('/bin/sh', ['-c', script, 'sh', folder], { detached: true, stdio: 'ignore', cwd: '/' }).unref();
}
