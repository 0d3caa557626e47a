import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../../platform/database/tenant-table.js';

/** The temporary badges that an office has, and what became of each. */
export class BadgeStock1700000940000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table badge_stock (
        institution_id uuid not null,
        code text not null check (code <> ''),
        hall text,
        state text not null default 'free' check (state in ('free', 'out', 'lost')),
        note text,
        changed_at timestamptz not null,
        changed_by text not null,
        primary key (institution_id, code)
      )`);
    await tenantTable(runner, 'badge_stock');
    await runner.query('alter table badge add column lost_at timestamptz, add column lost_reason text');
    await runner.query(
      `alter table badge add constraint badge_gone_once check (returned_at is null or lost_at is null),
         add constraint badge_of_stock foreign key (institution_id, badge) references badge_stock (institution_id, code)`,
    );
    await runner.query('drop index badge_out');
    await runner.query(
      'create unique index badge_out on badge (institution_id, badge) where returned_at is null and lost_at is null',
    );
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
