import { Injectable } from '@nestjs/common';
import type { SubstitutionContext } from '../../workflows/substitution/context.js';
import type { Actor } from '../core/actor.js';
import type { Role } from '../core/roles.js';
import { OrganizationService } from '../organization/organization.service.js';
import { type Reach, reachOf } from '../organization/reach.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { assertRange } from '../platform/http/shapes.js';
import type { LeaveRow, LeavesQuery, SubstitutionRow, SubstitutionsQuery } from './leave.contract.js';
import { LeaveRepository } from './leave.repository.js';
import { leaveRow, leaveSheet, substitutionRow } from './leave.view.js';

/** Roles that see others' leave, as far as each right reaches. */
const readers: ReadonlySet<Role> = new Set([
  'SUPERVISION',
  'CENTRE_LEADER',
  'DIRECTOR',
  'OFFICE',
  'HR',
  'AUDITOR',
  'FLOOR_DUTY',
  'SHIFT_LEADER',
  'WINDOW_HEAD',
  'SECTION_HEAD',
  'HOME_DEPT_LEADER',
  'TEAM_LEADER',
]);

@Injectable()
export class LeaveService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly organization: OrganizationService,
    private readonly repository: LeaveRepository,
  ) {}

  /** The register of leaves as far as the reader's rights go. */
  list(actor: Actor, query: LeavesQuery): Promise<{ items: LeaveRow[]; total: number } | Buffer> {
    if (query.from && query.to) assertRange(query.from, query.to);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const reach = await this.reach(tx, actor);
      const people = reach && [...new Set([actor.person, ...reach.people])];
      const page = await this.repository.leaves(tx, { ...query, people }, paging(query));
      const names = await this.names(
        tx,
        page.items.map((row) => row.applicant ?? ''),
      );
      const items = page.items.map((row) => leaveRow(row, names));
      return query.format === 'xlsx' ? leaveSheet(items) : { items, total: page.total };
    });
  }

  substitutions(actor: Actor, query: SubstitutionsQuery): Promise<{ items: SubstitutionRow[]; total: number }> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const windows = (await this.reach(tx, actor))?.windows;
      const page = await this.repository.substitutions(tx, { ...query, windows, person: actor.person }, paging(query));
      const contexts = page.items.map((row) => row.context as unknown as SubstitutionContext);
      const names = await this.names(
        tx,
        contexts.flatMap((context) => [context.absent, context.substitute ?? '']),
      );
      return { items: page.items.map((row) => substitutionRow(row, names)), total: page.total };
    });
  }

  /** Whose leave and which windows a reader may list besides his own; undefined = all. */
  private async reach(tx: Tx, actor: Actor): Promise<Reach | undefined> {
    const { today } = await this.clock.now(tx);
    const grants = actor.grants.filter((grant) => readers.has(grant.role));
    return reachOf(this.organization, tx, grants, today);
  }

  private async names(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
    const people = await this.organization.people(tx, [...new Set(codes.filter((code) => code !== ''))]);
    return new Map(people.map((person) => [person.code, person.name]));
  }
}

const paging = (query: { page: number; pageSize: number; sort: string }) => ({
  sort: query.sort,
  limit: query.pageSize,
  offset: (query.page - 1) * query.pageSize,
});
