import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/** Pieces of days that people have given away: by leave, or by covering somewhere. */
export class Presence1700000590000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A row exists only while the leave or cover counts, so the constraint needs no WHERE: it refuses a second leave, a
    // second cover, and covering while on leave, whatever the program believes. Morning = [0,720), afternoon = [720,1440).
    await runner.query(`
      create table person_slot (
        institution_id uuid not null,
        id uuid not null default uuidv7(),
        person text not null,
        day date not null,
        minutes int4range not null check (not isempty(minutes) and lower(minutes) >= 0 and upper(minutes) <= 1440),
        purpose text not null check (purpose in ('leave', 'cover')),
        window_code text,
        case_id uuid not null,
        primary key (institution_id, id),
        constraint person_slot_once
          exclude using gist (institution_id with =, person with =, day with =, minutes with &&)
      )`);
    await tenantTable(runner, 'person_slot');
    await runner.query('create index person_slot_case on person_slot (institution_id, case_id)');
    await runner.query('create index person_slot_day on person_slot (institution_id, day, window_code)');
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}
