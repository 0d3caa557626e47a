/** Chains of a few roles with whoever is there: always signable to the end, or the missing role by name. */
import fc from 'fast-check';
import { type ChainQuestion, placeToTake, resolveChain, takers, unseated } from './chain.js';
import type { Role } from './roles.js';

const [S, H, C] = ['SHIFT_LEADER', 'HOME_DEPT_LEADER', 'CENTRE_LEADER'] as const;
const higher: Partial<Record<Role, readonly Role[]>> = { [S]: [H, C], [H]: [C] };
const ask = (
  chain: readonly (readonly Role[])[],
  people: Partial<Record<Role, string[]>>,
  instead: ChainQuestion['instead'] = (role) => higher[role] ?? [],
) => resolveChain({ chain, signatories: (role) => (people[role] ?? []).map((code) => ({ code })), instead });
const shown = (found: ReturnType<typeof resolveChain>) =>
  'missing' in found
    ? found.missing
    : found.steps.map((step) => step.map(({ role, covers }) => [role, ...covers].join('>')).join('+')).join(' ');

describe('a chain', () => {
  it.each([
    ['as the rule names it', [[S], [H], [C]], { [S]: ['s'], [H]: ['h'], [C]: ['c'] }, `${S} ${H} ${C}`],
    ['with a step of two', [[S], [H, C]], { [S]: ['s'], [H]: ['h'], [C]: ['c'] }, `${S} ${H}+${C}`],
    ['whose shift leader is missing, the next higher signs already', [[S], [C]], { [C]: ['c'] }, `${C}>${S}`],
    ['whose only role is missing', [[S]], { [H]: ['h'], [C]: ['c'] }, `${H}>${S}`],
    ['whose only role and the next are missing', [[S]], { [C]: ['c'] }, `${C}>${S}`],
    ['whose middle is missing', [[S], [H], [C]], { [S]: ['s'], [C]: ['c'] }, `${S} ${C}>${H}`],
    ['two of which are missing', [[S], [H], [C]], { [C]: ['c'] }, `${C}>${S}>${H}`],
    ['whose two together have one of them missing', [[H, C]], { [C]: ['c'] }, `${C}>${H}`],
    ['whose highest is missing', [[S], [C]], { [S]: ['s'], [H]: ['h'] }, C],
    ['whose two together are one person', [[H, C]], { [H]: ['x'], [C]: ['x'] }, `${C}>${H}`],
    ['whose three together are one person', [[S, H, C]], { [S]: ['x'], [H]: ['x'], [C]: ['x'] }, `${C}>${H}>${S}`],
    ['whose two together find a way', [[H, C]], { [H]: ['x', 'y'], [C]: ['x'] }, `${H}+${C}`],
  ] as const)('%s', (_, chain, people, expected) => {
    expect(shown(ask(chain, people as never))).toBe(expected);
  });

  it('is refused by name where the office wants no other to sign', () => {
    expect(shown(ask([[S], [C]], { [C]: ['c'] }, () => []))).toBe(S);
  });

  it('can always be signed by different people of each step, covers every role once, and is always the same', () => {
    const codes = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 });
    const chain = fc.constantFrom<Role[][]>(
      [[S]],
      [[S], [C]],
      [[S], [H], [C]],
      [[S], [H, C]],
      [[H, C]],
      [[S, H, C]],
      [[C], [H], [S]],
    );
    fc.assert(
      fc.property(chain, codes, codes, codes, (roles, s, h, c) => {
        const people = { [S]: s, [H]: h, [C]: c } as Record<Role, string[]>;
        const found = ask(roles, people);
        expect(ask(roles, people)).toEqual(found);
        if ('missing' in found) return expect(roles.flat()).toContain(found.missing);
        const covered = found.steps.flat().flatMap((place) => [place.role, ...place.covers]);
        expect(new Set(covered).size).toBe(covered.length);
        for (const role of roles.flat()) expect(covered).toContain(role);
        for (const step of found.steps) {
          const lists = step.map((place) => people[place.role] ?? []);
          const ways = lists.reduce<string[][]>(
            (all, list) => all.flatMap((way) => list.filter((one) => !way.includes(one)).map((one) => [...way, one])),
            [[]],
          );
          expect(ways.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('who could take two places', () => {
  it.each([
    ['takes the one that nobody else can', [['b'], []], [0, 1], 1],
    ['takes the first where others can take both', [['b'], ['c']], [0, 1], 0],
    ['leaves two others enough', [['b'], ['b'], ['c']], [0, 1, 2], 0],
    ['takes the place for which two others have no way round', [['b', 'c'], ['b'], ['c']], [0, 1], 0],
    ['takes the first where nobody is left anyway', [[], []], [0, 1], 0],
  ] as const)('%s', (_, places, mine, expected) => {
    expect(placeToTake(places, mine)).toBe(expected);
  });

  it('never leaves more places empty than any other choice', () => {
    const codes = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 });
    const places = fc.array(codes, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(places, (others) => {
        const without = (place: number) => unseated(others.filter((_, at) => at !== place)).length;
        const taken = placeToTake(others, [...others.keys()]);
        expect(without(taken)).toBe(Math.min(...others.map((_, place) => without(place))));
      }),
    );
  });

  it.each([
    [
      [['x', 'y'], ['x']],
      [['y'], ['x']],
    ],
    [
      [
        ['x', 'y'],
        ['x', 'z'],
      ],
      [
        ['x', 'y'],
        ['x', 'z'],
      ],
    ],
    [
      [
        ['x', 'y', 'z'],
        ['x', 'y'],
        ['x', 'y'],
      ],
      [['z'], ['x', 'y'], ['x', 'y']],
    ],
    [
      [['x'], ['x']],
      [['x'], ['x']],
    ],
  ])('is shown at the places that he takes: of %j these are %j', (places, expected) => {
    expect(takers(places)).toEqual(expected);
  });
});
