/**
 * Fires due terms as ordinary events whose key is the id of the term, so that a sweep that runs twice fires once. Business
 * time of each institution decides. A database clock that jumps ahead holds everything back for a while.
 */
import { Injectable, Logger } from '@nestjs/common';
import { systemActor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { isOutage } from '../platform/database/outage.js';
import { CaseRepository } from './case.repository.js';
import { CaseEngine } from './case-engine.js';
import { CaseIncidents } from './case-incidents.js';
import { requestHashOf } from './case-step.js';
import { DeadlineRepository, MAX_FAILURES } from './deadline.repository.js';

/** The clock may run apart from this process's own by so much between two sweeps. */
const TOLERANCE_MS = 30_000;
/** How long a jump holds terms back at most, so that somebody can put the clock right. */
const LONGEST_HOLD_MS = 15 * 60_000;

@Injectable()
export class DeadlineSweep {
  private readonly logger = new Logger('DeadlineSweep');
  private timer?: NodeJS.Timeout;
  private running?: Promise<unknown>;
  private stopped = false;
  private last?: { database: number; own: number };
  private heldUntil = 0;

  constructor(
    private readonly database: Database,
    private readonly engine: CaseEngine,
    private readonly cases: CaseRepository,
    private readonly deadlines: DeadlineRepository,
    private readonly incidents: CaseIncidents,
    private readonly clock: Clock,
  ) {}

  start(everyMs = 3000): void {
    const turn = () => {
      this.running = this.sweep()
        .catch((error) => this.logger.warn(`sweep: ${(error as Error).message}`))
        .finally(() => {
          if (!this.stopped) this.timer = setTimeout(turn, everyMs);
        });
    };
    turn();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** One pass over all institutions; returns how many terms were fired. */
  async sweep(): Promise<number> {
    const beat = await this.database.system((tx) => this.deadlines.heartbeat(tx));
    if (!this.steady(beat.now.getTime(), performance.now())) return 0;
    let fired = 0;
    for (const { institutionId } of await this.database.system((tx) => this.deadlines.waiting(tx))) {
      fired += await this.sweepInstitution(institutionId);
    }
    return fired;
  }

  /** Compares the database's clock with the steady one of this process. Exposed for the test of a jump. */
  steady(databaseMs: number, ownMs: number): boolean {
    const { last } = this;
    this.last = { database: databaseMs, own: ownMs };
    const jump = last ? databaseMs - last.database - (ownMs - last.own) : 0;
    if (jump > TOLERANCE_MS) {
      this.heldUntil = ownMs + Math.min(jump, LONGEST_HOLD_MS);
      this.logger.error(`the database clock jumped ahead by ${Math.round(jump / 1000)} s: no term fires for a while`);
    }
    return ownMs >= this.heldUntil;
  }

  private async sweepInstitution(institutionId: string): Promise<number> {
    let fired = 0;
    for (;;) {
      const due = await this.database.inInstitution(institutionId, async (tx) =>
        this.deadlines.dueIn(tx, (await this.clock.now(tx)).at, 100),
      );
      let progress = 0;
      for (const { id, caseId } of due) {
        if (this.stopped) return fired;
        if (await this.fire(institutionId, caseId, id)) progress += 1;
      }
      fired += progress;
      if (due.length < 100 || progress === 0) return fired;
    }
  }

  private async fire(institutionId: string, caseId: string, id: string): Promise<boolean> {
    try {
      return await this.database.inInstitution(institutionId, async (tx) => {
        // Case first, then term: the order in which every event takes them.
        if (!(await this.cases.lock(tx, caseId))) return false;
        const now = await this.clock.now(tx);
        const deadline = await this.deadlines.claim(tx, id, now.at);
        if (!deadline) return false;
        const payload = { name: deadline.name };
        try {
          const result = await this.engine.dispatch(tx, {
            caseId,
            event: { type: 'deadline.reached', payload },
            actor: systemActor(institutionId),
            idempotencyKey: `deadline:${id}`,
            requestHash: requestHashOf(payload),
          });
          await this.deadlines.fired(tx, id, now.at, result.state);
        } catch (error) {
          // The case has moved on and nothing waits for this term any more.
          if (!(error instanceof Problem) || error.code !== 'workflow.transition_refused') throw error;
          await this.deadlines.fired(tx, id, now.at, 'refused');
        }
        return true;
      });
    } catch (error) {
      if (isOutage(error)) throw error;
      await this.database.inInstitution(institutionId, async (tx) => {
        const failures = await this.deadlines.failed(tx, id);
        if (failures >= MAX_FAILURES) await this.incidents.open(tx, caseId, `deadline:${id}`, error);
      });
      return false;
    }
  }
}
