/** What only the worker does: carry the outbox to the queue, do the rows, fire due terms. */
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { OutboxRepository } from '../platform/outbox/outbox.repository.js';
import { OutboxRelay } from '../platform/outbox/outbox-relay.js';
import { OutboxRunner } from '../platform/outbox/outbox-runner.js';
import { openQueue, type WorkQueue } from '../platform/queue/queue.js';
import { DeadlineSweep } from './deadline-sweep.js';
import { CaseOutboxPerformer } from './outbox-performer.js';

@Injectable()
export class Background implements OnApplicationBootstrap, OnApplicationShutdown {
  private queue?: WorkQueue;
  private relay?: OutboxRelay;

  constructor(
    @Inject(Config) private readonly config: Config,
    private readonly database: Database,
    private readonly outbox: OutboxRepository,
    private readonly performer: CaseOutboxPerformer,
    private readonly sweep: DeadlineSweep,
  ) {}

  /** @throws Problem `queue.*`: the worker does not start without a queue that keeps what it is given. */
  async onApplicationBootstrap(): Promise<void> {
    const url = this.config.workerDatabaseUrl;
    if (!url) throw new Error('the worker needs the address of its database');
    this.queue = await openQueue({ redisUrl: this.config.redisUrl, databaseUrl: url });
    const runner = new OutboxRunner(this.database, this.outbox, this.performer);
    await this.queue.process((id) => runner.run(id));
    this.relay = new OutboxRelay(this.database, this.outbox, this.queue, { url });
    await this.relay.start();
    this.sweep.start();
  }

  /** Takes nothing new, finishes what is in hand. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.relay?.stop(), this.sweep.stop()]);
    await this.queue?.close();
  }
}
