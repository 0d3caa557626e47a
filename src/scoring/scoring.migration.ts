import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/**
 * Computed results. Every row belongs to a run and is never changed; a run writes only what differs from the run before,
 * and what is shown is decided by the newest pointer of a stage. So a reader sees a whole run or the one before it.
 */
export class Scoring1700000380000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.runs(runner);
    await this.results(runner);
    await this.pointers(runner);
  }

  private async runs(runner: QueryRunner): Promise<void> {
    // Who was appraised, as the run saw it: verify must not depend on people moving later.
    await runner.query(`
      create table score_population (
        institution_id uuid not null,
        hash text not null,
        subjects jsonb not null,
        primary key (institution_id, hash)
      )`);
    await tenantTable(runner, 'score_population', { appendOnly: true });

    await runner.query(`
      create table score_run (
        institution_id uuid not null,
        id uuid not null,
        period text not null,
        ordinal integer not null check (ordinal > 0),
        cycle text,
        stage text not null check (stage in ('live', 'preliminary', 'audited', 'final')),
        edition_hash text not null,
        population_hash text not null,
        known_seq bigint not null,
        as_of date not null,
        history jsonb not null,
        rulings jsonb not null,
        digest text not null,
        subjects integer not null,
        changed integer not null,
        moved boolean not null,
        supersedes uuid,
        effect_id text,
        computed_at timestamptz not null,
        computed_real_at timestamptz not null default clock_timestamp(),
        primary key (institution_id, id),
        unique (institution_id, period, ordinal)
      )`);
    await tenantTable(runner, 'score_run', { appendOnly: true });
    await runner.query(
      'create unique index score_run_effect on score_run (institution_id, effect_id) where effect_id is not null',
    );
    await runner.query(
      'create index score_run_cycle on score_run (institution_id, cycle, ordinal desc) where cycle is not null',
    );
  }

  private async results(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table score_result (
        institution_id uuid not null,
        period text not null,
        subject text not null,
        output text not null,
        ordinal integer not null,
        is_removed boolean not null default false,
        total text,
        total_units bigint,
        shown text,
        money text,
        grade text,
        group_key text,
        sections jsonb,
        flags jsonb,
        digest text not null,
        primary key (institution_id, period, subject, output, ordinal)
      )`);
    await tenantTable(runner, 'score_result', { appendOnly: true });

    await runner.query(`
      create table score_ranking (
        institution_id uuid not null,
        period text not null,
        ranking text not null,
        group_key text not null,
        ordinal integer not null,
        rows jsonb not null,
        digest text not null,
        primary key (institution_id, period, ranking, group_key, ordinal)
      )`);
    await tenantTable(runner, 'score_ranking', { appendOnly: true });

    await runner.query(`
      create table score_honour (
        institution_id uuid not null,
        period text not null,
        honour text not null,
        group_key text not null,
        ordinal integer not null,
        detail jsonb not null,
        digest text not null,
        primary key (institution_id, period, honour, group_key, ordinal)
      )`);
    await tenantTable(runner, 'score_honour', { appendOnly: true });
  }

  private async pointers(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table score_pointer (
        institution_id uuid not null,
        seq bigint generated always as identity,
        period text not null,
        stage text not null check (stage in ('live', 'preliminary', 'audited', 'final')),
        ordinal integer not null,
        run_id uuid not null,
        effect_id text,
        set_at timestamptz not null,
        primary key (institution_id, period, seq),
        foreign key (institution_id, period, ordinal) references score_run (institution_id, period, ordinal)
      )`);
    await tenantTable(runner, 'score_pointer', { appendOnly: true });
    await runner.query(
      'create unique index score_pointer_effect on score_pointer (institution_id, effect_id) where effect_id is not null',
    );
    // A final result stays. What an appeal changes afterwards is a later final result beside it; none is published twice or taken back.
    await runner.query(`
      create function score_pointer_final_stays() returns trigger language plpgsql as $$
      begin
        if new.stage = 'final' and exists (
          select 1 from score_pointer p where p.institution_id = new.institution_id and p.period = new.period
            and p.stage = 'final' and p.ordinal >= new.ordinal) then
          raise exception 'the final result of % is superseded only by a later run', new.period using errcode = 'KP003';
        end if;
        return new;
      end $$`);
    await runner.query(
      'create trigger score_pointer_final_stays before insert on score_pointer for each row execute function score_pointer_final_stays()',
    );
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
