import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../../platform/database/tenant-table.js';

/**
 * Accounts of leave. Entries are only ever added; the figures of an account are moved by the trigger of the entries alone, for
 * the application has no right to them, so an account is always the sum of its entries. The conditions of the account decide a
 * race for the last day.
 */
export class LeaveBalance1700000910000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of accounts) await runner.query(statement);
    await tenantTable(runner, 'leave_account');
    await runner.query('revoke update, delete on leave_account from kaoping_api, kaoping_worker');
    await runner.query('grant update (limited) on leave_account to kaoping_api, kaoping_worker');
    for (const statement of entries) await runner.query(statement);
    await tenantTable(runner, 'leave_account_entry', { appendOnly: true });
    for (const statement of sums) await runner.query(statement);
    await runner.query(verified);
    await tenantTable(runner, 'leave_year_verified');
    await runner.query('revoke delete on leave_year_verified from kaoping_api, kaoping_worker');
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}

/** Amounts are integers of 1/10000 working day. */
const accounts = [
  `create table leave_account (
    institution_id uuid not null,
    person text not null,
    account text not null check (account ~ '^[A-Za-z][A-Za-z0-9.-]{0,63}$'),
    year integer not null check (year between 1900 and 2999),
    limited boolean not null,
    entitled bigint not null default 0,
    carried bigint not null default 0,
    expired bigint not null default 0,
    used bigint not null default 0,
    reserved bigint not null default 0,
    primary key (institution_id, person, account, year),
    foreign key (institution_id, person) references person (institution_id, code),
    constraint leave_account_used check (used >= 0),
    constraint leave_account_reserved check (reserved >= 0),
    constraint leave_account_within check (not limited or used + reserved <= entitled + carried - expired)
  ) with (fillfactor = 80)`,
  `create index leave_account_year on leave_account (institution_id, year, account)`,
];

const entries = [
  `create table leave_account_entry (
    institution_id uuid not null,
    id uuid not null default uuidv7(),
    person text not null,
    account text not null,
    year integer not null,
    type text not null check (type in ('entitled', 'carried', 'expired', 'transferred', 'reserved', 'freed', 'used', 'restored', 'adjusted')),
    amount bigint not null check (amount <> 0 and (amount > 0 or type in ('entitled', 'carried', 'adjusted'))),
    case_id uuid,
    effect_id text not null,
    note jsonb,
    by_whom text not null,
    at timestamptz not null,
    primary key (institution_id, id),
    constraint leave_account_entry_once unique (institution_id, effect_id, person, account, year, type),
    foreign key (institution_id, person, account, year) references leave_account (institution_id, person, account, year)
  ) with (autovacuum_vacuum_insert_scale_factor = 0.02)`,
  `create index leave_account_entry_account on leave_account_entry (institution_id, person, account, year)`,
  `create index leave_account_entry_case on leave_account_entry (institution_id, case_id) where case_id is not null`,
];

const sums = [
  // Runs with the rights of the owner, because nobody else may move the figures; row-level security binds the owner too.
  `create function leave_account_sum() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
   begin
     update leave_account set
       entitled = entitled + case when new.type in ('entitled', 'adjusted') then new.amount else 0 end,
       carried = carried + case when new.type = 'carried' then new.amount else 0 end,
       expired = expired + case when new.type in ('expired', 'transferred') then new.amount else 0 end,
       reserved = reserved + case new.type when 'reserved' then new.amount when 'freed' then -new.amount else 0 end,
       used = used + case new.type when 'used' then new.amount when 'restored' then -new.amount else 0 end
     where institution_id = new.institution_id and person = new.person and account = new.account and year = new.year;
     if not found then raise exception 'entry without account' using errcode = 'KP001'; end if;
     return null;
   end $$`,
  `revoke execute on function leave_account_sum() from public`,
  `create trigger leave_account_sum after insert on leave_account_entry for each row execute function leave_account_sum()`,
  `create function leave_account_begin() returns trigger language plpgsql as $$
   begin
     if new.entitled <> 0 or new.carried <> 0 or new.expired <> 0 or new.used <> 0 or new.reserved <> 0 then
       raise exception 'an account begins with nothing; entries move it' using errcode = 'KP001';
     end if;
     return new;
   end $$`,
  `create trigger leave_account_begin before insert on leave_account for each row execute function leave_account_begin()`,
];

// What personnel verified of somebody's year; a year that is opened again is judged by the same figures.
const verified = `create table leave_year_verified (
    institution_id uuid not null,
    person text not null,
    year integer not null,
    school_holidays boolean not null,
    paid_personal_days bigint not null check (paid_personal_days >= 0),
    sick_months bigint not null check (sick_months >= 0),
    by_whom text not null,
    at timestamptz not null,
    primary key (institution_id, person, year),
    foreign key (institution_id, person) references person (institution_id, code)
  )`;
