/** Signing in by account, and the one-time links by which people set their passwords. */
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import { OrganizationRepository } from '../organization/organization.repository.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import type { SetPassword, SignIn } from './identity.contract.js';
import { type AccountRow, IdentityRepository } from './identity.repository.js';
import { checkNewPassword } from './password-policy.js';
import { SessionService } from './session.service.js';
import { institutionOf, newToken, sha256 } from './tokens.js';

/** Wrong tries before an account rests, and before an address does (an office shares one). */
const NAME_LIMIT = 5;
const ADDRESS_LIMIT = 50;
const LINK_HOURS = 48;

/** argon2id (2) with OWASP's parameters: 19 MiB, two passes. */
const argon = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

@Injectable()
export class SignInService {
  /** Verified against when there is no account, so that the answer takes as long. */
  private readonly nobody = hash('no account has this password', argon);

  constructor(
    private readonly database: Database,
    private readonly repository: IdentityRepository,
    private readonly organization: OrganizationRepository,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `auth.login_failed`, `auth.login_locked`: the same whether the account exists or not */
  async signIn(input: SignIn, request: FastifyRequest, reply: FastifyReply): Promise<{ csrf: string }> {
    const login = normalName(input.account);
    const institutionCode = normalName(input.institution);
    const nameKey = sha256(`name\n${institutionCode}\n${login}`);
    const addressKey = sha256(`address\n${network(request.ip)}`);
    const institution = await this.database.system(async (tx) => {
      await this.count(tx, nameKey, NAME_LIMIT);
      await this.count(tx, addressKey, ADDRESS_LIMIT);
      return this.organization.institutionByCode(tx, institutionCode);
    });
    const account = institution ? await this.accountOf(institution.id, login) : undefined;
    const fits = await verify(account?.passwordHash ?? (await this.nobody), input.password.normalize('NFKC'));
    if (!institution || !account || !fits || !account.isUsable) throw new Problem('auth.login_failed');
    return this.database.inInstitution(institution.id, async (tx) => {
      await this.repository.clearAttempts(tx, nameKey);
      await this.repository.forgiveAttempt(tx, addressKey, ADDRESS_LIMIT);
      return { csrf: await this.sessions.open(tx, request, reply, account.personId) };
    });
  }

  /** A link by which a person sets a password, once, within two days. Older links of the person end. */
  async link(tx: Tx, person: string): Promise<{ token: string; hours: number }> {
    const found = await this.repository.personId(tx, person);
    if (!found) throw new Problem('platform.not_found');
    const token = newToken(tx.institutionId);
    await this.repository.putLink(tx, found.id, sha256(token), LINK_HOURS);
    return { token, hours: LINK_HOURS };
  }

  /** A link made by an administrator for somebody of the institution; the page it opens asks for the new password. */
  giveLink(actor: Actor, person: string): Promise<{ path: string; hours: number }> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { token, hours } = await this.link(tx, person);
      return { path: linkPath(token), hours };
    });
  }

  /** Sets the password behind a link and ends the person's sessions. @throws Problem `auth.link_invalid`, `auth.password_*` */
  async setPassword(input: SetPassword): Promise<{ institution: string; account: string }> {
    const institutionId = institutionOf(input.token);
    if (!institutionId) throw new Problem('auth.link_invalid');
    return this.database.inInstitution(institutionId, async (tx) => {
      const taken = await this.repository.takeLink(tx, sha256(input.token));
      const institution = await this.organization.institution(tx);
      if (!taken || !institution) throw new Problem('auth.link_invalid');
      const login = normalName(taken.person);
      // A refused password throws, which gives the link back with the transaction.
      checkNewPassword(input.password, [institution.name, institution.code, login, taken.name]);
      await this.repository.putAccount(tx, taken.person, login, await hash(input.password.normalize('NFKC'), argon));
      await this.repository.closeSessionsOf(tx, taken.personId);
      return { institution: institution.code, account: login };
    });
  }

  private async count(tx: Tx, key: Buffer, limit: number): Promise<void> {
    const seconds = await this.repository.countAttempt(tx, key, limit);
    if (seconds > 0)
      throw new Problem('auth.login_locked', { minutes: Math.ceil(seconds / 60) }, { retryAfter: seconds });
  }

  private accountOf(institutionId: string, login: string): Promise<AccountRow | undefined> {
    return this.database.inInstitution(institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      return this.repository.account(tx, login, today);
    });
  }
}

/** The secret stands behind `#`, so that no server log and no referrer ever holds it. */
export const linkPath = (token: string): string => `/set-password#${token}`;

/** Case and width variants of a name are one name. */
export const normalName = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** One house of IPv6 is a /64. */
function network(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address.replace('::ffff:', '');
  return expand(address).slice(0, 4).join(':');
}

function expand(address: string): string[] {
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  return [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right];
}
