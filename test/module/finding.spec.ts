/** W2 over HTTP: who records does not confirm, what counts is the article's, and a score is right when it is confirmed. */
import { jest } from '@jest/globals';
import { milderThan } from '../../src/finding/finding.facts.js';
import { Database } from '../../src/platform/database/database.js';
import { RegulationService } from '../../src/regulation/regulation.service.js';
import type { Visitor } from '../support/api.js';
import { BANK, HALL, type Hall, startHall } from '../support/hall.js';
import { act, done, reached, until } from '../support/office.js';

jest.setTimeout(90_000);
let hall: Hall;
let inspector: Visitor;
let office: Visitor;
beforeAll(async () => {
  hall = await startHall({ worker: true, bank: true });
  inspector = await hall.as('0111');
  office = await hall.as('0120');
}, 180_000);
afterAll(() => hall?.close());

const seen = { item: 'R11.A4', subject: 'window:A05', person: 'person:0016', happenedOn: '2026-09-08' };
const record = (who: Visitor, change: object = {}) => who.post('/api/findings', { ...seen, ...change });
const filed = async (who: Visitor, change: object = {}): Promise<{ id: string; key: string }> => {
  const reply = await record(who, change);
  expect(reply).toMatchObject({ status: 201, body: { state: 'recorded' } });
  return reply.body;
};
const windowOf = async (who: Visitor, window: string) => {
  const { body } = await who.get(`/api/results/window:${window}?period=2026-09`);
  return body.outputs.find((output: { output: string }) => output.output === 'window');
};

