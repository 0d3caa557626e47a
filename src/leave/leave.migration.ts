import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/** Badges that are out. Who is away and who covers is `person_slot`, a floor below. */
export class Leave1700000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table badge (
        institution_id uuid not null,
        id uuid not null default uuidv7(),
        badge text not null,
        person text not null,
        window_code text not null,
        case_id uuid not null,
        effect_id text not null,
        issued_at timestamptz not null,
        returned_at timestamptz,
        primary key (institution_id, id),
        constraint badge_once unique (institution_id, effect_id)
      )`);
    await tenantTable(runner, 'badge');
    await runner.query('create unique index badge_out on badge (institution_id, badge) where returned_at is null');
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
