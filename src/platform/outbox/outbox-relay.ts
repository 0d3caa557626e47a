/**
 * Carries open outbox rows to the queue. PostgreSQL is the truth: a row stays open until its receipt commits, and what the
 * queue loses is delivered again: all at once when the queue's sentinel is gone, a single row within seconds when the queue
 * knows nothing of it or the worker that had it in hand is dead, and in the end when the lease is over.
 */
import { Logger } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Listener } from '../database/listener.js';
import type { Delivery, WorkQueue } from '../queue/queue.js';
import type { OutboxRepository } from './outbox.repository.js';
import { OUTBOX_CHANNEL } from './outbox-signal.js';

/** How many rows on their way are looked for in the queue at a time: a long backlog is not asked for one by one. */
const MOST_LOOKED_AT = 100;

export interface RelayOptions {
  /** Connection string for LISTEN. */
  url: string;
  pollMs?: number;
  batch?: number;
  /** First lease; it doubles with every delivery. Must exceed the time that a backlog takes. */
  leaseSeconds?: number;
  /** How often it looks for what is in nobody's hands. */
  orphansMs?: number;
}

export class OutboxRelay {
  private readonly logger = new Logger('OutboxRelay');
  private readonly listener: Listener;
  private stopped = false;
  private wake?: () => void;
  private woken = false;
  private running?: Promise<void>;
  /** Deliveries that seemed to be nobody's at the last look; undefined before the first. */
  private suspected?: Set<string>;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly database: Database,
    private readonly repository: OutboxRepository,
    private readonly queue: WorkQueue,
    private readonly options: RelayOptions,
  ) {
    this.listener = new Listener(options.url, OUTBOX_CHANNEL, () => this.poke());
  }

  async start(): Promise<void> {
    await this.listener.start();
    this.running = this.loop();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.poke();
    await this.listener.close();
    await this.running;
  }

  poke(): void {
    this.woken = true;
    this.wake?.();
  }

  /** One pass; returns how many rows were delivered. */
  async pass(): Promise<number> {
    await this.recoverQueue();
    await this.recoverOrphans();
    const batch = this.options.batch ?? 500;
    const claimed = await this.database.system((tx) =>
      this.repository.claim(tx, batch, this.options.leaseSeconds ?? 60),
    );
    if (claimed.length === 0) return 0;
    try {
      await this.queue.add(claimed);
    } catch (error) {
      await this.database.system((tx) =>
        this.repository.release(
          tx,
          claimed.map((row) => row.id),
        ),
      );
      throw error;
    }
    return claimed.length;
  }

  /** An emptied queue is noticed by its missing sentinel: everything that was on its way is delivered again. */
  private async recoverQueue(): Promise<void> {
    if (await this.queue.hasSentinel()) return;
    const released = await this.database.system((tx) => this.repository.release(tx));
    await this.queue.plantSentinel();
    if (released > 0) this.logger.warn(`the queue had lost its memory: ${released} rows go out again`);
  }

  /**
   * What is locked by nobody, and has been begun or is not in the queue at all, is nobody's: its worker is dead, the
   * database went away under it, or the delivery never arrived. One that has only just been taken or sent looks the same
   * for a moment, so later looks want to see it twice; a worker that starts has mostly just been killed, and does not wait.
   */
  private async recoverOrphans(): Promise<void> {
    if (performance.now() - this.lookedAt < (this.options.orphansMs ?? 3000)) return;
    const { suspected } = this;
    const onTheWay = await this.database.system((tx) => this.repository.onTheWay(tx, MOST_LOOKED_AT));
    const [begun, unknown] = await Promise.all([this.queue.inHand(), this.queue.unknown(onTheWay)]);
    const nameOf = ({ id, attempt }: Delivery) => `${id} ${attempt}`;
    const seen = [...begun, ...unknown];
    const orphans = seen.filter((delivery) => suspected?.has(nameOf(delivery)) ?? true);
    this.suspected = new Set(seen.map(nameOf));
    this.lookedAt = performance.now();
    if (orphans.length === 0) return;
    const released = await this.database.system((tx) => this.repository.releaseOrphans(tx, orphans));
    if (released > 0) this.logger.warn(`${released} rows were in nobody's hands and go out again`);
  }

  private async loop(): Promise<void> {
    const batch = this.options.batch ?? 500;
    while (!this.stopped) {
      this.woken = false;
      let delivered = 0;
      try {
        delivered = await this.pass();
      } catch (error) {
        this.logger.warn(`outbox relay: ${(error as Error).message}`);
      }
      if (delivered < batch) await this.rest();
    }
  }

  private async rest(): Promise<void> {
    if (this.woken || this.stopped) return;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, this.options.pollMs ?? 1000);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
    this.wake = undefined;
  }
}
