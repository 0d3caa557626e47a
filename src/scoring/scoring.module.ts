import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OrganizationModule } from '../organization/organization.module.js';
import { RegulationModule } from '../regulation/regulation.module.js';
import { ArchiveService } from './archive.service.js';
import { Basis } from './basis.js';
import { DutyStandingController } from './duty-standing.controller.js';
import { DutyStandingService } from './duty-standing.service.js';
import { PreviewService } from './preview.service.js';
import { Recompute } from './recompute.js';
import { ResultsService } from './results.service.js';
import { ScoreInput } from './score-input.js';
import { ScoringController } from './scoring.controller.js';
import { ScoringEffects } from './scoring.effects.js';
import { ScoringFacts } from './scoring.facts.js';
import { ScoringRepository } from './scoring.repository.js';
import { ScoringService } from './scoring.service.js';
import { WhatIfController } from './what-if.controller.js';
import { WhatIfService } from './what-if.service.js';

@Module({
  imports: [LedgerModule, RegulationModule, OrganizationModule],
  controllers: [ScoringController, WhatIfController, DutyStandingController],
  providers: [
    ScoringRepository,
    Basis,
    ScoreInput,
    Recompute,
    ScoringService,
    ResultsService,
    PreviewService,
    ScoringEffects,
    ScoringFacts,
    WhatIfService,
    DutyStandingService,
    ArchiveService,
  ],
  exports: [ScoringService, ResultsService, PreviewService],
})
export class ScoringModule {}
