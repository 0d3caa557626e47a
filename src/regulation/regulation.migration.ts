import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/** Which rules an institution has adopted, since when, with what choices; the text of every adopted edition is kept. */
export class Regulation1700000350000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The whole text that the hash covers: an old case can be explained even when the files have gone on.
    await runner.query(`
      create table edition (
        institution_id uuid not null,
        hash text not null check (hash ~ '^[0-9a-f]{64}$'),
        pack_id text not null,
        edition date not null,
        sources jsonb not null,
        choices jsonb not null,
        frozen_at timestamptz not null,
        primary key (institution_id, hash)
      )`);
    await tenantTable(runner, 'edition', { appendOnly: true });

    await runner.query(`
      create table adoption (
        institution_id uuid not null,
        id uuid not null,
        edition_hash text not null,
        pack_id text not null,
        edition date not null,
        valid_from date not null,
        valid_to date,
        adopted_by text not null,
        adopted_at timestamptz not null,
        primary key (institution_id, id),
        foreign key (institution_id, edition_hash) references edition (institution_id, hash),
        check (valid_to is null or valid_to > valid_from),
        exclude using gist (institution_id with =, daterange(valid_from, valid_to, '[)') with &&)
      )`);
    await tenantTable(runner, 'adoption');
    await runner.query('revoke update, delete on adoption from kaoping_api, kaoping_worker');
    await runner.query('grant update (valid_to) on adoption to kaoping_api, kaoping_worker');

    await runner.query(`
      create table parameter_fill (
        institution_id uuid not null,
        id uuid not null,
        seq bigint generated always as identity,
        pack_id text not null,
        kind text not null check (kind in ('parameter', 'setting')),
        name text not null,
        value text not null,
        basis text not null,
        filled_by text not null,
        filled_at timestamptz not null,
        primary key (institution_id, id)
      )`);
    await tenantTable(runner, 'parameter_fill', { appendOnly: true });
    await runner.query(
      'create index parameter_fill_name on parameter_fill (institution_id, pack_id, kind, name, seq desc)',
    );
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
