/** What is carried on from the period before, steps that each fact climbs by itself, and bounds told in their unit. */
import { coverageOf, editionOf, resultOf } from '../../../../test/support/rule-pack.js';
import { Problem } from '../../problem.js';
import type { Situation } from '../language/case-language.js';

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return `${error.code} ${JSON.stringify(error.facts)}`;
    throw error;
  }
  return 'not refused';
};

const sheet = (measure: string, { cycle = 'month', more = '', unit = 'points' } = {}) => `
facts: [{ item: F, subject: person, article: X, source: import, unit: T, title: T }]
sheets:
  - output: row
    subject: person
    cycle: ${cycle}
    unit: ${unit}
    article: X
    title: T
    sections: [{ id: s, article: X, base: 0, title: T, ${more} rules: [{ kind: rule, id: r, article: X, title: T, measure: ${measure} }] }]
`;
const given = (
  period: string,
  quantities: readonly string[],
  history: readonly [string, string][] = [],
): Situation => ({
  period,
  subjects: [{ key: 'person:a' }],
  facts: quantities.map((quantity) => ({
    item: 'F',
    subject: 'person:a',
    on: period.length === 4 ? `${period}-03-02` : `${period}-02`,
    quantity,
  })),
  history: history.map(([of, value]) => ({ subject: 'person:a', output: 'row', period: of, value })),
});
const total = (rules: string, situation: Situation) =>
  resultOf(editionOf(rules), situation, 'person:a').outputs.row?.total;

describe('carried on from the period before', () => {
  const inARow = sheet(
    '{ add: ["1", { before: { output: row, over: month, otherwise: "0" } }] }, when: { recorded: F }',
  );

  it('lets an output go on from its own figure, and breaks a row by itself', () => {
    expect(total(inARow, given('2026-01', ['1'], [['2025-12', '4']]))).toBe('5');
    expect(total(inARow, given('2026-01', [], [['2025-12', '4']]))).toBe('0');
    expect(total(inARow, given('2026-01', ['1'], [['2025-11', '4']]))).toBe('1');
  });

  it('reaches over quarters and years', () => {
    const rules = (over: string, cycle: string) =>
      sheet(`{ add: [F, { before: { output: row, over: ${over}, otherwise: "7" } }] }`, { cycle });
    expect(total(rules('year', 'year'), given('2026', ['1'], [['2025', '20']]))).toBe('21');
    expect(total(rules('year', 'year'), given('2026', ['1'], [['2024', '20']]))).toBe('8');
    expect(total(rules('quarter', 'month'), given('2026-05', ['1'], [['2026-02', '30']]))).toBe('31');
  });

  it('is no figure where there was none and nothing stands in for it', () => {
    const rules = sheet('{ before: { output: row, over: month } }');
    const known = sheet('"2", when: { known: { before: { output: row, over: month } } }');
    expect(total(rules, given('2026-02', []))).toBe('0');
    expect(
      [[], [['2026-01', '0'] as [string, string]]].map((past) => total(known, given('2026-02', [], past))),
    ).toEqual(['0', '2']);
  });

  it('says which period has to be fetched, and refuses an output that nobody has', () => {
    expect(editionOf(inARow).before('2026-01')).toEqual(['2025-12']);
    expect(code(() => editionOf(sheet('{ before: { output: rows, over: month } }')))).toContain(
      'pack.reference_missing {"where":"r","got":"rows"}',
    );
  });

  it('may begin from a fact, or from another output of this period that is then computed first', () => {
    const fact = sheet('{ add: ["1", { before: { output: row, over: month, otherwise: F } }] }');
    expect(total(fact, given('2026-02', ['3']))).toBe('4');
    expect(total(fact, given('2026-02', ['3'], [['2026-01', '8']]))).toBe('9');
    const other = `${sheet('{ before: { output: row, over: month, otherwise: { output: first } } }')}  - { output: first, subject: person, cycle: month, article: X, title: T, sections: [{ id: t, article: X, base: 0, title: T, rules: [{ kind: rule, id: u, article: X, title: T, measure: F }] }] }
`;
    expect(total(other, given('2026-02', ['3']))).toBe('3');
  });

  it('keeps its unit', () => {
    const mixed = sheet('{ before: { output: row, over: month } }', { unit: 'yuan' }).replace(
      'measure: {',
      'measure: { add: [{ points: F }, {',
    );
    expect(code(() => editionOf(mixed.replace('over: month } }', 'over: month } }] }')))).toContain('pack.units_mixed');
  });
});

