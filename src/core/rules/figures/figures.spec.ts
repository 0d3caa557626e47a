/** Figures beyond sums: fact by fact, against other periods, on ladders, by choice of formula, in budgets and units. */
import { coverageOf, editionOf, resultOf } from '../../../../test/support/rule-pack.js';
import { Problem } from '../../problem.js';
import type { Situation } from '../language/case-language.js';
import { periodBefore, subPeriods } from './sub-periods.js';

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return `${error.code} ${JSON.stringify(error.facts)}`;
    throw error;
  }
  return 'not refused';
};

/** A monthly sheet of one section with these rules, over the facts `F` (times) and `G` (a figure). */
const sheet = (rules: string, more = '', head = '') => `
${head}
facts:
  - { item: F, subject: person, article: X, source: finding, unit: T, title: T }
  - { item: G, subject: person, article: X, source: import, unit: T, title: T }
sheets:
  - output: month
    subject: person
    cycle: month
    article: X
    title: T
    ${more}
    sections:
      - { id: s, article: X, base: 0, title: T, rules: [${rules}] }
`;
const rule = (measure: string, rest = '') => `{ kind: rule, id: r, article: X, title: T, measure: ${measure}${rest} }`;
type Line = [item: string, on: string, quantity?: string];
const with_ = (lines: readonly Line[], more: Partial<Situation> = {}): Situation => ({
  period: '2026-09',
  subjects: [{ key: 'person:a' }],
  facts: lines.map(([item, on, quantity = '1']) => ({ item, subject: 'person:a', on, quantity })),
  ...more,
});
const total = (rules: string, given: Situation, choices = {}): string | undefined =>
  resultOf(editionOf(rules, choices), given, 'person:a').outputs.month?.total;

describe('fact by fact', () => {
  it('distinct days count a day once, and need the facts themselves', () => {
    const rules = sheet(rule('{ days: F }', ', each: -2'));
    const lines: Line[] = [
      ['F', '2026-09-01'],
      ['F', '2026-09-01', '3'],
      ['F', '2026-09-02'],
      ['F', '2026-10-01'],
    ];
    expect(total(rules, with_(lines))).toBe('-4');
    expect(editionOf(rules).needs('F')).toBe('facts');
    expect(editionOf(sheet(rule('F'))).needs('F')).toBe('sum');
  });

  it('ignore sums of items whose facts come one by one', () => {
    const edition = editionOf(sheet(rule('{ add: [{ days: F }, { count: F }, G] }', ', each: 1')));
    const evaluation = edition.evaluate({
      period: { key: '2026-09', kind: 'month', from: '2026-09-01', to: '2026-09-30' },
      asOf: '2026-09-30',
      subjects: [{ key: 'person:a', kind: 'person' }],
      facts: [{ id: '1', item: 'F', subject: 'person:a', happenedOn: '2026-09-03', quantity: 10_000, count: 1 }],
      sums: ['F', 'G'].map((item) => ({ subject: 'person:a', item, count: 5, quantity: 50_000, points: 0, money: 0 })),
    });
    expect(evaluation.subjects.get('person:a')?.outputs.month?.total).toBe('7');
  });

  it('the mean leaves out extremes of at least three marks, and there is none without a mark', () => {
    const rules = (drop: string) => sheet(rule(`{ mean: G, drop: ${drop} }`));
    const three: Line[] = [
      ['G', '2026-09-01', '1'],
      ['G', '2026-09-01', '9'],
      ['G', '2026-09-02', '6'],
    ];
    expect(total(rules('MEAN'), with_(three))).toBe('16/3');
    expect(total(rules('TRIMMED'), with_(three))).toBe('6');
    expect(total(rules('TRIMMED'), with_(three.slice(0, 2)))).toBe('5');
    expect(total(rules('MEAN'), with_([]))).toBe('0');
    expect(code(() => editionOf(rules('SOME')))).toContain('pack.invalid');
  });

  it('select facts by a field or by their quantity, and cite these alone', () => {
    const given: Situation = {
      ...with_([]),
      facts: [
        { item: 'F', subject: 'person:a', on: '2026-09-01', quantity: '40', values: { fault: 'own', grave: true } },
        { item: 'F', subject: 'person:a', on: '2026-09-02', quantity: '30', values: { fault: 'management' } },
        { item: 'F', subject: 'person:a', on: '2026-09-03', quantity: '29.5' },
      ],
    };
    const line = (measure: string) => {
      const edition = editionOf(sheet(rule(measure, ', each: -1')));
      const [first] = resultOf(edition, given, 'person:a').outputs.month!.trace;
      return [first?.amount, first?.facts];
    };
    expect(line('{ count: F, where: { field: fault, is: own } }')).toEqual(['-1', ['f1']]);
    expect(line('{ sum: F, where: { field: fault, in: [own, management] } }')).toEqual(['-70', ['f1', 'f2']]);
    expect(line('{ count: F, where: { field: grave, is: true } }')).toEqual(['-1', ['f1']]);
    expect(line('{ count: F, where: { field: quantity, atLeast: 30 } }')).toEqual(['-2', ['f1', 'f2']]);
    expect(line('{ sum: F, where: { field: quantity, above: 29, below: 40 } }')).toEqual(['-119/2', ['f2', 'f3']]);
    expect(line('{ mean: F, where: { field: fault, is: none } }')).toEqual([undefined, undefined]);
    expect(code(() => editionOf(sheet(rule('{ value: F, where: { field: a, is: b } }'))))).toContain('where');
    expect(code(() => editionOf(sheet(rule('{ sum: F, where: { field: a } }'))))).toContain('pack.reference_missing');
  });

  it('the most in any stretch of days, both ends included', () => {
    const days = (...list: string[]) => with_(list.map((day): Line => ['F', `2026-09-${day}`]));
    const most = (given: Situation, within = '30') => total(sheet(rule(`{ most: F, within: ${within} }`)), given);
    expect(most(days('01', '30'))).toBe('2');
    expect(most(days('01', '30'), '29')).toBe('1');
    expect(most(days('01', '03', '03', '05', '20'), '3')).toBe('3');
    expect(most(days())).toBe('0');
  });

  it('the n-th occurrence and those after it', () => {
    const rules = sheet(rule('{ occurrence: F, from: 3 }', ', each: -5'));
    const times = (count: number) => with_(Array.from({ length: count }, (): Line => ['F', '2026-09-01', '2']));
    expect([2, 3, 5].map((count) => total(rules, times(count)))).toEqual(['0', '-5', '-15']);
  });
});

