import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/** What attendance machines recorded, and which files it came from. */
export class Punch1700000730000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The file as a whole may be taken back; its rows stay, and no longer count.
    await runner.query(`
      create table attendance_import (
        institution_id uuid not null,
        id uuid not null,
        file_name text not null,
        from_day date not null,
        to_day date not null check (to_day >= from_day),
        imported_by text not null,
        imported_at timestamptz not null,
        withdrawn_by text,
        withdrawn_at timestamptz,
        primary key (institution_id, id),
        check ((withdrawn_by is null) = (withdrawn_at is null))
      )`);
    await tenantTable(runner, 'attendance_import');
    await runner.query('revoke delete on attendance_import from kaoping_api, kaoping_worker');
    await runner.query('create index attendance_import_days on attendance_import (institution_id, from_day, to_day)');
    await runner.query(`
      create table attendance_punch (
        institution_id uuid not null,
        id uuid not null default uuidv7(),
        import_id uuid not null,
        line integer not null,
        person text not null,
        day date not null,
        second integer not null check (second between 0 and 86399),
        device text not null default '',
        primary key (institution_id, id),
        foreign key (institution_id, import_id) references attendance_import (institution_id, id)
      )`);
    await tenantTable(runner, 'attendance_punch', { appendOnly: true });
    await runner.query('create index attendance_punch_day on attendance_punch (institution_id, day, person)');
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
