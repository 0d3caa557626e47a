import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../database/tenant-table.js';

/** What readiness asks: which steps of the schema are done, which steps of the installation, who is alive. */
export class Health1700000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('grant select on schema_migration to kaoping_api, kaoping_worker');
    await runner.query(`
      create table worker_heartbeat (
        id uuid primary key,
        host text not null,
        pid integer not null,
        started_at timestamptz not null default now(),
        beat_at timestamptz not null default now()
      )`);
    await tenantTable(runner, 'worker_heartbeat', { outsideInstitutions: true });
    await runner.query(`
      create table installation_step (
        name text primary key,
        done_at timestamptz not null default now()
      )`);
    await tenantTable(runner, 'installation_step', { outsideInstitutions: true });
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
