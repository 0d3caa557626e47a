import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from './tenant-table.js';

/** What every other table stands on: the refusing trigger function, command records, the business clock. */
export class Platform1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('grant usage on schema public to kaoping_api, kaoping_worker');
    await runner.query(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'KP001';
      end $$`);

    // One row for each accepted command, written in the transaction of its effect: the answer to a retry.
    await runner.query(`
      create table command (
        institution_id uuid not null,
        actor text not null,
        key text not null,
        request_hash text not null,
        status integer not null,
        answer jsonb not null,
        headers jsonb not null default '{}',
        created_at timestamptz not null default now(),
        primary key (institution_id, actor, key)
      )`);
    await tenantTable(runner, 'command', { appendOnly: true });

    // Business time = real time + offset. The offset only grows; rows exist only in the demonstration.
    await runner.query(`
      create table business_clock (
        institution_id uuid primary key,
        offset_ms bigint not null default 0 check (offset_ms >= 0),
        time_zone text not null default 'Asia/Shanghai'
      )`);
    await tenantTable(runner, 'business_clock');
    await runner.query(`
      create function clock_only_forward() returns trigger language plpgsql as $$
      begin
        if new.offset_ms < old.offset_ms then
          raise exception 'the business clock does not go back' using errcode = 'KP002';
        end if;
        return new;
      end $$`);
    await runner.query(
      'create trigger business_clock_forward before update on business_clock for each row execute function clock_only_forward()',
    );
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
