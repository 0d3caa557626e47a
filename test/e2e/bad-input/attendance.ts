/** Files of attendance machines that cannot be right, and decisions about absences that nobody may make. */
import { randomUUID } from 'node:crypto';
import { type CellInput, workbook } from '../../support/workbooks.js';
import type { Row } from './refusal.js';

const file =
  (rows: CellInput[][]): Row['send'] =>
  async ({ supervision }, headers) =>
    supervision.upload('/api/imports?kind=attendance', '考勤.xlsx', await workbook(rows), headers);
const punches: CellInput[] = ['工号', '打卡时间', '设备'];
const days: CellInput[] = ['工号', '日期', '上班1', '下班1'];
const decide =
  (path: string, body: object): Row['send'] =>
  ({ supervision }, headers) =>
    supervision.post(`/api/absences/${path}`, body, headers);

export const attendance: readonly Row[] = [
  {
    id: 'B-ATT-01',
    what: 'the 31st of September',
    send: file([punches, ['0001', '2026-09-31 08:20:00', '一楼']]),
    status: 422,
    code: 'import.time_invalid',
    where: ['Sheet1!B2'],
    allowed: /2026-09-07 08:26:31/,
  },
  {
    id: 'B-ATT-02',
    what: 'a minute that no hour has',
    send: file([days, ['0001', '2026-09-07', '08:61', '12:00']]),
    status: 422,
    code: 'import.time_invalid',
    where: ['Sheet1!C2'],
    allowed: /08:26/,
  },
  {
    id: 'B-ATT-03',
    what: 'a stranger',
    send: file([punches, ['9998', '2026-09-07 08:20:00', '一楼']]),
    status: 422,
    code: 'import.reference_unknown',
    where: ['Sheet1!A2'],
    allowed: false,
  },
  {
    id: 'B-ATT-04',
    what: 'a day to come',
    send: file([punches, ['0001', '2026-12-07 08:20:00', '一楼']]),
    status: 422,
    code: 'import.value_out_of_range',
    where: ['Sheet1!B2'],
    allowed: false,
  },
  {
    id: 'B-ATT-05',
    what: 'the same punch twice',
    send: file([punches, ['0001', '2026-09-07 08:20:00', '一楼'], ['0001', '2026-09-07 08:20', '一楼']]),
    status: 422,
    code: 'import.row_duplicate',
    where: ['Sheet1!A3'],
    allowed: false,
  },
  {
    id: 'B-ATT-06',
    what: 'gone before having come',
    send: file([days, ['0001', '2026-09-07', '12:00', '08:20']]),
    status: 422,
    code: 'import.value_invalid',
    where: ['Sheet1!D2'],
    allowed: false,
  },
  {
    id: 'B-ATT-07',
    what: 'a list without any time',
    send: file([
      ['工号', '姓名', '日期'],
      ['0001', '甲', '2026-09-07'],
    ]),
    status: 422,
    code: 'import.column_missing',
    says: /日期时间/,
  },
  {
    id: 'B-ATT-08',
    what: 'dropping without a reason',
    send: decide(`${randomUUID()}/drop`, { reason: ' ' }),
    status: 400,
    code: 'input.value_missing',
    where: ['/reason'],
    allowed: /≥ 2/,
  },
  {
    id: 'B-ATT-09',
    what: 'deciding about nothing',
    send: decide('decide', { items: [], decision: 'drop', reason: '说明成立' }),
    status: 400,
    code: 'input.invalid',
  },
  {
    id: 'B-ATT-10',
    what: 'an absence that is not there',
    send: decide(`${randomUUID()}/confirm`, {}),
    status: 404,
    code: 'platform.not_found',
  },
];
