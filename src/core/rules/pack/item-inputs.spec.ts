/** What a record of an item has to say, found in the rules that read it. */
import { editionOf } from '../../../../test/support/rule-pack.js';
import { libraryOf, readPackSources } from '../../../regulation/pack-loader.js';
import { compile } from '../engine/compile.js';
import { factFaults, readValues } from '../engine/fact-check.js';
import type { CompiledEdition } from '../types.js';

const used = ['r63-bank-zhangjiakou', 'r49-service-window', 'r03-hospital-judges'];
const library = libraryOf(readPackSources().filter((source) => used.includes(source.id)));
const packOf = (id: string, options = {}) => compile(library.packs.find((model) => model.id === id)!, library, options);
const itemOf = (edition: CompiledEdition, item: string) => edition.items.find((one) => one.item === item)!;

describe('a record of an item', () => {
  const bank = packOf('r63-bank-zhangjiakou');

  it('is asked for the percentage of those above where the office has none, within its article, when it is judged', () => {
    expect(itemOf(bank, 'R63.P19c').inputs).toEqual([
      expect.objectContaining({
        field: 'directorPercent',
        article: 'R63.P19d',
        type: 'number',
        range: [100_000, 200_000],
        needed: true,
        asked: 'assess',
      }),
      expect.objectContaining({ field: 'directorInChargePercent', needed: true }),
      expect.objectContaining({ field: 'event', type: 'text', needed: false, asked: 'record' }),
    ]);
    const filled = packOf('r63-bank-zhangjiakou', { fill: { 'R63.directorShare.percent': '15' } });
    expect(itemOf(filled, 'R63.P19c').inputs?.[0]).toMatchObject({ needed: false, usual: 150_000 });
  });

  it('is asked for its event only where one record of an event gives way to another', () => {
    const fields = (edition: CompiledEdition, item: string) =>
      (itemOf(edition, item).inputs ?? []).map((input) => input.field);
    expect(fields(packOf('r49-service-window', { settings: { 'overlap.policy': 'LARGER' } }), 'R49.1.2a')).toEqual([
      'event',
    ]);
    expect(
      fields(packOf('r49-service-window', { settings: { 'overlap.policy': 'SEPARATE_FACTS' } }), 'R49.1.2a'),
    ).toEqual([]);
  });

  it('must tell a mark, within the marks that may be given', () => {
    expect(itemOf(packOf('r03-hospital-judges'), 'R03.image1').quantity).toEqual({
      needed: true,
      from: 0,
      to: 100_000,
      whole: true,
    });
    expect(itemOf(bank, 'R63.P03a').quantity).toBeUndefined();
  });

  it('is asked for a word that its rules tell apart', () => {
    const edition = editionOf(`
facts:
  - { item: F, subject: person, article: X, source: finding, unit: { zh: 次, en: times }, title: T }
blends:
  - { output: b, subject: person, cycle: month, article: X, title: T, missing: NO_SCORE, parts: [{ id: b.p, article: X, title: T, measure: { add: [{ count: F, where: { field: channel, is: phone } }, { count: F, where: { field: channel, in: [post, desk] } }] } }] }
`);
    expect(itemOf(edition, 'F').inputs).toMatchObject([
      { field: 'channel', type: 'choice', choices: ['phone', 'post', 'desk'], needed: false },
    ]);
  });

  it('is refused with a number outside its range, and with what is no number', () => {
    const fault = (values: Record<string, string | number>) =>
      factFaults(bank, { item: 'R63.P19c', subject: 'person:a', happenedOn: '2026-09-01', values });
    expect(fault({ directorPercent: '25' })).toMatchObject([
      { code: 'fact.value_outside', field: 'values', key: 'directorPercent', got: '25', allowed: '10 – 20%' },
    ]);
    expect(fault({ directorPercent: 'half' })).toMatchObject([{ code: 'fact.value_outside', got: 'half' }]);
    expect(fault({ directorPercent: '10' })).toEqual([]);
    expect(fault({ directorPercent: 200_000 })).toEqual([]);
  });

  it('keeps typed numbers exact, and words as they are', () => {
    const inputs = itemOf(bank, 'R63.P19c').inputs!;
    expect(readValues({ directorPercent: '12.5', event: '2026-09-01 报道' }, inputs)).toEqual({
      directorPercent: 125_000,
      event: '2026-09-01 报道',
    });
  });
});
