/** Tells the relay that the outbox has new rows. Only a wake-up: the relay also looks once a second. */
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

export const OUTBOX_CHANNEL = 'kaoping_outbox';

@Injectable()
export class OutboxSignal {
  private pending = false;

  constructor(private readonly database: Database) {}

  /** Many commits in one turn make one notification. */
  raise(): void {
    if (this.pending) return;
    this.pending = true;
    setTimeout(() => {
      this.pending = false;
      void this.database
        .system((tx) => tx.query('select pg_notify($1, $2)', [OUTBOX_CHANNEL, '']))
        .catch(() => undefined);
    }, 5).unref();
  }
}
