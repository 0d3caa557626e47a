/**
 * Exact amounts. Points and money are integers of 1/10000 (one `Units`), so that a half of a half point is still exact;
 * binary floating point never touches them. On the wire and in canonical bytes an amount is decimal text.
 */
import { Problem } from './problem.js';

/** A safe integer counting ten-thousandths of a point, a yuan or a day. */
export type Units = number;

export const UNIT = 10_000;

const decimal = /^([+-]?)(\d{1,11})(?:\.(\d+))?$/;

/**
 * Reads decimal text exactly.
 * @param scale how many decimals the rule allows; trailing zeros do not count. Default 2.
 * @throws Problem `input.decimal_scale` when there are more, `input.invalid` when it is no number.
 */
export function parseUnits(text: string, scale = 2): Units {
  const match = decimal.exec(text.trim());
  if (!match)
    throw new Problem(
      'input.invalid',
      { count: 1 },
      {
        errors: [
          { where: '', got: text.slice(0, 40), message: { 'zh-CN': '不是有效的数字', en: 'not a decimal number' } },
        ],
      },
    );
  const [, sign, whole = '0', fraction = ''] = match;
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > Math.min(scale, 4))
    throw new Problem('input.decimal_scale', { got: text.slice(0, 40), scale: Math.min(scale, 4) });
  const units = Number(whole) * UNIT + Number(digits.padEnd(4, '0'));
  return sign === '-' && units !== 0 ? -units : units;
}

/** Canonical decimal text: no exponent, no trailing zeros, `-0` never. */
export function formatUnits(units: Units): string {
  if (!Number.isSafeInteger(units)) throw new RangeError(`not an exact amount: ${units}`);
  const abs = Math.abs(units);
  const fraction = String(abs % UNIT)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${units < 0 ? '-' : ''}${Math.floor(abs / UNIT)}${fraction ? `.${fraction}` : ''}`;
}

/** Decimal text with a fixed number of places for display, rounded half up away from zero. */
export function displayUnits(units: Units, places = 2): string {
  const step = 10 ** (4 - places);
  const rounded = Math.floor((Math.abs(units) + step / 2) / step);
  const factor = 10 ** places;
  const whole = Math.floor(rounded / factor);
  const fraction = String(rounded % factor).padStart(places, '0');
  const sign = units < 0 && rounded !== 0 ? '-' : '';
  return places === 0 ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}
