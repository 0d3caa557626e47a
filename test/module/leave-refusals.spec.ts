/** What cannot be filed: each refusal names what is wrong, its article where there is one, and the next step; nothing is stored. */
import { jest } from '@jest/globals';
import type { Reply } from '../support/api.js';
import { type Hall, startHall } from '../support/hall.js';
import { leaveRestores } from './support/leave-restores.js';

let hall: Hall;
jest.setTimeout(90_000);
beforeAll(async () => {
  hall = await startHall();
}, 180_000);
afterAll(() => hall?.close());

const point = (text: string) => ({ day: text.slice(0, 10), half: text.slice(10) });
const days = (from: string, to = from.replace('am', 'pm')) => ({ from: point(from), to: point(to) });
const hours = (day: string, start: string, end: string) => ({ day, start, end });
const ask = async (person: string, kind: string, parts: object[], more: object = {}): Promise<Reply> =>
  (await hall.as(person)).post('/api/leaves', { kind, parts, reason: '家中有事', ...more });
const hash = 'a'.repeat(64);

/** Person, kind, parts, more, status, code, articles that the refusal must name. */
type Row = [string, string, string, object[], object, number, string, string[]];
const rows: Row[] = [
  [
    'an end before the start',
    '0002',
    'personal',
    [days('2026-10-13am', '2026-10-12pm')],
    {},
    422,
    'leave.period_reversed',
    [],
  ],
  ['no time at all', '0002', 'personal', [hours('2026-10-12', '09:00', '09:00')], {}, 422, 'leave.period_reversed', []],
  [
    'hours over midnight',
    '0002',
    'personal',
    [hours('2026-10-12', '22:00', '06:00')],
    {},
    422,
    'leave.period_reversed',
    [],
  ],
  ['days off alone', '0002', 'personal', [days('2026-10-17am', '2026-10-18pm')], {}, 422, 'leave.period_empty', []],
  [
    'the same half twice',
    '0002',
    'personal',
    [days('2026-10-12am'), days('2026-10-12pm')],
    {},
    422,
    'leave.parts_overlap',
    [],
  ],
  ['days that are over', '0002', 'personal', [days('2026-09-01am')], {}, 422, 'leave.in_past', ['R15.L3']],
  [
    'a year that nobody loaded',
    '0002',
    'personal',
    [days('2026-12-31am', '2027-01-04pm')],
    {},
    422,
    'calendar.year_missing',
    [],
  ],
  [
    'a document that is due now',
    '0002',
    'official',
    [days('2026-10-12am')],
    {},
    422,
    'leave.document_missing',
    ['R15.L4'],
  ],
  [
    'the document of a kind of the office',
    '0002',
    'marriage',
    [days('2026-10-12am')],
    {},
    422,
    'leave.document_missing',
    [],
  ],
  [
    'a file that was never uploaded',
    '0002',
    'official',
    [days('2026-10-12am')],
    { documents: [hash] },
    422,
    'ledger.evidence_unknown',
    [],
  ],
  [
    'more days than the year gives',
    '0002',
    'annual',
    [days('2026-10-12am', '2026-11-20pm')],
    {},
    422,
    'leave.beyond_balance',
    ['X06.3'],
  ],
  [
    'an outing above its limit',
    '0002',
    'outing',
    [hours('2026-10-12', '09:00', '09:31')],
    {},
    422,
    'leave.too_long',
    ['R15.L8'],
  ],
  [
    'more days than the kind has',
    '0002',
    'bereavement',
    [days('2026-10-12am', '2026-10-15pm')],
    {},
    422,
    'leave.too_long',
    ['OWN.13'],
  ],
  ['an outing in half days', '0002', 'outing', [days('2026-10-12am')], {}, 422, 'leave.part_not_allowed', ['R15.L8']],
  [
    'annual leave by the hour',
    '0002',
    'annual',
    [hours('2026-10-12', '09:00', '10:00')],
    {},
    422,
    'leave.part_not_allowed',
    ['R15.L7'],
  ],
  ['a kind misspelt', '0002', 'persnal', [days('2026-10-12am')], {}, 422, 'leave.kind_unknown', []],
  [
    'eleven parts',
    '0002',
    'personal',
    Array.from({ length: 11 }, (_, n) => hours('2026-10-12', `${10 + n}:00`, `${10 + n}:30`)),
    {},
    400,
    'input.invalid',
    [],
  ],
  ['no part', '0002', 'personal', [], {}, 400, 'input.invalid', []],
  [
    'somebody of another unit',
    '0002',
    'personal',
    [days('2026-10-12am')],
    { for: '0047' },
    403,
    'leave.not_for_others',
    [],
  ],
  [
    'somebody who is not there',
    '0002',
    'personal',
    [days('2026-10-12am')],
    { for: '9999' },
    422,
    'leave.person_unknown',
    [],
  ],
  [
    'a chain that changed since',
    '0002',
    'personal',
    [days('2026-10-12am')],
    { seenChain: 'b'.repeat(64) },
    409,
    'leave.chain_changed',
    [],
  ],
  [
    'a chain that nobody can sign',
    '0103',
    'personal',
    [days('2026-10-12am', '2026-10-13pm')],
    {},
    422,
    'leave.approver_missing',
    [],
  ],
];

