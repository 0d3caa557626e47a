/** Every plan and every proof against a search of our own through all seatings of small halls; large ones are counted. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hall } from '../../../test/support/cover-hall.js';
import { loadHighs, solveWith } from '../../platform/solver/highs-thread.js';
import { faultsOfPlan, provesNone } from './check.js';
import type { SolveLinear } from './model.js';
import { coverPlan } from './plan.js';
import { type CoverPerson, type CoverWorld, reachOf, seatOf, type Wanted, type Whereabouts } from './world.js';

const solve: SolveLinear = async (model) => solveWith(await loadHighs(), model, 20);
const day = (slot: number) =>
  ({ day: `2026-09-${String(1 + (slot >> 1)).padStart(2, '0')}`, half: slot % 2 ? 'PM' : 'AM' }) as const;

const windowCodes = ['A', 'B', 'C', 'D'];

/** A hall of four windows in two zones, up to six people, two half days; everybody may be anywhere. */
const world: fc.Arbitrary<CoverWorld> = fc
  .record({
    least: fc.array(
      fc.integer({ min: 0, max: 3 }).map((die) => Math.min(die, 1)),
      { minLength: 4, maxLength: 4 },
    ),
    zones: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 2 }),
    people: fc.array(
      fc.record({
        qualified: fc.subarray(windowCodes, { maxLength: 2 }),
        ab: fc.constantFrom('A' as const, 'B' as const, null),
        home: fc.constantFrom(...windowCodes),
        atHome: fc.integer({ min: 0, max: 4 }).map((die) => die > 0),
        at: fc.array(
          fc.oneof(
            {
              weight: 12,
              arbitrary: fc.constantFrom(...windowCodes).map((window): Whereabouts => ({ is: 'duty', window })),
            },
            { weight: 1, arbitrary: fc.constant<Whereabouts>({ is: 'off' }) },
            { weight: 1, arbitrary: fc.constant<Whereabouts>({ is: 'leave' }) },
            {
              weight: 1,
              arbitrary: fc.constantFrom(...windowCodes).map((window): Whereabouts => ({ is: 'cover', window })),
            },
          ),
          { minLength: 2, maxLength: 2 },
        ),
        stays: fc.integer({ min: 0, max: 7 }).map((die) => (die === 0 ? { stays: 'declined' as const } : {})),
      }),
      { minLength: 4, maxLength: 6 },
    ),
  })
  .map(({ least, zones, people }) => ({
    slots: [day(0), day(1)],
    windows: windowCodes.map((window, index) => ({
      window,
      zone: index < 3 ? (index < 2 ? 'X' : 'Y') : null,
      least: least[index] as number,
    })),
    zones: [
      { zone: 'X', least: zones[0] as number },
      { zone: 'Y', least: zones[1] as number },
    ],
    people: people.map(
      ({ stays, atHome, ...person }, index): CoverPerson => ({
        code: `p${index}`,
        ...person,
        at: person.at.map((at) => (atHome && at.is === 'duty' ? { is: 'duty', window: person.home } : at)),
        ...stays,
      }),
    ),
  }));

const asked: fc.Arbitrary<Wanted[]> = fc.array(
  fc.record({
    place: fc.oneof(
      fc.constantFrom(...windowCodes).map((window) => ({ window })),
      fc.constantFrom('X', 'Y').map((zone) => ({ zone })),
    ),
    slot: fc.integer({ min: 0, max: 1 }),
    people: fc.constant(1),
  }),
  { minLength: 1, maxLength: 2 },
);

/** Where everybody could be instead, one half day: every combination, told apart from the product by its own counting. */
function seatings(hall: CoverWorld, slot: number): (string | null)[][] {
  let all: (string | null)[][] = [[]];
  for (const person of hall.people) {
    const seat = seatOf(person, slot);
    const choices = [...new Set<string | null>([seat, ...reachOf(person, slot)])];
    all = all.flatMap((row) => choices.map((choice) => [...row, choice]));
  }
  return all;
}

