/** Who signs a leave, in which order: the roles that the edition names, as the people who hold them for this person. */
import { Injectable } from '@nestjs/common';
import type { LeaveDecision } from '../../workflows/leave/facts.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { defaultScope, type Role } from '../core/roles.js';
import type { Person, ServiceWindow } from '../organization/organization.entity.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';

export type ChainStep = LeaveDecision['chain'][number];

export interface Chain {
  steps: ChainStep[];
  /** For every role of the chain the codes of those who may sign. */
  people: Map<Role, string[]>;
}

@Injectable()
export class LeaveChainService {
  constructor(private readonly organization: OrganizationService) {}

  /**
   * The exact chain of one request; nobody ever signs his own leave.
   * @throws Problem leave.approver_missing (422)
   */
  async steps(
    tx: Tx,
    request: { chain: readonly Role[]; person: Person; window: ServiceWindow | undefined; on: Day },
  ): Promise<Chain> {
    const { chain, person, window, on } = request;
    const people = new Map<Role, string[]>();
    const steps: ChainStep[] = [];
    for (const role of chain) {
      const place = {
        person: person.code,
        ...(person.unit ? { unit: person.unit } : {}),
        ...(window ? { window: window.code } : {}),
      };
      const holders = (await this.organization.peopleHolding(tx, role, place, on)).filter(
        (code) => code !== person.code,
      );
      if (holders.length === 0) throw new Problem('leave.approver_missing', { role });
      people.set(role, holders);
      const scope = defaultScope[role];
      const target =
        scope === 'unit'
          ? person.unit
          : scope === 'hall'
            ? window?.hall
            : scope === 'window'
              ? window?.code
              : undefined;
      steps.push({ key: role, mode: 'any', holders: [{ role, ...(target ? { scope, target } : {}) }] });
    }
    return { steps, people };
  }
}
