/**
 * The guards, all global and in this order: session → anti-forgery → policy → rate → command key. Validation comes after
 * guards in Nest, so none of them reads the body's meaning.
 */
import { createHash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { type Actor, hasRole } from '../../core/actor.js';
import { Problem } from '../../core/problem.js';
import { type KaopingRequest, POLICY, type Policy, UNREPEATED } from './policy.js';

/** What `identity` provides: who is asking. Rights are read anew at each request. */
export interface SessionReader {
  /** The actor of the session cookie; undefined without one. @throws Problem auth.session_expired | auth.session_invalid */
  read(request: FastifyRequest): Promise<Actor | undefined>;
  /** @throws Problem auth.csrf_rejected when token or origin do not fit. */
  checkForgery(request: FastifyRequest, actor: Actor | undefined): void;
  /** Counts the request against the caller's limit. @throws Problem request.too_many */
  checkRate(request: FastifyRequest, actor: Actor | undefined): void;
}

export const SESSION_READER = Symbol('SessionReader');

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const keyPattern = /^[\w.:-]{8,200}$/;

@Injectable()
export class RequestGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(SESSION_READER) private readonly sessions: SessionReader,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<KaopingRequest>();
    const targets = [context.getHandler(), context.getClass()];
    const policy = this.reflector.getAllAndOverride<Policy | undefined>(POLICY, targets);
    if (policy === undefined) throw new Problem('auth.forbidden');
    const actor = await this.actorOf(request, policy);
    request.actor = actor;
    if (changing.has(request.method)) this.sessions.checkForgery(request, actor);
    authorize(policy, actor);
    this.sessions.checkRate(request, actor);
    if (changing.has(request.method) && actor && !this.reflector.getAllAndOverride<boolean>(UNREPEATED, targets)) {
      request.command = { actor, key: keyOf(request), requestHash: hashOf(request), ifMatch: ifMatchOf(request) };
    }
    return true;
  }

  private async actorOf(request: FastifyRequest, policy: Policy): Promise<Actor | undefined> {
    try {
      return await this.sessions.read(request);
    } catch (error) {
      // A stale cookie must not lock anybody out of the sign-in page.
      if (policy === 'public' && error instanceof Problem && error.status === 401) return undefined;
      throw error;
    }
  }
}

function authorize(policy: Policy, actor: Actor | undefined): void {
  if (policy === 'public') return;
  if (!actor) throw new Problem('auth.required');
  if (policy !== 'signedIn' && !hasRole(actor, ...policy.roles)) throw new Problem('auth.forbidden');
}

function keyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !keyPattern.test(key))
    throw new Problem('request.idempotency_key_required', { where: 'Idempotency-Key', allowed: 'UUID' });
  return key;
}

function ifMatchOf(request: FastifyRequest): number | undefined {
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(String(request.headers['if-match'] ?? ''));
  return match ? Number(match[1]) : undefined;
}

/** Same method, address, revision and body = same request. Keys of an object may come in any order. */
function hashOf(request: FastifyRequest): string {
  const body = request.isMultipart?.() ? '(multipart)' : JSON.stringify(sorted(request.body));
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${request.headers['if-match'] ?? ''}\n${body}`)
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