it.each(rows)('refuses %s', async (_, person, kind, parts, more, status, code, articles) => {
  const before = await hall.rowCounts();
  const { status: got, body } = await ask(person, kind, parts, more);
  expect([got, body.code]).toEqual([status, code]);
  expect(body.articles ?? []).toEqual(expect.arrayContaining(articles));
  for (const text of [body.title, body.detail, body.hint]) {
    expect(text.length).toBeGreaterThan(2);
    // No placeholder is left open.
    expect(text).not.toMatch(/\{\w+\}/);
  }
  expect(await hall.rowCounts()).toEqual(before);
});

it('suggests the nearest kind, and lists those that there are', async () => {
  const { body } = await ask('0002', 'persnal', [days('2026-10-12am')]);
  expect(body.detail + body.hint).toContain('personal');
  const { items } = (await (await hall.as('0002')).get('/api/leave-kinds')).body;
  expect(items.map((one: { id: string }) => one.id)).toEqual(
    expect.arrayContaining([
      'personal',
      'sick',
      'annual',
      'official',
      'outing',
      'marriage',
      'maternity',
      'bereavement',
    ]),
  );
  expect(items.find((one: { id: string }) => one.id === 'outing')).toMatchObject({ parts: ['hours'], mostMinutes: 30 });
});

it('names the working days that come next, over holidays and at the end of what is loaded', async () => {
  const visitor = await hall.as('0002');
  const soon = async (on: string) => (await visitor.get(`/api/leave-kinds?on=${on}`)).body.soon;
  expect(await soon('2026-09-30')).toEqual(['2026-09-30', '2026-10-08', '2026-10-09']);
  expect(await soon('2026-10-01')).toEqual(['2026-10-08', '2026-10-09', '2026-10-10']);
  expect(await soon('2026-12-31')).toEqual(['2026-12-31']);
});

it('refuses a file that is not what it says', async () => {
  const reply = await (await hall.as('0002')).upload(
    '/api/evidence',
    'certificate.png',
    Buffer.from('MZ this is no picture'),
  );
  expect([reply.status, reply.body.code]).toEqual([415, 'file.type_mismatch']);
});

it('two people filing for one: the second is told who was first; the person disowns it and files anew', async () => {
  const colleague = (await hall.people()).find(
    (one) => one.window?.code === 'A01' && one.code !== '0002' && one.roles.join() === 'STAFF',
  );
  if (!colleague) throw new Error('A01 has nobody else');
  const made = await ask(colleague.code, 'sick', [days('2026-10-15am')], { for: '0002' });
  expect([made.status, made.body.state]).toEqual([201, 'pending']);
  const own = await ask('0002', 'personal', [hours('2026-10-15', '10:00', '11:00')]);
  expect([own.status, own.body.code]).toEqual([422, 'leave.overlap']);
  expect(own.body.detail).toContain(colleague.name);
  const send = async (person: string, type: string, payload: object = {}) => {
    const who = await hall.as(person);
    const { revision } = (await who.get(`/api/cases/${made.body.id}`)).body;
    return who.post(`/api/cases/${made.body.id}/events`, { type, payload }, { 'if-match': `"${revision}"` });
  };
  // Only the person himself says whose it is.
  expect((await send(colleague.code, 'leave.confirm')).status).toBe(403);
  expect((await send('0002', 'leave.disown', { reason: '我没有请假' })).body.outcome).toMatchObject({
    state: 'disowned',
  });
  expect(await hall.sql('select 1 from person_slot where case_id = $1', [made.body.id])).toEqual([]);
  expect((await ask('0002', 'personal', [hours('2026-10-15', '10:00', '11:00')])).status).toBe(201);
});

it('takes several parts, half days and hours, in one request', async () => {
  const parts = [days('2026-10-19pm', '2026-10-19pm'), hours('2026-10-21', '09:00', '10:30')];
  const who = await hall.as('0006');
  const preview = await who.post('/api/leaves/preview', { kind: 'personal', parts });
  // One hour and a half are two steps of an hour.
  expect(preview.body).toMatchObject({
    days: '0.75',
    length: 7_500,
    workingDays: [
      { day: '2026-10-19', half: 'pm' },
      { day: '2026-10-21', start: '09:00', end: '10:30' },
    ],
    balances: [],
    proof: { required: false, dueAt: null },
  });
  const made = await ask('0006', 'personal', parts);
  expect(made.status).toBe(201);
  expect(
    await hall.sql('select day::text, minutes::text from person_slot where case_id = $1 order by day', [made.body.id]),
  ).toEqual([
    { day: '2026-10-19', minutes: '[720,1440)' },
    { day: '2026-10-21', minutes: '[540,630)' },
  ]);
});

it('shows the balance that will remain, and when the certificate is due', async () => {
  const who = await hall.as('0002');
  const { body } = await who.post('/api/leaves/preview', { kind: 'annual', parts: [days('2026-10-22am')] });
  const [balance] = body.balances;
  expect(Number(balance.remaining)).toBe(
    Number(balance.entitled) + Number(balance.carried) - Number(balance.used) - Number(balance.reserved),
  );
  expect(body.balances).toEqual([
    expect.objectContaining({ account: 'annual', year: 2026, reserved: '1', wanted: '1', isEnough: true }),
  ]);
  const sick = await who.post('/api/leaves/preview', { kind: 'sick', parts: [days('2026-10-22am')] });
  expect(sick.body.proof).toMatchObject({ required: true, dueAt: 'return', dueOn: '2026-10-23' });
});

leaveRestores(() => hall);
