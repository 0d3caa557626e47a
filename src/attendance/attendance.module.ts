import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OrganizationModule } from '../organization/organization.module.js';
import { RegulationModule } from '../regulation/regulation.module.js';
import { AbsenceRepository } from './absence.repository.js';
import { AbsenceRules } from './absence.rule.js';
import { AbsenceService } from './absence.service.js';
import { AbsencePosting } from './absence-posting.service.js';
import { AttendanceController } from './attendance.controller.js';
import { AttendanceEffects } from './attendance.effects.js';
import { AttendanceReview } from './attendance-review.service.js';

/** What attendance machines and overstayed leaves say of absences: proposed, explained, confirmed or dropped by a person. */
@Module({
  imports: [LedgerModule, OrganizationModule, RegulationModule],
  controllers: [AttendanceController],
  providers: [AbsenceService, AbsenceRules, AbsencePosting, AbsenceRepository, AttendanceReview, AttendanceEffects],
  exports: [AttendanceReview],
})
export class AttendanceModule {}