describe('other periods', () => {
  const history = (...values: [string, string][]) => ({
    history: values.map(([period, value]) => ({ subject: 'person:a', period, output: 'month', value })),
  });
  const blend = (measure: string, cycle: string) => `
facts: [{ item: G, subject: person, article: X, source: import, unit: T, title: T }]
sheets:
  - { output: month, subject: person, cycle: ${cycle}, article: X, title: T, sections: [{ id: s, article: X, base: 0, title: T, rules: [{ kind: rule, id: g, article: X, title: T, measure: { value: G } }] }] }
blends:
  - { output: moved, subject: person, cycle: ${cycle}, article: X, title: T, missing: NO_SCORE, parts: [{ id: p, article: X, title: T, measure: ${measure} }] }
`;
  const moved = (measure: string, given: Situation, cycle = 'month') =>
    resultOf(editionOf(blend(measure, cycle)), given, 'person:a').outputs.moved?.total;

  it('change is absolute or in percent of what was, and there is none without a before', () => {
    const given = with_(
      [['G', '2026-09-01', '90']],
      history(['2026-08', '120'], ['2026-06', '60'], ['2025-09', '100']),
    );
    const change = (over: string, as = '') => moved(`{ change: { output: month, over: ${over}${as} } }`, given);
    expect(change('month')).toBe('-30');
    expect(change('month', ', as: PERCENT')).toBe('-25');
    expect(change('quarter', ', as: PERCENT')).toBe('50');
    expect(change('year')).toBe('-10');
    expect(moved('{ change: { output: month, over: month } }', with_([['G', '2026-09-01', '90']]))).toBeUndefined();
    const nothing = with_([['G', '2026-09-01', '90']], history(['2026-08', '0']));
    expect(moved('{ change: { output: month, over: month, as: PERCENT } }', nothing)).toBeUndefined();
  });

  it('say which periods before are read', () => {
    const measure = '{ add: [{ change: { output: month, over: month } }, { change: { output: month, over: year } }] }';
    expect(editionOf(blend(measure, 'month')).before('2026-01')).toEqual(['2025-12', '2025-01']);
    expect(editionOf(blend('{ output: month }', 'month')).before('2026-01')).toEqual([]);
  });

  it('know what lies before and inside a period', () => {
    expect(periodBefore('2026-01', 'month')).toBe('2025-12');
    expect(periodBefore('2026-Q1', 'quarter')).toBe('2025-Q4');
    expect(periodBefore('2026-Q3', 'month')).toBe('2026-Q2');
    expect(periodBefore('2026-Q3', 'year')).toBe('2025-Q3');
    expect(periodBefore('2026', 'year')).toBe('2025');
    expect(subPeriods('2026-Q4', 'month')).toEqual(['2026-10', '2026-11', '2026-12']);
  });

  it('count the months in which it was so', () => {
    const months = [80, 79, 60, 90].map((value, index): [string, string] => [`2026-0${index + 1}`, String(value)]);
    const year = with_([], { period: '2026', ...history(...months, ['2025-12', '0']) });
    const below = (limit: string) => moved(`{ periods: { output: month, over: month, ${limit} } }`, year, 'year');
    expect(below('below: 80')).toBe('2');
    expect(below('atMost: 80, above: 60')).toBe('2');
    expect(below('atLeast: 95')).toBe('0');
  });
});

