import { hostname } from 'node:os';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/database.js';
import { uuidV7 } from '../ids.js';

/** Seconds after which a silent worker counts as gone; it beats three times in that span. */
export const HEARTBEAT_LIMIT = 15;

/** The worker says every five seconds that it lives. It takes its row away when it stops in order. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly id = uuidV7();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.beat();
    // A beat that fails is missed, not fatal: readiness tells it.
    this.timer = setInterval(() => void this.beat().catch(() => {}), (HEARTBEAT_LIMIT * 1000) / 3);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.database
      .system((tx) => tx.query('delete from worker_heartbeat where id = $1', [this.id]))
      .catch(() => {});
  }

  private async beat(): Promise<void> {
    await this.database.system(async (tx) => {
      await tx.query(
        `insert into worker_heartbeat (id, host, pid) values ($1, $2, $3)
         on conflict (id) do update set beat_at = now()`,
        [this.id, hostname(), process.pid],
      );
      await tx.query(`delete from worker_heartbeat where beat_at < now() - interval '1 day'`);
    });
  }
}
