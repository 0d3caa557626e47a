/**
 * The rule engine alone, in memory, on one core: a month of the window sheet of R11 and a year of the points of R63 for a whole
 * population, from single facts. Beside it the same facts in a loop written by hand for the one regulation. Figures are subjects
 * for a second of processor time, because on a busy machine the clock on the wall measures the neighbours.
 */

import { hash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compile } from '../../src/core/rules/engine/compile.js';
import type { CompiledEdition, Evaluation, EvaluationInput, OutputResult } from '../../src/core/rules/types.js';
import { loadLibrary } from '../../src/regulation/pack-loader.js';
import { rounds } from './measure.js';
import { accountByHand, sheetByHand } from './rules-by-hand.js';
import { bankYear, hallMonth } from './rules-data.js';
import type { Report } from './run.js';

/** How much of an evaluation is asked for. */
type Depth = 'figures' | 'digests' | 'lines';

const depths: Readonly<Record<Depth, string>> = {
  figures: 'totals, sections, money and places',
  digests: 'the same with a digest of each subject',
  lines: 'the same with every line explained and its facts named',
};

export async function run(report: Report): Promise<void> {
  const subjects = Number(process.env.BENCH_WINDOWS ?? 10_000);
  const facts = Number(process.env.BENCH_FACTS ?? 200);
  const library = loadLibrary();
  const editionOf = (id: string): CompiledEdition => {
    const model = library.find(id);
    if (!model) throw new Error(`there is no pack ${id}`);
    return compile(model, library);
  };
  const sheet = { edition: editionOf('r11-he-county'), input: hallMonth(subjects, facts) };
  compare(report, 'R11 figures', sheet, 'figures', sheetByHand, sameSheets);
  compare(report, 'R11 digests', sheet, 'digests', sheetByHand, sameSheets);
  // Nobody unfolds a whole population; a tenth of it says as much, and its lines fit in memory.
  sheet.input = hallMonth(Math.ceil(subjects / 10), facts);
  compare(report, 'R11 lines', sheet, 'lines', sheetByHand, sameSheets);
  const account = { edition: editionOf('r63-bank-zhangjiakou'), input: bankYear(subjects, facts) };
  compare(report, 'R63 figures', account, 'figures', accountByHand, sameAccounts);
  compare(report, 'R63 digests', account, 'digests', accountByHand, sameAccounts);
  account.input = bankYear(Math.ceil(subjects / 10), facts);
  compare(report, 'R63 lines', account, 'lines', accountByHand, sameAccounts);
}

interface Subject {
  edition: CompiledEdition;
  input: EvaluationInput;
}

function compare<T>(
  report: Report,
  figure: string,
  { edition, input }: Subject,
  depth: Depth,
  byHand: (input: EvaluationInput) => T,
  same: (byHand: T, evaluation: Evaluation, input: EvaluationInput) => void,
): void {
  const seen = { engine: [] as number[], loop: [] as number[] };
  const memory = { kept: 0, grown: 0 };
  // What one round holds is out of reach in the next only when it was another call's.
  const round = () => {
    const loop = processorSeconds(() => byHand(input));
    const before = collect();
    const engine = processorSeconds(() =>
      readAll(edition.evaluate({ ...input, sha256, traces: depth === 'lines' }), depth),
    );
    const grown = process.memoryUsage().rss - before.rss;
    const kept = collect().heapUsed - before.heapUsed;
    same(loop.value, engine.value, input);
    return { loop: loop.seconds, engine: engine.seconds, kept, grown };
  };
  // The first round warms up both.
  round();
  for (let turn = 0; turn < rounds(3); turn++) {
    const { loop, engine, kept, grown } = round();
    memory.kept = Math.max(memory.kept, kept);
    memory.grown = Math.max(memory.grown, grown);
    seen.loop.push(input.subjects.length / loop);
    seen.engine.push(input.subjects.length / engine);
  }
  report({
    benchmark: 'rules',
    figure,
    unit: 'subjects per second of processor time',
    values: seen.engine,
    against: { kind: 'limit', name: 'a loop written by hand over the same facts', values: seen.loop },
    goal: { at: 'least', value: 0.333, of: 'ratio' },
    with: {
      subjects: input.subjects.length,
      facts: input.facts.length,
      reads: depths[depth],
      resultsMB: megabytes(memory.kept),
      residentGrowthMB: megabytes(memory.grown),
    },
  });
}

