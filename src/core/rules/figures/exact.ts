/**
 * Exact arithmetic of the rules. A number is Units (integers of 1/10000 of a point) and stays one while sums and
 * whole multiples allow; a division turns into an exact rational in whole points. Nothing is ever rounded on the way.
 */
import { Fraction } from 'fraction.js';
import { displayUnits, UNIT, type Units } from '../../amount.js';
import type { Rational } from '../types.js';

export type Exact = Units | Fraction;

const UNIT_BIG = BigInt(UNIT);
const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function toFraction(value: Exact): Fraction {
  return typeof value === 'number' ? new Fraction(BigInt(value), UNIT_BIG) : value;
}

/** Back to Units where the rational is a whole number of them. */
export function settle(value: Fraction): Exact {
  if (UNIT_BIG % value.d !== 0n) return value;
  const units = value.s * value.n * (UNIT_BIG / value.d);
  return units > SAFE || units < -SAFE ? value : Number(units);
}

export function add(a: Exact, b: Exact): Exact {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return settle(toFraction(a).add(toFraction(b)));
}

export function negate(a: Exact): Exact {
  return typeof a === 'number' ? (a === 0 ? 0 : -a) : a.neg();
}

export function subtract(a: Exact, b: Exact): Exact {
  return add(a, negate(b));
}

export function multiply(a: Exact, b: Exact): Exact {
  if (b === UNIT) return a;
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    const whole = Math.round(product / UNIT);
    // Dividing may round; multiplying back tells whether it did. (A remainder of large numbers is slow.)
    if (Number.isSafeInteger(product) && whole * UNIT === product) return whole === 0 ? 0 : whole;
  }
  return settle(toFraction(a).mul(toFraction(b)));
}

/** The caller has checked that `b` is not zero. */
export function divide(a: Exact, b: Exact): Exact {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * UNIT;
    if (Number.isSafeInteger(product)) {
      const whole = Math.round(product / b);
      if (whole * b === product) return whole === 0 ? 0 : whole;
      return new Fraction(BigInt(a), BigInt(b));
    }
  }
  return settle(toFraction(a).div(toFraction(b)));
}

export function compare(a: Exact, b: Exact): number {
  if (typeof a === 'number') {
    if (typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
    return 0 - compareTo(b, a);
  }
  return typeof b === 'number' ? compareTo(a, b) : a.compare(b);
}

/** A rational beside Units, without making a second rational of them. */
function compareTo({ s, n, d }: Fraction, units: Units): number {
  const [left, right] = [s * n * UNIT_BIG, BigInt(units) * d];
  return left < right ? -1 : left > right ? 1 : 0;
}

export const isZero = (a: Exact): boolean => (typeof a === 'number' ? a === 0 : a.n === 0n);

/** Largest whole number not above the value. */
export function floorWhole(a: Exact): Exact {
  return typeof a === 'number' ? Math.floor(a / UNIT) * UNIT : settle(a.floor());
}

export function ceilWhole(a: Exact): Exact {
  return typeof a === 'number' ? Math.ceil(a / UNIT) * UNIT : settle(a.ceil());
}

export function sum(values: readonly Exact[]): Exact {
  return values.reduce<Exact>(add, 0);
}

/** Canonical text `p/q` or `p`, in whole points. */
export function toRational(value: Exact): Rational {
  if (typeof value === 'number') {
    const whole = Math.round(value / UNIT);
    if (whole * UNIT === value) return whole === 0 ? '0' : `${whole}`;
    const common = commonWithUnit(value);
    return `${value / common}/${UNIT / common}`;
  }
  return value.d === 1n ? String(value.s * value.n) : `${value.s * value.n}/${value.d}`;
}

/** Greatest common divisor with UNIT = 2⁴ × 5⁴. */
export function commonWithUnit(value: Units): number {
  let common = 1;
  for (const prime of [2, 5]) {
    let rest = value / prime;
    for (let power = 0; power < 4 && Number.isInteger(rest); power++) {
      common *= prime;
      rest /= prime;
    }
  }
  return common;
}

/** Reads `p`, `p/q` or decimal text. */
export function fromRational(text: Rational): Exact {
  return settle(new Fraction(text));
}

/** Decimal text with a fixed number of places, half up away from zero: for display only. */
export function display(value: Exact, places = 2): string {
  if (typeof value === 'number' && places <= 4 && Math.abs(value) < 2 ** 50) return displayUnits(value, places);
  const scale = 10n ** BigInt(places);
  const { s, n, d } = toFraction(value);
  const rounded = (2n * n * scale + d) / (2n * d);
  const fraction = String(rounded % scale).padStart(places, '0');
  const sign = s < 0n && rounded !== 0n ? '-' : '';
  return places === 0 ? `${sign}${rounded}` : `${sign}${rounded / scale}.${fraction}`;
}

/** Shortest decimal text when there is one, else the rational: for sentences. */
export function spoken(value: Exact): string {
  if (typeof value !== 'number') return toRational(value);
  const abs = Math.abs(value);
  const whole = Math.floor(abs / UNIT);
  const rest = abs - whole * UNIT;
  const sign = value < 0 ? '−' : '';
  return rest === 0 ? `${sign}${whole}` : `${sign}${whole}.${String(rest).padStart(4, '0').replace(/0+$/, '')}`;
}
