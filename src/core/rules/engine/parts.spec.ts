/** Texts without amounts: dimensions, check-lists, duties, outcomes and procedures. */
import { coverageOf, editionOf, packSource, resultOf } from '../../../../test/support/rule-pack.js';
import { Problem } from '../../problem.js';
import { toInput } from '../examples/cases.js';
import type { Situation } from '../language/case-language.js';
import { parsePack } from '../pack/pack.js';
import { dutyPeriod, stretchOf } from './duties.js';
import { addMonths } from './procedure.js';

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return `${error.code} ${JSON.stringify(error.facts)}`;
    throw error;
  }
  return 'not refused';
};

const weights = (a: string, b: string) => `
parameters:
  w.b: { article: X, title: T, unit: T, value: ____ }
settings:
  judges: { articles: [X], title: T, default: MEAN, values: [{ value: MEAN, title: T }, { value: TRIMMED, title: T }], note: T }
dimensions:
  - output: year
    subject: person
    cycle: year
    article: X
    title: T
    missing: REFUSE
    combine: { setting: judges }
    marks: { from: 0, to: 10, whole: true }
    each: { atLeast: 6, article: X.1, otherwise: fail }
    parts:
      - { id: D.a, article: X.2, title: T, weight: ${a} }
      - { id: D.b, article: X.3, title: T, weight: ${b} }
    grade:
      article: X
      scale: [{ grade: good, title: T }, { grade: fail, title: T }]
      bands: [{ below: 5, grade: fail }, { from: 5, grade: good }]
outcomes:
  - { id: O.praise, article: X.4, title: T, output: year, grades: [good] }
  - { id: O.train, article: X.5, title: T, output: year, when: { flagged: { output: year, flag: fail } } }
  - { id: O.talk, article: X.5, title: T, ladder: penalty, step: 1 }
`;
const marks = (a: readonly string[], b: readonly string[]): Situation => ({
  period: '2026',
  subjects: [{ key: 'person:a' }],
  facts: [
    ...a.map((quantity) => ({ item: 'D.a', subject: 'person:a', on: '2026-05-01', quantity })),
    ...b.map((quantity) => ({ item: 'D.b', subject: 'person:a', on: '2026-05-01', quantity })),
  ],
});
const yearOf = (rules: string, given: Situation, choices = {}) =>
  resultOf(editionOf(rules, choices), given, 'person:a').outputs.year!;

describe('dimensions', () => {
  it('give the weighted mean of the marks, exact', () => {
    const result = yearOf(weights('"30"', '"70"'), marks(['7', '8'], ['9', '6', '7']));
    // 0.3 × 15/2 + 0.7 × 22/3
    expect(result.total).toBe('443/60');
    expect(result.trace.map((line) => [line.rule, line.facts])).toEqual([
      ['D.a', ['f1', 'f2']],
      ['D.b', ['f3', 'f4', 'f5']],
    ]);
    expect(result.flags).toEqual([{ flag: 'O.praise', article: 'X.4', facts: [] }]);
  });

  it('leave out one highest and one lowest of at least three marks', () => {
    const choices = { settings: { judges: 'TRIMMED' } };
    expect(yearOf(weights('"50"', '"50"'), marks(['1', '10', '8'], ['6', '10']), choices).total).toBe('8');
    expect(yearOf(weights('"50"', '"50"'), marks(['1', '10', '8'], ['6', '10'])).total).toBe('43/6');
  });

  it('flag a part below its floor, and give the grade of that name', () => {
    const exact = yearOf(weights('"50"', '"50"'), marks(['6'], ['10']));
    expect([exact.grade, exact.flags.map((flag) => flag.flag)]).toEqual(['good', ['O.praise']]);
    const below = yearOf(weights('"50"', '"50"'), marks(['6', '5'], ['10']));
    expect([below.grade, below.flags.map((flag) => `${flag.flag} ${flag.article}`)]).toEqual([
      'fail',
      ['fail X.1', 'O.train X.5'],
    ]);
  });

  it('count alike without weights', () => {
    const rules = weights('"50"', '"50"').replaceAll(/, weight: "50"/g, '');
    expect(yearOf(rules, marks(['6'], ['9'])).total).toBe('15/2');
  });

  it('refuse a blank weight by its name, and weights that do not add up to 100 once they are known', () => {
    const rules = weights('"55"', '{ parameter: w.b }');
    expect(code(() => yearOf(rules, marks(['6'], ['9'])))).toContain('regulation.blank {"parameter":"w.b"');
    expect(code(() => editionOf(rules, { fill: { 'w.b': '5' } }))).toContain('pack.weights_not_100');
    const lenient = editionOf(rules.replace('missing: REFUSE', 'missing: NO_SCORE'));
    expect(resultOf(lenient, marks([], []), 'person:a').outputs).toEqual({});
    expect(code(() => resultOf(lenient, marks(['6'], []), 'person:a'))).toContain('regulation.blank');
    expect(yearOf(rules, marks(['6'], ['9']), { fill: { 'w.b': '45' } }).total).toBe('147/20');
    expect(code(() => editionOf(weights('"55"', '"5"')))).toContain('rules.yaml:');
    expect(code(() => editionOf(weights('"55"', '"45"').replace(', weight: "45"', '')))).toContain('pack.invalid');
  });

  it('refuse a mark outside the range, a half mark, and a mark that is missing', () => {
    const rules = weights('"50"', '"50"');
    expect(code(() => yearOf(rules, marks(['11'], ['9'])))).toContain('regulation.input {"decision":"D.a"');
    expect(code(() => yearOf(rules, marks(['5.5'], ['9'])))).toContain('regulation.input');
    expect(yearOf(rules.replace(', whole: true', ''), marks(['5.5'], ['9'])).total).toBe('29/4');
    expect(code(() => yearOf(rules, marks(['5'], [])))).toContain('regulation.gap {"rule":"D.b"');
    const without = editionOf(rules.replace('missing: REFUSE', 'missing: NO_SCORE'));
    expect(resultOf(without, marks(['5'], []), 'person:a').outputs).toEqual({});
  });

  it('forget a mark that was taken back', () => {
    const given = marks(['7', '3'], ['9']);
    const facts = [
      ...given.facts!,
      { item: 'D.a', subject: 'person:a', on: '2026-06-01', quantity: '3', reverses: 'f2' },
    ];
    expect(yearOf(weights('"50"', '"50"'), { ...given, facts }).total).toBe('8');
  });
});

