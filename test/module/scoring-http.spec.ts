/** Results, facts, evidence and regulations as a browser meets them: rights by scope, refusals in words, nothing given away. */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { DemoService } from '../../src/demo/demo.service.js';
import { LedgerService } from '../../src/ledger/ledger.service.js';
import type { LedgerFact } from '../../src/ledger/ledger.types.js';
import { RosterService } from '../../src/organization/roster.service.js';
import { Database } from '../../src/platform/database/database.js';
import { loadLibrary } from '../../src/regulation/pack-loader.js';
import { RegulationService } from '../../src/regulation/regulation.service.js';
import { ScoringService } from '../../src/scoring/scoring.service.js';
import { type TestApi, testApi, type Visitor } from '../support/api.js';
import { testPacks } from '../support/scoring.js';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
let api: TestApi;
let ann: Visitor;
let bob: Visitor;
let cai: Visitor;
let boss: Visitor;
let machine: Visitor;
let facts: LedgerFact[];

const get = <T>(type: abstract new (...args: never[]) => T): T => api.app.get(type as never, { strict: false });

beforeAll(async () => {
  api = await testApi();
  get(RegulationService).offer(loadLibrary(testPacks));
  const hall = (await get(DemoService).found({ example: 'city-hall', code: 'hall', name: '示例大厅' }, false)).id;
  await get(Database).inInstitution(hall, async (tx) => {
    const row = { gender: null, unit: 'U01', post: null, ab: null, since: '2026-01-05' };
    const roster = get(RosterService);
    const window = (code: string, group: string) => ({
      code,
      name: `窗口${code}`,
      group,
      unit: 'U01',
      hall: null,
      workers: 2,
      lowVolumeExempt: false,
    });
    await roster.putUnits(tx, [{ code: 'U01', name: '税务局' }]);
    await roster.putWindows(tx, [window('A01', 'approval'), window('A02', 'approval')]);
    await roster.putPeople(
      tx,
      [
        { ...row, code: 'ann', name: '安宁', window: 'A01', roles: [{ role: 'STAFF' as const }] },
        { ...row, code: 'bob', name: '薄荷', window: 'A01', roles: [{ role: 'WINDOW_HEAD' as const }] },
        { ...row, code: 'cai', name: '蔡青', window: 'A02', roles: [{ role: 'STAFF' as const }] },
        { ...row, code: 'boss', name: '包容', window: null, roles: [{ role: 'SUPERVISION' as const }] },
        { ...row, code: 'sys', name: '石英', window: null, roles: [{ role: 'SYSTEM_ADMIN' as const }] },
      ],
      '2026-01-05',
      'test',
    );
    await get(RegulationService).adopt(tx, 'test-office', '2024-01-01', { from: '2026-01-01', by: 'test' });
    facts = await get(LedgerService).post(
      tx,
      [
        { key: 'a', item: 'T.A1', subject: 'window:A01', happenedOn: '2026-09-07', note: '离岗' },
        { key: 'b', item: 'T.P1', subject: 'person:ann', happenedOn: '2026-09-08', values: { fault: 'own' } },
      ],
      { kind: 'system', id: 'test', recorder: 'boss' },
    );
    await get(ScoringService).recompute(tx, '2026-09', { cycle: '2026-09' });
  });
  [ann, bob, cai, boss, machine] = (await Promise.all(['ann', 'bob', 'cai', 'boss', 'sys'].map(visit))) as [
    Visitor,
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

describe('results over HTTP', () => {
  it('unfold to articles and facts', async () => {
    const reply = await ann.get('/api/results/window:A01?period=2026-09');
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      stage: 'preliminary',
      outputs: [{ output: 'window', total: '98', shown: '98.00' }],
      rankings: [{ rank: 2, of: 2 }],
    });
    expect(reply.body.outputs[0].trace).toContainEqual(
      expect.objectContaining({ rule: 'T.A1', amount: '-2', facts: [facts[0]!.id] }),
    );
    expect(reply.body.facts).toContainEqual(
      expect.objectContaining({ id: facts[0]!.id, note: '离岗', quantity: '1', recorder: 'boss' }),
    );
    expect(reply.body.articles).toContainEqual(expect.objectContaining({ article: 'T.A1' }));
    const mine = await ann.get('/api/results/mine?period=2026-09');
    expect(mine.body).toMatchObject({ subject: 'person:ann', outputs: [{ output: 'points', total: '11' }] });
  });

  const views: [string, () => Visitor, string, number][] = [
    ['one’s own', () => ann, 'person:ann', 200],
    ['a colleague’s', () => cai, 'person:ann', 404],
    ['the window where one sits', () => ann, 'window:A01', 200],
    ['another window', () => cai, 'window:A01', 404],
    ['one’s people, as head of the window', () => bob, 'person:ann', 200],
    ['people of another window, as head', () => bob, 'person:cai', 404],
    ['everyone, as supervision', () => boss, 'person:cai', 200],
    ['anyone, as system administrator', () => machine, 'person:ann', 404],
    ['nobody there', () => boss, 'person:nobody', 404],
    ['a malformed name', () => boss, 'person', 404],
  ];
  it.each(views)('%s', async (_, who, subject, status) => {
    expect((await who().get(`/api/results/${encodeURIComponent(subject)}?period=2026-09`)).status).toBe(status);
    if (subject !== 'person' && subject !== 'person:nobody')
      expect((await who().get(`/api/facts?subject=${subject}`)).status).toBe(status);
  });

  it('list only what one may see', async () => {
    const all = await boss.get('/api/results?period=2026-09&output=window');
    expect(all.body).toMatchObject({
      total: 2,
      items: [
        { subject: 'window:A01', rank: 2, of: 2 },
        { subject: 'window:A02', rank: 1 },
      ],
    });
    expect(
      (await cai.get('/api/results?period=2026-09')).body.items.map((row: { subject: string }) => row.subject),
    ).toEqual(['person:cai', 'window:A02']);
    expect((await machine.get('/api/results?period=2026-09')).body.total).toBe(1);
    expect((await boss.get('/api/results?period=2026-08')).body).toEqual({
      items: [],
      total: 0,
      stage: null,
      digest: null,
    });
    expect((await boss.get('/api/results?period=2026-13')).status).toBe(400);
    expect((await api.visitor().get('/api/results?period=2026-09')).status).toBe(401);
  });

  it('are verified by those who may, against chains and digests', async () => {
    const reply = await boss.post('/api/cycles/2026-09/verify');
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ ok: true, mismatches: [], chains: { ok: true, entries: 2 } });
    expect(reply.body.digest).toBe(reply.body.recomputed);
    expect((await ann.post('/api/cycles/2026-09/verify')).status).toBe(403);
    expect(await boss.post('/api/cycles/2026-07/verify')).toMatchObject({
      status: 409,
      body: { code: 'result.not_computed' },
    });
  });

  it('show facts as they were known on a day', async () => {
    const all = await boss.get('/api/facts?subject=window:A01&period=2026-09');
    expect(all.body).toMatchObject({ total: 1, items: [{ item: 'T.A1', happenedOn: '2026-09-07' }] });
    expect((await boss.get('/api/facts?subject=window:A01&asKnownAt=2026-01-01T00:00:00Z')).body.total).toBe(0);
  });
});

