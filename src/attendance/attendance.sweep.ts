/** Lets the time to explain run out, and sees leaves that were approved afterwards. Runs in the worker. */
import { Injectable, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { AttendanceModule } from './attendance.module.js';
import { AttendanceReview } from './attendance-review.service.js';

const EVERY_MS = 60_000;

@Injectable()
export class AttendanceSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('AttendanceSweep');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    private readonly review: AttendanceReview,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweep().catch((error: unknown) =>
        this.logger.error({ message: 'absences were not looked at', error: String(error) }),
      );
    }, EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Twice changes nothing, so several workers may do this. */
  async sweep(): Promise<number> {
    const institutions = await this.database.system((tx) =>
      tx.query<{ id: string }>('select id from institution order by id'),
    );
    let ripe = 0;
    for (const { id } of institutions) ripe += await this.database.inInstitution(id, (tx) => this.review.ripen(tx));
    return ripe;
  }
}

/** What attendance does in the worker besides answering effects. */
@Module({ imports: [AttendanceModule], providers: [AttendanceSweep], exports: [AttendanceSweep] })
export class AttendanceWorkerModule {}
