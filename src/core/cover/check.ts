/**
 * What a plan and a proof claim, checked by counting alone: no search, no solver. Every answer passes here before anybody
 * sees it.
 */
import {
  type CoverWorld,
  mayMove,
  nameOf,
  type PlaceRef,
  presentAt,
  reachOf,
  seatOf,
  sumOver,
  type Wanted,
  windowsOf,
} from './world.js';

/** What a place must keep in a slot: what is asked, else its minimum as far as it is kept now. */
export function wantedAt(world: CoverWorld, asked: readonly Wanted[], slot: number, place: PlaceRef): number {
  const least =
    'window' in place
      ? (world.windows.find((one) => one.window === place.window)?.least ?? 0)
      : (world.zones.find((one) => one.zone === place.zone)?.least ?? 0);
  const now = sumOver(windowsOf(world, place), presentAt(world, slot));
  const name = nameOf(place);
  return Math.max(
    Math.min(least, now),
    ...asked.filter((one) => one.slot === slot && nameOf(one.place) === name).map((one) => one.people),
  );
}

/** Seats of a place that are its own: all of a window's, and of a zone those beyond what its windows want themselves. */
export function seatsAt(world: CoverWorld, asked: readonly Wanted[], slot: number, place: PlaceRef): number {
  const wanted = wantedAt(world, asked, slot, place);
  if ('window' in place) return wanted;
  const within = windowsOf(world, place).reduce((sum, window) => sum + wantedAt(world, asked, slot, { window }), 0);
  return Math.max(0, wanted - within);
}

export interface MoveClaim {
  person: string;
  from: string | null;
  to: string;
  slots: readonly number[];
}

/** The world after some moves; whoever moved is bound to his new seat. */
export function applied(world: CoverWorld, moves: readonly MoveClaim[]): CoverWorld {
  const seats = new Map<string, string>();
  for (const move of moves) for (const slot of move.slots) seats.set(`${move.person} ${slot}`, move.to);
  const moved = new Set(moves.map((move) => move.person));
  return {
    ...world,
    people: world.people.map((person) =>
      moved.has(person.code)
        ? {
            ...person,
            at: person.at.map((at, slot) => {
              const window = seats.get(`${person.code} ${slot}`);
              return window === undefined ? at : { is: 'cover' as const, window };
            }),
          }
        : person,
    ),
  };
}

/** What is wrong with a plan; nothing when it keeps every rule. */
export function faultsOfPlan(world: CoverWorld, asked: readonly Wanted[], moves: readonly MoveClaim[]): string[] {
  const faults: string[] = [];
  const taken = new Set<string>();
  for (const move of moves) {
    const person = world.people.find((one) => one.code === move.person);
    for (const slot of move.slots) {
      const what = `${move.person} to ${move.to} in slot ${slot}`;
      if (!person || !mayMove(person, slot)) faults.push(`${what}: not free`);
      else if (!person.qualified.includes(move.to)) faults.push(`${what}: not qualified`);
      else if (seatOf(person, slot) !== move.from || move.from === move.to) faults.push(`${what}: sits elsewhere`);
      if (taken.has(`${move.person} ${slot}`)) faults.push(`${what}: moved twice`);
      taken.add(`${move.person} ${slot}`);
    }
  }
  const after = applied(world, moves);
  const places: PlaceRef[] = [
    ...world.windows.map(({ window }) => ({ window })),
    ...world.zones.map(({ zone }) => ({ zone })),
  ];
  world.slots.forEach((_, slot) => {
    const present = presentAt(after, slot);
    for (const place of places) {
      const there = sumOver(windowsOf(world, place), present);
      const wanted = wantedAt(world, asked, slot, place);
      if (there < wanted) faults.push(`${nameOf(place)} in slot ${slot}: ${there} of ${wanted}`);
    }
  });
  return faults;
}

export interface ProofClaim {
  slot: number;
  seats: readonly { place: PlaceRef; people: number }[];
  people: readonly string[];
}

/** Whether more seats must be filled than there are people who could be at any of them (Hall). */
export function provesNone(world: CoverWorld, asked: readonly Wanted[], proof: ProofClaim): boolean {
  const names = proof.seats.map((seat) => nameOf(seat.place));
  if (new Set(names).size !== names.length) return false;
  if (proof.seats.some((seat) => seat.people > seatsAt(world, asked, proof.slot, seat.place))) return false;
  const windows = new Set(proof.seats.flatMap((seat) => windowsOf(world, seat.place)));
  const able = world.people.filter((person) => reachOf(person, proof.slot).some((window) => windows.has(window)));
  const listed = new Set(proof.people);
  if (able.length !== listed.size || able.some((person) => !listed.has(person.code))) return false;
  return proof.seats.reduce((sum, seat) => sum + seat.people, 0) > able.length;
}
