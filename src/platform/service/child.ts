/** One process under the supervisor: started, restarted with back-off, stopped. */
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface ChildOptions {
  name: string;
  /** Built module to run. */
  file: string;
  env: NodeJS.ProcessEnv;
  /** Folder for `<name>.log`. */
  logs: string;
  /** Told of every end that nobody asked for, with the last error of the log. */
  onCrash(lastError: string, restartInMs: number): void;
  /** Called instead when it ended `giveUpAfter` times without ever having come up. */
  onHopeless(lastError: string): void;
}

const GIVE_UP_AFTER = 4;
const LOG_LIMIT = 20 * 1024 * 1024;

export class Child {
  private process: ChildProcess | undefined;
  private stopping = false;
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;
  private everUp = false;

  constructor(private readonly options: ChildOptions) {}

  get pid(): number | undefined {
    return this.process?.pid;
  }

  start(): void {
    const { name, file, env, logs } = this.options;
    const log = openLog(logs, name);
    const begun = Date.now();
    // Its own session, so that Ctrl-C reaches it through us and in order.
    const child = fork(file, [], {
      env,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      execArgv: ['--enable-source-maps'],
    });
    closeSync(log);
    this.process = child;
    child.on('message', (message) => {
      if (message === 'up') this.everUp = true;
    });
    child.on('error', () => {});
    child.on('exit', () => {
      this.process = undefined;
      if (this.stopping) return;
      this.failures = Date.now() - begun > 60_000 ? 1 : this.failures + 1;
      const lastError = readLastError(join(logs, `${name}.log`));
      if (!this.everUp && this.failures >= GIVE_UP_AFTER) return this.options.onHopeless(lastError);
      const wait = Math.min(30_000, 250 * 2 ** this.failures);
      this.options.onCrash(lastError, wait);
      this.timer = setTimeout(() => this.start(), wait);
    });
  }

  /** Asks it to end, and after `limit` milliseconds ends it and everything that it started. */
  async stop(limit: number): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    const child = this.process;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    const force = setTimeout(() => killGroup(child.pid), limit);
    await gone;
    clearTimeout(force);
    // What it may have left in its session, a browser for instance.
    killGroup(child.pid);
  }
}

function killGroup(pid: number | undefined): void {
  if (!pid) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}

function openLog(folder: string, name: string): number {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.log`);
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** The last line that tells an error, in one line: of the structured log, else whatever was printed last. */
function readLastError(file: string): string {
  if (!existsSync(file)) return '';
  const lines = readFileSync(file, 'utf8').slice(-20_000).trim().split('\n');
  const short = (text: string) => text.split('\n')[0]!.slice(0, 300);
  for (const line of lines.toReversed()) {
    try {
      const entry = JSON.parse(line) as {
        level: number;
        msg?: string;
        err?: { message?: string };
        problem?: { detail: string };
      };
      if (entry.level >= 50)
        return short([entry.msg, entry.problem?.detail ?? entry.err?.message].filter(Boolean).join(': '));
    } catch {
      if (/error/i.test(line)) return short(line);
    }
  }
  return short(lines.at(-1) ?? '');
}
