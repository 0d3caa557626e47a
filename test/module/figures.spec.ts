/** From an office's own lists to the scores of regulations that follow branches and winning windows: R58 and R08. */
import { DemoService } from '../../src/demo/demo.service.js';
import { LedgerService } from '../../src/ledger/ledger.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { FactProviders, type FactQuestion } from '../../src/platform/effects/fact-providers.js';
import { RegulationService } from '../../src/regulation/regulation.service.js';
import { ResultsService } from '../../src/scoring/results.service.js';
import { ScoringService } from '../../src/scoring/scoring.service.js';
import { type Reply, type TestApi, testApi, type Visitor } from '../support/api.js';
import { type CellInput, workbook } from '../support/workbooks.js';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
}, 120_000);
afterAll(() => api?.close());

interface Institution {
  inside<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  admin: Visitor;
  /** Uploads a list and takes it over. */
  take(kind: string, ...rows: CellInput[][]): Promise<Reply>;
  upload(kind: string, ...rows: CellInput[][]): Promise<Reply>;
}

const get = <T>(type: abstract new (...args: never[]) => T): T => api.app.get(type, { strict: false });

async function institution(
  code: string,
  pack: string,
  edition: string,
  choices: { settings?: Record<string, string>; fill?: Record<string, string> } = {},
): Promise<Institution> {
  const { id } = await get(DemoService).found(
    { example: 'bank-department', code, name: '试验机构', startsAt: '2026-12-31T09:00:00+08:00' },
    false,
  );
  const inside: Institution['inside'] = (fn) => get(Database).inInstitution(id, fn);
  await inside((tx) => get(RegulationService).adopt(tx, pack, edition, { from: '2026-02-01', by: 'test', choices }));
  const admin = api.visitor();
  await admin.post('/api/demo/sign-in', { institution: code, personCode: 'admin' });
  const upload: Institution['upload'] = async (kind, ...rows) =>
    admin.upload(`/api/imports?kind=${kind}`, `${kind}.xlsx`, await workbook(rows));
  return {
    inside,
    admin,
    upload,
    take: async (kind, ...rows) => {
      const previewed = await upload(kind, ...rows);
      expect([kind, previewed.status, previewed.body.errors ?? []]).toEqual([kind, 201, []]);
      const done = await admin.post(`/api/imports/${previewed.body.id}/commit`);
      expect([kind, done.status]).toEqual([kind, 200]);
      return done;
    },
  };
}

const asOffice = async (place: Institution, code: string): Promise<Institution> => {
  await place.take('roster', ['工号', '姓名', '系统角色'], ['0900', '周敏', '办公室']);
  const office = api.visitor();
  await office.post('/api/demo/sign-in', { institution: code, personCode: '0900' });
  const upload: Institution['upload'] = async (kind, ...rows) =>
    office.upload(`/api/imports?kind=${kind}`, `${kind}.xlsx`, await workbook(rows));
  return {
    ...place,
    upload,
    take: async (kind, ...rows) => {
      const previewed = await upload(kind, ...rows);
      expect([kind, previewed.status, previewed.body.errors ?? []]).toEqual([kind, 201, []]);
      const done = await office.post(`/api/imports/${previewed.body.id}/commit`);
      expect([kind, done.status]).toEqual([kind, 200]);
      return done;
    },
  };
};

const header: CellInput[] = ['对象', '项目', '日期', '数值', '备注'];

