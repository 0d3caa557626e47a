/** Order by whole numbers is the order that sorting things gives. */
import fc from 'fast-check';
import { dayNumber, daysBefore } from './days.js';
import { inOrder } from './in-order.js';

describe('inOrder', () => {
  it('is what a stable sort by key and tie gives', () => {
    const thing = fc.record({ key: fc.nat(20), name: fc.nat(3) });
    fc.assert(
      fc.property(
        fc.oneof(fc.array(thing, { maxLength: 60 }), fc.array(thing, { minLength: 2_000, maxLength: 2_200 })),
        (things) => {
          const sorted = things.toSorted((a, b) => a.key - b.key || a.name - b.name);
          const order = inOrder(
            things.length,
            (at) => things[at]!.key,
            (a, b) => things[a]!.name - things[b]!.name,
          );
          expect(Array.from(order, (at) => things[at]!)).toEqual(sorted);
        },
      ),
    );
  });

  it('refuses keys that would not stay exact', () => {
    expect(() =>
      inOrder(
        4,
        () => 2 ** 52,
        () => 0,
      ),
    ).toThrow(RangeError);
  });
});

describe('days as numbers', () => {
  it('are those of the calendar, leap days and centuries included', () => {
    for (let day = Date.UTC(1899, 0, 1); day < Date.UTC(2105, 0, 1); day += 86_400_000)
      if (dayNumber(new Date(day).toISOString()) !== day / 86_400_000) throw new Error(new Date(day).toISOString());
    expect(dayNumber('2024-03-01') - dayNumber('2024-02-28')).toBe(2);
    expect(daysBefore('2026-01-01', 30)).toBe('2025-12-02');
  });
});