describe('outcomes by condition', () => {
  const rules = `
facts: [{ item: F, subject: person, article: X, source: finding, unit: T, title: T }]
sheets:
  - { output: own, subject: person, cycle: month, article: X, title: T, sections: [{ id: s, article: X, base: 100, title: T, rules: [{ kind: K1, id: F.r, article: X, title: T, facts: [F], each: -10 }] }] }
  - { output: unit, subject: unit, cycle: month, article: X, title: T, sections: [{ id: u, article: X, base: 100, title: T, rules: [] }] }
outcomes:
  - { id: O.warn, article: X.1, title: T, output: unit, when: { measure: { members: { output: own, relation: unit, aggregate: MEAN } }, below: 90 } }
`;
  const edition = editionOf(rules);
  const given = (times: number): Situation => ({
    period: '2026-09',
    subjects: [{ key: 'unit:u' }, { key: 'person:a', relations: { unit: 'unit:u' } }],
    facts: Array.from({ length: times }, () => ({ item: 'F', subject: 'person:a', on: '2026-09-02' })),
  });

  it('read the figures of others, and move with them', () => {
    const flags = (times: number) => resultOf(edition, given(times), 'unit:u').outputs.unit?.flags;
    expect(flags(1)).toEqual([]);
    expect(flags(2)).toEqual([{ flag: 'O.warn', article: 'X.1', facts: [] }]);
    const { subjects } = toInput(given(2), edition);
    expect(edition.dependents(['person:a'], subjects).toSorted()).toEqual(['person:a', 'unit:u']);
    const alone = edition.evaluate({ ...toInput(given(2), edition), only: ['unit:u'] });
    expect(alone.subjects.get('unit:u')?.outputs.unit?.flags).toHaveLength(1);
  });

  it('name an output and grades that exist', () => {
    expect(code(() => editionOf(rules.replace('output: unit, when', 'output: unite, when')))).toContain('unite');
    const graded = weights('"50"', '"50"').replace('grades: [good]', 'grades: [best]');
    expect(code(() => editionOf(graded))).toContain('pack.reference_missing');
  });
});

