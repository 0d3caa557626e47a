/** Which windows and zones keep their minimum, half day by half day (G26). */
import { type CoverWorld, type PlaceRef, presentAt, seatOf, sumOver, windowsOf } from './world.js';

export interface Staffing {
  place: PlaceRef;
  slot: number;
  present: number;
  least: number;
  /** Who sits there. */
  people: string[];
}

/** Every window and zone of the world in every slot, as it is. */
export function staffing(world: CoverWorld): Staffing[] {
  const places: { place: PlaceRef; least: number; windows: string[] }[] = [
    ...world.windows.map(({ window, least }) => ({ place: { window }, least, windows: [window] })),
    ...world.zones.map(({ zone, least }) => ({ place: { zone }, least, windows: windowsOf(world, { zone }) })),
  ];
  return world.slots.flatMap((_, slot) => {
    const present = presentAt(world, slot);
    const seated = world.people.map((person) => ({ code: person.code, seat: seatOf(person, slot) }));
    return places.map(({ place, least, windows }) => {
      const within = new Set(windows);
      return {
        place,
        slot,
        present: sumOver(windows, present),
        least,
        people: seated.flatMap(({ code, seat }) => (seat !== null && within.has(seat) ? [code] : [])),
      };
    });
  });
}
