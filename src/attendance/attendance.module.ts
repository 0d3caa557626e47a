import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OrganizationModule } from '../organization/organization.module.js';
import { ListBooksModule } from '../platform/effects/list-books.js';
import { RegulationModule } from '../regulation/regulation.module.js';
import { AbsenceRepository } from './absence.repository.js';
import { AbsenceRules } from './absence.rule.js';
import { AbsenceService } from './absence.service.js';
import { AbsencePosting } from './absence-posting.service.js';
import { AttendanceController } from './attendance.controller.js';
import { AttendanceEffects, AttendanceSweep } from './attendance.effects.js';
import { AttendanceReview } from './attendance-review.service.js';
import { PunchRepository } from './punch.repository.js';

/** What attendance machines and overstayed leaves say of absences: proposed, explained, confirmed or dropped by a person. */
@Module({
  imports: [LedgerModule, ListBooksModule, OrganizationModule, RegulationModule],
  controllers: [AttendanceController],
  providers: [
    AbsenceService,
    AbsenceRules,
    AbsencePosting,
    AbsenceRepository,
    PunchRepository,
    AttendanceReview,
    AttendanceEffects,
  ],
  exports: [AttendanceReview],
})
export class AttendanceModule {}

/** What attendance does in the worker besides answering effects. */
@Module({ imports: [AttendanceModule], providers: [AttendanceSweep], exports: [AttendanceSweep] })
export class AttendanceWorkerModule {}
