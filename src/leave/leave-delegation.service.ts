/**
 * Delegation follows leave: while somebody is away, his tasks are also offered to the deputy whom he named, else to the next
 * higher by rule, as "B for A"; it ends with the return. Whoever begins or stops standing in is told, and so is the one who is
 * stood in for.
 */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LeaveContext } from '../../workflows/leave/context.js';
import { UNIT } from '../core/amount.js';
import type { EffectParams } from '../core/effects.js';
import type { Day } from '../core/fact.js';
import { DeputyService, type StandIn } from '../organization/deputy/deputy.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { type EffectCall, EffectRegistry } from '../platform/effects/effect-registry.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { LeaveRepository } from './leave.repository.js';
import { insteadOf } from './leave-chain.service.js';

type Call = EffectCall<'delegation.start' | 'delegation.end'>;
type Args = EffectParams<'notification.send'>['args'];

/** Decisions that are named one by one when telling of them. */
const NAMED = 8;

@Injectable()
export class LeaveDelegation implements OnModuleInit {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly deputies: DeputyService,
    private readonly organization: OrganizationService,
    private readonly regulation: RegulationService,
    private readonly repository: LeaveRepository,
  ) {}

  onModuleInit(): void {
    this.registry.register('delegation.start', (tx, call) => this.start(tx, call));
    this.registry.register('delegation.end', (tx, call) => this.end(tx, call));
  }

  /** Asked again for the same leave (an extension), only its end changes. */
  private async start(tx: Tx, call: Call): Promise<void> {
    const context = call.caseFile.context as unknown as LeaveContext;
    // Whoever is out for an hour signs when he is back.
    if (isShort(context)) return;
    const person = context.applicant;
    const ruled = await this.ruled(tx, person, call.today);
    const to = context.to.day;
    const before = await this.standing(tx, person, call.today);
    const known = await this.deputies.goAway(tx, {
      caseId: call.caseFile.id,
      person,
      from: context.from.day,
      to,
      at: call.at,
      on: call.today,
      ruled,
    });
    if (known === undefined) return;
    const after = await this.standing(tx, person, call.today);
    const teller = this.teller(tx, call);
    await this.tellChanges(tx, before, after, person, teller);
    if (
      known === null &&
      !after.has(person) &&
      ruled.length + (await this.wideRoles(tx, person, call.today)).length > 0
    )
      await teller([person], 'delegation.nobody', { until: to });
  }

  private async end(tx: Tx, call: Call): Promise<void> {
    const { applicant } = call.caseFile.context as unknown as LeaveContext;
    const before = await this.standing(tx, applicant, call.today);
    const since = await this.deputies.comeBack(tx, call.caseFile.id, call.at);
    if (!since) return;
    const after = await this.standing(tx, applicant, call.today);
    const teller = this.teller(tx, call);
    await this.tellChanges(tx, before, after, applicant, teller);
    const decided = await this.repository.decidedFor(tx, applicant, since);
    const names = await this.names(
      tx,
      decided.map((one) => one.actor),
    );
    const list = decided.slice(0, NAMED).map((one) => `${one.key}（${names.get(one.actor) ?? one.actor}）`);
    if (decided.length > 0)
      await teller([applicant], 'delegation.decided', {
        count: decided.length,
        list: `${list.join('、')}${decided.length > NAMED ? '…' : ''}`,
      });
  }

  /** Who stands in for this person, and for those who named this person. */
  private async standing(tx: Tx, person: string, today: Day): Promise<Map<string, StandIn>> {
    const principals = await this.deputies.principalsNaming(tx, person, today);
    return this.deputies.standInsFor(tx, [person, ...principals], today, new Set());
  }

  private async tellChanges(
    tx: Tx,
    before: ReadonlyMap<string, StandIn>,
    after: ReadonlyMap<string, StandIn>,
    person: string,
    tell: Tell,
  ): Promise<void> {
    const principals = [...new Set([...before.keys(), ...after.keys()])];
    const names = await this.names(tx, [
      ...principals,
      ...[...before.values(), ...after.values()].map((one) => one.person),
    ]);
    const name = (code: string) => names.get(code) ?? code;
    for (const principal of principals) {
      const [was, is] = [before.get(principal), after.get(principal)];
      if (was && was.person !== is?.person) await tell([was.person], 'delegation.over', { name: name(principal) });
      if (!is) continue;
      if (was?.person !== is.person) {
        await tell([is.person], 'delegation.begun', { name: name(principal), until: is.until });
        await tell([principal], 'delegation.given', { name: name(is.person), until: is.until });
      } else if (was.until !== is.until && principal === person)
        await tell([is.person, principal], 'delegation.prolonged', {
          name: name(is.person),
          principal: name(principal),
          until: is.until,
        });
    }
  }

  /** People of the next higher roles who reach at least as far as the rights of whom they stand in for. */
  private async ruled(tx: Tx, person: string, today: Day): Promise<string[]> {
    const edition = await this.regulation.inForce(tx, today);
    const found: string[] = [];
    for (const grant of await this.wideRoles(tx, person, today))
      for (const role of insteadOf(edition, grant.role)) {
        const holders = await this.organization.holdersOf(tx, [role], today);
        const reaching = holders.filter(
          (one) => one.scope === 'institution' || (one.scope === grant.scope && one.target === grant.target),
        );
        found.push(...reaching.map((one) => one.person));
      }
    return [...new Set(found)].filter((code) => code !== person);
  }

  /** Rights that reach beyond the person: what one may have to sign with. */
  private async wideRoles(tx: Tx, person: string, today: Day) {
    return (await this.organization.grantsOf(tx, person, today)).filter((grant) => grant.scope !== 'own');
  }

  /** Messages bear the leave's own number; each is sent once, however often the effect runs. */
  private teller(tx: Tx, call: Call): Tell {
    let count = 0;
    return async (people, message, args) => {
      count += 1;
      const to = people.map((code) => ({ person: code }));
      const send = this.registry.handler('notification.send');
      await send(tx, {
        ...call,
        id: `${call.id}:${count}`,
        name: 'notification.send',
        params: { to, message, ...(args ? { args } : {}) },
      });
    };
  }

  private async names(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
    const people = await this.organization.people(tx, [...new Set(codes)]);
    return new Map(people.map((one) => [one.code, one.name]));
  }
}

type Tell = (people: readonly string[], message: string, args?: Args) => Promise<void>;

/** Less than half a working day. */
const isShort = (context: LeaveContext): boolean => context.length !== null && context.length < UNIT / 2;
