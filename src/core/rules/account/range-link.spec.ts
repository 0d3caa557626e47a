/** What the two ranges of a rule have to do with each other, and what a form is told about it (A35). */
import { libraryOf, readPackSources } from '../../../regulation/pack-loader.js';
import { compile } from '../engine/compile.js';
import { isLinked, linkedMoney } from './range-link.js';

const points = (from: number, to: number) => [from * 10_000, to * 10_000] as const;
const exposure = { points: points(-10, -5), money: points(-1000, -500) };

describe('the money that goes with chosen points', () => {
  it.each([
    [-5, -500],
    [-10, -1000],
    [-7.5, -750],
    // Signs may be left out.
    [7.5, -750],
  ])('%s points ↔ %s yuan', (chosen, yuan) => {
    expect(linkedMoney(chosen * 10_000, exposure)).toBe(yuan * 10_000);
  });

  it('goes with rewards too', () => {
    expect(linkedMoney(20_000, { points: points(1, 3), money: points(50, 300) })).toBe(1_750_000);
  });

  it.each([
    ['points outside their range', -4, exposure],
    ['a rule without money', -6, { points: exposure.points }],
    ['a fixed fine', -6, { points: exposure.points, money: points(-500, -500) }],
    ['money of five decimals', -1.0001, { points: points(-4, -1), money: points(-2, -1) }],
  ])('is not offered for %s', (_what, chosen, range) => {
    expect(linkedMoney(Math.round(chosen * 10_000), range)).toBeUndefined();
  });

  it('is compared exactly, not by a rounded share', () => {
    const thirds = { points: points(-4, -1), money: points(-100, 0) };
    expect(isLinked(-20_000, -333_333, thirds)).toBe(false);
    expect(isLinked(-40_000, -1_000_000, thirds)).toBe(true);
  });
});

describe('what a form is told', () => {
  const library = libraryOf(readPackSources().filter((source) => source.id === 'r63-bank-zhangjiakou'));
  const link = (item: string, chosen?: string) =>
    compile(library.packs[0]!, library, chosen ? { settings: { 'range.link': chosen } } : {}).items.find(
      (info) => info.item === item,
    )!.rangeLink;

  it('follows the setting, which is the difference between offering and not offering', () => {
    expect(link('R63.P13')).toBe('SUGGEST');
    expect(link('R63.P13', 'ENFORCE')).toBe('ENFORCE');
    expect(link('R63.P13', 'OFF')).toBeUndefined();
  });

  it('is nothing where there is nothing to choose', () => {
    expect(link('R63.P07')).toBeUndefined();
    expect(link('R63.B3a', 'ENFORCE')).toBeUndefined();
  });
});
