import { Module } from '@nestjs/common';
import { OrganizationModule } from '../../organization/organization.module.js';
import { Solver } from '../../platform/solver/solver.js';
import { RegulationModule } from '../../regulation/regulation.module.js';
import { CandidateService } from './candidate.service.js';
import { CoverController } from './cover.controller.js';
import { CoverFacts } from './cover.facts.js';
import { CoverRepository } from './cover.repository.js';
import { CoverService } from './cover.service.js';
import { CoverAgainService } from './cover-again.service.js';
import { CoverChainService } from './cover-chain.service.js';
import { CoverPlanService } from './cover-plan.service.js';
import { CoverSharesService } from './cover-shares.service.js';
import { CoverWorldService } from './cover-world.service.js';
import { StaffingService } from './staffing.service.js';
import { UnaskedCoverService } from './unasked.service.js';

/** Who may stand in, what must be kept, and chains of moves that keep it. */
@Module({
  imports: [OrganizationModule, RegulationModule],
  controllers: [CoverController],
  providers: [
    CoverRepository,
    CoverWorldService,
    CandidateService,
    StaffingService,
    CoverService,
    CoverPlanService,
    CoverChainService,
    CoverAgainService,
    CoverSharesService,
    UnaskedCoverService,
    CoverFacts,
    Solver,
  ],
  exports: [
    CandidateService,
    StaffingService,
    CoverService,
    CoverWorldService,
    CoverChainService,
    CoverAgainService,
    CoverSharesService,
  ],
})
export class CoverModule {}