const headcount = (hall: CoverWorld, row: readonly (string | null)[], place: Wanted['place']): number =>
  row.filter((seat) =>
    seat === null
      ? false
      : 'window' in place
        ? seat === place.window
        : hall.windows.some((one) => one.window === seat && one.zone === place.zone),
  ).length;

/** The seatings of a half day that keep everything, and how many people each moves. */
function goodSeatings(hall: CoverWorld, wants: readonly Wanted[], slot: number) {
  const now = hall.people.map((person) => seatOf(person, slot));
  const places = [
    ...hall.windows.map(({ window, least }) => ({ place: { window }, least })),
    ...hall.zones.map(({ zone, least }) => ({ place: { zone }, least })),
  ];
  return seatings(hall, slot)
    .filter((row) =>
      places.every(({ place, least }) => {
        const also = wants.filter((one) => one.slot === slot && JSON.stringify(one.place) === JSON.stringify(place));
        const wanted = Math.max(Math.min(least, headcount(hall, now, place)), ...also.map((one) => one.people));
        return headcount(hall, row, place) >= wanted;
      }),
    )
    .map((row) => ({ row, moved: row.filter((seat, index) => seat !== now[index]).length, now }));
}

/** Fewest runs over both half days among the seatings with the fewest moves. */
function fewestRuns(first: ReturnType<typeof goodSeatings>, second: ReturnType<typeof goodSeatings>): number {
  const least = (list: ReturnType<typeof goodSeatings>) => Math.min(...list.map((one) => one.moved));
  const best = (list: ReturnType<typeof goodSeatings>) => list.filter((one) => one.moved === least(list));
  const runs = best(first).flatMap((a) =>
    best(second).map((b) => {
      const movesOf = (one: (typeof first)[number]) =>
        one.row.flatMap((seat, index) => (seat !== one.now[index] ? [`${index} ${seat}`] : []));
      const before = new Set(movesOf(a));
      return before.size + movesOf(b).filter((move) => !before.has(move)).length;
    }),
  );
  return Math.min(...runs);
}

