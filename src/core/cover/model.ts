/**
 * The cover question as a linear model. A variable is one possible move: this person, in this half day, from his seat (or from
 * home) to that window. Rows keep every window and zone at what is wanted there. Each half day alone is a transport problem,
 * so its relaxation has whole optimal corners; only the changes of person tie half days together and need whole numbers.
 */
import {
  type CoverPerson,
  type CoverWorld,
  mayMove,
  nameOf,
  presentAt,
  seatOf,
  sumOver,
  type Wanted,
  windowsOf,
} from './world.js';

/** Minimise `cost · x` with every row's sum at least its bound, 0 ≤ x ≤ `most`. */
export interface LinearModel {
  cost: number[];
  /** Undefined entries have no upper bound. */
  most: (number | undefined)[];
  isWhole: boolean[];
  rows: { terms: (readonly [variable: number, factor: number])[]; least: number }[];
}

export interface LinearAnswer {
  status: 'optimal' | 'infeasible' | 'limit';
  values: readonly number[];
}

/** The solver: the same model gives the same answer. */
export type SolveLinear = (model: LinearModel) => Promise<LinearAnswer>;

export interface Move {
  person: number;
  slot: number;
  from: string | null;
  to: string;
}

/** What every place of one half day must keep, and who is there now. */
export interface SlotNeeds {
  present: Map<string, number>;
  /** By `nameOf` the place. */
  wanted: Map<string, number>;
}

export interface CoverModel {
  world: CoverWorld;
  needs: SlotNeeds[];
  /** Windows that can gain or lose somebody, slot by slot. */
  touched: Set<string>[];
  moves: Move[];
}

/** A place that was not asked for must not get worse than it is, as far as its minimum goes. */
function needsOf(world: CoverWorld, asked: readonly Wanted[], slot: number): SlotNeeds {
  const present = presentAt(world, slot);
  const wanted = new Map<string, number>();
  for (const { window, least } of world.windows)
    wanted.set(nameOf({ window }), Math.min(least, present.get(window) ?? 0));
  for (const { zone, least } of world.zones)
    wanted.set(nameOf({ zone }), Math.min(least, sumOver(windowsOf(world, { zone }), present)));
  for (const one of asked) {
    if (one.slot !== slot) continue;
    const name = nameOf(one.place);
    wanted.set(name, Math.max(wanted.get(name) ?? 0, one.people));
  }
  return { present, wanted };
}

/** Windows that a chain beginning at a wanted place can reach; everything else stays as it is in any cheapest plan. */
function touchedBy(world: CoverWorld, needs: SlotNeeds, slot: number): Set<string> {
  const zoneOf = new Map(world.windows.map((one) => [one.window, one.zone]));
  const inZone = new Map(world.zones.map(({ zone }) => [zone, windowsOf(world, { zone })]));
  const touched = new Set<string>();
  const queue: string[] = [];
  const touch = (window: string) => {
    if (touched.has(window)) return;
    touched.add(window);
    queue.push(window);
    // Somebody more or less at one window may be made good at any other of its zone.
    const zone = zoneOf.get(window);
    if (zone && inZone.has(zone)) for (const other of inZone.get(zone) ?? []) touch(other);
  };
  for (const { window } of world.windows)
    if ((needs.present.get(window) ?? 0) < (needs.wanted.get(nameOf({ window })) ?? 0)) touch(window);
  for (const [zone, windows] of inZone)
    if (sumOver(windows, needs.present) < (needs.wanted.get(nameOf({ zone })) ?? 0)) windows.forEach(touch);
  const able = new Map<string, CoverPerson[]>();
  for (const person of world.people.filter((one) => mayMove(one, slot)))
    for (const window of person.qualified) able.set(window, [...(able.get(window) ?? []), person]);
  for (const window of queue)
    for (const person of able.get(window) ?? []) {
      const seat = seatOf(person, slot);
      if (seat !== null) touch(seat);
    }
  return touched;
}

export function coverModel(world: CoverWorld, asked: readonly Wanted[]): CoverModel {
  const needs = world.slots.map((_, slot) => needsOf(world, asked, slot));
  const touched = world.slots.map((_, slot) => touchedBy(world, needs[slot] as SlotNeeds, slot));
  const moves: Move[] = [];
  world.slots.forEach((_, slot) => {
    world.people.forEach((person, index) => {
      if (!mayMove(person, slot)) return;
      const from = seatOf(person, slot);
      for (const to of person.qualified)
        if (to !== from && touched[slot]?.has(to)) moves.push({ person: index, slot, from, to });
    });
  });
  return { world, needs, touched, moves };
}

