/** SQL of the lists: cases that a person may know of, and the four boxes of tasks. */
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.js';
import type { CaseFile } from './case-file.js';

/** Where a role of the person reaches, for matching open places. `place` null = everywhere. */
export interface Claim {
  /** The person whose place it is: oneself, or whom one stands in for. */
  as: string;
  /** For somebody else only: who is asked first; each of them must be the applicant or have signed the step. */
  before: readonly string[];
  person: string | null;
  role: string | null;
  place: string | null;
}

/** What makes cases visible beyond taking part: kinds seen everywhere, and kinds seen for some subjects. */
export interface Sight {
  person: string;
  kinds: readonly string[];
  subjects: readonly { kind: string; subject: string }[];
}

export interface CaseFilter {
  kind?: string;
  state?: string;
  subject?: string;
  key?: string;
  mine: boolean;
  final?: boolean;
}

export interface Paging {
  limit: number;
  offset: number;
  order: string;
}

export interface BoxRow {
  id: string;
  caseId: string;
  step: string;
  openedAt: Date;
  dueOn: string | null;
  doneAt: Date | null;
  onBehalfOf: string | null;
  /** Events that finish the task. */
  events: string[];
}

const fileColumns = `c.id, c.kind, c.machine_version as "machineVersion", c.key, c.edition_ref as "editionRef", c.edition_hash as "editionHash",
  c.state, c.value, c.context, c.revision, c.final, c.applicant, c.subject, c.filed_on as "filedOn", c.filed_at as "filedAt", c.closed_at as "closedAt"`;

const sortColumns: Record<string, string> = { filedAt: 'c.filed_at', kind: 'c.kind', state: 'c.state', key: 'c.key' };

@Injectable()
export class CaseListRepository {
  async cases(tx: Tx, sight: Sight, filter: CaseFilter, paging: Paging): Promise<{ items: CaseFile[]; total: number }> {
    const where = `c.institution_id = $1
      and ($2::text is null or c.kind = $2) and ($3::text is null or c.state = $3) and ($4::text is null or c.subject = $4)
      and ($5::boolean is false or c.applicant = $6 or c.subject = 'person:' || $6)
      and ($9::boolean is null or c.final = $9) and ($10::text is null or c.key like $10 || '%')
      and (c.applicant = $6
        or (c.context->'isConfidential' is distinct from 'true'::jsonb
          and (c.subject = 'person:' || $6 or c.kind = any($7)
            or (c.kind, c.subject) in (select kind, subject from jsonb_to_recordset($8::jsonb) as seen(kind text, subject text))))
        or exists (select 1 from task t join task_holder h on h.institution_id = t.institution_id and h.task_id = t.id
                   where t.institution_id = $1 and t.case_id = c.id and (h.person = $6 or h.done_by = $6))
        or exists (select 1 from case_copy k where k.institution_id = $1 and k.case_id = c.id and k.person = $6))`;
    const params = [
      tx.institutionId,
      filter.kind ?? null,
      filter.state ?? null,
      filter.subject ?? null,
      filter.mine,
      sight.person,
      sight.kinds,
      JSON.stringify(sight.subjects),
      filter.final ?? null,
      filter.key ?? null,
    ];
    const items = await tx.query<CaseFile>(
      `select ${fileColumns} from case_file c where ${where} order by ${orderBy(paging.order)} limit $11 offset $12`,
      [...params, paging.limit, paging.offset],
    );
    const [count] = await tx.query<{ total: number }>(
      `select count(*) as total from case_file c where ${where}`,
      params,
    );
    return { items, total: count!.total };
  }

  /** @param lent events that one may send for somebody else; tasks without any of them are his alone */
  async todo(
    tx: Tx,
    me: string,
    claims: readonly Claim[],
    lent: readonly string[],
    limit: number,
    offset: number,
  ): Promise<BoxRow[]> {
    return tx.query<BoxRow>(
      `select * from (${claimed}) found order by "dueOn" nulls last, "openedAt", id limit $5 offset $6`,
      [tx.institutionId, me, JSON.stringify(claims), lent, limit, offset],
    );
  }

