import { Module } from '@nestjs/common';
import { OrganizationModule } from '../organization/organization.module.js';
import { DraftController } from './draft/draft.controller.js';
import { DraftFacts } from './draft/draft.facts.js';
import { DraftRepository } from './draft/draft.repository.js';
import { DraftService } from './draft/draft.service.js';
import { EditionsService } from './editions.service.js';
import { RegulationController } from './regulation.controller.js';
import { RegulationFacts } from './regulation.facts.js';
import { RegulationFounding } from './regulation.founding.js';
import { RegulationRepository } from './regulation.repository.js';
import { RegulationService } from './regulation.service.js';

@Module({
  imports: [OrganizationModule],
  controllers: [RegulationController, DraftController],
  providers: [
    RegulationRepository,
    RegulationService,
    RegulationFacts,
    RegulationFounding,
    EditionsService,
    DraftRepository,
    DraftService,
    DraftFacts,
  ],
  exports: [RegulationService, DraftService],
})
export class RegulationModule {}
