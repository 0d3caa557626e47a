import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { roles } from '../../src/core/roles.js';
import { dictionary, texts } from '../../web/src/texts/index.js';

const root = join(import.meta.dirname, '../../web/src');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('texts'))
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));

/** Keys that the pages name outright; keys put together at run time are covered by the families below. */
const named = sources.flatMap(({ name, text }) =>
  [...text.matchAll(/'((?:[a-z][A-Za-z]*)\.[A-Za-z0-9.-]+)'/g)]
    .map((match) => match[1]!)
    .filter((key) => new RegExp(`(say\\([^)]*|label: )'${key.replace(/\./g, '\\.')}'`).test(text))
    .map((key) => ({ name, key })),
);
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();

describe('texts of the pages', () => {
  it('has the same keys in both languages, none empty', () => {
    const [chinese, english] = [dictionary(0), dictionary(1)];
    expect(Object.keys(english)).toEqual(Object.keys(chinese));
    expect(Object.entries({ ...chinese, ...english }).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('has no key twice in two areas', () => {
    const files = readdirSync(join(root, 'texts')).filter((file) => file !== 'index.ts');
    const keys = files.flatMap((file) =>
      [...readFileSync(join(root, 'texts', file), 'utf8').matchAll(/^ {2}'([^']+)':/gm)].map((match) => match[1]!),
    );
    expect(keys.length).toBeGreaterThan(400);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    expect(keys.length).toBe(Object.keys(texts).length);
  });

  it('uses the same placeholders in both languages', () => {
    const different = Object.entries(texts).filter(
      ([, [zh, en]]) => placeholders(zh).join() !== placeholders(en).join(),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('writes English without Chinese, except for the two names of languages and a date in Chinese form', () => {
    const mixed = Object.entries(texts).filter(
      ([key, [, en]]) => key !== 'menu.language' && /[\u4e00-\u9fff]/.test(en.replace('2026年9月3日', '')),
    );
    expect(mixed.map(([key]) => key)).toEqual([]);
  });

  it('knows every key that a page names', () => {
    expect(named.length).toBeGreaterThan(300);
    expect(named.filter(({ key }) => !(key in texts))).toEqual([]);
  });

  it('names every role', () => {
    expect(roles.filter((role) => !(`role.${role}` in texts))).toEqual([]);
  });

  it('keeps Chinese words out of the code of the pages', () => {
    const allowed = new Set(['i18n.ts']);
    const written = sources
      .filter(({ name }) => !allowed.has(name))
      .flatMap(({ name, text }) => text.split('\n').map((line, index) => ({ at: `${name}:${index + 1}`, line })))
      .filter(({ line }) => /[\u4e00-\u9fff]/.test(line.replace(/\/\/.*|\/?\*.*/, '')))
      .filter(({ line }) => !/'中文'|连接不上|网络中断|已填写的内容都在|join\('、'\)|待我处理/.test(line));
    expect(written).toEqual([]);
  });
});
