/**
 * Who may send an event, in one place for dispatch, for buttons and for tests. Rights are matched by person, never by
 * account: a person in `never` is refused whatever roles he holds, and so is a delegate of such a person.
 */
import { Injectable } from '@nestjs/common';
import type { EventSpec, MachineSpec, Who } from '../../workflows/kit.js';
import { type Actor, rolesOf } from '../core/actor.js';
import type { Holder } from '../core/effects.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { Role, Scope } from '../core/roles.js';
import { DeputyService } from '../organization/deputy/deputy.service.js';
import { placeFromKey } from '../organization/holders.js';
import type { Place } from '../organization/organization.entity.js';
import { OrganizationService, reaches as reachesPlace } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { type CaseFile, placeOf } from './case-file.js';
import { signedStep } from './present-step.js';
import { type Holding, TaskRepository } from './task.repository.js';

/** How the actor may act: in person, or for somebody ("B for A"). */
export interface Standing {
  onBehalfOf?: string;
  /** Places in open tasks of the case that the actor fills, for signing them off. */
  holdings: readonly Holding[];
}

/** Everything about actor and case that the answers rest on, read once and used for every event of the case. */
export interface Position {
  actor: Actor;
  caseFile: CaseFile;
  own: readonly Holding[];
  /** Holdings by the person for whom the actor stands in. */
  delegated: ReadonlyMap<string, readonly Holding[]>;
  reaches: ReadonlySet<string>;
}

@Injectable()
export class CasePermission {
  /** A decision and the page that answers it ask for the same place. Effects move no one to another window. */
  private readonly places = new WeakMap<Tx, Map<string, Promise<Place>>>();

  constructor(
    private readonly organization: OrganizationService,
    private readonly deputies: DeputyService,
    private readonly tasks: TaskRepository,
  ) {}

  async position(tx: Tx, caseFile: CaseFile, actor: Actor, today: Day): Promise<Position> {
    const open = actor.person === 'system' ? [] : await this.tasks.openHoldings(tx, caseFile.id);
    const own = this.held(open, actor.person, actor.grants, caseFile);
    const delegated = new Map<string, readonly Holding[]>();
    if (open.length > 0) {
      const unable = new Set([caseFile.applicant, ...signedStep(caseFile)]);
      for (const { person, before } of await this.deputies.principalsOf(tx, actor.person, today)) {
        // Nobody's own request is lent, and a deputy further down only acts where those before him may not.
        if (caseFile.applicant === person || before.some((one) => !unable.has(one))) continue;
        const grants = await this.organization.grantsOf(tx, person, today);
        const holdings = this.held(open, person, grants, caseFile);
        if (holdings.length > 0) delegated.set(person, holdings);
      }
    }
    const place = await this.located(tx, caseFile, actor, today);
    const reaches = new Set<string>();
    for (const grant of actor.grants) if (reachesPlace(grant, place ?? {})) reaches.add(grant.role);
    return { actor, caseFile, own, delegated, reaches };
  }

  /** Where the case is: looked up once in a transaction, and only for somebody whose rights end somewhere. */
  private async located(tx: Tx, caseFile: CaseFile, actor: Actor, today: Day): Promise<Place | undefined> {
    const key = placeOf(caseFile);
    const place = placeFromKey(key);
    const isLimited = actor.grants.some((grant) => grant.scope !== 'institution' && grant.scope !== 'own');
    if (!key || !place || !isLimited) return place;
    const known = this.places.get(tx) ?? new Map<string, Promise<Place>>();
    this.places.set(tx, known);
    const found = known.get(key) ?? this.organization.locate(tx, place, today);
    known.set(key, found);
    return found;
  }

  /** @throws Problem `auth.self_decision` or `auth.forbidden` (403) */
  require(position: Position, event: EventSpec): Standing {
    const { actor, caseFile } = position;
    const never = new Set(event.never?.(caseFile.context as never) ?? []);
    if (never.has(actor.person)) throw new Problem('auth.self_decision');
    if (event.by.some((who) => !isHolder(who) && this.fits(position, who))) return { holdings: position.own };
    if (!event.by.some(isHolder)) throw new Problem('auth.forbidden');
    if (position.own.length > 0) return { holdings: position.own };
    for (const [principal, holdings] of position.delegated) {
      if (never.has(principal)) continue;
      // A delegate may not decide on his own request, whoever lent him the right.
      if (caseFile.applicant === actor.person) throw new Problem('auth.self_decision');
      return { onBehalfOf: principal, holdings };
    }
    throw new Problem('auth.forbidden');
  }

