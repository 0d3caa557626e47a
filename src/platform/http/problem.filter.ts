/** The one place that turns errors into replies (RFC 9457) and logs them once: 4xx as a warning, 5xx as an error. */
import { randomUUID } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Language, Problem, type ProblemDetail } from '../../core/problem.js';
import type { KaopingRequest } from './policy.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<KaopingRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const traceId = request.traceId ?? randomUUID();
    const problem = toProblem(error, request, traceId);
    if (problem.status >= 500) {
      this.logger.error({
        traceId,
        code: problem.code,
        method: request.method,
        url: request.routeOptions?.url,
        error: describe(error),
      });
    } else {
      this.logger.warn({
        traceId,
        code: problem.code,
        status: problem.status,
        method: request.method,
        url: request.routeOptions?.url,
      });
    }
    if (reply.sent) return;
    const { retryAfter } = problem.extras;
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(problemBody(problem, languageOf(request), request.url.split('?')[0] ?? '', traceId));
  }
}

/** The reader's language: `en` when asked for first, Chinese otherwise. */
export function languageOf(request: { headers: Record<string, unknown> }): Language {
  return /^\s*en\b/i.test(String(request.headers['accept-language'] ?? '')) ? 'en' : 'zh-CN';
}

export function problemBody(
  problem: Problem,
  language: Language,
  instance: string,
  traceId: string,
): Record<string, unknown> {
  const { title, detail, hint } = problem.text(language);
  const { available, articles, revision, trace } = problem.extras;
  const errors = problem.extras.errors ?? placeOf(problem, detail);
  return {
    type: `urn:kaoping:problem:${problem.code}`,
    title,
    status: problem.status,
    detail: hint ? `${detail}${language === 'en' ? '. ' : '。'}${hint}` : detail,
    hint,
    instance,
    code: problem.code,
    trace_id: traceId,
    ...(errors ? { errors: errors.map((line) => wording(line, language)) } : {}),
    ...(available ? { available } : {}),
    ...(articles ? { articles } : {}),
    ...(revision === undefined ? {} : { revision }),
    ...(trace === undefined ? {} : { trace }),
    ...(Object.keys(problem.facts).length > 0 ? { facts: problem.facts } : {}),
  };
}

/** A refusal that names one place in its facts tells it in the form of the others. */
function placeOf(problem: Problem, message: string): ProblemDetail[] | undefined {
  const { where, got, allowed } = problem.facts;
  if (typeof where !== 'string') return undefined;
  return [
    {
      where,
      message,
      ...(got === undefined || got === null ? {} : { got: String(got) }),
      ...(typeof allowed === 'string' || Array.isArray(allowed) ? { allowed } : {}),
    },
  ];
}

function wording(line: ProblemDetail, language: Language): Record<string, unknown> {
  const say = (value: string | Record<Language, string> | undefined) =>
    typeof value === 'object' ? value[language] : value;
  return { ...line, pointer: line.where, message: say(line.message), hint: say(line.hint) };
}

/** The framework's own refusals, which come as its exceptions or, before routing, as the server's errors. */
function toProblem(error: unknown, request: KaopingRequest, traceId: string): Problem {
  if (error instanceof Problem) return error;
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number } | null)?.statusCode;
  if (status === 404 || status === 405) return new Problem('platform.not_found');
  if (status === 413)
    return new Problem('input.body_too_large', { where: 'body', limit: '256 KiB', allowed: '≤ 256 KiB' });
  if (status === 415) {
    const got = String(request.headers['content-type'] ?? '-').slice(0, 80);
    return new Problem('input.content_type', { where: 'Content-Type', got, allowed: 'application/json' });
  }
  if (status !== undefined && status >= 400 && status < 500)
    return new Problem('input.invalid', { count: 1 }, { cause: error });
  return new Problem('platform.unexpected', { traceId }, { cause: error });
}

function describe(error: unknown): unknown {
  return error instanceof Error
    ? { message: error.message, stack: error.stack, cause: error.cause ? String(error.cause) : undefined }
    : String(error);
}
