import { Injectable } from '@nestjs/common';
import type { Half } from '../../core/calendar/work-calendar.js';
import type { ChainStep } from '../../core/cover/chain.js';
import type { PresenceSlot } from '../../core/duty/seats.js';
import type { Day } from '../../core/fact.js';
import type { Tx } from '../../platform/database/tx.js';

/** A slot, and the leave for which it waits while that is not approved yet. */
export interface EffectiveSlot extends PresenceSlot {
  pendingLeave: string | null;
  /** Key of the leave to which it belongs, its own or the one that it covers. */
  leave: string | null;
  /** Of somebody who stepped in unasked and without a leave (R21.04). */
  isUnasked: boolean;
}

export interface PlacedPerson {
  code: string;
  name: string;
  window: string | null;
  unit: string | null;
  ab: 'A' | 'B' | null;
  qualified: string[];
}

export interface AlarmRow {
  window: string | null;
  zone: string | null;
  day: Day;
  half: Half;
  present: number;
  least: number;
}

export interface OpenCover {
  id: string;
  key: string;
  window: string;
  absent: string;
  substitute: string | null;
  state: string;
}

/** A move of a plan that was put to people. */
export interface PlannedStep extends ChainStep {
  days: { day: Day; half: Half }[];
}

export interface OpenPlan {
  id: string;
  /** The cover for which it was made. */
  caseId: string;
  steps: PlannedStep[];
  by: string;
}

@Injectable()
export class CoverRepository {
  /**
   * Pieces of leave and cover in a span. A leave that is not decided yet takes nobody away, and its cover nobody along: the
   * slots only keep the person from promising the same time twice.
   */
  slots(tx: Tx, from: Day, to: Day): Promise<EffectiveSlot[]> {
    return tx.query<EffectiveSlot>(
      `select s.person, s.day, lower(s.minutes) as start, upper(s.minutes) as "end", s.purpose, s.window_code as "window",
         s.case_id as "caseId", l.key as leave,
         coalesce(f.kind = 'substitution' and f.context->>'leave' is null, false) as "isUnasked",
         case when l.state in ('draft', 'pending') then l.key end as "pendingLeave"
       from person_slot s
       left join case_file f on f.institution_id = s.institution_id and f.id = s.case_id
       left join case_file l on l.institution_id = s.institution_id and l.kind = 'leave'
         and l.key = case when f.kind = 'leave' then f.key else f.context->>'leave' end
       where s.institution_id = $1 and s.day between $2 and $3 order by s.day, start, s.person`,
      [tx.institutionId, from, to],
    );
  }

  /** Everybody who is placed at a window or qualified for one on a day. */
  people(tx: Tx, on: Day): Promise<PlacedPerson[]> {
    return tx.query<PlacedPerson>(
      `select p.code, p.name, s.window_code as "window", s.unit_code as unit, s.ab_role as ab,
         array(select q.window_code from qualification q where q.institution_id = p.institution_id and q.person_code = p.code
               and q.from_on <= $2 and coalesce(q.to_on, $2) >= $2 order by 1) as qualified
       from person p
       left join lateral (
         select unit_code, window_code, ab_role from person_placement s
         where s.institution_id = p.institution_id and s.person_code = p.code and s.from_on <= $2 and coalesce(s.to_on, $2) >= $2
         order by s.from_on desc limit 1) s on true
       where p.institution_id = $1 and coalesce(p.left_on, $2) >= $2
         and (s.window_code is not null or exists (select 1 from qualification q
              where q.institution_id = p.institution_id and q.person_code = p.code))
       order by p.code`,
      [tx.institutionId, on],
    );
  }

  /** Covers under way that touch a span, with whom they concern. */
  openCovers(tx: Tx, from: Day, to: Day): Promise<OpenCover[]> {
    return tx.query<OpenCover>(
      `select id, key, state, context->>'window' as "window", context->>'absent' as absent,
         context->>'substitute' as substitute
       from case_file
       where institution_id = $1 and kind = 'substitution' and closed_at is null
         and context->'from'->>'day' <= $3::text and context->'to'->>'day' >= $2::text order by key`,
      [tx.institutionId, from, to],
    );
  }

  openAlarms(tx: Tx, days: readonly Day[]): Promise<AlarmRow[]> {
    return tx.query<AlarmRow>(
      `select window_code as "window", zone_code as zone, day, half, present, least from staffing_alarm
       where institution_id = $1 and closed_at is null and day = any($2::date[]) for update`,
      [tx.institutionId, days],
    );
  }

