import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../config/config.js';

/**
 * Did the request come from this machine, by the socket and by the name it asked for? A foreign name that resolves to
 * 127.0.0.1 (DNS rebinding) and a proxy on this machine both fail: the first by its Host, the second by what proxies add.
 */
export function isOnThisMachine(request: FastifyRequest): boolean {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const forwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some(
    (name) => request.headers[name] !== undefined,
  );
  const host = (request.headers.host ?? '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  return isLoopback(peer) && isLoopback(host) && !forwarded;
}