describe('steps that each fact climbs by itself', () => {
  const steps = '[{ upTo: 30, amount: 1 }, { upTo: 60, amount: 2 }, { upTo: 90, amount: 5 }]';
  const rules = sheet(`{ onEach: F, steps: ${steps} }`);

  it('are added up, where one ladder over the sum would say something else', () => {
    expect(total(rules, given('2026-02', ['30', '31', '60']))).toBe('5');
    expect(total(sheet(`{ ladder: { of: F, steps: ${steps} } }`), given('2026-02', ['30', '31']))).toBe('5');
    expect(total(rules, given('2026-02', []))).toBe('0');
  });

  it('go on from those facts alone that say so', () => {
    const long = sheet('{ onEach: F, where: { field: quantity, above: "31" }, steps: [{ upTo: 90, amount: 5 }] }');
    expect(total(long, given('2026-02', ['31', '32', '60']))).toBe('10');
  });

  it('may cost slice by slice', () => {
    const slices = sheet('{ onEach: F, steps: [{ upTo: 3, each: 1 }, { above: 3, each: 2 }] }');
    expect(total(slices, given('2026-02', ['3', '5']))).toBe('10');
  });

  it('need the facts themselves, an example for each step, and refuse what no step reaches', () => {
    expect(editionOf(rules).needs('F')).toBe('facts');
    const one = `cases: [{ id: a, title: T, articles: [X], edge: T, period: 2026-02, subjects: [{ key: "person:a" }], facts: [{ item: F, subject: "person:a", on: 2026-02-01, quantity: 31 }], expect: { subjects: { "person:a": { row: { total: 2 } } } } }]`;
    expect(coverageOf(rules, one)).toEqual({ faults: [], missing: ['r: step → …30', 'r: step → …90'] });
    expect(code(() => total(rules, given('2026-02', ['91'])))).toContain('regulation.gap {"rule":"r","got":"91"}');
    expect(code(() => editionOf(sheet('{ onEach: F }')))).toContain('pack.reference_missing');
  });
});

it('tells a bound in the unit of what it bounds', () => {
  const lineOf = (unit: string, more: string) =>
    resultOf(editionOf(sheet('F', { unit, more })), given('2026-02', ['-3']), 'person:a').outputs.row?.trace.at(-1);
  expect(lineOf('yuan', 'floor: "0",')).toMatchObject({
    zh: '扣至 0 元为止',
    en: 'Deducted down to 0 yuan and no further',
  });
  expect(lineOf('points', 'floor: "-1",')).toMatchObject({ zh: '扣至 −1 分为止' });
  expect(lineOf('days', 'cap: "-4",')).toMatchObject({ zh: '最高 −4 天', en: 'At most −4 days' });
  expect(lineOf('hours', 'floor: "2",')).toMatchObject({
    zh: '扣至 2 小时为止',
    en: 'Deducted down to 2 hours and no further',
  });
});

it('tells of a ladder what it stands on, and not what it comes to', () => {
  const rules = sheet('F, ladder: [{ upTo: 3, amount: -5 }, { above: 3, amount: -9 }]');
  const result = resultOf(editionOf(rules), given('2026-02', ['4']), 'person:a').outputs.row;
  expect(result?.trace.map(({ amount, zh }) => [amount, zh])).toEqual([['-9', '标题：4 次']]);
});

it('never adds hours to days, nor years to points', () => {
  const hours = (unit: string, of: string) =>
    sheet(of, { unit }).replace('unit: T, title: T }]', "unit: { zh: '小时', en: hours }, title: T }]");
  expect(code(() => editionOf(hours('days', 'F')))).toContain('pack.units_mixed');
  expect(code(() => editionOf(hours('hours', 'F')))).toBe('not refused');
  const years = sheet('{ before: { output: row, over: year } }', { unit: 'years', cycle: 'year' });
  expect(code(() => editionOf(years))).toBe('not refused');
  expect(
    code(() =>
      editionOf(years.replace('{ before', '{ add: [{ points: F }, { before').replace('year } }', 'year } }] }')),
    ),
  ).toContain('pack.units_mixed');
});
