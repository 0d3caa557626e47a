/** Lists for screens: filters, paging and sorting by allowlists; no text of the caller ever becomes SQL. */
import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import type { Role } from '../core/roles.js';
import type { Tx } from '../platform/database/tx.js';
import type {
  ColleagueItem,
  DutyItem,
  PersonItem,
  personSortNames,
  WindowItem,
  windowSortNames,
} from './organization.contract.js';

export interface Paging {
  page: number;
  pageSize: number;
  sort: string;
}

/** Whose rows a caller may see; `all` for rights that reach the institution. */
export interface Sight {
  all: boolean;
  people: readonly string[];
  windows: readonly string[];
  units: readonly string[];
  halls: readonly string[];
}

const personSort: Record<(typeof personSortNames)[number], string> = {
  code: 'p.code',
  name: 'p.name',
  unit: 's.unit_code',
  window: 's.window_code',
  since: 'p.since',
};
const windowSort: Record<(typeof windowSortNames)[number], string> = {
  code: 'w.code',
  name: 'w.name',
  group: 'w.group_code',
  unit: 'w.unit_code',
  workers: 'w.workers',
};

function orderBy(names: Readonly<Record<string, string>>, sort: string, last: string): string {
  const column = names[sort.replace(/^-/, '')] ?? last;
  return `order by ${column} ${sort.startsWith('-') ? 'desc' : 'asc'} nulls last, ${last}`;
}

/** Text search without wildcards of the caller's. */
const like = (text: string | undefined): string | null => (text ? `%${text.replace(/[\\%_]/g, '\\$&')}%` : null);

/** Whether the person `p` is meant by a pattern of `like`: by part of number or name, or by how the name begins to sound. */
const answersTo = (pattern: string): string =>
  `(p.code ilike ${pattern} or p.name ilike ${pattern} or (' ' || p.sound) ilike '% ' || substr(${pattern}, 2))`;

@Injectable()
export class DirectoryRepository {
  async people(
    tx: Tx,
    filter: { q?: string; unit?: string; window?: string; role?: Role; on: Day },
    sight: Sight,
    paging: Paging,
  ): Promise<{ items: PersonItem[]; total: number }> {
    const rows = await tx.query<PersonItem & { total: number }>(
      `select p.code, p.name, p.gender, p.since, p.left_on as "leftOn", s.post, s.ab_role as ab,
         s.unit_code as unit, u.name as "unitName", s.window_code as "window", w.name as "windowName",
         array(select distinct g.role from role_grant g where g.institution_id = p.institution_id and g.person_code = p.code
               and g.from_on <= $2 and coalesce(g.to_on, $2) >= $2 order by g.role) as roles,
         count(*) over ()::int as total
       from person p
       left join lateral (
         select unit_code, window_code, post, ab_role from person_placement s
         where s.institution_id = p.institution_id and s.person_code = p.code and s.from_on <= $2 and coalesce(s.to_on, $2) >= $2
         order by s.from_on desc limit 1) s on true
       left join unit u on u.institution_id = p.institution_id and u.code = s.unit_code
       left join service_window w on w.institution_id = p.institution_id and w.code = s.window_code
       where p.institution_id = $1
         and ($3::text is null or ${answersTo('$3')})
         and ($4::text is null or s.unit_code = $4) and ($5::text is null or s.window_code = $5)
         and ($6::text is null or exists (select 1 from role_grant g where g.institution_id = p.institution_id
              and g.person_code = p.code and g.role = $6 and g.from_on <= $2 and coalesce(g.to_on, $2) >= $2))
         and ($7 or p.code = any($8) or s.window_code = any($9) or s.unit_code = any($10) or w.hall_code = any($11))
       ${orderBy(personSort, paging.sort, 'p.code')} limit $12 offset $13`,
      [
        tx.institutionId,
        filter.on,
        like(filter.q),
        filter.unit ?? null,
        filter.window ?? null,
        filter.role ?? null,
        sight.all,
        sight.people,
        sight.windows,
        sight.units,
        sight.halls,
        paging.pageSize,
        (paging.page - 1) * paging.pageSize,
      ],
    );
    // A page beyond the last one still says how many there are.
    if (rows.length === 0 && paging.page > 1)
      return { items: [], total: (await this.people(tx, filter, sight, firstOf(paging))).total };
    return page(rows);
  }

