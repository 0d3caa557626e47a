/** Who signs for whom: the lists that people make, and what they mean on a day on which somebody is away. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import { askedBefore, circleThrough, standIn } from '../../core/deputy.js';
import type { Day } from '../../core/fact.js';
import { Problem } from '../../core/problem.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { OrganizationRepository } from '../organization.repository.js';
import type { Deputies, DeputyList, StandInItem } from './deputy.contract.js';
import { type Basis, DeputyRepository, type StandInRow } from './deputy.repository.js';

/** Somebody for whom a person may act. */
export interface Principal {
  person: string;
  /** Who is asked first: only where each of these is the applicant or has signed the step already may this one act. */
  before: readonly string[];
  until: Day;
}

/** Who signs for somebody away. */
export interface StandIn {
  person: string;
  for: string;
  until: Day;
}

/** The list of one person, as an office writes it. */
export interface NamedList extends DeputyList {
  person: string;
}

@Injectable()
export class DeputyService {
  constructor(
    private readonly database: Database,
    private readonly repository: DeputyRepository,
    private readonly organization: OrganizationRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `platform.not_found` for a person who is not there */
  of(actor: Actor, person: string): Promise<Deputies> {
    return this.database.inInstitution(actor.institutionId, async (tx) => this.view(tx, person));
  }

  /**
   * Replaces the list of a person.
   * @throws Problem `organization.deputy_self`, `organization.deputy_unknown`, `organization.deputy_circle` (422)
   */
  async set(tx: Tx, person: string, list: DeputyList, by: string): Promise<Deputies> {
    const { today } = await this.clock.now(tx);
    const wanted = list.deputies.map((one) => one.person);
    const own = wanted.indexOf(person);
    if (own >= 0) throw new Problem('organization.deputy_self', { where: `/deputies/${own}/person`, person });
    const known = await this.organization.people(tx, [person, ...wanted], today);
    const present = new Set(known.filter((one) => !one.leftOn || one.leftOn >= today).map((one) => one.code));
    if (!present.has(person)) throw new Problem('platform.not_found');
    const strange = wanted.findIndex((code) => !present.has(code));
    if (strange >= 0)
      throw new Problem('organization.deputy_unknown', {
        where: `/deputies/${strange}/person`,
        person: wanted[strange] ?? '',
      });
    await this.repository.lock(tx);
    await this.refuseCircle(tx, person, wanted);
    await this.repository.replace(tx, person, list.deputies, by);
    await this.renew(tx, [person]);
    return this.view(tx, person);
  }

  /**
   * Replaces the lists of several people at once: those of an office, or none of them.
   * @throws Problem `organization.deputy_circle` (422)
   */
  async setAll(tx: Tx, lists: readonly NamedList[], by: string): Promise<void> {
    await this.repository.lock(tx);
    for (const { person, deputies } of lists) await this.repository.replace(tx, person, deputies, by);
    const named = await this.lists(tx);
    for (const { person } of lists) await this.refuseCircle(tx, person, named.get(person) ?? []);
    await this.renew(
      tx,
      lists.map((list) => list.person),
    );
  }

  /** Whom everybody has named, in order. */
  async lists(tx: Tx): Promise<Map<string, string[]>> {
    const named = new Map<string, string[]>();
    for (const one of await this.repository.named(tx))
      named.set(one.person, [...(named.get(one.person) ?? []), one.deputy]);
    return named;
  }

  /** Whoever names deputies while away means those who sign from now on. */
  async renew(tx: Tx, people: readonly string[]): Promise<void> {
    const { today } = await this.clock.now(tx);
    for (const person of people)
      for (const leave of await this.repository.awayCases(tx, person)) {
        const ruled = (await this.repository.standIns(tx, today, { principals: [person] })).filter(
          (row) => row.basis === 'rule',
        );
        const order = await this.orderOf(
          tx,
          person,
          today,
          ruled.map((row) => row.deputy),
        );
        await this.repository.putDelegations(tx, { ...leave, person, order });
      }
  }

  /** Named deputies in order, then those whom the rule names. */
  async orderOf(
    tx: Tx,
    person: string,
    on: Day,
    ruled: readonly string[],
  ): Promise<{ person: string; basis: Basis }[]> {
    const named = (await this.repository.named(tx, { people: [person], on })).map((one) => one.deputy);
    const rest = ruled.filter(
      (code, index) => code !== person && !named.includes(code) && ruled.indexOf(code) === index,
    );
    return [
      ...named.map((code) => ({ person: code, basis: 'deputy' as const })),
      ...rest.map((code) => ({ person: code, basis: 'rule' as const })),
    ];
  }

  /** For whom a person may act on a day, and for how long. */
  async principalsOf(tx: Tx, person: string, on: Day): Promise<Principal[]> {
    return [...byPrincipal(await this.repository.standIns(tx, on, { deputy: person }))].flatMap(([principal, rows]) => {
      const before = askedBefore(orderIn(rows), awayIn(rows), person);
      if (!before) return [];
      const until = rows.find((row) => row.deputy === person)?.until ?? on;
      return [{ person: principal, before, until }];
    });
  }

  /** Those away who may be stood in for by a person, whether or not it is his turn. */
  async principalsNaming(tx: Tx, person: string, on: Day): Promise<string[]> {
    return [...byPrincipal(await this.repository.standIns(tx, on, { deputy: person })).keys()];
  }

  /**
   * Who signs for some people on a day; those whom nobody stands in for are missing.
   * @param barred who may not sign there: the applicant, and whoever has signed the step already
   * @param basis `deputy`: only those whom the people named themselves
   */
  async standInsFor(
    tx: Tx,
    people: readonly string[],
    on: Day,
    barred: ReadonlySet<string | null | undefined>,
    basis?: Basis,
  ): Promise<Map<string, StandIn>> {
    const found = new Map<string, StandIn>();
    if (people.length === 0) return found;
    for (const [principal, all] of byPrincipal(await this.repository.standIns(tx, on, { principals: people }))) {
      const rows = basis ? all.filter((row) => row.basis === basis) : all;
      const never = new Set([principal, ...barred].filter((one) => typeof one === 'string'));
      const person = standIn(orderIn(rows), awayIn(rows), never);
      const until = rows.find((row) => row.deputy === person)?.until;
      if (person && until) found.set(principal, { person, for: principal, until });
    }
    return found;
  }

  /** Until when some people are away, as planned; those at work are missing. */
  async awayUntil(tx: Tx, people: readonly string[], on: Day): Promise<Map<string, Day>> {
    if (people.length === 0) return new Map();
    return new Map((await this.repository.away(tx, people, on)).map((row) => [row.person, row.until]));
  }

  /**
   * A person is away from now on; asked again for the same case, only the end changes.
   * @returns the end planned before, null when it begins with this, undefined when it is over already
   */
  async goAway(
    tx: Tx,
    leave: { caseId: string; person: string; from: Day; to: Day; at: Date; ruled: readonly string[]; on: Day },
  ): Promise<Day | null | undefined> {
    const before = await this.repository.goAway(tx, leave);
    if (before === undefined) return undefined;
    const order = await this.orderOf(tx, leave.person, leave.on, leave.ruled);
    await this.repository.putDelegations(tx, { ...leave, order });
    return before;
  }

  /** Back at work: nobody stands in any longer. @returns since when the person was away, undefined when not away by this */
  async comeBack(tx: Tx, caseId: string, at: Date): Promise<Date | undefined> {
    const since = await this.repository.comeBack(tx, caseId, at);
    if (since) await this.organization.endDelegations(tx, caseId);
    return since;
  }

  private async refuseCircle(tx: Tx, person: string, wanted: readonly string[]): Promise<void> {
    const named = await this.lists(tx);
    named.set(person, [...wanted]);
    const circle = circleThrough(named, person);
    if (!circle) return;
    const names = await this.names(tx, circle);
    const at = wanted.indexOf(circle[1] ?? '');
    throw new Problem('organization.deputy_circle', {
      where: `/deputies/${at}/person`,
      circle: circle.map((code) => names.get(code) ?? code).join(' → '),
    });
  }

  private async view(tx: Tx, person: string): Promise<Deputies> {
    const { today } = await this.clock.now(tx);
    const named = await this.repository.named(tx, { people: [person] });
    const away = await this.awayUntil(tx, [person, ...named.map((one) => one.deputy)], today);
    const principals = (await this.principalsOf(tx, person, today)).filter((one) => one.before.length === 0);
    const signs = (await this.standInsFor(tx, [person], today, new Set())).get(person);
    const names = await this.names(tx, [
      person,
      ...named.map((one) => one.deputy),
      ...principals.map((one) => one.person),
      ...(signs ? [signs.person] : []),
    ]);
    if (!names.has(person)) throw new Problem('platform.not_found');
    const item = (code: string, until: Day): StandInItem => ({ code, name: names.get(code) ?? code, until });
    return {
      person: { code: person, name: names.get(person) ?? person },
      items: named.map((one) => ({
        code: one.deputy,
        name: names.get(one.deputy) ?? one.deputy,
        from: one.from,
        to: one.to,
        isAway: away.has(one.deputy),
      })),
      awayUntil: away.get(person) ?? null,
      signedBy: signs ? item(signs.person, signs.until) : null,
      signsFor: principals.map((one) => item(one.person, one.until)),
    };
  }

  private async names(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
    const { today } = await this.clock.now(tx);
    const people = await this.organization.people(tx, [...new Set(codes)], today);
    return new Map(people.map((one) => [one.code, one.name]));
  }
}

function byPrincipal(rows: readonly StandInRow[]): Map<string, StandInRow[]> {
  const found = new Map<string, StandInRow[]>();
  for (const row of rows) found.set(row.principal, [...(found.get(row.principal) ?? []), row]);
  return found;
}
const orderIn = (rows: readonly StandInRow[]): string[] => rows.map((row) => row.deputy);
const awayIn = (rows: readonly StandInRow[]): Set<string> =>
  new Set(rows.filter((row) => row.isAway).map((row) => row.deputy));
