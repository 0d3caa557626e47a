import { Global, Module } from '@nestjs/common';
import { CalendarService } from './calendar.service.js';
import { DirectoryRepository } from './directory.repository.js';
import { DirectoryService } from './directory.service.js';
import { Founding } from './founding.js';
import { OrganizationController } from './organization.controller.js';
import { OrganizationRepository } from './organization.repository.js';
import { OrganizationService } from './organization.service.js';
import { PresenceRepository } from './presence.repository.js';
import { PresenceService } from './presence.service.js';
import { RosterService } from './roster.service.js';

/** Nearly everything asks who is who, so the module is global. */
@Global()
@Module({
  controllers: [OrganizationController],
  providers: [
    OrganizationRepository,
    OrganizationService,
    DirectoryRepository,
    DirectoryService,
    CalendarService,
    PresenceRepository,
    PresenceService,
    RosterService,
    Founding,
  ],
  exports: [
    Founding,
    OrganizationRepository,
    OrganizationService,
    CalendarService,
    PresenceService,
    RosterService,
  ],
})
export class OrganizationModule {}
