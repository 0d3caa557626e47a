import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OrganizationModule } from '../organization/organization.module.js';
import { RegulationModule } from '../regulation/regulation.module.js';
import { ScoringModule } from '../scoring/scoring.module.js';
import { AppealController } from './appeal.controller.js';
import { AppealFacts } from './appeal.facts.js';
import { AppealPaper } from './appeal.paper.js';
import { AppealRepository } from './appeal.repository.js';
import { AppealService } from './appeal.service.js';

/** W7: a person attacks one entry or a result; a panel that took no part decides; what is allowed is counted anew. */
@Module({
  imports: [LedgerModule, OrganizationModule, RegulationModule, ScoringModule],
  controllers: [AppealController],
  providers: [AppealService, AppealFacts, AppealPaper, AppealRepository],
})
export class AppealModule {}
