/** Secrets that are handed out and only stored hashed. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/**
 * A session token: the institution's id (where to look, no secret) and 256 random bits, 64 characters. The institution is in
 * front so that one transaction can read session and rights.
 */
export function newToken(institutionId: string): string {
  return Buffer.concat([Buffer.from(institutionId.replaceAll('-', ''), 'hex'), randomBytes(32)]).toString('base64url');
}

/** The institution that a token claims; undefined when it is no token of ours. */
export function institutionOf(token: string): string | undefined {
  if (!/^[\w-]{64}$/.test(token)) return undefined;
  const hex = Buffer.from(token, 'base64url').subarray(0, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The anti-forgery token of a session: bound to it, and telling nothing about it. */
export const forgeryToken = (token: string): string => sha256(`kaoping-csrf\n${token}`).toString('base64url');

export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}
