/** Plain counts: an output says what it counts, and goes with its like alone. */
import { editionOf, packSource } from '../../../../test/support/rule-pack.js';
import { Problem } from '../../problem.js';
import { parsePack } from './pack.js';
import { unitName } from './unit-names.js';

const facts = `
facts:
  - { item: F, subject: person, article: X, source: import, unit: { zh: 件, en: cases }, title: T }
  - { item: M, subject: person, article: X, source: import, unit: { zh: 元, en: yuan }, title: T }
blends:
`;
const blend = (output: string, measure: string, unit = '') =>
  `  - { output: ${output}, subject: person, cycle: month, article: X, title: T, ${unit} missing: NO_SCORE, parts: [{ id: ${output}.p, article: X, title: T, measure: ${measure} }] }\n`;
const cases = 'unit: count, counts: { zh: 件, en: case(s) },';
const rounds = 'unit: count, counts: { zh: 回, en: round(s) },';

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'not refused';
};

it('say what they count, and only they', () => {
  const edition = editionOf(`${facts}${blend('volume', '{ sum: F }', cases)}`);
  const info = edition.outputs.find((one) => one.output === 'volume');
  expect(info).toMatchObject({ unit: 'count', counts: { zh: '件', en: 'case(s)' } });
  expect([unitName('count', info?.counts).zh, unitName('yuan').zh, unitName('points').en]).toEqual([
    '件',
    '元',
    'point(s)',
  ]);
  for (const unit of ['unit: count,', 'unit: points, counts: T,', 'counts: T,'])
    expect(code(() => parsePack(packSource(`${facts}${blend('volume', '{ sum: F }', unit)}`)))).toBe('pack.invalid');
});

it('are never added to points, money or a count of something else', () => {
  const two = (unit: string, measure: string) =>
    code(() => editionOf(`${facts}${blend('volume', '{ sum: F }', cases)}${blend('other', measure, unit)}`));
  expect(two('', '{ output: volume }')).toBe('pack.units_mixed');
  expect(two('unit: yuan,', '{ output: volume }')).toBe('pack.units_mixed');
  expect(two(rounds, '{ output: volume }')).toBe('pack.units_mixed');
  expect(two(cases, '{ sum: M }')).toBe('pack.units_mixed');
  expect(two(cases, '{ output: volume }')).toBe('not refused');
});

it('come out of a share times a hundredth, and give money where they are multiplied with it', () => {
  const two = (unit: string, measure: string) =>
    code(() => editionOf(`${facts}${blend('volume', '{ sum: F }', cases)}${blend('other', measure, unit)}`));
  expect(two(rounds, '{ times: [{ share: [F, "3"] }, "0.01"] }')).toBe('not refused');
  expect(two(rounds, '{ times: [{ share: [F, "3"] }, "0.1"] }')).toBe('pack.units_mixed');
  expect(two('unit: yuan,', '{ times: [{ output: volume }, M] }')).toBe('not refused');
});
