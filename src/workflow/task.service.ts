/** What waits for a person, what he did, what he asked for, what he was copied on. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import type { Day } from '../core/fact.js';
import type { Language } from '../core/problem.js';
import { DeputyService } from '../organization/deputy/deputy.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { roleName } from './approval-view.js';
import { CaseRepository } from './case.repository.js';
import type { CaseFile } from './case-file.js';
import { CaseLabels } from './case-labels.js';
import { type BoxRow, type CaseFilter, CaseListRepository, type Claim, type Sight } from './case-list.repository.js';
import { viewingRoles } from './case-permission.js';
import { namesIn, summaryOf } from './case-summary.js';
import { CaseViewService } from './case-view.service.js';
import { Machines } from './machines.js';
import { TaskRepository, type TaskSummary } from './task.repository.js';

/** Lines of a case that stand in a list of tasks. */
const GIST = 4;

export type Box = 'todo' | 'done' | 'mine' | 'cc';

@Injectable()
export class TaskService {
  constructor(
    private readonly database: Database,
    private readonly lists: CaseListRepository,
    private readonly cases: CaseRepository,
    private readonly openTasks: TaskRepository,
    private readonly views: CaseViewService,
    private readonly machines: Machines,
    private readonly labels: CaseLabels,
    private readonly organization: OrganizationService,
    private readonly deputies: DeputyService,
    private readonly clock: Clock,
  ) {}

