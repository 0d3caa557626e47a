/** Commands of people about cases: each one transaction, answered from the event when it comes again. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import { Clock } from '../platform/clock/clock.js';
import { type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import { uuidV7 } from '../platform/ids.js';
import { CaseEngine } from './case-engine.js';
import { CasePermission } from './case-permission.js';
import { requestHashOf } from './case-step.js';
import { CaseViewService } from './case-view.service.js';
import { Machines } from './machines.js';

export interface BatchLine {
  caseId: string;
  revision: number;
  type: string;
  payload: Record<string, unknown>;
}

@Injectable()
export class CaseCommandService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly engine: CaseEngine,
    private readonly views: CaseViewService,
    private readonly permission: CasePermission,
    private readonly machines: Machines,
    private readonly clock: Clock,
  ) {}

  /** Opens a case of a kind that people may open themselves. @throws Problem `case.kind_unknown`, `auth.forbidden` */
  start(command: Command, kind: string, input: Record<string, unknown>) {
    return this.commands.run(command, async (tx) => {
      const spec = this.machines.newest(kind);
      if (!spec) throw new Problem('case.kind_unknown', { kind });
      this.permission.requireStart(spec, command.actor);
      const id = uuidV7();
      const { today } = await this.clock.now(tx);
      const key = `${kind}-${today.replaceAll('-', '')}-${id.slice(-8)}`;
      const { actor } = command;
      await this.engine.start(tx, { kind, key, input, id, applicant: actor.person, actor });
      return { status: 201, body: await this.views.view(tx, id, actor) };
    });
  }

  /**
   * Sends an event. `outcome` is what this command did, the same at every retry; the rest is the case as it is now.
   * @throws Problem `request.if_match_required` (428) and everything that `CaseEngine.dispatch` refuses
   */
  async send(command: Command, caseId: string, event: { type: string; payload: Record<string, unknown> }) {
    if (command.ifMatch === undefined)
      throw new Problem('request.if_match_required', { where: 'If-Match', allowed: '"revision"' });
    const { actor, key, requestHash, ifMatch } = command;
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const done = await this.engine.dispatch(tx, {
        caseId,
        event,
        revision: ifMatch,
        actor,
        idempotencyKey: key,
        requestHash,
      });
      const outcome = { seq: done.seq, state: done.state, revision: done.revision };
      return { ...(await this.viewAfter(tx, caseId, actor)), outcome };
    });
  }

  /** Every line in its own transaction: one refusal does not undo the others. */
  async batch(command: Command, lines: readonly BatchLine[]) {
    const items: Record<string, unknown>[] = [];
    for (const [index, line] of lines.entries()) items.push(await this.batchLine(command, index, line));
    return { items };
  }

  private async batchLine(command: Command, index: number, line: BatchLine): Promise<Record<string, unknown>> {
    const { actor } = command;
    try {
      const done = await this.database.inInstitution(actor.institutionId, (tx) =>
        this.engine.dispatch(tx, {
          caseId: line.caseId,
          event: { type: line.type, payload: line.payload },
          revision: line.revision,
          actor,
          idempotencyKey: `${command.key}:${index}`,
          requestHash: requestHashOf(line),
        }),
      );
      return { caseId: line.caseId, ok: true, status: 200, state: done.state, revision: done.revision };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const text = error.text(actor.language);
      const { errors, available, articles, revision } = error.extras;
      const problem = { code: error.code, status: error.status, ...text, errors, available, articles, revision };
      return { caseId: line.caseId, ok: false, status: error.status, problem };
    }
  }

  /** Whoever signed the last place may lose sight of the case by it; the outcome is his all the same. */
  private async viewAfter(tx: Parameters<CaseViewService['view']>[0], caseId: string, actor: Actor) {
    try {
      return await this.views.view(tx, caseId, actor);
    } catch (error) {
      if (error instanceof Problem && error.code === 'case.not_found') return { id: caseId };
      throw error;
    }
  }
}
