import { createHash } from 'node:crypto';
import { jest } from '@jest/globals';
import type { Actor } from '../../src/core/actor.js';
import type { Role } from '../../src/core/roles.js';
import { PaperData } from '../../src/paper/paper-data.js';
import { TemplateLibrary } from '../../src/paper/template.js';
import { Database } from '../../src/platform/database/database.js';
import { OutboxRepository } from '../../src/platform/outbox/outbox.repository.js';
import { OutboxRunner } from '../../src/platform/outbox/outbox-runner.js';
import { CaseEngine } from '../../src/workflow/case-engine.js';
import { CaseOutboxPerformer } from '../../src/workflow/outbox-performer.js';
import { type TestApi, testApi, type Visitor } from '../support/api.js';
import { describeWith } from '../support/needs.js';

jest.setTimeout(120_000);

let api: TestApi;
let clerk: Visitor;
let hall: string;
let n = 0;

beforeAll(async () => {
  api = await testApi();
  clerk = api.visitor();
  const made = await clerk.post('/api/demo/institutions', {
    example: 'city-hall',
    code: 'papers-hall',
    name: '文书测试中心',
  });
  expect(made.status).toBe(201);
  const signedIn = await clerk.post('/api/demo/sign-in', { personCode: 'admin', institution: 'papers-hall' });
  expect(signedIn.status).toBe(200);
  const [row] = await api.app
    .get(Database)
    .system((tx) => tx.query<{ id: string }>("select id from institution where code = 'papers-hall'"));
  hall = row!.id;
  const library = api.app.get(TemplateLibrary);
  const sample = library.get('result-notice').sample as { data: unknown };
  api.app.get(PaperData).register('test.notice', async () => sample.data);
});
afterAll(() => api.close());

const me = (person: string, role: Role): Actor => ({
  institutionId: hall,
  person,
  language: 'zh-CN',
  grants: [{ role, scope: 'institution' }],
});

async function issue(): Promise<void> {
  const database = api.app.get(Database);
  const engine = api.app.get(CaseEngine);
  const input = { template: 'result-notice', source: 'test.notice', args: {}, origin: null, reply: false };
  const { id } = await database.inInstitution(hall, (tx) =>
    engine.start(tx, { kind: 'paper', key: 'notice', input, actor: me('p1', 'SUPERVISION') }),
  );
  const steps: [Actor, string][] = [
    [me('p2', 'OFFICE'), 'paper.review'],
    [me('p3', 'SUPERVISION'), 'paper.sign'],
    [me('p4', 'CENTRE_LEADER'), 'paper.sign'],
    [me('p2', 'OFFICE'), 'paper.issue'],
  ];
  for (const [actor, type] of steps) {
    await database.inInstitution(hall, (tx) =>
      engine.dispatch(tx, {
        caseId: id,
        event: { type, payload: {} },
        actor,
        idempotencyKey: `k${++n}`,
        requestHash: 'h',
      }),
    );
  }
}

async function work(): Promise<void> {
  const database = api.app.get(Database);
  const runner = new OutboxRunner(database, api.app.get(OutboxRepository), api.app.get(CaseOutboxPerformer));
  const rows = await database.system((tx) => tx.query<{ id: string }>('select id from outbox where done_at is null'));
  for (const { id } of rows) await runner.run(id);
}

describeWith(['pdftotext'])('papers over HTTP', () => {
  it('lists, shows, hands out the file and verifies it for a stranger', async () => {
    await issue();
    const [listed] = (await clerk.get('/api/papers?template=result-notice')).body.items;
    expect(listed).toMatchObject({ code: 'P-RESULT', state: 'typesetting' });
    const early = await clerk.get(`/api/papers/${listed.id}/file`);
    expect([early.status, early.body.code]).toEqual([409, 'paper.not_ready']);
    await work();

    const shown = await clerk.get(`/api/papers/${listed.id}`);
    expect(shown.body).toMatchObject({ state: 'issued', seal: { name: 'city-hall', isPicture: true } });
    const file = await clerk.get(`/api/papers/${listed.id}/file`);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toContain('application/pdf');
    expect(file.headers.get('content-disposition')).toMatch(/^inline; filename\*=UTF-8''/);
    expect(createHash('sha256').update(file.bytes).digest('hex')).toBe(shown.body.sha256);
    expect((await clerk.get(`/api/papers/${listed.id}/file?download=1`)).headers.get('content-disposition')).toMatch(
      /^attachment/,
    );

    const stranger = api.visitor();
    const found = await stranger.get(`/api/public/verify/${shown.body.verificationCode}?sha256=${shown.body.sha256}`);
    expect(found.body).toMatchObject({
      state: 'valid',
      number: listed.number,
      file: 'same',
      issuer: '示例市政务服务中心',
    });
    const sheet = await clerk.get('/api/papers?format=xlsx');
    expect(sheet.bytes.subarray(0, 2).toString()).toBe('PK');
  });

  it('refuses strangers, bad input and too many guesses', async () => {
    const stranger = api.visitor();
    expect((await stranger.get('/api/papers')).status).toBe(401);
    expect((await clerk.get('/api/papers?sort=secret')).status).toBe(400);
    expect((await clerk.get('/api/papers/nonsense')).body.code).toBe('input.id_format');
    expect((await clerk.get('/api/papers/00000000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await stranger.get('/api/public/verify/0000-0000-0000-0000')).body.code).toBe('paper.code_unknown');
    const answers = await Promise.all(
      Array.from({ length: 70 }, () => stranger.get('/api/public/verify/0000-0000-0000-0001')),
    );
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