describe('outlets and branches (R58), from lists', () => {
  let bank: Institution;
  beforeAll(async () => {
    const place = await institution('outlets', 'r58-j-bank', '2023-02-01');
    await place.take(
      'units',
      ['单位编号', '单位名称', '所属支行'],
      ['B1', '城东支行', null],
      ['B2', '城西支行', null],
      ['N1', '东一网点', 'B1'],
      ['N2', '东二网点', '城东支行'],
      ['N3', '西一网点', 'B2'],
    );
    bank = await asOffice(place, 'outlets');
  }, 60_000);

  const totals = (period: string) =>
    bank.inside(async (tx) => {
      await get(ScoringService).recompute(tx, period);
      const found = await get(ResultsService).results(tx, period);
      return Object.fromEntries(found!.results.map(({ subject, output, total }) => [`${subject} ${output}`, total]));
    });

  it('scores an outlet by its methods and a branch by its outlets', async () => {
    await bank.take(
      'figures',
      header,
      ['N1', '神秘人暗访得分', '2026-08-10', 90, '第三方机构'],
      ['N1', 'outlet.offsite', '2026-08-11', 80, null],
      ['N1', 'outlet.onsite', '2026-08-12', 70, null],
      // Without an on-site check the two others weigh a half each.
      ['N2', 'outlet.mystery', '2026-08-10', 60, null],
      ['N2', 'outlet.offsite', '2026-08-11', '80.5', null],
      ['N3', 'outlet.mystery', '2026-08-10', 100, null],
      ['B1', '综合管理得分', '2026-09-20', 85, null],
    );
    const found = await totals('2026-Q3');
    expect(found).toMatchObject({
      'unit:N1 outlet': '82',
      'unit:N2 outlet': '281/4',
      'unit:N3 outlet': '100',
      // 40 % of the mean of its outlets, 60 % of its management; without management the outlets alone.
      'group:B1 branch': '1629/20',
      'group:B2 branch': '100',
    });
    const rankings = await bank.inside((tx) => get(ResultsService).rankings(tx, '2026-Q3', 'latest'));
    const branches = rankings?.rankings.find(({ ranking }) => ranking === 'branches');
    expect(branches?.rows.map(({ subject }) => subject)).toEqual(['group:B2', 'group:B1']);
  });

  it('computes again the outlet that changed and its branch, and nobody else', async () => {
    const run = await bank.inside(async (tx) => {
      const [fact] = await get(LedgerService).facts(tx, { items: ['outlet.onsite'], subjects: ['unit:N1'] });
      await get(LedgerService).reverse(
        tx,
        { factIds: [fact!.id] },
        { kind: 'system', id: 'test', recorder: 'test' },
        '更正',
      );
      return get(ScoringService).recompute(tx, '2026-Q3');
    });
    expect(run.changed).toBe(2);
    const found = await bank.inside((tx) => get(ResultsService).results(tx, '2026-Q3'));
    expect(found?.results.find((row) => row.subject === 'unit:N1' && row.output === 'outlet')?.total).toBe('85');
    const report = await bank.inside((tx) => get(ResultsService).verify(tx, '2026-Q3'));
    expect(report).toMatchObject({ ok: true, digest: run.digest });
  });

  it('takes a ranking away when the last figure of it is taken back', async () => {
    const run = await bank.inside(async (tx) => {
      const facts = await get(LedgerService).facts(tx, {
        period: { from: '2026-07-01', to: '2026-09-30' },
        view: 'net',
      });
      await get(LedgerService).reverse(
        tx,
        { factIds: facts.map((fact) => fact.id) },
        { kind: 'system', id: 'test-2', recorder: 'test' },
        '更正',
      );
      return get(ScoringService).recompute(tx, '2026-Q3');
    });
    expect(run.subjects).toBe(0);
    const rankings = await bank.inside((tx) => get(ResultsService).rankings(tx, '2026-Q3', 'latest'));
    expect(rankings?.rankings).toEqual([]);
    expect(await bank.inside((tx) => get(ResultsService).verify(tx, '2026-Q3'))).toMatchObject({ ok: true });
  });

  it.each<[string, CellInput[], string, string, RegExp | undefined]>([
    [
      'an item that does not exist',
      ['N1', '神秘人暗访的得分', '2026-08-10', 90, null],
      'fact.item_unknown',
      'B2',
      /神秘人暗访得分/,
    ],
    [
      'an item that is found one by one',
      ['N1', '投诉扣分', '2026-08-10', 2, null],
      'import.value_invalid',
      'B2',
      undefined,
    ],
    [
      'a subject that is not on the list',
      ['N9', 'outlet.mystery', '2026-08-10', 90, null],
      'import.reference_unknown',
      'A2',
      /N1/,
    ],
    [
      'a subject of the wrong kind',
      ['N1', '综合管理得分', '2026-08-10', 90, null],
      'import.reference_unknown',
      'A2',
      /B1/,
    ],
    ['a day to come', ['N1', 'outlet.mystery', '2027-08-10', 90, null], 'import.value_out_of_range', 'C2', undefined],
    [
      'a day that does not exist',
      ['N1', 'outlet.mystery', '2026-02-30', 90, null],
      'import.date_invalid',
      'C2',
      /2026/,
    ],
    [
      'a day before anything was adopted',
      ['N1', 'outlet.mystery', '2025-08-10', 90, null],
      'regulation.not_adopted',
      'C2',
      undefined,
    ],
    [
      'a negative figure',
      ['N1', 'outlet.mystery', '2026-08-10', -1, null],
      'import.value_out_of_range',
      'D2',
      undefined,
    ],
  ])('refuses %s and stores no fact', async (_name, row, code, cell, allowed) => {
    const before = await bank.inside((tx) => get(LedgerService).cut(tx));
    const reply = await bank.upload('figures', header, row);
    expect(reply.status).toBe(422);
    const [error] = reply.body.errors as { code: string; where: string; allowed?: unknown }[];
    expect([error?.code ?? reply.body.code, error?.where]).toEqual([code, `Sheet1!${cell}`]);
    if (allowed) expect(String(error?.allowed)).toMatch(allowed);
    expect(await bank.inside((tx) => get(LedgerService).cut(tx))).toBe(before);
  });

  it('refuses a unit that is its own branch or belongs to none that exists', async () => {
    const place = await institution('loops', 'r58-j-bank', '2023-02-01');
    const names = ['单位编号', '单位名称', '所属支行'];
    const self = await place.upload('units', names, ['B1', '城东支行', 'B1']);
    expect([self.status, self.body.errors[0].code, self.body.errors[0].where]).toEqual([
      422,
      'import.value_invalid',
      'Sheet1!C2',
    ]);
    const nowhere = await place.upload('units', names, ['B1', '城东支行', 'B7']);
    expect(nowhere.body.errors[0].code).toBe('import.reference_unknown');
  });
});

