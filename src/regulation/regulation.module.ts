import { Module } from '@nestjs/common';
import { RegulationController } from './regulation.controller.js';
import { RegulationFacts } from './regulation.facts.js';
import { RegulationFounding } from './regulation.founding.js';
import { RegulationRepository } from './regulation.repository.js';
import { RegulationService } from './regulation.service.js';

@Module({
  controllers: [RegulationController],
  providers: [RegulationRepository, RegulationService, RegulationFacts, RegulationFounding],
  exports: [RegulationService],
})
export class RegulationModule {}
