import { Injectable } from '@nestjs/common';
import type { Subject } from '../core/fact.js';
import type { CompiledEdition, Period } from '../core/rules/types.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { type Population, populationOf } from './population.js';

/** What every computation stands on: the rules and the people of a period. */
@Injectable()
export class Basis {
  constructor(
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
  ) {}

  /** The edition that counts for a period: pinned by a case, else in force on its last day. */
  editionFor(tx: Tx, period: Period, hash?: string | null): Promise<CompiledEdition> {
    return hash ? this.regulation.byHash(tx, hash) : this.regulation.inForce(tx, period.to);
  }

  /** The same people without the hash that a run keeps. */
  subjectsOf(tx: Tx, period: Period): Promise<Subject[]> {
    return this.organization.subjects(tx, period);
  }

  async populationOf(tx: Tx, period: Period): Promise<Population> {
    return populationOf(await this.organization.subjects(tx, period));
  }
}
