/** Cases, tasks and messages as a browser meets them: real sessions, real rights, problem bodies in the reader's language. */
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { DemoService } from '../../src/demo/demo.service.js';
import { RosterService } from '../../src/organization/roster.service.js';
import { Database } from '../../src/platform/database/database.js';
import { FactProviders } from '../../src/platform/effects/fact-providers.js';
import { OutboxRepository } from '../../src/platform/outbox/outbox.repository.js';
import { OutboxRunner } from '../../src/platform/outbox/outbox-runner.js';
import { Machines } from '../../src/workflow/machines.js';
import { CaseOutboxPerformer } from '../../src/workflow/outbox-performer.js';
import { type TestApi, testApi, type Visitor } from '../support/api.js';
import { errand } from './support/errand.js';

let api: TestApi;
let hall: string;
let ann: Visitor;
let bob: Visitor;
let eve: Visitor;
let boss: Visitor;
const get = <T>(type: abstract new (...args: never[]) => T): T => api.app.get(type as never, { strict: false });

beforeAll(async () => {
  api = await testApi();
  get(Machines).add(errand);
  get(FactProviders).register('errand.gate', async () => 'open');
  hall = (await get(DemoService).found({ example: 'city-hall', code: 'hall', name: '示例大厅' }, false)).id;
  await get(Database).inInstitution(hall, async (tx) => {
    const row = { gender: null, unit: 'U01', window: 'A01', post: null, ab: null, since: '2026-01-05' };
    const roster = get(RosterService);
    await roster.putUnits(tx, [{ code: 'U01', name: '税务局' }]);
    await roster.putWindows(tx, [
      { code: 'A01', name: '发票窗口', group: 'approval', unit: 'U01', hall: null, workers: 2, lowVolumeExempt: false },
    ]);
    await roster.putPeople(
      tx,
      [
        { ...row, code: 'ann', name: '安宁', roles: [{ role: 'STAFF' as const }] },
        { ...row, code: 'bob', name: '薄荷', roles: [{ role: 'WINDOW_HEAD' as const }] },
        { ...row, code: 'eve', name: '夜风', window: null, roles: [{ role: 'STAFF' as const }] },
        { ...row, code: 'boss', name: '包容', window: null, roles: [{ role: 'SUPERVISION' as const }] },
      ],
      '2026-01-05',
      'test',
    );
  });
  [ann, bob, eve, boss] = (await Promise.all(['ann', 'bob', 'eve', 'boss'].map(visit))) as [
    Visitor,
    Visitor,
    Visitor,
    Visitor,
  ];
}, 120_000);
afterAll(() => api?.close());

async function visit(person: string): Promise<Visitor> {
  const visitor = api.visitor();
  const reply = await visitor.post('/api/demo/sign-in', { personCode: person, institution: 'hall' });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return visitor;
}

const file = async (input: Record<string, unknown> = { signers: ['bob'] }) => {
  const reply = await ann.post('/api/cases', { kind: 'errand', input });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body;
};
const approve = (
  who: Visitor,
  id: string,
  headers: Record<string, string> = {},
  type = 'errand.approve',
  payload: object = {},
) => who.post(`/api/cases/${id}/events`, { type, payload }, { 'if-match': '"1"', ...headers });

