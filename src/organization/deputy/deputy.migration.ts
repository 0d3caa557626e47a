import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../../platform/database/tenant-table.js';

/**
 * Whom people have named to sign for them, in order; who is away since when; and in which order somebody away is stood in for.
 * A list that is replaced stays behind with its end, so that one can say later who stood on it.
 */
export class Deputy1700000820000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`create table deputy (
      id uuid primary key default uuidv7(),
      institution_id uuid not null references institution,
      person text not null,
      deputy text not null check (deputy <> person),
      place smallint not null check (place between 1 and 20),
      from_on date,
      to_on date check (to_on >= from_on),
      named_by text not null,
      named_at timestamptz not null default clock_timestamp(),
      ended_at timestamptz,
      foreign key (institution_id, person) references person (institution_id, code),
      foreign key (institution_id, deputy) references person (institution_id, code)
    )`);
    await queryRunner.query(
      `create unique index deputy_place on deputy (institution_id, person, place) where ended_at is null`,
    );
    await queryRunner.query(
      `create unique index deputy_once on deputy (institution_id, person, deputy) where ended_at is null`,
    );
    // One row for each leave that has begun; who is back has an end.
    await queryRunner.query(`create table person_away (
      institution_id uuid not null references institution,
      case_id uuid not null,
      person text not null,
      from_on date not null,
      to_on date not null check (to_on >= from_on),
      begun_at timestamptz not null,
      ended_at timestamptz,
      primary key (institution_id, case_id),
      foreign key (institution_id, person) references person (institution_id, code)
    )`);
    await queryRunner.query(
      `create index person_away_now on person_away (institution_id, person) where ended_at is null`,
    );
    for (const table of ['deputy', 'person_away']) await tenantTable(queryRunner, table);
    await queryRunner.query(`alter table delegation add column place smallint not null default 1`);
    await queryRunner.query(
      `alter table delegation add column basis text not null default 'deputy' check (basis in ('deputy', 'rule'))`,
    );
  }

  async down(): Promise<void> {
    throw new Error('the schema only goes forward; restore a backup instead');
  }
}
