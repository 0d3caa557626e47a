/** What waits for a person, what he did, what he asked for, what he was copied on. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { placeFromKey } from '../organization/holders.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { CaseRepository } from './case.repository.js';
import { CaseEngine } from './case-engine.js';
import type { CaseFile } from './case-file.js';
import { CaseLabels } from './case-labels.js';
import { type BoxRow, type CaseFilter, CaseListRepository, type Claim, type Sight } from './case-list.repository.js';
import { CasePermission, viewingRoles } from './case-permission.js';
import { CaseViewService } from './case-view.service.js';
import { Machines } from './machines.js';

export type Box = 'todo' | 'done' | 'mine' | 'cc';

@Injectable()
export class TaskService {
  constructor(
    private readonly database: Database,
    private readonly lists: CaseListRepository,
    private readonly cases: CaseRepository,
    private readonly views: CaseViewService,
    private readonly permission: CasePermission,
    private readonly engine: CaseEngine,
    private readonly machines: Machines,
    private readonly labels: CaseLabels,
    private readonly organization: OrganizationService,
    private readonly clock: Clock,
  ) {}

  box(actor: Actor, box: Box, page: { page: number; pageSize: number }) {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const claims = await this.claims(tx, actor);
      const counts = await this.lists.counts(tx, actor.person, claims);
      const [limit, offset] = [page.pageSize, (page.page - 1) * page.pageSize];
      const rows = await {
        todo: () => this.lists.todo(tx, actor.person, claims, limit, offset),
        done: () => this.lists.done(tx, actor.person, limit, offset),
        mine: () => this.lists.mine(tx, actor.person, limit, offset),
        cc: () => this.lists.copies(tx, actor.person, limit, offset),
      }[box]();
      return { items: await this.items(tx, actor, box, rows), total: counts[box] };
    });
  }

  counts(actor: Actor) {
    return this.database.inInstitution(actor.institutionId, async (tx) =>
      this.lists.counts(tx, actor.person, await this.claims(tx, actor)),
    );
  }

  list(actor: Actor, filter: CaseFilter, page: { page: number; pageSize: number; sort: string }) {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const paging = { limit: page.pageSize, offset: (page.page - 1) * page.pageSize, order: page.sort };
      const { items, total } = await this.lists.cases(tx, this.sight(actor), filter, paging);
      const names = await this.namesOf(tx, items);
      return { items: items.map((file) => this.views.line(file, names, actor.language)), total };
    });
  }

  private async items(tx: Tx, actor: Actor, box: Box, rows: readonly BoxRow[]) {
    const files = new Map(
      (await this.cases.byIds(tx, [...new Set(rows.map((row) => row.caseId))])).map((file) => [file.id, file]),
    );
    const names = await this.namesOf(
      tx,
      [...files.values()],
      rows.map((row) => row.onBehalfOf),
    );
    const now = await this.clock.now(tx);
    const items = [];
    for (const row of rows) {
      const file = files.get(row.caseId);
      if (!file) continue;
      items.push({
        ...this.views.line(file, names, actor.language),
        id: row.id,
        caseId: row.caseId,
        step: row.step,
        stepLabel: row.step ? this.labels.word(file.kind, 'tasks', row.step, actor.language) : undefined,
        openedAt: row.openedAt.toISOString(),
        dueAt: row.dueOn,
        overdue: row.dueOn !== null && row.doneAt === null && row.dueOn < now.today,
        doneAt: row.doneAt?.toISOString() ?? null,
        onBehalfOf: row.onBehalfOf ? { code: row.onBehalfOf, name: names.get(row.onBehalfOf) ?? row.onBehalfOf } : null,
        actions: box === 'todo' ? await this.actions(tx, file, actor, now) : undefined,
      });
    }
    return items;
  }

  private async actions(tx: Tx, file: CaseFile, actor: Actor, now: Awaited<ReturnType<Clock['now']>>) {
    const position = await this.permission.position(tx, file, actor, now.today);
    return this.views.actions(tx, this.engine.specOf(file), file, position, now);
  }

  private namesOf(tx: Tx, files: readonly CaseFile[], more: readonly (string | null)[] = []) {
    const people = files.flatMap((file) => [
      file.applicant,
      file.subject?.startsWith('person:') ? file.subject.slice(7) : null,
    ]);
    return this.views.names(tx, [...people, ...more]);
  }

  /** Everything under which an open place may be this person's: by name, by right, and the same for whom one stands in. */
  private async claims(tx: Tx, actor: Actor): Promise<Claim[]> {
    const { today } = await this.clock.now(tx);
    const claims = await this.claimsOf(tx, actor.person, actor.grants);
    for (const principal of await this.organization.delegatorsOf(tx, actor.person, today)) {
      claims.push(...(await this.claimsOf(tx, principal, await this.organization.grantsOf(tx, principal, today))));
    }
    return claims;
  }

  private async claimsOf(tx: Tx, person: string, grants: Actor['grants']): Promise<Claim[]> {
    const wide = new Set(grants.filter((grant) => grant.scope === 'institution').map((grant) => grant.role));
    const narrow = grants.filter((grant) => !wide.has(grant.role));
    const claims: Claim[] = [{ as: person, person, role: null, place: null }];
    for (const role of wide) claims.push({ as: person, person: null, role, place: null });
    if (narrow.length === 0) return claims;
    for (const { role, place } of await this.lists.openRolePlaces(
      tx,
      narrow.map((grant) => grant.role),
    )) {
      const where = placeFromKey(place ?? undefined);
      for (const grant of narrow) {
        if (grant.role !== role || !where || !(await this.organization.covers(tx, grant, where))) continue;
        claims.push({ as: person, person: null, role, place });
        break;
      }
    }
    return claims;
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