  /** An exact number or name stands first, then those of `own` window, then of `own` unit. */
  async colleagues(
    tx: Tx,
    filter: { q?: string; on: Day },
    own: { window?: string; unit?: string },
    most: number,
  ): Promise<{ items: ColleagueItem[]; total: number }> {
    const rows = await tx.query<ColleagueItem & { total: number }>(
      `select p.code, p.name, w.name as "window", u.name as unit, count(*) over ()::int as total
       from person p
       left join lateral (
         select unit_code, window_code from person_placement s
         where s.institution_id = p.institution_id and s.person_code = p.code and s.from_on <= $2 and coalesce(s.to_on, $2) >= $2
         order by s.from_on desc limit 1) s on true
       left join service_window w on w.institution_id = p.institution_id and w.code = s.window_code
       left join unit u on u.institution_id = p.institution_id and u.code = coalesce(s.unit_code, w.unit_code)
       where p.institution_id = $1 and coalesce(p.left_on, $2) >= $2
         and not exists (
           select 1 from role_grant g where g.institution_id = p.institution_id and g.person_code = p.code
             and g.role = 'MYSTERY' and g.from_on <= $2 and coalesce(g.to_on, $2) >= $2)
         and case when $3::text is null then s.window_code = $5 or u.code = $6 else ${answersTo('$3')} end
       order by ($4 in (p.code, p.name)) desc nulls last, (s.window_code = $5) desc nulls last,
         (u.code = $6) desc nulls last, p.code
       limit $7`,
      [tx.institutionId, filter.on, like(filter.q), filter.q ?? null, own.window ?? null, own.unit ?? null, most],
    );
    return page(rows);
  }

  async windows(
    tx: Tx,
    filter: { q?: string; group?: string; unit?: string; on: Day; code?: string },
    paging: Paging,
  ): Promise<{ items: WindowItem[]; total: number }> {
    const rows = await tx.query<WindowItem & { total: number }>(
      `select w.code, w.name, w.group_code as "group", w.unit_code as unit, u.name as "unitName", w.hall_code as hall,
         w.workers, w.low_volume_exempt as "lowVolumeExempt", w.least, w.zone_code as zone, h.person_code as head, h.name as "headName", count(*) over ()::int as total
       from service_window w
       join unit u on u.institution_id = w.institution_id and u.code = w.unit_code
       left join lateral (
         select g.person_code, p.name from role_grant g
         join person p on p.institution_id = g.institution_id and p.code = g.person_code
         where g.institution_id = w.institution_id and g.role = 'WINDOW_HEAD' and g.target = w.code
           and g.from_on <= $2 and coalesce(g.to_on, $2) >= $2 order by g.person_code limit 1) h on true
       where w.institution_id = $1
         and ($3::text is null or w.code ilike $3 or w.name ilike $3)
         and ($4::text is null or w.group_code = $4) and ($5::text is null or w.unit_code = $5) and ($6::text is null or w.code = $6)
       ${orderBy(windowSort, paging.sort, 'w.code')} limit $7 offset $8`,
      [
        tx.institutionId,
        filter.on,
        like(filter.q),
        filter.group ?? null,
        filter.unit ?? null,
        filter.code ?? null,
        paging.pageSize,
        (paging.page - 1) * paging.pageSize,
      ],
    );
    // A page beyond the last one still says how many there are.
    if (rows.length === 0 && paging.page > 1)
      return { items: [], total: (await this.windows(tx, filter, firstOf(paging))).total };
    return page(rows);
  }

  async duty(
    tx: Tx,
    filter: { from: Day; to: Day; window?: string; person?: string },
    paging: Paging,
  ): Promise<{ items: DutyItem[]; total: number }> {
    const rows = await tx.query<DutyItem & { total: number }>(
      `select d.day, d.half, d.window_code as "window", w.name as "windowName", d.person_code as person, p.name as "personName",
         count(*) over ()::int as total
       from duty d
       join person p on p.institution_id = d.institution_id and p.code = d.person_code
       join service_window w on w.institution_id = d.institution_id and w.code = d.window_code
       where d.institution_id = $1 and d.day between $2 and $3
         and ($4::text is null or d.window_code = $4) and ($5::text is null or d.person_code = $5)
       order by d.day ${paging.sort.startsWith('-') ? 'desc' : 'asc'}, d.half, d.window_code, d.person_code limit $6 offset $7`,
      [
        tx.institutionId,
        filter.from,
        filter.to,
        filter.window ?? null,
        filter.person ?? null,
        paging.pageSize,
        (paging.page - 1) * paging.pageSize,
      ],
    );
    // A page beyond the last one still says how many there are.
    if (rows.length === 0 && paging.page > 1)
      return { items: [], total: (await this.duty(tx, filter, firstOf(paging))).total };
    return page(rows);
  }
}

const firstOf = (paging: Paging): Paging => ({ ...paging, page: 1, pageSize: 1 });

function page<T>(rows: (T & { total: number })[]): { items: T[]; total: number } {
  const total = rows[0]?.total ?? 0;
  return { items: rows.map(({ total: _total, ...item }) => item as T), total };
}
