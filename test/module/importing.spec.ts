import { DemoService } from '../../src/demo/demo.service.js';
import { kindNames } from '../../src/importing/importing.contract.js';
import { LedgerService } from '../../src/ledger/ledger.service.js';
import { RosterService } from '../../src/organization/roster.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { type Reply, type TestApi, testApi, type Visitor } from '../support/api.js';
import { type CellInput, parts, workbook, zip } from '../support/workbooks.js';

let api: TestApi;
let database: Database;
let hall: string;
let office: Visitor;
let admin: Visitor;

const inHall = <T>(fn: (tx: Tx) => Promise<T>) => database.inInstitution(hall, fn);
const upload = (kind: string, bytes: Buffer, name = '表.xlsx', who = office): Promise<Reply> =>
  who.upload(`/api/imports?kind=${kind}`, name, bytes);

const peerHeader: CellInput[] = ['被评窗口', '月份', '好', '中', '差'];
const caseHeader: CellInput[] = [
  '办件编号',
  '窗口号',
  '经办人工号',
  '受理日期',
  '承诺办结日期',
  '办结日期',
  '是否登记',
  '补件说明',
  '可评价',
  '评价',
];
const oneCase = (no: string, more: Partial<Record<number, CellInput>> = {}): CellInput[] =>
  ['', 'A01', '00123', '2026-08-03', '2026-08-10', '2026-08-07', '是', '无需补件', '是', '好'].map(
    (value, index) => more[index] ?? (index === 0 ? no : value),
  );

async function facts(month = '2026-08') {
  const rows = await inHall((tx) =>
    api.app
      .get(LedgerService, { strict: false })
      .facts(tx, { period: { from: `${month}-01`, to: `${month}-31` }, view: 'net' }),
  );
  return rows.map((fact) => [fact.item, fact.subject, fact.happenedOn, fact.quantity / 10_000, fact.person ?? null]);
}

beforeAll(async () => {
  api = await testApi();
  database = api.app.get(Database, { strict: false });
  hall = (
    await api.app
      .get(DemoService, { strict: false })
      .found({ example: 'city-hall', code: 'hall', name: '示例大厅', startsAt: '2026-09-30T09:00:00+08:00' }, false)
  ).id;
  await inHall(async (tx) => {
    const roster = api.app.get(RosterService, { strict: false });
    await roster.putUnits(tx, [{ code: 'U01', name: '税务局' }]);
    await roster.putWindows(
      tx,
      ['A01', 'A02'].map((code) => ({
        code,
        name: `窗口${code}`,
        group: 'approval',
        unit: 'U01',
        hall: null,
        workers: 1,
        lowVolumeExempt: false,
      })),
    );
    const row = { gender: null, unit: 'U01', window: 'A01', post: null, ab: null, since: '2026-01-05' };
    await roster.putPeople(
      tx,
      [
        { ...row, code: '00123', name: '李静', roles: [{ role: 'STAFF' }] },
        { ...row, code: '0200', name: '王芳', roles: [{ role: 'SUPERVISION' }] },
      ],
      '2026-09-01',
      'test',
    );
  });
  office = api.visitor();
  await office.post('/api/demo/sign-in', { institution: 'hall', personCode: '0200' });
  admin = api.visitor();
  await admin.post('/api/demo/sign-in', { institution: 'hall', personCode: 'admin' });
}, 120_000);

afterAll(() => api?.close());