describe('a finding', () => {
  it('counts once another person confirmed and assessed it: the score is right at that commit, with the article', async () => {
    const before = await windowOf(office, 'A05');
    const { id } = await filed(inspector, { note: '视频抽查发现窗口无人值守' });
    expect(await windowOf(office, 'A05')).toMatchObject({ total: before.total });
    await done(office, id, 'finding.confirm');
    await done(office, id, 'finding.assess');
    const after = await windowOf(office, 'A05');
    expect(Number(before.total) - Number(after.total)).toBe(2);
    const line = after.trace.find((entry: { rule: string }) => entry.rule === 'R11.A4');
    expect(line).toMatchObject({ article: 'R11.A4', amount: '-2' });
    expect(line.facts).toHaveLength(1);
    const closed = await done(office, id, 'finding.notice', { deliveredOn: '2026-09-08' });
    expect(closed.body.state).toBe('closed');
  });

  it('is pinned to the edition of its day', async () => {
    const { id } = await filed(inspector, { subject: 'window:A06', person: undefined, item: 'R11.D3' });
    const [row] = await hall.sql<{ ref: string; hash: string }>(
      'select edition_ref as ref, edition_hash as hash from case_file where id = $1',
      [id],
    );
    const adopted = (await office.get('/api/regulations/adopted')).body;
    expect(row).toEqual({ ref: `${adopted.id}@${adopted.edition}`, hash: adopted.hash });
  });

  it('is not confirmed by whoever recorded it, sat in the team or is concerned, nor seen by strangers', async () => {
    const both = await hall.as('0120');
    const { id } = await filed(both, { subject: 'window:A07', person: undefined, team: ['0121'] });
    for (const person of ['0120', '0121'])
      expect(await act(await hall.as(person), id, 'finding.confirm')).toMatchObject({
        status: 403,
        body: { code: 'auth.self_decision' },
      });
    expect(await act(inspector, id, 'finding.confirm')).toMatchObject({
      status: 403,
      body: { code: 'auth.forbidden' },
    });
    expect(await (await hall.as('0001')).get(`/api/cases/${id}`)).toMatchObject({ status: 404 });
    await done(await hall.as('0109'), id, 'finding.confirm');
  });

  it('leaves no trace in the score when it is dropped', async () => {
    const { id } = await filed(inspector, { subject: 'window:A08', person: undefined, item: 'R11.D3' });
    await done(office, id, 'finding.drop', { reason: '复看录像，柜面整洁' });
    expect(await windowOf(office, 'A08')).toMatchObject({ total: '100' });
    expect(await act(office, id, 'finding.confirm')).toMatchObject({
      status: 409,
      body: { code: 'workflow.transition_refused' },
    });
  });

  it('takes points only from a range of the article, never from the keyboard', async () => {
    const { id } = await filed(inspector, { subject: 'window:A09', person: undefined, item: 'R11.D1' });
    await done(office, id, 'finding.confirm');
    expect(await act(office, id, 'finding.assess', { points: -50_000 })).toMatchObject({
      status: 422,
      body: { code: 'finding.out_of_range', articles: ['R11.D1'] },
    });
    expect(await record(inspector, { points: '-5' })).toMatchObject({ status: 400 });
  });

  it('asks why a second finding of the day about the same or an overlapping matter is another fact (A34)', async () => {
    const place = { subject: 'window:A10', person: undefined, happenedOn: '2026-09-09' };
    const first = await filed(inspector, { ...place, item: 'R11.A6' });
    const second = await filed(inspector, { ...place, item: 'R11.A6' });
    const refused = await act(office, second.id, 'finding.confirm');
    expect(refused).toMatchObject({ status: 422, body: { code: 'finding.duplicate' } });
    expect(refused.body.detail).toContain(first.key);
    await done(office, second.id, 'finding.confirm', { distinct: '上午、下午各一次，不同人员' });
    expect((await office.get(`/api/cases/${second.id}`)).body.context.distinct).toContain('各一次');
  });

  it.each([
    [{ item: 'R11.A44' }, 422, 'finding.item_unknown', 'R11.A4'],
    [{ item: '擅自离岗' }, 422, 'finding.item_unknown', 'R11.A4'],
    [{ subject: 'window:Z99', person: undefined }, 422, 'finding.subject_unknown', 'Z99'],
    [{ person: 'person:9999' }, 422, 'finding.subject_unknown', '9999'],
    [{ happenedOn: '2026-10-01' }, 422, 'finding.in_future', '2026-10-01'],
    [{ item: 'R12.08' }, 422, 'fact.subject_kind', 'R12.08'],
    [
      { happenedOn: '2019-03-04', person: undefined, subject: 'window:A09' },
      409,
      'regulation.not_adopted',
      '2019-03-04',
    ],
    [{ happenedOn: '2026-02-30' }, 400, 'input.date_invalid', '2026-02-30'],
    [{ item: 'hall.cases' }, 422, 'finding.not_recordable', 'hall.cases'],
    [{ quantity: '-1' }, 400, 'input.invalid', ''],
    [{ quantity: '1.234' }, 400, undefined, ''],
    [{ subject: 'hall:1' }, 400, undefined, ''],
  ])('refuses %j with %i %s', async (change, status, code, named) => {
    const before = await hall.rowCounts();
    const reply = await record(inspector, change);
    expect(reply).toMatchObject({ status, ...(code ? { body: { code } } : {}) });
    expect(`${reply.body.detail} ${reply.body.hint}`).toContain(named);
    expect(await hall.rowCounts()).toEqual(before);
  });

  it('needs the evidence that its article names', async () => {
    expect(await record(inspector, { item: 'R11.B5' })).toMatchObject({
      status: 422,
      body: { code: 'finding.evidence_missing', articles: ['R11.B5'] },
    });
    await filed(inspector, { item: 'R11.B5', evidence: ['a'.repeat(64)] });
  });

  it('is recorded by those who check, and by nobody else', async () => {
    expect(await record(await hall.as('0016'))).toMatchObject({ status: 403 });
    expect(await record(hall.visitor())).toMatchObject({ status: 401 });
  });
});

describe('the list of findings', () => {
  it('reaches as far as the rights of its reader', async () => {
    await filed(inspector, { subject: 'window:A11', person: undefined, item: 'R11.D4', happenedOn: '2026-09-15' });
    await filed(inspector, { item: 'R12.08', subject: 'person:0110', person: undefined, happenedOn: '2026-09-15' });
    const keys = async (person: string, query = '') => {
      const reply = await (await hall.as(person)).get(`/api/findings?pageSize=200${query}`);
      expect(reply.status).toBe(200);
      return new Set(reply.body.items.map((row: { subject: string }) => row.subject));
    };
    const [all, head, worker, stranger, unit] = await Promise.all([
      keys('0109'),
      keys((await headOf('A11')) ?? ''),
      keys('0016'),
      keys('0003'),
      keys('0089'),
    ]);
    expect([...all]).toEqual(expect.arrayContaining(['window:A05', 'window:A11', 'person:0110']));
    expect([...head]).toEqual(['window:A11']);
    expect([...worker]).toEqual(['window:A05']);
    expect([...stranger]).toEqual([]);
    expect([...unit].every((key) => ['window:A01', 'window:A02', 'window:A03'].includes(String(key)))).toBe(true);
    expect(await (await hall.as('0003')).get('/api/findings?subject=window:A11')).toMatchObject({ status: 404 });
    expect([...(await keys('0109', '&state=dropped'))]).toEqual(['window:A08']);
    expect(await inspector.get('/api/findings?from=2026-09-30&to=2026-09-01')).toMatchObject({ status: 400 });
    expect((await inspector.get('/api/findings?format=xlsx')).bytes.subarray(0, 2).toString()).toBe('PK');
  });

  const headOf = async (window: string) =>
    (await hall.people()).find((person) => person.window?.code === window && person.roles.includes('WINDOW_HEAD'))
      ?.code;
});

