/** What hangs on what: an evaluation of the closure alone gives what a full one gives, and nobody else moves. */
import fc from 'fast-check';
import {
  bankWorld,
  branchWorld,
  chainWorld,
  contestWorld,
  hallWorld,
  nextFact,
  quarterWorld,
  type Step,
  steps,
  type World,
} from '../../../../test/support/worlds.js';
import type { Fact, SubjectKey } from '../../fact.js';
import { Problem } from '../../problem.js';
import type { Evaluation, HonourResult, OutputResult, RankingResult } from '../types.js';

const HISTORIES = 160;

/** What stands after a step, kept from one evaluation to the next as a store would. */
interface Kept {
  digests: Map<SubjectKey, string>;
  outputs: Map<SubjectKey, readonly OutputResult[]>;
  rankings: Map<string, RankingResult>;
  honours: Map<string, HonourResult>;
}

function keep(kept: Kept, evaluation: Evaluation, places?: ReadonlySet<string>): void {
  for (const [key, { digest, outputs }] of evaluation.subjects) {
    kept.digests.set(key, digest);
    kept.outputs.set(key, Object.values(outputs));
  }
  // What is given anew and no longer there is gone.
  for (const [name, { ranking, group }] of kept.honours)
    if (places?.has(`honours ${ranking} ${group}`)) kept.honours.delete(name);
  for (const ranking of evaluation.rankings) {
    const name = `ranking ${ranking.ranking} ${ranking.group}`;
    if (!places || places.has(name)) kept.rankings.set(name, ranking);
  }
  for (const honour of evaluation.honours)
    if (!places || places.has(`honours ${honour.ranking} ${honour.group}`))
      kept.honours.set(`${honour.honour} ${honour.group}`, honour);
}

const empty = (): Kept => ({ digests: new Map(), outputs: new Map(), rankings: new Map(), honours: new Map() });
const plain = ({ digests, rankings, honours }: Kept) => ({
  digests: Object.fromEntries([...digests].sort()),
  rankings: Object.fromEntries([...rankings].sort()),
  honours: Object.fromEntries([...honours].sort()),
});

