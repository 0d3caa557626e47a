/** Absences that a case asks for: a leave that was overstayed, or begun without its slip being filed. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { type EffectCall, EffectRegistry } from '../platform/effects/effect-registry.js';
import { AbsenceRepository } from './absence.repository.js';
import { AbsenceRules } from './absence.rule.js';
import { AttendanceReview } from './attendance-review.service.js';

@Injectable()
export class AttendanceEffects implements OnModuleInit {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly repository: AbsenceRepository,
    private readonly rules: AbsenceRules,
    private readonly review: AttendanceReview,
    private readonly organization: OrganizationService,
  ) {}

  onModuleInit(): void {
    this.registry.register('absence.propose', (tx, call) => this.propose(tx, call));
    this.registry.register('absence.withdraw', async (tx, call) => {
      for (const one of await this.repository.ofCase(tx, call.caseFile.id))
        await this.repository.drop(tx, one.id, {
          by: call.actor.person,
          at: call.at,
          reason: call.params.reason,
          because: 'source',
        });
    });
  }

  private async propose(tx: Tx, call: EffectCall<'absence.propose'>): Promise<void> {
    const { person, kind, on, length, cause, note } = call.params;
    const window = (await this.organization.person(tx, person, on))?.window ?? null;
    const measured = { person, window, day: on, cause, minutes: null, length };
    const { caseFile } = call;
    const row = await this.repository.propose(
      tx,
      {
        ...measured,
        gapKey: null,
        effectId: call.id,
        half: null,
        from: null,
        to: null,
        kind,
        isUnpunched: false,
        note,
        source: { kind: 'case', caseKind: caseFile.kind, key: caseFile.key, id: caseFile.id },
        rule: await this.rules.of(tx, measured),
        state: 'open',
        dueOn: null,
      },
      call.actor.person,
      call.at,
    );
    if (!row) return;
    await this.review.tell(tx, [person], 'absence.proposed', row, call.at);
    await this.review.tellSupervision(tx, 1, row.id, call.at);
  }
}