describe('a case over HTTP', () => {
  it('opens, shows stations and buttons to each as he may, and hides from strangers', async () => {
    const made = await file();
    expect(made).toMatchObject({
      kind: 'errand',
      state: 'review',
      revision: 1,
      applicant: { code: 'ann', name: '安宁' },
    });
    expect(made.actions.map((action: { event: string }) => action.event)).toEqual(['errand.withdraw', 'errand.copy']);
    expect(made.stations.map((one: { state: string; status: string }) => `${one.state}:${one.status}`)).toEqual([
      'review:now',
      'approved:next',
      'archived:next',
    ]);
    const seen = await bob.get(`/api/cases/${made.id}`);
    expect(seen.headers.get('etag')).toBe('"1"');
    expect(seen.body.actions).toEqual([
      expect.objectContaining({ event: 'errand.approve', form: expect.objectContaining({ type: 'object' }) }),
    ]);
    expect((await eve.get(`/api/cases/${made.id}`)).body).toMatchObject({ status: 404, code: 'case.not_found' });
    expect((await eve.get(`/api/cases/${made.id}/history`)).status).toBe(404);
    expect((await api.visitor().get(`/api/cases/${made.id}`)).status).toBe(401);
  });

  it.each([
    ['428 without If-Match', () => ({ 'if-match': '' }), {}, 428, 'request.if_match_required'],
    ['412 for a stale If-Match, with the present revision', () => ({ 'if-match': '"7"' }), {}, 412, 'case.changed'],
    [
      '400 for an internal event (B-REST-20)',
      () => ({}),
      { type: 'xstate.after.86400000.errand.review' },
      400,
      'workflow.event_unknown',
    ],
    ['400 for an unknown field', () => ({}), { payload: { remark: 'x', power: 1 } }, 400, 'input.field_not_allowed'],
  ])('answers %s', async (_, headers, body, status, code) => {
    const { id } = await file();
    const reply = await bob.post(
      `/api/cases/${id}/events`,
      { type: 'errand.approve', payload: {}, ...body },
      { 'if-match': '"1"', ...headers() },
    );
    expect(reply.body).toMatchObject({ status, code });
    if (status === 412) expect(reply.body.revision).toBe(1);
    if (code === 'workflow.event_unknown') expect(reply.body.available).toContain('errand.approve');
    if (code === 'input.field_not_allowed') expect(reply.body.errors[0].pointer).toBe('/payload/power');
  });

  it('wants a key (B-REST-17), repeats its answer, and refuses it for another body (B-REST-18)', async () => {
    const { id } = await file();
    expect((await approve(bob, id, { 'idempotency-key': '' })).body).toMatchObject({
      status: 400,
      code: 'request.idempotency_key_required',
    });
    const key = { 'idempotency-key': randomUUID() };
    const first = await approve(bob, id, key);
    expect(first.body.outcome).toEqual({ seq: 2, state: 'approved', revision: 2 });
    await boss.post(`/api/cases/${id}/events`, { type: 'errand.archive', payload: {} }, { 'if-match': '"2"' });
    const again = await approve(bob, id, key);
    expect(again).toMatchObject({ status: 200, body: { outcome: first.body.outcome } });
    expect((await approve(bob, id, key, 'errand.approve', { remark: 'other' })).body).toMatchObject({
      status: 422,
      code: 'request.idempotency_mismatch',
    });
  });

  it("refuses what the state forbids with what is possible, in the reader's language", async () => {
    const { id } = await file();
    await approve(bob, id);
    const reply = await ann.post(
      `/api/cases/${id}/events`,
      { type: 'errand.withdraw', payload: {} },
      { 'if-match': '"2"', 'accept-language': 'en' },
    );
    expect(reply.body).toMatchObject({
      status: 409,
      code: 'workflow.transition_refused',
      available: ['errand.archive'],
    });
    expect(reply.body.title).toBe('Not possible in the present state');
  });

  it('tells the whole story with an unbroken chain', async () => {
    const { id } = await file();
    await approve(bob, id, {}, 'errand.approve', { remark: '同意' });
    const { body } = await ann.get(`/api/cases/${id}/history`);
    expect(body.brokenAt).toBeNull();
    expect(
      body.items.map((one: { type: string; actor: { name: string }; opinion?: string }) => [
        one.type,
        one.actor.name,
        one.opinion,
      ]),
    ).toEqual([
      ['case.start', '安宁', undefined],
      ['errand.approve', '薄荷', '同意'],
    ]);
    const trace = await ann.get(`/api/cases/${id}/trace`);
    expect(trace.status).toBe(200);
  });

  it('lists for each only what he may know of', async () => {
    const { id } = await file();
    const ids = async (who: Visitor, query = '') =>
      (await who.get(`/api/cases?kind=errand&pageSize=200${query}`)).body.items.map((one: { id: string }) => one.id);
    expect(await ids(ann)).toContain(id);
    expect(await ids(bob)).toContain(id);
    expect(await ids(boss)).toContain(id);
    expect(await ids(eve)).toEqual([]);
    expect(await ids(boss, '&mine=true')).toEqual([]);
    expect((await ann.get('/api/cases?sort=context')).body).toMatchObject({ status: 400, code: 'input.sort_field' });
    expect((await ann.get('/api/cases?secret=1')).status).toBe(400);
  });

  it('describes its machine', async () => {
    const { body } = await eve.get('/api/cases/kinds/errand/machine');
    expect(body.transitions).toContainEqual(
      expect.objectContaining({ from: 'review', event: 'errand.withdraw', to: 'withdrawn', roles: ['applicant'] }),
    );
    expect((await eve.get('/api/cases/kinds/nothing/machine')).body.code).toBe('case.kind_unknown');
  });

  it('starts only kinds that people may start', async () => {
    expect((await ann.post('/api/cases', { kind: 'paper', input: {} })).body.code).toBe('auth.forbidden');
    expect((await ann.post('/api/cases', { kind: 'errand', input: { signers: 'bob' } })).body).toMatchObject({
      status: 400,
    });
  });
});

