import { Module } from '@nestjs/common';
import { OrganizationModule } from '../../organization/organization.module.js';
import { Solver } from '../../platform/solver/solver.js';
import { RegulationModule } from '../../regulation/regulation.module.js';
import { CandidateService } from './candidate.service.js';
import { CoverController } from './cover.controller.js';
import { CoverFacts } from './cover.facts.js';
import { CoverRepository } from './cover.repository.js';
import { CoverService } from './cover.service.js';
import { CoverPlanService } from './cover-plan.service.js';
import { CoverWorldService } from './cover-world.service.js';
import { StaffingService } from './staffing.service.js';

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
    CoverFacts,
    Solver,
  ],
  exports: [CandidateService, StaffingService, CoverService, CoverPlanService, CoverWorldService],
})
export class CoverModule {}
