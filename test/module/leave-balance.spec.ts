/** Balances on the real database and over HTTP: the sum law, the race for the last day, years opened, corrected and turned. */
import { jest } from '@jest/globals';
import { BalanceService } from '../../src/leave/balance/balance.service.js';
import { BalanceTurner } from '../../src/leave/balance/balance-turner.js';
import { OpeningService } from '../../src/leave/balance/opening.service.js';
import { CalendarService } from '../../src/organization/calendar.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { uuidV7 } from '../../src/platform/ids.js';
import type { Reply, Visitor } from '../support/api.js';
import { BANK, HALL, type Hall, startHall } from '../support/hall.js';
import { act, clockTo, done, reached } from '../support/office.js';
import { workbook } from '../support/workbooks.js';

let hall: Hall;
let keeper: Visitor;
let balances: BalanceService;
let institution: string;
jest.setTimeout(60_000);

beforeAll(async () => {
  hall = await startHall({ bank: true, worker: true });
  keeper = await hall.as('0109');
  balances = hall.app.get(BalanceService, { strict: false });
  [{ id: institution }] = (await hall.sql<{ id: string }>('select id from institution where code = $1', [HALL])) as [
    { id: string },
  ];
}, 180_000);
afterAll(() => hall?.close());

const inHall = <T>(fn: (tx: Tx) => Promise<T>) => hall.app.get(Database).inInstitution(institution, fn);
const DAY = 10_000;
const at = new Date('2026-09-30T01:00:00Z');
const cause = (caseId: string, effectId = `${caseId}:${uuidV7()}`) => ({ caseId, effectId, at });
/** Days of a leave in the middle of each year. */
const inYears = (days: Record<string, number>) =>
  Object.entries(days).map(([year, count]) => ({ day: `${year}-09-15`, length: Math.round(count * DAY) }));
const claim = (person: string, days: Record<string, number>, account = 'annual') => ({
  person,
  account,
  days: inYears(days),
});
const hold = (person: string, caseId: string, days: Record<string, number>, effectId?: string) =>
  inHall((tx) => balances.hold(tx, { ...cause(caseId, effectId), ...claim(person, days) }));
const settle = (person: string, caseId: string, days: Record<string, number>) =>
  inHall((tx) => balances.settle(tx, { ...cause(caseId), ...claim(person, days) }));
const view = (person: string, on = '2026-09-30', exceptCase?: string) =>
  inHall((tx) => balances.view(tx, person, 'annual', on, exceptCase));
const figures = async (person: string, on?: string) => {
  const { entitled, carried, expired, used, reserved } = await view(person, on);
  return { entitled, carried, expired, used, reserved };
};
const refusal = (reply: Reply) => [reply.status, reply.body.code];

/** Every account of every institution is what its entries come to. */
async function expectSumLaw(): Promise<void> {
  const wrong = await hall.sql(`
    select a.person, a.account, a.year from leave_account a
    left join lateral (
      select coalesce(sum(amount) filter (where type in ('entitled', 'adjusted')), 0) as entitled,
        coalesce(sum(amount) filter (where type = 'carried'), 0) as carried,
        coalesce(sum(amount) filter (where type in ('expired', 'transferred')), 0) as expired,
        coalesce(sum(case type when 'used' then amount when 'restored' then -amount end), 0) as used,
        coalesce(sum(case type when 'reserved' then amount when 'freed' then -amount end), 0) as reserved,
        coalesce(sum(case when type in ('freed', 'restored') then -amount else amount end) filter (where is_own), 0) as own
      from leave_account_entry e where e.institution_id = a.institution_id and e.person = a.person
        and e.account = a.account and e.year = a.year) e on true
    where (a.entitled, a.carried, a.expired, a.used, a.reserved, a.own)
      is distinct from (e.entitled, e.carried, e.expired, e.used, e.reserved, e.own)`);
  expect(wrong).toEqual([]);
}

