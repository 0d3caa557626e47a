/** Kinds of leave as data: read strictly, told with their place, settled with the readings and blanks of the edition. */
import { loadLibrary } from '../../../regulation/pack-loader.js';
import { compile } from '../engine/compile.js';
import { type PackSource, parsePack } from './pack.js';

const source = (rules: string): PackSource => ({
  id: 'a-office',
  edition: '2026-01-01',
  index: {
    path: 'index.yaml',
    text: 'id: a-office\ntitle: { zh: 甲, en: A }\nowner: { zh: 甲, en: A }\ninstitution: service-hall\nsource: { zh: 甲, en: A }\neditions: [{ edition: 2026-01-01, from: 2026-01-01 }]\n',
  },
  articles: { path: 'articles.yaml', text: 'articles:\n  - { article: A.1, gist: { zh: 一, en: one }, place: 一 }\n' },
  rules: { path: 'rules.yaml', text: rules },
});
const kind = (more: string) =>
  `leaveKinds:\n  - { id: moving, article: A.1, title: { zh: 搬家假, en: Moving }, parts: [halfDays]${more} }\n`;
const read = (rules: string, choices = {}) => compile(parsePack(source(rules)), { find: () => undefined }, choices);
const fault = (rules: string) => {
  try {
    read(rules);
  } catch (error) {
    const { code, extras } = error as { code: string; extras: { errors?: object[] } };
    return { code, ...extras.errors?.[0] };
  }
  return undefined;
};

describe('kinds of leave', () => {
  it('are read with their defaults', () => {
    expect(read(kind('')).leaveKinds).toEqual([
      {
        id: 'moving',
        article: 'A.1',
        zh: '搬家假',
        en: 'Moving',
        parts: ['halfDays'],
        step: 1,
        proof: { when: 'none' },
      },
    ]);
  });

  it.each([
    [
      'a part that there is not',
      kind('').replace('[halfDays]', '[wholeDays]'),
      'pack.invalid',
      { got: '"wholeDays"', allowed: ['halfDays', 'hours'] },
    ],
    ['a field misspelt', kind(', mostDay: 3'), 'pack.field_unknown', { got: 'mostDay', allowed: 'mostDays' }],
    [
      'an article that is not there',
      kind('').replace('A.1, title', 'A.2, title'),
      'pack.reference_missing',
      { got: 'A.2', allowed: 'A.1' },
    ],
    ['a proof without its document', kind(', proof: { when: return }'), 'pack.invalid', {}],
    ['minutes of a kind in half days', kind(', mostMinutes: 30'), 'pack.invalid', {}],
    [
      'a decision that is not there',
      kind(', account: { id: moving, entitlement: leave.moving }'),
      'pack.reference_missing',
      { got: 'leave.moving' },
    ],
    ['the same name twice', `${kind('')}${kind('').split('\n')[1]}\n`, 'pack.name_twice', undefined],
  ])('refuses %s', (_, rules, code, detail) => {
    const found = fault(rules);
    expect(found).toMatchObject({ code, ...(detail ?? {}) });
    if (detail) expect((found as { where?: string }).where).toMatch(/^(rules\.yaml:\d+:\d+|leaveKinds\.)/);
  });

  it('take figures from settings and blanks; a blank refuses the kind alone', () => {
    const rules = `parameters:\n  moving.days: { article: A.1, title: { zh: 天数, en: days }, unit: { zh: 天, en: days }, value: ____ }\n${kind(', mostDays: { parameter: moving.days }')}`;
    expect(read(rules).leaveKinds[0]).toMatchObject({ id: 'moving', blank: { code: 'regulation.blank' } });
    const [filled] = read(rules, { fill: { 'moving.days': '2.5' } }).leaveKinds;
    expect([filled?.mostDays, filled?.blank]).toEqual([25_000, undefined]);
  });

  it('of the example hall are those of R15 and its own', () => {
    const packs = loadLibrary();
    const hall = compile(packs.find('example-city-hall', '2026-01-01')!, packs);
    expect(hall.leaveKinds.map((one) => one.id).sort()).toEqual([
      'annual',
      'bereavement',
      'marriage',
      'maternity',
      'official',
      'outing',
      'personal',
      'sick',
    ]);
    expect(hall.leaveKinds.find((one) => one.id === 'outing')).toMatchObject({
      parts: ['hours'],
      mostMinutes: 30,
      step: 30,
    });
    expect(hall.leaveKinds.find((one) => one.id === 'maternity')?.proof).toMatchObject({
      when: 'return',
      withinWorkingDays: 10,
    });
  });
});
