/** All SQL of the registers of leave and of substitution; every column that a list can show comes in one statement. */
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.js';
import type { HalfDayView, LeavesQuery, SubstitutionsQuery, Words } from '../register.contract.js';

export interface LeaveLine {
  id: string;
  key: string;
  revision: number;
  state: string;
  person: string;
  personName: string;
  unit: string | null;
  unitName: string | null;
  window: string | null;
  windowName: string | null;
  kind: string;
  kindTitle: Words | null;
  from: HalfDayView;
  to: HalfDayView;
  parts: ({ from: HalfDayView; to: HalfDayView } | { day: string; start: string; end: string })[] | null;
  /** In 1/10000 working day. */
  length: number | null;
  filedAt: Date;
  filedByName: string | null;
  signers: string[];
  substituteRequired: boolean;
  substituteName: string | null;
  returned: HalfDayView | null;
  certificateRequired: boolean;
  certificates: number;
}

export interface SubstitutionLine {
  id: string;
  key: string;
  revision: number;
  state: string;
  window: string;
  windowName: string;
  unit: string | null;
  unitName: string | null;
  absent: string;
  absentName: string | null;
  substitute: string | null;
  substituteName: string | null;
  before: string[];
  from: HalfDayView;
  to: HalfDayView;
  filedAt: Date | null;
  trainedAt: Date | null;
  badge: string | null;
  issuedAt: Date | null;
  returnedAt: Date | null;
  lostAt: Date | null;
  overdue: boolean;
}

type List<T> = { items: T[]; total: number };

const length = `(f.context->>'length')::bigint`;
const leaveSort: Readonly<Record<string, string>> = {
  filedAt: 'f.filed_at',
  from: `f.context->'from'->>'day'`,
  person: 'f.applicant',
  window: `f.context->>'window'`,
  kind: `f.context->>'kind'`,
  days: length,
  state: 'f.state',
};
const coverSort: Readonly<Record<string, string>> = {
  from: `f.context->'from'->>'day'`,
  window: `f.context->>'window'`,
  absent: `f.context->>'absent'`,
  substitute: `f.context->>'substitute'`,
  issuedAt: 'b.issued_at',
  state: 'f.state',
};

const orderBy = (names: Readonly<Record<string, string>>, sort: string): string =>
  `order by ${names[sort.replace(/^-/, '')] ?? 'f.filed_at'} ${sort.startsWith('-') ? 'desc' : 'asc'} nulls last, f.id`;
const personName = (field: string): string =>
  `(select p.name from person p where p.institution_id = f.institution_id and p.code = ${field})`;
/** When an event of the case happened last. */
const eventAt = (type: string): string =>
  `(select max(e.happened_at) from case_event e where e.institution_id = f.institution_id and e.case_id = f.id and e.type = '${type}')`;
/** The window of a case with its unit; a leave of somebody without a window has the unit that it was filed in. */
const place = `left join service_window w on w.institution_id = f.institution_id and w.code = f.context->>'window'
  left join unit u on u.institution_id = f.institution_id and u.code = coalesce(f.context->>'unit', w.unit_code)`;

@Injectable()
export class RegisterRepository {
  /** @param people whose leave the reader may see; undefined = everybody's */
  async leaves(tx: Tx, query: LeavesQuery, people: readonly string[] | undefined): Promise<List<LeaveLine>> {
    const where = `from case_file f ${place} where f.institution_id = $1 and f.kind = 'leave'
      and ($2::text is null or f.state = $2) and ($3::text is null or f.context->>'kind' = $3)
      and ($4::text is null or f.applicant = $4) and ($5::text is null or u.code = $5)
      and ($6::text is null or f.context->>'window' = $6)
      and ($7::text is null or f.context->'to'->>'day' >= $7) and ($8::text is null or f.context->'from'->>'day' <= $8)
      and ($9::text is null or (f.context->>'substituteRequired')::boolean = ($9 = 'yes'))
      and ($10::text[] is null or f.applicant = any($10))`;
    const params = [
      tx.institutionId,
      query.state ?? null,
      query.kind ?? null,
      query.person ?? null,
      query.unit ?? null,
      query.window ?? null,
      query.from ?? null,
      query.to ?? null,
      query.substitute ?? null,
      people ?? null,
    ];
    const columns = `f.id, f.key, f.revision, f.state, f.applicant as person, coalesce(${personName('f.applicant')}, f.applicant) as "personName",
      u.code as unit, u.name as "unitName", w.code as "window", w.name as "windowName",
      f.context->>'kind' as kind, f.context->'kindTitle' as "kindTitle", f.context->'from' as "from", f.context->'to' as "to",
      f.context->'parts' as parts, ${length} as length, f.filed_at as "filedAt", ${personName(`f.context->>'filedBy'`)} as "filedByName",
      array(select coalesce(p.name, e.actor) from case_event e
            left join person p on p.institution_id = e.institution_id and p.code = coalesce(e.on_behalf_of, e.actor)
            where e.institution_id = f.institution_id and e.case_id = f.id and e.type = 'leave.approve' order by e.seq) as signers,
      (f.context->>'substituteRequired')::boolean as "substituteRequired",
      (select string_agg(p.name, '、' order by s.context->'from'->>'day', s.context->'from'->>'half', s.key)
       from (select f.key || '-s' || coalesce(f.context->>'round', '1') as key) as round
       join case_file s on s.institution_id = f.institution_id and s.kind = 'substitution' and s.state <> 'cancelled'
         -- Further stretches at the same window have cases of their own; those elsewhere make good what a substitute leaves.
         and s.key = any(array(select round.key || '-p' || n from generate_series(1, 40) as n) || round.key)
         and s.context->>'window' = f.context->>'window'
       join person p on p.institution_id = s.institution_id and p.code = s.context->>'substitute') as "substituteName",
      nullif(f.context->'returned', 'null') as returned, (f.context->>'certificateRequired')::boolean as "certificateRequired",
      coalesce(jsonb_array_length(nullif(f.context->'certificates', 'null')), 0) as certificates`;
    return this.page(tx, columns, where, params, query, leaveSort);
  }

