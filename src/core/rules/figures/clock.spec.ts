/** How clock hours and silence after a term are said, as the README tells it. */
import { editionOf, resultOf } from '../../../../test/support/rule-pack.js';
import { termDays } from '../engine/term-days.js';

const hours = `
facts:
  - { item: F, subject: person, article: X, source: import, unit: { zh: 小时, en: hours }, title: T }
sheets:
  - output: late
    subject: person
    cycle: month
    article: X
    title: T
    sections:
      - id: s
        article: X
        title: T
        base: 0
        rules:
          - { kind: rule, id: r, article: X, title: T, measure: { ladder: { of: { round: { of: { sum: F }, mode: CEIL } }, steps: [{ upTo: 24, amount: 0 }, { above: 24, amount: 0, each: -1 }] } } }
`;

it.each([
  ['24', '0'],
  ['24.1', '-1'],
  ['25', '-1'],
  ['25.5', '-2'],
])('%s clock hours begun against a limit of 24 cost %s', (quantity, total) => {
  const given = {
    period: '2026-09',
    subjects: [{ key: 'person:a' }],
    facts: [{ item: 'F', subject: 'person:a', on: '2026-09-01', quantity }],
  };
  expect(resultOf(editionOf(hours), given, 'person:a').outputs.late?.total).toBe(total);
});

it('silence after a term creates a fact on the day after its grace', () => {
  const edition = editionOf(`
facts:
  - { item: S, subject: person, article: X, source: system, unit: T, title: T }
terms:
  - { kind: K22, id: answer, title: T, article: X, after: asked, days: 3, grace: 2, calendar: calendarDays, creates: S }
`);
  const { value } = edition.decide('answer', {});
  expect(value.creates).toBe('S');
  expect(termDays(value, '2025-04-08')).toMatchObject({ due: '2025-04-11', lateFrom: '2025-04-14' });
});