  async openAlarm(tx: Tx, alarm: AlarmRow, at: Date): Promise<boolean> {
    const rows = await tx.query(
      `insert into staffing_alarm (institution_id, window_code, zone_code, day, half, present, least, opened_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
      [tx.institutionId, alarm.window, alarm.zone, alarm.day, alarm.half, alarm.present, alarm.least, at],
    );
    return rows.length === 1;
  }

  /** Figures of an alarm that stays open. */
  async updateAlarm(tx: Tx, alarm: AlarmRow): Promise<void> {
    await tx.query(
      `update staffing_alarm set present = $6, least = $7 where institution_id = $1 and closed_at is null
         and window_code is not distinct from $2 and zone_code is not distinct from $3 and day = $4 and half = $5 returning id`,
      [tx.institutionId, alarm.window, alarm.zone, alarm.day, alarm.half, alarm.present, alarm.least],
    );
  }

  async closeAlarm(tx: Tx, alarm: Pick<AlarmRow, 'window' | 'zone' | 'day' | 'half'>, at: Date): Promise<void> {
    await tx.query(
      `update staffing_alarm set closed_at = $6 where institution_id = $1 and closed_at is null
         and window_code is not distinct from $2 and zone_code is not distinct from $3 and day = $4 and half = $5 returning id`,
      [tx.institutionId, alarm.window, alarm.zone, alarm.day, alarm.half, at],
    );
  }

  /** One check of a place at a time, so that two approvals see one another. */
  async lockPlaces(tx: Tx, places: readonly string[]): Promise<void> {
    for (const place of [...new Set(places)].sort())
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `staffing:${tx.institutionId}:${place}`,
      ]);
  }

  async openPlan(tx: Tx, caseId: string): Promise<OpenPlan | undefined> {
    const [row] = await tx.query<OpenPlan>(
      `select id, case_id as "caseId", steps, made_by as by from cover_plan
       where institution_id = $1 and case_id = $2 and ended_at is null`,
      [tx.institutionId, caseId],
    );
    return row;
  }

  /** Plans under way in which a case takes part. */
  plansWith(tx: Tx, caseKey: string): Promise<OpenPlan[]> {
    return tx.query<OpenPlan>(
      `select id, case_id as "caseId", steps, made_by as by from cover_plan
       where institution_id = $1 and ended_at is null and steps @> jsonb_build_array(jsonb_build_object('caseKey', $2::text))
       order by made_at, id`,
      [tx.institutionId, caseKey],
    );
  }

  /** Ids of the case of a seat and of those that took other stretches of the same absence there, in the order of time. */
  async shares(tx: Tx, key: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select s.id from case_file m join case_file s on s.institution_id = m.institution_id and s.kind = m.kind
         and (s.id = m.id or (starts_with(s.key, m.key || '-p') and s.context->>'window' = m.context->>'window'
           and s.context->>'absent' = m.context->>'absent'))
       where m.institution_id = $1 and m.kind = 'substitution' and m.key = $2
       order by s.context->'from'->>'day', s.context->'from'->>'half', s.key`,
      [tx.institutionId, key],
    );
    return rows.map((row) => row.id);
  }

  /** What people know of a window: since when they are qualified for it, and how often they covered there to the end. */
  async experience(tx: Tx, window: string, on: Day): Promise<Map<string, { since: Day | null; served: number }>> {
    const rows = await tx.query<{ person: string; since: Day | null; served: number }>(
      `select person, min(since)::text as since, sum(served)::int as served from (
         select person_code as person, from_on as since, 0 as served from qualification
         where institution_id = $1 and window_code = $2 and from_on <= $3 and coalesce(to_on, $3) >= $3
         union all
         select context->>'substitute', null, 1 from case_file
         where institution_id = $1 and kind = 'substitution' and context->>'window' = $2
           and context->>'substitute' is not null and state in ('ended', 'badgeOverdue', 'closed')) as known
       group by person`,
      [tx.institutionId, window, on],
    );
    return new Map(rows.map(({ person, since, served }) => [person, { since, served }]));
  }

  /** Covers that somebody took up by himself and without a leave (R21.04), still open. */
  unaskedOf(tx: Tx, person: string): Promise<{ id: string; key: string; window: string; absent: string }[]> {
    return tx.query<{ id: string; key: string; window: string; absent: string }>(
      `select id, key, context->>'window' as "window", context->>'absent' as absent from case_file
       where institution_id = $1 and kind = 'substitution' and state = 'onDuty' and context->>'substitute' = $2
         and context->>'leave' is null order by key`,
      [tx.institutionId, person],
    );
  }

  /** Covers of a plan that are still open, by key. */
  async openStates(tx: Tx, keys: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ key: string; state: string }>(
      `select key, state from case_file
       where institution_id = $1 and kind = 'substitution' and key = any($2) and closed_at is null`,
      [tx.institutionId, keys],
    );
    return new Map(rows.map((row) => [row.key, row.state]));
  }

  async countCases(tx: Tx, prefix: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::int as count from case_file
       where institution_id = $1 and kind = 'substitution' and starts_with(key, $2)`,
      [tx.institutionId, prefix],
    );
    return row?.count ?? 0;
  }

  async addPlan(tx: Tx, plan: { caseId: string; steps: readonly PlannedStep[]; by: string; at: Date }): Promise<void> {
    await tx.query(
      'insert into cover_plan (institution_id, case_id, steps, made_by, made_at) values ($1, $2, $3, $4, $5)',
      [tx.institutionId, plan.caseId, JSON.stringify(plan.steps), plan.by, plan.at],
    );
  }

  async endPlan(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.query(
      'update cover_plan set ended_at = $3 where institution_id = $1 and id = $2 and ended_at is null returning id',
      [tx.institutionId, id, at],
    );
  }
}
