import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/**
 * Where a year's arrangement came from, and the days of an office's own beside it. A day taken back keeps its row, so that
 * who opened the hall on a Saturday and why can always be told.
 */
export class Calendar1700000830000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table calendar_year (
        institution_id uuid not null references institution,
        year smallint not null check (year between 2000 and 2100),
        papers jsonb not null default '[]',
        file_name text,
        imported_by text,
        imported_at timestamptz not null,
        primary key (institution_id, year)
      )`);
    await tenantTable(queryRunner, 'calendar_year');
    await queryRunner.query(`
      create table calendar_own_day (
        institution_id uuid not null references institution,
        id uuid not null default uuidv7(),
        day date not null,
        kind text not null check (kind in ('work', 'off')),
        name text not null,
        reason text not null,
        set_by text not null,
        set_at timestamptz not null,
        taken_back_by text,
        taken_back_at timestamptz,
        primary key (institution_id, id),
        constraint calendar_own_day_back check ((taken_back_by is null) = (taken_back_at is null))
      )`);
    await tenantTable(queryRunner, 'calendar_own_day');
    await queryRunner.query('revoke delete on calendar_own_day from kaoping_api, kaoping_worker');
    await queryRunner.query(
      'create unique index calendar_own_day_open on calendar_own_day (institution_id, day) where taken_back_at is null',
    );
  }

  async down(): Promise<void> {
    throw new Error('calendar tables hold business records and are never dropped by a migration');
  }
}
