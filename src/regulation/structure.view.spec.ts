import { loadLibrary } from './pack-loader.js';
import { viewOfPack } from './regulation.view.js';
import { structureView } from './structure.contract.js';

describe('an edition laid out for reading', () => {
  const library = loadLibrary();

  it.each(library.packs.map((pack) => [`${pack.id}/${pack.edition}`, pack] as const))('%s', (_, pack) => {
    const { structure, items, articles } = viewOfPack(library, pack.id, pack.edition);
    expect(structureView.parse(structure)).toEqual(structure);
    const anchors = new Set(articles.map((one) => one.article));
    const cited = [...structure.rules, ...structure.sections, ...structure.duties, ...structure.procedures];
    expect(cited.filter((one) => !anchors.has(one.article))).toEqual([]);
    // Whatever people can record with an amount or range of its own is told by a rule.
    const told = new Set(structure.rules.map((rule) => rule.id));
    expect(
      items.filter((item) => (item.points || item.range) && item.article === item.item && !told.has(item.item)),
    ).toEqual([]);
    const words = [...structure.rules, ...structure.decisions.flatMap((one) => one.rows)].flatMap((rule) =>
      [...('measure' in rule ? [rule.measure] : []), rule.when].map((told) => told?.zh ?? ''),
    );
    expect(words.filter((text) => text.includes('{"'))).toEqual([]);
  });

  it('tells the amounts, the head, the reading and the blank of R63', () => {
    const { structure } = viewOfPack(library, 'r63-bank-zhangjiakou', '2006-01-01');
    const rule = structure.rules.find((one) => one.id === 'R63.P07');
    expect(rule).toMatchObject({ points: { text: '-2' }, money: { text: '-200' } });
    expect(rule?.head?.clause).toEqual({ text: 'REPLACES', parameter: null, setting: 'R63.P07.headClause' });
    const blank = structure.rules.find((one) => one.id === 'R63.P16');
    expect(blank?.points).toEqual({ text: null, parameter: 'R63.P16.points', setting: null });
    const example = structure.examples.find((one) => one.id === 'G-17');
    expect(example?.facts).toHaveLength(2);
    expect(example?.expect).toContainEqual({ of: 'person:head', what: 'points total', value: '10.5' });
  });

  it('shows what an office filled in by its own pack', () => {
    const { structure } = viewOfPack(library, 'example-bank-department', '2026-01-01');
    expect(structure.rules.find((one) => one.id === 'R63.P16')?.points).toEqual({
      text: '-1',
      parameter: 'R63.P16.points',
      setting: null,
    });
    expect(structure.packs.map((pack) => pack.id)).toEqual([
      'example-bank-department',
      'r63-bank-zhangjiakou',
      'r15-leave',
      'x06-paid-annual-leave',
    ]);
  });
});
