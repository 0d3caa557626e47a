/** Laws that every result obeys, whatever the regulation: held over random offices, histories and regulations. */
import fc from 'fast-check';
import { generatedWorld, randomPack } from '../../../../test/support/random-pack.js';
import {
  bankWorld,
  branchWorld,
  chainWorld,
  contestWorld,
  hallWorld,
  historyOf,
  quarterWorld,
  reversed,
  type Step,
  steps,
  type World,
} from '../../../../test/support/worlds.js';
import type { Fact } from '../../fact.js';
import { Problem } from '../../problem.js';
import { add, compare, type Exact, fromRational, subtract, toRational } from '../figures/exact.js';
import type { Evaluation, EvaluationInput, SubjectResult } from '../types.js';

const RUNS = 60;
const STEPS = 30;

/** What comes out, or the code of the refusal: a law must hold for both. */
function outcome(world: World, facts: readonly Fact[], more: Partial<EvaluationInput> = {}): Evaluation | string {
  try {
    return world.edition.evaluate({ ...world.input, facts, ...more });
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}
const digest = (found: Evaluation | string): string => (typeof found === 'string' ? found : found.digest);

function shuffled<T>(items: readonly T[], random: Iterator<number>): T[] {
  return items
    .map((item) => ({ item, key: random.next().value as number }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Shuffles within each day only, days in any order that the list had. */
function shuffledDays(facts: readonly Fact[], random: Iterator<number>): Fact[] {
  const days = new Map<string, Fact[]>();
  for (const fact of facts) days.set(fact.happenedOn, [...(days.get(fact.happenedOn) ?? []), fact]);
  const queues = new Map([...days].map(([day, list]) => [day, shuffled(list, random)]));
  return facts.map((fact) => queues.get(fact.happenedOn)!.shift()!);
}

type Check = (world: World, facts: readonly Fact[], random: Iterator<number>) => void;

const laws: Record<string, Check> = {
  'the order of facts of the same day changes nothing': (world, facts, random) =>
    expect(digest(outcome(world, shuffledDays(facts, random)))).toBe(digest(outcome(world, facts))),

  'the order in which facts are handed over changes nothing': (world, facts, random) =>
    expect(digest(outcome(world, shuffled(facts, random)))).toBe(digest(outcome(world, facts))),

  'a fact that is added and taken back leaves no mark, wherever they stand': (world, facts, random) => {
    const of = facts[random.next().value! % facts.length]!;
    const extra: Fact = { ...of, id: 'extra', quantity: Math.abs(of.quantity), count: 1 };
    delete (extra as { reverses?: string }).reverses;
    const both = shuffled([...facts, extra, reversed(extra)], random);
    expect(digest(outcome(world, both))).toBe(digest(outcome(world, facts)));
  },

  'ids of facts mean nothing': (world, facts, random) => {
    const names = new Map(facts.map((fact) => [fact.id, `${random.next().value!}-${fact.id}`]));
    const renamed = facts.map((fact) => ({
      ...fact,
      id: names.get(fact.id)!,
      ...(fact.reverses === undefined ? {} : { reverses: names.get(fact.reverses)! }),
    }));
    expect(digest(outcome(world, renamed))).toBe(digest(outcome(world, facts)));
  },

  'the order of subjects changes neither figures nor places': (world, facts, random) => {
    const usual = outcome(world, facts);
    const other = outcome(world, facts, { subjects: shuffled(world.input.subjects, random) });
    expect(digest(other)).toBe(digest(usual));
    if (typeof usual === 'string' || typeof other === 'string') return;
    expect(other.rankings).toEqual(usual.rankings);
    expect(other.honours).toEqual(usual.honours);
  },

  'lines add up to the total to the last digit, points and money': (world, facts) => {
    const found = outcome(world, facts);
    if (typeof found !== 'string') for (const subject of found.subjects.values()) addsUp(subject.outputs);
  },

  'no more places are given than the quota has': (world, facts) => {
    const found = outcome(world, facts);
    if (typeof found !== 'string') withinQuota(found);
  },
};

function addsUp(outputs: SubjectResult['outputs']): void {
  for (const output of Object.values(outputs)) {
    let [points, fines, rewards]: [Exact, Exact, Exact] = [0, 0, 0];
    for (const line of output.trace) {
      points = add(points, fromRational(line.amount));
      expect(line.running).toBe(toRational(points));
      const money = fromRational(line.money ?? '0');
      if (compare(money, 0) < 0) fines = subtract(fines, money);
      else rewards = add(rewards, money);
    }
    expect(toRational(points)).toBe(output.total);
    if (output.fines === undefined) continue;
    expect([toRational(fines), toRational(rewards)]).toEqual([output.fines, output.rewards]);
    expect(toRational(subtract(rewards, fines))).toBe(output.money);
  }
}

function withinQuota(found: Evaluation): void {
  for (const [at, honour] of found.honours.entries()) {
    expect(honour.awarded.length).toBeLessThanOrEqual(honour.places);
    expect(new Set([...honour.awarded, ...honour.held]).size).toBe(honour.awarded.length + honour.held.length);
    // Whoever is held is one of more equals than places are left; a tie for the title before keeps places of this one free.
    const { ranking, group } = honour;
    const isFirst = !found.honours.slice(0, at).some((one) => one.ranking === ranking && one.group === group);
    if (honour.held.length > 0 && isFirst)
      expect(honour.awarded.length + honour.held.length).toBeGreaterThan(honour.places);
  }
  const titles = found.honours.flatMap(({ ranking, group, awarded }) =>
    awarded.map((who) => `${ranking} ${group} ${who}`),
  );
  expect(new Set(titles).size).toBe(titles.length);
}

const worlds = [bankWorld(), branchWorld(), hallWorld(), quarterWorld(), contestWorld(), chainWorld()];

describe.each(worlds.map((world) => [world.name, world] as const))('%s', (_name, world) => {
  it.each(Object.entries(laws))('%s', (_law, check) => {
    let computed = 0;
    fc.assert(
      fc.property(steps(STEPS), fc.infiniteStream(fc.nat()), (list, random) => {
        const facts = historyOf(world, list);
        fc.pre(facts.length > 0);
        if (typeof outcome(world, facts) !== 'string') computed++;
        check(world, facts, random);
      }),
      { numRuns: RUNS },
    );
    // A law that only ever saw refusals would show nothing.
    expect(computed).toBeGreaterThan(RUNS / 4);
  });
});

describe('generated regulations', () => {
  const over = (check: (world: World, list: readonly Step[], random: Iterator<number>) => void) =>
    fc.assert(
      fc.property(randomPack, steps(STEPS), fc.infiniteStream(fc.nat()), (pack, list, random) =>
        check(generatedWorld(pack), list, random),
      ),
      { numRuns: RUNS },
    );

  it.each(Object.entries(laws))('%s', (_law, check) =>
    over((world, list, random) => {
      const facts = historyOf(world, list);
      fc.pre(facts.length > 0);
      check(world, facts, random);
    }),
  );

  it('never leave a section below its floor or above its cap', () => {
    let [atFloor, atCap] = [0, 0];
    fc.assert(
      fc.property(randomPack, steps(STEPS), (pack, list) => {
        const world = generatedWorld(pack);
        const found = world.edition.evaluate({ ...world.input, facts: historyOf(world, list) });
        for (const { outputs } of found.subjects.values()) {
          for (const [index, part] of outputs.sheet!.sections.entries()) {
            const { floor, cap } = pack.sections[index]!;
            const total = fromRational(part.total);
            if (floor !== null) expect(compare(total, floor * 10_000)).toBeGreaterThanOrEqual(0);
            if (cap !== null) expect(compare(total, cap * 10_000)).toBeLessThanOrEqual(0);
          }
          atFloor += outputs.sheet!.trace.filter((line) => line.kind === 'floor').length;
          atCap += outputs.sheet!.trace.filter((line) => line.kind === 'cap').length;
        }
      }),
      { numRuns: 4 * RUNS },
    );
    expect(atFloor).toBeGreaterThan(0);
    expect(atCap).toBeGreaterThan(0);
  });
});

describe('the sheets of real regulations', () => {
  it('stay between floor and base: R11 in every section, R58 above 0', () => {
    const sectionsOf = (world: World, facts: readonly Fact[], output: string) => {
      const found = outcome(world, facts);
      if (typeof found === 'string') return [];
      return [...found.subjects.values()].flatMap((subject) => subject.outputs[output]?.sections ?? []);
    };
    const [hall, branch] = [hallWorld(), branchWorld()];
    fc.assert(
      fc.property(steps(60), (list) => {
        for (const part of sectionsOf(hall, historyOf(hall, list), 'window')) {
          expect(compare(fromRational(part.total), 0)).toBeGreaterThanOrEqual(0);
          expect(compare(fromRational(part.total), fromRational(part.base))).toBeLessThanOrEqual(0);
        }
        for (const part of sectionsOf(branch, historyOf(branch, list), 'outlet'))
          expect(compare(fromRational(part.total), 0)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: RUNS },
    );
  });

  it('give the best grade of R14 to no more than its share', () => {
    const world = quarterWorld();
    const ratio = Number(world.edition.parameters.find(({ parameter }) => parameter === 'R14.excellentRatio')!.value);
    const people = world.input.subjects.filter(({ kind }) => kind === 'person').length;
    let given = 0;
    fc.assert(
      fc.property(steps(STEPS), (list) => {
        const found = outcome(world, historyOf(world, list));
        if (typeof found === 'string') return;
        const best = [...found.subjects.values()].filter(({ outputs }) => outputs.quarter?.grade === 'EXCELLENT');
        expect(best.length * 100).toBeLessThanOrEqual(ratio * people);
        given += best.length;
      }),
      { numRuns: RUNS },
    );
    expect(given).toBeGreaterThan(0);
  });
});