describe('a penalty of the bank (R63)', () => {
  const penal = { item: 'R63.P03a', subject: 'person:0008', note: '未按规定着装' };
  let clerk: Visitor;
  const until2 = async (happenedOn: string, deliver: boolean) => {
    const team = await hall.as('0028', BANK);
    clerk = await hall.as('0026', BANK);
    const reply = await team.post('/api/findings', { ...penal, happenedOn, team: ['0029'], inspection: happenedOn });
    expect(reply.status).toBe(201);
    const { id, key } = reply.body;
    await done(clerk, id, 'finding.confirm');
    await done(clerk, id, 'finding.assess', { fault: 'own' });
    const noticed = await done(clerk, id, 'finding.notice', deliver ? { deliveredOn: happenedOn } : {});
    return { id, key, state: noticed.body.state, context: noticed.body.context };
  };

  it('takes two to check, names the fault, and the head who answers with it may not confirm', async () => {
    const alone = await (await hall.as('0028', BANK)).post('/api/findings', { ...penal, happenedOn: '2026-09-01' });
    expect(alone).toMatchObject({ status: 422, body: { code: 'finding.team_too_small' } });
    const { id } = (
      await (await hall.as('0028', BANK)).post('/api/findings', { ...penal, happenedOn: '2026-09-01', team: ['0030'] })
    ).body;
    const officer = await hall.as('0026', BANK);
    await done(officer, id, 'finding.confirm');
    expect((await officer.get(`/api/cases/${id}`)).body.context.joint).toEqual(['0024']);
    expect(await act(officer, id, 'finding.assess')).toMatchObject({
      status: 422,
      body: { code: 'finding.fault_missing' },
    });
    await done(officer, id, 'finding.assess', { fault: 'own' });
    const noticed = await done(officer, id, 'finding.notice', {});
    expect(noticed.body).toMatchObject({ state: 'noticed', context: { fine: 500_000 } });
    await done(officer, id, 'finding.deliver', { deliveredOn: '2026-09-30' });
    expect((await officer.get(`/api/cases/${id}`)).body).toMatchObject({
      state: 'fineDue',
      context: { payBy: '2026-10-03' },
    });
  });

  it('asks for the amount that the rule itself lays on the head, from its range (R63.P19b)', async () => {
    const team = await hall.as('0028', BANK);
    const complaint = { item: 'R63.P19b', subject: 'person:0009', happenedOn: '2026-09-03', note: '客户向分行投诉' };
    const { id } = (await team.post('/api/findings', { ...complaint, team: ['0029'] })).body;
    const officer = await hall.as('0026', BANK);
    await done(officer, id, 'finding.confirm');
    const chosen = { fault: 'own', points: -50_000, money: -5_000_000 };
    expect(await act(officer, id, 'finding.assess', { ...chosen, points: -90_000 })).toMatchObject({
      status: 422,
      body: { code: 'fact.points_outside', errors: [{ where: '/payload/points', got: '-9', allowed: '-8 – -3' }] },
    });
    expect(await act(officer, id, 'finding.assess', chosen)).toMatchObject({
      status: 422,
      body: { code: 'finding.head_out_of_range', articles: ['R63.P19b'] },
    });
    await done(officer, id, 'finding.assess', { ...chosen, headPoints: -30_000, headMoney: -3_000_000 });
    const before = await (await hall.as('0024', BANK)).get('/api/results/person:0024?period=2026-09');
    const lines = before.body.outputs[0].trace.filter((line: { rule: string }) => line.rule === 'R63.P19b');
    expect(lines).toMatchObject([{ amount: '-3', money: '-300' }]);
  });

  it('asks in its form for what the article leaves open, and for the percentage of the directors (R63.P19c, A39)', async () => {
    const team = await hall.as('0028', BANK);
    const exposed = { item: 'R63.P19c', subject: 'person:0010', happenedOn: '2026-09-04', note: '媒体报道' };
    const items = (await team.get('/api/findings/items?on=2026-09-04')).body.items;
    expect(items.find((one: { item: string }) => one.item === exposed.item).inputs).toContainEqual(
      expect.objectContaining({ field: 'directorPercent', needed: true, asked: 'assess' }),
    );
    expect(
      await team.post('/api/findings', { ...exposed, team: ['0029'], values: { directorPercent: '30' } }),
    ).toMatchObject({
      status: 422,
      body: { code: 'fact.value_outside', errors: [{ where: '/values/directorPercent', got: '30' }] },
    });
    const { id } = (await team.post('/api/findings', { ...exposed, team: ['0029'], values: { event: '晚报' } })).body;
    const officer = await hall.as('0026', BANK);
    await done(officer, id, 'finding.confirm');
    const { actions } = (await officer.get(`/api/cases/${id}`)).body;
    const { form } = actions.find((one: { event: string }) => one.event === 'finding.assess');
    expect(form.required).toEqual(expect.arrayContaining(['fault', 'points', 'money', 'values']));
    expect(form.properties).toMatchObject({
      points: { 'x-least': -100_000, 'x-most': -50_000, 'x-article': 'R63.P19c' },
      money: { 'x-follows': { field: 'points' } },
      values: { properties: { directorPercent: { 'x-least': 100_000, 'x-most': 200_000 } } },
    });
    const chosen = { fault: 'own', points: -50_000, money: -5_000_000, headPoints: -20_000, headMoney: -2_000_000 };
    expect(await act(officer, id, 'finding.assess', chosen)).toMatchObject({
      status: 422,
      body: { code: 'finding.value_missing', articles: ['R63.P19d'] },
    });
    const values = { directorPercent: '15', directorInChargePercent: '10' };
    await done(officer, id, 'finding.assess', { ...chosen, values });
    const result = (await (await hall.as('0010', BANK)).get('/api/results/person:0010?period=2026-09')).body;
    expect(result.facts).toContainEqual(
      expect.objectContaining({
        item: exposed.item,
        values: expect.objectContaining({ event: '晚报', directorPercent: 150_000 }),
      }),
    );
    expect(result.fields).toContainEqual(expect.objectContaining({ field: 'directorPercent' }));
  });

  it('doubles within 30 days, and its notice says so with the share of the head', async () => {
    const { id, key, state, context } = await until2('2026-09-18', true);
    expect([state, context.fine]).toEqual(['fineDue', 1_000_000]);
    const file = await until('the notice is drafted', async () => {
      const { body } = await clerk.get(`/api/cases?kind=paper&key=${key}-notice`);
      return body.items[0] as { id: string } | undefined;
    });
    // Nobody reviews or signs his own draft.
    expect(await act(clerk, file.id, 'paper.review')).toMatchObject({ status: 403 });
    const colleague = await hall.as('0027', BANK);
    await done(colleague, file.id, 'paper.review');
    await done(colleague, file.id, 'paper.sign');
    const [paper] = await hall.sql<{ document: { data: Record<string, unknown> } }>(
      'select document from paper where case_id = $1',
      [file.id],
    );
    expect(paper?.document.data).toMatchObject({
      addressee: { key: 'person:0008', name: '谢立宁' },
      findings: [{ article: 'R63.P03a', points: '2.00', fine: '100.00', doubled: expect.stringContaining('加倍') }],
      shares: [{ name: '孔悦霜', points: '1.00', fine: '50.00' }],
      totalPoints: '2.00',
      totalFine: '100.00',
    });
    await done(clerk, id, 'finding.pay', { paidOn: '2026-09-20' });
    expect(await reached(clerk, id, 'closed')).toMatchObject({ context: { paidOn: '2026-09-20' } });
  });
});

describe('the milder of two rules (A34)', () => {
  it('is named among the recordable items that fit the same fact', async () => {
    const institution = (await hall.sql<{ id: string }>('select id from institution where code = $1', [HALL]))[0]?.id;
    const edition = await hall.app
      .get(Database, { strict: false })
      .inInstitution(institution ?? '', (tx) =>
        hall.app.get(RegulationService, { strict: false }).inForce(tx, '2026-09-30'),
      );
    const item = (name: string, change: object = {}) => ({
      ...edition.items.find((one) => one.item === name)!,
      ...change,
    });
    const harsh = item('R11.A4', { overlaps: ['R11.A6', 'hall.cases'] });
    const mild = item('R11.A6', { overlaps: ['R11.A4'] });
    expect(milderThan(harsh, [harsh, mild, item('hall.cases')])).toBe('R11.A6');
    expect(milderThan(mild, [harsh, mild])).toBeNull();
    expect(milderThan(item('R11.A4'), [...edition.items])).toBeNull();
  });
});
