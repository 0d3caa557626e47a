import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OrganizationModule } from '../organization/organization.module.js';
import { RegulationModule } from '../regulation/regulation.module.js';
import { InspectionController } from './inspection.controller.js';
import { InspectionFacts } from './inspection.facts.js';
import { InspectionPaper } from './inspection.paper.js';
import { InspectionService } from './inspection.service.js';

/** W12: a team answers the check-list of the edition in force, all sign the same content, and it counts. */
@Module({
  imports: [LedgerModule, OrganizationModule, RegulationModule],
  controllers: [InspectionController],
  providers: [InspectionService, InspectionFacts, InspectionPaper],
})
export class InspectionModule {}