describe('a furnished institution', () => {
  it.each([HALL, BANK])('%s finds this year opened for its people, with the reason for each', async (code) => {
    const rows = await hall.sql<{ accounts: number; people: number }>(
      `select count(*)::int as accounts, count(distinct person)::int as people from leave_account a
       join institution i on i.id = a.institution_id where i.code = $1 and a.year = 2026 and a.limited`,
      [code],
    );
    expect(rows[0]?.accounts).toBeGreaterThan(15);
    expect(rows[0]?.accounts).toBe(rows[0]?.people);
    await expectSumLaw();
  });

  it('shows everyone the own balance and the entries behind it', async () => {
    const { body, status } = await (await hall.as('0012')).get('/api/leave-balances/own');
    expect(status).toBe(200);
    expect(body).toMatchObject({ person: '0012', year: 2026, years: [2026] });
    const [annual] = body.items;
    expect(annual).toMatchObject({ account: 'annual', limited: true, used: '0', reserved: '0' });
    expect(Number(annual.entitled)).toBeGreaterThanOrEqual(5);
    expect(annual.entries).toEqual([
      expect.objectContaining({
        type: 'entitled',
        days: annual.entitled,
        note: expect.objectContaining({ article: 'X06.3' }),
      }),
    ]);
  });
});

describe('what a case holds', () => {
  const person = '0012';
  const caseId = uuidV7();
  let start: Awaited<ReturnType<typeof figures>>;
  beforeAll(async () => {
    start = await figures(person);
  });

  it('is reserved, once for an effect however often it is done', async () => {
    const effect = `${caseId}:1:0`;
    for (const _ of [1, 2]) await hold(person, caseId, { 2026: 2.5 }, effect);
    expect(await figures(person)).toEqual({ ...start, reserved: 25_000 });
    expect(await view(person, '2026-09-30', caseId)).toMatchObject({ reserved: 0, remaining: start.entitled });
  });

  it('is replaced by an extension, and given back by an early return, to the minute', async () => {
    await hold(person, caseId, { 2026: 4 });
    expect(await figures(person)).toEqual({ ...start, reserved: 40_000 });
    await settle(person, caseId, { 2026: 3.0625 });
    expect(await figures(person)).toEqual({ ...start, used: 30_625 });
  });

  it('comes back when the leave was of another kind, and again when that is taken back', async () => {
    await inHall((tx) => balances.restore(tx, cause(caseId)));
    expect(await figures(person)).toEqual(start);
    await settle(person, caseId, { 2026: 3.0625 });
    expect(await figures(person)).toEqual({ ...start, used: 30_625 });
    await inHall((tx) => balances.restore(tx, cause(caseId)));
    expect(await figures(person)).toEqual(start);
  });

  it('moves whole to the account that bears it in the end, and whole back', async () => {
    const other = uuidV7();
    const personal = () => inHall((tx) => balances.view(tx, person, 'personal', '2026-09-30'));
    const inPersonal = (days: number) =>
      inHall((tx) => balances.settle(tx, { ...cause(other), ...claim(person, { 2026: days }, 'personal') }));
    await hold(person, other, { 2026: 2 });
    await inPersonal(1.5);
    expect([await figures(person), (await personal()).used]).toEqual([start, 15_000]);
    await settle(person, other, { 2026: 1.5 });
    expect([(await figures(person)).used, (await personal()).used]).toEqual([15_000, 0]);
    await inPersonal(1);
    await inHall((tx) => balances.restore(tx, cause(other)));
    expect([await figures(person), (await personal()).used]).toEqual([start, 0]);
  });

  it('is freed when it is refused or withdrawn', async () => {
    const other = uuidV7();
    await hold(person, other, { 2026: 1 });
    await inHall((tx) => balances.drop(tx, cause(other)));
    expect(await figures(person)).toEqual(start);
    await inHall((tx) => balances.drop(tx, cause(uuidV7())));
    await expectSumLaw();
  });

  it('is refused beyond the balance, with the figures and the article, and leaves nothing behind', async () => {
    const whole = start.entitled / DAY;
    await expect(hold(person, uuidV7(), { 2026: whole + 0.5 })).rejects.toMatchObject({
      code: 'leave.beyond_balance',
      facts: { account: '年休假', year: 2026, wanted: String(whole + 0.5), remaining: String(whole), reserved: '0' },
      extras: { articles: ['X06.3'] },
    });
    expect(await figures(person)).toEqual(start);
  });

  it('spans the turn of the year in both years, or not at all', async () => {
    await expect(hold(person, uuidV7(), { 2026: 1, 2027: 1 })).rejects.toMatchObject({
      code: 'leave.balance_not_opened',
      facts: { year: 2027 },
    });
    expect(await figures(person)).toEqual(start);
  });

  it('needs no balance of an account that the regulation does not limit, and is counted there', async () => {
    const id = uuidV7();
    await inHall((tx) => balances.hold(tx, { ...cause(id), ...claim(person, { 2026: 30 }, 'personal') }));
    await inHall((tx) => balances.settle(tx, { ...cause(id), ...claim(person, { 2026: 20 }, 'personal') }));
    expect(await inHall((tx) => balances.view(tx, person, 'personal', '2026-09-30'))).toMatchObject({
      limited: false,
      used: 20 * DAY,
      reserved: 0,
    });
    await inHall((tx) => balances.restore(tx, cause(id)));
  });
});

