import { Module } from '@nestjs/common';
import { OrganizationModule } from '../organization/organization.module.js';
import { FilesModule } from '../platform/files/files.module.js';
import { ChainService } from './chain.service.js';
import { EvidenceService } from './evidence.service.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerEffects } from './ledger.effects.js';
import { LedgerRepository } from './ledger.repository.js';
import { LedgerService } from './ledger.service.js';

@Module({
  imports: [OrganizationModule, FilesModule],
  controllers: [LedgerController],
  providers: [LedgerRepository, LedgerService, ChainService, EvidenceService, LedgerEffects],
  exports: [LedgerService, ChainService, EvidenceService],
})
export class LedgerModule {}
