/** What the pack reader refuses, and where it says the fault is. */
import { libraryOf, readPackSources } from '../../../regulation/pack-loader.js';
import { Problem } from '../../problem.js';
import { compile } from '../engine/compile.js';
import { periodOf, runCases } from '../examples/cases.js';
import { nearest, readYaml } from '../language/yaml.js';
import { type PackSource, parsePack } from './pack.js';

const sources = readPackSources();
const source = (id: string): PackSource => sources.find((item) => item.id === id)!;

function changed(
  id: string,
  from: string | RegExp,
  to: string,
  file: 'rules' | 'index' | 'cases' = 'rules',
): PackSource {
  const old = source(id);
  const text = old[file]!.text.replace(from, to);
  if (text === old[file]!.text) throw new Error(`the test changes nothing: ${from}`);
  return { ...old, [file]: { ...old[file]!, text } };
}

function refusal(run: () => unknown): { code: string; where: string; allowed: unknown; got: unknown } {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const first = error.extras.errors?.[0];
    return {
      code: error.code,
      where: first?.where ?? '',
      allowed: first?.allowed,
      got: first?.got ?? Object.values(error.facts)[0],
    };
  }
  throw new Error('not refused');
}
const compileWith = (item: PackSource) => {
  const library = libraryOf([...sources.filter((other) => other.id !== item.id), item]);
  return compile(library.find(item.id)!, library);
};

