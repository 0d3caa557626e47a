import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/** Facts, their chains, their evidence and the sums that follow them. */
export class Ledger1700000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.facts(runner);
    await this.chains(runner);
    await this.sums(runner);
  }

  private async facts(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table fact (
        institution_id uuid not null,
        id uuid not null,
        seq bigint generated always as identity,
        item text not null check (item <> '' and item !~ '[[:space:],;]'),
        subject text not null check (subject ~ '^(person|window|unit|group):[^[:space:],;]+$'),
        happened_on date not null,
        month integer not null generated always as ((extract(year from happened_on) * 100 + extract(month from happened_on))::integer) stored,
        recorded_at timestamptz not null,
        recorded_real_at timestamptz not null,
        quantity bigint not null,
        count smallint not null check (count in (1, -1)),
        points bigint,
        money bigint,
        details jsonb,
        person text,
        reverses uuid,
        source_kind text not null,
        source_id text not null,
        source_key text not null,
        fact_key text not null,
        recorder text not null,
        note_hash bytea,
        evidence text[] not null default '{}',
        chain_seq bigint not null,
        prev_hash bytea not null,
        hash bytea not null,
        primary key (institution_id, id),
        check ((count = -1) = (reverses is not null)),
        unique (institution_id, subject, chain_seq),
        unique (institution_id, source_kind, source_id, source_key)
      ) with (autovacuum_vacuum_insert_scale_factor = 0.02)`);
    await tenantTable(runner, 'fact', { appendOnly: true });
    await runner.query('grant select on sequence fact_seq_seq to kaoping_api, kaoping_worker');
    // A fact can be taken back once: the second reversal is refused here, whatever the code above believes.
    await runner.query(
      'create unique index fact_reversed_once on fact (institution_id, reverses) where reverses is not null',
    );
    // Read in this order a recompute needs no hash table and no heap (it groups while it reads).
    await runner.query(
      'create index fact_recompute on fact (institution_id, month, subject, item) include (seq, count, quantity, points, money)',
    );

    // What somebody did wherever the points went; few facts name a person besides their subject.
    await runner.query(
      'create index fact_person on fact (institution_id, person, happened_on) where person is not null',
    );

    // Free text stands apart with its salt, so that it can be erased and the chain stays valid.
    await runner.query(`
      create table fact_note (
        institution_id uuid not null,
        fact_id uuid not null,
        salt bytea not null,
        text text not null,
        primary key (institution_id, fact_id)
      )`);
    await tenantTable(runner, 'fact_note');
    await runner.query('revoke update on fact_note from kaoping_api, kaoping_worker');

    await runner.query(`
      create table evidence (
        institution_id uuid not null,
        hash text not null check (hash ~ '^[0-9a-f]{64}$'),
        mime text not null,
        size integer not null check (size > 0),
        file_name text not null,
        uploaded_by text not null,
        uploaded_at timestamptz not null,
        primary key (institution_id, hash, uploaded_by)
      )`);
    await tenantTable(runner, 'evidence', { appendOnly: true });
    await runner.query(`
      create table fact_evidence (
        institution_id uuid not null,
        hash text not null,
        fact_id uuid not null,
        primary key (institution_id, hash, fact_id)
      )`);
    await tenantTable(runner, 'fact_evidence', { appendOnly: true });
  }

  private async chains(runner: QueryRunner): Promise<void> {
    // The one moving row of a chain. It goes forward only, and only to an entry that is there.
    await runner.query(`
      create table chain_head (
        institution_id uuid not null,
        chain text not null,
        seq bigint not null,
        hash bytea not null,
        primary key (institution_id, chain)
      ) with (fillfactor = 70)`);
    await tenantTable(runner, 'chain_head');
    await runner.query('revoke delete on chain_head from kaoping_api, kaoping_worker');
    await runner.query(`
      create function chain_head_forward() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          if new.seq <> 0 then raise exception 'a chain starts at 0' using errcode = 'KP001'; end if;
          return new;
        end if;
        if new.chain <> old.chain or new.institution_id <> old.institution_id or new.seq <= old.seq
           or not exists (select 1 from fact f where f.institution_id = new.institution_id and f.subject = new.chain
                            and f.chain_seq = new.seq and f.hash = new.hash) then
          raise exception 'the head of chain % goes forward along its entries only', old.chain using errcode = 'KP001';
        end if;
        return new;
      end $$`);
    await runner.query(
      'create trigger chain_head_forward before insert or update on chain_head for each row execute function chain_head_forward()',
    );
    await runner.query(
      'create trigger chain_head_kept before delete on chain_head for each row execute function refuse_change()',
    );
    await runner.query(
      'create trigger chain_head_no_truncate before truncate on chain_head for each statement execute function refuse_change()',
    );

    await runner.query(`
      create table chain_day (
        institution_id uuid not null,
        day date not null,
        through_seq bigint not null,
        chains integer not null,
        heads_hash bytea not null,
        prev_hash bytea not null,
        hash bytea not null,
        closed_at timestamptz not null,
        primary key (institution_id, day)
      )`);
    await tenantTable(runner, 'chain_day', { appendOnly: true });
  }

  private async sums(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table fact_sum (
        institution_id uuid not null,
        month integer not null,
        subject text not null,
        item text not null,
        count bigint not null,
        quantity bigint not null,
        points bigint not null,
        money bigint not null,
        primary key (institution_id, month, subject, item)
      ) with (fillfactor = 80)`);
    await tenantTable(runner, 'fact_sum');
    await runner.query('revoke delete on fact_sum from kaoping_api, kaoping_worker');
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
