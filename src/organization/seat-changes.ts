import { Injectable } from '@nestjs/common';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';

export type SeatListener = (tx: Tx, days: readonly Day[]) => Promise<void>;

/**
 * Tells whoever wants to know that who sits where has changed on some days: a leave or a cover taken or given back, another
 * duty roster, another minimum. It is told in the transaction of the change, so that what follows from it commits with it.
 */
@Injectable()
export class SeatChanges {
  private readonly listeners: SeatListener[] = [];

  listen(listener: SeatListener): void {
    this.listeners.push(listener);
  }

  async tell(tx: Tx, days: Iterable<Day>): Promise<void> {
    const distinct = [...new Set(days)].sort();
    if (distinct.length === 0) return;
    for (const listener of this.listeners) await listener(tx, distinct);
  }
}
