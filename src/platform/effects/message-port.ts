/**
 * How a business tells people something that is no event of a case; `src/notification` registers the real thing at start.
 * A case tells people by its effect `notification.send`.
 */
import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';

export interface Tidings {
  people: readonly string[];
  /** Name of the text, e.g. `absence.told`. */
  message: string;
  args: Readonly<Record<string, string | number>>;
  /** The same key is told to the same person once. */
  key: string;
  at: Date;
}

export type MessagePort = (tx: Tx, tidings: Tidings) => Promise<void>;

@Injectable()
export class Messages {
  private port?: MessagePort;

  register(port: MessagePort): void {
    this.port = port;
  }

  tell(tx: Tx, tidings: Tidings): Promise<void> {
    if (!this.port) throw new Error('the inbox has not registered itself');
    return this.port(tx, tidings);
  }
}
