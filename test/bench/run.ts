/**
 * `npm run bench [NAME…]`: runs every `*.bench.ts` of this folder in turn. Each prints JSON lines with its figure, the
 * limit or peer measured in the same run, and the ratio; nothing else goes to standard output.
 */
import { readdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeRun, openRun } from '../support/run-state.mjs';

export interface Figure {
  /** e.g. `recompute.10000x200` */
  name: string;
  value: number;
  /** `ms`, `1/s`, `MB`, … */
  unit: string;
  /** What it is measured against, in the same run on the same machine. */
  peer: { name: string; value: number };
  /** value / peer; whether high or low is good follows from the unit. */
  ratio: number;
  /** Sizes, percentiles, settings: what somebody needs to repeat it. */
  with?: Record<string, string | number>;
}

/** What a `*.bench.ts` exports. */
export interface Benchmark {
  run(report: (line: Omit<Figure, 'ratio'> | Record<string, unknown>) => void): Promise<void>;
}

const print = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`);

/** A line may bring a ratio of its own, where there is more to it than one division. */
function withRatio(line: Omit<Figure, 'ratio'> | Record<string, unknown>): object {
  if ('ratio' in line || !('peer' in line)) return line;
  const { value, peer } = line as Omit<Figure, 'ratio'>;
  return { ...line, ratio: Number((value / peer.value).toFixed(4)) };
}

async function main(wanted: readonly string[]): Promise<number> {
  const folder = dirname(fileURLToPath(import.meta.url));
  const files = readdirSync(folder).filter((name) => /\.bench\.js$/.test(name));
  const chosen = files.filter((name) => wanted.length === 0 || wanted.includes(name.replace('.bench.js', '')));
  if (chosen.length === 0) {
    console.error(
      `没有基准测试 no benchmark: ${wanted.join(', ')} (${files.map((name) => name.replace('.bench.js', '')).join(', ')})`,
    );
    return 2;
  }
  print({
    machine: {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memoryMB: Math.round(totalmem() / 2 ** 20),
      node: process.version,
    },
  });
  // The same database as the tests: one cluster for the run, started by the first benchmark that asks for one.
  const runFolder = openRun();
  let failures = 0;
  for (const file of chosen) {
    try {
      const benchmark = (await import(`./${file}`)) as Benchmark;
      await benchmark.run((line) => print(withRatio(line)));
    } catch (error) {
      failures++;
      console.error(file, error);
    }
  }
  await closeRun(runFolder);
  return failures === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