describe('the database itself', () => {
  it('lets exactly one of fifty have the last day', async () => {
    const person = '0013';
    const { entitled } = await figures(person);
    await hold(person, uuidV7(), { 2026: entitled / DAY - 1 });
    const race = await Promise.allSettled(Array.from({ length: 50 }, () => hold(person, uuidV7(), { 2026: 1 })));
    const lost = race.filter((one) => one.status === 'rejected').map((one) => one.reason.code);
    expect(race.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(lost).toEqual(Array.from({ length: 49 }, () => 'leave.beyond_balance'));
    expect((await view(person)).remaining).toBe(0);
    await expectSumLaw();
  });

  it.each([
    ['an entry changed', 'update leave_account_entry set amount = amount + 1'],
    ['an entry deleted', 'delete from leave_account_entry'],
    ['figures moved by hand', 'update leave_account set entitled = entitled + 10000'],
    ['an account removed', 'delete from leave_account'],
    [
      'an account begun with days',
      `insert into leave_account (institution_id, person, account, year, limited, entitled)
       select institution_id, person, 'gift', 2026, true, 10000 from leave_account limit 1`,
    ],
    [
      'days of a case twice by one effect',
      `insert into leave_account_entry (institution_id, person, account, year, type, amount, effect_id, by_whom, at)
       select institution_id, person, account, year, type, amount, effect_id, by_whom, at from leave_account_entry`,
    ],
  ])('refuses %s', async (_, statement) => {
    await expect(inHall((tx) => tx.query(statement))).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|KP001|23505)$/),
    });
  });

  it('does not let even its owner change an entry', async () => {
    await expect(hall.sql('update leave_account_entry set amount = amount + 1')).rejects.toThrow(/never changed/);
    await expect(hall.sql('delete from leave_account_entry')).rejects.toThrow(/never changed/);
  });
});

describe('opening a year', () => {
  const preview = async (year: number, more: object = {}) =>
    (await keeper.post('/api/leave-balances/openings/preview', { year, ...more })).body;

  it('is shown before it is written, with service, days and why', async () => {
    const before = await hall.sql('select count(*) from leave_account');
    const opening = await preview(2027);
    expect(opening.counts.new).toBe(opening.items.length);
    expect(opening.items[0]).toMatchObject({ account: 'annual', carried: '0', state: 'new' });
    expect(opening.items[0].lines.length).toBeGreaterThan(1);
    expect(await hall.sql('select count(*) from leave_account')).toEqual(before);
  });

  it('writes once, however often it is done, also at the same time', async () => {
    const replies = await Promise.all([1, 2, 3].map(() => keeper.post('/api/leave-balances/openings', { year: 2027 })));
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200]);
    expect((await preview(2027)).counts).toMatchObject({ new: 0, changed: 0 });
    const twice = await hall.sql(
      `select person from leave_account_entry where year = 2027 and type = 'entitled' group by person having count(*) > 1`,
    );
    expect(twice).toEqual([]);
    await expectSumLaw();
  });

  it('lets a leave over the turn of the year hold in both years', async () => {
    const id = uuidV7();
    const [old, next] = [await figures('0014'), await figures('0014', '2027-01-04')];
    await hold('0014', id, { 2026: 1, 2027: 1.5 });
    expect((await figures('0014')).reserved).toBe(DAY);
    expect((await figures('0014', '2027-01-04')).reserved).toBe(15_000);
    await inHall((tx) => balances.drop(tx, cause(id)));
    expect([await figures('0014'), await figures('0014', '2027-01-04')]).toEqual([old, next]);
  });

  it('takes the days away where personnel verified that the year falls away, for good until they say otherwise', async () => {
    const person = '0012';
    const whole = (await figures(person)).entitled;
    const of = (opening: { items: { person: string }[] }) => opening.items.find((one) => one.person === person);
    const open = async (verified: object[]) =>
      of((await keeper.post('/api/leave-balances/openings', { year: 2026, verified })).body);
    expect(of(await preview(2026, { verified: [{ person, sickMonths: '3.99' }] }))).toMatchObject({ state: 'same' });
    const lost = of(await preview(2026, { verified: [{ person, sickMonths: '4' }] }));
    expect(lost).toMatchObject({ state: 'changed', entitled: '0', change: String(-whole / DAY) });
    expect(JSON.stringify(lost)).toContain('X06.4');
    await open([{ person, sickMonths: '4' }]);
    expect((await figures(person)).entitled).toBe(0);
    // Opened again without a word of it, what was verified still stands.
    expect(await open([])).toMatchObject({ state: 'same', entitled: '0' });
    await open([{ person, sickMonths: '0' }]);
    expect((await figures(person)).entitled).toBe(whole);
    expect(
      refusal(await keeper.post('/api/leave-balances/openings', { year: 2026, verified: [{ person: '9999' }] })),
    ).toEqual([422, 'leave.person_not_here']);
  });

  it('is for those who keep balances', async () => {
    const staff = await hall.as('0012');
    for (const [path, body] of [
      ['openings', { year: 2028 }],
      ['openings/preview', { year: 2028 }],
      ['adjustments', { person: '0012', account: 'annual', year: 2026, days: '5', reason: '自己加' }],
    ] as const)
      expect((await staff.post(`/api/leave-balances/${path}`, body)).status).toBe(403);
    expect((await staff.get('/api/leave-balances')).status).toBe(403);
    expect((await staff.get('/api/leave-balances/people/0013')).status).toBe(404);
    expect((await staff.get('/api/leave-balances/people/0012')).status).toBe(200);
  });
});

