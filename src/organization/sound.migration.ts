import type { MigrationInterface, QueryRunner } from 'typeorm';
import { soundOf } from './sound.js';

/** People are found by the sound of their names; those who are there already get theirs now. */
export class PersonSound1700000710000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table person add column sound text not null default ''`);
    // The owner sees the rows of every institution only while row-level security does not bind him.
    await queryRunner.query('alter table person no force row level security');
    const people = (await queryRunner.query('select id, name from person')) as { id: string; name: string }[];
    const sounds = await soundOf(people.map((person) => person.name));
    await queryRunner.query(
      `update person p set sound = r.sound from jsonb_to_recordset($1::jsonb) as r (id uuid, sound text) where p.id = r.id`,
      [JSON.stringify(people.map(({ id }, at) => ({ id, sound: sounds[at] })))],
    );
    await queryRunner.query('alter table person force row level security');
  }

  async down(): Promise<void> {
    throw new Error('the schema only goes forward; restore a backup instead');
  }
}
