/** Does outbox rows that come from cases: reads case and event anew, calls the handler that registered the effect. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import type { Effect } from '../core/effects.js';
import { Problem } from '../core/problem.js';
import type { Tx } from '../platform/database/tx.js';
import type { OutboxRow } from '../platform/outbox/outbox.repository.js';
import type { OutboxPerformer } from '../platform/outbox/outbox-runner.js';
import { CaseRepository } from './case.repository.js';
import { CaseEffects } from './case-effects.js';
import { CaseIncidents } from './case-incidents.js';

@Injectable()
export class CaseOutboxPerformer implements OutboxPerformer {
  constructor(
    private readonly cases: CaseRepository,
    private readonly effects: CaseEffects,
    private readonly incidents: CaseIncidents,
  ) {}

  async perform(tx: Tx, row: OutboxRow): Promise<void> {
    const [, seq, index] = row.effectId.split(':');
    const caseFile = await this.cases.byId(tx, row.caseId);
    const event = await this.cases.event(tx, row.caseId, Number(seq));
    const effect = event?.effects[Number(index)];
    if (!caseFile || !event || effect?.name !== row.kind) throw new Problem('case.not_found', { effect: row.effectId });
    const actor: Actor = { institutionId: tx.institutionId, person: event.actor, grants: [], language: 'zh-CN' };
    const now = { today: await this.cases.dayOf(tx, event.happenedAt), at: event.happenedAt };
    await this.effects.perform(tx, caseFile, effect as unknown as Effect, { id: row.effectId, actor, now });
  }

  async giveUp(tx: Tx, row: OutboxRow, error: unknown): Promise<void> {
    await this.incidents.open(tx, row.caseId, `outbox:${row.effectId}`, error);
  }
}
