import { Client } from 'pg';
import { type TestDatabase, testDatabase } from '../support/database.js';

/** The ground that every other module test stands on: real roles, real rights, a database of one's own. */
describe('the database that tests run on', () => {
  let database: TestDatabase;
  const opened: Client[] = [];
  const connect = async (url: string) => {
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    opened.push(client);
    await client.connect();
    return client;
  };

  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(async () => {
    await Promise.all(opened.map((client) => client.end()));
    await database.drop();
  });

  it('is PostgreSQL 18 with the extensions that the schema needs', async () => {
    const client = await connect(database.apiUrl);
    const { rows } = await client.query(`select current_setting('server_version_num')::int / 10000 as major,
      (select array_agg(extname::text order by extname) from pg_extension) as extensions`);
    expect(rows[0].major).toBe(18);
    expect(rows[0].extensions).toEqual(expect.arrayContaining(['btree_gist', 'pg_trgm', 'pgcrypto']));
  });

  it('sees Chinese as letters when it searches by likeness', async () => {
    const client = await connect(database.apiUrl);
    const { rows } = await client.query(`select show_trgm('不动产登记') as grams`);
    expect(rows[0].grams.length).toBeGreaterThan(3);
  });

  it.each(['apiUrl', 'workerUrl', 'ownerUrl'] as const)(
    '%s is neither superuser nor above row-level security',
    async (key) => {
      const client = await connect(database[key]);
      const { rows } = await client.query(
        'select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user',
      );
      expect(rows[0]).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false });
    },
  );

  it('is migrated, and the application may not make tables in it', async () => {
    const client = await connect(database.apiUrl);
    const { rows } = await client.query(`select to_regclass('command') is not null as there`);
    expect(rows[0].there).toBe(true);
    await expect(client.query('create table mine (a int)')).rejects.toMatchObject({ code: '42501' });
  });

  it('is one’s own: a second one does not see its rows', async () => {
    const other = await testDatabase({ migrated: false });
    try {
      expect(other.name).not.toBe(database.name);
      const client = await connect(other.ownerUrl);
      const { rows } = await client.query(`select to_regclass('command') is null as empty`);
      expect(rows[0].empty).toBe(true);
    } finally {
      await other.drop();
    }
  });
});
