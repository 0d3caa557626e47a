/** What the newer kinds refuse while a pack is read, and what no example of a pack can show. */
import { libraryOf, readPackSources } from '../../../regulation/pack-loader.js';
import { Problem } from '../../problem.js';
import { compile } from '../engine/compile.js';
import { termDays } from '../engine/term-days.js';
import { periodOf, toInput } from '../examples/cases.js';
import { type PackSource, parsePack } from '../pack/pack.js';
import { expandGradeCap } from './tables.js';

const sources = readPackSources();

function changed(id: string, from: string, to: string): PackSource {
  const old = sources.find((item) => item.id === id)!;
  const text = old.rules.text.replace(from, to);
  if (text === old.rules.text) throw new Error(`the test changes nothing: ${from}`);
  return { ...old, rules: { ...old.rules, text } };
}

function refusal(source: PackSource): { code: string; where?: string } {
  try {
    parsePack(source);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { code: error.code, where: error.extras.errors?.[0]?.where ?? '' };
  }
  throw new Error('not refused');
}

describe('weights by table (K8)', () => {
  it.each([
    ['weights that do not add up', 'weights: [50, 50] }', 'weights: [50, 40] }', 'pack.weights_not_100'],
    ['a part that does not exist', 'have: [outletOnsite]', 'have: [outletOnside]', 'pack.reference_missing'],
    [
      'more weights than parts',
      'have: [outletOnsite], weights: [100]',
      'have: [outletOnsite], weights: [60, 40]',
      'pack.invalid',
    ],
  ])('refuse %s and say where', (_name, from, to, code) => {
    const found = refusal(changed('r58-j-bank', from, to));
    expect(found.code).toBe(code);
    expect(found.where).toMatch(/rules\.yaml:\d+:\d+/);
  });
});

describe('figures of the members', () => {
  const library = libraryOf(sources);
  const edition = compile(library.find('r58-j-bank', '2023-02-01')!, library);
  const input = toInput(
    {
      period: '2026-Q3',
      subjects: [
        { key: 'group:B' },
        { key: 'unit:a', relations: { branch: 'group:B' } },
        { key: 'unit:b', relations: { branch: 'group:B' } },
      ],
      facts: [
        { item: 'outlet.mystery', subject: 'unit:a', on: '2026-08-01', quantity: '90' },
        { item: 'outlet.mystery', subject: 'unit:b', on: '2026-08-01', quantity: '81' },
      ],
    },
    edition,
  );

  it('come out the same when only the branch is asked for', () => {
    const all = edition.evaluate(input).subjects.get('group:B')!;
    const one = edition.evaluate({ ...input, only: ['group:B'] });
    expect(all.outputs.branch?.total).toBe('171/2');
    expect([...one.subjects.keys()]).toEqual(['group:B']);
    expect(one.subjects.get('group:B')?.digest).toBe(all.digest);
    expect(periodOf('2026-Q3').kind).toBe('quarter');
  });

  it('make the branch depend on its outlets', () => {
    expect(edition.dependents(['unit:a'], input.subjects).toSorted()).toEqual(['group:B', 'unit:a']);
  });
});

describe('a zeroed item (K3)', () => {
  it('says in its line what was lost, with its facts', () => {
    const library = libraryOf(sources);
    const edition = compile(library.find('r49-service-window', '2024-01-01')!, library);
    const facts = ['R49.2.1z', 'R49.2.1a'].map((item) => ({ item, subject: 'person:a', on: '2026-09-01' }));
    const result = edition.evaluate(toInput({ period: '2026-09', subjects: [{ key: 'person:a' }], facts }, edition));
    const quality = result.subjects.get('person:a')!.outputs.quality!;
    expect(quality.trace.find((line) => line.rule === 'R49.2.1z')).toMatchObject({
      kind: 'zero',
      amount: '-8',
      facts: ['f1'],
    });
    expect(edition.outputs.find((item) => item.output === 'subtotal')?.incomplete).toMatchObject({ of: '80' });
  });
});

describe('caps of a grade (K14)', () => {
  it.each([
    ['a grade that is not on the scale', 'below: A }', 'below: E }'],
    ['a tier that leaves no grade', 'below: A }', 'below: D }'],
  ])('refuse %s', (_name, from, to) => {
    expect(refusal(changed('r63-bank-zhangjiakou', from, to)).code).toBe('pack.reference_missing');
  });

  it('follow the scale of the office: below A may end at another grade than at most B', () => {
    const wording = { zh: '上限', en: 'cap' };
    const { rows } = expandGradeCap({
      id: 'cap',
      title: wording,
      article: 'X.1',
      scale: ['A', 'A-', 'B'],
      combine: 'AND',
      tiers: [
        { id: 'one', article: 'X.1', title: wording, when: [{ input: 'points', atMost: '10' }], below: 'A' },
        { id: 'two', article: 'X.2', title: wording, when: [{ input: 'points', atMost: '8' }], atMost: 'B' },
      ],
    });
    expect(rows.slice(0, 2).map((row) => row.gives)).toEqual([
      { grade: 'B', cappedBy: 'X.2' },
      { grade: 'A-', cappedBy: 'X.1' },
    ]);
  });
});

describe('days of a term (K19, K22)', () => {
  const plusTwo = (day: string, days: number) =>
    `${day.slice(0, 8)}${String(Number(day.slice(8)) + days + 2).padStart(2, '0')}`;

  it('run by the calendar that the term names', () => {
    expect(termDays({ dueDays: '3', calendar: 'calendarDays' }, '2026-12-30')).toEqual({ due: '2027-01-02' });
    expect(termDays({ dueDays: 3, calendar: 'workingDays' }, '2026-09-01', plusTwo)).toEqual({ due: '2026-09-06' });
  });

  it('are unknown without days, and in working days without a calendar', () => {
    expect(termDays({ every: 'year' }, '2026-12-30')).toBeUndefined();
    expect(termDays({ dueDays: '3', calendar: 'workingDays' }, '2026-12-30')).toBeUndefined();
  });
});
