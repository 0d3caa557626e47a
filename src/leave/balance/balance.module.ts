import { Module } from '@nestjs/common';
import { OrganizationModule } from '../../organization/organization.module.js';
import { ListBooksModule } from '../../platform/effects/list-books.js';
import { RegulationModule } from '../../regulation/regulation.module.js';
import { BalanceController } from './balance.controller.js';
import { BalanceFounding } from './balance.founding.js';
import { BalanceImport } from './balance.import.js';
import { BalanceRepository } from './balance.repository.js';
import { BalanceService } from './balance.service.js';
import { OpeningService } from './opening.service.js';
import { BalanceRegisterService } from './register.service.js';
import { TakenLeaveService } from './taken.service.js';

/** Accounts of leave: what a year gives, what is reserved and used. */
@Module({
  imports: [OrganizationModule, RegulationModule, ListBooksModule],
  controllers: [BalanceController],
  providers: [
    BalanceService,
    BalanceRepository,
    BalanceRegisterService,
    OpeningService,
    TakenLeaveService,
    BalanceFounding,
    BalanceImport,
  ],
  exports: [BalanceService],
})
export class BalanceModule {}
