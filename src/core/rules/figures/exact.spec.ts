/** The short ways of whole amounts give what the long way of rationals gives. */
import fc from 'fast-check';
import { Fraction } from 'fraction.js';
import { add, compare, display, divide, fromRational, multiply, settle, toRational } from './exact.js';

const units = fc.oneof(
  fc.integer({ min: -50_000_000, max: 50_000_000 }),
  fc.integer({ min: -9000, max: 9000 }).map((n) => n * 10_000),
  fc.maxSafeInteger(),
);
const long = (value: number) => new Fraction(BigInt(value), 10_000n);
const text = (value: Fraction) => toRational(settle(value));

describe('exact amounts', () => {
  it('multiply, divide, add and compare as rationals do', () => {
    fc.assert(
      fc.property(units, units, (a, b) => {
        expect(toRational(multiply(a, b))).toBe(text(long(a).mul(long(b))));
        expect(toRational(add(a, b))).toBe(text(long(a).add(long(b))));
        expect(compare(a, b)).toBe(long(a).compare(long(b)));
        fc.pre(b !== 0);
        const ratio = divide(a, b);
        expect(toRational(ratio)).toBe(text(long(a).div(long(b))));
        expect(compare(ratio, a)).toBe(long(a).div(long(b)).compare(long(a)));
        expect(compare(a, ratio)).toBe(0 - compare(ratio, a));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are written as reduced rationals and read again', () => {
    fc.assert(
      fc.property(units, (value) => {
        const { s, n, d } = long(value);
        expect(toRational(value)).toBe(d === 1n ? `${s * n}` : `${s * n}/${d}`);
        expect(fromRational(toRational(value))).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are shown half up away from zero, whole amounts and thirds alike', () => {
    expect(display(12_345)).toBe('1.23');
    expect(display(12_350)).toBe('1.24');
    expect(display(-12_350)).toBe('-1.24');
    expect(display(-49)).toBe('0.00');
    expect(display(divide(20_000, 30_000))).toBe('0.67');
    expect(display(25_000, 0)).toBe('3');
  });
});
