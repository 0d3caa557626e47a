import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/** Uploaded lists, from preview to undo, and what they have recorded that must not be recorded twice. */
export class Importing1700000700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table import_batch (
        id uuid primary key,
        institution_id uuid not null references institution,
        kind text not null,
        state text not null check (state in ('previewed', 'refused', 'committed', 'undone')),
        file_name text not null,
        file_hash text not null,
        rows jsonb not null,
        total integer not null,
        ignored jsonb not null,
        errors jsonb not null,
        summary jsonb not null,
        -- What stood there before and after, for lists of the organization.
        before jsonb,
        after jsonb,
        uploaded_by text not null,
        uploaded_at timestamptz not null,
        committed_by text,
        committed_at timestamptz,
        undone_by text,
        undone_at timestamptz
      )`);
    await runner.query('create index import_batch_list on import_batch (institution_id, uploaded_at desc)');
    // The same file is taken over once, also when two people press at the same time.
    await runner.query(
      `create unique index import_batch_once on import_batch (institution_id, kind, file_hash) where state = 'committed'`,
    );
    await tenantTable(runner, 'import_batch');

    await runner.query(`
      create table import_key (
        institution_id uuid not null,
        kind text not null,
        key text not null,
        batch_id uuid not null references import_batch,
        primary key (institution_id, kind, key)
      )`);
    await runner.query('create index import_key_batch on import_key (batch_id)');
    await tenantTable(runner, 'import_key');
  }

  async down(): Promise<void> {
    throw new Error('imports are records and are never dropped');
  }
}
