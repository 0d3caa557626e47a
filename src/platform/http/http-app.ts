/** The HTTP shell: Fastify with a strict JSON reader, security headers, cookies, uploads, one filter and one guard. */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../core/problem.js';
import { readJson } from './json-reader.js';
import { languageOf, problemBody, ProblemFilter } from './problem.filter.js';
import type { KaopingRequest } from './policy.js';
import { validationPipe } from './validation.js';

const BODY_LIMIT = 256 * 1024;

export interface HttpOptions {
  trustedProxies: number;
  /** https in front, or loopback. */
  secure: boolean;
}

export function fastifyAdapter(options: HttpOptions): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: options.trustedProxies > 0 ? options.trustedProxies : false,
    routerOptions: { maxParamLength: 200, querystringParser: strictQuery },
    genReqId: () => randomUUID(),
    requestTimeout: 60_000,
  } as never);
}

/** Parsers, plugins, headers, pipe and filter; call after `NestFactory.create(…, { bodyParser: false })`. */
export async function prepareHttp(app: NestFastifyApplication, options: HttpOptions): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, text, done) => {
    try {
      done(null, text === '' ? undefined : readJson(text as string));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.setErrorHandler((error, request, reply) => sendEarly(error, request, reply));
  await app.register(cookie as never);
  await app.register(multipart as never, { limits: { fileSize: 10 * 1024 * 1024, files: 1, parts: 20, fieldSize: 4096, headerPairs: 200 } });
  await app.register(helmet as never, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"], scriptSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"], objectSrc: ["'none'"], baseUri: ["'none'"], frameAncestors: ["'none'"], frameSrc: ["'self'", 'blob:'], formAction: ["'self'"],
      },
    },
    strictTransportSecurity: options.secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    (request as KaopingRequest).traceId = request.id;
    reply.header('x-trace-id', request.id);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  app.enableShutdownHooks();
}

/** A parameter twice is refused: two layers could otherwise read two different values. */
function strictQuery(text: string): Record<string, string> {
  const result: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in result) throw new Problem('input.param_repeated', { name: name.slice(0, 40) });
    result[name] = value;
  }
  return result;
}

/** Errors before Nest's routing (parsers, limits) get the same form of reply. */
function sendEarly(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const filter = new ProblemFilter();
  filter.catch(error, { switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }) } as never);
}

export { languageOf, problemBody };
export type { INestApplication };