describe('a correction', () => {
  const adjust = (body: object) =>
    keeper.post('/api/leave-balances/adjustments', {
      person: '0016',
      account: 'annual',
      year: 2026,
      days: '1.5',
      reason: '调入前已核定',
      ...body,
    });

  it('adds an entry with its reason and changes nothing else', async () => {
    const before = await figures('0016');
    expect((await adjust({})).status).toBe(201);
    expect(await figures('0016')).toEqual({ ...before, entitled: before.entitled + 15_000 });
    const { body } = await keeper.get('/api/leave-balances/people/0016');
    expect(body.items[0].entries.at(-1)).toMatchObject({
      type: 'adjusted',
      days: '1.5',
      note: { zh: '调入前已核定' },
      by: '0109',
    });
  });

  it.each([
    [{ days: '-99' }, 422, 'leave.balance_below_used'],
    [{ account: 'nosuch' }, 422, 'leave.account_unknown'],
    [{ person: '9999' }, 404, 'platform.not_found'],
    [{ days: '0' }, 400, undefined],
    [{ reason: '' }, 400, undefined],
    [{ days: '1.23456' }, 400, undefined],
  ])('refuses %j', async (change, status, code) => {
    const before = await figures('0016');
    const reply = await adjust(change);
    expect(reply.status).toBe(status);
    if (code) expect(refusal(reply)).toEqual([status, code]);
    expect(await figures('0016')).toEqual(before);
  });
});

describe('balances from another system', () => {
  const header = ['工号', '假期账户', '年度', '应休天数', '结转天数', '已休天数'];
  const upload = async (...rows: string[][]) =>
    keeper.upload('/api/imports?kind=leave-balances', '余额.xlsx', await workbook([header, ...rows]));

  it('become entries, stand against the rule, and can be taken back as a whole', async () => {
    const before = await figures('0020');
    const { body } = await upload(['0020', '年休假', '2026', '12.5', '2', '3.5']);
    expect(body.errors).toEqual([]);
    expect((await keeper.post(`/api/imports/${body.id}/commit`)).status).toBe(200);
    expect(await figures('0020')).toMatchObject({ entitled: 125_000, carried: 20_000, used: 35_000 });
    const opening = (await keeper.post('/api/leave-balances/openings/preview', { year: 2026 })).body;
    expect(opening.items.find((one: { person: string }) => one.person === '0020')).toMatchObject({
      state: 'imported',
      change: '0',
    });
    expect((await keeper.post(`/api/imports/${body.id}/undo`)).status).toBe(200);
    expect(await figures('0020')).toEqual(before);
    await expectSumLaw();
  });

  it.each([
    [['0020', '带薪假', '2026', '5', '', ''], 'leave.account_unknown'],
    [['0020', '年休假', '2026', '5', '1', '6.5'], 'import.value_out_of_range'],
    [['0020', '年休假', '2010', '5', '', ''], 'regulation.not_adopted'],
    [['9999', '年休假', '2026', '5', '', ''], 'import.reference_unknown'],
    [['0020', '年休假', '2026', '', '', ''], 'import.value_missing'],
  ])('refuse %j', async (row, code) => {
    const { body } = await upload(row);
    expect(body.errors.map((error: { code: string }) => error.code)).toEqual([code]);
  });

  it('cannot be taken back once they were used', async () => {
    const { body } = await upload(['0021', '年休假', '2026', '20', '', '']);
    await keeper.post(`/api/imports/${body.id}/commit`);
    await hold('0021', uuidV7(), { 2026: 18 });
    expect(refusal(await keeper.post(`/api/imports/${body.id}/undo`))).toEqual([422, 'leave.balance_below_used']);
    expect(await figures('0021')).toMatchObject({ entitled: 200_000, reserved: 180_000 });
  });
});

