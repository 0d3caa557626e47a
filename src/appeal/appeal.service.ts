import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { parseUnits } from '../core/amount.js';
import { periodOf } from '../core/period.js';
import { Problem } from '../core/problem.js';
import { Clock } from '../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import { Cases } from '../platform/effects/case-port.js';
import { PreviewService } from '../scoring/preview.service.js';
import type { Preview } from '../scoring/scoring.types.js';
import { CaseRepository } from '../workflow/case.repository.js';
import { CaseViewService } from '../workflow/case-view.service.js';
import type { AffectedQuery, FileAppeal } from './appeal.contract.js';
import { AppealRepository } from './appeal.repository.js';

@Injectable()
export class AppealService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly cases: Cases,
    private readonly files: CaseRepository,
    private readonly views: CaseViewService,
    private readonly preview: PreviewService,
    private readonly clock: Clock,
    private readonly repository: AppealRepository,
  ) {}

  /**
   * Files an appeal against one entry of the ledger or a result (R14.02).
   * @throws Problem appeal.no_target | appeal.not_concerned | appeal.late | appeal.already_open (422)
   */
  file(
    command: Command,
    input: FileAppeal,
  ): Promise<Answer<{ id: string; key: string; state: string; revision: number }>> {
    return this.commands.run(command, async (tx) => {
      const { actor } = command;
      const open = await this.repository.openAgainst(tx, input.factId, input.subject, input.period);
      if (open) throw new Problem('appeal.already_open', { key: open });
      const { today } = await this.clock.now(tx);
      const key = `appeal-${actor.person}-${today}-${(await this.repository.countOf(tx, actor.person, today)) + 1}`;
      const started = await this.cases.start(tx, {
        kind: 'appeal',
        key,
        applicant: actor.person,
        ...(input.subject ? { subject: input.subject } : {}),
        actor,
        input,
      });
      return { status: 201, body: { ...started, key }, headers: { etag: `"${started.revision}"` } };
    });
  }

  /** Everyone who would move if the appeal were allowed; nothing is written. Only those who may see the case. */
  affected(actor: Actor, caseId: string, query: AffectedQuery): Promise<Preview> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      // Refuses with 404 whoever may not know of the case.
      await this.views.view(tx, caseId, actor);
      const file = await this.files.byId(tx, caseId);
      if (file?.kind !== 'appeal') throw new Problem('case.not_found');
      const context = file.context as { period: string; fact: { id: string; repost: Record<string, unknown> } | null };
      if (!context.fact) throw new Problem('appeal.no_target');
      const points = query.points === undefined ? {} : { points: parseUnits(query.points, 4) };
      const add =
        query.outcome === 'reassess' ? [{ ...context.fact.repost, ...points, key: 'reassessed' } as never] : [];
      return this.preview.affected(
        tx,
        { period: periodOf(context.period), reverse: [context.fact.id], add },
        file.editionHash,
      );
    });
  }
}
