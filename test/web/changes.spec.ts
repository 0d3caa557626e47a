/** What is typed in the sandbox becomes the smallest request that says it; what is no number is never sent. */
import { loadLibrary } from '../../src/regulation/pack-loader.js';
import { viewOfPack } from '../../src/regulation/regulation.view.js';
import {
  type Change,
  changeOf,
  faultyFields,
  isDecimal,
  patchOf,
  plainNumber,
} from '../../web/src/regulation/changes.js';
import { monthAfter } from '../../web/src/regulation/days.js';

const view = viewOfPack(loadLibrary(), 'r63-bank-zhangjiakou', '2006-01-01');
const given = (key: string): Change => {
  const change = changeOf(view, key);
  if (!change) throw new Error(`no ${key}`);
  return change;
};

describe('changes of an edition', () => {
  it('start from what the text says, and say nothing while nothing differs', () => {
    expect(given('rule:R63.P07')).toEqual({ kind: 'rule', name: 'R63.P07', points: '-2', money: '-200' });
    expect(given('setting:points.cap')).toEqual({ kind: 'setting', name: 'points.cap', value: 'NONE' });
    expect(patchOf(view, [given('rule:R63.P07'), given('setting:points.cap')])).toEqual({
      items: [],
      settings: {},
      fill: {},
    });
    expect(changeOf(view, 'rule:nothing')).toBeUndefined();
  });

  it('say only what differs, a range as both its ends', () => {
    const rule = { ...given('rule:R63.P07'), points: '-3' } as Change;
    const range = { ...given('rule:R63.P13'), pointsTo: '-5' } as Change;
    const reading = { ...given('setting:points.cap'), value: '12' } as Change;
    const { items, settings } = patchOf(view, [rule, range, reading]);
    expect(items).toEqual([
      { rule: 'R63.P07', points: '-3' },
      { rule: 'R63.P13', points: [(range as { points: string }).points, '-5'] },
    ]);
    expect(settings).toEqual({ 'points.cap': '12' });
  });

  it('of a rule whose amount is a blank change the blank', () => {
    const change = given('rule:R63.P16');
    expect(change).toMatchObject({ kind: 'parameter', name: 'R63.P16.points' });
    expect(patchOf(view, [{ ...change, value: '-1' } as Change]).fill).toEqual({ 'R63.P16.points': '-1' });
  });

  it.each([
    ['－３', '-3'],
    ['−0.5', '-0.5'],
    ['１２．５', '12.5'],
    [' +2 ', '+2'],
  ])('read %s as an input method writes it', (typed, plain) => {
    expect(plainNumber(typed)).toBe(plain);
    expect(isDecimal(plain)).toBe(true);
  });

  it.each(['', '两', '1.23456', '1e3', '--1', '1,5'])('take %j for no number', (text) => {
    expect(faultyFields({ ...given('rule:R63.P07'), points: text } as Change, view)).toEqual(['points']);
  });

  it('begin with a month', () => {
    expect(monthAfter('2026-09-30')).toBe('2026-10-01');
    expect(monthAfter('2026-12-01')).toBe('2027-01-01');
  });
});
