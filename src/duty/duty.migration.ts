import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/**
 * Calendar feeds, and the word that goes out when presence changes. The word is spoken by the tables themselves, so that no
 * writer can forget it: PostgreSQL delivers it with the commit, once for each transaction, and not at all after a rollback.
 */
export class Duty1700000850000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await feeds(queryRunner);
    await queryRunner.query(`
      create function tell_presence() returns trigger language plpgsql as $$
      begin
        perform pg_notify('kaoping_inbox', coalesce(current_setting('app.institution_id', true), '') || ':*presence');
        return null;
      end $$`);
    for (const table of ['duty', 'person_slot', 'calendar_own_day', 'calendar_year']) {
      await queryRunner.query(
        `create trigger ${table}_tells_presence after insert or update or delete on ${table}
         for each statement execute function tell_presence()`,
      );
    }
  }

  async down(): Promise<void> {
    throw new Error('calendar feeds are in the calendars of people and are never dropped by a migration');
  }
}

async function feeds(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table calendar_feed (
      institution_id uuid not null references institution,
      id uuid not null default uuidv7(),
      kind text not null check (kind in ('person', 'window')),
      -- Whose feed it is; of a window's feed, who made it and answers for it.
      owner text not null,
      window_code text,
      language text not null,
      token_hash bytea not null unique,
      created_at timestamptz not null default now(),
      read_at timestamptz,
      revoked_at timestamptz,
      primary key (institution_id, id),
      constraint calendar_feed_window check ((kind = 'window') = (window_code is not null)),
      foreign key (institution_id, owner) references person (institution_id, code),
      foreign key (institution_id, window_code) references service_window (institution_id, code)
    )`);
  await tenantTable(runner, 'calendar_feed');
  await runner.query('create index calendar_feed_owner on calendar_feed (institution_id, owner)');
  // What a feed told last, so that a change gets a new sequence number and what is gone is told as cancelled.
  await runner.query(`
    create table calendar_feed_event (
      institution_id uuid not null,
      feed_id uuid not null,
      uid text not null,
      day date not null,
      content jsonb not null,
      sequence integer not null default 0,
      modified_at timestamptz not null,
      cancelled boolean not null default false,
      primary key (institution_id, feed_id, uid),
      foreign key (institution_id, feed_id) references calendar_feed (institution_id, id)
    )`);
  await tenantTable(runner, 'calendar_feed_event');
}