  async done(tx: Tx, me: string, limit: number, offset: number): Promise<BoxRow[]> {
    return tx.query<BoxRow>(
      `select t.id, t.case_id as "caseId", t.step, t.opened_at as "openedAt", t.due_on as "dueOn", h.done_at as "doneAt", h.on_behalf_of as "onBehalfOf", t.events
       from task_holder h join task t on t.institution_id = h.institution_id and t.id = h.task_id
       where h.institution_id = $1 and h.done_by = $2 and h.done_at is not null order by h.done_at desc, t.id limit $3 offset $4`,
      [tx.institutionId, me, limit, offset],
    );
  }

  async mine(tx: Tx, me: string, limit: number, offset: number): Promise<BoxRow[]> {
    return tx.query<BoxRow>(
      `select c.id, c.id as "caseId", '' as step, c.filed_at as "openedAt", null as "dueOn", c.closed_at as "doneAt", null as "onBehalfOf", '{}'::text[] as events
       from case_file c where c.institution_id = $1 and c.applicant = $2 order by c.filed_at desc, c.id limit $3 offset $4`,
      [tx.institutionId, me, limit, offset],
    );
  }

  async copies(tx: Tx, me: string, limit: number, offset: number): Promise<BoxRow[]> {
    return tx.query<BoxRow>(
      `select k.case_id as id, k.case_id as "caseId", '' as step, k.copied_at as "openedAt", null as "dueOn", null as "doneAt", null as "onBehalfOf", '{}'::text[] as events
       from case_copy k where k.institution_id = $1 and k.person = $2 order by k.copied_at desc, k.case_id limit $3 offset $4`,
      [tx.institutionId, me, limit, offset],
    );
  }

  async counts(
    tx: Tx,
    me: string,
    claims: readonly Claim[],
    lent: readonly string[],
  ): Promise<{ todo: number; done: number; mine: number; cc: number }> {
    const [row] = await tx.query<{ todo: number; done: number; mine: number; cc: number }>(
      `select (select count(*) from (${claimed}) found) as todo,
         (select count(*) from task_holder where institution_id = $1 and done_by = $2 and done_at is not null) as done,
         (select count(*) from case_file where institution_id = $1 and applicant = $2) as mine,
         (select count(*) from case_copy where institution_id = $1 and person = $2) as cc`,
      [tx.institutionId, me, JSON.stringify(claims), lent],
    );
    return row!;
  }
}

/** Has this person signed the present step of the case, himself or by somebody who stood in for him? */
const signedBy = (person: string): string => {
  const made = `coalesce(c.context #> array['chain', c.context->>'step', 'signatures'], '[]')`;
  return `(${made} @> jsonb_build_array(jsonb_build_object('person', ${person}::text))
    or ${made} @> jsonb_build_array(jsonb_build_object('onBehalfOf', ${person}::text)))`;
};

/** Open tasks that fit a claim, each once, one's own places before those of the absent. Never one's own request by role or for
 * somebody, and for somebody nothing confidential, nothing that he asks for himself and nothing that he alone can do; and who has signed a step that several sign is not awaited there by
 * another role. */
const claimed = `select distinct on (t.id) t.id, t.case_id as "caseId", t.step, t.opened_at as "openedAt", t.due_on as "dueOn",
    null::timestamptz as "doneAt", nullif(claim."as", $2) as "onBehalfOf", t.events
  from task t
  join case_file c on c.institution_id = t.institution_id and c.id = t.case_id
  join task_holder h on h.institution_id = t.institution_id and h.task_id = t.id and h.done_at is null
  join jsonb_to_recordset($3::jsonb) as claim("as" text, before jsonb, person text, role text, place text)
    on h.person = claim.person
    or (h.role = claim.role and (claim.place is null or h.places = '{}' or claim.place = any(h.places)) and c.applicant is distinct from claim."as"
      and not (t.mode <> 'any' and (${signedBy('$2')} or ${signedBy('claim."as"')})))
  where t.institution_id = $1 and t.closed_at is null
    and (claim."as" = $2 or (c.applicant is distinct from $2 and c.applicant is distinct from claim."as"
      and not exists (select 1 from jsonb_array_elements_text(claim.before) as b (person)
        where b.person is distinct from c.applicant and not (${signedBy('b.person')}))
      and t.events && $4::text[] and c.context->'isConfidential' is distinct from 'true'::jsonb))
  order by t.id, (claim."as" <> $2)`;

function orderBy(sort: string): string {
  const column = sortColumns[sort.replace(/^-/, '')] ?? 'c.filed_at';
  return `${column} ${sort.startsWith('-') ? 'desc' : 'asc'}, c.id`;
}
