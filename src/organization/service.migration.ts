import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first day of work anywhere (参加工作): years of service go by it, and annual leave by those. */
export class PersonService1700000900000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table person add column worked_since date`);
  }

  async down(): Promise<void> {
    throw new Error('the schema only goes forward; restore a backup instead');
  }
}
