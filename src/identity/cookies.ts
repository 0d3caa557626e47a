import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Config, isLoopback } from '../platform/config/config.js';
import { forgeryToken } from './tokens.js';

/** https in front, or loopback, which browsers treat as safe. */
const isSecure = (config: Config): boolean =>
  (config.publicUrl?.startsWith('https:') ?? false) || isLoopback(config.host);

const cookiesSecure = (config: Config): boolean => !config.insecureHttp && isSecure(config);
const sessionCookie = (config: Config): string => (cookiesSecure(config) ? '__Host-kp' : 'kp');

const options = (config: Config, httpOnly: boolean): CookieSerializeOptions => ({
  path: '/',
  httpOnly,
  secure: cookiesSecure(config),
  sameSite: 'strict',
});

export const readToken = (request: FastifyRequest, config: Config): string | undefined =>
  request.cookies?.[sessionCookie(config)];

/** The session for the browser alone, and the anti-forgery token for the page to send back as `X-CSRF-Token`. */
export function writeCookies(reply: FastifyReply, config: Config, token: string): void {
  reply.setCookie(sessionCookie(config), token, options(config, true));
  reply.setCookie('kp_csrf', forgeryToken(token), options(config, false));
}

export function clearCookies(reply: FastifyReply, config: Config): void {
  reply.clearCookie(sessionCookie(config), options(config, true));
  reply.clearCookie('kp_csrf', options(config, false));
}