describe('ladders', () => {
  const on = (steps: string, value: string) =>
    total(sheet(rule('{ value: G }', `, ladder: [${steps}]`)), with_([['G', '2026-09-01', value]]));

  it('cost slice by slice, the last goes on', () => {
    const steps = '{ upTo: 3, each: -1 }, { upTo: 5, each: -1.5 }, { above: 5, each: -2 }';
    expect(['0', '3', '3.5', '5', '7'].map((value) => on(steps, value))).toEqual(['0', '-3', '-15/4', '-6', '-10']);
  });

  it('or by the step into which the figure falls', () => {
    const steps = '{ upTo: 30, amount: -1 }, { upTo: 60, amount: -2 }, { above: 60, amount: -2, each: -0.1 }';
    expect(['30', '31', '60', '65'].map((value) => on(steps, value))).toEqual(['-1', '-2', '-2', '-5/2']);
  });

  it('refuse a figure beyond their end, and steps that do not rise or meet', () => {
    expect(code(() => on('{ upTo: 3, each: -1 }', '4'))).toContain('regulation.gap {"rule":"r"');
    for (const wrong of [
      '{ upTo: 5, each: 1 }, { upTo: 3, each: 1 }',
      '{ upTo: 5, each: 1 }, { above: 6, each: 1 }',
      '{ above: 0, each: 1 }, { upTo: 3, each: 1 }',
      '{ upTo: 5 }',
    ])
      expect(code(() => on(wrong, '1'))).toContain('pack.invalid');
  });

  it('want an example for each step', () => {
    const rules = sheet(rule('{ value: G }', ', ladder: [{ upTo: 3, each: -1 }, { above: 3, each: -2 }]'));
    const cases = `cases: [{ id: a, title: T, articles: [X], edge: T, period: 2026-09, subjects: [{ key: "person:a" }], facts: [{ item: G, subject: "person:a", on: 2026-09-01, quantity: 3 }], expect: { subjects: { "person:a": { month: { total: "-3" } } } } }]`;
    expect(coverageOf(rules, cases)).toEqual({ faults: [], missing: ['r: step → >3'] });
  });
});

describe('choice of a formula', () => {
  const rules = (last: string) =>
    sheet(rule(`{ choose: [{ when: { attribute: post, is: teller }, take: { times: [G, 2] } }, ${last}] }`));
  const as = (post: string) =>
    with_([['G', '2026-09-01', '3']], { subjects: [{ key: 'person:a', attributes: { post } }] });

  it('takes the first that applies', () => {
    expect(['teller', 'guard'].map((post) => total(rules('{ take: G }'), as(post)))).toEqual(['6', '3']);
  });

  it('refuses where none does', () => {
    const strict = rules('{ when: { attribute: post, is: guard }, take: G }');
    expect(code(() => total(strict, as('cook')))).toContain('regulation.gap {"rule":"r","got":"person:a"}');
  });
});

