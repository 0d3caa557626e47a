/** What the machinery could not do by itself: kept with the case, and handed to a person as a task. */
import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { OutboxRepository } from '../platform/outbox/outbox.repository.js';
import { OutboxSignal } from '../platform/outbox/outbox-signal.js';
import { DeadlineRepository } from './deadline.repository.js';
import { TaskRepository } from './task.repository.js';

export interface Incident {
  id: string;
  caseId: string;
  /** `snapshot`, `deadline:<id>` or `outbox:<effect id>`. */
  source: string;
  code: string;
  detail: string;
  openedAt: Date;
  resolvedAt: Date | null;
  resolvedBy: string | null;
  note: string | null;
}

const columns = `id, case_id as "caseId", source, code, detail, opened_at as "openedAt", resolved_at as "resolvedAt",
  resolved_by as "resolvedBy", note`;

@Injectable()
export class CaseIncidents {
  private readonly logger = new Logger('CaseIncidents');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly tasks: TaskRepository,
    private readonly deadlines: DeadlineRepository,
    private readonly outbox: OutboxRepository,
    private readonly signal: OutboxSignal,
  ) {}

  /** One open incident for a case and source; opening it again changes nothing. */
  async open(tx: Tx, caseId: string, source: string, error: unknown): Promise<void> {
    const code = error instanceof Problem ? error.code : 'platform.unexpected';
    const detail = error instanceof Problem ? JSON.stringify(error.facts) : String((error as Error)?.message ?? error);
    const [opened] = await tx.query<{ id: string }>(
      `insert into case_incident (institution_id, case_id, source, code, detail) values ($1, $2, $3, $4, left($5, 1000))
       on conflict (institution_id, case_id, source) where resolved_at is null do nothing returning id`,
      [tx.institutionId, caseId, source, code, detail],
    );
    if (!opened) return;
    this.logger.error({ message: 'incident', institution: tx.institutionId, caseId, source, code, detail });
    const now = await this.clock.now(tx);
    await this.tasks.open(tx, {
      caseId,
      effectId: `incident:${opened.id}`,
      step: 'incident',
      mode: 'any',
      events: [],
      holders: [{ role: 'SUPERVISION' }, { role: 'OPERATOR' }],
      dueOn: null,
      openedAt: now.at,
    });
  }

  /** For faults whose own transaction is about to be rolled back; uses another connection, after this one is free. */
  reportLater(institutionId: string, caseId: string, source: string, error: unknown): void {
    setTimeout(() => {
      void this.database
        .inInstitution(institutionId, (tx) => this.open(tx, caseId, source, error))
        .catch((cause) =>
          this.logger.error({ message: 'incident not recorded', caseId, source, cause: String(cause) }),
        );
    }, 10);
  }

  async list(tx: Tx, filter: { open?: boolean; caseId?: string }): Promise<Incident[]> {
    return tx.query<Incident>(
      `select ${columns} from case_incident where institution_id = $1
         and ($2::boolean is null or (resolved_at is null) = $2) and ($3::uuid is null or case_id = $3)
       order by opened_at desc limit 200`,
      [tx.institutionId, filter.open ?? null, filter.caseId ?? null],
    );
  }

  /**
   * Closes an incident with a note; `retry` puts the failed work back.
   * @throws Problem `platform.not_found` when it does not exist or is closed already
   */
  async resolve(tx: Tx, id: string, actor: Actor, note: string, retry: boolean): Promise<Incident> {
    const [incident] = await tx.query<Incident>(
      `update case_incident set resolved_at = now(), resolved_by = $3, note = $4
       where institution_id = $1 and id = $2 and resolved_at is null returning ${columns}`,
      [tx.institutionId, id, actor.person, note],
    );
    if (!incident) throw new Problem('platform.not_found');
    await tx.query(
      `update task set closed_at = now(), closed_by = $3 where institution_id = $1 and effect_id = $2 and closed_at is null`,
      [tx.institutionId, `incident:${id}`, actor.person],
    );
    if (retry) await this.retry(tx, incident.source);
    return incident;
  }

  private async retry(tx: Tx, source: string): Promise<void> {
    const [kind, rest] = source.split(/:(.*)/s);
    if (kind === 'outbox' && rest && (await this.outbox.revive(tx, tx.institutionId, rest)))
      tx.afterCommit(() => this.signal.raise());
    if (kind === 'deadline' && rest) await this.deadlines.revive(tx, rest);
  }
}