  allowed(position: Position, event: EventSpec): boolean {
    try {
      this.require(position, event);
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  /**
   * May the actor know that this case exists? Those who take part, and roles that its machine names where they reach, unless
   * it is confidential.
   */
  async mayView(tx: Tx, position: Position, spec: MachineSpec): Promise<boolean> {
    const { actor, caseFile } = position;
    const isOpen = caseFile.context.isConfidential !== true;
    if (
      actor.person === 'system' ||
      caseFile.applicant === actor.person ||
      (isOpen && caseFile.subject === `person:${actor.person}`)
    )
      return true;
    if (position.own.length > 0 || (isOpen && position.delegated.size > 0)) return true;
    if (isOpen && viewingRoles(spec).some((role) => position.reaches.has(role))) return true;
    if (spec.seenBy?.some((field) => peopleIn(caseFile.context, field).includes(actor.person))) return true;
    const named = Object.values(spec.events).some((event) =>
      event.by.some((who) => 'is' in who && who.is === 'named' && this.fits(position, who)),
    );
    return named || (await this.tasks.tookPart(tx, caseFile.id, actor.person));
  }

  /** Who may open a case of this kind through the general route. @throws Problem `auth.forbidden` */
  requireStart(spec: MachineSpec, actor: Actor): void {
    const may = (spec.startBy ?? []).some((who) =>
      'role' in who
        ? actor.grants.some((grant) => grant.role === who.role)
        : who.is === 'applicant' && actor.person !== 'system',
    );
    if (!may) throw new Problem('auth.forbidden');
  }

  private fits(position: Position, who: Who): boolean {
    const { actor, caseFile } = position;
    if ('role' in who) {
      return (
        position.reaches.has(who.role) &&
        (who.scope === undefined ||
          actor.grants.some((grant) => grant.role === who.role && reachesAsFar(grant.scope, who.scope!)))
      );
    }
    switch (who.is) {
      case 'system':
        return actor.person === 'system';
      case 'applicant':
        return caseFile.applicant === actor.person;
      case 'subject':
        return caseFile.subject === `person:${actor.person}`;
      case 'named':
        return peopleIn(caseFile.context, who.field).includes(actor.person);
      case 'holder':
        return position.own.length > 0;
    }
  }

  /** Holdings that this person fills; a role never offers a person his own request. */
  private held(open: readonly Holding[], person: string, grants: Actor['grants'], caseFile: CaseFile): Holding[] {
    return open.filter((holding) => {
      if (holding.person !== null) return holding.person === person;
      return (
        person !== caseFile.applicant &&
        grants.some((grant) => grant.role === holding.role && reachesOne(grant, holding.places))
      );
    });
  }
}

/**
 * The roles with which somebody acts: where a task is worked off, those by which he, or whom he stands in for, holds a place
 * in it; a role that he has elsewhere signs nothing here.
 */
export function rolesHere(actor: Actor, event: EventSpec, standing: Standing): Role[] {
  if (!event.by.some(isHolder)) return [...rolesOf(actor)];
  const held = [...new Set(standing.holdings.flatMap((holding) => (holding.role ? [holding.role as Role] : [])))];
  return held.length > 0 || standing.onBehalfOf !== undefined ? held : [...rolesOf(actor)];
}

/** The places by role that somebody fills in the case, the first to be taken first; undefined where no task is worked off. */
export const placesHere = (event: EventSpec, standing: Standing): Holder[] | undefined =>
  event.by.some(isHolder)
    ? standing.holdings.flatMap(({ role, scope, target }) =>
        role
          ? [{ role: role as Role, ...(scope ? { scope: scope as Scope } : {}), ...(target ? { target } : {}) }]
          : [],
      )
    : undefined;

/** Does a right reach one of the places? The same answer as the box of tasks gives. */
const reachesOne = (grant: Actor['grants'][number], places: readonly string[]): boolean =>
  grant.scope === 'institution' ||
  places.length === 0 ||
  places.includes(`${grant.scope === 'own' ? 'person' : grant.scope}:${grant.target}`);

const isHolder = (who: Who): boolean => 'is' in who && who.is === 'holder';

const order = ['own', 'window', 'unit', 'hall', 'institution'];
const reachesAsFar = (has: string, needs: string): boolean => order.indexOf(has) >= order.indexOf(needs);

/** People named in the context: a code, `person:<code>`, or a list of them; dots lead into objects. */
function peopleIn(context: Readonly<Record<string, unknown>>, field: string): string[] {
  let found: unknown = context;
  for (const part of field.split('.')) found = (found as Record<string, unknown> | null | undefined)?.[part];
  return [found].flat().flatMap((item) => (typeof item === 'string' ? [item.replace(/^person:/, '')] : []));
}

/** Roles that take part in this kind of case, and the auditor. */
export function viewingRoles(spec: MachineSpec): string[] {
  const roles = new Set<string>(['AUDITOR']);
  for (const event of Object.values(spec.events)) for (const who of event.by) if ('role' in who) roles.add(who.role);
  for (const who of spec.startBy ?? []) if ('role' in who) roles.add(who.role);
  return [...roles];
}
