import { findBreaches } from '../../scripts/check-bans.mjs';

/** The bans are only worth something when they bite. */
describe('bans', () => {
  const breaches = (path: string, text: string): string[] => findBreaches([{ path, text }]);

  it.each([
    ['src/leave/leave.service.ts', 'await this.rows.save(row);'],
    ['src/core/calendar/day.ts', 'const now = Date.now();'],
    ['src/core/calendar/day.ts', 'const now = new Date();'],
    ['workflows/leave/leave.v1.ts', 'const dice = Math.random();'],
    ['src/core/rules/engine/evaluate.ts', 'if (process.env.FAST) return;'],
    ['src/leave/leave.repository.ts', 'await this.dataSource.query("select 1");'],
    ['src/leave/leave.repository.ts', 'manager.getRepository(Leave)'],
    ['src/leave/leave.service.ts', 'const port = process.env.PORT;'],
    ['src/core/amount.spec.ts', "it.only('alone', () => {});"], // allowed: a sample
  ])('%s: %s', (path, line) => {
    expect(breaches(path, `// first line\n${line}\n`)).toEqual([expect.stringContaining(`${path}:2  `)]);
  });

  it.each([
    ['src/core/calendar/day.ts', 'const day = new Date(instant);'],
    ['src/core/calendar/day.ts', '// Date.now() is not allowed here'],
    ['src/core/calendar/day.ts', '/* never\n Date.now() */'],
    ['src/core/calendar/day.spec.ts', 'const now = Date.now();'],
    ['src/platform/database/database.ts', 'await runner.connection.query("select 1");'],
    ['src/platform/config/config.ts', 'readConfig(process.env)'],
    ['src/leave/leave.service.ts', 'row.save(); // allowed: a row of another library'],
  ])('lets through %s: %s', (path, line) => {
    expect(breaches(path, line)).toEqual([]);
  });
});
