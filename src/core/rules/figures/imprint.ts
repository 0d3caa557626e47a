/**
 * The canonical text of a result as bytes, for its digest: plain JSON of lists of text, written straight into one buffer that
 * every result uses again. Text and lists only, so that plain JSON is already canonical and no keys need sorting.
 */

import { UNIT } from '../../amount.js';
import { sha256HexOfBytes, utf8 } from '../../digest.js';
import { commonWithUnit, type Exact, toRational } from './exact.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const MINUS = 0x2d;
const SLASH = 0x2f;

/** JSON of text, as UTF-8. */
export const jsonBytes = (text: string): Uint8Array => utf8(JSON.stringify(text));

export class Imprint {
  private bytes = new Uint8Array(4_096);
  private length = 0;

  /** @param sha256 another way to the same hash, e.g. the machine's own */
  constructor(private readonly sha256: (bytes: Uint8Array) => string = sha256HexOfBytes) {}

  clear(): void {
    this.length = 0;
  }

  /** SHA-256 of what was written, in lower-case hexadecimal. */
  hex(): string {
    return this.sha256(this.bytes.subarray(0, this.length));
  }

  /** Brackets, commas and quotes as they stand; ASCII only. */
  raw(text: string): void {
    this.room(text.length);
    for (let at = 0; at < text.length; at++) this.bytes[this.length++] = text.charCodeAt(at);
  }

  copy(part: Uint8Array): void {
    this.room(part.length);
    for (let at = 0; at < part.length; at++) this.bytes[this.length++] = part[at]!;
  }

  /** A JSON string. */
  text(value: string): void {
    this.room(value.length + 2);
    const start = this.length;
    this.bytes[this.length++] = QUOTE;
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (code < 0x20 || code > 0x7e || code === QUOTE || code === BACKSLASH) {
        this.length = start;
        this.copy(jsonBytes(value));
        return;
      }
      this.bytes[this.length++] = code;
    }
    this.bytes[this.length++] = QUOTE;
  }

  /** A figure as canonical `p/q` or `p` in whole points, as `toRational` writes it, in quotes. */
  exact(value: Exact): void {
    if (typeof value !== 'number') {
      this.text(toRational(value));
      return;
    }
    this.room(48);
    this.bytes[this.length++] = QUOTE;
    const whole = Math.round(value / UNIT);
    if (whole * UNIT === value) this.integer(whole);
    else {
      const common = commonWithUnit(value);
      this.integer(value / common);
      this.bytes[this.length++] = SLASH;
      this.integer(UNIT / common);
    }
    this.bytes[this.length++] = QUOTE;
  }

  private integer(value: number): void {
    let rest = value;
    if (rest < 0) {
      this.bytes[this.length++] = MINUS;
      rest = -rest;
    }
    let digits = 1;
    for (let power = 10; power <= rest; power *= 10) digits++;
    for (let at = this.length + digits - 1; at >= this.length; at--) {
      const next = Math.floor(rest / 10);
      this.bytes[at] = ZERO + (rest - next * 10);
      rest = next;
    }
    this.length += digits;
  }

  private room(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const wider = new Uint8Array((this.length + more) * 2);
    wider.set(this.bytes);
    this.bytes = wider;
  }
}
