import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/** Accounts, sessions, one-time links and the counters that slow down guessing. */
export class Identity1700000250000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table account (
        id uuid primary key default uuidv7(),
        institution_id uuid not null references institution,
        person_code text not null,
        login text not null,
        password_hash text not null,
        password_changed_at timestamptz not null default now(),
        disabled_at timestamptz,
        unique (institution_id, person_code),
        unique (institution_id, login),
        foreign key (institution_id, person_code) references person (institution_id, code)
      )`);
    await tenantTable(runner, 'account');

    // Found before an institution is known, so these hold ids and hashes only.
    await runner.query(`
      create table session (
        id uuid primary key default uuidv7(),
        token_hash bytea not null unique,
        institution_id uuid not null,
        person_id uuid not null,
        created_at timestamptz not null default now(),
        last_seen_at timestamptz not null default now()
      )`);
    await runner.query('create index session_person on session (institution_id, person_id)');
    await runner.query('create index session_age on session (created_at)');
    await tenantTable(runner, 'session', { outsideInstitutions: true });

    await runner.query(`
      create table sign_in_link (
        token_hash bytea primary key,
        institution_id uuid not null,
        person_id uuid not null,
        expires_at timestamptz not null,
        used_at timestamptz
      )`);
    await tenantTable(runner, 'sign_in_link', { outsideInstitutions: true });

    await runner.query(`
      create table login_counter (
        key bytea primary key,
        failures integer not null,
        last_at timestamptz not null,
        blocked_until timestamptz
      )`);
    await tenantTable(runner, 'login_counter', { outsideInstitutions: true });

    // A demonstration may begin on any day that its examples tell of; from then on its clock only goes forward.
    await runner.query('alter table business_clock drop constraint business_clock_offset_ms_check');
  }

  async down(): Promise<void> {
    throw new Error('accounts are never dropped by a migration');
  }
}
