import { Module } from '@nestjs/common';
import { OrganizationModule } from '../../organization/organization.module.js';
import { RegulationModule } from '../../regulation/regulation.module.js';
import { BalanceRepository } from './balance.repository.js';
import { BalanceService } from './balance.service.js';

/** Accounts of leave: what a year gives, what is reserved and used. */
@Module({
  imports: [OrganizationModule, RegulationModule],
  providers: [BalanceService, BalanceRepository],
  exports: [BalanceService],
})
export class BalanceModule {}
