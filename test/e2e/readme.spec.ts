/** What the README says to type works, and where it points exists. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { settings } from '../../src/platform/config/settings.js';
import { type TestDatabase, testDatabase } from '../support/database.js';

const run = promisify(execFile);
const root = process.cwd();
const readmes = ['README.md', 'README.zh-CN.md'] as const;
const read = (name: string) => readFileSync(join(root, name), 'utf8');

/** Commands that start the whole product or drive a month have tests of their own. */
const elsewhere = /^npm (start|test|run bench)|-- (month|admin|verify|export)/;
const commands = [
  ...new Set([...read('README.md').matchAll(/`(npm [^`]+)`/g)].map((match) => match[1] as string)),
].filter((command) => !elsewhere.test(command) && !command.includes('FACTS.yaml'));

describe('README', () => {
  // Some look into the database: one that was started once, and holds no cases.
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  }, 120_000);
  afterAll(() => db?.drop());

  it('names commands to try', () => {
    expect(commands.length).toBeGreaterThanOrEqual(4);
  });

  it.each(commands)(
    '%s',
    async (command) => {
      const [, ...args] = command.replace(/^npm run cli -- /, 'cli ').split(' ');
      const { stdout } = await run(process.execPath, [join(root, 'scripts', 'run.mjs'), 'cli', ...args], {
        cwd: root,
        timeout: 120_000,
        env: { ...process.env, DATABASE_URL: db.apiUrl },
      });
      expect(stdout.trim().length).toBeGreaterThan(20);
    },
    130_000,
  );

  it.each(readmes)('%s points to files that exist', (name) => {
    const links = [...read(name).matchAll(/\]\(([^)#]+)\)/g)]
      .map((match) => match[1] as string)
      .filter((link) => !link.startsWith('http'));
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !existsSync(join(root, dirname(name), link)))).toEqual([]);
  });

  it.each(readmes)('%s lists every setting', (name) => {
    const text = read(name);
    expect(Object.keys(settings).filter((setting) => !text.includes(`\`${setting}\``))).toEqual([]);
  });
});
