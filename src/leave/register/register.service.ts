/** The registers of leave and of substitution with badges, as far as the reader's rights go. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import { OrganizationService } from '../../organization/organization.service.js';
import { absenceReaders, type Reach, reachOf } from '../../organization/reach.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { wholeList } from '../../platform/files/send-sheet.js';
import { assertRange } from '../../platform/http/shapes.js';
import { CaseLabels } from '../../workflow/case-labels.js';
import type { LeaveRow, LeavesQuery, SubstitutionRow, SubstitutionsQuery } from '../register.contract.js';
import { RegisterRepository } from './register.repository.js';
import { leaveRow, substitutionRow } from './register.view.js';

export interface Register<T> {
  items: T[];
  total: number;
}

@Injectable()
export class RegisterService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly organization: OrganizationService,
    private readonly labels: CaseLabels,
    private readonly repository: RegisterRepository,
  ) {}

  /** @throws Problem `input.range_too_wide` */
  leaves(actor: Actor, query: LeavesQuery): Promise<Register<LeaveRow>> {
    if (query.from && query.to) assertRange(query.from, query.to);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const reach = await this.reach(tx, actor);
      const people = reach && [...new Set([actor.person, ...reach.people])];
      const { items, total } = await this.repository.leaves(tx, wholeList(query), people);
      return {
        items: items.map((line) =>
          leaveRow(
            line,
            this.labels.state('leave', line.state, actor.language),
            this.labels.word('leave', 'values', line.kind, actor.language),
          ),
        ),
        total,
      };
    });
  }

  /** @throws Problem `input.range_too_wide` */
  substitutions(actor: Actor, query: SubstitutionsQuery): Promise<Register<SubstitutionRow>> {
    if (query.from && query.to) assertRange(query.from, query.to);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const windows = (await this.reach(tx, actor))?.windows;
      const { items, total } = await this.repository.substitutions(tx, wholeList(query), {
        person: actor.person,
        windows,
      });
      return {
        items: items.map((line) =>
          substitutionRow(line, this.labels.state('substitution', line.state, actor.language)),
        ),
        total,
      };
    });
  }

  private async reach(tx: Tx, actor: Actor): Promise<Reach | undefined> {
    const { today } = await this.clock.now(tx);
    const grants = actor.grants.filter((grant) => absenceReaders.has(grant.role));
    return reachOf(this.organization, tx, grants, today);
  }
}
