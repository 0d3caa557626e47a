import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { HEARTBEAT_LIMIT } from './heartbeat.js';

/** Names of the schema steps that this build expects; the application passes its list. */
export const EXPECTED_STEPS = Symbol('EXPECTED_STEPS');

/** Name of the installation step that says that the demonstration is loaded. */
export const SEEDED = 'demonstration';

export interface ReadinessAnswer {
  ready: boolean;
  /** What is missing, in the words of an operator; empty when ready. */
  missing: ('database' | 'migration' | 'demonstration' | 'worker')[];
  /** Schema steps not done yet. */
  pendingMigrations: string[];
  workers: number;
}

/** Is everything there that a request needs? Asked by the supervisor, by a load balancer and by `cli month`. */
@Injectable()
export class Readiness {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    @Inject(EXPECTED_STEPS) private readonly expected: readonly string[],
  ) {}

  async ask(): Promise<ReadinessAnswer> {
    try {
      return await this.database.system(async (tx) => {
        const steps = await tx.query<{ name: string }>('select name from schema_migration');
        const done = new Set(steps.map((step) => step.name));
        const pendingMigrations = this.expected.filter((name) => !done.has(name));
        if (pendingMigrations.length > 0)
          return { ready: false, missing: ['migration'], pendingMigrations, workers: 0 };
        const [row] = await tx.query<{ workers: number; seeded: boolean }>(
          `select (select count(*)::int from worker_heartbeat where beat_at > now() - make_interval(secs => $1)) as workers,
                  exists (select 1 from installation_step where name = $2) as seeded`,
          [HEARTBEAT_LIMIT, SEEDED],
        );
        const missing: ReadinessAnswer['missing'] = [];
        if (this.config.demo && !row!.seeded) missing.push('demonstration');
        if (row!.workers === 0) missing.push('worker');
        return { ready: missing.length === 0, missing, pendingMigrations, workers: row!.workers };
      });
    } catch (error) {
      // An empty database has no list of steps to read.
      const missing = (error as { code?: string }).code === '42P01' ? 'migration' : 'database';
      return { ready: false, missing: [missing], pendingMigrations: [], workers: 0 };
    }
  }
}
