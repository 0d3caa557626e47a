import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../../platform/database/tenant-table.js';

/** How many people every window and every zone of a hall must keep in every half day, and who changed that when and why. */
export class StaffingMinimum1700000840000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table hall_zone (
      id uuid primary key default uuidv7(),
      institution_id uuid not null references institution,
      code text not null,
      name text not null,
      hall_code text,
      least smallint not null check (least between 0 and 999),
      unique (institution_id, code),
      foreign key (institution_id, hall_code) references hall (institution_id, code)
    )`);
    await tenantTable(runner, 'hall_zone');
    await runner.query(
      `alter table service_window add column least smallint not null default 1 check (least between 0 and 99)`,
    );
    await runner.query(`alter table service_window add column zone_code text`);
    // A list that is taken back removes its zones before its windows stop naming them.
    await runner.query(
      `alter table service_window add constraint service_window_zone foreign key (institution_id, zone_code)
         references hall_zone (institution_id, code) deferrable initially deferred`,
    );
    await runner.query(`create table staffing_minimum_change (
      id uuid primary key default uuidv7(),
      institution_id uuid not null references institution,
      window_code text,
      zone_code text,
      before jsonb,
      after jsonb not null,
      reason text not null,
      changed_by text not null,
      changed_at timestamptz not null,
      check ((window_code is null) <> (zone_code is null))
    )`);
    await tenantTable(runner, 'staffing_minimum_change', { appendOnly: true });
  }

  async down(): Promise<void> {
    throw new Error('the schema only goes forward; restore a backup instead');
  }
}