const list = `
parameters:
  C.base: { article: X, title: T, unit: T, value: "100" }
checklists:
  - output: standard
    subject: window
    cycle: month
    article: X
    title: T
    each: -2
    base: { parameter: C.base }
    groups:
      - { id: C.1, article: X.1, title: T, lines: [{ id: C.1a, article: X.1, title: T }, { id: C.1b, article: X.1, title: T }] }
      - { id: C.2, article: X.2, title: T, lines: [{ id: C.2a, article: X.2, title: T }] }
`;
const answers = (...lines: [string, string][]): Situation => ({
  period: '2026-09',
  subjects: [{ key: 'window:a' }],
  facts: lines.map(([item, quantity]) => ({ item, subject: 'window:a', on: '2026-09-02', quantity })),
});

describe('check-lists', () => {
  const edition = editionOf(list);

  it('give the share of the lines that were met, and say which were not', () => {
    const result = resultOf(edition, answers(['C.1a', '1'], ['C.1b', '0'], ['C.2a', '1']), 'window:a').outputs
      .standard!;
    expect(result.total).toBe('200/3');
    expect(result.sections.map((part) => part.total)).toEqual(['100/3', '100/3']);
    expect(result.trace.filter((line) => line.amount.startsWith('-'))).toMatchObject([
      { rule: 'C.1b', article: 'X.1', amount: '-100/3', facts: ['f2'] },
    ]);
    expect(edition.outputs.find((item) => item.output === 'standard')?.unit).toBe('percent');
  });

  it('count points for each no, over all inspections', () => {
    const twice = answers(['C.1a', '0'], ['C.1a', '0'], ['C.1a', '1'], ['C.2a', '1']);
    const { outputs } = resultOf(edition, twice, 'window:a');
    expect(outputs.standard?.total).toBe('50');
    expect(outputs.standardPoints?.total).toBe('96');
  });

  it('have no figure without an answer, and refuse an answer that is neither yes nor no', () => {
    expect(resultOf(edition, answers(), 'window:a').outputs).toEqual({});
    expect(code(() => resultOf(edition, answers(['C.1a', '2']), 'window:a'))).toContain('regulation.input');
    expect(code(() => resultOf(edition, answers(['C.1a', '0.5']), 'window:a'))).toContain('regulation.input');
  });

  it('need `each` and `base` together', () => {
    expect(code(() => parsePack(packSource(list.replace('    each: -2\n', ''))))).toContain('pack.invalid');
  });
});

const calendar = `
facts:
  - { item: F.check, subject: person, article: X, source: finding, unit: T, title: T }
parameters:
  n: { article: X, title: T, unit: T, value: ____ }
duties:
  - { id: D.year, article: X.1, title: T, every: year, who: INSPECTOR, atLeast: 2, per: person, fulfilledBy: F.check }
  - { id: D.month, article: X.2, title: T, every: month, who: SUPERVISION, atLeast: 1, fulfilledBy: F.check }
  - { id: D.blank, article: X.3, title: T, every: halfYear, who: PUBLIC, atLeast: { parameter: n }, fulfilledBy: F.check }
  - { id: D.words, article: X.4, title: T, every: transaction, who: STAFF }
`;

