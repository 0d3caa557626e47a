/** Small offices under real regulations, and random histories of them: facts posted and taken back in any order. */
import fc from 'fast-check';
import type { Fact, Subject } from '../../src/core/fact.js';
import { periodOf } from '../../src/core/period.js';
import { compile } from '../../src/core/rules/engine/compile.js';
import type { PackSource } from '../../src/core/rules/pack/pack.js';
import type { CompiledEdition, EvaluationInput } from '../../src/core/rules/types.js';
import { libraryOf, readPackSources } from '../../src/regulation/pack-loader.js';

export interface World {
  name: string;
  edition: CompiledEdition;
  input: Omit<EvaluationInput, 'facts'>;
  /** What may happen to whom, and on which days. */
  items: readonly { item: string; subjects: readonly string[]; most: number }[];
  days: readonly string[];
  /** What is on record before a history begins. */
  start?: readonly Fact[];
  /** What an officer writes down with the fact. */
  values?: (random: number) => Record<string, string>;
}

const wanted = /^(r08|r11|r12|r14|r15|r21|r28|r48|r58|r63|x06|x07|example-)/;
const sources = readPackSources().filter((source) => wanted.test(source.id));

export function editionOf(id: string, options: Parameters<typeof compile>[2] = {}, more: readonly PackSource[] = []) {
  const library = libraryOf([...sources, ...more]);
  const model = library.find(id);
  if (!model) throw new Error(`no pack ${id}`);
  return compile(model, library, options);
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const keysOf = (subjects: readonly Subject[], kind: Subject['kind']) =>
  subjects.filter((subject) => subject.kind === kind).map((subject) => subject.key);

/** A figure of each of these items for each of these subjects. */
const figures = (items: readonly string[], keys: readonly string[], on: string): Fact[] =>
  items.flatMap((item) =>
    keys.map((subject, index) => ({
      id: `${item} ${subject}`,
      item,
      subject,
      happenedOn: on,
      quantity: 900_000 + ((index * 7) % 5) * 10_000,
      count: 1 as const,
    })),
  );

/** Every item of an edition that needs no amount to be chosen, for all subjects of its kind. */
function itemsOf(edition: CompiledEdition, subjects: readonly Subject[], left: RegExp, most: number) {
  return edition.items
    .filter((info) => !info.range && !left.test(info.item))
    .map((info) => ({ item: info.item, subjects: keysOf(subjects, info.subjectKind), most }))
    .filter((info) => info.subjects.length > 0);
}

const daysOf = (...months: string[]) =>
  months.flatMap((month) => ['01', '02', '09', '14', '15', '28'].map((day) => `${month}-${day}`));

/** R63: two directors over two heads over six employees, each with a points life; facts of this year and the last. */
export function bankWorld(period = '2026-09'): World {
  const edition = editionOf('example-bank-department');
  const person = (code: string, relations: Record<string, string> = {}): Subject => ({
    key: `person:${code}`,
    kind: 'person',
    relations,
  });
  const subjects = [
    person('D1'),
    person('D2'),
    person('H1', { director: 'person:D1' }),
    person('H2', { director: 'person:D1', directorInCharge: 'person:D2' }),
    ...many(6, (index) =>
      person(`S${index}`, {
        head: index < 3 ? 'person:H1' : 'person:H2',
        director: 'person:D1',
        ...(index > 3 ? { directorInCharge: 'person:D2' } : {}),
      }),
    ),
  ];
  const at = periodOf(period);
  return {
    name: 'R63, heads and directors',
    edition,
    input: { period: at, asOf: at.to, subjects },
    items: itemsOf(edition, subjects, /R63\.(M|J4|L2|O2)/, 3),
    days: daysOf('2025-12', '2026-01', '2026-08', '2026-09'),
    values: (random) => ({
      fault: random % 3 === 0 ? 'management' : 'own',
      inspection: `I${random % 5}`,
    }),
  };
}

/** R58: three branches with eight outlets, two of them under no branch; a ranking of outlets and one of branches. */
export function branchWorld(): World {
  const edition = editionOf('r58-j-bank');
  const subjects: Subject[] = [
    ...many(3, (index): Subject => ({ key: `group:B${index}`, kind: 'group' })),
    ...many(
      8,
      (index): Subject => ({
        key: `unit:O${index}`,
        kind: 'unit',
        ...(index < 6 ? { relations: { branch: `group:B${index % 3}` } } : {}),
      }),
    ),
  ];
  const period = periodOf('2026-Q3');
  return {
    name: 'R58, branches and outlets',
    edition,
    input: { period, asOf: period.to, subjects },
    items: itemsOf(edition, subjects, /^$/, 1),
    days: daysOf('2026-07', '2026-09'),
  };
}

const hallSubjects = (): Subject[] => [
  ...many(
    7,
    (index): Subject => ({
      key: `window:A0${index}`,
      kind: 'window',
      // The last one is in no group that is ranked.
      ...(index < 6 ? { group: index < 3 ? 'approval' : 'publicService' } : { group: 'none' }),
    }),
  ),
  ...many(
    5,
    (index): Subject => ({
      key: `person:${index}`,
      kind: 'person',
      group: 'staff',
      relations: { window: `window:A0${index}` },
    }),
  ),
];

/** R11 windows with R28 rankings and honours in two groups, and R12 staff, for one month. */
export function hallWorld(choices: Record<string, string> = {}): World {
  const edition = editionOf('example-city-hall', { settings: choices });
  const subjects = hallSubjects();
  const period = periodOf('2026-09');
  return {
    name: `R11 windows ranked by R28 ${JSON.stringify(choices)}`,
    edition,
    input: { period, asOf: period.to, subjects },
    items: itemsOf(edition, subjects, /^(hall\.peer|quarter\.)/, 1),
    days: daysOf('2026-08', '2026-09'),
  };
}

/** R14 persons of a quarter: the best grade needs a place in the ranking, so everybody hangs on everybody. */
export function quarterWorld(): World {
  const edition = editionOf('example-city-hall');
  const subjects = hallSubjects();
  const period = periodOf('2026-Q3');
  return {
    name: 'R14 quarter with a quota',
    edition,
    input: {
      period,
      asOf: period.to,
      subjects,
      history: subjects.flatMap(({ key, kind }, index) =>
        kind === 'person'
          ? [{ subject: key, period: '2026-07', output: 'staff', value: String(95 + (index % 4)) }]
          : [],
      ),
    },
    items: itemsOf(edition, subjects, /^hall\.peer/, 1).filter(({ item }) => /^(quarter\.|R11\.A4)/.test(item)),
    start: figures(
      ['quarter.democraticReview', 'quarter.publicSatisfaction'],
      keysOf(subjects, 'person'),
      '2026-08-01',
    ),
    days: daysOf('2026-07', '2026-09'),
  };
}

/** R08: persons may win only from windows that won, so a window's figures move its people's places. */
export function contestWorld(choices: Record<string, string> = {}): World {
  const edition = editionOf('r08-bureau-contest', {
    fill: { 'R08.inspectionWeight': '60', 'R08.unqualified': '60', 'R08.rectificationDays': '15' },
    settings: { 'individual.fromWinners': 'HARD', ...choices },
  });
  const groups = ['bureau', 'institution', 'station'];
  const subjects: Subject[] = [
    ...many(7, (index): Subject => ({ key: `window:W${index}`, kind: 'window', group: groups[index % 3]! })),
    ...many(
      8,
      (index): Subject => ({ key: `person:P${index}`, kind: 'person', relations: { window: `window:W${index % 7}` } }),
    ),
  ];
  const period = periodOf('2026');
  return {
    name: `R08, persons from the winners ${JSON.stringify(choices)}`,
    edition,
    input: { period, asOf: period.to, subjects },
    items: itemsOf(edition, subjects, /^$/, 1),
    start: [
      ...figures(['window.inspection', 'window.daily'], keysOf(subjects, 'window'), '2026-05-01'),
      ...figures(['staff.inspection', 'staff.daily'], keysOf(subjects, 'person'), '2026-05-01'),
    ],
    days: daysOf('2026-03', '2026-11'),
  };
}

/** Figures that are made of figures four levels up, places that count in a sheet, and a prize for the people of a winner. */
export const chainPack = (floor = '0', cap = '30'): PackSource => ({
  id: 'chain',
  edition: '2024-01-01',
  index: {
    path: 'chain/index.yaml',
    text: `id: chain
title: { zh: 链, en: Chain }
owner: { zh: 链, en: Chain }
institution: bank
source: { zh: 链, en: Chain }
editions: [{ edition: 2024-01-01, from: 2024-01-01 }]
`,
  },
  articles: {
    path: 'chain/2024-01-01/articles.yaml',
    text: `articles:\n${['X', 'X.1', 'X.2', 'X.3', 'X.4', 'X.5', 'X.6', 'X.7']
      .map((id) => `  - { article: ${id}, gist: { zh: 文, en: text }, place: "1", use: rule }`)
      .join('\n')}\n`,
  },
  rules: {
    path: 'chain/2024-01-01/rules.yaml',
    text: `sheets:
  - output: work
    subject: person
    cycle: month
    article: X
    title: { zh: 工作, en: Work }
    sections:
      - id: work
        article: X
        base: 20
        floor: "${floor}"
        cap: "${cap}"
        title: { zh: 工作, en: Work }
        rules:
          - { kind: K2, id: X.1, title: { zh: 差错, en: Error }, each: -2.5 }
          - { kind: K5, id: X.2, title: { zh: 建议, en: Proposal }, each: 3, upTo: 7 }
${['window', 'unit', 'group']
  .map(
    (kind, index) => `  - output: ${kind}Work
    subject: ${kind}
    cycle: month
    article: X
    title: { zh: 合计, en: Together }
    sections:
      - id: ${kind}Work
        article: X
        base: 0
        title: { zh: 合计, en: Together }
        rules:
          - { kind: rule, id: X.${kind}, article: X.${index + 3}, title: { zh: 所属, en: Of its own }, measure: { members: { output: ${
            ['work', 'windowWork', 'unitWork'][index]
          }, relation: ${kind}, aggregate: ${['SUM', 'MEAN', 'MEAN'][index]} } } }${
            kind === 'unit'
              ? '\n          - { kind: K1, id: X.6, title: { zh: 单位扣分, en: Of the unit itself }, each: -1 }'
              : ''
          }
`,
  )
  .join('')}  - output: prize
    subject: person
    cycle: month
    article: X.7
    title: { zh: 奖励, en: Prize }
    when: { awarded: { honours: best, relation: window } }
    sections:
      - { id: prize, article: X.7, base: 5, title: { zh: 奖励, en: Prize }, rules: [] }
rankings:
  - { id: windows, article: X.3, title: { zh: 窗口排名, en: Windows }, output: windowWork, cycle: month, groups: [{ id: g0, title: { zh: 甲, en: A } }, { id: g1, title: { zh: 乙, en: B } }] }
honours:
  - { id: best, article: X.7, ranking: windows, titles: [{ id: first, title: { zh: 第一, en: First }, count: 1, article: X.7 }], mode: DISJOINT, base: GROUP, rounding: FLOOR, roundingArticle: X.7, least: 0 }
`,
  },
});

export function chainWorld(): World {
  const edition = editionOf('chain', {}, [chainPack()]);
  const subjects: Subject[] = [
    ...many(2, (index): Subject => ({ key: `group:G${index}`, kind: 'group' })),
    ...many(
      3,
      (index): Subject => ({ key: `unit:U${index}`, kind: 'unit', relations: { group: `group:G${index % 2}` } }),
    ),
    ...many(
      5,
      (index): Subject => ({
        key: `window:W${index}`,
        kind: 'window',
        group: `g${index % 2}`,
        relations: { unit: `unit:U${index % 3}` },
      }),
    ),
    ...many(
      9,
      (index): Subject => ({ key: `person:P${index}`, kind: 'person', relations: { window: `window:W${index % 5}` } }),
    ),
  ];
  const period = periodOf('2026-09');
  return {
    name: 'a generated pack, four levels and a prize',
    edition,
    input: { period, asOf: period.to, subjects },
    items: itemsOf(edition, subjects, /^$/, 4),
    days: daysOf('2026-08', '2026-09'),
  };
}

export interface Step {
  item: number;
  subject: number;
  day: number;
  halves: number;
  back: boolean;
  random: number;
}
export const steps = (most: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      item: fc.nat(),
      subject: fc.nat(),
      day: fc.nat(),
      halves: fc.integer({ min: 1, max: 9 }),
      back: fc.boolean(),
      random: fc.nat(),
    }),
    { minLength: 1, maxLength: most },
  );

