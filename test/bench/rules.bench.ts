/**
 * The rule engine alone, in memory: a month of the window sheet of R11 (in the example hall's composed pack, with rankings and
 * honours) for a whole population, from the sums that the product reads for it; and for a tenth of it with every line of the
 * explanation and the facts that it names. Beside it a hand-written loop over the same input that knows this one sheet by heart, and neither explains nor digests.
 */

import type { Fact, Subject } from '../../src/core/fact.js';
import { compile } from '../../src/core/rules/compile.js';
import type { CompiledEdition, Evaluation, EvaluationInput, ItemSum } from '../../src/core/rules/types.js';
import { loadLibrary } from '../../src/regulation/pack-loader.js';
import { rounds, timed } from './measure.js';
import { bases, each } from './recompute.bench.js';
import type { Report } from './run.js';

const period = { key: '2026-09', kind: 'month', from: '2026-09-01', to: '2026-09-30' } as const;
const items = each.map(([item]) => item);

export async function run(report: Report): Promise<void> {
  const windows = Number(process.env.BENCH_WINDOWS ?? 10_000);
  const facts = Number(process.env.BENCH_FACTS ?? 200);
  const library = loadLibrary();
  const model = library.find('example-city-hall', '2026-01-01');
  if (!model) throw new Error('the example pack is not there');
  const edition = compile(model, library);
  const all = populationOf(windows);
  await compare(report, edition, `${windows} windows from sums`, all, { sums: sumsOf(all, facts), facts: [] }, facts);
  const some = populationOf(Math.ceil(windows / 10));
  const told = { sums: sumsOf(some, facts), facts: factsOf(some, facts), traces: true };
  await compare(report, edition, `${some.length} windows with every line explained`, some, told, facts);
}

type Given = Pick<EvaluationInput, 'sums' | 'facts' | 'traces'>;

async function compare(
  report: Report,
  edition: CompiledEdition,
  figure: string,
  subjects: readonly Subject[],
  given: Given,
  facts: number,
): Promise<void> {
  const input = { period, asOf: period.to, subjects, ...given };
  const seen = { engine: [] as number[], loop: [] as number[] };
  for (let turn = 0; turn <= rounds(3); turn++) {
    const loop = await timed(() => byHand(subjects, given));
    const engine = await timed(() => edition.evaluate(input));
    sameTotals(loop.value, engine.value);
    if (turn === 0) continue;
    seen.loop.push((subjects.length * 1000) / loop.ms);
    seen.engine.push((subjects.length * 1000) / engine.ms);
  }
  report({
    benchmark: 'rules',
    figure,
    unit: 'subjects/s',
    values: seen.engine,
    against: { kind: 'limit', name: 'a hand-written loop over the same input', values: seen.loop },
    with: { windows: subjects.length, facts: subjects.length * facts },
  });
}

function populationOf(windows: number): Subject[] {
  return Array.from({ length: windows }, (_, index) => ({
    key: `window:A${String(index + 1).padStart(6, '0')}`,
    kind: 'window' as const,
    group: index % 2 === 0 ? 'approval' : 'publicService',
    attributes: { workers: 30_000, lowVolumeExempt: false },
  }));
}

/** The same quantity for the same place in every run. */
const quantityOf = (subject: number, n: number): number => 1 + ((subject * 7919 + n * 104_729) % 900);

function sumsOf(subjects: readonly Subject[], facts: number): ItemSum[] {
  return subjects.flatMap(({ key }, subject) =>
    items.map((item, index) => {
      let [count, quantity] = [0, 0];
      for (let n = index; n < facts; n += items.length) {
        count++;
        quantity += quantityOf(subject, n);
      }
      return { subject: key, item, count, quantity, points: 0, money: 0 };
    }),
  );
}

function factsOf(subjects: readonly Subject[], facts: number): Fact[] {
  return subjects.flatMap(({ key }, subject) =>
    Array.from({ length: facts }, (_, n) => ({
      id: `${subject}.${n}`,
      item: items[n % items.length] as string,
      subject: key,
      happenedOn: `2026-09-${String(1 + (n % 30)).padStart(2, '0')}`,
      quantity: quantityOf(subject, n),
      count: 1 as const,
    })),
  );
}

/** Totals in Units and places, by what the sheet says and nothing else. */
function byHand(subjects: readonly Subject[], given: Given): Map<string, number> {
  const sections = bases.map(([section]) => section);
  const priceOf = new Map(each.map(([item, section, price]) => [item, { at: sections.indexOf(section), price }]));
  const indexOf = new Map(subjects.map((subject, index) => [subject.key, index]));
  const sums = new Float64Array(subjects.length * sections.length);
  for (const { subject, item, quantity } of given.sums ?? []) {
    const rule = priceOf.get(item);
    const index = indexOf.get(subject);
    if (rule && index !== undefined) sums[index * sections.length + rule.at]! += quantity * rule.price;
  }
  const totals = new Map<string, number>();
  for (const [index, subject] of subjects.entries()) {
    let total = 0;
    for (const [at, [, base]] of bases.entries())
      total += Math.max(0, base * 10_000 + sums[index * sections.length + at]!);
    totals.set(subject.key, total);
  }
  for (const group of ['approval', 'publicService']) {
    const rows = subjects.filter((subject) => subject.group === group);
    rows.sort((a, b) => totals.get(b.key)! - totals.get(a.key)!);
  }
  return totals;
}

function sameTotals(byHandTotals: ReadonlyMap<string, number>, evaluation: Evaluation): void {
  for (const [subject, units] of byHandTotals) {
    const [top = '0', bottom = '1'] = (evaluation.subjects.get(subject)?.outputs.window?.total ?? '').split('/');
    if (Number(top) * 10_000 !== units * Number(bottom))
      throw new Error(`${subject}: ${top}/${bottom} by the engine, ${units / 10_000} by hand`);
  }
}