describe('duties', () => {
  const edition = editionOf(calendar);
  const people = (['person:a', 'person:b'] as const).map((key) => ({ key, kind: 'person' as const }));
  const check = (id: string, subject: string, happenedOn: string, count: 1 | -1 = 1) => ({
    id,
    item: 'F.check',
    subject,
    happenedOn,
    quantity: count * 10_000,
    count,
  });
  const open = (period: string, ...facts: ReturnType<typeof check>[]) =>
    edition.openDuties(dutyPeriod(period), people, facts).open.map((item) => [item.duty, item.subject, item.done]);

  it('are open for whoever has too few facts inside the period', () => {
    const facts = [check('1', 'person:a', '2026-01-01'), check('2', 'person:a', '2026-12-31')];
    expect(open('2026', ...facts, check('3', 'person:b', '2025-12-31'), check('4', 'person:b', '2026-01-01'))).toEqual([
      ['D.year', 'person:b', 1],
    ]);
    expect(open('2026', ...facts, check('5', 'person:a', '2026-12-31', -1))[0]).toEqual(['D.year', 'person:a', 1]);
  });

  it('are counted altogether where they name no kind of subject', () => {
    expect(open('2026-02')).toEqual([['D.month', undefined, 0]]);
    expect(open('2026-02', check('1', 'person:b', '2026-02-28'))).toEqual([]);
  });

  it('name a blank number beside the rest, in the periods of that rhythm alone', () => {
    const blank = (period: string) => edition.openDuties(dutyPeriod(period), people, []).blank;
    expect(blank('2026-H1')).toEqual([{ duty: 'D.blank', article: 'X.3', parameter: 'n' }]);
    expect(blank('2026-Q1')).toEqual([]);
    const all = edition.openDuties(dutyPeriod('2026-01-01/2026-12-31'), people, []);
    expect([all.open.map((item) => item.duty), all.blank.map((item) => item.duty)]).toEqual([
      ['D.year', 'D.year', 'D.month'],
      ['D.blank'],
    ]);
    const filled = editionOf(calendar, { fill: { n: '1' } });
    expect(filled.openDuties(dutyPeriod('2026-H1'), people, [])).toMatchObject({
      open: [{ duty: 'D.blank', done: 0, atLeast: 1 }],
      blank: [],
    });
  });

  it('tell how often the fulfilled ones were done', () => {
    const twice = [check('1', 'person:a', '2026-01-01'), check('2', 'person:a', '2026-12-31')];
    expect(edition.openDuties(dutyPeriod('2026'), people, twice).done).toEqual([
      { duty: 'D.year', article: 'X.1', subject: 'person:a', done: 2, atLeast: 2 },
    ]);
  });

  it.each([
    ['day', '2026-09-08', '2026-09-08', '2026-09-08'],
    ['week', '2026-09-08', '2026-09-07', '2026-09-13'],
    ['week', '2026-09-06', '2026-08-31', '2026-09-06'],
    ['month', '2028-02-10', '2028-02-01', '2028-02-29'],
    ['twoMonths', '2026-10-31', '2026-09-01', '2026-10-31'],
    ['quarter', '2026-09-30', '2026-07-01', '2026-09-30'],
    ['halfYear', '2026-07-01', '2026-07-01', '2026-12-31'],
    ['year', '2026-09-08', '2026-01-01', '2026-12-31'],
  ] as const)('fall due within the %s of %s: %s – %s', (every, day, from, to) => {
    expect(stretchOf(every, day)).toEqual({ from, to, rhythm: every });
  });

  it('have no day by which they are due where they come with each case, each period or once', () => {
    for (const every of ['transaction', 'period', 'once'] as const)
      expect(stretchOf(every, '2026-09-08')).toBeUndefined();
  });

  it('read the stretches of time that rhythms run in', () => {
    expect(dutyPeriod('2026-W01')).toEqual({ from: '2025-12-29', to: '2026-01-04', rhythm: 'week' });
    expect(dutyPeriod('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29', rhythm: 'month' });
    expect(dutyPeriod('2026-09/2026-10')).toMatchObject({ to: '2026-10-31', rhythm: 'twoMonths' });
    expect(dutyPeriod('2026-09-05/2026-09-07')).toEqual({ from: '2026-09-05', to: '2026-09-07' });
    for (const wrong of ['2026-13', '2026-W54', '2026-H3', '2026-02-30', '2026-09-07/2026-09-05', 'x'])
      expect(code(() => dutyPeriod(wrong))).toContain('input.invalid');
  });

  it('name a role that exists', () => {
    expect(code(() => parsePack(packSource(calendar.replace('INSPECTOR', 'INSPEKTOR'))))).toContain('pack.invalid');
  });
});

const campaign = `
settings:
  anchor: { articles: [X], title: T, default: START, values: [{ value: START, title: T }, { value: PREVIOUS_END, title: T }], note: T }
parameters:
  n: { article: X, title: T, unit: T, value: ____ }
procedures:
  - id: P
    article: X
    title: T
    anchor: { setting: anchor }
    steps: [{ id: one, article: X, title: T, months: 1 }, { id: two, article: X, title: T, months: 1 }, { id: three, article: X, title: T, days: { parameter: n } }, { id: four, article: X, title: T }, { id: five, article: X, title: T, days: 1 }]
`;

