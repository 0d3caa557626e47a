/** Who sat at a window when something happened: the substitute while a cover runs, else whoever the roster puts there. Pure. */
import type { Half, HalfDay } from '../calendar/work-calendar.js';
import { overlaps, type PresenceSlot, type Seat } from './seats.js';

export interface Sitting {
  person: string;
  why: Seat['why'];
}

/**
 * People at a window in a half day, whoever covers first, then those who were there all the time, then those who were away for
 * a part of it. With the minute of the day it is exact: nobody who was away in that minute.
 * @param slots leaves and covers of that day, of everybody in `seats`
 */
export function sittingAt(
  seats: readonly Seat[],
  slots: readonly PresenceSlot[],
  at: HalfDay & { window: string; minute?: number },
): Sitting[] {
  const there = seats.filter(
    (seat) =>
      seat.window === at.window &&
      seat.day === at.day &&
      seat.half === at.half &&
      seat.away !== 'whole' &&
      (at.minute === undefined || isThere(seat, slots, at.minute)),
  );
  const weight = (seat: Seat) => (seat.why === 'cover' ? 0 : seat.away === 'no' ? 1 : 2);
  return [...there].sort((a, b) => weight(a) - weight(b)).map(({ person, why }) => ({ person, why }));
}

/** The half day of a minute. */
export const halfAt = (minute: number): Half => (minute < 720 ? 'AM' : 'PM');

function isThere(seat: Seat, slots: readonly PresenceSlot[], minute: number): boolean {
  const moment = { day: seat.day, start: minute, end: minute + 1 };
  const own = slots.filter((slot) => slot.person === seat.person && overlaps(slot, moment));
  const covers = own.some((slot) => slot.purpose === 'cover' && slot.window === seat.window);
  return seat.why === 'cover' ? covers : covers || own.length === 0;
}