describe('cover plan', () => {
  test('is found exactly when a full search finds one, with the fewest moves and changes; every proof counts up', async () => {
    const seen = { plans: 0, proofs: 0, chains: 0 };
    await fc.assert(
      fc.asyncProperty(world, asked, async (hall, wants) => {
        const answer = await coverPlan(hall, wants, solve);
        const good = hall.slots.map((_, slot) => goodSeatings(hall, wants, slot));
        expect(answer.found).toBe(good.every((list) => list.length > 0));
        if (answer.found) {
          seen.plans += answer.steps.length > 0 ? 1 : 0;
          seen.chains += answer.steps.some((step) => step.because.some((one) => one.is === 'refilled')) ? 1 : 0;
          expect(faultsOfPlan(hall, wants, answer.steps)).toEqual([]);
          const least = good.map((list) => Math.min(...list.map((one) => one.moved)));
          expect(answer.halfDays).toBe(least.reduce((sum, one) => sum + one, 0));
          expect(new Set(answer.steps.flatMap((step) => step.slots.map((slot) => `${step.person} ${slot}`))).size).toBe(
            answer.halfDays,
          );
          const runs = new Set(
            answer.steps.flatMap((step) =>
              step.slots
                .filter(
                  (slot) =>
                    !answer.steps.some(
                      (other) => other.person === step.person && other.to === step.to && other.slots.includes(slot - 1),
                    ),
                )
                .map((slot) => `${step.person} ${step.to} ${slot}`),
            ),
          ).size;
          expect(runs).toBe(fewestRuns(good[0] ?? [], good[1] ?? []));
        } else {
          seen.proofs += 1;
          expect(answer.proofs.map((proof) => proof.slot)).toEqual(
            good.flatMap((list, slot) => (list.length === 0 ? [slot] : [])),
          );
          for (const proof of answer.proofs) expect(provesNone(hall, wants, proof)).toBe(true);
        }
      }),
      { numRuns: 1_000, seed: 20261122 },
    );
    // The worlds must try all three.

    expect(Math.min(seen.plans, seen.proofs, seen.chains)).toBeGreaterThan(5);
  });

  test.each([
    ['somebody to spare', 2, 1, true],
    ['few to spare', 3, 3, true],
    ['too few who know the windows', 4, 0, false],
  ])('of a hall of 60 windows and 200 people with %s is counted', async (_, least, fewest, isFound) => {
    for (const seed of [7, 8]) {
      const { world: large, asked: wants } = hall(seed, least, fewest);
      const answer = await coverPlan(large, wants, solve);
      expect(answer.found).toBe(isFound);
      if (answer.found) {
        expect(wants.length).toBeGreaterThan(5);
        expect(faultsOfPlan(large, wants, answer.steps)).toEqual([]);
      } else for (const proof of answer.proofs) expect(provesNone(large, wants, proof)).toBe(true);
    }
  });

  test('a false proof does not count up', () => {
    const hall = small();
    const wants = [{ place: { window: 'A' }, slot: 0, people: 1 }];
    expect(provesNone(hall, wants, { slot: 0, seats: [{ place: { window: 'A' }, people: 1 }], people: [] })).toBe(
      false,
    );
    expect(provesNone(hall, wants, { slot: 0, seats: [{ place: { window: 'A' }, people: 3 }], people: ['q'] })).toBe(
      false,
    );
  });

  test('a chain is told step by step with the reason of each', async () => {
    const answer = await coverPlan(small(), [{ place: { window: 'A' }, slot: 0, people: 1 }], solve);
    expect(answer).toMatchObject({
      found: true,
      halfDays: 2,
      steps: expect.arrayContaining([
        {
          person: 'q',
          from: 'B',
          to: 'A',
          slots: [0],
          because: [{ is: 'qualified' }, { is: 'refilled', window: 'B', by: ['r'] }],
        },
        {
          person: 'r',
          from: 'C',
          to: 'B',
          slots: [0],
          because: [
            { is: 'own_window', ab: null },
            { is: 'minimum_kept', window: 'C', present: 1, least: 1 },
          ],
        },
      ]),
    });
  });

  test('without the one who could refill, the proof names the seats and who is blocked by what', async () => {
    const hall = small();
    const people = hall.people.map((person) =>
      person.code === 'r' ? { ...person, stays: 'declined' as const } : person,
    );
    const answer = await coverPlan({ ...hall, people }, [{ place: { window: 'A' }, slot: 0, people: 1 }], solve);
    expect(answer).toEqual({
      found: false,
      proofs: [
        {
          slot: 0,
          seats: expect.arrayContaining([
            { place: { window: 'A' }, people: 1 },
            { place: { window: 'B' }, people: 1 },
          ]),
          people: ['q'],
          blocked: [
            { person: 'p', why: 'on_leave' },
            { person: 'q', why: 'would_empty', window: 'B' },
          ],
          unqualified: 2,
        },
      ],
    });
  });
});

/** p of window A is away; q may help but sits alone at B; r of B helps out at C, where s stays. */
function small(): CoverWorld {
  return {
    slots: [day(0)],
    windows: ['A', 'B', 'C'].map((window) => ({ window, zone: null, least: 1 })),
    zones: [],
    people: [
      { code: 'p', home: 'A', ab: 'A', qualified: ['A'], at: [{ is: 'leave' }] },
      { code: 'q', home: 'B', ab: 'A', qualified: ['A', 'B'], at: [{ is: 'duty', window: 'B' }] },
      { code: 'r', home: 'B', ab: null, qualified: ['B', 'C'], at: [{ is: 'duty', window: 'C' }] },
      { code: 's', home: 'C', ab: null, qualified: ['C'], at: [{ is: 'duty', window: 'C' }] },
    ],
  };
}
