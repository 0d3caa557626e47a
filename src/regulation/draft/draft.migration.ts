import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../../platform/database/tenant-table.js';

/** Drafts of editions, and which case put an edition in force. */
export class EditionDraft1700000810000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table edition_draft (
        institution_id uuid not null,
        id uuid not null,
        title text not null,
        valid_from date not null,
        pack_id text not null,
        base_edition date not null,
        base_hash text not null check (base_hash ~ '^[0-9a-f]{64}$'),
        base_sources jsonb not null,
        base_choices jsonb not null,
        sources jsonb not null,
        settings jsonb not null,
        fill jsonb not null,
        cycles text[] not null,
        editors text[] not null,
        revision integer not null check (revision > 0),
        created_by text not null,
        created_at timestamptz not null,
        updated_by text not null,
        updated_at timestamptz not null,
        primary key (institution_id, id)
      )`);
    await tenantTable(runner, 'edition_draft');
    await runner.query('alter table adoption add column case_key text');
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