describe('B-XLS: what is wrong with the file', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const ole = (stream: string) =>
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from(stream, 'utf16le'),
      Buffer.alloc(600),
    ]);
  const cell = (text: string) => `<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row>`;

  const table: [id: string, status: number, code: string, make: () => Buffer][] = [
    ['B-XLS-01 PNG', 415, 'import.file_type_mismatch', () => png],
    [
      'B-XLS-01 a zip that is no workbook',
      415,
      'import.file_type_mismatch',
      () => zip([{ name: 'readme.txt', content: 'x' }]),
    ],
    ['B-XLS-02 old .xls', 415, 'import.xls_old_format', () => ole('Workbook')],
    ['B-XLS-03 password', 422, 'import.xlsx_encrypted', () => ole('EncryptedPackage')],
    [
      'B-XLS-03 encrypted entries',
      422,
      'import.xlsx_encrypted',
      () => zip(parts(cell('x')).map((part) => ({ ...part, isEncrypted: true }))),
    ],
    [
      'B-XLS-04 macros',
      422,
      'import.xlsx_macro',
      () => zip([...parts(cell('x')), { name: 'xl/vbaProject.bin', content: 'macro' }]),
    ],
    [
      'B-XLS-05 one cell of 300 MiB',
      413,
      'import.xlsx_expands_too_much',
      () =>
        zip(
          parts(
            Buffer.concat([
              Buffer.from('<row r="1"><c r="A1" t="inlineStr"><is><t>'),
              Buffer.alloc(300 * 1024 * 1024, 'A'),
              Buffer.from('</t></is></c></row>'),
            ]),
          ),
        ),
    ],
    [
      'B-XLS-05 a directory that lies',
      413,
      'import.xlsx_expands_too_much',
      () =>
        zip(
          parts(Buffer.alloc(30 * 1024 * 1024, 'A')).map((part) =>
            part.name.includes('sheet1') ? { ...part, claims: 2000 } : part,
          ),
        ),
    ],
    [
      'B-XLS-06 too many rows',
      413,
      'import.xlsx_too_many_rows',
      () =>
        zip(
          parts(
            Array.from(
              { length: 30_000 },
              (_, row) => `<row r="${row + 1}"><c r="A${row + 1}"><v>${(row * 7919) % 10007}</v></c></row>`,
            ).join(''),
          ),
        ),
    ],
    [
      'B-XLS-07 merge A1:ZZ20000',
      422,
      'import.xlsx_merge_too_large',
      () => zip(parts(cell('x'), '<mergeCells count="1"><mergeCell ref="A1:ZZ20000"/></mergeCells>')),
    ],
    ['cut off', 422, 'import.file_damaged', () => zip(parts(cell('x'))).subarray(0, 500)],
    ['names twice', 422, 'import.file_damaged', () => zip([...parts(cell('x')), ...parts(cell('y'))])],
    [
      'a path upwards',
      422,
      'import.file_damaged',
      () => zip([...parts(cell('x')), { name: '../evil.xml', content: 'x' }]),
    ],
    [
      'entities',
      422,
      'import.file_damaged',
      () =>
        zip(
          parts(cell('x')).map((part) =>
            part.name.includes('sheet1')
              ? { ...part, content: `<!DOCTYPE x [<!ENTITY a "aaaa">]>${part.content}` }
              : part,
          ),
        ),
    ],
  ];
  it.each(table)(
    '%s → %i %s',
    async (_id, status, code, make) => {
      const reply = await upload('roster', make());
      expect([reply.status, reply.body.code]).toEqual([status, code]);
      expect(reply.body.detail.length).toBeGreaterThan(10);
    },
    60_000,
  );

  it('lives on', async () => {
    expect((await office.get('/api/auth/me')).status).toBe(200);
  });

  it('refuses a file larger than 10 MiB and a request without one', async () => {
    expect((await upload('roster', Buffer.alloc(11 * 1024 * 1024))).status).toBe(413);
    expect((await office.post('/api/imports?kind=roster', {})).status).toBe(415);
    expect((await upload('nothing', png)).status).toBe(400);
  });
});

