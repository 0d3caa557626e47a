import { DataSource, type DataSourceOptions } from 'typeorm';

/** Brings the schema up to date as the owner role, one transaction for each step; returns the names of the steps done. */
export async function runMigrations(ownerUrl: string, migrations: DataSourceOptions['migrations']): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTransactionMode: 'each',
    migrationsTableName: 'schema_migration',
    installExtensions: false,
    poolSize: 1,
  });
  await source.initialize();
  try {
    // Two processes may start at once: the second waits here and finds nothing left to do.
    const runner = source.createQueryRunner();
    await runner.query(`select pg_advisory_lock(hashtext('kaoping.migrate'))`);
    await runner.release();
    return (await source.runMigrations()).map((step) => step.name);
  } finally {
    await source.destroy();
  }
}
