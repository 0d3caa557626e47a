/**
 * A leave account as a book of entries, pure: figures are sums of entries, and whatever a case asks for is said as the place
 * that it shall have in the account (so much reserved, so much used). The entries are the difference, so asking twice changes
 * nothing and undoing restores exactly. Amounts are Units of a working day (half a day = 5000).
 */
import type { Units } from '../amount.js';

export const entryTypes = [
  'entitled',
  'carried',
  'expired',
  'transferred',
  'reserved',
  'freed',
  'used',
  'restored',
  'adjusted',
] as const;
export type EntryType = (typeof entryTypes)[number];

export interface Figures {
  /** What the year gives, corrections included. */
  entitled: Units;
  /** What came from the year before. */
  carried: Units;
  /** What lapsed, or went on into the next year. */
  expired: Units;
  used: Units;
  /** Held by requests that are not over. */
  reserved: Units;
}

export interface Move {
  type: EntryType;
  amount: Units;
}

export const noFigures: Figures = { entitled: 0, carried: 0, expired: 0, used: 0, reserved: 0 };

/** Which figure a type moves, and in which direction; the trigger of the table says the same. */
const effectOf: Readonly<Record<EntryType, readonly [figure: keyof Figures, sign: 1 | -1]>> = {
  entitled: ['entitled', 1],
  adjusted: ['entitled', 1],
  carried: ['carried', 1],
  expired: ['expired', 1],
  transferred: ['expired', 1],
  reserved: ['reserved', 1],
  freed: ['reserved', -1],
  used: ['used', 1],
  restored: ['used', -1],
};

/** The figures after some entries. */
export function sumOf(moves: readonly Move[], start: Figures = noFigures): Figures {
  const sum = { ...start };
  for (const { type, amount } of moves) {
    const [figure, sign] = effectOf[type];
    sum[figure] += sign * amount;
  }
  return sum;
}

/** What may still be asked for. */
export const remaining = (figures: Figures): Units =>
  figures.entitled + figures.carried - figures.expired - figures.used - figures.reserved;

/** What the database's own condition says of an account. */
export const isSound = (figures: Figures, limited: boolean): boolean =>
  figures.used >= 0 && figures.reserved >= 0 && (!limited || remaining(figures) >= 0);

/** What one case has of an account in one year. */
export interface Position {
  reserved: Units;
  used: Units;
}

export const nowhere: Position = { reserved: 0, used: 0 };

/** What a case has by the entries that it left. */
export function positionOf(moves: readonly Move[]): Position {
  const { reserved, used } = sumOf(moves);
  return { reserved, used };
}

/**
 * The entries that bring a case from one place to another. What is given back comes first, so that no account is overdrawn in
 * between.
 */
export function movesTo(from: Position, to: Position): Move[] {
  const reserved = to.reserved - from.reserved;
  const used = to.used - from.used;
  const moves: Move[] = [
    { type: 'freed', amount: -reserved },
    { type: 'restored', amount: -used },
    { type: 'used', amount: used },
    { type: 'reserved', amount: reserved },
  ];
  return moves.filter((move) => move.amount > 0);
}

/** What of a year is left: carried days are used up before those of the year itself. */
export function leftOf(figures: Figures): { carried: Units; own: Units } {
  const taken = figures.used + figures.reserved + figures.expired;
  const carried = Math.max(0, figures.carried - taken);
  return { carried, own: Math.max(0, remaining(figures) - carried) };
}

/** What an edition says of an account, as far as the turn of days and years goes. */
export interface CarryRule {
  /** How many years days may be carried on: 0 or 1. */
  carryYears: number;
  /** `MM-DD`: the last day on which carried days count. */
  carriedUntil: string;
}

/**
 * What lapses or goes on by a day: carried days after their last day, and what is left once the year is over. Days of a year
 * that is over stay where they are until the next year is opened, so that nothing is lost.
 */
export function dueOn(
  day: string,
  account: { year: number; figures: Figures; isNextOpen: boolean },
  rule: CarryRule,
): Move[] {
  const { year, figures, isNextOpen } = account;
  const left = leftOf(figures);
  const isOver = Number(day.slice(0, 4)) > year;
  const isLapsed = isOver || day > `${year}-${rule.carriedUntil}`;
  const expired = (isLapsed ? left.carried : 0) + (isOver && rule.carryYears === 0 ? left.own : 0);
  const transferred = isOver && rule.carryYears > 0 && isNextOpen ? left.own : 0;
  const moves: Move[] = [
    { type: 'expired', amount: expired },
    { type: 'transferred', amount: transferred },
  ];
  return moves.filter((move) => move.amount > 0);
}
