import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/** Half days that people have given away, and badges that are out. */
export class Leave1700000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // One row for each half day that a counting leave or cover takes: the key refuses a second leave, a second cover, and
    // covering while on leave. Rows of what does not take place are removed, so no WHERE is needed.
    await runner.query(`
      create table person_slot (
        institution_id uuid not null,
        person text not null,
        day date not null,
        half text not null check (half in ('AM', 'PM')),
        purpose text not null check (purpose in ('leave', 'cover')),
        window_code text,
        case_id uuid not null,
        primary key (institution_id, person, day, half)
      )`);
    await tenantTable(runner, 'person_slot');
    await runner.query('create index person_slot_case on person_slot (institution_id, case_id)');
    await runner.query('create index person_slot_window on person_slot (institution_id, window_code, day)');
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
