/**
 * Why no plan exists: seats that must all be filled, and all the people who could be at any of them, who are fewer. It is read
 * from the fullest seating that the solver found: whoever could help a seat that stays empty sits at a seat that needs him, and
 * so on, until nobody new is found.
 */
import { seatsAt } from './check.js';
import {
  type CoverPerson,
  type CoverWorld,
  nameOf,
  type PlaceRef,
  reachOf,
  seatOf,
  type Wanted,
  windowsOf,
} from './world.js';

export type Blocked =
  | { person: string; why: 'on_leave' }
  /** Bound to that window by an accepted cover. */
  | { person: string; why: 'covers_elsewhere'; window: string }
  | { person: string; why: 'declined' }
  /** His own place needs him. */
  | { person: string; why: 'would_empty'; window: string }
  /** Is one of those who sit there already. */
  | { person: string; why: 'sits_there' };

export interface CoverProof {
  slot: number;
  seats: { place: PlaceRef; people: number }[];
  /** Everybody who could be at any of these seats. */
  people: string[];
  /** Everybody who knows the short window's business, and why he does not help. */
  blocked: Blocked[];
  /** People at work in that half day who are not qualified for it. */
  unqualified: number;
}

interface Seating {
  world: CoverWorld;
  asked: readonly Wanted[];
  slot: number;
  /** Where everybody sits at the fullest, by person. */
  seat: (string | null)[];
}

/** Seat groups of a slot with who fills them: a window's own seats first, then those of its zone. */
function seated({ world, asked, slot, seat }: Seating) {
  const zoneOf = new Map(world.windows.map((one) => [one.window, one.zone]));
  const places: PlaceRef[] = [
    ...world.windows.map(({ window }) => ({ window })),
    ...world.zones.map(({ zone }) => ({ zone })),
  ];
  const groups = new Map(
    places.map((place) => [
      nameOf(place),
      { place, people: seatsAt(world, asked, slot, place), filled: [] as number[] },
    ]),
  );
  seat.forEach((window, person) => {
    if (window === null) return;
    const zone = zoneOf.get(window);
    for (const name of [nameOf({ window }), ...(zone ? [nameOf({ zone })] : [])]) {
      const group = groups.get(name);
      if (!group || group.filled.length >= group.people) continue;
      group.filled.push(person);
      return;
    }
  });
  return groups;
}

/** @param seat where everybody sits in a seating with as few empty seats as possible; one of them is empty */
export function proofOf(seating: Seating): CoverProof | undefined {
  const { world, slot } = seating;
  const groups = seated(seating);
  const groupOf = new Map<number, string>();
  for (const [name, group] of groups) for (const person of group.filled) groupOf.set(person, name);
  const short = [...groups].find(([, group]) => group.filled.length < group.people);
  if (!short) return undefined;
  const chosen = new Set([short[0]]);
  const windows = new Set(windowsOf(world, short[1].place));
  const people = new Set<number>();
  for (let grown = true; grown; ) {
    grown = false;
    world.people.forEach((person, index) => {
      if (people.has(index) || !reachOf(person, slot).some((window) => windows.has(window))) return;
      people.add(index);
      grown = true;
      const name = groupOf.get(index);
      const group = name === undefined ? undefined : groups.get(name);
      if (!name || !group || chosen.has(name)) return;
      chosen.add(name);
      for (const window of windowsOf(world, group.place)) windows.add(window);
    });
  }
  const target = new Set(windowsOf(world, short[1].place));
  return {
    slot,
    seats: [...chosen].flatMap((name) => {
      const group = groups.get(name);
      return group && group.people > 0 ? [{ place: group.place, people: group.people }] : [];
    }),
    people: [...people].map((index) => (world.people[index] as CoverPerson).code),
    ...blockedAt(world, slot, target),
  };
}

function blockedAt(
  world: CoverWorld,
  slot: number,
  target: ReadonlySet<string>,
): Pick<CoverProof, 'blocked' | 'unqualified'> {
  const blocked: Blocked[] = [];
  let unqualified = 0;
  for (const person of world.people) {
    const at = person.at[slot];
    const seat = seatOf(person, slot);
    if (!at) continue;
    if (seat !== null && target.has(seat)) blocked.push({ person: person.code, why: 'sits_there' });
    else if (!person.qualified.some((window) => target.has(window))) {
      if (at.is === 'duty' || at.is === 'off') unqualified += 1;
    } else if (at.is === 'leave') blocked.push({ person: person.code, why: 'on_leave' });
    else if (at.is === 'cover') blocked.push({ person: person.code, why: 'covers_elsewhere', window: at.window });
    else if (person.stays) blocked.push({ person: person.code, why: person.stays });
    else if (at.is === 'duty') blocked.push({ person: person.code, why: 'would_empty', window: at.window });
  }
  return { blocked, unqualified };
}
