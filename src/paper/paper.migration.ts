import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/**
 * Papers. A paper, its file, its withdrawal, each print and each use of a seal are rows that are only ever added; what
 * state a paper is in follows from which of them exist. Only the counters change.
 */
export class Paper1700000500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table paper_office (
        institution_id uuid primary key references institution,
        profile jsonb not null
      )`);
    await tenantTable(runner, 'paper_office');
    // One row per series and year; locked by the signing transaction, so a number is neither lost nor given twice.
    await runner.query(`
      create table paper_number (
        institution_id uuid not null,
        series text not null,
        year integer not null,
        last integer not null check (last > 0),
        primary key (institution_id, series, year)
      )`);
    await tenantTable(runner, 'paper_number');
    await runner.query(`
      create table paper_chain_head (
        institution_id uuid primary key,
        length bigint not null,
        hash bytea not null
      )`);
    await tenantTable(runner, 'paper_chain_head');
    await this.papers(runner);
    await this.additions(runner);
  }

  private async papers(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table paper (
        institution_id uuid not null,
        id uuid not null,
        case_id uuid not null,
        case_key text not null,
        template text not null,
        version integer not null,
        template_hash text not null,
        code text not null,
        series text not null,
        year integer not null,
        serial integer not null check (serial > 0),
        number text not null,
        title text not null,
        subject text,
        party text,
        visibility text not null check (visibility in ('institution', 'subject')),
        issued_on date not null,
        signed_by text[] not null,
        document jsonb not null,
        digest text not null check (digest ~ '^[0-9a-f]{64}$'),
        code_hash bytea not null,
        frozen_at timestamptz not null,
        frozen_real_at timestamptz not null default now(),
        chain_seq bigint not null,
        prev_hash bytea not null,
        hash bytea not null,
        primary key (institution_id, id),
        unique (institution_id, case_id),
        unique (institution_id, number),
        unique (institution_id, series, year, serial),
        unique (institution_id, chain_seq)
      )`);
    await tenantTable(runner, 'paper', { appendOnly: true });
    await runner.query('create index paper_list on paper (institution_id, issued_on desc, number)');
    await runner.query('create index paper_subject on paper (institution_id, subject)');
    // Ids only, so that a code can be looked up by somebody who belongs to no institution.
    await runner.query(`
      create table verification_code (
        code_hash bytea primary key,
        institution_id uuid not null,
        paper_id uuid not null
      )`);
    await tenantTable(runner, 'verification_code', { appendOnly: true, outsideInstitutions: true });
  }

  private async additions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table paper_file (
        institution_id uuid not null,
        paper_id uuid not null,
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        bytes integer not null,
        pages integer not null,
        template_hash text not null,
        rendered_at timestamptz not null default now(),
        hash bytea not null,
        primary key (institution_id, paper_id),
        foreign key (institution_id, paper_id) references paper
      )`);
    await runner.query(`
      create table paper_withdrawal (
        institution_id uuid not null,
        paper_id uuid not null,
        reason text not null,
        withdrawn_by text not null,
        withdrawn_on date not null,
        real_at timestamptz not null default now(),
        primary key (institution_id, paper_id),
        foreign key (institution_id, paper_id) references paper
      )`);
    await runner.query(`
      create table paper_print (
        institution_id uuid not null,
        id uuid not null default uuidv7(),
        paper_id uuid not null,
        person text not null,
        at timestamptz not null,
        real_at timestamptz not null default now(),
        primary key (institution_id, id),
        foreign key (institution_id, paper_id) references paper
      )`);
    await runner.query('create index paper_print_paper on paper_print (institution_id, paper_id)');
    await runner.query(`
      create table seal_use (
        institution_id uuid not null,
        id uuid not null default uuidv7(),
        seal text not null,
        paper_id uuid not null,
        person text not null,
        digest text not null,
        at timestamptz not null,
        real_at timestamptz not null default now(),
        primary key (institution_id, id),
        foreign key (institution_id, paper_id) references paper
      )`);
    for (const table of ['paper_file', 'paper_withdrawal', 'paper_print', 'seal_use']) {
      await tenantTable(runner, table, { appendOnly: true });
    }
  }

  async down(): Promise<void> {
    throw new Error('issued papers are never dropped by a migration');
  }
}
