/** All SQL of deputies: whom people have named, who is away, and who stands in for whom now. */
import { Injectable } from '@nestjs/common';
import type { Day } from '../../core/fact.js';
import type { Tx } from '../../platform/database/tx.js';

export interface NamedDeputy {
  person: string;
  deputy: string;
  from: Day | null;
  to: Day | null;
}

/** Why somebody stands in: the person named him, or the rule names the next higher. */
export type Basis = 'deputy' | 'rule';

export interface StandInRow {
  principal: string;
  deputy: string;
  basis: Basis;
  /** Last day as planned; what a leave brought ends only with the return. */
  until: Day;
  /** The deputy is away himself, or has left. */
  isAway: boolean;
}

/** A delegation by a leave lasts until the return is reported, whatever was planned; any other ends with its last day. */
const running = (name: string): string =>
  `${name}.institution_id = $1 and ${name}.from_on <= $2 and (${name}.source_case is not null or ${name}.to_on >= $2)
   and ${name}.revoked_at is null`;
const isAway = (person: string): string =>
  `(exists (select 1 from person_away a where a.institution_id = $1 and a.person = ${person} and a.ended_at is null
            and a.from_on <= $2)
    or exists (select 1 from person p where p.institution_id = $1 and p.code = ${person} and p.left_on < $2))`;

@Injectable()
export class DeputyRepository {
  /** Whom some people (all, when not said) have named, in order. `on`: only those that hold that day. */
  named(tx: Tx, filter: { people?: readonly string[]; on?: Day } = {}): Promise<NamedDeputy[]> {
    return tx.query<NamedDeputy>(
      `select person, deputy, from_on as "from", to_on as "to" from deputy
       where institution_id = $1 and ended_at is null and ($2::text[] is null or person = any($2))
         and ($3::date is null or (coalesce(from_on, $3) <= $3 and coalesce(to_on, $3) >= $3))
       order by person, place`,
      [tx.institutionId, filter.people ?? null, filter.on ?? null],
    );
  }

  /** Replaces a person's list. Nobody else changes a list meanwhile, so that two together make no circle. */
  async lock(tx: Tx): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`deputy:${tx.institutionId}`]);
  }

  async replace(
    tx: Tx,
    person: string,
    deputies: readonly { person: string; from?: Day; to?: Day }[],
    by: string,
  ): Promise<void> {
    await tx.query(
      'update deputy set ended_at = clock_timestamp() where institution_id = $1 and person = $2 and ended_at is null',
      [tx.institutionId, person],
    );
    await tx.query(
      `insert into deputy (institution_id, person, deputy, place, from_on, to_on, named_by)
       select $1, $2, deputy, place, "from", "to", $3
       from jsonb_to_recordset($4) as r (deputy text, place smallint, "from" date, "to" date)`,
      [
        tx.institutionId,
        person,
        by,
        JSON.stringify(deputies.map((one, index) => ({ ...one, deputy: one.person, place: index + 1 }))),
      ],
    );
  }

  /** Since when and until when some people are away on a day. */
  away(tx: Tx, people: readonly string[], on: Day): Promise<{ person: string; until: Day }[]> {
    return tx.query<{ person: string; until: Day }>(
      `select person, max(to_on) as until from person_away
       where institution_id = $1 and person = any($3) and ended_at is null and from_on <= $2 group by person order by person`,
      [tx.institutionId, on, people],
    );
  }

  /** Leaves of a person that go on. */
  async awayCases(tx: Tx, person: string): Promise<{ caseId: string; from: Day; to: Day }[]> {
    return tx.query<{ caseId: string; from: Day; to: Day }>(
      `select case_id as "caseId", from_on as "from", to_on as "to" from person_away
       where institution_id = $1 and person = $2 and ended_at is null order by begun_at, case_id`,
      [tx.institutionId, person],
    );
  }

  /** @returns the last day planned before, null when the leave begins with this, undefined when it is over already */
  async goAway(
    tx: Tx,
    one: { caseId: string; person: string; from: Day; to: Day; at: Date },
  ): Promise<Day | null | undefined> {
    const [known] = await tx.query<{ to: Day; endedAt: Date | null }>(
      'select to_on as "to", ended_at as "endedAt" from person_away where institution_id = $1 and case_id = $2 for update',
      [tx.institutionId, one.caseId],
    );
    if (known?.endedAt) return undefined;
    await tx.query(
      `insert into person_away (institution_id, case_id, person, from_on, to_on, begun_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (institution_id, case_id) do update set to_on = excluded.to_on`,
      [tx.institutionId, one.caseId, one.person, one.from, one.to, one.at],
    );
    return known?.to ?? null;
  }

  /** @returns since when the person was away; undefined when nothing had begun or it is over already */
  async comeBack(tx: Tx, caseId: string, at: Date): Promise<Date | undefined> {
    const [row] = await tx.query<{ begunAt: Date }>(
      `update person_away set ended_at = $3 where institution_id = $1 and case_id = $2 and ended_at is null
       returning begun_at as "begunAt"`,
      [tx.institutionId, caseId, at],
    );
    return row?.begunAt;
  }

  /** Who stands in for some people, or for all those for whom `deputy` may be asked: everybody in order. */
  standIns(tx: Tx, on: Day, who: { principals: readonly string[] } | { deputy: string }): Promise<StandInRow[]> {
    const [mine, value] =
      'deputy' in who
        ? [
            `d.from_person in (select m.from_person from delegation m where ${running('m')} and m.to_person = $3)`,
            who.deputy,
          ]
        : ['d.from_person = any($3)', who.principals];
    return tx.query<StandInRow>(
      `select d.from_person as principal, d.to_person as deputy, d.basis, d.to_on as until,
         ${isAway('d.to_person')} as "isAway"
       from delegation d where ${running('d')} and ${mine} order by d.from_person, d.place, d.id`,
      [tx.institutionId, on, value],
    );
  }

  /** Whose places are taken in a case from now on; those who are on both lists stay as they are. */
  async putDelegations(
    tx: Tx,
    one: { caseId: string; person: string; from: Day; to: Day; order: readonly { person: string; basis: Basis }[] },
  ): Promise<void> {
    await tx.query(
      `update delegation set revoked_at = clock_timestamp()
       where institution_id = $1 and source_case = $2 and revoked_at is null and not (to_person = any($3))`,
      [tx.institutionId, one.caseId, one.order.map((deputy) => deputy.person)],
    );
    const order = JSON.stringify(one.order.map((deputy, index) => ({ ...deputy, place: index + 1 })));
    await tx.query(
      `update delegation d set place = r.place, basis = r.basis, to_on = $4
       from jsonb_to_recordset($3) as r (person text, basis text, place smallint)
       where d.institution_id = $1 and d.source_case = $2 and d.revoked_at is null and d.to_person = r.person`,
      [tx.institutionId, one.caseId, order, one.to],
    );
    await tx.query(
      `insert into delegation (institution_id, from_person, to_person, from_on, to_on, source_case, place, basis)
       select $1, $5, r.person, $6, $4, $2, r.place, r.basis
       from jsonb_to_recordset($3) as r (person text, basis text, place smallint)
       where not exists (select 1 from delegation d where d.institution_id = $1 and d.source_case = $2
                         and d.revoked_at is null and d.to_person = r.person)`,
      [tx.institutionId, one.caseId, order, one.to, one.person, one.from],
    );
  }
}
