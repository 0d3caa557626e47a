/**
 * `npm run bench [NAME…]`: runs every `*.bench.ts` of this folder in turn. Each figure is one JSON line, beside a limit or a
 * peer that was measured in the same run in alternating rounds; nothing else goes to standard output.
 */
import { readdirSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, round } from './measure.js';

/** One figure: a value per round, and what it stands beside in the same rounds. */
export interface Figure {
  /** File that measured it. */
  benchmark: string;
  figure: string;
  /** `ms`, `1/s`, `MB`, … */
  unit: string;
  values: readonly number[];
  /** A limit is what nothing can pass (bare SQL, a hand-written loop); a peer is another way to do the same. */
  against: { kind: 'limit' | 'peer'; name: string; values: readonly number[] };
  /** For the ratio, or in the unit of the figure when `goalUnit` is `value`. */
  goal?: { at: 'most' | 'least'; value: number; of: 'ratio' | 'value' };
  /** Sizes and settings that somebody needs to repeat it. */
  with?: Record<string, string | number>;
}

export type Report = (figure: Figure) => void;

/** What a `*.bench.ts` exports. */
export interface Benchmark {
  run(report: Report): Promise<void>;
}

const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;

/** The ratio is taken round by round where both have the same number of rounds, so that a busy minute spoils one round only. */
function lineOf(figure: Figure): object {
  const { values, against, goal } = figure;
  const paired = values.length === against.values.length;
  const ratio = paired
    ? median(values.map((value, index) => value / (against.values[index] as number)))
    : median(values) / median(against.values);
  const measured = goal?.of === 'value' ? median(values) : ratio;
  return {
    benchmark: figure.benchmark,
    figure: figure.figure,
    unit: figure.unit,
    value: round(median(values)),
    min: round(Math.min(...values)),
    max: round(Math.max(...values)),
    n: values.length,
    [against.kind]: against.name,
    limitValue: round(median(against.values)),
    ratio: round(ratio),
    ...(goal
      ? {
          goal: `${goal.of} at ${goal.at} ${goal.value}`,
          reached: goal.at === 'most' ? measured <= goal.value : measured >= goal.value,
        }
      : {}),
    ...(figure.with ? { with: figure.with } : {}),
    machine,
    load: round(loadavg()[0] as number),
  };
}

async function main(wanted: readonly string[]): Promise<number> {
  const folder = dirname(fileURLToPath(import.meta.url));
  const names = readdirSync(folder).flatMap((name) => (name.endsWith('.bench.js') ? [name.slice(0, -9)] : []));
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`没有基准测试 no benchmark: ${unknown.join(', ')} (${names.join(', ')})`);
    return 2;
  }
  let failures = 0;
  for (const name of names.filter((one) => wanted.length === 0 || wanted.includes(one))) {
    console.error(`  ${name} …`);
    try {
      const benchmark = (await import(`./${name}.bench.js`)) as Benchmark;
      await benchmark.run((figure) => void process.stdout.write(`${JSON.stringify(lineOf(figure))}\n`));
    } catch (error) {
      failures++;
      console.error(`  ${name}:`, error);
    }
  }
  return failures === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
