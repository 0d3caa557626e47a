/**
 * Cover plans for a hall of 60 windows and 200 people over 10 half days with 15 % away: worlds in which a plan exists, and worlds
 * in which none does, on one core. Beside it the solver alone over the same models, so that the share of our own building,
 * reading and counting shows.
 */
import { faultsOfPlan, provesNone } from '../../src/core/cover/check.js';
import type { LinearModel, SolveLinear } from '../../src/core/cover/model.js';
import { type CoverAnswer, coverPlan } from '../../src/core/cover/plan.js';
import type { CoverWorld, Wanted } from '../../src/core/cover/world.js';
import { loadHighs, solveWith } from '../../src/platform/solver/highs-thread.js';
import { AWAY, hall, PEOPLE, SLOTS, WINDOWS } from '../support/cover-hall.js';
import { rounds } from './measure.js';
import type { Report } from './run.js';

/** As the service limits it. */
const SOLVER_SECONDS = 1.5;

export async function run(report: Report): Promise<void> {
  const highs = await loadHighs();
  for (const [figure, found, least, fewest] of [
    ['plan', true, 2, 1],
    ['plan, hardly anybody to spare', true, 4, 3],
    ['proof', false, 4, 0],
  ] as const) {
    const seen = { whole: [] as number[], solver: [] as number[] };
    const sizes = { asked: 0, steps: 0, proofs: 0, fewestChangesProven: 0 };
    for (let turn = 0; turn <= rounds(5); turn++) {
      const { world, asked } = hall(100 + turn, least, fewest);
      let inside = 0;
      const solve: SolveLinear = async (model: LinearModel) => {
        const before = processorMs();
        const value = solveWith(highs, model, SOLVER_SECONDS);
        inside += processorMs() - before;
        return value;
      };
      const before = processorMs();
      const value = await coverPlan(world, asked, solve);
      const ms = processorMs() - before;
      check(world, asked, value, found);
      if (turn === 0) continue;
      seen.whole.push(ms);
      seen.solver.push(inside);
      sizes.asked = Math.max(sizes.asked, asked.length);
      if (value.found) {
        sizes.steps = Math.max(sizes.steps, value.steps.length);
        sizes.fewestChangesProven += value.isFewestChanges ? 1 : 0;
      } else sizes.proofs = Math.max(sizes.proofs, value.proofs.length);
    }
    report({
      benchmark: 'cover',
      figure,
      unit: 'ms of processor time',
      values: seen.whole,
      against: { kind: 'limit', name: 'the solver alone over the same models', values: seen.solver },
      goal: { at: 'most', value: 2_000, of: 'value' },
      with: { windows: WINDOWS, people: PEOPLE, halfDays: SLOTS, away: AWAY, ...sizes },
    });
  }
}

/** On a busy machine the clock on the wall measures the neighbours; the solver has one thread. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Counted anew for every answer; a benchmark of wrong answers says nothing. */
function check(world: CoverWorld, asked: readonly Wanted[], answer: CoverAnswer, found: boolean): void {
  if (answer.found !== found) throw new Error(`the hall was made for a ${found ? 'plan' : 'proof'}`);
  if (answer.found) {
    const faults = faultsOfPlan(world, asked, answer.steps);
    if (faults.length > 0) throw new Error(`not a plan: ${faults[0]}`);
  } else if (!answer.proofs.every((proof) => provesNone(world, asked, proof)))
    throw new Error('a proof does not count up');
}
