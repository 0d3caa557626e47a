/**
 * Who is asking. A session is an opaque token whose hash is a row; rights are read anew at each request, so that what was
 * taken away is gone at once.
 */
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import type { SessionReader } from '../platform/http/guards.js';
import { isOnThisMachine } from '../platform/http/loopback.js';
import { languageOf } from '../platform/http/problem.filter.js';
import { clearCookies, readToken, writeCookies } from './cookies.js';
import { IdentityRepository } from './identity.repository.js';
import { RateLimit } from './rate-limit.js';
import { forgeryToken, institutionOf, newToken, sameText, sha256 } from './tokens.js';

@Injectable()
export class SessionService implements SessionReader {
  /** A screen asks for a handful of things at once; nobody reads fifty pages a second. */
  private readonly signedIn = new RateLimit(2000, 50);
  private readonly strangers = new RateLimit(300, 5);

  constructor(
    private readonly database: Database,
    private readonly repository: IdentityRepository,
    private readonly config: Config,
  ) {}

  /** @throws Problem `auth.session_invalid`, `auth.session_expired` */
  async read(request: FastifyRequest): Promise<Actor | undefined> {
    const token = readToken(request, this.config);
    if (token === undefined) return undefined;
    const institutionId = institutionOf(token);
    if (!institutionId) throw new Problem('auth.session_invalid');
    return this.database.inInstitution(institutionId, async (tx) => {
      const session = await this.repository.session(tx, sha256(token));
      if (!session || session.hasLeft) throw new Problem('auth.session_invalid');
      if (session.isExpired) throw new Problem('auth.session_expired');
      if (session.isStale) await this.repository.touch(tx, session.id);
      return {
        institutionId,
        person: session.person,
        grants: session.grants,
        language: languageOf(request),
        sessionId: session.id,
      };
    });
  }

  /**
   * A request that changes something comes from our own page: same origin where the browser says so, and, with a session,
   * its anti-forgery token in the header.
   * @throws Problem `auth.csrf_rejected`
   */
  checkForgery(request: FastifyRequest, actor: Actor | undefined): void {
    const { origin } = request.headers;
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem('auth.csrf_rejected');
    if (origin !== undefined && !this.isOurs(origin, request)) throw new Problem('auth.csrf_rejected');
    if (!actor) return;
    const sent = request.headers['x-csrf-token'];
    const token = readToken(request, this.config);
    if (typeof sent !== 'string' || !token || !sameText(sent, forgeryToken(token)))
      throw new Problem('auth.csrf_rejected');
  }

  /** @throws Problem `request.too_many` */
  checkRate(request: FastifyRequest, actor: Actor | undefined): void {
    // Strangers are told apart by address only, so programs on this very machine would all be one stranger.
    if (!actor && isOnThisMachine(request)) return;
    const wait = actor
      ? this.signedIn.take(`${actor.institutionId}/${actor.person}`, Date.now())
      : this.strangers.take(request.ip, Date.now());
    if (wait > 0) throw new Problem('request.too_many', { seconds: wait }, { retryAfter: wait });
  }

  /** Opens a session with a new id, whatever the browser sent before, and hands out its cookies. */
  async open(tx: Tx, request: FastifyRequest, reply: FastifyReply, personId: string): Promise<string> {
    const old = readToken(request, this.config);
    if (old) await tx.query('delete from session where token_hash = $1', [sha256(old)]);
    const token = newToken(tx.institutionId);
    await this.repository.openSession(tx, personId, sha256(token));
    writeCookies(reply, this.config, token);
    return forgeryToken(token);
  }

  /** Ends the session of a request; without one it only clears the cookies. */
  async close(reply: FastifyReply, actor: Actor | undefined): Promise<void> {
    clearCookies(reply, this.config);
    const id = actor?.sessionId;
    if (actor && id)
      await this.database.inInstitution(actor.institutionId, (tx) => this.repository.closeSession(tx, id));
  }

  /** The anti-forgery token that goes with a request's session. */
  forgeryTokenOf(request: FastifyRequest): string | undefined {
    const token = readToken(request, this.config);
    return token ? forgeryToken(token) : undefined;
  }

  private isOurs(origin: string, request: FastifyRequest): boolean {
    if (!URL.canParse(origin)) return false;
    const from = new URL(origin);
    if (this.config.publicUrl && from.origin === new URL(this.config.publicUrl).origin) return true;
    return from.host === request.headers.host;
  }
}