describe('reading YAML', () => {
  it.each([
    ['a tab', 'a:\n\tb: 1', 'pack.syntax', 'x:2:1'],
    ['a key twice', 'a: 1\na: 2', 'pack.duplicate_key', 'x:2:1'],
    ['a tag', 'a: !!js/function "x"', 'pack.tag_forbidden', 'x:1:4'],
    ['a local tag', 'a: !thing x', 'pack.tag_forbidden', 'x:1:4'],
    ['an anchor', 'a: &one 1', 'pack.alias_forbidden', 'x:1:9'],
    ['an alias', 'a: &one [1]\nb: *one', 'pack.alias_forbidden', 'x:1:9'],
    ['a merge key', '<<: { a: 1 }', 'pack.alias_forbidden', 'x:1:1'],
    ['not a number', 'a: .nan', 'pack.number_not_finite', 'x:1:4'],
    ['infinity', 'a: -.inf', 'pack.number_not_finite', 'x:1:4'],
    ['13 levels', '[[[[[[[[[[[[[1]]]]]]]]]]]]]', 'pack.too_deep', 'x:1:13'],
    ['more than 1 MiB', `a: ${'x'.repeat(1_048_576)}`, 'pack.too_large', 'x'],
    ['an open bracket', 'a: [1', 'pack.syntax', 'x:1:6'],
  ])('refuses %s', (_name, text, code, where) => {
    expect(refusal(() => readYaml(text, 'x'))).toMatchObject({ code, where });
  });

  it('refuses nine levels of aliases at once', () => {
    const bomb = [
      'a0: &a0 [x,x,x,x,x,x,x,x,x]',
      ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`),
    ].join('\n');
    const start = performance.now();
    expect(refusal(() => readYaml(bomb, 'x')).code).toBe('pack.alias_forbidden');
    expect(performance.now() - start).toBeLessThan(100);
  });

  it('keeps numbers as they are written and sets no prototype', () => {
    const { value } = readYaml('a: 1.10\nb: "true"\nc: true\nd: 0x10\n__proto__: { polluted: yes }', 'x');
    expect(value).toMatchObject({ a: '1.10', b: 'true', c: true, d: '0x10' });
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it('finds the name that was meant', () => {
    expect(nearest('weigth', ['weight', 'when', 'word'])).toBe('weight');
    expect(nearest('something', ['weight', 'when'])).toBeUndefined();
  });
});

describe('reading a pack', () => {
  it('names an unknown field, its place and the field that was meant', () => {
    const result = refusal(() => parsePack(changed('r14-guangxi', 'weight: 30', 'weigth: 30')));
    expect(result).toMatchObject({ code: 'pack.field_unknown', got: 'weigth', allowed: 'weight' });
    expect(result.where).toMatch(/^r14-guangxi\/2024-01-01\/rules\.yaml:\d+:\d+$/);
  });

  it('refuses weights that do not add up to 100', () => {
    expect(refusal(() => parsePack(changed('r14-guangxi', 'weight: 40', 'weight: 35')))).toMatchObject({
      code: 'pack.weights_not_100',
      got: '95',
    });
  });

  it('refuses bands with a gap or an overlap', () => {
    expect(refusal(() => parsePack(changed('r14-guangxi', 'from: 75, below: 95', 'from: 75, to: 94')))).toMatchObject({
      code: 'pack.bands_gap',
      got: '94–95',
    });
    expect(refusal(() => parsePack(changed('r14-guangxi', 'from: 75, below: 95', 'from: 75, to: 95')))).toMatchObject({
      code: 'pack.bands_overlap',
      got: '95',
    });
    expect(
      refusal(() => parsePack(changed('r14-guangxi', 'from: 75, below: 95', 'above: 75, below: 95'))),
    ).toMatchObject({ code: 'pack.bands_gap', got: '75' });
  });

  it('refuses bands that a setting has pulled apart', () => {
    const library = libraryOf(sources);
    expect(
      refusal(() => compile(library.find('r11-he-county')!, library, { settings: { 'bands.peerReviewLow': '70' } }))
        .code,
    ).toBe('pack.bands_overlap');
  });

  it('refuses references to what does not exist, with the nearest name', () => {
    expect(
      refusal(() => compileWith(changed('r11-he-county', 'facts: [hall.ratedPoor]', 'facts: [hall.ratedPor]'))),
    ).toMatchObject({ code: 'pack.reference_missing', allowed: 'hall.ratedPoor' });
    expect(
      refusal(() =>
        compileWith(
          changed(
            'r11-he-county',
            'article: R11.B9\n            title: { zh: "评议率"',
            'article: R11.B19\n            title: { zh: "评议率"',
          ),
        ),
      ),
    ).toMatchObject({ code: 'pack.reference_missing', got: 'R11.B19' });
    expect(
      refusal(() =>
        compileWith(changed('r11-he-county', 'partial: { setting: perPercent }', 'partial: { setting: perPercnt }')),
      ),
    ).toMatchObject({ code: 'pack.reference_missing', allowed: 'perPercent' });
    expect(
      refusal(() => compileWith(changed('example-city-hall', 'R28.bottomThree.1:', 'R28.bottomThree.9:'))),
    ).toMatchObject({ code: 'pack.reference_missing', got: 'R28.bottomThree.9' });
    expect(refusal(() => compileWith(changed('example-city-hall', 'pack: r15-leave', 'pack: r16-leave'))).code).toBe(
      'pack.reference_missing',
    );
  });

  it('refuses a value that a setting does not take', () => {
    expect(
      refusal(() => compileWith(changed('example-city-hall', 'quota.rounding: FLOOR', 'quota.rounding: FLOR'))),
    ).toMatchObject({ code: 'pack.invalid', allowed: ['FLOOR', 'HALF_UP', 'CEIL'] });
  });

  it('refuses a name used twice and editions that overlap in time', () => {
    expect(refusal(() => parsePack(changed('r11-he-county', 'id: R11.B2', 'id: R11.B1'))).code).toBe('pack.name_twice');
    const twice = changed(
      'r11-he-county',
      'editions:',
      'editions:\n  - { edition: 2023-01-01, from: 2023-01-01 }',
      'index',
    );
    expect(refusal(() => parsePack(twice)).code).toBe('pack.effective_overlap');
  });

  it('changes the hash with an amount, a setting or a filled blank, and not with a comment', () => {
    const hash = compileWith(source('r28-city-centre')).hash;
    expect(compileWith(changed('r28-city-centre', /^/, '# a remark\n')).hash).toBe(hash);
    expect(compileWith(changed('r28-city-centre', 'each: -0.1', 'each: -0.2')).hash).not.toBe(hash);
    const library = libraryOf(sources);
    const pack = library.find('r28-city-centre')!;
    expect(compile(pack, library, { settings: { perPoint: 'LINEAR' } }).hash).not.toBe(hash);
    expect(compile(pack, library, { fill: { 'publicity.days': '5' } }).hash).not.toBe(hash);
    const composed = compileWith(source('example-city-hall')).hash;
    const changedUse = libraryOf([
      ...sources.filter((item) => item.id !== 'r28-city-centre'),
      changed('r28-city-centre', 'each: -0.1', 'each: -0.2'),
    ]);
    expect(compile(changedUse.find('example-city-hall')!, changedUse).hash).not.toBe(composed);
  });

  it('sees an example that fails and a rule without an example', () => {
    const wrong = libraryOf([changed('r11-he-county', 'total: "76"', 'total: "77"', 'cases')]);
    const report = runCases(wrong.packs[0]!, wrong);
    expect(report.outcomes.find((item) => item.id === 'G-01')!.faults).toEqual([
      'window:A01 window total: expected 77, got 76',
    ]);
    const bare = libraryOf([
      changed('r11-he-county', '      - { item: R11.D2, subject: "window:A01", on: 2026-09-01 }\n', '', 'cases'),
    ]);
    expect(runCases(bare.packs[0]!, bare).coverage.missing).toEqual(['R11.D2 → hit']);
    const oneSided = libraryOf([
      changed('r15-leave', /.*decision: leave\.substitute, input: \{ workers: "3", days: "(6|5\.5)".*\n/g, '', 'cases'),
    ]);
    expect(runCases(oneSided.packs[0]!, oneSided).coverage.missing).toContain('leave.substitute.others → hit');
  });

  it('takes an amount inside the range that an officer may choose from, and no other', () => {
    const edition = compileWith(
      changed('r63-bank-zhangjiakou', 'points: 1, money: 100', 'points: [1, 3], money: [50, 300]'),
    );
    const evaluate = (points: number, money: number) => {
      const facts = [
        {
          id: 'f',
          item: 'R63.B1',
          subject: 'person:a',
          happenedOn: '2026-02-03',
          quantity: 10_000,
          count: 1 as const,
          points,
          money,
        },
      ];
      const period = periodOf('2026-02');
      return edition
        .evaluate({ period, asOf: period.to, subjects: [{ key: 'person:a', kind: 'person' }], facts })
        .subjects.get('person:a')!.outputs.points!;
    };
    expect(evaluate(25_000, 2_500_000)).toMatchObject({ total: '29/2', rewards: '250', fines: '0' });
    expect(refusal(() => evaluate(35_000, 2_500_000)).code).toBe('regulation.gap');
    expect(refusal(() => evaluate(0, 2_500_000)).code).toBe('regulation.gap');
    expect(edition.items.find((item) => item.item === 'R63.B1')!.range).toEqual({
      points: [10_000, 30_000],
      money: [500_000, 3_000_000],
    });
  });
});
