/** SHA-256 in pure code, so that the core needs no Node and the browser can check a digest too. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonical } from './canonical.js';

/** The UTF-8 bytes of a text. */
export const utf8 = (text: string): Uint8Array => utf8ToBytes(text);

/** SHA-256 of bytes, in lower-case hexadecimal. */
export function sha256HexOfBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** SHA-256 of the UTF-8 bytes of a text, in lower-case hexadecimal. */
function sha256Hex(text: string): string {
  return sha256HexOfBytes(utf8(text));
}

/** SHA-256 over the canonical form of a value. */
export function digestOf(value: unknown): string {
  return sha256Hex(canonical(value));
}
