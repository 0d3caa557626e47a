/**
 * The demonstration: people without passwords on this machine only, institutions to try things in, a clock that can be
 * moved. What it does besides goes through the same services as everything else.
 */
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../core/problem.js';
import { IdentityRepository } from '../identity/identity.repository.js';
import { SessionService } from '../identity/session.service.js';
import { CalendarService } from '../organization/calendar.service.js';
import { Founding } from '../organization/founding.js';
import type { Institution } from '../organization/organization.entity.js';
import { OrganizationRepository } from '../organization/organization.repository.js';
import { RosterService } from '../organization/roster.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database, sqlState } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { isOnThisMachine } from '../platform/http/loopback.js';
import { uuidV7 } from '../platform/ids.js';
import { OutboxRepository } from '../platform/outbox/outbox.repository.js';
import type { DemoClock, DemoInstitution, DemoPeople, DemoPersonItem, DemoSignIn } from './demo.contract.js';
import { examples } from './examples.js';

/** The one that a new visitor meets. */
const FIRST = 'demo-hall';
const ADMIN = 'admin';

@Injectable()
export class DemoService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly organization: OrganizationRepository,
    private readonly roster: RosterService,
    private readonly calendar: CalendarService,
    private readonly identity: IdentityRepository,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
    private readonly founding: Founding,
    private readonly outbox: OutboxRepository,
  ) {}

  /** @throws Problem `demo.off`, `demo.loopback_only` */
  assertHere(request: FastifyRequest): void {
    if (!this.config.demo) throw new Problem('demo.off');
    if (!isOnThisMachine(request)) throw new Problem('demo.loopback_only');
  }

  async people(institution: string | undefined): Promise<DemoPeople> {
    const all = await this.database.system((tx) => this.organization.institutions(tx));
    const shown = all.filter((entry) => entry.isDemonstration);
    const chosen = shown.find((entry) => entry.code === (institution ?? FIRST));
    if (!chosen && institution) throw new Problem('platform.not_found');
    const items = chosen ? await this.database.inInstitution(chosen.id, (tx) => this.picks(tx)) : [];
    const name = ({ code, name: title, kind }: Institution) => ({ code, name: title, kind });
    return { institution: chosen ? name(chosen) : null, institutions: shown.map(name), items };
  }

  async signIn(input: DemoSignIn, request: FastifyRequest, reply: FastifyReply): Promise<{ csrf: string }> {
    const institution = await this.database.system((tx) =>
      this.organization.institutionByCode(tx, input.institution ?? FIRST),
    );
    if (!institution?.isDemonstration) throw new Problem('platform.not_found');
    return this.database.inInstitution(institution.id, async (tx) => {
      const person = await this.identity.personId(tx, input.personCode);
      // Whoever has a password signs in with it.
      if (!person || (await this.identity.hasAccount(tx, input.personCode))) throw new Problem('platform.not_found');
      return { csrf: await this.sessions.open(tx, request, reply, person.id) };
    });
  }

  /** An empty institution of a kind: calendar, adopted rules and one administrator; its people come by import. */
  async createInstitution(
    input: DemoInstitution,
  ): Promise<{ code: string; name: string; kind: string; admin: string }> {
    const institution = await this.found(input, false);
    return { code: institution.code, name: institution.name, kind: institution.kind, admin: ADMIN };
  }

  /** @throws Problem `clock.backward`, `clock.work_under_way` (503), `demo.off` outside a demonstration institution */
  async moveClock(tx: Tx, input: DemoClock): Promise<{ today: string; at: string; demo: true }> {
    const institution = await this.organization.institution(tx);
    if (!institution?.isDemonstration) throw new Problem('demo.off');
    if (input.whenQuiet) await this.assertQuiet(tx);
    const before = await this.clock.now(tx);
    const target = input.to
      ? new Date(input.to)
      : new Date(before.at.getTime() + (input.advanceDays ?? 0) * 86_400_000);
    const now = await this.clock.moveTo(tx, target);
    return { today: now.today, at: now.local, demo: true };
  }

  private async assertQuiet(tx: Tx): Promise<void> {
    const count = await this.outbox.openOf(tx);
    if (count > 0) throw new Problem('clock.work_under_way', { count });
  }

  /** Makes an institution, or completes one whose making was cut short; twice changes nothing when `isFurnished`. */
  async found(input: DemoInstitution, isFurnished: boolean): Promise<Institution> {
    const known = await this.database.system((tx) => this.organization.institutionByCode(tx, input.code));
    if (known && !isFurnished) throw new Problem('demo.institution_exists', { code: input.code });
    const id = known?.id ?? uuidV7();
    try {
      return await this.database.inInstitution(id, (tx) => this.furnish(tx, input, !known, isFurnished));
    } catch (error) {
      if (sqlState(error) === '23505')
        throw new Problem('demo.institution_exists', { code: input.code }, { cause: error });
      throw error;
    }
  }

  private async furnish(tx: Tx, input: DemoInstitution, isNew: boolean, isFurnished: boolean): Promise<Institution> {
    const example = examples[input.example];
    if (isNew) {
      await tx.query(
        `insert into institution (id, code, name, kind, example, is_demonstration) values ($1, $2, $3, $4, $5, true)`,
        [tx.institutionId, input.code, input.name, example.kind, input.example],
      );
      // The examples tell of certain months, so their business clock begins there, whatever the day is today.
      await tx.query(
        `insert into business_clock (institution_id, offset_ms)
         values ($1, (extract(epoch from $2::timestamptz - now()) * 1000)::bigint)`,
        [tx.institutionId, input.startsAt ?? (isFurnished ? example.opensAt : example.startsAt)],
      );
    }
    const { today } = await this.clock.now(tx);
    await this.calendar.seed(tx);
    await this.roster.putPeople(tx, [administrator(example.beginsOn)], today, 'system');
    const institution = (await this.organization.institution(tx)) as Institution;
    await this.founding.run(tx, { institution, today, isFurnished });
    return institution;
  }

  private async picks(tx: Tx): Promise<DemoPersonItem[]> {
    const { today } = await this.clock.now(tx);
    const people = await this.organization.peopleDuring(tx, today, today);
    const windows = new Map((await this.organization.windows(tx)).map((entry) => [entry.code, entry.name]));
    const units = new Map((await this.organization.units(tx)).map((entry) => [entry.code, entry.name]));
    const roles = await tx.query<{ person: string; roles: string[] }>(
      `select person_code as person, array_agg(distinct role order by role) as roles from role_grant
       where institution_id = $1 and from_on <= $2 and coalesce(to_on, $2) >= $2 group by person_code`,
      [tx.institutionId, today],
    );
    const byPerson = new Map(roles.map((entry) => [entry.person, entry.roles]));
    const named = (code: string | null, names: Map<string, string>) =>
      code ? { code, name: names.get(code) ?? code } : null;
    return people.map((person) => ({
      code: person.code,
      name: person.name,
      title: person.post,
      window: named(person.window, windows),
      unit: named(person.unit, units),
      roles: byPerson.get(person.code) ?? [],
    }));
  }
}

const administrator = (since: string) => ({
  code: ADMIN,
  name: '系统管理员',
  gender: null,
  unit: null,
  window: null,
  post: '系统管理员',
  ab: null,
  since,
  roles: [{ role: 'SYSTEM_ADMIN' as const }],
});
