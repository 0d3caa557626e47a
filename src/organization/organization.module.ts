import { Global, Module } from '@nestjs/common';
import { CalendarService } from './calendar.service.js';
import { DeputyController } from './deputy/deputy.controller.js';
import { DeputyRepository } from './deputy/deputy.repository.js';
import { DeputyService } from './deputy/deputy.service.js';
import { DirectoryRepository } from './directory.repository.js';
import { DirectoryService } from './directory.service.js';
import { Founding } from './founding.js';
import { MinimumController } from './minimum/minimum.controller.js';
import { MinimumRepository } from './minimum/minimum.repository.js';
import { MinimumService } from './minimum/minimum.service.js';
import { OrganizationController } from './organization.controller.js';
import { OrganizationRepository } from './organization.repository.js';
import { OrganizationService } from './organization.service.js';
import { PresenceRepository } from './presence.repository.js';
import { PresenceService } from './presence.service.js';
import { RosterService } from './roster.service.js';
import { SeatChanges } from './seat-changes.js';
import { WallClock } from './wall-clock.js';

/** Nearly everything asks who is who, so the module is global. */
@Global()
@Module({
  controllers: [OrganizationController, DeputyController, MinimumController],
  providers: [
    OrganizationRepository,
    OrganizationService,
    DirectoryRepository,
    DirectoryService,
    CalendarService,
    DeputyRepository,
    DeputyService,
    PresenceRepository,
    PresenceService,
    RosterService,
    SeatChanges,
    MinimumRepository,
    MinimumService,
    Founding,
    WallClock,
  ],
  exports: [
    Founding,
    OrganizationRepository,
    OrganizationService,
    CalendarService,
    DeputyService,
    PresenceService,
    RosterService,
    SeatChanges,
    MinimumService,
    WallClock,
  ],
})
export class OrganizationModule {}
