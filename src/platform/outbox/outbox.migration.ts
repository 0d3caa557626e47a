import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../database/tenant-table.js';

/**
 * What is still to be done after a commit. Rows hold ids only: no personal data, no instruction that a worker would trust.
 * `attempt` counts deliveries to the queue, `failures` the runs that ended in an error.
 */
export class Outbox1700000400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        id uuid primary key default uuidv7(),
        institution_id uuid not null,
        kind text not null,
        case_id uuid not null,
        effect_id text not null,
        attempt integer not null default 0,
        failures integer not null default 0,
        created_at timestamptz not null default now(),
        due_at timestamptz not null default now(),
        leased_until timestamptz,
        done_at timestamptz,
        dead_at timestamptz,
        last_error text,
        constraint outbox_effect unique (effect_id),
        constraint outbox_one_end check (done_at is null or dead_at is null)
      )`);
    await tenantTable(runner, 'outbox', { outsideInstitutions: true });
    // The relay polls "not done", never "id above the last one": rows become visible in the order of their commits.
    await runner.query('create index outbox_open on outbox (due_at) where done_at is null and dead_at is null');
    await runner.query('create index outbox_by_case on outbox (institution_id, case_id)');

    // Written in the transaction of the effect: the proof that it happened, and happened once.
    await runner.query(`
      create table outbox_receipt (
        outbox_id uuid primary key,
        institution_id uuid not null,
        effect_id text not null unique,
        attempt integer not null,
        done_at timestamptz not null default now()
      )`);
    await tenantTable(runner, 'outbox_receipt', { outsideInstitutions: true, appendOnly: true });
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
