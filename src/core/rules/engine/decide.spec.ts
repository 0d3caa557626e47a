/** Decision tables: which rows are looked at, and what a blank in one of them stops. */
import { editionOf } from '../../../../test/support/rule-pack.js';
import { Problem } from '../../problem.js';

const table = (hit: string) => `
parameters:
  limit: { article: X.2, title: T, unit: T, value: ____ }
decisions:
  - id: D
    title: T
    article: X
    hit: ${hit}
    inputs: { days: number }
    rows:
      - { id: short, articles: [X], title: T, when: { input: days, atMost: 1 }, gives: { by: HEAD } }
      - { id: long, articles: [X], title: T, when: { input: days, above: { parameter: limit } }, gives: { by: LEADER } }
      - { id: else, articles: [X], title: T, when: { input: days, above: 1 }, gives: { by: CHIEF } }
`;

const decided = (hit: string, days: string, choices = {}): unknown => {
  try {
    return editionOf(table(hit), choices).decide('D', { days }).value.by;
  } catch (error) {
    if (error instanceof Problem) return `${error.code} ${String(error.facts.parameter)}`;
    throw error;
  }
};

describe('the first row that fits', () => {
  it('decides before a later row with a blank limit is looked at', () => {
    expect(decided('first', '1')).toBe('HEAD');
  });

  it('is not known where the blank stands before it', () => {
    expect(decided('first', '1.5')).toBe('regulation.blank limit');
    expect(decided('first', '1.5', { fill: { limit: '2' } })).toBe('CHIEF');
    expect(decided('first', '2.5', { fill: { limit: '2' } })).toBe('LEADER');
  });
});

it.each(['unique', 'collect'])('with %s every row is looked at, so any blank limit refuses', (hit) => {
  expect(decided(hit, '1')).toBe('regulation.blank limit');
});
