/** Blanks that are words or days: told where a text names them, refused by name when they cannot be. */
import { editionOf, noLibrary, packSource } from '../../../../test/support/rule-pack.js';
import { Problem } from '../../problem.js';
import { compile } from '../engine/compile.js';
import { type PackModel, parsePack } from './pack.js';

const rules = (more = '') => `
parameters:
  window: { article: X, type: text, title: T, unit: { zh: 名称, en: name }, value: ____ }
  begin: { article: X, type: day, title: T, unit: { zh: 日期, en: day }, value: ____ }
  share: { article: X, title: T, unit: { zh: "%", en: "%" }, value: "15" }
  months: { article: X, title: T, unit: { zh: 个月, en: months }, value: ____ }
duties:
  - { id: D, article: X, title: { zh: "报出{window}，{share}", en: "Say {window}, {share}, {months}" }, every: day, who: STAFF }
decisions:
  - { id: phrase, title: T, article: X, hit: first, inputs: {}, rows: [{ id: all, articles: [X], title: T, gives: { says: { parameter: window } } }] }
procedures:
  - { id: P, article: X, title: T, start: { parameter: begin }, steps: [{ id: a, article: X, title: { zh: "自{begin}起", en: "From {begin}" }, months: { parameter: months } }] }
${more}`;

const compileAlone = (model: PackModel, fill: Record<string, string>) => compile(model, noLibrary, { fill });

const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return `${error.code} ${JSON.stringify(error.facts)}`;
    throw error;
  }
  return 'not refused';
};

it('are told where a duty or a step names them, and are a blank until then', () => {
  const blank = editionOf(rules());
  expect(blank.duties[0]?.title).toEqual({ zh: '报出____，15%', en: 'Say ____, 15%, ____' });
  const filled = editionOf(rules(), { fill: { window: ' 税务窗口 ', begin: '2026-11-30', months: '3 months' } });
  expect(filled.duties[0]?.title).toEqual({ zh: '报出税务窗口，15%', en: 'Say 税务窗口, 15%, 3 months' });
  expect(filled.procedures[0]?.steps[0]?.title.zh).toBe('自2026-11-30起');
  expect(filled.parameters.map(({ parameter, type, value }) => [parameter, type, value])).toEqual([
    ['window', 'text', '税务窗口'],
    ['begin', 'day', '2026-11-30'],
    ['share', undefined, '15'],
    ['months', undefined, '3'],
  ]);
  expect(filled.hash).not.toBe(blank.hash);
});

it('are told in articles too', () => {
  const source = packSource(rules());
  const text = source.articles.text.replace('zh: 标题, en: Title', 'zh: "窗口{window}", en: "Window {window}"');
  const model = parsePack({ ...source, articles: { ...source.articles, text } });
  expect(compileAlone(model, { window: '甲' }).articles[0]).toMatchObject({ zh: '窗口甲', en: 'Window 甲' });
  const wrong = parsePack({ ...source, articles: { ...source.articles, text: text.replace('{window}', '{windows}') } });
  expect(refusal(() => compileAlone(wrong, {}))).toBe(
    'pack.reference_missing {"where":"articles.yaml X","got":"windows"}',
  );
});

it('start a procedure, unless another first day is given', () => {
  const blank = editionOf(rules(), { fill: { months: '3' } });
  expect(refusal(() => blank.procedureDates('P'))).toContain('regulation.blank {"parameter":"begin"');
  expect(blank.procedureDates('P', '2026-01-31')).toEqual([{ step: 'a', from: '2026-01-31', to: '2026-04-30' }]);
  const filled = editionOf(rules(), { fill: { months: '3', begin: '2026-11-30' } });
  expect(filled.procedureDates('P')).toEqual([{ step: 'a', from: '2026-11-30', to: '2027-02-28' }]);
});

it('are given by decisions as they are written', () => {
  expect(refusal(() => editionOf(rules()).decide('phrase', {}))).toContain('regulation.blank {"parameter":"window"');
  expect(editionOf(rules(), { fill: { window: '甲' } }).decide('phrase', {}).value).toEqual({ says: '甲' });
});

describe('a value that cannot be', () => {
  it.each([
    ['begin', '2026-02-30', 'regulation.parameter_day'],
    ['begin', '3 月', 'regulation.parameter_day'],
    ['window', '   ', 'regulation.parameter_text'],
    ['window', '两\n行', 'regulation.parameter_text'],
    ['window', '{months}', 'regulation.parameter_text'],
    ['window', '字'.repeat(201), 'regulation.parameter_text'],
    ['months', '三', 'regulation.parameter_unit'],
  ])('%s: %j is refused by name', (parameter, value, code) => {
    const got = refusal(() => editionOf(rules(), { fill: { [parameter]: value } }));
    expect(got).toContain(`${code} {"parameter":"${parameter}"`);
  });
});

it('stand only where no figure is due', () => {
  const procedure = (start: string) => rules().replace('start: { parameter: begin }', start);
  expect(refusal(() => editionOf(procedure('start: { parameter: share }')))).toContain('pack.invalid');
  expect(refusal(() => editionOf(procedure('start: { parameter: window }')))).toContain('pack.invalid');
  expect(refusal(() => editionOf(rules().replace('{ parameter: months }', '{ parameter: window }')))).toContain(
    'pack.invalid',
  );
  expect(refusal(() => editionOf(rules().replace('报出{window}', '报出{wndow}')))).toContain(
    'pack.reference_missing {"where":"rules.yaml duties","got":"wndow"}',
  );
  expect(refusal(() => editionOf(procedure('anchor: START')).procedureDates('P'))).toContain('regulation.input');
});
