/** The whole product as a person starts it: `scripts/run.mjs start` with a home of its own on a free port. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/platform/config/project-root.js';
import type { ServiceRecord } from '../../src/platform/service/service-file.js';

export interface RunningService {
  process: ChildProcess;
  /** Everything printed so far. */
  output(): string;
  record(): ServiceRecord;
  /** Ends as Ctrl-C does; resolves with the exit code. */
  interrupt(): Promise<number | null>;
}

/** Starts and waits until it is ready, or until it ends. @throws Error with what it printed */
export async function startService(home: string, env: NodeJS.ProcessEnv = {}): Promise<RunningService> {
  const child = spawn(process.execPath, [join(projectRoot, 'scripts', 'run.mjs'), 'start'], {
    cwd: projectRoot,
    // Its own group, as a terminal would give it: Ctrl-C goes to all of the group.
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '', PORT: '0', KAOPING_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const file = join(home, 'service.json');
  const record = () => JSON.parse(readFileSync(file, 'utf8')) as ServiceRecord;
  const until = Date.now() + 120_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}:\n${text}`);
    if (text.includes('Ctrl-C stops it') && existsSync(file)) break;
    if (Date.now() > until) throw new Error(`not ready after two minutes:\n${text}`);
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    process: child,
    output: () => text,
    record,
    interrupt: () => {
      process.kill(-child.pid!, 'SIGINT');
      return ended;
    },
  };
}

/** Command lines of the processes that belong to this home or have its variable in their environment. */
export function processesOf(home: string): string[] {
  const found = spawnSync(
    'sh',
    ['-c', `grep -lsz -- "$1" /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null`, 'sh', home],
    {
      encoding: 'utf8',
    },
  ).stdout;
  const pids = new Set([...found.matchAll(/\/proc\/(\d+)\//g)].map((match) => Number(match[1])));
  pids.delete(process.pid);
  return [...pids].flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return command && !command.startsWith('sh -c grep') && !command.startsWith('grep ') ? [`${pid} ${command}`] : [];
    } catch {
      return [];
    }
  });
}