/** The next fact of a history: something new, or one that stands taken back. */
export function nextFact(world: World, facts: readonly Fact[], step: Step): Fact | undefined {
  const gone = new Set(facts.flatMap((fact) => fact.reverses ?? []));
  const standing = facts.filter((fact) => fact.reverses === undefined && !gone.has(fact.id));
  if (step.back && standing.length > 0) return reversed(standing[step.random % standing.length]!);
  const { item, subjects, most } = world.items[step.item % world.items.length]!;
  const subject = subjects[step.subject % subjects.length]!;
  if (standing.filter((fact) => fact.item === item && fact.subject === subject).length >= most) return undefined;
  return {
    id: `f${facts.length}`,
    item,
    subject,
    happenedOn: world.days[step.day % world.days.length]!,
    quantity: most === 1 ? step.halves * 5_000 : 10_000,
    count: 1,
    ...(world.values ? { values: world.values(step.random) } : {}),
  };
}

export function reversed(fact: Fact): Fact {
  return { ...fact, id: `${fact.id}-back`, quantity: -fact.quantity, count: -1, reverses: fact.id };
}

/** A whole history at once. */
export function historyOf(world: World, list: readonly Step[]): Fact[] {
  const facts = [...(world.start ?? [])];
  for (const step of list) {
    const fact = nextFact(world, facts, step);
    if (fact) facts.push(fact);
  }
  return facts;
}
