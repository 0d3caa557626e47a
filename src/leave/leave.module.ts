import { Module } from '@nestjs/common';
import { OrganizationModule } from '../organization/organization.module.js';
import { RegulationModule } from '../regulation/regulation.module.js';
import { BalanceModule } from './balance/balance.module.js';
import { CoverModule } from './cover/cover.module.js';
import { LeaveController } from './leave.controller.js';
import { LeaveEffects } from './leave.effects.js';
import { LeaveFacts } from './leave.facts.js';
import { LeavePaper } from './leave.paper.js';
import { LeaveRepository } from './leave.repository.js';
import { LeaveService } from './leave.service.js';
import { LeaveChainService } from './leave-chain.service.js';
import { LeaveDecisionService } from './leave-decision.service.js';
import { LeaveDelegation } from './leave-delegation.service.js';
import { SubstitutionModule } from './substitution/substitution.module.js';

/** W3 and W4: leave with a proven substitute. */
@Module({
  imports: [OrganizationModule, RegulationModule, BalanceModule, CoverModule, SubstitutionModule],
  controllers: [LeaveController],
  providers: [
    LeaveService,
    LeaveDecisionService,
    LeaveChainService,
    LeaveDelegation,
    LeaveFacts,
    LeaveEffects,
    LeavePaper,
    LeaveRepository,
  ],
})
export class LeaveModule {}
