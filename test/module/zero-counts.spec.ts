/** R11.B9: a window that the month's list of cases does not name had none, and that is on record and can be explained. */
import { jest } from '@jest/globals';
import type { Visitor } from '../support/api.js';
import { type Hall, startHall } from '../support/hall.js';
import { workbook } from '../support/workbooks.js';

jest.setTimeout(90_000);
let hall: Hall;
let section: Visitor;
let office: Visitor;
beforeAll(async () => {
  hall = await startHall();
  [section, office] = [await hall.as('0117'), await hall.as('0120')];
}, 180_000);
afterAll(() => hall?.close());

const header = ['办件编号', '窗口号', '经办人工号', '受理日期', '承诺办结日期', '办结日期', '评价'];
const row = (no: string, window: string, person: string, day: string) => [no, window, person, day, day, day, '好'];
const imported = async (rows: (string | number)[][]): Promise<string> => {
  const reply = await section.upload('/api/imports?kind=cases', '办件.xlsx', await workbook([header, ...rows]));
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  const taken = await section.post(`/api/imports/${reply.body.id}/commit`, {});
  if (taken.status >= 300) throw new Error(JSON.stringify(taken.body));
  return reply.body.id;
};
const low = async (window: string) => {
  const { body } = await office.get(`/api/results/window:${window}?period=2026-09`);
  return body.outputs
    .find((output: { output: string }) => output.output === 'window')
    .trace.find((line: { rule: string; amount: string }) => line.rule === 'R11.B9a' && line.amount !== '0');
};

it('costs 3 points, until a later list names it or the first is taken back', async () => {
  expect(await low('A02')).toBeUndefined();
  const first = await imported([row('C-1', 'A01', '0002', '2026-09-03'), row('C-2', 'A01', '0002', '2026-09-04')]);
  expect(await low('A01')).toBeUndefined();
  expect(await low('A02')).toMatchObject({ article: 'R11.B9', amount: '-3' });
  const zeros = await hall.sql(`select 1 from fact where item = 'hall.cases' and quantity = 0`);
  expect(zeros).toHaveLength(29);
  // Windows that sit under an exemption stay free of it (R11.B9, low volume).
  const exempt = await hall.sql<{ code: string }>(
    `select w.code from service_window w join institution i on i.id = w.institution_id
     where i.code = 'demo-hall' and w.low_volume_exempt`,
  );
  for (const { code } of exempt) expect(await low(code)).toBeUndefined();
  const second = await imported([row('C-3', 'A02', '0006', '2026-09-08'), row('C-4', 'A02', '0006', '2026-09-09')]);
  expect(await low('A02')).toBeUndefined();
  expect(await low('A03')).toMatchObject({ amount: '-3' });
  expect(await hall.sql(`select 1 from fact where item = 'hall.cases' and quantity = 0`)).toHaveLength(29);
  for (const id of [second, first]) await section.post(`/api/imports/${id}/undo`, {});
  for (const window of ['A01', 'A02', 'A03']) expect(await low(window)).toBeUndefined();
});
