import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a leave turns out to have been is told apart from leave that was never asked for: got by deceit, or never proved. */
export class AbsenceKinds1700000960000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table absence_proposal drop constraint absence_proposal_kind_check');
    await runner.query(`
      alter table absence_proposal add constraint absence_proposal_kind_check
      check (kind in ('late', 'early', 'away', 'noShow', 'overstay', 'unfiled', 'deceit', 'unproved'))`);
  }

  async down(): Promise<void> {
    throw new Error('the schema only goes forward; restore a backup instead');
  }
}
