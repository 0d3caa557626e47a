/** W7 over HTTP: who is concerned and in time is heard by people who show their part in it, and never made worse. */
import { jest } from '@jest/globals';
import type { Reply, Visitor } from '../support/api.js';
import { type Hall, startHall } from '../support/hall.js';
import { act, done, reached, until } from '../support/office.js';

jest.setTimeout(90_000);
let hall: Hall;
let office: Visitor;
let inspector: Visitor;
beforeAll(async () => {
  hall = await startHall({ worker: true });
  [office, inspector] = [await hall.as('0120'), await hall.as('0111')];
}, 180_000);
afterAll(() => hall?.close());

interface Entry {
  finding: string;
  factId: string;
}
const refusal = (reply: Reply) => [reply.status, reply.body.code];
const ground = '当时受督查科安排到入口协助疏导群众';

/** A finding that counts, told on a day; and the entry that it made. */
async function counted(subject: string, on: string, more: object = {}, told = on): Promise<Entry> {
  const body = { item: 'R11.A4', subject, happenedOn: on, ...more };
  const recorded = await inspector.post('/api/findings', body);
  if (recorded.status !== 201) throw new Error(JSON.stringify(recorded.body));
  const { id } = recorded.body;
  await done(office, id, 'finding.confirm');
  await done(office, id, 'finding.assess');
  await done(office, id, 'finding.notice', { deliveredOn: told });
  const [fact] = await hall.sql<{ id: string }>(`select id from fact where source_id = $1`, [id]);
  return { finding: id, factId: fact?.id ?? '' };
}
const appeal = async (person: string, body: object): Promise<Reply> =>
  (await hall.as(person)).post('/api/appeals', { ground, ...body });
const filed = async (person: string, factId: string): Promise<{ id: string; key: string }> => {
  const reply = await appeal(person, { factId });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body;
};
const heard = async (id: string, panel: string[]): Promise<Visitor> => {
  await done(office, id, 'appeal.accept');
  await done(await hall.as('0104'), id, 'appeal.formPanel', { panel });
  return hall.as(panel[0] ?? '');
};
const totalOf = async (window: string) =>
  (await office.get(`/api/results/window:${window}?period=2026-09`)).body.outputs.find(
    (output: { output: string }) => output.output === 'window',
  ).total;
const cycle = async () => (await office.get('/api/cases?kind=appraisal-cycle')).body.items[0] as { id: string };

describe('filing', () => {
  it('is for the person concerned or whoever answers for the window, within the term after the notice', async () => {
    const { factId } = await counted('window:A05', '2026-09-28', { person: 'person:0016' });
    const late = await counted('window:A05', '2026-09-08', { person: 'person:0016' });
    expect(refusal(await appeal('0003', { factId }))).toEqual([422, 'appeal.not_concerned']);
    const refused = await appeal('0016', { factId: late.factId });
    // Five working days from the day after the notice: the 9th to the 15th.
    expect(refused).toMatchObject({ status: 422, body: { code: 'appeal.late' } });
    expect(refused.body.detail).toContain('2026-09-15');
    const own = await filed('0016', factId);
    expect(await (await hall.as('0016')).get(`/api/cases/${own.id}`)).toMatchObject({
      status: 200,
      body: { state: 'filed', context: { cycle: '2026-09', subject: 'window:A05', involved: ['0111', '0120'] } },
    });
    await until('the cycle hears of it', async () => {
      const { body } = await office.get(`/api/cases/${(await cycle()).id}`);
      return body.context.openAppeals.includes(own.key) ? true : undefined;
    });
    await done(await hall.as('0016'), own.id, 'appeal.withdraw');
    await until('the cycle hears of the withdrawal', async () => {
      const { body } = await office.get(`/api/cases/${(await cycle()).id}`);
      return body.context.openAppeals.length === 0 ? true : undefined;
    });
  });

  it('happens once for one entry, however many try at once', async () => {
    const { factId } = await counted('window:A06', '2026-09-29');
    const head = (await hall.people()).find(
      (person) => person.window?.code === 'A06' && person.roles.includes('WINDOW_HEAD'),
    )?.code;
    const replies = await Promise.all(Array.from({ length: 8 }, () => appeal(head ?? '', { factId })));
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
    expect(new Set(replies.filter((reply) => reply.status !== 201).map((reply) => reply.body.code))).toEqual(
      new Set(['appeal.already_open']),
    );
  });

  it.each([
    [{ factId: '018f3a7e-0000-7000-8000-000000000001' }, 422, 'appeal.no_target'],
    [{ factId: 'x' }, 400, undefined],
    [{ subject: 'window:A05' }, 400, undefined],
    [{ subject: 'person:0016', period: '2026-13' }, 400, undefined],
    [{ subject: 'person:0016', period: '2026-09', ground: '不服' }, 400, undefined],
  ])('refuses %j', async (body, status, code) => {
    expect(await appeal('0016', body)).toMatchObject({ status, ...(code ? { body: { code } } : {}) });
  });

  it('may attack a result as a whole', async () => {
    const reply = await appeal('0016', { subject: 'person:0016', period: '2026-09' });
    expect(reply.status).toBe(201);
    expect((await office.get(`/api/cases/${reply.body.id}`)).body.context).toMatchObject({
      fact: null,
      cycle: '2026-09',
    });
    expect(refusal(await appeal('0016', { subject: 'person:0016', period: '2026-09' }))).toEqual([
      422,
      'appeal.already_open',
    ]);
    const member = await heard(reply.body.id, ['0105']);
    expect(
      refusal(await act(member, reply.body.id, 'appeal.change', { outcome: 'revoke', reason: '撤销全部' })),
    ).toEqual([422, 'appeal.no_target']);
    await done(member, reply.body.id, 'appeal.maintain', { reason: '得分计算无误' });
  });
});