describe('years of service', () => {
  it('come with the roster, and an opening done again follows them', async () => {
    const admin = await hall.as('admin');
    const header = ['工号', '姓名', '入驻日期', '参加工作日期'];
    const [{ name }] = (await hall.sql<{ name: string }>(
      `select p.name from person p join institution i on i.id = p.institution_id and i.code = $1 where p.code = '0022'`,
      [HALL],
    )) as [{ name: string }];
    const send = async (...row: string[]) =>
      admin.upload('/api/imports?kind=roster', '花名册.xlsx', await workbook([header, row]));
    const late = await send('0022', name, '2020-01-01', '2021-01-01');
    expect(late.body.errors.map((error: { code: string }) => error.code)).toEqual(['import.value_out_of_range']);
    const { body } = await send('0022', name, '2020-01-01', '2005-06-01');
    expect(body.errors).toEqual([]);
    expect((await admin.post(`/api/imports/${body.id}/commit`)).status).toBe(200);
    await keeper.post('/api/leave-balances/openings', { year: 2026 });
    expect((await figures('0022')).entitled).toBe(150_000);
  });
});

describe('the register', () => {
  it('lists, filters, sorts and prints', async () => {
    const all = (await keeper.get('/api/leave-balances?sort=remaining&account=annual')).body;
    expect(all.year).toBe(2026);
    const left = all.items.map((row: { remaining: string }) => Number(row.remaining));
    expect(left).toEqual(left.toSorted((a: number, b: number) => a - b));
    const one = (await keeper.get('/api/leave-balances?person=0016&year=2026&account=annual')).body;
    expect(one).toMatchObject({ total: 1, items: [{ person: '0016', account: 'annual' }] });
    const sheet = await keeper.get('/api/leave-balances?format=xlsx');
    expect(sheet.bytes.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('a leave through the real machine', () => {
  // Of the example's hall: a window of three, so that days of leave need no cover.
  const person = '0003';
  let start: Awaited<ReturnType<typeof figures>>;
  const point = (text: string) => ({ day: text.slice(0, 10), half: text.slice(10) });
  const request = (from: string, to: string) => ({ kind: 'annual', parts: [{ from: point(from), to: point(to) }] });
  const view2027 = () => inHall((tx) => balances.view(tx, person, 'annual', '2027-01-04'));
  const preview = async (from: string, to: string) =>
    (await (await hall.as(person)).post('/api/leaves/preview', request(from, to))).body.balances[0];
  const ask = async (from: string, to: string) =>
    (await hall.as(person)).post('/api/leaves', { ...request(from, to), reason: '回老家探亲' });
  const filed = async (from: string, to: string): Promise<string> => {
    const reply = await ask(from, to);
    expect([reply.status, reply.body.code]).toEqual([201, undefined]);
    return reply.body.id;
  };
  const view = async (id: string) => (await keeper.get(`/api/cases/${id}`)).body;
  /** Signs all steps, each by somebody to whom it was offered. */
  async function approveAll(id: string): Promise<void> {
    for (;;) {
      const { context, state } = await view(id);
      if (state !== 'pending' && state !== 'extensionPending') return;
      const [who] = await hall.sql<{ person: string }>(
        `select h.person_code as person from task t
         join role_grant h on h.institution_id = t.institution_id and h.role = $2 where t.case_id = $1 limit 1`,
        [id, context.chain[context.step].key],
      );
      await done(await hall.as(who?.person ?? ''), id, 'leave.approve', { remark: '同意' });
    }
  }

  beforeAll(async () => {
    start = await figures(person);
    expect(start).toMatchObject({ used: 0, reserved: 0 });
  });

  it('shows what will be left, reserves it when sent, and gives it back when withdrawn or refused', async () => {
    const left = start.entitled / DAY;
    expect(await preview('2026-10-12am', '2026-10-13pm')).toMatchObject({
      account: 'annual',
      reserved: '2',
      remaining: String(left - 2),
    });
    expect(await figures(person)).toEqual(start);
    const first = await filed('2026-10-12am', '2026-10-13pm');
    expect(await figures(person)).toEqual({ ...start, reserved: 2 * DAY });
    expect(await preview('2026-10-20am', '2026-10-20am')).toMatchObject({ remaining: String(left - 2.5) });
    await done(await hall.as(person), first, 'leave.withdraw');
    expect(await figures(person)).toEqual(start);
    const second = await filed('2026-10-12am', '2026-10-12pm');
    expect((await figures(person)).reserved).toBe(DAY);
    const [leader] = await hall.sql<{ person: string }>(
      `select person_code as person from role_grant where role = 'SHIFT_LEADER' and institution_id = $1 limit 1`,
      [institution],
    );
    const reply = await act(await hall.as(leader?.person ?? ''), second, 'leave.refuse', { reason: '当日办件集中' });
    expect(reply.status).toBe(200);
    expect(await figures(person)).toEqual(start);
  });

  it('is refused beyond the balance, and nothing of it is stored', async () => {
    const cases = () => hall.sql<{ n: number }>(`select count(*)::int as n from case_file where kind = 'leave'`);
    const before = await cases();
    const reply = await ask('2026-10-12am', '2026-11-13pm');
    expect(refusal(reply)).toEqual([422, 'leave.beyond_balance']);
    expect(reply.body.articles).toEqual(['X06.3']);
    expect([await cases(), await figures(person)]).toEqual([before, start]);
  });

  it('grows with an extension, shrinks to what was taken on an early return, and comes back when it is cancelled', async () => {
    const id = await filed('2026-10-12am', '2026-10-13pm');
    await approveAll(id);
    await done(keeper, id, 'leave.file');
    await clockTo(hall, '2026-10-12T09:00:00+08:00');
    await reached(keeper, id, 'onLeave');
    const who = await hall.as(person);
    await done(who, id, 'leave.extend', { to: point('2026-10-14pm'), reason: '车票改签' });
    expect((await figures(person)).reserved).toBe(3 * DAY);
    await approveAll(id);
    expect(await figures(person)).toEqual({ ...start, reserved: 3 * DAY });
    await clockTo(hall, '2026-10-13T14:00:00+08:00');
    await done(who, id, 'leave.reportBack', { returned: point('2026-10-13am') });
    await done(keeper, id, 'leave.confirmReturn');
    expect(await figures(person)).toEqual({ ...start, used: 15_000 });
    const { body } = await who.get('/api/leave-balances/own');
    const types = body.items[0].entries.filter((entry: { caseId: string }) => entry.caseId === id);
    expect(types.map((entry: { type: string; days: string }) => `${entry.type} ${entry.days}`)).toEqual([
      'reserved 2',
      'reserved 1',
      'freed -1.5',
      'freed -1.5',
      'used 1.5',
    ]);
    await done(keeper, id, 'leave.cancel', { reason: '当天实际在岗' });
    expect(await figures(person)).toEqual(start);
    await expectSumLaw();
  });

  it('counts personal leave that was taken towards losing the year, this one or the next', async () => {
    const key = 'leave-0003-20261015-1';
    const opening = async (year: number, verified: object[] = []) => {
      const { body } = await keeper.post('/api/leave-balances/openings/preview', { year, verified });
      const row = body.items.find((one: { person: string }) => one.person === person);
      return { ...row, said: JSON.stringify(row.lines) };
    };
    const nineteen = [{ person, paidPersonalDays: '19', reason: '原系统' }];
    expect((await opening(2026, nineteen)).entitled).toBe(String(start.entitled / DAY));
    const reply = await (await hall.as(person)).post('/api/leaves', {
      ...request('2026-10-15am', '2026-10-15pm'),
      kind: 'personal',
      reason: '办理证件',
    });
    expect([reply.status, reply.body.key]).toEqual([201, key]);
    const { id } = reply.body;
    await approveAll(id);
    await done(keeper, id, 'leave.file');
    await clockTo(hall, '2026-10-15T09:00:00+08:00');
    await reached(keeper, id, 'onLeave');
    expect((await opening(2026, nineteen)).entitled).toBe(String(start.entitled / DAY));
    await clockTo(hall, '2026-10-15T17:00:00+08:00');
    await done(await hall.as(person), id, 'leave.reportBack', { returned: point('2026-10-15pm') });
    await done(keeper, id, 'leave.confirmReturn');
    // Nothing of the year was taken: it falls away, and the record is told with its case.
    const lost = await opening(2026, nineteen);
    expect([lost.entitled, lost.change]).toEqual(['0', String(-start.entitled / DAY)]);
    expect(lost.said).toContain(`${key} 1`);
    expect(lost.said).toContain('+19');
    expect(lost.said).toContain('X06.4');
    expect((await opening(2026)).said).toContain(key);
    expect((await opening(2026, [{ person, paidPersonalDays: '18.5' }])).state).toBe('same');
    // Half a day was taken before: the year stands, and the next one falls away.
    const other = uuidV7();
    await settle(person, other, { 2026: 0.5 });
    await keeper.post('/api/leave-balances/openings', { year: 2026, verified: nineteen });
    expect((await figures(person)).entitled).toBe(start.entitled);
    expect(await opening(2026)).toMatchObject({
      state: 'same',
      verified: { paidPersonalDays: '19', reason: '原系统' },
    });
    const next = await opening(2027);
    expect([next.entitled, next.state]).toEqual(['0', 'changed']);
    expect(next.said).toContain('X06.M4');
    // Cancelled, it counts no more.
    await done(keeper, id, 'leave.cancel', { reason: '当天实际在岗' });
    expect((await opening(2027)).state).toBe('same');
    await inHall((tx) => balances.restore(tx, cause(other)));
    await keeper.post('/api/leave-balances/openings', { year: 2026, verified: [{ person }] });
    expect(await figures(person)).toEqual(start);
  });

  it('shows each year of a leave over the turn of the year as it then holds it', async () => {
    await inHall((tx) =>
      hall.app
        .get(CalendarService, { strict: false })
        .importNotice(tx, 2027, [{ name: '元旦', date: '2027-01-01', isOffDay: true }]),
    );
    const next = await figures(person, '2027-01-04');
    const asked = request('2026-12-31pm', '2027-01-05am');
    const { body } = await (await hall.as(person)).post('/api/leaves/preview', asked);
    expect(body.balances.map((one: { year: number; wanted: string }) => [one.year, one.wanted])).toEqual([
      [2026, '0.5'],
      [2027, '1.5'],
    ]);
    const id = await filed('2026-12-31pm', '2027-01-05am');
    const held = [await inHall((tx) => balances.view(tx, person, 'annual', '2026-12-31')), await view2027()];
    expect(
      held.map(({ year, reserved, remaining }) => ({
        year,
        reserved: String(reserved / DAY),
        remaining: String(remaining / DAY),
      })),
    ).toEqual(
      body.balances.map(({ year, reserved, remaining }: Record<string, unknown>) => ({ year, reserved, remaining })),
    );
    await done(await hall.as(person), id, 'leave.withdraw');
    expect([await figures(person), await figures(person, '2027-01-04')]).toEqual([start, next]);
    // More than one of the years gives: said before sending, and refused when sent.
    const beyond = await (await hall.as(person)).post('/api/leaves/preview', request('2026-12-31pm', '2027-02-26pm'));
    expect(beyond.body.balances.map((one: { isEnough: boolean }) => one.isEnough)).toEqual([true, false]);
    expect(refusal(await ask('2026-12-31pm', '2027-02-26pm'))).toEqual([422, 'leave.beyond_balance']);
    expect([await figures(person), await figures(person, '2027-01-04')]).toEqual([start, next]);
  });
});

// In the bank they end on 30 June.
it('lets carried days give leave up to their last day, keeps those that are asked for, and lets the rest lapse once', async () => {
  const turner = new BalanceTurner(hall.app.get(Database), balances);
  const [bank] = await hall.sql<{ id: string }>('select id from institution where code = $1', [BANK]);
  const inBank = <T>(fn: (tx: Tx) => Promise<T>) => hall.app.get(Database).inInstitution(bank?.id ?? '', fn);
  const openings = hall.app.get(OpeningService, { strict: false });
  const admin = await hall.as('admin', BANK);
  const clockInBank = async (to: string) =>
    expect((await admin.post('/api/demo/clock', { to })).status).toBeLessThan(300);
  await clockInBank('2027-01-04T09:00:00+08:00');
  await inBank((tx) => openings.apply(tx, { year: 2027, verified: [] }, 'system'));
  const [chosen] = await inBank((tx) =>
    tx.query<{ person: string }>(
      'select person from leave_account where year = 2027 and carried >= 50000 and entitled >= 50000 order by person limit 1',
    ),
  );
  const person = chosen?.person ?? '';
  const account = () => inBank((tx) => balances.view(tx, person, 'annual', '2027-07-01'));
  const holdOn = (caseId: string, day: string, days: number) =>
    inBank((tx) =>
      balances.hold(tx, { ...cause(caseId), person, account: 'annual', days: [{ day, length: days * DAY }] }),
    );
  const opened = await account();
  expect(opened).toMatchObject({ carriedUntil: '2027-06-30', carriedLeft: opened.carried });
  const own = opened.entitled / DAY;
  // In July the year's own days are all there is, though there are more in sum; before July there are both.
  await expect(holdOn(uuidV7(), '2027-07-01', own + 1)).rejects.toMatchObject({
    code: 'leave.beyond_own_days',
    facts: { until: '2027-06-30', wanted: String(own + 1), remaining: String(own) },
    extras: { articles: ['X06.5'] },
  });
  const asked = (day: string) =>
    inBank((tx) => balances.outlook(tx, { person, account: 'annual', days: [{ day, length: (own + 1) * DAY }] }));
  expect([await asked('2027-06-30'), await asked('2027-07-01')].map(([one]) => one?.isEnough)).toEqual([true, false]);
  const [june, july] = [uuidV7(), uuidV7()];
  await holdOn(july, '2027-07-01', own);
  await holdOn(june, '2027-06-30', 2);
  expect(await account()).toMatchObject({ remaining: opened.carried - 2 * DAY, carriedLeft: opened.carried - 2 * DAY });
  // On its last day nothing lapses; the day after all but what the request holds, once and for all.
  await clockInBank('2027-06-30T23:00:00+08:00');
  await turner.turnAll();
  expect((await account()).expired).toBe(0);
  await clockInBank('2027-07-01T09:00:00+08:00');
  await Promise.all([turner.turnAll(), turner.turnAll()]);
  const lapses = () =>
    inBank((tx) =>
      tx.query<{ amount: number; note: string }>(
        `select amount, note->>'zh' as note from leave_account_entry
         where person = $1 and year = 2027 and type = 'expired' order by id`,
        [person],
      ),
    );
  const first = { amount: opened.carried - 2 * DAY, note: '结转天数休到 2027-06-30 为止，到期未休' };
  expect(await lapses()).toEqual([first]);
  expect(await account()).toMatchObject({ reserved: opened.entitled + 2 * DAY, remaining: 0, carriedLeft: 0 });
  // Taken, they are used; given back after their last day, they lapse.
  await inBank((tx) =>
    balances.settle(tx, {
      ...cause(june),
      person,
      account: 'annual',
      days: [{ day: '2027-06-30', length: DAY }],
    }),
  );
  await turner.turnAll();
  expect(await lapses()).toEqual([first, { ...first, amount: DAY }]);
  expect(await account()).toMatchObject({ used: DAY, reserved: opened.entitled, remaining: 0 });
  await inBank((tx) => balances.drop(tx, cause(july)));
  expect(await account()).toMatchObject({ used: DAY, reserved: 0, remaining: opened.entitled, carriedLeft: 0 });
  await expectSumLaw();
});

describe('when the year is over', () => {
  it('carries on what was left, for one year, and lets it lapse after that', async () => {
    const { entitled } = await figures('0014');
    await clockTo(hall, '2027-01-04T09:00:00+08:00');
    expect((await view('0014', '2026-12-31')).remaining).toBe(entitled);
    // The worker turns every institution; another worker at the same time changes nothing.
    const turner = new BalanceTurner(hall.app.get(Database), balances);
    await Promise.all([turner.turnAll(), turner.turnAll()]);
    expect(await figures('0014', '2026-12-31')).toMatchObject({ expired: entitled });
    expect(await figures('0014', '2027-01-04')).toMatchObject({ carried: entitled });
    expect(await inHall((tx) => balances.turn(tx))).toBe(0);
    await expectSumLaw();
    // Days freed afterwards follow on the next turn.
    const openings = hall.app.get(OpeningService, { strict: false });
    await clockTo(hall, '2028-01-03T09:00:00+08:00');
    await inHall((tx) => openings.apply(tx, { year: 2028, verified: [] }, '0109'));
    const [old, next] = [await figures('0014', '2027-12-31'), await figures('0014', '2028-01-03')];
    expect(old.expired).toBe(old.entitled + old.carried);
    expect(next.carried).toBe(old.entitled);
    await expectSumLaw();
  });
});
