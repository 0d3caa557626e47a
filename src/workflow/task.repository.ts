/** All SQL of tasks, their holders and carbon copies. */
import { Injectable } from '@nestjs/common';
import type { Holder } from '../core/effects.js';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';

/** One open place in an open task. */
export interface Holding {
  taskId: string;
  position: number;
  step: string;
  mode: 'any' | 'all';
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
  mode: 'any' | 'all';
  events: readonly string[];
  holders: readonly PlacedHolder[];
  dueOn: Day | null;
  openedAt: Date;
}

export interface TaskSummary {
  id: string;
  step: string;
  mode: 'any' | 'all';
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
  async open(tx: Tx, task: NewTask): Promise<void> {
    await tx.query(
      `with opened as (
         insert into task (institution_id, case_id, effect_id, step, mode, events, opened_at, due_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
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

  /** Marks the place as signed; a task of mode `any` closes with it, one of mode `all` when nobody is left. */
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
    return tx.query<TaskSummary>(
      `select t.id, t.step, t.mode, t.opened_at as "openedAt", t.due_on as "dueOn", t.closed_at as "closedAt",
         (select jsonb_agg(jsonb_build_object('person', h.person, 'role', h.role, 'scope', h.scope, 'target', h.target,
            'doneAt', h.done_at, 'doneBy', h.done_by, 'onBehalfOf', h.on_behalf_of) order by h.position)
          from task_holder h where h.institution_id = t.institution_id and h.task_id = t.id) as holders
       from task t where t.institution_id = $1 and t.case_id = $2 order by t.id`,
      [tx.institutionId, caseId],
    );
  }
}
