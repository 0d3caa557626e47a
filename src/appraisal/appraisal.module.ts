import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OrganizationModule } from '../organization/organization.module.js';
import { RegulationModule } from '../regulation/regulation.module.js';
import { ScoringModule } from '../scoring/scoring.module.js';
import { AppraisalController } from './appraisal.controller.js';
import { AppraisalFacts } from './appraisal.facts.js';
import { AppraisalFounding } from './appraisal.founding.js';
import { AppraisalPaper } from './appraisal.paper.js';
import { AppraisalRepository } from './appraisal.repository.js';
import { AppraisalService } from './appraisal.service.js';
import { RankingService } from './ranking.service.js';

/** W1: a period from collecting to archive; results come from scoring, papers go out by effects. */
@Module({
  imports: [LedgerModule, OrganizationModule, RegulationModule, ScoringModule],
  controllers: [AppraisalController],
  providers: [AppraisalService, RankingService, AppraisalFacts, AppraisalFounding, AppraisalPaper, AppraisalRepository],
  exports: [AppraisalService],
})
export class AppraisalModule {}
