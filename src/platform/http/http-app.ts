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
import type { KaopingRequest } from './policy.js';
import { ProblemFilter } from './problem.filter.js';
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
    frameworkErrors: refuseAddress,
    requestTimeout: 60_000,
  } as never);
}

/** Parsers, plugins, headers, pipe and filter; call after `NestFactory.create(…, { bodyParser: false })`. */
export async function prepareHttp(app: NestFastifyApplication, options: HttpOptions): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: BODY_LIMIT },
    (_request, text, done) => {
      try {
        done(null, text === '' ? undefined : readJson(text as string));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  await app.register(cookie as never);
  await app.register(multipart as never, {
    limits: { fileSize: 10 * 1024 * 1024, files: 1, parts: 20, fieldSize: 4096, headerPairs: 200 },
  });
  await app.register(helmet as never, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'self'"],
        frameSrc: ["'self'", 'blob:'],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: options.secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    (request as KaopingRequest).traceId = request.id;
    reply.header('x-trace-id', request.id);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    refuseRepeated(request.query);
    refuseNul(request.url);
  });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  app.enableShutdownHooks();
}

/** An address that cannot be decoded is refused before any hook runs. */
function refuseAddress(cause: unknown, request: FastifyRequest, reply: FastifyReply): void {
  (request as KaopingRequest).traceId = request.id;
  reply.header('x-trace-id', request.id);
  const error = new Problem('input.address_invalid', { where: 'URL', allowed: '%XX (UTF-8)' }, { cause });
  new ProblemFilter().catch(error, {
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }),
  } as never);
}

/** No name, no code and no word holds a NUL, and the database takes none. */
function refuseNul(url: string): void {
  if (url.includes('%00'))
    throw new Problem('input.text_characters', { where: 'URL', got: '%00', allowed: '≠ U+0000' });
}

const REPEATED = Symbol('repeated parameter');

/**
 * A parameter twice is refused: two layers could otherwise read two different values. The router calls this where nothing
 * catches, so the refusal itself is left to the first hook.
 */
function strictQuery(text: string): Record<string, string> {
  const result: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in result) Object.defineProperty(result, REPEATED, { value: name.slice(0, 40), configurable: true });
    else result[name] = value;
  }
  return result;
}

function refuseRepeated(query: unknown): void {
  const name = (query as { [REPEATED]?: string } | null)?.[REPEATED];
  if (name !== undefined) throw new Problem('input.param_repeated', { name, where: `/${name}`, allowed: '×1' });
}

export type { INestApplication };
