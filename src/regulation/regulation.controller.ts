import { Controller, Get, Param } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { Allow, CurrentActor } from '../platform/http/policy.js';
import type { EditionView, RegulationList } from './regulation.contract.js';
import { RegulationService } from './regulation.service.js';
import { listOf, viewOfPack } from './regulation.view.js';

@Controller('api/regulations')
export class RegulationController {
  constructor(
    private readonly database: Database,
    private readonly regulation: RegulationService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Allow('signedIn')
  list(@CurrentActor() actor: Actor): Promise<RegulationList> {
    return this.database.inInstitution(actor.institutionId, async (tx) =>
      listOf(this.regulation.library(), await this.regulation.adoptions(tx), (await this.clock.now(tx)).today),
    );
  }

  /** What is in force today, with the office's own choices and fills. */
  @Get('adopted')
  @Allow('signedIn')
  adopted(@CurrentActor() actor: Actor): Promise<EditionView> {
    return this.database.inInstitution(actor.institutionId, async (tx) =>
      this.regulation.view(tx, (await this.clock.now(tx)).today),
    );
  }

  @Get(':id/:edition')
  @Allow('signedIn')
  show(@Param('id') id: string, @Param('edition') edition: string): EditionView {
    return viewOfPack(this.regulation.library(), id, edition);
  }
}
