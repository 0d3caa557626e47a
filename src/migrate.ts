import { Client } from 'pg';
import { migrations } from './migrations.js';
import { runMigrations } from './platform/database/migrate.js';
import { migrateQueue } from './platform/queue/queue.js';

/** Brings the schema up to date as the owner role. Safe to call at every start. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const done = await runMigrations(ownerUrl, migrations);
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await migrateQueue(owner);
  } finally {
    await owner.end();
  }
  return done;
}
