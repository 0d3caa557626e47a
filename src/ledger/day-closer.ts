/** Closes the day before today for every institution, once the day is over by its business clock. Runs in the worker. */
import { Injectable, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { addDays } from '../core/calendar/day.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { ChainService } from './chain.service.js';
import { LedgerModule } from './ledger.module.js';

const EVERY_MS = 10 * 60_000;

@Injectable()
export class DayCloser implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('DayCloser');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    private readonly chains: ChainService,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.closeAll().catch((error: unknown) =>
        this.logger.error({ message: 'days were not closed', error: String(error) }),
      );
    }, EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Closing a day twice gives the first answer, so several workers may do this. */
  async closeAll(): Promise<void> {
    const institutions = await this.database.system((tx) =>
      tx.query<{ id: string }>('select id from institution order by id'),
    );
    for (const { id } of institutions) {
      await this.database.inInstitution(id, async (tx) => {
        const { today } = await this.clock.now(tx);
        await this.chains.closeDay(tx, addDays(today, -1));
      });
    }
  }
}

/** What the ledger does in the worker besides answering effects. */
@Module({ imports: [LedgerModule], providers: [DayCloser], exports: [DayCloser] })
export class LedgerWorkerModule {}
