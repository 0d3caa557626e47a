/** What the texts leave open: every number from A01 to A64 is decided somewhere, and each of its readings is told apart. */
import { readFileSync } from 'node:fs';
import { ambiguitiesPath, ambiguitiesText, readAmbiguities } from '../src/cli/rules-ambiguities.js';
import { type AmbiguitiesFile, checkAmbiguities } from '../src/core/rules/examples/ambiguities.js';
import { loadLibrary } from '../src/regulation/pack-loader.js';

const library = loadLibrary('regulations');
const list = readAmbiguities('regulations');
const found = checkAmbiguities(list, library.packs, library);

describe('the ambiguities', () => {
  it('are A01 to A64, and from B01 on what came up since, each once', () => {
    const ids = list.ambiguities.map((item) => item.id);
    const numbered = (letter: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`);
    expect(ids).toEqual([...numbered('A', 64), ...numbered('B', ids.length - 64)]);
  });

  it('leave no setting of the rules on leave without its number', () => {
    const pack = library.packs.find((one) => one.id === 'r15-leave');
    const settings = Object.entries(pack?.rules.settings ?? {});
    expect(settings.length).toBeGreaterThan(15);
    expect(settings.filter(([, { ambiguity }]) => ambiguity === undefined)).toEqual([]);
  });

  it('are each decided by a setting, a blank or something that stands in a pack, with an example of each reading', () => {
    expect(found.faults).toEqual([]);
  });

  it('stand in docs/ambiguities.md as the packs have them (npm run cli -- rules ambiguities)', () => {
    expect(readFileSync(ambiguitiesPath(), 'utf8')).toBe(ambiguitiesText(found.ambiguities));
  });

  it('are not found twice or nowhere: every setting and blank of a pack names a number of the list', () => {
    const numbers = new Set(list.ambiguities.map((item) => item.id));
    const strange = library.packs.flatMap((pack) =>
      Object.entries({ ...pack.rules.settings, ...pack.rules.parameters }).flatMap(([name, { ambiguity }]) =>
        ambiguity === undefined || numbers.has(ambiguity) ? [] : `${pack.id} ${name} ${ambiguity}`,
      ),
    );
    expect(strange).toEqual([]);
  });
});

describe('the check of the ambiguities', () => {
  const only = (by: AmbiguitiesFile['ambiguities'][number]['by'], same: AmbiguitiesFile['same'] = []) =>
    checkAmbiguities(
      { ambiguities: [{ id: 'A35', question: { zh: '问', en: 'question' }, by }], same },
      library.packs,
      library,
    ).faults.filter((fault) => fault.startsWith('A35'));
  const bank = 'r63-bank-zhangjiakou';

  it.each([
    [
      'a reading that changes nothing',
      only([{ pack: bank, setting: 'range.link' }]),
      'no example tells the reading OFF apart',
    ],
    ['a setting of another number', only([{ pack: bank, setting: 'anyOf' }]), 'the setting names A36'],
    ['a setting that is not there', only([{ pack: bank, setting: 'range.links' }]), 'no such setting'],
    ['a pack that is not there', only([{ pack: 'r64', setting: 'range.link' }]), 'no such pack'],
    ['a parameter that nobody fills in', only([{ pack: bank, parameter: 'R63.B0.reward' }]), 'no example fills it in'],
    ['an example that is not there', only([{ pack: bank, rule: 'R63.P03b', cases: ['G-99'] }]), 'no example G-99'],
    ['a rule that is not there', only([{ pack: bank, rule: 'R63.P99', cases: ['G-17'] }]), 'not in the pack'],
    [
      'a check that no example meets',
      only([{ pack: bank, validation: 'pack.weights_not_100' }]),
      'no example is refused so',
    ],
  ])('finds %s', (_name, faults, fault) => {
    expect(faults.join()).toContain(fault);
  });

  it('misses a number that is not in the list', () => {
    expect(checkAmbiguities({ ambiguities: [], same: [] }, library.packs, library).faults).toHaveLength(64);
  });
});
