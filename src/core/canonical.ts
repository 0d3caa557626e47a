/**
 * Canonical bytes and their digest. The form is that of RFC 8785 (JSON Canonicalization Scheme) for the values that we
 * use: strings, safe integers, booleans, null, arrays and plain objects. Amounts are written as text, so no fraction
 * ever meets a floating point printer.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Canonical JSON text: keys in code unit order, no white space, keys with `undefined` left out. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not canonical: ${value}`);
    return Object.is(value, -0) ? '0' : String(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`not canonical: ${typeof value}`);
  const source = value as Record<string, unknown>;
  const parts: string[] = [];
  for (const key of Object.keys(source).sort()) {
    if (source[key] !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(source[key])}`);
  }
  return `{${parts.join(',')}}`;
}

/** SHA-256 of the UTF-8 bytes of a text, in lower-case hexadecimal. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** SHA-256 over the canonical form of a value. */
export function digestOf(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}
