import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../../platform/database/tenant-table.js';

/** Places that fell under their minimum, and cover plans that were put to people. */
export class Cover1700000920000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table staffing_alarm (
      id uuid primary key default uuidv7(),
      institution_id uuid not null references institution,
      window_code text,
      zone_code text,
      day date not null,
      half text not null check (half in ('AM', 'PM')),
      present smallint not null check (present >= 0),
      least smallint not null check (least > present),
      opened_at timestamptz not null,
      closed_at timestamptz,
      check ((window_code is null) <> (zone_code is null))
    )`);
    await tenantTable(runner, 'staffing_alarm');
    await runner.query(
      `create unique index staffing_alarm_open on staffing_alarm
         (institution_id, day, half, coalesce('w:' || window_code, 'z:' || zone_code)) where closed_at is null`,
    );
    // One row for each plan that was put to people: the cover case it is for, and each step with the case that asks its person.
    await runner.query(`create table cover_plan (
      id uuid primary key default uuidv7(),
      institution_id uuid not null references institution,
      case_id uuid not null,
      steps jsonb not null,
      made_by text not null,
      made_at timestamptz not null,
      ended_at timestamptz
    )`);
    await tenantTable(runner, 'cover_plan');
    await runner.query(
      `create unique index cover_plan_open on cover_plan (institution_id, case_id) where ended_at is null`,
    );
  }

  async down(): Promise<void> {
    throw new Error('the schema only goes forward; restore a backup instead');
  }
}
