/**
 * Default deny: a route without one of these decorators refuses everybody, and the start-up check names it. Policies look
 * at roles only; whose rows one may see or change is decided in the service, in one function per resource.
 */
import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../core/actor.js';
import { Problem } from '../../core/problem.js';
import type { Role } from '../../core/roles.js';
import type { Command } from '../database/commands.js';

export type Policy = 'public' | 'signedIn' | { roles: readonly Role[] };

export const POLICY = 'kaoping:policy';

/** Who may use the route. `signedIn`: anyone with a session; the service still checks the rows. */
export const Allow = (policy: Exclude<Policy, 'public'>) => SetMetadata(POLICY, policy);

/** No sign-in; the handler must give away nothing personal. */
export const Public = () => SetMetadata(POLICY, 'public' satisfies Policy);

export const UNREPEATED = 'kaoping:unrepeated';

/** Mutating routes that carry no Idempotency-Key (sign-in, sign-out, reads by POST such as a preview). */
export const WithoutKey = () => SetMetadata(UNREPEATED, true);

export const UPLOAD = 'kaoping:upload';

/** The body is one file (`file`) as multipart/form-data; the handler reads it from the request. */
export const TakesFile = () => SetMetadata(UPLOAD, true);

export interface KaopingRequest extends FastifyRequest {
  actor?: Actor;
  command?: Command;
  traceId?: string;
}

export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<KaopingRequest>();
  if (!actor) throw new Problem('auth.required');
  return actor;
});

/** The command of a mutating request: actor, key and request hash (see Commands). */
export const CurrentCommand = createParamDecorator((_: unknown, context: ExecutionContext): Command => {
  const { command } = context.switchToHttp().getRequest<KaopingRequest>();
  if (!command) throw new Problem('request.idempotency_key_required');
  return command;
});
