import { Module } from '@nestjs/common';
import { OrganizationModule } from '../../organization/organization.module.js';
import { RegulationModule } from '../../regulation/regulation.module.js';
import { CasePaper } from '../case-paper.js';
import { CoverModule } from '../cover/cover.module.js';
import { BadgeController } from './badge.controller.js';
import { BadgeRepository } from './badge.repository.js';
import { BadgeService } from './badge.service.js';
import { SubstitutionEffects } from './substitution.effects.js';
import { SubstitutionFacts } from './substitution.facts.js';
import { SubstitutionPaper } from './substitution.paper.js';

/** W4: who stands in, with the temporary badges. */
@Module({
  imports: [OrganizationModule, RegulationModule, CoverModule],
  controllers: [BadgeController],
  providers: [SubstitutionFacts, SubstitutionEffects, SubstitutionPaper, CasePaper, BadgeService, BadgeRepository],
  exports: [CasePaper],
})
export class SubstitutionModule {}
