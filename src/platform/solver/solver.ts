import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Problem } from '../../core/problem.js';

/** Nobody asks for long stretches; the thread and its memory go after so long. */
const IDLE_MS = 60_000;
/** Beyond the solver's own limit, for carrying the model over. */
const GRACE_MS = 5_000;

interface Pending {
  resolve(answer: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** The linear solver in a thread, so that the server answers others meanwhile. One model after the other. */
@Injectable()
export class Solver implements OnModuleDestroy {
  private thread: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private readonly pending = new Map<number, Pending>();
  private next = 0;

  /**
   * @returns what `solveWith` of the thread answers for this model
   * @throws Problem `platform.solver_overdue` (503) when the thread does not answer in time
   */
  solve<M, A>(model: M, seconds: number): Promise<A> {
    const thread = this.open();
    this.next += 1;
    const id = this.next;
    return new Promise<A>((resolve, reject) => {
      const timer = setTimeout(() => this.close(new Problem('platform.solver_overdue')), seconds * 1000 + GRACE_MS);
      this.pending.set(id, { resolve: resolve as (answer: unknown) => void, reject, timer });
      thread.postMessage({ id, model, seconds });
    });
  }

  onModuleDestroy(): void {
    this.close(new Problem('platform.solver_overdue'));
  }

  private open(): Worker {
    clearTimeout(this.idle);
    if (this.thread) return this.thread;
    // Beside the source while tests run from it, beside the build otherwise.
    const thread = new Worker(new URL(`./highs-thread${extname(import.meta.url)}`, import.meta.url));
    thread.unref();
    thread.on('message', (answer: { id: number; answer?: unknown; error?: string }) => this.settle(answer));
    thread.on('error', (error) => this.close(error));
    this.thread = thread;
    return thread;
  }

  private settle({ id, answer, error }: { id: number; answer?: unknown; error?: string }): void {
    const waiting = this.pending.get(id);
    if (!waiting) return;
    this.pending.delete(id);
    clearTimeout(waiting.timer);
    if (error === undefined) waiting.resolve(answer);
    else waiting.reject(new Error(error));
    if (this.pending.size > 0) return;
    this.idle = setTimeout(() => this.close(new Problem('platform.solver_overdue')), IDLE_MS);
    this.idle.unref();
  }

  private close(error: Error): void {
    clearTimeout(this.idle);
    void this.thread?.terminate();
    this.thread = undefined;
    for (const waiting of this.pending.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(error);
    }
    this.pending.clear();
  }
}
