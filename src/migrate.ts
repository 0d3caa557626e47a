import { migrations } from './migrations.js';
import { runMigrations } from './platform/database/migrate.js';

/** Brings the schema up to date as the owner role. Safe to call at every start. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  return runMigrations(ownerUrl, migrations);
}
