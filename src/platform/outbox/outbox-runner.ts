/** Does one outbox row: effect, receipt and end in one transaction, so that it happens once however often it is delivered. */
import { Logger } from '@nestjs/common';
import { Problem } from '../../core/problem.js';
import type { Database } from '../database/database.js';
import { isOutage } from '../database/outage.js';
import type { Tx } from '../database/tx.js';
import type { OutboxRepository, OutboxRow } from './outbox.repository.js';

export interface OutboxPerformer {
  /** Does what the row asks, reading the case anew. */
  perform(tx: Tx, row: OutboxRow): Promise<void>;
  /** After the last failure, in the transaction that gives the row up. */
  giveUp(tx: Tx, row: OutboxRow, error: unknown): Promise<void>;
}

export interface RunnerOptions {
  maxFailures?: number;
  retrySeconds?: number;
}

export class OutboxRunner {
  private readonly logger = new Logger('OutboxRunner');

  constructor(
    private readonly database: Database,
    private readonly repository: OutboxRepository,
    private readonly performer: OutboxPerformer,
    private readonly options: RunnerOptions = {},
  ) {}

  /** @returns true when this call did it. */
  async run(outboxId: string): Promise<boolean> {
    const row = await this.database.system((tx) => this.repository.open(tx, outboxId));
    if (!row) return false;
    try {
      return await this.database.inInstitution(row.institutionId, async (tx) => {
        const locked = await this.repository.lockOpen(tx, outboxId);
        if (!locked) return false;
        await this.performer.perform(tx, locked);
        if (!(await this.repository.finish(tx, locked))) throw new Error(`outbox ${outboxId} was done twice`);
        return true;
      });
    } catch (error) {
      await this.fail(row, error);
      return false;
    }
  }

  private async fail(row: OutboxRow, error: unknown): Promise<void> {
    const reason =
      error instanceof Problem
        ? `${error.code} ${JSON.stringify(error.facts)}`
        : String((error as Error)?.message ?? error);
    this.logger.warn(`${row.kind} ${row.effectId} failed: ${reason}`);
    // An outage is nobody's fault: the relay finds the row in nobody's hands, however long the database is away.
    if (isOutage(error)) return;
    await this.database.inInstitution(row.institutionId, async (tx) => {
      const failed = await this.repository.fail(
        tx,
        row.id,
        reason,
        this.options.maxFailures ?? 3,
        this.options.retrySeconds ?? 2,
      );
      if (failed?.dead) await this.performer.giveUp(tx, failed, error);
    });
  }
}
