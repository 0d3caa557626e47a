/** All SQL of accounts, sessions, links and login counters. */
import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import type { Grant } from '../core/roles.js';
import type { Tx } from '../platform/database/tx.js';

export interface SessionRow {
  id: string;
  person: string;
  isExpired: boolean;
  /** Last seen more than a minute ago: worth a write. */
  isStale: boolean;
  hasLeft: boolean;
  grants: Grant[];
}

export interface AccountRow {
  person: string;
  personId: string;
  passwordHash: string;
  isUsable: boolean;
}

@Injectable()
export class IdentityRepository {
  /** The session with the rights its person has on this business day. Both time-outs count real time. */
  async session(tx: Tx, tokenHash: Buffer): Promise<SessionRow | undefined> {
    const [row] = await tx.query<SessionRow>(
      `select s.id, p.code as person,
         s.last_seen_at < now() - interval '30 minutes' or s.created_at < now() - interval '12 hours' as "isExpired",
         s.last_seen_at < now() - interval '1 minute' as "isStale",
         coalesce(p.left_on < c.today, false) as "hasLeft",
         coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('role', g.role, 'scope', g.scope, 'target', g.target)) order by g.role, g.target)
           from role_grant g where g.institution_id = $2 and g.person_code = p.code
             and g.from_on <= c.today and coalesce(g.to_on, c.today) >= c.today), '[]') as grants
       from session s
       join person p on p.id = s.person_id and p.institution_id = s.institution_id
       cross join (
         select (to_timestamp(extract(epoch from now()) + coalesce(max(offset_ms), 0) / 1000.0)
                 at time zone coalesce(max(time_zone), 'Asia/Shanghai'))::date as today
         from business_clock where institution_id = $2) c
       where s.token_hash = $1 and s.institution_id = $2`,
      [tokenHash, tx.institutionId],
    );
    return row;
  }

  async touch(tx: Tx, id: string): Promise<void> {
    await tx.query('update session set last_seen_at = now() where id = $1', [id]);
  }

  async openSession(tx: Tx, personId: string, tokenHash: Buffer): Promise<void> {
    await tx.query('insert into session (token_hash, institution_id, person_id) values ($1, $2, $3)', [
      tokenHash,
      tx.institutionId,
      personId,
    ]);
    // Old ones are kept for a day so that their owner is told "expired" and not "invalid".
    await tx.query(`delete from session where created_at < now() - interval '36 hours'`);
  }

  async closeSession(tx: Tx, id: string): Promise<void> {
    await tx.query('delete from session where id = $1 and institution_id = $2', [id, tx.institutionId]);
  }

  async closeSessionsOf(tx: Tx, personId: string): Promise<void> {
    await tx.query('delete from session where person_id = $1 and institution_id = $2', [personId, tx.institutionId]);
  }

  async personId(tx: Tx, code: string): Promise<{ id: string; name: string } | undefined> {
    const [row] = await tx.query<{ id: string; name: string }>(
      'select id, name from person where institution_id = $1 and code = $2',
      [tx.institutionId, code],
    );
    return row;
  }

  async account(tx: Tx, login: string, today: Day): Promise<AccountRow | undefined> {
    const [row] = await tx.query<AccountRow>(
      `select a.person_code as person, p.id as "personId", a.password_hash as "passwordHash",
         a.disabled_at is null and coalesce(p.left_on, $3) >= $3 as "isUsable"
       from account a join person p on p.institution_id = a.institution_id and p.code = a.person_code
       where a.institution_id = $1 and a.login = $2`,
      [tx.institutionId, login, today],
    );
    return row;
  }

  async hasAccount(tx: Tx, person: string): Promise<boolean> {
    return (
      (
        await tx.query('select 1 from account where institution_id = $1 and person_code = $2', [
          tx.institutionId,
          person,
        ])
      ).length > 0
    );
  }

  /** One account for each person; a second call sets the password. */
  async putAccount(tx: Tx, person: string, login: string, passwordHash: string): Promise<void> {
    await tx.query(
      `insert into account (institution_id, person_code, login, password_hash) values ($1, $2, $3, $4)
       on conflict (institution_id, person_code) do update set password_hash = excluded.password_hash, password_changed_at = now(), disabled_at = null`,
      [tx.institutionId, person, login, passwordHash],
    );
  }

  async putLink(tx: Tx, personId: string, tokenHash: Buffer, hours: number): Promise<void> {
    await tx.query(
      'update sign_in_link set used_at = now() where institution_id = $1 and person_id = $2 and used_at is null',
      [tx.institutionId, personId],
    );
    await tx.query(
      `insert into sign_in_link (token_hash, institution_id, person_id, expires_at) values ($1, $2, $3, now() + make_interval(hours => $4))`,
      [tokenHash, tx.institutionId, personId, hours],
    );
  }

  /** The person behind an unused link, which is used up by this; undefined when there is none. */
  async takeLink(tx: Tx, tokenHash: Buffer): Promise<{ personId: string; person: string; name: string } | undefined> {
    const [row] = await tx.query<{ personId: string; person: string; name: string }>(
      `update sign_in_link l set used_at = now() from person p
       where l.token_hash = $1 and l.institution_id = $2 and l.used_at is null and l.expires_at > now()
         and p.institution_id = l.institution_id and p.id = l.person_id
       returning p.id as "personId", p.code as person, p.name`,
      [tokenHash, tx.institutionId],
    );
    return row;
  }

  /**
   * Counts an attempt before it is looked at, so that many at once cannot slip through. From the `limit`-th on further ones
   * wait: a quarter of an hour, then longer, an hour at most. Answers the seconds to wait, 0 when this one may be looked at.
   */
  async countAttempt(tx: Tx, key: Buffer, limit: number): Promise<number> {
    // Failures count for a day, not for a quarter of an hour: else a patient guesser would never be slowed.
    const next = `case when c.last_at < now() - interval '24 hours' then 1 else c.failures + 1 end`;
    const counted = await tx.query(
      `insert into login_counter as c (key, failures, last_at) values ($1, 1, now())
       on conflict (key) do update set last_at = now(), failures = ${next},
         blocked_until = case when ${next} >= $2
           then now() + least(interval '1 hour', interval '15 minutes' * power(2, least(${next} - $2, 10))) end
       where c.blocked_until is null or c.blocked_until <= now()
       returning 1`,
      [key, limit],
    );
    if (counted.length > 0) return 0;
    const [row] = await tx.query<{ seconds: number }>(
      'select greatest(1, ceil(extract(epoch from blocked_until - now())))::int as seconds from login_counter where key = $1',
      [key],
    );
    return row?.seconds ?? 1;
  }

  /** The name's count ends with a right password. */
  async clearAttempts(tx: Tx, key: Buffer): Promise<void> {
    await tx.query('delete from login_counter where key = $1', [key]);
  }

  /** An office shares one address: a right password there does not count against it. */
  async forgiveAttempt(tx: Tx, key: Buffer, limit: number): Promise<void> {
    await tx.query(
      `update login_counter set failures = greatest(failures - 1, 0),
         blocked_until = case when failures > $2 then blocked_until end where key = $1`,
      [key, limit],
    );
  }
}
