/**
 * Cover plans for a hall of 60 windows and 200 people over 10 half days with 15 % away: worlds in which a plan exists, and worlds
 * in which none does, on one core. Beside it the solver alone over the same models, so that the share of our own building,
 * reading and counting shows.
 */
import { faultsOfPlan, provesNone } from '../../src/core/cover/check.js';
import type { LinearModel, SolveLinear } from '../../src/core/cover/model.js';
import { type CoverAnswer, coverPlan } from '../../src/core/cover/plan.js';
import {
  type CoverPerson,
  type CoverWorld,
  presentAt,
  type Wanted,
  type Whereabouts,
} from '../../src/core/cover/world.js';
import { loadHighs, solveWith } from '../../src/platform/solver/highs-thread.js';
import { rounds, timed } from './measure.js';
import type { Report } from './run.js';

const WINDOWS = 60;
const PEOPLE = 200;
const SLOTS = 10;
const AWAY = 0.15;

/** The same numbers in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const windowCode = (index: number): string => `W${String(index + 1).padStart(2, '0')}`;

/**
 * @param least people that half of the windows must keep, of about 2.6 present
 * @param fewest other windows that everybody is qualified for at least; up to three more by chance
 */
export function hall(seed: number, least: number, fewest: number): { world: CoverWorld; asked: Wanted[] } {
  const next = dice(seed);
  const whole = (below: number) => Math.floor(next() * below);
  const windows = Array.from({ length: WINDOWS }, (_, index) => ({
    window: windowCode(index),
    zone: `Z${Math.floor(index / 10) + 1}`,
    least: next() < 0.5 ? least : 1,
  }));
  const zones = Array.from({ length: WINDOWS / 10 }, (_, index) => ({ zone: `Z${index + 1}`, least: 12 }));
  const people = Array.from({ length: PEOPLE }, (_, index): CoverPerson => {
    const home = windowCode(index % WINDOWS);
    const others = Array.from({ length: fewest + whole(3) }, () => windowCode(whole(WINDOWS)));
    const isAway = next() < AWAY;
    const from = isAway ? whole(SLOTS) : SLOTS;
    const length = 1 + whole(SLOTS);
    return {
      code: String(index + 1).padStart(4, '0'),
      home,
      ab: index < WINDOWS ? 'A' : index < 2 * WINDOWS ? 'B' : null,
      qualified: [...new Set([home, ...others])],
      at: Array.from(
        { length: SLOTS },
        (_, slot): Whereabouts =>
          slot >= from && slot < from + length
            ? { is: 'leave' }
            : next() < 0.1
              ? { is: 'off' }
              : { is: 'duty', window: home },
      ),
    };
  });
  const slots = Array.from({ length: SLOTS }, (_, slot) => ({
    day: `2026-09-${String(7 + (slot >> 1)).padStart(2, '0')}`,
    half: slot % 2 ? ('PM' as const) : ('AM' as const),
  }));
  const world = { slots, windows, zones, people };
  // Every window that is short is to be filled, all at once: the hardest question the hall can put.
  const asked = slots.flatMap((_, slot) => {
    const present = presentAt(world, slot);
    return windows.flatMap(({ window, least: must }): Wanted[] =>
      (present.get(window) ?? 0) < must ? [{ place: { window }, slot, people: must }] : [],
    );
  });
  return { world, asked };
}

export async function run(report: Report): Promise<void> {
  const highs = await loadHighs();
  for (const [figure, found, least, fewest] of [
    ['plan', true, 2, 1],
    ['plan, hardly anybody to spare', true, 4, 2],
    ['proof', false, 4, 0],
  ] as const) {
    const seen = { whole: [] as number[], solver: [] as number[] };
    const sizes = { asked: 0, steps: 0, proofs: 0 };
    for (let turn = 0; turn <= rounds(5); turn++) {
      const { world, asked } = hall(100 + turn, least, fewest);
      let inside = 0;
      const solve: SolveLinear = async (model: LinearModel) => {
        const { ms, value } = await timed(() => solveWith(highs, model, 10));
        inside += ms;
        return value;
      };
      const { ms, value } = await timed(() => coverPlan(world, asked, solve));
      check(world, asked, value, found);
      if (turn === 0) continue;
      seen.whole.push(ms);
      seen.solver.push(inside);
      sizes.asked = Math.max(sizes.asked, asked.length);
      if (value.found) sizes.steps = Math.max(sizes.steps, value.steps.length);
      else sizes.proofs = Math.max(sizes.proofs, value.proofs.length);
    }
    report({
      benchmark: 'cover',
      figure,
      unit: 'ms',
      values: seen.whole,
      against: { kind: 'limit', name: 'the solver alone over the same models', values: seen.solver },
      goal: { at: 'most', value: 2_000, of: 'value' },
      with: { windows: WINDOWS, people: PEOPLE, halfDays: SLOTS, away: AWAY, ...sizes },
    });
  }
}

/** Counted anew for every answer; a benchmark of wrong answers says nothing. */
function check(world: CoverWorld, asked: readonly Wanted[], answer: CoverAnswer, found: boolean): void {
  if (answer.found !== found) throw new Error(`the hall was made for a ${found ? 'plan' : 'proof'}`);
  if (answer.found) {
    const faults = faultsOfPlan(world, asked, answer.steps);
    if (faults.length > 0 || !answer.isFewestChanges) throw new Error(`not a plan: ${faults[0] ?? 'time ran out'}`);
  } else if (!answer.proofs.every((proof) => provesNone(world, asked, proof)))
    throw new Error('a proof does not count up');
}
