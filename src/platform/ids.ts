/** Row ids. UUID v7 sorts by time of creation; UUID v5 is the same for the same name, so a repeated command makes one row. */
import { createHash, randomBytes } from 'node:crypto';

const format = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;

export function uuidV7(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return format(bytes.toString('hex'));
}

/** Namespace of everything that Kaoping names by text; fixed for ever. */
const namespace = Buffer.from('6ba7b8149dad11d180b400c04fd430c8', 'hex');

export function uuidV5(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name, 'utf8').digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return format(bytes.toString('hex'));
}
