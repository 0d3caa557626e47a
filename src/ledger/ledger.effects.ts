/** What the ledger does when a machine asks. Both can run twice with the same effect id and change nothing the second time. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EffectRegistry } from '../platform/effects/effect-registry.js';
import { EvidenceService } from './evidence.service.js';
import { LedgerService } from './ledger.service.js';

@Injectable()
export class LedgerEffects implements OnModuleInit {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly ledger: LedgerService,
    private readonly evidence: EvidenceService,
  ) {}

  onModuleInit(): void {
    this.registry.register('ledger.post', async (tx, call) => {
      await this.evidence.assertKnown(
        tx,
        call.params.facts.flatMap((fact) => fact.evidence ?? []),
      );
      await this.ledger.post(tx, call.params.facts, {
        kind: 'case',
        id: call.caseFile.id,
        occasion: call.id,
        recorder: call.actor.person,
      });
    });
    this.registry.register('ledger.reverse', async (tx, call) => {
      const { caseId, factIds, keys, reason } = call.params;
      const query = factIds ? { factIds, keys } : { source: { kind: 'case', id: caseId ?? call.caseFile.id }, keys };
      await this.ledger.reverse(
        tx,
        query,
        { kind: 'case', id: call.caseFile.id, occasion: call.id, recorder: call.actor.person },
        reason,
      );
    });
  }
}