function fully(world: World, facts: readonly Fact[]): Evaluation | Problem {
  try {
    return world.edition.evaluate({ ...world.input, facts, traces: false });
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** Evaluates what one fact can move and nothing else, reading as little as the edition asks for. */
function inPart(world: World, facts: readonly Fact[], touched: SubjectKey, kept: Kept) {
  const { edition, input } = world;
  const { subjects, period } = input;
  const { subjects: only, places } = edition.reach([touched], subjects, period.kind);
  const { read } = edition.sources(only, subjects, period.kind, places);
  const present = subjects.filter(({ key }) => read.has(key));
  const evaluation = edition.evaluate({
    ...input,
    subjects: present,
    facts: facts.filter((fact) => read.has(fact.subject)),
    only: [...only],
    known: present
      .filter(({ key }) => !only.has(key))
      .map(({ key }) => ({ subject: key, outputs: kept.outputs.get(key)! })),
    traces: false,
  });
  return { evaluation, only, places };
}

interface Tally {
  histories: number;
  steps: number;
  everybody: number;
  moved: number;
}

function follow(world: World, list: readonly Step[], tally: Tally): void {
  const { subjects } = world.input;
  let facts: readonly Fact[] = world.start ?? [];
  const kept = empty();
  keep(kept, fully(world, facts) as Evaluation);
  tally.histories++;
  for (const step of list) {
    const fact = nextFact(world, facts, step);
    if (!fact) continue;
    const full = fully(world, [...facts, fact]);
    // A rule that refuses (a second figure, a gap) refuses whoever is asked; such a fact is never kept.
    if (full instanceof Problem) continue;
    facts = [...facts, fact];
    const { evaluation, only, places } = inPart(world, facts, fact.subject, kept);
    const before = new Map(kept.digests);
    keep(kept, evaluation, places);
    const whole = empty();
    keep(whole, full);
    expect(plain(kept)).toEqual(plain(whole));
    expect([...evaluation.subjects.keys()].sort()).toEqual([...only].sort());
    for (const { key } of subjects) if (!only.has(key)) expect(whole.digests.get(key)).toBe(before.get(key));
    tally.steps++;
    if (only.size === subjects.length) tally.everybody++;
    if ([...only].some((key) => before.get(key) !== kept.digests.get(key))) tally.moved++;
  }
}

const worlds = [
  bankWorld(),
  branchWorld(),
  hallWorld(),
  hallWorld({ 'quota.base': 'ALL', 'quota.mode': 'CUMULATIVE' }),
  quarterWorld(),
  contestWorld(),
  contestWorld({ 'quota.transfer': 'BEST_OF_OTHERS' }),
  chainWorld(),
];

describe.each(worlds.map((world) => [world.name, world] as const))('%s', (_name, world) => {
  const tally: Tally = { histories: 0, steps: 0, everybody: 0, moved: 0 };

  it(`gives the same by parts as in full, over ${HISTORIES} random histories`, () => {
    fc.assert(
      fc.property(steps(14), (list) => follow(world, list, tally)),
      { numRuns: HISTORIES },
    );
    expect(tally.histories).toBeGreaterThanOrEqual(HISTORIES);
    // The facts are such as move something, and a closure is not simply everybody.
    expect(tally.steps).toBeGreaterThan(HISTORIES * 3);
    expect(tally.moved).toBeGreaterThan(tally.steps / 10);
    expect(tally.everybody).toBe(0);
  });
});

it('is tried over a thousand histories in all', () => {
  expect(worlds.length * HISTORIES).toBeGreaterThanOrEqual(1_000);
});

describe('the closure', () => {
  const closure = (world: World, ...touched: string[]) =>
    world.edition.dependents(touched, world.input.subjects, world.input.period.kind).toSorted();

  it('of an employee holds the head and the directors, of a head nobody below', () => {
    const world = bankWorld();
    expect(closure(world, 'person:S0')).toEqual(['person:D1', 'person:H1', 'person:S0']);
    expect(closure(world, 'person:S5')).toEqual(['person:D1', 'person:D2', 'person:H2', 'person:S5']);
    expect(closure(world, 'person:H2')).toEqual(['person:D1', 'person:D2', 'person:H2']);
    expect(closure(world, 'person:D1')).toEqual(['person:D1']);
  });

  it('goes up through all that is made of it: a person, the window, the unit, the group', () => {
    const world = chainWorld();
    expect(closure(world, 'unit:U0')).toEqual(['group:G0', 'unit:U0']);
    // Windows W0, W2 and W4 compete: whoever of their people stands in for the prize is looked at again.
    expect(closure(world, 'person:P0')).toEqual([
      'group:G0',
      'person:P0',
      'person:P2',
      'person:P4',
      'person:P5',
      'person:P7',
      'unit:U0',
      'window:W0',
    ]);
  });

  it('of an outlet holds its branch only; without a branch, itself', () => {
    const world = branchWorld();
    expect(closure(world, 'unit:O1')).toEqual(['group:B1', 'unit:O1']);
    expect(closure(world, 'unit:O7')).toEqual(['unit:O7']);
  });

  it('of a window in a month is itself, though the whole group is ranked anew', () => {
    const world = hallWorld();
    const { subjects, places } = world.edition.reach(['window:A01'], world.input.subjects, 'month');
    expect([...subjects]).toEqual(['window:A01']);
    expect([...places].sort()).toEqual(['honours month approval', 'ranking month approval']);
  });

  it('over quotas of all groups ranks them all', () => {
    const world = hallWorld({ 'quota.base': 'ALL' });
    const { places } = world.edition.reach(['window:A01'], world.input.subjects, 'month');
    expect([...places].sort()).toEqual(['honours month all', 'ranking month approval']);
  });

  it('of a person whose grade needs a place holds everyone who competes', () => {
    expect(closure(quarterWorld(), 'person:0')).toEqual(many(5));
  });
});

const many = (count: number) => Array.from({ length: count }, (_, index) => `person:${index}`);

describe('whoever is outside the closure', () => {
  it('is not computed: figures that could not be computed do no harm there', () => {
    const world = branchWorld();
    const mark = (id: string, subject: string): Fact => ({
      id,
      item: 'outlet.mystery',
      subject,
      happenedOn: '2026-07-01',
      quantity: 900_000,
      count: 1,
    });
    const good = [mark('a', 'unit:O0'), mark('b', 'unit:O3'), mark('c', 'unit:O1')];
    const whole = fully(world, good) as Evaluation;
    // Two figures where one may stand are refused, so computing this outlet would fail.
    const spoilt = [...good, mark('d', 'unit:O3')];
    expect(fully(world, spoilt)).toMatchObject({ code: 'regulation.conflict' });
    const { subjects, period } = world.input;
    const only = world.edition.dependents(['unit:O0'], subjects, period.kind);
    const known = subjects
      .filter(({ key }) => !only.includes(key))
      .map(({ key }) => ({ subject: key, outputs: Object.values(whole.subjects.get(key)!.outputs) }));
    const part = world.edition.evaluate({ ...world.input, facts: spoilt, only, known });
    expect(part.subjects.get('group:B0')?.digest).toBe(whole.subjects.get('group:B0')?.digest);
    expect(part.rankings).toEqual(whole.rankings);
  });
});
