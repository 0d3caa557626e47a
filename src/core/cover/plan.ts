/**
 * A cover plan: the fewest moves that fill what is wanted while every place that is left keeps its minimum, with as few changes
 * of person as possible; or the proof that there is none. Exact: the model is solved to its optimum, and what comes out is
 * counted again before it is returned.
 */
import { applied, faultsOfPlan, type MoveClaim, provesNone } from './check.js';
import {
  type CoverModel,
  coverModel,
  fewestChanges,
  fewestMoves,
  type LinearAnswer,
  type Move,
  type SolveLinear,
} from './model.js';
import { type CoverProof, proofOf } from './proof.js';
import { type CoverPerson, type CoverWorld, presentAt, seatOf, sumOver, type Wanted, windowsOf } from './world.js';

/** Why a step is allowed. */
export type StepReason =
  | { is: 'own_window'; ab: 'A' | 'B' | null }
  | { is: 'qualified' }
  | { is: 'off_duty' }
  /** The window that he leaves keeps its minimum without him. */
  | { is: 'minimum_kept'; window: string; present: number; least: number }
  | { is: 'zone_kept'; zone: string; present: number; least: number }
  /** Others of this plan take his seat. */
  | { is: 'refilled'; window: string; by: string[] };

export interface CoverStep extends MoveClaim {
  slots: number[];
  because: StepReason[];
}

export type CoverAnswer =
  | {
      found: true;
      steps: CoverStep[];
      /** Half days that somebody spends away from his own seat. */
      halfDays: number;
      /** False when the time ran out before fewer changes of person were ruled out; the moves are the fewest all the same. */
      isFewestChanges: boolean;
    }
  | { found: false; proofs: CoverProof[] };

/** Whom a chain takes first: the window's own B post, its own people, people off duty, then people of other windows. */
function rankOf(world: CoverWorld): (move: Move) => number {
  return (move) => {
    const person = world.people[move.person] as CoverPerson;
    if (person.home === move.to) return person.ab === 'B' ? 0 : 1;
    return move.from === null ? 2 : 3;
  };
}

const isUsed = (value: number | undefined): boolean => (value ?? 0) > 0.5;

/** @throws when the solver's answer does not stand up to counting: a fault of the program, never an answer */
export async function coverPlan(world: CoverWorld, asked: readonly Wanted[], solve: SolveLinear): Promise<CoverAnswer> {
  const model = coverModel(world, asked);
  const first = fewestMoves(model);
  const fullest = first.cost.length === 0 ? { status: 'optimal' as const, values: [] } : await solve(first);
  if (fullest.status !== 'optimal') throw new Error(`the fullest seating was not found: ${fullest.status}`);
  const proofs = proofsOf(model, asked, fullest);
  if (proofs.length > 0) return { found: false, proofs };
  const used = world.slots.map(
    (_, slot) => model.moves.filter((move, index) => move.slot === slot && isUsed(fullest.values[index])).length,
  );
  const second = used.some((count) => count > 0) ? await solve(fewestChanges(model, used, rankOf(world))) : undefined;
  const isFewestChanges = second === undefined || second.status === 'optimal';
  const chosen = (values: readonly number[]) => model.moves.filter((_, index) => isUsed(values[index]));
  // What is best when the time runs out is a plan too, if it counts up; else the fewest moves as they came.
  const best = chosen(second?.values ?? []);
  const moves =
    second && (isFewestChanges || faultsOfPlan(world, asked, stepsOf(world, best)).length === 0)
      ? best
      : chosen(fullest.values);
  const steps = stepsOf(world, moves);
  const faults = faultsOfPlan(world, asked, steps);
  if (faults.length > 0) throw new Error(`the plan breaks its own rules: ${faults.slice(0, 3).join('; ')}`);
  return { found: true, steps, halfDays: moves.length, isFewestChanges };
}

/** One proof for each half day that cannot be filled. */
function proofsOf(model: CoverModel, asked: readonly Wanted[], fullest: LinearAnswer): CoverProof[] {
  const { world, moves } = model;
  return world.slots.flatMap((_, slot) => {
    const seat = world.people.map((person) => seatOf(person, slot));
    moves.forEach((move, index) => {
      if (move.slot === slot && isUsed(fullest.values[index])) seat[move.person] = move.to;
    });
    const proof = proofOf({ world, asked, slot, seat });
    if (!proof) return [];
    if (!provesNone(world, asked, proof)) throw new Error(`the proof for half day ${slot} does not count up`);
    return [proof];
  });
}

/** Moves of one person to one window in half days that follow each other are one step. */
function stepsOf(world: CoverWorld, moves: readonly Move[]): CoverStep[] {
  const steps: MoveClaim[] = [];
  const open = new Map<string, { slots: number[] }>();
  for (const move of [...moves].sort((a, b) => a.slot - b.slot)) {
    const person = (world.people[move.person] as CoverPerson).code;
    const name = `${person} ${move.from ?? ''} ${move.to}`;
    const run = open.get(name);
    if (run && run.slots.at(-1) === move.slot - 1) run.slots.push(move.slot);
    else {
      const step = { person, from: move.from, to: move.to, slots: [move.slot] };
      open.set(name, step);
      steps.push(step);
    }
  }
  const after = applied(world, steps);
  return steps.map((step) => ({ ...step, slots: [...step.slots], because: reasonsOf(world, after, steps, step) }));
}

function reasonsOf(world: CoverWorld, after: CoverWorld, steps: readonly MoveClaim[], step: MoveClaim): StepReason[] {
  const person = world.people.find((one) => one.code === step.person) as CoverPerson;
  const reasons: StepReason[] = [person.home === step.to ? { is: 'own_window', ab: person.ab } : { is: 'qualified' }];
  const { from } = step;
  if (from === null) return [...reasons, { is: 'off_duty' }];
  const by = steps.filter((other) => other.to === from && other.slots.some((slot) => step.slots.includes(slot)));
  const least = world.windows.find((one) => one.window === from)?.least ?? 0;
  const present = Math.min(...step.slots.map((slot) => presentAt(after, slot).get(from) ?? 0));
  if (by.length > 0) reasons.push({ is: 'refilled', window: from, by: [...new Set(by.map((other) => other.person))] });
  else reasons.push({ is: 'minimum_kept', window: from, present, least });
  const zone = world.windows.find((one) => one.window === from)?.zone;
  const rule = world.zones.find((one) => one.zone === zone);
  const isLeft = world.windows.find((one) => one.window === step.to)?.zone !== zone;
  if (rule && isLeft) {
    const within = windowsOf(world, { zone: rule.zone });
    const there = Math.min(...step.slots.map((slot) => sumOver(within, presentAt(after, slot))));
    reasons.push({ is: 'zone_kept', zone: rule.zone, present: there, least: rule.least });
  }
  return reasons;
}
