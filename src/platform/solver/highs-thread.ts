/**
 * HiGHS, a solver of linear and whole-number models as WebAssembly. It computes without a pause, so the server lets it run in a
 * thread of its own, whose entry is this file too. It imports no file of ours, so that it starts under every loader.
 */
import { parentPort } from 'node:worker_threads';
import type { Highs } from 'highs';

/** Minimise `cost · x` with every row's sum at least its bound, 0 ≤ x ≤ `most`. */
interface Model {
  cost: readonly number[];
  most: readonly (number | undefined)[];
  isWhole: readonly boolean[];
  rows: readonly { terms: readonly (readonly [variable: number, factor: number])[]; least: number }[];
}

interface Answer {
  status: 'optimal' | 'infeasible' | 'limit';
  values: number[];
}

let loaded: Promise<Highs> | undefined;

/** The library is loaded when it is first needed. Its types speak of its other build, in which the loader lies one deeper. */
export const loadHighs = (): Promise<Highs> =>
  (loaded ??= import('highs').then((module) => (module.default as unknown as () => Promise<Highs>)()));

/**
 * @param seconds after which a model of whole numbers is given up; the values are then the best known, if any
 * @throws when the solver refuses the model: a fault of the caller
 */
export function solveWith(highs: Highs, model: Model, seconds: number): Answer {
  const { cost, most, rows, isWhole } = model;
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, at) => {
    starts[at + 1] = (starts[at] as number) + row.terms.length;
  });
  const terms = rows.flatMap((row) => row.terms);
  return highs.withModel(
    {
      numCols: cost.length,
      numRows: rows.length,
      colCost: Float64Array.from(cost),
      colLower: new Float64Array(cost.length),
      colUpper: Float64Array.from(most, (bound) => bound ?? highs.infinity),
      rowLower: Float64Array.from(rows, (row) => row.least),
      rowUpper: new Float64Array(rows.length).fill(highs.infinity),
      matrix: {
        format: 'csr',
        numRows: rows.length,
        numCols: cost.length,
        starts,
        indices: Int32Array.from(terms, ([variable]) => variable),
        values: Float64Array.from(terms, ([, factor]) => factor),
      },
      ...(isWhole.some(Boolean) ? { integrality: Int32Array.from(isWhole, (whole) => (whole ? 1 : 0)) } : {}),
    },
    (solver): Answer => {
      // Costs are whole numbers: a gap below one is no gap.
      solver.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 0.5 });
      solver.run();
      const status = solver.getModelStatus();
      const { optimal, infeasible } = highs.constants.modelStatus;
      if (status === infeasible) return { status: 'infeasible', values: [] };
      return { status: status === optimal ? 'optimal' : 'limit', values: [...solver.getSolution().colValue] };
    },
  );
}

parentPort?.on('message', (asked: { id: number; model: Model; seconds: number }) => {
  loadHighs()
    .then((highs) => parentPort?.postMessage({ id: asked.id, answer: solveWith(highs, asked.model, asked.seconds) }))
    .catch((error: unknown) => parentPort?.postMessage({ id: asked.id, error: String(error) }));
});
