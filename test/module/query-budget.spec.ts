/** A list costs a fixed number of statements, however many rows it has (D30). */
import { HALL, type Hall, startHall } from '../support/hall.js';
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

  it('holds for a leave, while it is typed and when it is sent, however many parts and colleagues it has', async () => {
    const clerk = await hall.as('0047');
    const half = (day: string, name: 'am' | 'pm') => ({ from: { day, half: name }, to: { day, half: name } });
    // From Monday on, so that of one and of ten parts each takes its own half day.
    const parts = (first: number, count: number) =>
      Array.from({ length: count }, (_, at) =>
        half(`2026-11-${String(first + Math.floor(at / 2)).padStart(2, '0')}`, at % 2 === 0 ? 'am' : 'pm'),
      );
    const cost = async (first: number, count: number) => {
      const request = { kind: 'personal', parts: parts(first, count) };
      let shown = { seenChain: '', substitute: { candidates: [] as unknown[] } };
      const preview = await statementsOf(async () => {
        const reply = await clerk.post('/api/leaves/preview', request);
        expect([reply.status, reply.body.code]).toEqual([200, undefined]);
        shown = reply.body;
      });
      const { seenChain, substitute } = shown;
      const submit = await statementsOf(async () => {
        const reply = await clerk.post('/api/leaves', { ...request, reason: '家中老人住院', seenChain });
        expect([reply.status, reply.body.code]).toEqual([201, undefined]);
      });
      return { preview, submit, offered: substitute.candidates.length };
    };
    await cost(2, 10);
    const [one, ten] = [await cost(9, 2), await cost(16, 10)];
    expect(one.preview.length).toBeLessThanOrEqual(17);
    expect(one.submit.length).toBeLessThanOrEqual(25);
    expect([ten.preview, ten.submit]).toEqual([one.preview, one.submit]);
    await hireColleagues(40);
    const crowded = await cost(23, 10);
    expect(crowded.offered).toBeGreaterThan(ten.offered);
    expect([crowded.preview, crowded.submit]).toEqual([one.preview, one.submit]);
  });

  /** At the window A16, each of them somebody who may sign as well. */
  async function hireColleagues(count: number): Promise<void> {
    const codes = Array.from({ length: count }, (_, at) => `9${String(at).padStart(3, '0')}`);
    const from = `from institution i cross join unnest($1::text[]) as c(code) where i.code = '${HALL}'`;
    for (const statement of [
      `insert into person (institution_id, code, name) select i.id, c.code, '同事' || c.code ${from}`,
      `insert into person_placement (institution_id, person_code, window_code, from_on)
       select i.id, c.code, 'A16', '2026-01-01' ${from}`,
      `insert into role_grant (institution_id, person_code, role, scope, from_on, granted_by)
       select i.id, c.code, 'CENTRE_LEADER', 'institution', '2026-01-01', 'test' ${from}`,
    ])
      await hall.sql(statement, [codes]);
  }

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
