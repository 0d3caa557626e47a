import { join } from 'node:path';
import { Problem } from '../../core/problem.js';
import { templatesFolder } from '../template.js';
import { Coverage } from './coverage.js';

const coverage = new Coverage(join(templatesFolder(), '_shared', 'fonts'));
const refusal = (fn: () => unknown) => {
  try {
    fn();
  } catch (error) {
    if (error instanceof Problem) return `${error.code} ${error.facts.characters}`;
    throw error;
  }
  return 'printed';
};

describe('names in one font', () => {
  it.each([
    ['李建国', 'GovFangSong'],
    ['王玥', 'GovKai'],
    ['张堃', 'GovKai'],
    ['龚䶮', 'GovKai'],
    ['李𬸦', 'GovKai'],
    ['陈㛃', 'GovKai'],
    ['㺹建国', 'GovBiaoSong'],
    ['𠮷田', 'GovKai'],
    ['𰻝𰻝', 'GovKai'],
    ['买买提·艾力', 'GovFangSong'],
  ])('%s → %s', (name, font) => expect(coverage.fontForName(name)).toBe(font));

  it('begins with the font of its surroundings', () => expect(coverage.fontForName('李建国', 'GovKai')).toBe('GovKai'));

  it('refuses what no font has, with the code point', () => {
    expect(refusal(() => coverage.fontForName('张\uE123'))).toBe('paper.glyph_missing U+E123');
    expect(refusal(() => coverage.fontForName('张\u{2F9C4}'))).toMatch(/^paper\.glyph_missing .*U\+2F9C4/);
  });
});

describe('whole documents', () => {
  it('says where the character stands', () => {
    try {
      coverage.assertPrintable({ data: { rows: [{ name: '李\u202E' }] } });
      throw new Error('printed');
    } catch (error) {
      expect(error).toMatchObject({
        code: 'paper.glyph_missing',
        extras: { errors: [{ where: '/data/rows/0/name', got: 'U+202E' }] },
      });
    }
  });

  it('has the characters of official papers', () => {
    expect(
      refusal(() =>
        coverage.assertPrintable('政服通〔2026〕3号 “红旗窗口”《办法》（一）①②③％‰±×÷℃№★☆—…·、。，：；？！￥℡〇'),
      ),
    ).toBe('printed');
  });
});
