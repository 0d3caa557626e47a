import type { Grant, Role } from './roles.js';

/** Who is asking, after authentication. Rights are read from the database at each request, never from the client. */
export interface Actor {
  institutionId: string;
  /** Code of the person in the institution (工号). `system` for the worker. */
  person: string;
  grants: readonly Grant[];
  /** Reader's language, for texts. */
  language: 'zh-CN' | 'en';
  sessionId?: string;
}

export const systemActor = (institutionId: string): Actor => ({
  institutionId,
  person: 'system',
  grants: [],
  language: 'zh-CN',
});

export const rolesOf = (actor: Actor): Role[] => [...new Set(actor.grants.map((grant) => grant.role))];

export const hasRole = (actor: Actor, ...roles: Role[]): boolean =>
  actor.grants.some((grant) => roles.includes(grant.role));
