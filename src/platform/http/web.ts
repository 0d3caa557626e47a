/** Serves the built web application; every address that is not a file or the API opens the application itself. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../core/problem.js';

const ownedByServer = /^\/(api|feeds|metrics)(\/|$)/;

/** @param root folder of the build; without it only the API is served (tests). */
export async function serveWeb(app: NestFastifyApplication, root: string): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) return;
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(fastifyStatic as never, {
    root,
    wildcard: false,
    index: false,
    // Built files carry their hash in the name; the page itself is asked for each time.
    setHeaders: (reply: { header(name: string, value: string): void }, path: string) => {
      reply.header(
        'cache-control',
        path.includes(`${join('assets', '')}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  fastify.get('/*', (request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?')[0] ?? '';
    // A page that was opened before an upgrade asks for files that are gone; the page itself is no answer to that.
    if (ownedByServer.test(path) || path.startsWith('/assets/')) throw new Problem('platform.not_found');
    return (reply as FastifyReply & { sendFile(name: string, options: object): FastifyReply }).sendFile('index.html', {
      cacheControl: false,
    });
  });
}