describe('B-XLS: what is wrong with the table', () => {
  const codes = (reply: Reply) =>
    reply.body.errors.map((error: { where: string; code: string }) => [error.where, error.code]);

  it('B-XLS-08 names the missing column and lists what is there', async () => {
    const reply = await upload(
      'roster',
      await workbook([
        ['编号X', '姓名', '性别'],
        ['1', '甲', '男'],
      ]),
    );
    expect([reply.status, reply.body.code]).toEqual([422, 'import.column_missing']);
    expect(reply.body.facts).toEqual({ columns: ['工号'], found: ['编号X', '姓名', '性别'] });
  });

  it('B-XLS-09 names both cells of a column that occurs twice', async () => {
    const reply = await upload(
      'peer-review',
      await workbook([
        ['窗口号', '月份', '好', '中', '差', '好'],
        ['A01', '2026-08', 1, 1, 1, 1],
      ]),
    );
    expect([reply.status, reply.body.code]).toEqual([422, 'import.column_duplicate']);
    expect(reply.body.facts.cells).toEqual(['C1', 'F1']);
  });

  it.each<[string, CellInput[], string, string]>([
    [
      'B-XLS-10 a formula',
      ['A01', '2026-08', { formula: 'SUM(B2:B9)', result: 3 }, 1, 1],
      'import.cell_formula',
      'Sheet1!C2',
    ],
    ['B-XLS-11 an error value', ['A01', '2026-08', 1, { error: '#DIV/0!' }, 1], 'import.cell_error_value', 'Sheet1!D2'],
    ['B-XLS-12 below zero', ['A01', '2026-08', -3, 1, 1], 'import.value_out_of_range', 'Sheet1!C2'],
    ['B-XLS-12 blank', ['A01', '2026-08', 1, 1, null], 'import.value_missing', 'Sheet1!E2'],
    ['a half vote', ['A01', '2026-08', 1.5, 1, 1], 'import.value_out_of_range', 'Sheet1!C2'],
    ['no such window', ['A99', '2026-08', 1, 1, 1], 'import.reference_unknown', 'Sheet1!A2'],
    ['a month to come', ['A01', '2026-11', 1, 1, 1], 'import.value_out_of_range', 'Sheet1!B2'],
    ['no month', ['A01', '2026-13', 1, 1, 1], 'import.date_invalid', 'Sheet1!B2'],
  ])('%s', async (_id, row, code, where) => {
    const reply = await upload('peer-review', await workbook([peerHeader, row]));
    expect([reply.status, reply.body.code]).toEqual([422, code]);
    expect(codes(reply)).toEqual([[where, code]]);
  });

  it('B-XLS-12 refuses 105 and −3 where 0 to 100 is due, and lists every wrong cell at once', async () => {
    const rows: CellInput[][] = [
      ['窗口号', '月份', '满意度'],
      ['A01', '2026-08', 105],
      ['A02', '2026-08', -3],
      ['A02', '2026-07', null],
      ['A01', '2026-07', 99.123],
    ];
    const reply = await upload('survey', await workbook(rows));
    expect([reply.status, reply.body.code, reply.body.state]).toEqual([422, 'import.rows_refused', 'refused']);
    expect(codes(reply)).toEqual([
      ['Sheet1!C2', 'import.value_out_of_range'],
      ['Sheet1!C3', 'import.value_out_of_range'],
      ['Sheet1!C4', 'import.value_missing'],
      ['Sheet1!C5', 'import.value_out_of_range'],
    ]);
    expect((await office.get(`/api/imports/${reply.body.id}`)).body.state).toBe('refused');
    expect((await office.post(`/api/imports/${reply.body.id}/commit`)).body.code).toBe('import.state');
  });

  it('B-XLS-13 suggests the staff number that lost its zeros, and does not guess', async () => {
    const reply = await upload('cases', await workbook([caseHeader, oneCase('C1', { 2: 123 })]));
    expect([reply.status, reply.body.code]).toEqual([422, 'import.staff_id_not_text']);
    expect(reply.body.errors[0]).toMatchObject({ where: 'Sheet1!C2', got: '123', allowed: '00123' });
  });

  it('B-XLS-14 names both rows of a duplicate', async () => {
    const reply = await upload(
      'peer-review',
      await workbook([
        peerHeader,
        ['A01', '2026-08', 1, 1, 1],
        ['A02', '2026-08', 1, 1, 1],
        ['A01', '2026年8月', 2, 1, 1],
      ]),
    );
    expect([reply.status, reply.body.code]).toEqual([422, 'import.row_duplicate']);
    expect(reply.body.errors[0].message).toContain('第 2、4 行');
  });

  it('refuses merged cells inside the table', async () => {
    const reply = await upload(
      'peer-review',
      await workbook([peerHeader, ['A01', '2026-08', 1, 1, 1], [null, '2026-07', 1, 1, 1]], { merges: ['A2:A3'] }),
    );
    expect([reply.status, reply.body.code]).toEqual([422, 'import.merged_cells']);
  });

  it('tells in English when asked', async () => {
    const bytes = await workbook([peerHeader, ['A99', '2026-08', 1, 1, 1]]);
    const reply = await office.upload('/api/imports?kind=peer-review', 'x.xlsx', bytes, { 'accept-language': 'en' });
    expect(reply.body.errors[0].message).toBe('"Window" is not on the list');
  });
});

