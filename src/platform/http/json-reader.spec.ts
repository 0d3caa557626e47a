import fc from 'fast-check';
import { Problem } from '../../core/problem.js';
import { readJson } from './json-reader.js';

const refusal = (text: string) => {
  try {
    readJson(text);
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, ...error.facts };
    throw error;
  }
  return { code: 'accepted' };
};

describe('strict JSON reader', () => {
  it.each([
    ['{"score":100,"score":0}', 'input.duplicate_key'],
    ['{"a":{"b":1,"b":2}}', 'input.duplicate_key'],
    ['{"points":1e400}', 'input.number_not_finite'],
    ['{"id":9007199254740993}', 'input.number_unsafe'],
    ['{"a":1,}', 'input.json_syntax'],
    ['{"a":01}', 'input.json_syntax'],
    ['{"a":NaN}', 'input.json_syntax'],
    ['{"a":"\u0001"}', 'input.json_syntax'],
    ['{"a":1} x', 'input.json_syntax'],
    ['', 'input.json_syntax'],
    ['['.repeat(10_000), 'input.json_too_deep'],
    [`[${'0,'.repeat(1_000)}0]`, 'input.array_too_long'],
    ['{"a":"x\\u0000"}', 'input.text_characters'],
    ['{"a\\u0000":1}', 'input.text_characters'],
  ])('refuses %s', (text, code) => {
    expect(refusal(text).code).toBe(code);
  });

  it('says line and column of a trailing comma', () => {
    expect(refusal('{"a":1,}')).toMatchObject({ line: 1, column: 8 });
    expect(refusal('{\n  "a": tru\n}')).toMatchObject({ line: 2, column: 8 });
  });

  it('keeps __proto__ as an ordinary key that changes no prototype', () => {
    const value = readJson('{"__proto__":{"admin":true}}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect((value as { admin?: boolean }).admin).toBeUndefined();
  });

  it('reads whatever JSON.stringify writes', () => {
    const json = fc
      .jsonValue({ maxDepth: 6 })
      .filter((value) => !/"__proto__"|\\u0000|e\+|\d{16,}/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(JSON.stringify(readJson(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });
});