/** The machine's own, as the product has it. */
const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

const megabytes = (bytes: number): number => Math.max(0, Math.round(bytes / 1e6));

function processorSeconds<T>(work: () => T): { seconds: number; value: T } {
  const start = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(start);
  return { seconds: (user + system) / 1e6, value };
}

let collector: (() => void) | undefined;

/** What is in use after everything that nobody needs is gone. */
function collect(): NodeJS.MemoryUsage {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as () => void;
  }
  collector();
  return process.memoryUsage();
}

/** Reads what a caller would store or show, so that nothing that is made when it is asked for stays unmade. */
function readAll(evaluation: Evaluation, depth: Depth): Evaluation {
  let letters = 0;
  for (const result of evaluation.subjects.values()) {
    for (const output of Object.values(result.outputs)) letters += lettersOf(output, depth === 'lines');
    if (depth !== 'figures') letters += result.digest.length;
  }
  for (const ranking of evaluation.rankings) letters += ranking.rows.length;
  if (letters === 0) throw new Error('nothing was computed');
  return evaluation;
}

function lettersOf(output: OutputResult, lines: boolean): number {
  let letters = output.total.length + output.shown.length + (output.fines?.length ?? 0) + (output.rewards?.length ?? 0);
  for (const section of output.sections) letters += section.total.length;
  letters += output.flags.length;
  if (lines)
    for (const line of output.trace)
      letters += line.zh.length + line.en.length + line.running.length + line.facts.length;
  return letters;
}

const unitsOf = (rational: string | undefined): number => {
  const [top = '', bottom = '1'] = (rational ?? '').split('/');
  return (Number(top) * 10_000) / Number(bottom);
};

function mustBe(subject: string, what: string, got: unknown, want: unknown): void {
  if (got !== want) throw new Error(`${subject} ${what}: ${got} by the engine, ${want} by hand`);
}

function sameSheets(
  byHand: ReturnType<typeof sheetByHand>,
  evaluation: Evaluation,
  { subjects }: EvaluationInput,
): void {
  for (const [index, { key }] of subjects.entries()) {
    const output = evaluation.subjects.get(key)?.outputs.window;
    mustBe(key, 'total', unitsOf(output?.total), byHand.totals[index]);
    for (const [at, section] of output?.sections.entries() ?? [])
      mustBe(key, section.id, unitsOf(section.total), byHand.sections[index * 5 + at]);
  }
}

function sameAccounts(
  byHand: ReturnType<typeof accountByHand>,
  evaluation: Evaluation,
  { subjects }: EvaluationInput,
): void {
  const ranks = new Map(evaluation.rankings.flatMap(({ rows }) => rows.map((row) => [row.subject, row.rank])));
  const dayOf = (days: number | undefined) => new Date((days ?? 0) * 86_400_000).toISOString().slice(0, 10);
  for (const [index, { key }] of subjects.entries()) {
    const output = evaluation.subjects.get(key)?.outputs.points;
    mustBe(key, 'total', unitsOf(output?.total), byHand.totals[index]);
    mustBe(key, 'fines', unitsOf(output?.fines), byHand.fines[index]);
    mustBe(key, 'rewards', unitsOf(output?.rewards), byHand.rewards[index]);
    mustBe(key, 'place', ranks.get(key), byHand.ranks[index]);
    const flags = (output?.flags ?? []).map((flag) => `${flag.article} ${flag.on}`);
    const exhausted = byHand.exhausted[index] ? [byHand.exhausted[index]] : [];
    const want = [...exhausted, ...(byHand.streaks[index] ?? [])].map((day) => `R63.L2 ${dayOf(day)}`);
    mustBe(key, 'consequences', flags.join(), want.join());
  }
}