describe('tasks', () => {
  it('waits in the box of the holder, by name and by right of the window, and moves to done', async () => {
    const byName = await file();
    const byRight = await file({ signers: ['@WINDOW_HEAD'] });
    const box = async (who: Visitor, name: string) =>
      (await who.get(`/api/tasks?box=${name}&pageSize=200`)).body.items as {
        caseId: string;
        revision: number;
        actions?: { event: string }[];
      }[];
    const mine = (await box(bob, 'todo')).filter((task) => [byName.id, byRight.id].includes(task.caseId));
    expect(mine).toHaveLength(2);
    expect(mine[0]).toMatchObject({ kind: 'errand', stateLabel: 'review', revision: 1 });
    expect(mine.every((task) => task.actions?.some((action) => action.event === 'errand.approve'))).toBe(true);
    expect(await box(eve, 'todo')).toEqual([]);
    expect((await box(ann, 'mine')).map((task) => task.caseId)).toContain(byName.id);
    const before = (await bob.get('/api/tasks/counts')).body;
    await approve(bob, byRight.id);
    const after = (await bob.get('/api/tasks/counts')).body;
    expect([after.todo - before.todo, after.done - before.done]).toEqual([-1, 1]);
    expect((await box(bob, 'done')).map((task) => task.caseId)).toContain(byRight.id);
  });

  it('copies to a colleague, who then may read and no more', async () => {
    const { id } = await file();
    expect((await eve.get(`/api/cases/${id}`)).status).toBe(404);
    expect((await approve(ann, id, {}, 'errand.copy', { to: ['eve'] })).status).toBe(200);
    expect((await eve.get('/api/tasks?box=cc')).body.items.map((one: { caseId: string }) => one.caseId)).toEqual([id]);
    expect((await eve.get(`/api/cases/${id}`)).body.actions).toEqual([]);
    expect((await approve(eve, id, { 'if-match': '"2"' })).body.code).toBe('auth.forbidden');
  });

  it('signs a batch line by line: what fits is done, what does not says why', async () => {
    const [one, two, three] = [await file(), await file(), await file()];
    const line = (id: string, revision = 1) => ({ caseId: id, revision, type: 'errand.approve', payload: {} });
    const body = { items: [line(one.id), line(two.id, 4), line(three.id), line(randomUUID())] };
    const key = { 'idempotency-key': randomUUID() };
    const reply = await bob.post('/api/cases/batch', body, key);
    expect(reply.body.items.map((item: { status: number }) => item.status)).toEqual([200, 412, 200, 404]);
    expect(reply.body.items[1].problem.detail).toContain('1');
    const again = await bob.post('/api/cases/batch', body, key);
    expect(again.body.items.map((item: { status: number }) => item.status)).toEqual([200, 412, 200, 404]);
  });
});

describe('messages', () => {
  /** Does what the worker would: every open outbox row of the case. */
  async function work(caseId: string): Promise<void> {
    const rows = await get(Database).system((tx) =>
      tx.query<{ id: string }>('select id from outbox where case_id = $1 and done_at is null', [caseId]),
    );
    const runner = new OutboxRunner(get(Database), get(OutboxRepository), get(CaseOutboxPerformer));
    for (const { id } of rows) await runner.run(id);
  }

  it('come to the inbox, once, and are read once', async () => {
    const { id } = await file();
    await approve(bob, id);
    await work(id);
    await work(id);
    const mine = async () =>
      (await ann.get('/api/notifications')).body.items.filter((one: { caseId: string }) => one.caseId === id);
    const [note] = await mine();
    expect(await mine()).toHaveLength(1);
    expect(note.readAt).toBeNull();
    expect((await eve.post(`/api/notifications/${note.id}/read`)).status).toBe(404);
    expect((await ann.post(`/api/notifications/${note.id}/read`)).status).toBe(200);
    expect((await mine())[0].readAt).not.toBeNull();
  });

  it('stream at once, and again after Last-Event-ID', async () => {
    const first = await file();
    await approve(bob, first.id);
    const stream = await listen(ann);
    await work(first.id);
    const live = await stream.next(first.id);
    expect(live.event).toBe('notification');
    stream.close();
    const second = await file();
    await approve(bob, second.id);
    await work(second.id);
    const resumed = await listen(ann, live.id);
    expect((await resumed.next(second.id)).data.caseId).toBe(second.id);
    resumed.close();
  });
});

interface StreamEvent {
  id: string;
  event: string;
  data: { caseId: string };
}

/** Opens the stream as a browser would. */
async function listen(who: Visitor, last?: string) {
  const events: StreamEvent[] = [];
  const call = request(`${api.url}/api/notifications/stream`, {
    headers: {
      cookie: [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(last ? { 'last-event-id': last } : {}),
    },
  });
  await new Promise<void>((done, refuse) => {
    call.on('error', refuse);
    call.on('response', (reply) => {
      if (reply.statusCode !== 200) refuse(new Error(`stream answered ${reply.statusCode}`));
      let text = '';
      reply.on('data', (chunk) => {
        done();
        text += chunk;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const block = Object.fromEntries(
            text
              .slice(0, end)
              .split('\n')
              .map((line) => line.split(/: (.*)/s).slice(0, 2)),
          );
          text = text.slice(end + 2);
          if (block.data) events.push({ id: block.id, event: block.event, data: JSON.parse(block.data) });
        }
      });
      reply.on('error', () => undefined);
    });
    call.end();
  });
  return {
    close: () => call.destroy(),
    async next(caseId: string): Promise<StreamEvent> {
      for (let wait = 0; wait < 100; wait++) {
        const found = events.find((one) => one.data.caseId === caseId);
        if (found) return found;
        await new Promise((done) => setTimeout(done, 50));
      }
      throw new Error(`no message of ${caseId} came`);
    },
  };
}
