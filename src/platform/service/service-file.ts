/** `KAOPING_HOME/service.json`: who serves this folder, and where. It is the lock and the signpost at once. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../core/problem.js';

export interface ServiceRecord {
  pid: number;
  /** When the process began, as the system counts it, so that another process with the same number is not taken for it. */
  birth: string;
  startedAt: string;
  host: string;
  port: number;
  url: string;
  state: 'starting' | 'running';
}

const fileOf = (home: string) => join(home, 'service.json');

/** The service that runs on this folder, or undefined; a record left by a killed one does not count. */
export function readService(home: string): ServiceRecord | undefined {
  const record = readRecord(home);
  return record && isSame(record) ? record : undefined;
}

/**
 * Takes the folder for this process. A record whose process is gone is replaced.
 * @returns true when a stale record was found
 * @throws Problem `start.already_running`
 */
export function takeService(home: string, place: Pick<ServiceRecord, 'host' | 'port' | 'url'>): boolean {
  const record: ServiceRecord = {
    pid: process.pid,
    birth: birthOf(process.pid),
    startedAt: new Date().toISOString(),
    ...place,
    state: 'starting',
  };
  let stale = false;
  for (;;) {
    try {
      writeFileSync(fileOf(home), `${JSON.stringify(record, null, 2)}\n`, { flag: 'wx' });
      return stale;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const running = readService(home);
    if (running) throw new Problem('start.already_running', { pid: running.pid, folder: home, url: running.url });
    stale = true;
    rmSync(fileOf(home), { force: true });
  }
}

/** Says that the service answers now. */
export function announceService(home: string): void {
  const record = readRecord(home);
  if (record?.pid !== process.pid) return;
  writeFileSync(`${fileOf(home)}.new`, `${JSON.stringify({ ...record, state: 'running' }, null, 2)}\n`);
  renameSync(`${fileOf(home)}.new`, fileOf(home));
}

/** Gives the folder back; another one's record is left alone. */
export function releaseService(home: string): void {
  if (readRecord(home)?.pid === process.pid) rmSync(fileOf(home), { force: true });
}

function readRecord(home: string): ServiceRecord | undefined {
  if (!existsSync(fileOf(home))) return undefined;
  try {
    return JSON.parse(readFileSync(fileOf(home), 'utf8')) as ServiceRecord;
  } catch {
    // Written halfway when the power went.
    return undefined;
  }
}

function isSame(record: ServiceRecord): boolean {
  try {
    process.kill(record.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return birthOf(record.pid) === record.birth;
}

/** Start time of a process in clock ticks since boot (Linux); elsewhere the number alone must do. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name is in brackets and may hold blanks; the start time is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
