import { Module } from '@nestjs/common';
import { OrganizationModule } from '../../organization/organization.module.js';
import { RegulationModule } from '../../regulation/regulation.module.js';
import { BalanceController } from './balance.controller.js';
import { BalanceFounding } from './balance.founding.js';
import { BalanceRepository } from './balance.repository.js';
import { BalanceService } from './balance.service.js';
import { OpeningService } from './opening.service.js';
import { BalanceRegisterService } from './register.service.js';

/** Accounts of leave: what a year gives, what is reserved and used. */
@Module({
  imports: [OrganizationModule, RegulationModule],
  controllers: [BalanceController],
  providers: [BalanceService, BalanceRepository, BalanceRegisterService, OpeningService, BalanceFounding],
  exports: [BalanceService],
})
export class BalanceModule {}
