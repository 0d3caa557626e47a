/**
 * Carries open outbox rows to the queue. PostgreSQL is the truth: a row stays open until its receipt commits, and what the
 * queue loses is delivered again, at once when the queue's sentinel is gone, else when the lease ends. What a killed worker
 * had in hand goes out again within seconds, because its death lets go of the row.
 */
import { Logger } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Listener } from '../database/listener.js';
import type { Delivery, WorkQueue } from '../queue/queue.js';
import type { OutboxRepository } from './outbox.repository.js';
import { OUTBOX_CHANNEL } from './outbox-signal.js';

export interface RelayOptions {
  /** Connection string for LISTEN. */
  url: string;
  pollMs?: number;
  batch?: number;
  /** First lease; it doubles with every delivery. Must exceed the time that a backlog takes. */
  leaseSeconds?: number;
  /** How often it looks for what a killed worker had in hand. */
  orphansMs?: number;
}

export class OutboxRelay {
  private readonly logger = new Logger('OutboxRelay');
  private readonly listener: Listener;
  private stopped = false;
  private wake?: () => void;
  private woken = false;
  private running?: Promise<void>;
  /** Deliveries seen in somebody's hand at the last look; undefined before the first. */
  private begun?: Set<string>;
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
   * What has been begun and is locked by nobody belonged to a worker that is dead. One that has only just been taken is not
   * locked yet, so later looks want to see it twice; a worker that starts has mostly just been killed, and does not wait.
   */
  private async recoverOrphans(): Promise<void> {
    if (performance.now() - this.lookedAt < (this.options.orphansMs ?? 3000)) return;
    const { begun } = this;
    const inHand = await this.queue.inHand();
    const nameOf = ({ id, attempt }: Delivery) => `${id} ${attempt}`;
    const suspects = inHand.filter((delivery) => begun?.has(nameOf(delivery)) ?? true);
    this.begun = new Set(inHand.map(nameOf));
    this.lookedAt = performance.now();
    if (suspects.length === 0) return;
    const released = await this.database.system((tx) => this.repository.releaseOrphans(tx, suspects));
    if (released > 0) this.logger.warn(`${released} rows were in the hands of a worker that is gone and go out again`);
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