describe('a list as an office sends it', () => {
  const asSent = () =>
    workbook(
      [
        ['示例大厅 2026年8月办件台账'],
        ['填报单位：督查科'],
        caseHeader,
        oneCase('C-001', { 3: '2026年8月3日', 4: new Date(Date.UTC(2026, 7, 10)), 5: '2026/8/7' }),
        oneCase('C-002', { 6: '否', 9: '差' }),
        [],
        oneCase('C-003', { 1: 'A02', 4: '2026-08-07', 5: '2026-08-11', 7: '未详细说明', 8: '否', 9: '未评' }),
        ['合 计', 3],
        ['注：以上数据截至月末'],
      ],
      { merges: ['A1:J1'] },
    );

  it('understands title, total and dates, shows them, and becomes facts at the commit only', async () => {
    const reply = await upload('cases', await asSent(), '八月办件.xlsx');
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      kind: 'cases',
      state: 'previewed',
      fileName: '八月办件.xlsx',
      total: 3,
      errors: [],
    });
    expect(reply.body.ignored.map((entry: { reason: string; text: string }) => [entry.reason, entry.text])).toEqual([
      ['title', '示例大厅 2026年8月办件台账'],
      ['title', '填报单位:督查科'],
      ['total', '合 计 3'],
      ['note', '注:以上数据截至月末'],
    ]);
    expect(reply.body.rows[0]).toMatchObject({
      row: 4,
      caseNo: 'C-001',
      acceptedOn: '2026-08-03',
      promisedOn: '2026-08-10',
      finishedOn: '2026-08-07',
    });
    expect(reply.body.summary).toEqual(
      expect.arrayContaining([
        { label: '办件数', value: 3 },
        { label: '超期办件', value: 1 },
      ]),
    );
    expect(await facts()).toEqual([]);

    const done = await office.post(`/api/imports/${reply.body.id}/commit`);
    expect([done.status, done.body.state]).toEqual([200, 'committed']);
    const posted = await facts();
    expect(posted).toHaveLength(8);
    expect(posted).toEqual(
      expect.arrayContaining([
        ['hall.cases', 'window:A01', '2026-08-03', 2, null],
        ['hall.ratable', 'window:A01', '2026-08-03', 2, null],
        ['hall.rated', 'window:A01', '2026-08-03', 2, null],
        ['hall.ratedPoor', 'window:A01', '2026-08-03', 1, null],
        ['hall.cases', 'window:A02', '2026-08-03', 1, null],
        ['R11.B1', 'window:A01', '2026-08-03', 1, 'person:00123'],
        ['R11.B2', 'window:A02', '2026-08-03', 1, 'person:00123'],
        // Promised for Friday the 7th, finished on Tuesday the 11th: two working days over.
        ['R11.B5', 'window:A02', '2026-08-11', 2, 'person:00123'],
      ]),
    );
    await again(reply.body.id);
  });

  /** Twice, taken back, and once more. */
  async function again(id: string): Promise<void> {
    const twice = await upload('cases', await asSent(), '换个名字.xlsx');
    // The library stamps no time, so the same rows give the same bytes; another file with the same cases is caught by their numbers.
    expect(['import.file_already_committed', 'import.already_recorded', 'import.rows_refused']).toContain(
      twice.body.code,
    );
    const other = await upload('cases', await workbook([caseHeader, oneCase('C-002'), oneCase('C-900')]));
    expect([other.status, other.body.code, other.body.errors[0].where]).toEqual([
      422,
      'import.already_recorded',
      'Sheet1!A2',
    ]);
    const undone = await office.post(`/api/imports/${id}/undo`);
    expect([undone.status, undone.body.state]).toEqual([200, 'undone']);
    expect(await facts()).toEqual([]);
    expect((await office.post(`/api/imports/${id}/undo`)).body.code).toBe('import.state');
    const anew = await upload('cases', await asSent());
    expect(anew.status).toBe(201);
    expect((await office.post(`/api/imports/${anew.body.id}/commit`)).status).toBe(200);
    expect(await facts()).toHaveLength(8);
  }

  it('commits once, however many press', async () => {
    const bytes = await workbook([peerHeader, ['A01', '2026-08', 24, 4, 1]]);
    const first = await upload('peer-review', bytes);
    const second = await upload('peer-review', bytes);
    const replies = await Promise.all(
      [first, second, first].map((reply) => office.post(`/api/imports/${reply.body.id}/commit`)),
    );
    const states = replies.map((reply) => reply.status).sort();
    expect([states.length, states[0], states[1]! > 400, states[2]! > 400]).toEqual([3, 200, true, true]);
    const posted = (await facts()).filter(([item]) => String(item).startsWith('hall.peer'));
    expect(posted).toEqual([
      ['hall.peerGood', 'window:A01', '2026-08-31', 24, null],
      ['hall.peerTotal', 'window:A01', '2026-08-31', 29, null],
    ]);
    expect((await upload('peer-review', bytes)).body.code).toBe('import.file_already_committed');
  });

  it('takes a satisfaction rate exactly', async () => {
    const reply = await upload(
      'survey',
      await workbook([
        ['窗口', '统计月份', '满意率', '样本数'],
        ['A01', '2026年8月', '98.75%', 120],
        ['A02', '2026-08', 97.5, null],
      ]),
    );
    expect(reply.status).toBe(201);
    await office.post(`/api/imports/${reply.body.id}/commit`);
    expect((await facts()).filter(([item]) => item === 'hall.satisfactionRate')).toEqual([
      ['hall.satisfactionRate', 'window:A01', '2026-08-31', 98.75, null],
      ['hall.satisfactionRate', 'window:A02', '2026-08-31', 97.5, null],
    ]);
  });
});

