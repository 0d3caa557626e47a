/** A hall of the size that cover plans are measured with: 60 windows, 200 people, 10 half days, 15 % away. */
import {
  type CoverPerson,
  type CoverWorld,
  presentAt,
  type Wanted,
  type Whereabouts,
} from '../../src/core/cover/world.js';

export const WINDOWS = 60;
export const PEOPLE = 200;
export const SLOTS = 10;
export const AWAY = 0.15;

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
