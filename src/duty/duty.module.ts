import { Module } from '@nestjs/common';
import { RegulationModule } from '../regulation/regulation.module.js';
import { BoardService } from './board.service.js';
import { DutyController } from './duty.controller.js';
import { DutyRepository } from './duty.repository.js';
import { FeedRepository } from './feed.repository.js';
import { FeedService } from './feed.service.js';

/** Who stands where, on a board and in the calendars of people. */
@Module({
  imports: [RegulationModule],
  controllers: [DutyController],
  providers: [BoardService, FeedService, DutyRepository, FeedRepository],
})
export class DutyModule {}
