/**
 * Who is who, for everyone above: the population of a period, how far a right reaches, who holds a role, who sits where.
 * Every answer is for a day, because people move and rights end.
 */
import { Injectable } from '@nestjs/common';
import { UNIT } from '../core/amount.js';
import type { Half, HalfDay } from '../core/calendar/work-calendar.js';
import type { Day, Subject } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { Grant, Role } from '../core/roles.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import type {
  Duty,
  HeldGrant,
  Institution,
  Person,
  Place,
  PlacedPerson,
  ServiceWindow,
  Unit,
} from './organization.entity.js';
import { OrganizationRepository } from './organization.repository.js';

export interface Candidate {
  code: string;
  name: string;
  ab: 'A' | 'B' | null;
  /** Placed at this window, so no other window loses anyone. */
  isOwn: boolean;
  window: string | null;
  unit: string | null;
  /** Half days of the span on which the person already sits at another window. */
  busy: HalfDay[];
}

@Injectable()
export class OrganizationService {
  constructor(
    private readonly repository: OrganizationRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `platform.not_found` when the transaction's institution does not exist. */
  async institution(tx: Tx): Promise<Institution> {
    const found = await this.repository.institution(tx);
    if (!found) throw new Problem('platform.not_found');
    return found;
  }

  /**
   * The population of a period: every window, unit, branch and person that the rules may look at. People carry relations
   * `window`, `unit`, `branch` and `head` (head of the window, else section head of the unit) as on the last day of the
   * period, `director` (director of the institution) and `directorInCharge` (director for their unit or window); windows carry
   * `unit`, `branch` and `head`, units `branch` and `head`. A unit to which others belong is a group as well: `group:<code>`.
   * Attributes: `workers` (Units), `lowVolumeExempt`, `post`, `ab`, `roles`.
   */
  async subjects(tx: Tx, period: { from: Day; to: Day }): Promise<Subject[]> {
    const windows = await this.repository.windows(tx);
    const people = await this.repository.peopleDuring(tx, period.from, period.to);
    const units = await this.repository.units(tx);
    const grants = await this.repository.holders(tx, ['WINDOW_HEAD', 'SECTION_HEAD', 'STAFF', 'DIRECTOR'], period.to);
    const head = (role: Role, target: string | null): string | undefined =>
      target ? grants.find((grant) => grant.role === role && grant.target === target)?.person : undefined;
    const branchOf = new Map(units.map((unit) => [unit.code, unit.branch]));
    const branches = new Set(branchOf.values());
    const branch = (unit: string | null | undefined) => key('group', unit ? branchOf.get(unit) : undefined);
    const directors = grants.filter((grant) => grant.role === 'DIRECTOR');
    const byWindow = new Map(windows.map((window) => [window.code, window]));
    const staff = new Set(grants.filter((grant) => grant.role === 'STAFF').map((grant) => grant.person));
    const sectionHeads = new Set(grants.filter((grant) => grant.role === 'SECTION_HEAD').map((grant) => grant.person));
    return [
      ...people.map((person) => {
        const window = person.window ? byWindow.get(person.window) : undefined;
        const first = head('WINDOW_HEAD', person.window) ?? head('SECTION_HEAD', person.unit);
        const director = directors.find((grant) => grant.scope === 'institution' && !grant.target)?.person;
        const inCharge = directors.find(
          ({ target }) => target && (target === person.unit || target === person.window),
        )?.person;
        const other = (code: string | undefined) => (code === person.code ? undefined : key('person', code));
        return subject('person', person.code, {
          group: staff.has(person.code) ? 'staff' : sectionHeads.has(person.code) ? 'sectionHead' : undefined,
          relations: {
            window: key('window', person.window),
            unit: key('unit', person.unit),
            branch: branch(person.unit),
            head: other(first),
            director: other(director),
            directorInCharge: other(inCharge),
          },
          attributes: {
            post: person.post ?? '',
            ab: person.ab ?? '',
            isStaff: staff.has(person.code),
            isSectionHead: sectionHeads.has(person.code),
            windowGroup: window?.group ?? '',
          },
        });
      }),
      ...units.map((unit) =>
        subject('unit', unit.code, {
          relations: { branch: branch(unit.code), head: key('person', head('SECTION_HEAD', unit.code)) },
        }),
      ),
      ...units
        .filter((unit) => branches.has(unit.code))
        .map((unit) =>
          subject('group', unit.code, {
            relations: { branch: branch(unit.code), head: key('person', head('SECTION_HEAD', unit.code)) },
          }),
        ),
      ...windows.map((window) =>
        subject('window', window.code, {
          group: window.group,
          relations: {
            unit: key('unit', window.unit),
            branch: branch(window.unit),
            head: key('person', head('WINDOW_HEAD', window.code)),
          },
          attributes: { workers: window.workers * UNIT, lowVolumeExempt: window.lowVolumeExempt },
        }),
      ),
    ];
  }

  /** Rights of a person today, targets filled in: `own` points at the person, `window` and `unit` at where they sit. */
  async grantsOf(tx: Tx, person: string, on?: Day): Promise<Grant[]> {
    const day = on ?? (await this.clock.now(tx)).today;
    return (await this.repository.grantsOf(tx, person, day)).map(({ role, scope, target }) => ({
      role,
      scope,
      ...(target ? { target } : {}),
    }));
  }

  /** Does a right reach a place? Wider places of what is known (the unit of a window, …) are looked up. */
  async covers(tx: Tx, grant: Grant, place: Place, on?: Day): Promise<boolean> {
    if (grant.scope === 'institution') return true;
    if (!grant.target) return false;
    if (grant.scope === 'own') return place.person === grant.target;
    return reaches(grant, await this.locate(tx, place, on));
  }

  /** Fills in the window, unit and hall of a person or window. */
  async locate(tx: Tx, place: Place, on?: Day): Promise<Place> {
    const known: Place = { ...place };
    if (known.person && !known.window && !known.unit) {
      const found = await this.repository.whereabouts(tx, known.person, on ?? (await this.clock.now(tx)).today);
      return { person: known.person, window: found.window, unit: found.unit, hall: known.hall ?? found.hall };
    }
    if (known.person && (!known.window || !known.unit)) {
      const person = await this.repository.person(tx, known.person, on ?? (await this.clock.now(tx)).today);
      known.window ??= person?.window ?? undefined;
      known.unit ??= person?.unit ?? undefined;
    }
    if (known.window && (!known.unit || !known.hall)) {
      const window = await this.repository.window(tx, known.window);
      known.unit ??= window?.unit;
      known.hall ??= window?.hall ?? undefined;
    }
    return known;
  }

  /** Codes of those who hold a role for a place, in order; without a place, all holders. */
  async peopleHolding(tx: Tx, role: Role, place?: Place, on?: Day): Promise<string[]> {
    const day = on ?? (await this.clock.now(tx)).today;
    const held = await this.repository.holders(tx, [role], day);
    const located = place ? await this.locate(tx, place, day) : undefined;
    const matching = located ? held.filter((grant) => reaches(grant, located)) : held;
    return [...new Set(matching.map((grant) => grant.person))];
  }

  /** All holders of some roles with their targets, e.g. sections with a part of their own. */
  async holdersOf(tx: Tx, roles: readonly Role[], on?: Day): Promise<HeldGrant[]> {
    return this.repository.holders(tx, roles, on ?? (await this.clock.now(tx)).today);
  }

  /** Head of a window, else section head of the unit; undefined when there is none. */
  async headOf(tx: Tx, place: Place, on?: Day): Promise<string | undefined> {
    const { window, unit, hall } = await this.locate(tx, place, on);
    if (!window && !unit) return undefined;
    const held = await this.holdersOf(tx, ['WINDOW_HEAD', 'SECTION_HEAD'], on);
    const first = (role: Role, at: Place) => held.find((one) => one.role === role && reaches(one, at))?.person;
    return (window && first('WINDOW_HEAD', { window, unit, hall })) || (unit && first('SECTION_HEAD', { unit }));
  }

  /** Who sits at a window in a half day. */
  async onDuty(tx: Tx, window: string, day: Day, half: Half): Promise<string[]> {
    const rows = await this.repository.duty(tx, day, day, { window });
    return rows.filter((row) => row.half === half).map((row) => row.person);
  }

  /** Rows of the duty roster of a span. */
  dutyBetween(tx: Tx, from: Day, to: Day, filter: { window?: string; person?: string } = {}): Promise<Duty[]> {
    return this.repository.duty(tx, from, to, filter);
  }

  /** Who may serve at a window in a span: own people first, then the qualified, each with what already binds them. */
  async candidatesFor(tx: Tx, window: string, from: Day, to: Day): Promise<Candidate[]> {
    const able = await this.repository.ableToServe(tx, window, from, to);
    const duty = await this.repository.duty(tx, from, to);
    return able.map((person) => ({
      code: person.code,
      name: person.name,
      ab: person.ab,
      isOwn: person.isOwn,
      window: person.window,
      unit: person.unit,
      busy: duty
        .filter((row) => row.person === person.code && row.window !== window)
        .map(({ day, half }) => ({ day, half })),
    }));
  }

  /** For readers without a session, who name the institution in the address. */
  institutionByCode(tx: Tx, code: string): Promise<Institution | undefined> {
    return this.repository.institutionByCode(tx, code);
  }

  units(tx: Tx): Promise<Unit[]> {
    return this.repository.units(tx);
  }

  windows(tx: Tx): Promise<ServiceWindow[]> {
    return this.repository.windows(tx);
  }

  window(tx: Tx, code: string): Promise<ServiceWindow | undefined> {
    return this.repository.window(tx, code);
  }

  /** A person as placed on a day (default today). */
  async person(tx: Tx, code: string, on?: Day): Promise<Person | undefined> {
    return this.repository.person(tx, code, on ?? (await this.clock.now(tx)).today);
  }

  /** The same with the window at which the person is placed. */
  personAt(tx: Tx, code: string, on: Day): Promise<PlacedPerson | undefined> {
    return this.repository.personAt(tx, code, on);
  }

  /** Windows and people of some windows, units and halls on a day. */
  reach(
    tx: Tx,
    named: { windows: readonly string[]; units: readonly string[]; halls: readonly string[] },
    on: Day,
  ): Promise<{ windows: string[]; people: string[] }> {
    return this.repository.reach(tx, named, on);
  }

  async people(tx: Tx, codes: readonly string[], on?: Day): Promise<Person[]> {
    return this.repository.people(tx, codes, on ?? (await this.clock.now(tx)).today);
  }
}

/** Does a right reach a place of which unit, window and hall are known? */
export function reaches(grant: Grant, place: Place): boolean {
  switch (grant.scope) {
    case 'institution':
      return true;
    case 'own':
      return grant.target !== undefined && place.person === grant.target;
    case 'window':
      return grant.target !== undefined && place.window === grant.target;
    case 'unit':
      return grant.target !== undefined && place.unit === grant.target;
    case 'hall':
      return grant.target !== undefined && place.hall === grant.target;
  }
}

const key = (kind: string, code: string | null | undefined): string | undefined =>
  code ? `${kind}:${code}` : undefined;

/** Leaves out what is unknown, so that two ways to load the same population give the same bytes. */
function subject(
  kind: Subject['kind'],
  code: string,
  parts: {
    group?: string;
    relations?: Record<string, string | undefined>;
    attributes?: Record<string, string | number | boolean>;
  },
): Subject {
  const relations = Object.fromEntries(
    Object.entries(parts.relations ?? {}).filter(([, to]) => to !== undefined),
  ) as Record<string, string>;
  return {
    key: `${kind}:${code}`,
    kind,
    ...(parts.group ? { group: parts.group } : {}),
    relations,
    attributes: parts.attributes ?? {},
  };
}
