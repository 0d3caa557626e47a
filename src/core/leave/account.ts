/**
 * A leave account as a book of entries, pure: figures are sums of entries, and whatever a case asks for is said as the place
 * that it shall have in the account (so much reserved, so much used). The entries are the difference, so asking twice changes
 * nothing and undoing restores exactly. Amounts are Units of a working day (half a day = 5000).
 *
 * Carried days are used first, by leave of the days on which they still count. So each entry says whether only the year's own
 * days can give it (`isOwn`): leave after the last day of carried days, and what of the year itself lapsed or went on. Which of
 * several leaves took the carried days is never written, it follows from the sums; so what one of them gives back is there for
 * the others, and a request holds its carried days until it is decided, however long that takes.
 */
import type { Units } from '../amount.js';
import type { Day } from '../fact.js';

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
  /** Of used, reserved and expired: what only the year's own days can give. */
  own: Units;
}

export interface Move {
  type: EntryType;
  amount: Units;
  /** Only the year's own days can give it. */
  isOwn?: boolean;
}

export const noFigures: Figures = { entitled: 0, carried: 0, expired: 0, used: 0, reserved: 0, own: 0 };

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
  for (const { type, amount, isOwn } of moves) {
    const [figure, sign] = effectOf[type];
    sum[figure] += sign * amount;
    if (isOwn) sum.own += sign * amount;
  }
  return sum;
}

/** What may still be asked for. */
export const remaining = (figures: Figures): Units =>
  figures.entitled + figures.carried - figures.expired - figures.used - figures.reserved;

/** What the database's own conditions say of an account. */
export const isSound = (figures: Figures, limited: boolean): boolean =>
  figures.used >= 0 &&
  figures.reserved >= 0 &&
  (!limited || (remaining(figures) >= 0 && figures.own <= figures.entitled));

/** Days of a leave in one year: those on which carried days still count, and those after. */
export interface Terms {
  early: Units;
  late: Units;
}

/** Days of a leave by year and term. @param untilOf the last day of carried days in a year, as `MM-DD` */
export function termsOf(
  days: readonly { day: Day; length: Units }[],
  untilOf: (year: number) => string,
): Map<number, Terms> {
  const found = new Map<number, Terms>();
  for (const { day, length } of days) {
    const year = Number(day.slice(0, 4));
    const terms = found.get(year) ?? { early: 0, late: 0 };
    terms[day.slice(5) > untilOf(year) ? 'late' : 'early'] += length;
    found.set(year, terms);
  }
  return found;
}

/** What one case has of an account in one year. */
export interface Position {
  reserved: Terms;
  used: Terms;
}

const none: Terms = { early: 0, late: 0 };
export const nowhere: Position = { reserved: none, used: none };

/** What a case has by the entries that it left. */
export function positionOf(moves: readonly Move[]): Position {
  const all = sumOf(moves);
  const late = sumOf(moves.filter((move) => move.isOwn));
  const terms = (figure: 'reserved' | 'used'): Terms => ({ early: all[figure] - late[figure], late: late[figure] });
  return { reserved: terms('reserved'), used: terms('used') };
}

/**
 * The entries that bring a case from one place to another. What is given back comes first, so that no account is overdrawn in
 * between.
 */
export function movesTo(from: Position, to: Position): Move[] {
  const change = (figure: 'reserved' | 'used', term: keyof Terms) => to[figure][term] - from[figure][term];
  const entry = (type: EntryType, figure: 'reserved' | 'used', sign: 1 | -1): Move[] => [
    { type, amount: sign * change(figure, 'early') },
    { type, amount: sign * change(figure, 'late'), isOwn: true },
  ];
  return [
    ...entry('freed', 'reserved', -1),
    ...entry('restored', 'used', -1),
    ...entry('used', 'used', 1),
    ...entry('reserved', 'reserved', 1),
  ].filter((move) => move.amount > 0);
}

/** What of a year is left: carried days are used up before those of the year itself, by leave that they can still give. */
export function leftOf(figures: Figures): { carried: Units; own: Units } {
  const taken = figures.used + figures.reserved + figures.expired - figures.own;
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
 * What lapses or goes on by a day: carried days after their last day, and what is left once the year is over. Days that a
 * request holds do not lapse. Days of a year that is over stay where they are until the next year is opened, so that nothing is
 * lost.
 */
export function dueOn(
  day: Day,
  account: { year: number; figures: Figures; isNextOpen: boolean },
  rule: CarryRule,
): Move[] {
  const { year, figures, isNextOpen } = account;
  const left = leftOf(figures);
  const isOver = Number(day.slice(0, 4)) > year;
  const isLapsed = isOver || day > `${year}-${rule.carriedUntil}`;
  const moves: Move[] = [
    { type: 'expired', amount: isLapsed ? left.carried : 0 },
    { type: 'expired', amount: isOver && rule.carryYears === 0 ? left.own : 0, isOwn: true },
    { type: 'transferred', amount: isOver && rule.carryYears > 0 && isNextOpen ? left.own : 0, isOwn: true },
  ];
  return moves.filter((move) => move.amount > 0);
}