/** Rows of all places and people; `ghosts` are variables that stand for missing people. */
function rowsOf(model: CoverModel, ghost: (slot: number, place: string) => number | undefined): LinearModel['rows'] {
  const { world, needs, touched, moves } = model;
  const rows: LinearModel['rows'] = [];
  world.slots.forEach((_, slot) => {
    const { present, wanted } = needs[slot] as SlotNeeds;
    const change = new Map<string, [number, number][]>();
    const note = (window: string, term: [number, number]) => {
      const list = change.get(window);
      if (list) list.push(term);
      else change.set(window, [term]);
    };
    const byPerson = new Map<number, [number, number][]>();
    moves.forEach((move, index) => {
      if (move.slot !== slot) return;
      note(move.to, [index, 1]);
      if (move.from !== null) note(move.from, [index, -1]);
      byPerson.set(move.person, [...(byPerson.get(move.person) ?? []), [index, -1]]);
    });
    for (const window of touched[slot] ?? []) {
      const missing = ghost(slot, nameOf({ window }));
      if (missing !== undefined) note(window, [missing, 1]);
    }
    for (const window of touched[slot] ?? []) {
      const least = (wanted.get(nameOf({ window })) ?? 0) - (present.get(window) ?? 0);
      rows.push({ terms: change.get(window) ?? [], least });
    }
    for (const { zone } of world.zones) {
      const windows = windowsOf(world, { zone }).filter((window) => touched[slot]?.has(window));
      if (windows.length === 0) continue;
      const missing = ghost(slot, nameOf({ zone }));
      const terms = [...merged(windows.flatMap((window) => change.get(window) ?? []))];
      if (missing !== undefined) terms.push([missing, 1]);
      const all = sumOver(windowsOf(world, { zone }), present);
      rows.push({ terms, least: (wanted.get(nameOf({ zone })) ?? 0) - all });
    }
    for (const terms of byPerson.values()) if (terms.length > 1) rows.push({ terms, least: -1 });
  });
  return rows;
}

/** A move inside a zone neither adds nor takes. */
function merged(terms: readonly [number, number][]): Map<number, number> {
  const sum = new Map<number, number>();
  for (const [variable, factor] of terms) sum.set(variable, (sum.get(variable) ?? 0) + factor);
  for (const [variable, factor] of sum) if (factor === 0) sum.delete(variable);
  return sum;
}

/** Costs more than any number of moves that one missing person could save. */
const missingCost = (model: CoverModel): number => model.world.people.length + 1;

/** As few people missing as possible, then as few moves as possible; the answer has whole values at every corner. */
export function fewestMoves(model: CoverModel): LinearModel {
  const cost = model.moves.map(() => 1);
  const most: (number | undefined)[] = model.moves.map(() => 1);
  const ghosts = new Map<string, number>();
  model.touched.forEach((windows, slot) => {
    const zones = model.world.zones.filter(({ zone }) =>
      windowsOf(model.world, { zone }).some((one) => windows.has(one)),
    );
    for (const place of [...[...windows].map((window) => nameOf({ window })), ...zones.map(nameOf)]) {
      ghosts.set(`${slot} ${place}`, cost.length);
      cost.push(missingCost(model));
      most.push(undefined);
    }
  });
  return {
    cost,
    most,
    isWhole: cost.map(() => false),
    rows: rowsOf(model, (slot, place) => ghosts.get(`${slot} ${place}`)),
  };
}

/**
 * With no more moves than needed in each half day: as few changes of person as possible, then those whom the ranking prefers.
 * @param used moves of each half day in the answer of `fewestMoves`
 * @param rank of a move, a small whole number, less is better
 */
export function fewestChanges(model: CoverModel, used: readonly number[], rank: (move: Move) => number): LinearModel {
  const ranks = model.moves.map(rank);
  const total = used.reduce((sum, count) => sum + count, 0);
  const weight = 1 + total * Math.max(0, ...ranks);
  const at = new Map(model.moves.map((move, index) => [`${move.person} ${move.to} ${move.slot}`, index]));
  const cost = [...ranks];
  const most: (number | undefined)[] = model.moves.map(() => 1);
  const isWhole = model.moves.map(() => true);
  const rows = rowsOf(model, () => undefined);
  // A run begins where the person did not sit there in the half day before.
  model.moves.forEach((move, index) => {
    const before = at.get(`${move.person} ${move.to} ${move.slot - 1}`);
    if (before === undefined) {
      cost[index] = (cost[index] ?? 0) + weight;
      return;
    }
    rows.push({
      terms: [
        [cost.length, 1],
        [index, -1],
        [before, 1],
      ],
      least: 0,
    });
    cost.push(weight);
    most.push(1);
    isWhole.push(false);
  });
  used.forEach((count, slot) => {
    const terms = model.moves.flatMap((move, index): [number, number][] => (move.slot === slot ? [[index, -1]] : []));
    if (terms.length > 0) rows.push({ terms, least: -count });
  });
  return { cost, most, isWhole, rows };
}