describe('budgets', () => {
  const rules = `
facts: [{ item: F, subject: person, article: X, source: finding, unit: T, title: T }, { item: G, subject: person, article: X, source: finding, unit: T, title: T }, { item: H, subject: person, article: X, source: finding, unit: T, title: T }]
sheets:
  - output: month
    subject: person
    cycle: month
    article: X
    title: T
    budgets: [{ id: two, article: X.2, title: T, sections: [b, c], atMost: 20 }, { id: all, article: X.3, title: T, sections: [a, two], atMost: 100, atLeast: 10 }]
    sections:
${['a: F', 'b: G', 'c: H'].map((text) => `      - { id: ${text[0]}, article: X, base: 0, title: T, rules: [{ kind: rule, id: r${text[0]}, article: X, title: T, measure: ${text[3]} }] }`).join('\n')}
`;
  const lines = (a: string, b: string, c: string) =>
    resultOf(
      editionOf(rules),
      with_([
        ['F', '2026-09-01', a],
        ['G', '2026-09-01', b],
        ['H', '2026-09-01', c],
      ]),
      'person:a',
    ).outputs.month!;

  it('share a cap, one inside another, with a line for what is lost', () => {
    const result = lines('85', '15', '10');
    expect(result.total).toBe('100');
    expect(result.trace.slice(3).map((line) => [line.rule, line.article, line.kind, line.amount])).toEqual([
      ['two', 'X.2', 'cap', '-5'],
      ['all', 'X.3', 'cap', '-5'],
    ]);
    expect(lines('80', '15', '5').trace).toHaveLength(3);
    expect(lines('3', '1', '0').total).toBe('10');
  });

  it('name sections that exist', () => {
    expect(code(() => editionOf(rules.replace('[a, two]', '[a, too]')))).toContain('pack.reference_missing');
  });
});

describe('units', () => {
  const money = `
parameters:
  bonus: { article: X, title: T, unit: { zh: 元, en: yuan }, value: "1000" }
facts:
  - { item: done, subject: person, article: X, source: import, unit: T, title: T }
  - { item: planned, subject: person, article: X, source: import, unit: T, title: T }
sheets:
  - output: pay
    subject: person
    cycle: month
    article: X
    title: T
    unit: yuan
    sections: [{ id: s, article: X, base: 0, title: T, rules: [{ kind: rule, id: r, article: X, title: T, measure: { times: [{ parameter: bonus }, { share: [done, planned] }, "0.01"] } }] }]
`;
  it('a share of a money parameter is money, exact', () => {
    const given = with_([
      ['done', '2026-09-01', '1'],
      ['planned', '2026-09-01', '3'],
    ]);
    const { pay } = resultOf(editionOf(money), given, 'person:a').outputs;
    expect(pay).toMatchObject({ total: '1000/3', money: '1000/3', unit: 'yuan', shown: '333.33' });
  });

  it.each([
    ['a sheet of points that takes money', money.replace('unit: yuan\n', '\n')],
    [
      'a blend of money and points',
      `${money}blends: [{ output: b, subject: person, cycle: month, article: X, title: T, missing: NO_SCORE, parts: [{ id: p, article: X, title: T, measure: { output: pay } }] }]`,
    ],
    [
      'a sum of days and money',
      money.replace('{ parameter: bonus },', '{ add: [{ parameter: bonus }, { days: done }] },'),
    ],
    [
      'a base in points for a sheet in days',
      money.replace('unit: yuan', 'unit: days').replace('base: 0', 'base: { parameter: bonus }'),
    ],
  ])('refuse %s', (_name, rules) => {
    expect(code(() => editionOf(rules))).toContain('pack.units_mixed');
  });

  it('let a percentage stand beside points', () => {
    expect(total(sheet(rule('{ add: [{ share: [F, G] }, { points: F }] }')), with_([['G', '2026-09-01', '4']]))).toBe(
      '0',
    );
  });
});
