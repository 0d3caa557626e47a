import type { QueryRunner } from 'typeorm';

/** The roles that the application runs as; they are neither owner nor superuser. */
const applicationRoles = 'kaoping_api, kaoping_worker';

export interface TableRights {
  /** Rows are facts: no update, no delete, refused by right and by trigger. */
  appendOnly?: boolean;
  /** Holds ids only and stands outside the institutions (outbox, sessions, counters). */
  outsideInstitutions?: boolean;
}

/** Gives a new table its rights: application grants, row-level security by `institution_id`, append-only triggers. */
export async function tenantTable(runner: QueryRunner, table: string, rights: TableRights = {}): Promise<void> {
  const verbs = rights.appendOnly ? 'select, insert' : 'select, insert, update, delete';
  await runner.query(`grant ${verbs} on ${table} to ${applicationRoles}`);
  if (!rights.outsideInstitutions) {
    const mine = `institution_id = (select nullif(current_setting('app.institution_id', true), '')::uuid)`;
    await runner.query(`alter table ${table} enable row level security`);
    await runner.query(`alter table ${table} force row level security`);
    await runner.query(`create policy ${table}_institution on ${table} using (${mine}) with check (${mine})`);
  }
  if (rights.appendOnly) {
    await runner.query(
      `create trigger ${table}_append_only before update or delete on ${table} for each row execute function refuse_change()`,
    );
    await runner.query(
      `create trigger ${table}_no_truncate before truncate on ${table} for each statement execute function refuse_change()`,
    );
  }
}
