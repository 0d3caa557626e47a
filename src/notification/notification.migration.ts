import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/** The inbox: one row for each person and effect; texts are made when read, in the reader's language. */
export class Notification1700000420000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table notification (
        institution_id uuid not null,
        id uuid not null default uuidv7(),
        person text not null,
        case_id uuid,
        effect_id text not null,
        message text not null,
        args jsonb not null,
        created_at timestamptz not null,
        read_at timestamptz,
        primary key (institution_id, id),
        constraint notification_once unique (institution_id, effect_id, person)
      )`);
    await tenantTable(runner, 'notification');
    await runner.query('create index notification_inbox on notification (institution_id, person, id desc)');
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
