/** Lets days lapse and go on into the next year once their last day is over, for every institution. Runs in the worker. */
import { Injectable, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { BalanceModule } from './balance.module.js';
import { BalanceService } from './balance.service.js';

const EVERY_MS = 10 * 60_000;

@Injectable()
export class BalanceTurner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('BalanceTurner');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    private readonly balances: BalanceService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.turnAll().catch((error: unknown) =>
        this.logger.error({ message: 'balances were not turned', error: String(error) }),
      );
    }, EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Turning twice moves nothing the second time, so several workers may do this. */
  async turnAll(): Promise<void> {
    const institutions = await this.database.system((tx) =>
      tx.query<{ id: string }>('select id from institution order by id'),
    );
    for (const { id } of institutions) await this.database.inInstitution(id, (tx) => this.balances.turn(tx));
  }
}

/** What balances do in the worker besides answering effects. */
@Module({ imports: [BalanceModule], providers: [BalanceTurner], exports: [BalanceTurner] })
export class BalanceWorkerModule {}
