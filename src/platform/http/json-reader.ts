/**
 * A strict reader for request bodies. `JSON.parse` keeps the last of two equal keys, turns 1e400 into Infinity and rounds
 * 9007199254740993: each of these would change a record without a word, so they are refused with line and column.
 */
import { Problem } from '../../core/problem.js';

export interface JsonLimits {
  depth: number;
  arrayLength: number;
}

/** What a number in JSON may be; beyond it amounts and codes come as text. */
const SAFE = `±${Number.MAX_SAFE_INTEGER}`;
const defaults: JsonLimits = { depth: 20, arrayLength: 1_000 };
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them raw in a string
const stringPattern = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** @throws Problem input.json_syntax | duplicate_key | number_not_finite | number_unsafe | json_too_deep | array_too_long */
export function readJson(text: string, limits: JsonLimits = defaults): unknown {
  return new Reader(text, limits).document();
}

class Reader {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly limits: JsonLimits,
  ) {}

  document(): unknown {
    const value = this.value('');
    this.space();
    if (this.at < this.text.length) this.fail('input.json_syntax');
    return value;
  }

  private value(pointer: string): unknown {
    this.space();
    const char = this.text[this.at];
    if (char === '{') return this.nested(() => this.object(pointer));
    if (char === '[') return this.nested(() => this.array(pointer));
    if (char === '"') return this.string(pointer);
    if (char === '-' || (char !== undefined && char >= '0' && char <= '9')) return this.number(pointer);
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.fail('input.json_syntax');
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > this.limits.depth)
      this.fail('input.json_too_deep', { limit: this.limits.depth, allowed: `≤ ${this.limits.depth}` });
    const value = read();
    this.depth--;
    return value;
  }

  private object(pointer: string): Record<string, unknown> {
    // No prototype: a key named `__proto__` is then an ordinary key, and the shapes refuse it as unknown.
    const result: Record<string, unknown> = Object.create(null);
    this.at++;
    this.space();
    if (this.take('}')) return result;
    for (;;) {
      this.space();
      const start = this.at;
      if (this.text[this.at] !== '"') this.fail('input.json_syntax');
      const key = this.string(pointer);
      if (key in result)
        this.fail('input.duplicate_key', { key: key.slice(0, 60), allowed: '×1' }, start, `${pointer}/${key}`);
      this.space();
      if (!this.take(':')) this.fail('input.json_syntax');
      result[key] = this.value(`${pointer}/${key}`);
      this.space();
      if (this.take('}')) return result;
      if (!this.take(',')) this.fail('input.json_syntax');
    }
  }

  private array(pointer: string): unknown[] {
    const result: unknown[] = [];
    this.at++;
    this.space();
    if (this.take(']')) return result;
    for (;;) {
      if (result.length >= this.limits.arrayLength)
        this.fail('input.array_too_long', {
          limit: this.limits.arrayLength,
          allowed: `≤ ${this.limits.arrayLength}`,
        });
      result.push(this.value(`${pointer}/${result.length}`));
      this.space();
      if (this.take(']')) return result;
      if (!this.take(',')) this.fail('input.json_syntax');
    }
  }

  private string(pointer: string): string {
    stringPattern.lastIndex = this.at;
    const match = stringPattern.exec(this.text);
    if (!match) return this.fail('input.json_syntax');
    const text = JSON.parse(match[0]) as string;
    // The database takes no NUL, in text or in JSON; no name and no word holds one.
    if (text.includes('\0'))
      this.fail('input.text_characters', { got: '\\u0000', allowed: '≠ U+0000' }, this.at, pointer);
    this.at = stringPattern.lastIndex;
    return text;
  }

  private number(pointer: string): number {
    numberPattern.lastIndex = this.at;
    const match = numberPattern.exec(this.text);
    if (!match) return this.fail('input.json_syntax');
    const value = Number(match[0]);
    if (!Number.isFinite(value))
      this.fail('input.number_not_finite', { got: match[0].slice(0, 40), allowed: SAFE }, this.at, pointer);
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      this.fail('input.number_unsafe', { got: match[0].slice(0, 40), allowed: SAFE }, this.at, pointer);
    }
    this.at = numberPattern.lastIndex;
    return value;
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private space(): void {
    while (this.at < this.text.length && ' \t\n\r'.includes(this.text[this.at] as string)) this.at++;
  }

  private fail(code: string, facts: Record<string, string | number> = {}, at = this.at, pointer = ''): never {
    const before = this.text.slice(0, at).split('\n');
    const line = before.length;
    const column = (before[before.length - 1]?.length ?? 0) + 1;
    const where = pointer || `${line}:${column}`;
    throw new Problem(code, { line, column, where, allowed: 'JSON (RFC 8259)', ...facts });
  }
}
