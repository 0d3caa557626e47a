import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { parse } from 'yaml';
import { readConfig } from '../../src/platform/config/config.js';
import { projectRoot } from '../../src/platform/config/project-root.js';
import { settings } from '../../src/platform/config/settings.js';
import { type TestDatabase, testDatabase } from '../support/database.js';

interface Service {
  command?: string[];
  environment?: Record<string, string | number>;
}

const text = (file: string) => readFileSync(join(projectRoot, file), 'utf8');
const compose = parse(text('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
/** Puts values where compose takes them from `.env`. */
const filled = (service: Service): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([name, value]) => [
      name,
      String(value).replace(/\$\{(\w+)(?::[-?]([^}]*))?\}/g, (_, variable: string, otherwise: string) =>
        variable === 'KAOPING_PUBLIC_URL'
          ? 'https://hall.example'
          : variable.endsWith('PASSWORD')
            ? 'secret'
            : otherwise,
      ),
    ]),
  );

/** No container engine runs where the tests run, so what can be wrong in the files is looked for here. */
describe('docker-compose.yml and Dockerfile', () => {
  const own = ['migrate', 'app', 'worker'];

  it.each(own)('%s sets only settings that exist, with values that are accepted', (name) => {
    const environment = filled(compose.services[name]!);
    expect(Object.keys(settings)).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(readConfig(environment)).toMatchObject({ embedded: false, demo: false, publicUrl: 'https://hall.example' });
  });

  it('gives the owner’s password to the migration alone', () => {
    const holders = Object.entries(compose.services).filter(
      ([, service]) => 'DATABASE_OWNER_URL' in (service.environment ?? {}),
    );
    expect(holders.map(([name]) => name)).toEqual(['migrate']);
    expect(filled(compose.services.app!).DATABASE_URL).toContain('kaoping_api:');
    expect(filled(compose.services.worker!).DATABASE_URL).toContain('kaoping_worker:');
  });

  it('starts files that are built', () => {
    const commands = [...own.map((name) => compose.services[name]!.command?.join(' ') ?? ''), text('Dockerfile')].join(
      '\n',
    );
    const files = [...commands.matchAll(/dist\/(src\/[a-z]+)\.js/g)].map((match) => match[1]);
    expect(new Set(files)).toEqual(new Set(['src/cli', 'src/worker', 'src/main']));
    for (const file of files) expect(existsSync(join(projectRoot, `${file}.ts`))).toBe(true);
  });

  it('sets in the image only settings that exist', () => {
    const names = [...text('Dockerfile').matchAll(/^(?:ENV)?\s+([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
    expect(names).toContain('KAOPING_HOME');
    expect([...Object.keys(settings), 'NODE_ENV']).toEqual(expect.arrayContaining(names));
  });

  it('asks for every variable that .env.example lists, and for no other', () => {
    const asked = new Set([...text('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map((match) => match[1]));
    const listed = new Set([...text('.env.example').matchAll(/^(\w+)=/gm)].map((match) => match[1]));
    expect(listed).toEqual(asked);
  });
});

describe('the container’s database roles', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ migrated: false });
  });
  afterAll(() => database.drop());

  it('are those that the embedded database makes', async () => {
    const script = text('scripts/database/roles.sh');
    const client = new Client({ connectionString: database.superUrl });
    await client.connect();
    const roles = await client.query<{ rolname: string }>(`select rolname from pg_roles where rolname like 'kaoping%'`);
    const extensions = await client.query<{ extname: string }>(
      `select extname from pg_extension where extname <> 'plpgsql'`,
    );
    await client.end();
    const made = [...script.matchAll(/create role (\w+) login nosuperuser nobypassrls nocreatedb nocreaterole/g)].map(
      (match) => match[1],
    );
    expect(made.toSorted()).toEqual(roles.rows.map((row) => row.rolname).toSorted());
    const loaded = [...script.matchAll(/create extension (\w+)/g)].map((match) => match[1]);
    expect(loaded.toSorted()).toEqual(extensions.rows.map((row) => row.extname).toSorted());
  });
});
