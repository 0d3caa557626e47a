import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { OrganizationModule } from '../organization/organization.module.js';
import { RegulationModule } from '../regulation/regulation.module.js';
import { BalanceModule } from './balance/balance.module.js';
import { CoverModule } from './cover/cover.module.js';
import { LeaveController } from './leave.controller.js';
import { LeaveEffects } from './leave.effects.js';
import { LeaveFacts } from './leave.facts.js';
import { LeavePaper } from './leave.paper.js';
import { LeaveRepository } from './leave.repository.js';
import { LeaveChainService } from './leave-chain.service.js';
import { LeaveDecisionService } from './leave-decision.service.js';
import { LeaveDelegation } from './leave-delegation.service.js';
import { LeaveFilingService } from './leave-filing.service.js';
import { LeaveKindsService } from './leave-kinds.service.js';
import { LeaveSlots } from './leave-slots.service.js';
import { RegisterController } from './register/register.controller.js';
import { RegisterRepository } from './register/register.repository.js';
import { RegisterService } from './register/register.service.js';
import { SubstitutionModule } from './substitution/substitution.module.js';

/** W3 and W4: leave with a proven substitute. */
@Module({
  imports: [OrganizationModule, RegulationModule, LedgerModule, BalanceModule, CoverModule, SubstitutionModule],
  controllers: [LeaveController, RegisterController],
  providers: [
    LeaveDecisionService,
    LeaveFilingService,
    LeaveKindsService,
    LeaveSlots,
    LeaveChainService,
    LeaveDelegation,
    LeaveFacts,
    LeaveEffects,
    LeavePaper,
    LeaveRepository,
    RegisterService,
    RegisterRepository,
  ],
})
export class LeaveModule {}
