/** Every small arrangement of deputies, and many larger ones: nobody signs his own, nobody who is away, never in a circle. */
import fc from 'fast-check';
import { askedBefore, circleThrough, standIn } from './deputy.js';

const subsets = <T>(list: readonly T[]): T[][] =>
  list.reduce<T[][]>((found, item) => found.concat(found.map((set) => [...set, item])), [[]]);
const orders = <T>(list: readonly T[]): T[][] =>
  list.length === 0
    ? [[]]
    : list.flatMap((item) => orders(list.filter((other) => other !== item)).map((rest) => [item, ...rest]));

const people = ['a', 'b', 'c', 'd'];
const lists = subsets(people).flatMap(orders);
const groups = subsets(people).map((set) => new Set(set));

describe('who stands in', () => {
  it.each([
    [['b', 'c'], [], ['a'], 'b'],
    [['b', 'c'], ['b'], ['a'], 'c'],
    [['b', 'c'], [], ['a', 'b'], 'c'],
    [['b', 'c'], ['c'], ['a', 'b'], undefined],
    [[], [], ['a'], undefined],
  ])('of %j with %j away and %j barred is %s', (deputies, away, never, found) => {
    expect(standIn(deputies, new Set(away), new Set(never))).toBe(found);
  });

  it('is the first who is there and may, in every arrangement of four people', () => {
    let cases = 0;
    for (const deputies of lists)
      for (const away of groups)
        for (const never of groups) {
          cases += 1;
          const able = deputies.filter((one) => !away.has(one) && !never.has(one));
          expect(standIn(deputies, away, never)).toBe(able[0]);
        }
    expect(cases).toBe(65 * 16 * 16);
  });

  it('says to every deputy the same as to the one who asks, in every arrangement of four people', () => {
    for (const deputies of lists)
      for (const away of groups)
        for (const me of people)
          for (const never of groups) {
            const before = askedBefore(deputies, away, me);
            const mine = before?.every((one) => never.has(one)) === true && !never.has(me);
            expect(mine).toBe(standIn(deputies, away, never) === me);
          }
  });
});

const person = fc.constantFrom(...'abcdefgh');
const graph = fc
  .array(fc.tuple(person, fc.uniqueArray(person, { maxLength: 4 })), { maxLength: 8 })
  .map((entries) => new Map(entries.map(([from, to]) => [from, to.filter((one) => one !== from)])));

describe('many people', () => {
  it('never gives the applicant, never somebody away, and always the same', () => {
    const question = fc.tuple(fc.uniqueArray(person), fc.uniqueArray(person), fc.uniqueArray(person));
    fc.assert(
      fc.property(question, ([deputies, away, never]) => {
        const found = standIn(deputies, new Set(away), new Set(never));
        expect(standIn(deputies, new Set(away.toReversed()), new Set(never.toReversed()))).toBe(found);
        if (found === undefined) return;
        expect(deputies).toContain(found);
        expect([...away, ...never]).not.toContain(found);
      }),
    );
  });

  it('finds a circle exactly where one can walk back to where one began', () => {
    fc.assert(
      fc.property(graph, person, (deputies, start) => {
        const reached = new Set<string>();
        const open = [...(deputies.get(start) ?? [])];
        while (open.length > 0) {
          const next = open.pop()!;
          if (reached.has(next)) continue;
          reached.add(next);
          open.push(...(deputies.get(next) ?? []));
        }
        const circle = circleThrough(deputies, start);
        expect(circle !== undefined).toBe(reached.has(start));
        if (!circle) return;
        expect([circle[0], circle.at(-1)]).toEqual([start, start]);
        for (const [index, one] of circle.slice(1).entries()) expect(deputies.get(circle[index]!)).toContain(one);
      }),
    );
  });
});
