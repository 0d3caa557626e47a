/** A list costs a fixed number of statements, however many rows it has (D30). */
import { type Hall, startHall } from '../support/hall.js';
import { listsOf } from '../support/lists.js';
import { statementsOf } from '../support/statements.js';

const BUDGET = 8;

describe('the query budget', () => {
  let hall: Hall;
  beforeAll(async () => {
    hall = await startHall();
  }, 120_000);
  afterAll(() => hall?.close());

  it('counts what a request sends', async () => {
    const clerk = await hall.withRole('STAFF');
    const seen = await statementsOf(() => clerk.get('/api/people?pageSize=5'));
    expect(seen.some((text) => text.includes('from person p'))).toBe(true);
    expect(await statementsOf(() => hall.visitor().get('/api/health/live'))).toEqual([]);
  });

  it('holds for every list, for those who see everything and for those who see little', async () => {
    await recordFindings(4);
    const few = await costs();
    expect(few.filter(({ sent }) => sent.length > BUDGET)).toEqual([]);
    await recordFindings(8);
    const many = await costs();
    const grown = many.filter(({ sent }, at) => sent.length > (few[at]?.sent.length ?? 0));
    expect(grown).toEqual([]);
    expect(many.find(({ name }) => name === 'SUPERVISION /api/findings?')?.rows).toBe(12);
  });

  async function costs(): Promise<{ name: string; rows: number; sent: string[] }[]> {
    const found = [];
    for (const role of ['SUPERVISION', 'STAFF', 'WINDOW_HEAD', 'SYSTEM_ADMIN']) {
      const reader = await hall.withRole(role);
      const asked = [...listsOf(hall).map((list) => [list, 200] as const), ['/api/colleagues?', 20] as const];
      for (const [list, pageSize] of asked) {
        let rows = 0;
        const sent = await statementsOf(async () => {
          const reply = await reader.get(`${list}pageSize=${pageSize}`);
          expect([200, 403]).toContain(reply.status);
          rows = reply.body.total ?? 0;
        });
        found.push({ name: `${role} ${list}`, rows, sent });
      }
    }
    return found;
  }

  /** As many findings as asked for, each about another window. */
  async function recordFindings(count: number): Promise<void> {
    const inspector = await hall.withRole('INSPECTOR');
    const { items } = (await inspector.get('/api/windows?pageSize=200')).body as { items: { code: string }[] };
    const taken = (await inspector.get('/api/findings?pageSize=1')).body.total as number;
    for (const window of items.slice(taken, taken + count)) {
      const reply = await inspector.post('/api/findings', {
        item: 'R11.B1',
        subject: `window:${window.code}`,
        happenedOn: '2026-09-03',
        note: '现场查看收件登记簿，当日无登记',
      });
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    }
  }
});
