/**
 * A hall over some half days: which windows and zones must keep how many people, and where everybody is. Places are numbered
 * by code, half days by their place in `slots`. Everything here is data; nothing is looked up.
 */
import type { HalfDay } from '../calendar/work-calendar.js';

/** Where somebody is in one half day. */
export type Whereabouts =
  /** Sits there by the roster and may be moved. */
  | { is: 'duty'; window: string }
  /** Not on the roster: may be called. */
  | { is: 'off' }
  /** Sits there in somebody's place and is bound to it. */
  | { is: 'cover'; window: string }
  | { is: 'leave' };

export interface CoverPerson {
  code: string;
  /** Window of the placement. */
  home: string | null;
  ab: 'A' | 'B' | null;
  /** Windows at which the person may sit, the own one included. */
  qualified: readonly string[];
  /** One entry for each slot. */
  at: readonly Whereabouts[];
  /** Stays where he is, and why: he declined to be moved. */
  stays?: 'declined';
}

export interface CoverWindow {
  window: string;
  zone: string | null;
  /** People who must be present in every half day. */
  least: number;
}

export interface CoverZone {
  zone: string;
  least: number;
}

export interface CoverWorld {
  slots: readonly HalfDay[];
  windows: readonly CoverWindow[];
  zones: readonly CoverZone[];
  people: readonly CoverPerson[];
}

/** A window or a zone. */
export type PlaceRef = { window: string } | { zone: string };

/** So many people are wanted there in that half day; all other places must only not get worse. */
export interface Wanted {
  place: PlaceRef;
  slot: number;
  people: number;
}

export const nameOf = (place: PlaceRef): string => ('window' in place ? `w:${place.window}` : `z:${place.zone}`);

/** The window at which somebody sits, null for nobody's. */
export function seatOf(person: CoverPerson, slot: number): string | null {
  const at = person.at[slot];
  return at && (at.is === 'duty' || at.is === 'cover') ? at.window : null;
}

export const mayMove = (person: CoverPerson, slot: number): boolean => {
  const at = person.at[slot];
  return person.stays === undefined && (at?.is === 'duty' || at?.is === 'off');
};

/** Windows at which somebody can be in a half day: where he sits, and where he may be sent. */
export function reachOf(person: CoverPerson, slot: number): readonly string[] {
  const seat = seatOf(person, slot);
  if (!mayMove(person, slot)) return seat === null ? [] : [seat];
  return seat === null || person.qualified.includes(seat) ? person.qualified : [...person.qualified, seat];
}

/** How many sit at each window in a half day. */
export function presentAt(world: CoverWorld, slot: number): Map<string, number> {
  const present = new Map(world.windows.map(({ window }) => [window, 0]));
  for (const person of world.people) {
    const seat = seatOf(person, slot);
    if (seat !== null) present.set(seat, (present.get(seat) ?? 0) + 1);
  }
  return present;
}

export const windowsOf = (world: CoverWorld, place: PlaceRef): string[] =>
  'window' in place ? [place.window] : world.windows.filter((one) => one.zone === place.zone).map((one) => one.window);

export const sumOver = (windows: readonly string[], present: ReadonlyMap<string, number>): number =>
  windows.reduce((sum, window) => sum + (present.get(window) ?? 0), 0);