  /** @param windows where the reader may look; covers that concern the reader are always seen */
  async substitutions(
    tx: Tx,
    query: SubstitutionsQuery,
    reader: { person: string; windows: readonly string[] | undefined },
  ): Promise<List<SubstitutionLine>> {
    const overdue = `(f.state = 'badgeOverdue' or (b.id is not null and b.returned_at is null and b.lost_at is null
      and coalesce((f.context->>'chases')::int, 0) > 0))`;
    const where = `from case_file f ${place}
      left join lateral (
        select * from badge b where b.institution_id = f.institution_id and b.case_id = f.id
        order by (b.returned_at is null and b.lost_at is null) desc, b.issued_at desc limit 1) b on true
      where f.institution_id = $1 and f.kind = 'substitution'
        and ($2::text is null or f.state = $2)
        and ($3::text is null or f.context->>'absent' = $3 or f.context->>'substitute' = $3)
        and ($4::text is null or u.code = $4) and ($5::text is null or f.context->>'window' = $5)
        and ($6::text is null or f.context->'to'->>'day' >= $6) and ($7::text is null or f.context->'from'->>'day' <= $7)
        and ($8::text is null or ${overdue} = ($8 = 'yes'))
        and ($9::text[] is null or f.context->>'window' = any($9) or f.context->>'substitute' = $10 or f.context->>'absent' = $10)`;
    const params = [
      tx.institutionId,
      query.state ?? null,
      query.person ?? null,
      query.unit ?? null,
      query.window ?? null,
      query.from ?? null,
      query.to ?? null,
      query.overdue ?? null,
      reader.windows ?? null,
      reader.person,
    ];
    const columns = `f.id, f.key, f.revision, f.state, f.context->>'window' as "window", coalesce(w.name, f.context->>'window') as "windowName",
      u.code as unit, u.name as "unitName", f.context->>'absent' as absent, ${personName(`f.context->>'absent'`)} as "absentName",
      f.context->>'substitute' as substitute, ${personName(`f.context->>'substitute'`)} as "substituteName",
      array(select coalesce(p.name, s->>'substitute') from jsonb_array_elements(coalesce(nullif(f.context->'stints', 'null'), '[]')) as s
            left join person p on p.institution_id = f.institution_id and p.code = s->>'substitute') as before,
      f.context->'from' as "from", f.context->'to' as "to", ${eventAt('substitution.file')} as "filedAt",
      ${eventAt('substitution.train')} as "trainedAt", b.badge, b.issued_at as "issuedAt", b.returned_at as "returnedAt",
      b.lost_at as "lostAt", ${overdue} as overdue`;
    return this.page(tx, columns, where, params, query, coverSort);
  }

  private async page<T extends object>(
    tx: Tx,
    columns: string,
    where: string,
    params: unknown[],
    query: { sort: string; page: number; pageSize: number },
    names: Readonly<Record<string, string>>,
  ): Promise<List<T>> {
    const [count] = await tx.query<{ total: number }>(`select count(*)::int as total ${where}`, params);
    const items = await tx.query<T>(
      `select ${columns} ${where} ${orderBy(names, query.sort)}
       limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`,
      params,
    );
    return { items, total: count?.total ?? 0 };
  }
}