describe('windows and persons of a contest (R08), from lists', () => {
  it('gives titles to persons of the windows that won', async () => {
    const place = await institution('contest', 'r08-bureau-contest', '2024-01-01', {
      settings: { 'individual.fromWinners': 'HARD' },
      fill: { 'R08.inspectionWeight': '60', 'R08.unqualified': '60', 'R08.rectificationDays': '15' },
    });
    await place.take('units', ['单位编号', '单位名称'], ['U1', '局机关']);
    await place.take(
      'windows',
      ['窗口号', '窗口名称', '分组', '派驻单位', '窗口人数'],
      ...['W1', 'W2', 'W3'].map((code) => [code, `科室${code}`, '局机关科室', 'U1', 2]),
    );
    await place.take(
      'roster',
      ['工号', '姓名', '窗口号', '系统角色'],
      ['0001', '赵一', 'W1', '窗口工作人员'],
      ['0002', '钱二', 'W2', '窗口工作人员'],
      ['0003', '孙三', 'W3', '窗口工作人员'],
    );
    const office = await asOffice(place, 'contest');
    const marks = (subject: string, kind: string, mark: number): CellInput[][] => [
      [subject, `${kind}.inspection`, '2026-10-20', mark, null],
      [subject, `${kind}.daily`, '2026-10-21', mark, null],
    ];
    await office.take(
      'figures',
      header,
      ...marks('W1', 'window', 95),
      ...marks('W2', 'window', 90),
      ...marks('W3', 'window', 85),
      ...['0001', '0002', '0003'].flatMap((code) => marks(code, 'staff', 99)),
    );
    const awarded = async () => {
      await office.inside((tx) => get(ScoringService).recompute(tx, '2026'));
      const found = await office.inside((tx) => get(ResultsService).rankings(tx, '2026', 'latest'));
      const of = (name: string) => found?.honours.filter(({ honour }) => honour === name).flatMap((one) => one.awarded);
      return { windows: of('goodWindow')?.toSorted(), persons: of('goodPerson')?.toSorted() };
    };
    expect(await awarded()).toEqual({
      windows: ['window:W1', 'window:W2'],
      persons: ['person:0001', 'person:0002'],
    });
    // A veto against a window takes the title from it, and with it the place of its people: a change of one window moves persons.
    await office.inside((tx) =>
      get(LedgerService).post(tx, [{ key: 'veto', item: 'R08.05-3', subject: 'window:W1', happenedOn: '2026-11-02' }], {
        kind: 'system',
        id: 'veto',
        recorder: 'test',
      }),
    );
    expect(await awarded()).toEqual({
      windows: ['window:W2', 'window:W3'],
      persons: ['person:0002', 'person:0003'],
    });
    expect(await office.inside((tx) => get(ResultsService).verify(tx, '2026'))).toMatchObject({ ok: true });
  }, 60_000);
});

describe('a text that breaks off (R49)', () => {
  it('gives a sub-total that is shown as a preview and keeps the cycle from being approved', async () => {
    const place = await institution('cut-off', 'r49-service-window', '2024-01-01');
    await place.take('units', ['单位编号', '单位名称'], ['U1', '服务中心']);
    await place.take('roster', ['工号', '姓名', '派驻单位'], ['0001', '赵一', 'U1']);
    const ranking = () =>
      place.inside((tx) =>
        get(FactProviders).get('cycle.ranking')(tx, {
          caseFile: { key: '2026-09', context: { period: '2026-09' } },
          event: { type: 'cycle.approve', payload: {} },
        } as unknown as FactQuestion),
      );
    expect(await ranking()).toMatchObject({ digest: null, cutOff: [] });
    await place.inside((tx) => get(ScoringService).recompute(tx, '2026-09'));
    expect(await ranking()).toMatchObject({ cutOff: [{ output: 'subtotal', article: 'R49' }] });
    const shown = await place.admin.get('/api/results?period=2026-09&output=subtotal');
    expect([shown.status, shown.body.code]).toEqual([200, undefined]);
    const one = await place.inside((tx) => get(ResultsService).results(tx, '2026-09', { output: 'subtotal' }));
    expect(one?.results[0]).toMatchObject({ flags: [{ flag: 'incomplete', article: 'R49' }] });
  }, 60_000);
});
