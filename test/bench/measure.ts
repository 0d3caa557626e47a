/** What every benchmark measures with: medians, durations, a database of its own that keeps its promises, memory of a process tree. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../../src/platform/embedded/cluster.js';

/** Median of some values, whatever their unit. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

/** Four digits that mean something; more would pretend. */
export const round = (value: number): number => Number(value.toPrecision(4));

/** How often each way is measured, in turn; `BENCH_ROUNDS` changes it. One more round before warms up and is thrown away. */
export const rounds = (normally: number): number => Number(process.env.BENCH_ROUNDS ?? normally);

export async function timed<T>(work: () => Promise<T> | T): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

export interface BenchDatabase {
  port: number;
  /** Of its first process. */
  pid: number;
  url(role: string, password: string, database?: string): string;
  stop(): Promise<void>;
}

const MEMORY = {
  shared_buffers: '1GB',
  work_mem: '64MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  effective_cache_size: '4GB',
  max_connections: '200',
};

/** A PostgreSQL of its own that commits durably, as in production; the tests' one does not. */
export async function openDatabase(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'kaoping-bench-'));
  chmodSync(folder, 0o755);
  try {
    const cluster = await startCluster({ dataDir: join(folder, 'postgres'), superPassword: 'bench', settings: MEMORY });
    return {
      port: cluster.port,
      pid: cluster.pid,
      url: (role, password, database = 'bench') =>
        `postgres://${role}:${password}@127.0.0.1:${cluster.port}/${database}`,
      stop: async () => {
        await cluster.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A process and everything below it. */
export function treeOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = /^PPid:\s+(\d+)/m.exec(readOr(`/proc/${name}/status`))?.[1];
    if (parent) parents.set(Number(name), Number(parent));
  }
  const tree = [pid];
  for (const one of tree) for (const [child, parent] of parents) if (parent === one) tree.push(child);
  return tree;
}

/** Memory in MB that would come free if these processes went: shared pages count by their share (PSS). */
export function memoryOf(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** Processor time in ms that a process has used, its own and the kernel's. */
export function processorTimeOf(pid: number): number {
  const fields = readOr(`/proc/${pid}/stat`)
    .replace(/^.*\) /, '')
    .split(' ');
  // A process that has gone meanwhile counts as nothing.
  return fields.length < 13 ? 0 : ((Number(fields[11]) + Number(fields[12])) * 1000) / ticks();
}

let perSecond: number | undefined;
const ticks = (): number =>
  (perSecond ??= Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout) || 100);

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
