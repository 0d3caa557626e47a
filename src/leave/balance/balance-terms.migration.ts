import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Carried days give only leave of the days on which they still count, so an account also knows what its own days alone can
 * give. What personnel verified becomes an addition to what the leaves on record come to, with its reason.
 */
export class LeaveBalanceTerms1700000980000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}

const statements = [
  `alter table leave_account add own bigint not null default 0,
     add constraint leave_account_own check (not limited or own <= entitled)`,
  `alter table leave_account_entry add is_own boolean not null default false,
     add check (not is_own or type not in ('entitled', 'carried', 'adjusted')),
     drop constraint leave_account_entry_once,
     add constraint leave_account_entry_once unique (institution_id, effect_id, person, account, year, type, is_own)`,
  `create or replace function leave_account_sum() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
   declare
     gone bigint := case when new.type in ('expired', 'transferred') then new.amount else 0 end;
     held bigint := case new.type when 'reserved' then new.amount when 'freed' then -new.amount else 0 end;
     taken bigint := case new.type when 'used' then new.amount when 'restored' then -new.amount else 0 end;
   begin
     update leave_account set
       entitled = entitled + case when new.type in ('entitled', 'adjusted') then new.amount else 0 end,
       carried = carried + case when new.type = 'carried' then new.amount else 0 end,
       expired = expired + gone,
       reserved = reserved + held,
       used = used + taken,
       own = own + case when new.is_own then gone + held + taken else 0 end
     where institution_id = new.institution_id and person = new.person and account = new.account and year = new.year;
     if not found then raise exception 'entry without account' using errcode = 'KP001'; end if;
     return null;
   end $$`,
  `create or replace function leave_account_begin() returns trigger language plpgsql as $$
   begin
     if new.entitled <> 0 or new.carried <> 0 or new.expired <> 0 or new.used <> 0 or new.reserved <> 0 or new.own <> 0 then
       raise exception 'an account begins with nothing; entries move it' using errcode = 'KP001';
     end if;
     return new;
   end $$`,
  `alter table leave_year_verified drop constraint leave_year_verified_paid_personal_days_check,
     drop constraint leave_year_verified_sick_months_check, add reason text`,
];
