import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A unit may belong to a branch, which is a unit too: outlets of a bank, stations of a bureau. */
export class UnitBranch1700000720000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table unit add column branch_code text check (branch_code <> code)`);
    await queryRunner.query(
      `alter table unit add foreign key (institution_id, branch_code) references unit (institution_id, code)`,
    );
  }

  async down(): Promise<void> {
    throw new Error('the schema only goes forward; restore a backup instead');
  }
}