describe('the panel', () => {
  it('shows who took part in the first decision, and never holds the appellant (A60)', async () => {
    const { factId } = await counted('window:A07', '2026-09-29', { person: 'person:0024' });
    const concerned = (await hall.people()).find((person) => person.window?.code === 'A07')?.code ?? '';
    const head = (await hall.people()).find(
      (person) => person.window?.code === 'A07' && person.roles.includes('WINDOW_HEAD'),
    )?.code;
    const { id, key } = await filed(head ?? concerned, factId);
    expect(refusal(await act(await hall.as(head ?? ''), id, 'appeal.accept'))).toEqual([403, 'auth.self_decision']);
    await done(office, id, 'appeal.accept');
    const chair = await hall.as('0104');
    expect(refusal(await act(chair, id, 'appeal.formPanel', { panel: ['0105', head] }))).toEqual([
      422,
      'appeal.conflict',
    ]);
    await done(chair, id, 'appeal.formPanel', { panel: ['0105', '0111'] });
    const { context } = (await chair.get(`/api/cases/${id}`)).body;
    expect(context).toMatchObject({ panel: ['0105', '0111'], conflicts: ['0111'] });
    const listed = (await chair.get('/api/appeals?pageSize=100')).body.items.find(
      (row: { key: string }) => row.key === key,
    );
    expect(listed.panel).toEqual([
      { code: '0105', name: '余润', tookPart: false },
      { code: '0111', name: '冯静明', tookPart: true },
    ]);
    expect([403, 422]).toContain((await act(await hall.as('0106'), id, 'appeal.maintain', { reason: '维持' })).status);
    // Keeping it changes nothing.
    const before = await totalOf('A07');
    await done(await hall.as('0105'), id, 'appeal.maintain', { reason: '事实清楚，依据明确' });
    expect(await totalOf('A07')).toBe(before);
    expect(await hall.sql('select 1 from fact where reverses = $1', [factId])).toEqual([]);
  });

  it('never makes it worse, sees who would move, and puts right what it allows', async () => {
    const before = await totalOf('A08');
    const { factId, finding } = await counted('window:A08', '2026-09-29');
    expect(Number(before) - Number(await totalOf('A08'))).toBe(2);
    const head = (await hall.people()).find(
      (person) => person.window?.code === 'A08' && person.roles.includes('WINDOW_HEAD'),
    )?.code;
    const { id, key } = await filed(head ?? '', factId);
    const member = await heard(id, ['0105', '0106']);
    for (const payload of [
      { outcome: 'reassess', points: -50_000 },
      { outcome: 'reassess', points: 10_000 },
      { outcome: 'reassess' },
    ])
      expect(refusal(await act(member, id, 'appeal.change', { ...payload, reason: '加重处理' }))).toEqual([
        422,
        'appeal.worse',
      ]);
    const affected = (await member.get(`/api/appeals/${id}/affected`)).body;
    expect(affected.affected.map((one: { subject: string }) => one.subject)).toContain('window:A08');
    expect(await (await hall.as('0003')).get(`/api/appeals/${id}/affected`)).toMatchObject({ status: 404 });
    await done(member, id, 'appeal.change', { outcome: 'revoke', reason: '查明系按安排离岗' });
    // One transaction with the decision: counter-entry and score.
    expect(await hall.sql('select count, reverses from fact where reverses = $1', [factId])).toEqual([
      { count: -1, reverses: factId },
    ]);
    expect(await totalOf('A08')).toBe(before);
    expect(await reached(office, finding, 'revoked')).toMatchObject({ context: { appeal: key } });
    await until('the cycle is told', async () => {
      const { body } = await office.get(`/api/cases/${(await cycle()).id}`);
      return body.context.closedAppeals.includes(key) ? true : undefined;
    });
    await until('the decision is drafted', async () => {
      const { body } = await office.get(`/api/cases?kind=paper&key=${key}-decision`);
      return body.items[0] as object | undefined;
    });
    await done(office, id, 'appeal.deliver', { deliveredOn: '2026-09-30' });
    await done(office, id, 'appeal.close');
    expect((await office.get(`/api/cases/${id}`)).body.state).toBe('closed');
    // What was taken back cannot be attacked again.
    expect(refusal(await appeal(head ?? '', { factId }))).toEqual([422, 'appeal.no_target']);
  });
});

describe('the list of appeals', () => {
  it('shows each reader his own and what his rights reach', async () => {
    const subjects = async (person: string, query = '') => {
      const reply = await (await hall.as(person)).get(`/api/appeals?pageSize=100${query}`);
      expect(reply.status).toBe(200);
      return reply.body.items.map((row: { subject: string }) => row.subject) as string[];
    };
    const all = await subjects('0120');
    expect(new Set(all)).toEqual(new Set(['window:A05', 'person:0016', 'window:A06', 'window:A07', 'window:A08']));
    expect((await subjects('0016')).sort()).toEqual(['person:0016', 'window:A05']);
    expect(await subjects('0003')).toEqual([]);
    expect(await subjects('0106')).toEqual(expect.arrayContaining(['window:A08']));
    expect(await subjects('0120', '&state=withdrawn')).toEqual(['window:A05']);
    expect(await subjects('0120', '&subject=window:A08')).toEqual(['window:A08']);
    const page = (await office.get('/api/appeals?page=2&pageSize=2&sort=filedAt')).body;
    expect([page.items.length, page.total]).toEqual([2, all.length]);
    expect(await office.get('/api/appeals?state[]=x')).toMatchObject({ status: 400 });
    expect((await office.get('/api/appeals?format=xlsx')).bytes.subarray(0, 2).toString()).toBe('PK');
  });
});
