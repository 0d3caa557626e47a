import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OrganizationModule } from '../organization/organization.module.js';
import { ListBooksModule } from '../platform/effects/list-books.js';
import { FilesModule } from '../platform/files/files.module.js';
import { RegulationModule } from '../regulation/regulation.module.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { CalendarImportService } from './calendar/calendar-import.service.js';
import { CalendarImpactRepository } from './calendar/impact.repository.js';
import { NoticeReader } from './calendar/notice-reader.js';
import { Furnishing } from './furnishing.js';
import { ImportingController } from './importing.controller.js';
import { ImportingRepository } from './importing.repository.js';
import { ImportingService } from './importing.service.js';
import { Preview } from './preview.js';
import { SheetReader } from './sheet/sheet-reader.js';

@Module({
  imports: [OrganizationModule, FilesModule, LedgerModule, RegulationModule, ListBooksModule],
  controllers: [ImportingController, CalendarController],
  providers: [
    ImportingRepository,
    ImportingService,
    Preview,
    SheetReader,
    Furnishing,
    NoticeReader,
    CalendarImpactRepository,
    CalendarImportService,
  ],
  exports: [ImportingService],
})
export class ImportingModule {}
