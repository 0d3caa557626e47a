/** A furnished demonstration finds the cycle of its month open, with no results: what is seen is made by who tries it. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../core/actor.js';
import { Founding, type FoundingOccasion } from '../organization/founding.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { AppraisalService } from './appraisal.service.js';

@Injectable()
export class AppraisalFounding implements OnModuleInit {
  constructor(
    private readonly founding: Founding,
    private readonly regulation: RegulationService,
    private readonly cases: Cases,
    private readonly appraisal: AppraisalService,
  ) {}

  onModuleInit(): void {
    this.founding.register('appraisal.cycle', 300, (tx, occasion) => this.open(tx, occasion));
  }

  private async open(tx: Tx, { today, isFurnished }: FoundingOccasion): Promise<void> {
    const month = today.slice(0, 7);
    // Founding runs at every start; as time goes on a cycle is opened by people, not by a restart.
    if (!isFurnished || (await this.appraisal.hasCycles(tx)) || (await this.regulation.adoptions(tx)).length === 0)
      return;
    const actor = systemActor(tx.institutionId);
    const { id } = await this.appraisal.prepare(tx, month, actor);
    await this.cases.send(tx, { caseId: id, event: 'cycle.open', actor, key: `founding:${id}` });
  }
}