describe('regulations over HTTP', () => {
  it('list what there is and show it article by article', async () => {
    const list = await ann.get('/api/regulations');
    expect(list.body.items).toContainEqual(
      expect.objectContaining({ id: 'test-office', edition: '2024-01-01', adopted: true, composed: false }),
    );
    const shown = await ann.get('/api/regulations/test-office/2024-01-01');
    expect(shown.body.articles.find((entry: { article: string }) => entry.article === 'T.A1').items).toMatchObject([
      { item: 'T.A1', points: '-2' },
    ]);
    expect((await ann.get('/api/regulations/adopted')).body).toMatchObject({
      id: 'test-office',
      hash: shown.body.hash,
    });
    expect(await ann.get('/api/regulations/test-office/2020-01-01')).toMatchObject({
      status: 404,
      body: { code: 'regulation.edition_unknown' },
    });
  });
});

describe('evidence over HTTP', () => {
  it('is kept by its hash and shown to those who may see the matter', async () => {
    const sent = await ann.upload('/api/evidence', '现场.png', PNG);
    expect(sent).toMatchObject({ status: 201, body: { mime: 'image/png', size: PNG.length, fileName: '现场.png' } });
    const path = `/api/evidence/${sent.body.hash}`;
    const read = await ann.get(path);
    expect(read.bytes.equals(PNG)).toBe(true);
    expect(read.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await boss.get(path)).status).toBe(200);
    expect((await cai.get(path)).status).toBe(404);
    expect((await machine.get(path)).status).toBe(404);
    expect((await ann.get(`/api/evidence/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await ann.get('/api/evidence/..%2f..%2fsecrets')).status).toBe(404);
  });

  it('answers the same key with the same answer, and refuses it for another file', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await ann.upload('/api/evidence', 'a.png', PNG, headers);
    expect(await ann.upload('/api/evidence', 'a.png', PNG, headers)).toMatchObject({ status: 201, body: first.body });
    expect(await ann.upload('/api/evidence', 'b.png', PNG, headers)).toMatchObject({
      status: 422,
      body: { code: 'request.idempotency_mismatch' },
    });
  });

  const pdf = (content: string) => Buffer.from(`%PDF-1.7\n${content}\n%%EOF`);
  const refused: [string, string, Buffer, number, string][] = [
    ['B-UPL-01 a program named .pdf', 'a.pdf', Buffer.from('\x7fELF\x02\x01\x01'), 415, 'file.type_mismatch'],
    [
      'B-UPL-02 a PDF with a script',
      'a.pdf',
      pdf('<< /OpenAction << /S /JavaScript >> >>'),
      422,
      'file.active_content',
    ],
    ['B-UPL-02 a PDF with a hidden script', 'a.pdf', pdf('<< /Java#53cript (x) >>'), 422, 'file.active_content'],
    ['B-UPL-02 a PDF that starts a program', 'a.pdf', pdf('<< /S /Launch >>'), 422, 'file.active_content'],
    ['B-UPL-03 an SVG', 'a.svg', Buffer.from('<svg onload="x()"/>'), 415, 'file.type_not_allowed'],
    ['B-UPL-04 11 MiB', 'a.png', Buffer.concat([PNG, Buffer.alloc(11 * 1024 * 1024)]), 413, 'file.too_large'],
    ['B-UPL-05 nothing in it', 'a.png', Buffer.alloc(0), 422, 'file.empty'],
    ['B-UPL-06 a path in the name', '../../x.pdf', pdf(''), 400, 'file.name_invalid'],
    ['B-UPL-06 a backslash path', 'C:\\x.pdf', pdf(''), 400, 'file.name_invalid'],
    ['B-UPL-07 a name of 300 characters', `${'长'.repeat(296)}.pdf`, pdf(''), 400, 'file.name_too_long'],
  ];
  it.each(refused)('refuses %s', async (_, name, bytes, status, code) => {
    expect(await ann.upload('/api/evidence', name, bytes)).toMatchObject({ status, body: { code } });
  });

  it('B-UPL-08 survives an upload that breaks off', async () => {
    const answer = await raw(ann, `--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc`);
    expect(answer).toContain('400 Bad Request');
    expect(answer).toContain('file.multipart_malformed');
    expect((await ann.get('/api/regulations')).status).toBe(200);
  });

  it('B-UPL-09 refuses a thousand parts', async () => {
    const part = (n: number) => `--x\r\ncontent-disposition: form-data; name="p${n}"\r\n\r\nv\r\n`;
    const answer = await raw(ann, `${Array.from({ length: 1_000 }, (_, n) => part(n)).join('')}--x--\r\n`);
    expect(answer).toContain('413 Payload Too Large');
    expect(answer).toContain('file.too_many_parts');
  });
});

/** A multipart body written by hand. */
function raw(who: Visitor, body: string): Promise<string> {
  const { hostname, port } = new URL(api.url);
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((done, fail) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `POST /api/evidence HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncookie: ${cookie}\r\nx-csrf-token: ${who.csrf}\r\nidempotency-key: ${randomUUID()}\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      ),
    );
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
    });
    socket.on('end', () => done(text));
    socket.on('error', fail);
  });
}
