import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OrganizationModule } from '../organization/organization.module.js';
import { RegulationModule } from '../regulation/regulation.module.js';
import { ScoringModule } from '../scoring/scoring.module.js';
import { FindingController } from './finding.controller.js';
import { FindingFacts } from './finding.facts.js';
import { FindingPaper } from './finding.paper.js';
import { FindingPenalty } from './finding.penalty.js';
import { FindingRepository } from './finding.repository.js';
import { FindingService } from './finding.service.js';

/** W2: record a finding by choosing an item; it counts once confirmed and assessed by somebody else. */
@Module({
  imports: [LedgerModule, OrganizationModule, RegulationModule, ScoringModule],
  controllers: [FindingController],
  providers: [FindingService, FindingFacts, FindingPenalty, FindingPaper, FindingRepository],
})
export class FindingModule {}