describe('lists of the organization', () => {
  const header: CellInput[] = [
    '工号',
    '姓名',
    '性别',
    '派驻单位',
    '窗口号',
    '岗位',
    'AB岗',
    '入驻日期',
    '系统角色',
    '手机号',
  ];

  it('takes a roster over and back, and says what it left out', async () => {
    const bytes = await workbook([
      header,
      ['0301', '赵明', '男', '税务局', 'A02', '受理岗', 'A', '2026-03-02', '窗口工作人员、窗口负责人', '13800000000'],
      ['00123', '李静', '女', 'U01', 'A02', '受理岗', 'B', '2026-01-05', '窗口工作人员', null],
    ]);
    const reply = await upload('roster', bytes, '花名册.xlsx', admin);
    expect(reply.status).toBe(201);
    expect(reply.body.ignored).toEqual([{ where: 'Sheet1!J1', text: '手机号', reason: 'column' }]);
    expect(JSON.stringify(reply.body)).not.toContain('13800000000');
    // Whoever may not grant roles may not take such a list over either.
    expect((await office.post(`/api/imports/${reply.body.id}/commit`)).body.code).toBe('import.roles_not_allowed');
    await admin.post(`/api/imports/${reply.body.id}/commit`);
    const person = await office.get('/api/people/0301');
    expect(person.body).toMatchObject({ name: '赵明', unit: 'U01', window: 'A02', roles: ['STAFF', 'WINDOW_HEAD'] });
    expect((await office.get('/api/windows/A02')).body).toMatchObject({
      head: '0301',
      people: [{ code: '00123' }, { code: '0301' }],
    });
    expect((await admin.post(`/api/imports/${reply.body.id}/undo`)).body.state).toBe('undone');
    expect((await office.get('/api/people/0301')).status).toBe(404);
    expect((await office.get('/api/people/00123')).body.window).toBe('A01');
  });

  it('does not take back over later changes', async () => {
    const first = await upload(
      'units',
      await workbook([
        ['单位编号', '单位名称'],
        ['U09', '医保局'],
      ]),
    );
    await office.post(`/api/imports/${first.body.id}/commit`);
    const second = await upload(
      'units',
      await workbook([
        ['单位编号', '单位名称'],
        ['U09', '市医疗保障局'],
      ]),
    );
    await office.post(`/api/imports/${second.body.id}/commit`);
    expect((await office.post(`/api/imports/${first.body.id}/undo`)).body.code).toBe('import.undo_changed');
    expect((await office.post(`/api/imports/${second.body.id}/undo`)).status).toBe(200);
    expect((await office.post(`/api/imports/${first.body.id}/undo`)).status).toBe(200);
    expect((await office.get('/api/units')).body.items.map((unit: { code: string }) => unit.code)).toEqual(['U01']);
  });

  it('refuses roles that do not exist and a window that is unknown', async () => {
    const reply = await upload(
      'roster',
      await workbook([header, ['0301', '赵明', '男', 'U01', 'A2', '受理岗', 'A', '2026-03-02', '大王', null]]),
    );
    expect(reply.body.errors.map((error: { where: string; code: string }) => [error.where, error.code])).toEqual([
      ['Sheet1!E2', 'import.reference_unknown'],
      ['Sheet1!I2', 'import.value_invalid'],
    ]);
    expect(reply.body.errors[0].allowed).toBe('A02');
  });

  it('lets nobody but the administrator grant roles, and nobody to oneself', async () => {
    const give = async (code: string, roles: string | null, who: Visitor) => {
      const reply = await upload(
        'roster',
        await workbook([header, [code, '某人', null, null, null, null, null, null, roles, null]]),
        'r.xlsx',
        who,
      );
      return [reply.status, reply.body.code];
    };
    expect(await give('0200', '考核领导小组', office)).toEqual([403, 'import.roles_not_allowed']);
    expect(await give('00123', '窗口负责人', office)).toEqual([403, 'import.roles_not_allowed']);
    expect(await give('admin', '系统管理员、考核领导小组', admin)).toEqual([403, 'import.roles_not_allowed']);
    expect(await give('admin', '系统管理员', admin)).toEqual([201, undefined]);
    expect(await give('00123', null, office)).toEqual([201, undefined]);
  });

  it('takes lists of deputies over and back, and names what cannot be', async () => {
    const head: CellInput[] = ['工号', '姓名', '代理人工号', '起', '止'];
    const listed = async (...rows: CellInput[][]) =>
      upload('deputies', await workbook([head, ...rows]), '代理人.xlsx', admin);
    const of = async (code: string) =>
      (await admin.get(`/api/people/${code}/deputies`)).body.items.map((one: { code: string }) => one.code);
    await admin.change('PUT', '/api/people/admin/deputies', { deputies: [{ person: '00123' }] });
    const wrong = await listed(
      ['00123', '李静', '00123', null, null],
      ['0200', '王芳', '00999、admin', '2026-10-09', '2026-10-08'],
      ['admin', null, '0200', null, null],
      ['00123', '李静', 'admin', null, null],
    );
    expect(wrong.status).toBe(422);
    const told = wrong.body.errors.map((one: { where: string; code: string }) => [one.where, one.code]);
    expect(told).toEqual([
      ['Sheet1!C2', 'import.value_invalid'],
      ['Sheet1!C3', 'import.reference_unknown'],
      ['Sheet1!E3', 'import.value_invalid'],
      ['Sheet1!A5', 'import.row_duplicate'],
    ]);
    // Back over a list that is not in the sheet.
    const round = await listed(['00123', '李静', '0200、admin', null, null]);
    expect([round.status, round.body.errors?.[0]?.where]).toEqual([422, 'Sheet1!C2']);
    expect(JSON.stringify(round.body.errors)).toContain('00123 → admin → 00123');
    const good = await listed(
      ['00123', '李静', '0200、admin', '2026-10-01', '2026-12-31'],
      ['admin', null, '0200', null, null],
    );
    expect(good.status).toBe(201);
    await admin.post(`/api/imports/${good.body.id}/commit`);
    expect([await of('00123'), await of('admin')]).toEqual([['0200', 'admin'], ['0200']]);
    expect((await office.post(`/api/imports/${good.body.id}/undo`)).body.state).toBe('undone');
    expect([await of('00123'), await of('admin')]).toEqual([[], ['00123']]);
    await admin.change('PUT', '/api/people/admin/deputies', { deputies: [] });
  });

  it('is closed to those who may not, and to other institutions', async () => {
    const staff = api.visitor();
    await staff.post('/api/demo/sign-in', { institution: 'hall', personCode: '00123' });
    expect((await upload('roster', await workbook([header]), 'x.xlsx', staff)).status).toBe(403);
    expect((await staff.get('/api/imports')).status).toBe(403);
    await api.visitor().post('/api/demo/institutions', { example: 'city-hall', code: 'hall-b', name: '另一大厅' });
    const stranger = api.visitor();
    await stranger.post('/api/demo/sign-in', { institution: 'hall-b', personCode: 'admin' });
    expect((await stranger.get('/api/imports')).body).toEqual({ items: [], total: 0 });
    const [mine] = (await office.get('/api/imports')).body.items;
    expect((await stranger.get(`/api/imports/${mine.id}`)).status).toBe(404);
    // An administrator keeps the roster, and records nothing that counts.
    expect((await stranger.get('/api/imports/kinds')).body.items.map((kind: { kind: string }) => kind.kind)).toEqual([
      'units',
      'windows',
      'roster',
      'deputies',
      'duty',
    ]);
    expect((await upload('cases', await workbook([caseHeader, oneCase('C1')]), 'x.xlsx', stranger)).status).toBe(403);
  });

  it('offers templates that it would itself understand', async () => {
    const kinds = (await office.get('/api/imports/kinds')).body.items;
    expect(kinds.map((kind: { kind: string }) => kind.kind)).toEqual([...kindNames]);
    for (const kind of kinds) {
      const template = await office.get(`/api/imports/templates/${kind.kind}`);
      expect(template.headers.get('content-disposition')).toContain('.xlsx');
      const reply = await upload(kind.kind, template.bytes);
      expect([kind.kind, reply.status, reply.body.code]).toEqual([kind.kind, 422, 'import.no_rows']);
    }
  }, 120_000);
});

it('P-43: reads and checks 20,000 rows within a minute', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => oneCase(`Z-${index}`));
  const bytes = await workbook([caseHeader, ...rows]);
  const start = performance.now();
  const reply = await upload('cases', bytes);
  expect([reply.status, reply.body.total, reply.body.rows.length]).toEqual([201, 20_000, 200]);
  const done = await office.post(`/api/imports/${reply.body.id}/commit`);
  expect(done.status).toBe(200);
  expect(performance.now() - start).toBeLessThan(60_000);
}, 120_000);
