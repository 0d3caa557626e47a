/** All SQL of what a changed day touches. */
import { Injectable } from '@nestjs/common';
import type { Day } from '../../core/fact.js';
import type { Tx } from '../../platform/database/tx.js';
import type { TouchedCase } from '../calendar.contract.js';

/** As it is stored: the words of a state are the engine's to say. */
export type TouchedLine = Omit<TouchedCase, 'stateLabel'>;
export type Touched = { items: TouchedLine[]; total: number };

const SHOWN = 50;

@Injectable()
export class CalendarImpactRepository {
  /** Open leaves or covers that run over one of the days and are not past. */
  async presence(tx: Tx, purpose: 'leave' | 'cover', days: readonly Day[], today: Day): Promise<Touched> {
    return page(
      await tx.query<TouchedLine & { total: number }>(
        `with held as (
           select s.case_id, s.person, least(min(s.day), min((f.context->'from'->>'day')::date)) as first,
             greatest(max(s.day), max((f.context->'to'->>'day')::date)) as last
           from person_slot s join case_file f on f.institution_id = s.institution_id and f.id = s.case_id
           where s.institution_id = $1 and s.purpose = $2 and not f.final group by s.case_id, s.person)
         select f.id, f.kind, f.key, f.state, h.person, p.name as "personName", h.first as "from", h.last as "to",
           null as term, count(*) over ()::int as total
         from held h
         join case_file f on f.institution_id = $1 and f.id = h.case_id
         left join person p on p.institution_id = $1 and p.code = h.person
         where h.last >= $4 and exists (select 1 from unnest($3::date[]) as d (day) where d.day between h.first and h.last)
         order by h.first, f.key limit ${SHOWN}`,
        [tx.institutionId, purpose, days, today],
      ),
    );
  }

  /** Open terms that end on or after one of the days that are still to come. */
  async terms(tx: Tx, days: readonly Day[], today: Day): Promise<Touched> {
    return page(
      await tx.query<TouchedLine & { total: number }>(
        `select f.id, f.kind, f.key, f.state, f.applicant as person, p.name as "personName", f.filed_on as "from",
           d.due_on as "to", d.name as term, count(*) over ()::int as total
         from case_deadline d
         join case_file f on f.institution_id = d.institution_id and f.id = d.case_id
         left join person p on p.institution_id = d.institution_id and p.code = f.applicant
         where d.institution_id = $1 and d.fired_at is null and d.cancelled_at is null
           and exists (select 1 from unnest($2::date[]) as c (day) where c.day > $3 and c.day <= d.due_on)
         order by d.due_on, f.key, d.name limit ${SHOWN}`,
        [tx.institutionId, days, today],
      ),
    );
  }

  /** Roster lines on some days. */
  async duty(tx: Tx, days: readonly Day[]): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      'select count(*)::int as count from duty where institution_id = $1 and day = any($2)',
      [tx.institutionId, days],
    );
    return row?.count ?? 0;
  }
}

function page(rows: (TouchedLine & { total: number })[]): Touched {
  return { items: rows.map(({ total: _total, ...item }) => item), total: rows[0]?.total ?? 0 };
}
