/** All SQL of tasks, their holders and carbon copies. */
import { Injectable } from '@nestjs/common';
import type { SigningMode } from '../../workflows/approval.js';
import type { Holder } from '../core/effects.js';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';

/** One open place in an open task. */
export interface Holding {
  taskId: string;
  position: number;
  step: string;
  mode: SigningMode;
  events: string[];
  person: string | null;
  role: string | null;
  scope: string | null;
  target: string | null;
  /** Empty = whoever holds the role anywhere. */
  places: string[];
}

/** A holder with the keys of the places where his role must reach. */
export type PlacedHolder = Holder & { places?: readonly string[] };

export interface NewTask {
  caseId: string;
  effectId: string;
  step: string;
  mode: SigningMode;
  events: readonly string[];
  holders: readonly PlacedHolder[];
  /** Places of the whole step, absent = the holders. */
  count?: { of: number; done: number; need: number };
  dueOn: Day | null;
  openedAt: Date;
}

/** How far a step is: so many of so many places have signed, and so many are needed. */
export interface StepCount {
  done: number;
  of: number;
  need: number;
}

export interface TaskSummary extends StepCount {
  id: string;
  caseId: string;
  step: string;
  mode: SigningMode;
  openedAt: Date;
  dueOn: Day | null;
  closedAt: Date | null;
  holders: {
    person: string | null;
    role: string | null;
    scope: string | null;
    target: string | null;
    doneAt: Date | null;
    doneBy: string | null;
    onBehalfOf: string | null;
  }[];
}

@Injectable()
export class TaskRepository {
  /**
   * Opens a task. A step whose task was closed in the same moment goes on with other holders (a signer came or went, the
   * place was handed on): it keeps since when it waits and until when.
   */
  async open(tx: Tx, task: NewTask): Promise<void> {
    await tx.query(
      `with earlier as (
         select min(opened_at) as opened_at, min(due_on) as due_on from task
         where institution_id = $1 and case_id = $2 and step = $4 and closed_at = $7
       ), opened as (
         insert into task (institution_id, case_id, effect_id, step, mode, events, opened_at, due_on, place_count, done_before, needed)
         select $1, $2, $3, $4, $5, $6, coalesce(earlier.opened_at, $7), coalesce(earlier.due_on, $8::date), $10, coalesce($11, 0), $12
         from earlier
         on conflict (institution_id, effect_id) do nothing returning id
       )
       insert into task_holder (institution_id, task_id, position, person, role, scope, target, places)
       select $1, opened.id, h.position, h.person, h.role, h.scope, h.target,
         coalesce(h.places, '{}')
       from opened cross join jsonb_to_recordset($9::jsonb) as h(position int, person text, role text, scope text, target text, places text[])`,
      [
        tx.institutionId,
        task.caseId,
        task.effectId,
        task.step,
        task.mode,
        task.events,
        task.openedAt,
        task.dueOn,
        JSON.stringify(task.holders.map((holder, position) => ({ position, ...holder }))),
        task.count?.of ?? null,
        task.count?.done ?? null,
        task.count?.need ?? null,
      ],
    );
  }

  async openHoldings(tx: Tx, caseId: string): Promise<Holding[]> {
    return tx.query<Holding>(
      `select t.id as "taskId", h.position, t.step, t.mode, t.events, h.person, h.role, h.scope, h.target, h.places
       from task t join task_holder h on h.institution_id = t.institution_id and h.task_id = t.id
       where t.institution_id = $1 and t.case_id = $2 and t.closed_at is null and h.done_at is null
       order by t.id, h.position`,
      [tx.institutionId, caseId],
    );
  }

  /** Marks the place as signed; a task of mode `any` closes with it, any other when nobody is left. */
  async sign(
    tx: Tx,
    holding: Holding,
    by: { person: string; onBehalfOf?: string; event: string; at: Date },
  ): Promise<void> {
    await tx.query(
      `with signed as (
         update task_holder set done_at = $4, done_by = $5, on_behalf_of = $6, done_event = $7
         where institution_id = $1 and task_id = $2 and position = $3 and done_at is null
       )
       update task set closed_at = $4, closed_by = $5
       where institution_id = $1 and id = $2 and closed_at is null and (mode = 'any' or not exists (
         select 1 from task_holder h where h.institution_id = $1 and h.task_id = $2 and h.position <> $3 and h.done_at is null))`,
      [tx.institutionId, holding.taskId, holding.position, by.at, by.person, by.onBehalfOf ?? null, by.event],
    );
  }

  /** Closes what is open in the case (of one step, or all) without anybody having done it. */
  async close(tx: Tx, caseId: string, step: string | undefined, at: Date): Promise<void> {
    await tx.query(
      `update task set closed_at = $3 where institution_id = $1 and case_id = $2 and closed_at is null
         and ($4::text is null or step = $4) and step <> 'incident'`,
      [tx.institutionId, caseId, at, step ?? null],
    );
  }

  async copy(tx: Tx, caseId: string, people: readonly string[], by: string, at: Date): Promise<void> {
    await tx.query(
      `insert into case_copy (institution_id, case_id, person, copied_by, copied_at)
       select $1, $2, unnest($3::text[]), $4, $5 on conflict do nothing`,
      [tx.institutionId, caseId, people, by, at],
    );
  }

  async tookPart(tx: Tx, caseId: string, person: string): Promise<boolean> {
    const [row] = await tx.query<{ took: boolean }>(
      `select exists (select 1 from case_event where institution_id = $1 and case_id = $2 and (actor = $3 or on_behalf_of = $3))
         or exists (select 1 from case_copy where institution_id = $1 and case_id = $2 and person = $3)
         or exists (select 1 from task t join task_holder h on h.institution_id = t.institution_id and h.task_id = t.id
                    where t.institution_id = $1 and t.case_id = $2 and h.person = $3) as took`,
      [tx.institutionId, caseId, person],
    );
    return row!.took;
  }

  async ofCase(tx: Tx, caseId: string): Promise<TaskSummary[]> {
    return this.summaries(tx, [caseId], false);
  }

  /** Open tasks of several cases, for a list that says who is awaited. */
  async openOf(tx: Tx, caseIds: readonly string[]): Promise<TaskSummary[]> {
    return caseIds.length === 0 ? [] : this.summaries(tx, caseIds, true);
  }

  private summaries(tx: Tx, caseIds: readonly string[], onlyOpen: boolean): Promise<TaskSummary[]> {
    return tx.query<TaskSummary>(
      `select t.id, t.case_id as "caseId", t.step, t.mode, t.opened_at as "openedAt", t.due_on as "dueOn",
         t.closed_at as "closedAt", held.holders, t.done_before + held.done as done,
         coalesce(t.place_count, held.places) as of,
         coalesce(t.needed, case when t.mode = 'any' then 1 else coalesce(t.place_count, held.places) end) as need
       from task t cross join lateral (
         select jsonb_agg(jsonb_build_object('person', h.person, 'role', h.role, 'scope', h.scope, 'target', h.target,
            'doneAt', h.done_at, 'doneBy', h.done_by, 'onBehalfOf', h.on_behalf_of) order by h.position) as holders,
           count(*)::int as places, (count(*) filter (where h.done_at is not null))::int as done
         from task_holder h where h.institution_id = t.institution_id and h.task_id = t.id) held
       where t.institution_id = $1 and t.case_id = any($2) and (not $3 or t.closed_at is null) order by t.id`,
      [tx.institutionId, caseIds, onlyOpen],
    );
  }
}