  box(actor: Actor, box: Box, page: { page: number; pageSize: number }) {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const claims = await this.claims(tx, actor, today);
      const lent = this.lentEvents();
      const counts = await this.lists.counts(tx, actor.person, claims, lent);
      const [limit, offset] = [page.pageSize, (page.page - 1) * page.pageSize];
      const rows = await {
        todo: () => this.lists.todo(tx, actor.person, claims, lent, limit, offset),
        done: () => this.lists.done(tx, actor.person, limit, offset),
        mine: () => this.lists.mine(tx, actor.person, limit, offset),
        cc: () => this.lists.copies(tx, actor.person, limit, offset),
      }[box]();
      return { items: await this.items(tx, actor, box, rows, today), total: counts[box] };
    });
  }

  counts(actor: Actor) {
    return this.database.inInstitution(actor.institutionId, async (tx) =>
      this.lists.counts(
        tx,
        actor.person,
        await this.claims(tx, actor, (await this.clock.now(tx)).today),
        this.lentEvents(),
      ),
    );
  }

  list(actor: Actor, filter: CaseFilter, page: { page: number; pageSize: number; sort: string }) {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const paging = { limit: page.pageSize, offset: (page.page - 1) * page.pageSize, order: page.sort };
      const { items, total } = await this.lists.cases(tx, this.sight(actor), filter, paging);
      const names = await this.namesOf(tx, items, (await this.clock.now(tx)).today);
      return { items: items.map((file) => this.views.line(file, names, actor.language)), total };
    });
  }

  private async items(tx: Tx, actor: Actor, box: Box, rows: readonly BoxRow[], today: Day) {
    const files = new Map(
      (await this.cases.byIds(tx, [...new Set(rows.map((row) => row.caseId))])).map((file) => [file.id, file]),
    );
    const open = box === 'done' ? [] : await this.openTasks.openOf(tx, [...files.keys()]);
    const names = await this.namesOf(tx, [...files.values()], today, [
      ...[...files.values()].flatMap(namesIn),
      ...rows.map((row) => row.onBehalfOf),
      ...open.flatMap((task) => task.holders.map((holder) => holder.person)),
    ]);
    return rows.flatMap((row) => {
      const file = files.get(row.caseId);
      if (!file) return [];
      return {
        ...this.views.line(file, names, actor.language),
        id: row.id,
        caseId: row.caseId,
        step: row.step,
        summary: this.gist(file, names, actor.language),
        stepLabel: row.step ? this.labels.word(file.kind, 'tasks', row.step, actor.language) : undefined,
        openedAt: row.openedAt.toISOString(),
        dueAt: row.dueOn,
        overdue: row.dueOn !== null && row.doneAt === null && row.dueOn < today,
        doneAt: row.doneAt?.toISOString() ?? null,
        onBehalfOf: row.onBehalfOf ? { code: row.onBehalfOf, name: names.get(row.onBehalfOf) ?? row.onBehalfOf } : null,
        awaited: awaitedIn(
          open.filter((task) => task.caseId === row.caseId && (row.step === '' || task.id === row.id)),
          (code) => names.get(code) ?? code,
          (group, name) => this.labels.word(file.kind, group, name, actor.language),
          actor.language,
        ),
        actions: box === 'todo' ? this.views.quickActions(file, row.events, actor) : undefined,
      };
    });
  }

  /** The first lines of a case: enough to know what a task is about without opening it. */
  private gist(file: CaseFile, names: ReadonlyMap<string, string>, language: Language) {
    const fields = this.machines.newest(file.kind)?.summary;
    return fields ? summaryOf(file, fields.slice(0, GIST), names, language, this.labels) : [];
  }

  private namesOf(tx: Tx, files: readonly CaseFile[], today: Day, more: readonly (string | null)[] = []) {
    return this.views.names(tx, [...files.flatMap((file) => this.views.namesWanted(file)), ...more], today);
  }

  /** Everything under which an open place may be this person's: by name, by right, and the same for whom one stands in. */
  private async claims(tx: Tx, actor: Actor, today: Day): Promise<Claim[]> {
    const claims = claimsOf(actor.person, actor.grants);
    for (const { person, before } of await this.deputies.principalsOf(tx, actor.person, today)) {
      const lent = claimsOf(person, await this.organization.grantsOf(tx, person, today));
      claims.push(...lent.map((claim) => ({ ...claim, before })));
    }
    return claims;
  }

  /** What one may do for somebody: whatever a machine leaves to whoever holds the task. */
  private lentEvents(): string[] {
    const names = this.machines
      .all()
      .flatMap((spec) =>
        Object.entries(spec.events).flatMap(([name, event]) =>
          event.by.some((who) => 'is' in who && who.is === 'holder') ? [name] : [],
        ),
      );
    return [...new Set(names)];
  }

  /** Roles that a kind's machine names see it: everywhere when institution-wide, else for their own window or unit. */
  private sight(actor: Actor): Sight {
    const kinds = new Set<string>();
    const subjects: { kind: string; subject: string }[] = [];
    for (const spec of this.machines.all()) {
      const roles = viewingRoles(spec);
      for (const grant of actor.grants) {
        if (!roles.includes(grant.role)) continue;
        if (grant.scope === 'institution') kinds.add(spec.kind);
        else if (grant.target && grant.scope !== 'own')
          subjects.push({ kind: spec.kind, subject: `${grant.scope}:${grant.target}` });
      }
    }
    return { person: actor.person, kinds: [...kinds], subjects };
  }
}

/** Who is awaited, how they sign and how far they are: one line for each open task. */
function awaitedIn(
  tasks: readonly TaskSummary[],
  name: (code: string) => string,
  word: (group: 'tasks' | 'values', name: string) => string,
  language: Language,
) {
  return tasks
    .filter((task) => task.step !== 'incident')
    .map((task) => ({
      step: word('tasks', task.step),
      mode: task.mode,
      done: task.done,
      of: task.of,
      need: task.need,
      people: task.holders
        .filter((holder) => !holder.doneAt)
        .map((holder) => (holder.person ? name(holder.person) : roleName(holder.role ?? '', language))),
    }));
}

function claimsOf(person: string, grants: Actor['grants']): Claim[] {
  const byRight = grants.map((grant) => ({
    as: person,
    before: [],
    person: null,
    role: grant.role,
    place: grant.scope === 'institution' ? null : `${grant.scope === 'own' ? 'person' : grant.scope}:${grant.target}`,
  }));
  return [{ as: person, before: [], person, role: null, place: null }, ...byRight];
}