describe('procedures', () => {
  const days = (start: string, anchor: string, n = '10') =>
    editionOf(campaign, { settings: { anchor }, fill: { n } })
      .procedureDates('P', start)
      .map((stage) => [stage.from, stage.to]);

  it('end on the same day number, or on the last of the month; from the start no day is lost', () => {
    expect(days('2026-01-31', 'START')).toEqual([
      ['2026-01-31', '2026-02-28'],
      ['2026-03-01', '2026-03-31'],
      ['2026-04-01', '2026-04-10'],
      ['2026-04-11', undefined],
    ]);
    expect(days('2026-01-31', 'PREVIOUS_END').slice(0, 3)).toEqual([
      ['2026-01-31', '2026-02-28'],
      ['2026-03-01', '2026-03-28'],
      ['2026-03-29', '2026-04-07'],
    ]);
    expect(addMonths('2027-11-30', 3)).toBe('2028-02-29');
    expect(addMonths('2026-12-01', 1)).toBe('2027-01-01');
  });

  it('refuse a blank length, a stage that is skipped, and one that does not exist', () => {
    const edition = editionOf(campaign);
    expect(code(() => edition.procedureDates('P', '2026-01-01'))).toContain('regulation.blank');
    expect(edition.procedureNext('P', 'one')).toBe('two');
    expect(edition.procedureNext('P', 'one', 'two')).toBe('two');
    expect(edition.procedureNext('P', 'five')).toBeUndefined();
    for (const to of ['one', 'three'])
      expect(code(() => edition.procedureNext('P', 'one', to))).toContain('regulation.stage_skipped');
    expect(code(() => edition.procedureNext('P', 'six'))).toContain('pack.reference_missing');
    expect(code(() => edition.procedureDates('Q', '2026-01-01'))).toContain('regulation.unknown');
  });
});

describe('examples', () => {
  const rules = `${list}${calendar
    .replace('parameters:', '')
    .replace(/ {2}n: .*\n/, '')
    .replace(/ {2}- { id: D.blank.*\n/, '')}${campaign
    .replace(/parameters:\n.*\n/, '')
    .replace('{ parameter: n }', '5')}`;
  const cases = `
cases:
  - id: one
    title: T
    articles: [X]
    edge: T
    period: 2026-09
    subjects: [{ key: "window:a" }]
    facts: [{ item: C.1a, subject: "window:a", on: 2026-09-01, quantity: 0 }, { item: C.1b, subject: "window:a", on: 2026-09-01 }]
    expect: { subjects: { "window:a": { standard: { total: "50" } } } }
  - id: two
    title: T
    articles: [X]
    edge: T
    procedures: [{ procedure: P, at: one, next: two }, { procedure: P, at: five, next: null }]
    duties:
      - { duty: D.year, period: 2026, subjects: ["person:a", "person:b"], facts: [{ item: F.check, subject: "person:a", on: 2026-02-01, quantity: 1 }, { item: F.check, subject: "person:a", on: 2026-03-01 }], open: ["person:b"] }
      - { duty: D.month, period: 2026-02, open: [institution] }
`;

  it('must touch each line, each duty from both sides and each procedure', () => {
    const { missing, faults } = coverageOf(rules, cases);
    expect(faults).toEqual([]);
    expect(missing).toEqual(['C.2 → hit', 'C.2a → hit', 'D.month: duty → done']);
  });

  it('say what came out instead', () => {
    const wrong = cases
      .replace('open: [institution]', 'open: []')
      .replace('next: two }', 'next: three }')
      .replace('at: five, next: null', 'at: five, to: one');
    expect(coverageOf(rules, wrong).faults).toEqual([
      'D.month 2026-02 open: expected [], got ["institution"]',
      'P one next: expected "three", got "two"',
      expect.stringContaining('P five: refused regulation.stage_skipped'),
    ]);
  });
});

describe('a cycle that is a reading', () => {
  const rules = (values: string, cycle = '{ setting: cycle }') => `
settings:
  cycle: { articles: [X], title: T, default: year, values: ${values}, note: T }
checklists:
  - { output: list, subject: window, cycle: ${cycle}, article: X, title: T, groups: [{ id: g, article: X, title: T, lines: [{ id: l, article: X, title: T }] }] }
rankings:
  - { id: rank, article: X, title: T, output: list, cycle: ${cycle} }
`;
  const both = '[{ value: year, title: T }, { value: month, title: T }]';

  it('is settled for list and ranking alike', () => {
    const cycles = (settings = {}) => {
      const edition = editionOf(rules(both), { settings });
      return [edition.outputs[0]?.cycle, edition.rankings[0]?.cycle, edition.checklists[0]?.cycle];
    };
    expect(cycles()).toEqual(['year', 'year', 'year']);
    expect(cycles({ cycle: 'month' })).toEqual(['month', 'month', 'month']);
  });

  it('chooses month, quarter or year and nothing else', () => {
    const decade = '[{ value: year, title: T }, { value: decade, title: T }]';
    expect(code(() => editionOf(rules(decade), { settings: { cycle: 'decade' } }))).toContain(
      'pack.invalid {"where":"rules.yaml:7:',
    );
    expect(code(() => editionOf(rules(both, '{ setting: cycles }')))).toContain('pack.reference_missing');
  });
});
