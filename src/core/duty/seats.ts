/**
 * Who really sits where: the duty roster, less those who are away, plus those who cover. Pure, and the one place that
 * decides it, so that the check of an approval, the duty board and the blame of a complaint never differ.
 *
 * Time inside a day is counted in minutes: the morning half is [0, 720), the afternoon half [720, 1440), hours are exact.
 */
import type { Half, HalfDay } from '../calendar/work-calendar.js';
import type { Day } from '../fact.js';

/** Part of one day, from the minute `start` up to but without the minute `end` (0–1440). */
export interface DayPiece {
  day: Day;
  start: number;
  end: number;
}

export type Purpose = 'leave' | 'cover';

/** A piece of a day that a counting leave takes from a person, or during which a person covers at `window`. */
export interface PresenceSlot extends DayPiece {
  person: string;
  purpose: Purpose;
  /** Where the person is missing (leave) or sits (cover). */
  window: string | null;
  caseId: string;
}

/** A line of the duty roster. */
export interface DutySeat extends HalfDay {
  person: string;
  window: string;
}

export interface Seat extends DutySeat {
  why: 'duty' | 'cover';
  /** `whole` or `part` of the half day the person is not there: on leave, or covering at another window. */
  away: 'no' | 'part' | 'whole';
  /** The leave or cover that takes the person away, or for a cover the case by which the person sits there. */
  caseId?: string;
}

const NOON = 720;
const MIDNIGHT = 1440;
const startOf = (half: Half) => (half === 'AM' ? 0 : NOON);

/** The minutes of a half day. */
export const pieceOf = ({ day, half }: HalfDay): DayPiece => ({
  day,
  start: startOf(half),
  end: startOf(half) + NOON,
});

export const overlaps = (one: DayPiece, other: DayPiece): boolean =>
  one.day === other.day && one.start < other.end && other.start < one.end;

/** Minutes of the half day that a piece takes. */
const minutesIn = (piece: DayPiece, half: HalfDay): number => {
  const whole = pieceOf(half);
  return overlaps(piece, whole) ? Math.min(piece.end, whole.end) - Math.max(piece.start, whole.start) : 0;
};

/** The half days that a piece touches. */
export const halvesOf = (piece: DayPiece): HalfDay[] =>
  (['AM', 'PM'] as const).map((half) => ({ day: piece.day, half })).filter((half) => minutesIn(piece, half) > 0);

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** How a piece is named to people: `AM`, `PM`, `00:00–24:00` for a whole day, or its hours `09:30–10:00`. */
export function pieceText({ start, end }: Pick<DayPiece, 'start' | 'end'>): string {
  if (start === 0 && end === NOON) return 'AM';
  if (start === NOON && end === MIDNIGHT) return 'PM';
  return `${clock(start)}–${clock(end)}`;
}

/** Minutes of the day of `HH:MM`. */
export const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/**
 * Every seat of the roster and of covers, sorted by day, half, window and person. Somebody who covers at the window where
 * the roster puts them anyway sits there once.
 */
export function seatsOf(duty: readonly DutySeat[], slots: readonly PresenceSlot[]): Seat[] {
  const byPerson = new Map<string, PresenceSlot[]>();
  for (const slot of slots) {
    const key = `${slot.person} ${slot.day}`;
    const known = byPerson.get(key);
    if (known) known.push(slot);
    else byPerson.set(key, [slot]);
  }
  const seats = new Map<string, Seat>();
  const keyOf = (seat: DutySeat) => `${seat.day} ${seat.half} ${seat.window} ${seat.person}`;
  for (const { day, half, person, window } of duty) {
    const taking = (byPerson.get(`${person} ${day}`) ?? []).filter(
      (slot) => (slot.purpose === 'leave' || slot.window !== window) && minutesIn(slot, { day, half }) > 0,
    );
    const gone = taking.reduce((sum, slot) => sum + minutesIn(slot, { day, half }), 0);
    const seat: Seat = { day, half, person, window, why: 'duty', away: awayFor(gone) };
    seats.set(keyOf(seat), taking[0] ? { ...seat, caseId: taking[0].caseId } : seat);
  }
  for (const slot of slots) {
    if (slot.purpose !== 'cover' || slot.window === null) continue;
    for (const half of halvesOf(slot)) {
      const away = awayFor(NOON - minutesIn(slot, half));
      const seat: Seat = { ...half, person: slot.person, window: slot.window, why: 'cover', away, caseId: slot.caseId };
      if (!seats.has(keyOf(seat))) seats.set(keyOf(seat), seat);
    }
  }
  return [...seats].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, seat]) => seat);
}

/** @param gone minutes of the half day during which the person is not there; pieces of one person never overlap */
const awayFor = (gone: number): Seat['away'] => (gone <= 0 ? 'no' : gone >= NOON ? 'whole' : 'part');
