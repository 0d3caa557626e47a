/** Every list also answers with the whole list as a spreadsheet, in the reader's language. */
import { Workbook } from '@cj-tech-master/excelts';
import { ModulesContainer } from '@nestjs/core';
import type { Role } from '../../src/core/roles.js';
import type { Policy } from '../../src/platform/http/policy.js';
import { routesOf } from '../../src/platform/http/route-check.js';
import type { Reply, Visitor } from '../support/api.js';
import { type Hall, startHall } from '../support/hall.js';
import { listsOf } from '../support/lists.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function rowsOf(reply: Reply): Promise<string[][]> {
  const workbook = new Workbook();
  await workbook.xlsx.load(reply.bytes as never);
  const sheet = workbook.worksheets[0]!;
  const rows: string[][] = [];
  sheet.eachRow((row) => {
    const cells: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell) => void cells.push(String(cell.value ?? '')));
    rows.push(cells);
  });
  return rows;
}

/** The administrator, or the first role that may read a list that is none of his. */
function readerOf(policy: Policy | undefined): Role {
  const roles = typeof policy === 'object' ? policy.roles : [];
  return roles.includes('SYSTEM_ADMIN') ? 'SYSTEM_ADMIN' : (roles[0] ?? 'SYSTEM_ADMIN');
}

describe('lists as spreadsheets', () => {
  let hall: Hall;
  beforeAll(async () => {
    hall = await startHall();
  }, 120_000);
  afterAll(() => hall?.close());

  it('are sent for every list that has pages', async () => {
    const policies = new Map(
      routesOf(hall.app.get(ModulesContainer))
        .filter((route) => route.method === 'GET')
        .map((route) => [route.path, route.policy]),
    );
    const paths = listsOf(hall).map((list) => `${list}format=xlsx`);
    const readers = new Map<string, Visitor>();
    expect(paths.length).toBeGreaterThanOrEqual(12);
    for (const path of paths) {
      const role = readerOf(policies.get(path.split('?')[0] as string));
      const reader = readers.get(role) ?? (await hall.withRole(role));
      readers.set(role, reader);
      const reply = await reader.get(path);
      expect([path, reply.status, reply.headers.get('content-type')]).toEqual([path, 200, XLSX]);
      expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''\S+\.xlsx$/);
      expect((await rowsOf(reply)).length).toBeGreaterThan(0);
    }
  });

  it('hold the whole list and not one page', async () => {
    const office = await hall.withRole('SUPERVISION');
    const total = (await office.get('/api/people?pageSize=1')).body.total;
    expect(total).toBeGreaterThan(100);
    const rows = await rowsOf(await office.get('/api/people?format=xlsx&pageSize=10'));
    expect(rows).toHaveLength(total + 2);
  });

  it('say a case and its task in words', async () => {
    const inspector = await hall.withRole('INSPECTOR');
    const { items } = (await inspector.get('/api/findings/items?subject=window:3')).body;
    expect(items.length).toBeGreaterThan(0);
    const reply = await inspector.get('/api/cases?format=xlsx', { 'accept-language': 'en' });
    expect((await rowsOf(reply))[1]).toEqual(['Kind', 'Key', 'Applicant', 'Subject', 'State', 'Filed on', 'Closed on']);
    const tasks = await rowsOf(await inspector.get('/api/tasks?box=todo&format=xlsx'));
    expect(tasks[0]?.[0]).toBe('待我处理');
    expect(tasks[1]).toEqual(expect.arrayContaining(['环节', '期限', '处理日期']));
  });
});
