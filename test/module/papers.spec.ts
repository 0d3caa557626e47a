import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { type Actor, systemActor } from '../../src/core/actor.js';
import { canonical } from '../../src/core/canonical.js';
import { Problem } from '../../src/core/problem.js';
import type { Role } from '../../src/core/roles.js';
import { NotificationModule } from '../../src/notification/notification.module.js';
import { CalendarService } from '../../src/organization/calendar.service.js';
import { DeputyRepository } from '../../src/organization/deputy/deputy.repository.js';
import { DeputyService } from '../../src/organization/deputy/deputy.service.js';
import { OrganizationRepository } from '../../src/organization/organization.repository.js';
import { OrganizationService } from '../../src/organization/organization.service.js';
import { PaperModule } from '../../src/paper/paper.module.js';
import { PaperService } from '../../src/paper/paper.service.js';
import { PaperData } from '../../src/paper/paper-data.js';
import { TemplateLibrary } from '../../src/paper/template.js';
import { Config } from '../../src/platform/config/config.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { Database } from '../../src/platform/database/database.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { EffectsModule } from '../../src/platform/effects/effects.module.js';
import { FilesModule } from '../../src/platform/files/files.module.js';
import { OutboxModule } from '../../src/platform/outbox/outbox.module.js';
import { OutboxRepository } from '../../src/platform/outbox/outbox.repository.js';
import { OutboxRunner } from '../../src/platform/outbox/outbox-runner.js';
import { CaseEngine } from '../../src/workflow/case-engine.js';
import { CaseOutboxPerformer } from '../../src/workflow/outbox-performer.js';
import { WorkflowModule } from '../../src/workflow/workflow.module.js';
import { machines } from '../../workflows/index.js';
import type { MachineSpec } from '../../workflows/kit.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { describeWith } from '../support/needs.js';
import { institution } from './support/house.js';

@Global()
@Module({
  providers: [OrganizationRepository, OrganizationService, DeputyRepository, DeputyService, CalendarService],
  exports: [OrganizationRepository, OrganizationService, DeputyService, CalendarService],
})
class Who {}

// The machine may be busy with other tests.
jest.setTimeout(120_000);

const describePapers = describeWith(['pdftotext']);
const home = mkdtempSync(join(tmpdir(), 'kaoping-papers-'));
let db: TestDatabase;
let app: TestingModule;
let hall: string;
let other: string;
let papers: PaperService;
let engine: CaseEngine;
let n = 0;
let broken = false;
let reason = '家中老人住院。';

const inHall = <T>(fn: (tx: Tx) => Promise<T>) => app.get(Database).inInstitution(hall, fn);
const me = (person: string, ...roles: Role[]): Actor => ({
  institutionId: hall,
  person,
  language: 'zh-CN',
  grants: roles.map((role) => ({ role, scope: 'institution' })),
});
let office: Actor;
let supervision: Actor;
let leader: Actor;
const all = { page: 1, pageSize: 200, sort: 'number', format: 'json' as const };
const listed = async (actor = office, query: object = {}) =>
  (await papers.list(actor, { ...all, ...query })) as Exclude<Awaited<ReturnType<PaperService['list']>>, Buffer>;

beforeAll(async () => {
  db = await testDatabase();
  const config = Object.assign(new Config(), {
    home,
    publicUrl: 'http://127.0.0.1:8080',
    browserPath: process.env.PUPPETEER_EXECUTABLE_PATH,
    chromiumNoSandbox: process.env.KAOPING_CHROMIUM_NO_SANDBOX === '1',
  });
  app = await Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(config),
      DatabaseModule.forRoot({ url: db.workerUrl, poolSize: 20, applicationName: 'test' }),
      EffectsModule,
      FilesModule,
      Who,
      OutboxModule,
      WorkflowModule.forRoot({
        machines: machines.filter(({ kind }) => kind === 'paper') as MachineSpec[],
        role: 'test',
      }),
      NotificationModule.forRoot({ role: 'test' }),
      PaperModule,
    ],
  }).compile();
  await app.init();
  hall = await institution(db, 'hall');
  other = await institution(db, 'other');
  office = me('0007', 'OFFICE');
  supervision = me('0003', 'SUPERVISION');
  leader = me('0001', 'CENTRE_LEADER');
  papers = app.get(PaperService);
  engine = app.get(CaseEngine);
  const library = app.get(TemplateLibrary);
  const sample = (id: string) => structuredClone((library.get(id).sample as { data: Record<string, unknown> }).data);
  const data = app.get(PaperData);
  data.register('test.slip', async () => ({ ...sample('leave-slip'), reason }));
  data.register('test.notice', async () => (broken ? { title: 'x' } : sample('result-notice')));
  data.register('test.certificate', async (_tx, args) => ({
    ...sample('honour-certificate'),
    recipient: { key: 'window:A02', name: String(args.name) },
  }));
  await inHall(async (tx) => {
    for (const code of ['0001', '0003', '0005', '0007', '0012'])
      await tx.query('insert into person (institution_id, code, name) values ($1, $2, $2)', [hall, code]);
    await papers.adoptExampleOffice(tx, 'city-hall');
  });
}, 120_000);
afterAll(async () => {
  await app.close();
  await db.drop();
  rmSync(home, { recursive: true, force: true });
});

const start = (template: string, source: string, args: Record<string, unknown> = {}, key = `p${++n}`) =>
  inHall((tx) =>
    engine.start(tx, {
      kind: 'paper',
      key,
      input: { template, source, args, origin: null, reply: false },
      actor: systemActor(hall),
    }),
  );
const send = (caseId: string, actor: Actor, type: string, payload: Record<string, unknown> = {}) =>
  inHall((tx) =>
    engine.dispatch(tx, { caseId, event: { type, payload }, actor, idempotencyKey: `k${++n}`, requestHash: 'h' }),
  );
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error) => (error instanceof Problem ? error.code : `${error}`),
  );

/** What the worker does: every open outbox row, two at a time. */
async function work(): Promise<void> {
  const runner = new OutboxRunner(app.get(Database), app.get(OutboxRepository), app.get(CaseOutboxPerformer), {
    retrySeconds: 0,
  });
  const rows = await inHall((tx) =>
    tx.query<{ id: string }>('select id from outbox where institution_id = $1 and done_at is null', [hall]),
  );
  await Promise.all(rows.map((row) => runner.run(row.id)));
}

async function issued(template: string, source: string, args: Record<string, unknown> = {}) {
  const { id } = await start(template, source, args);
  await send(id, office, 'paper.review');
  if (template === 'result-notice') await send(id, supervision, 'paper.sign');
  await send(id, leader, 'paper.sign');
  await send(id, office, 'paper.issue');
  return id;
}

describePapers('a paper from draft to file', () => {
  it('an internal form is numbered, frozen and printed without a hand', async () => {
    const made = await start('leave-slip', 'test.slip');
    expect(made.state).toBe('issued');
    const [paper] = (await listed(office, { template: 'leave-slip' })).items;
    expect(paper).toMatchObject({
      number: expect.stringMatching(/^QJ-20\d\d-0001$/),
      state: 'typesetting',
      code: 'P-LEAVE',
      party: '王玥',
      subject: 'person:0012',
    });
    expect(await code(papers.file(office, paper!.id))).toBe('paper.not_ready');
    await work();
    const done = await papers.get(office, paper!.id);
    expect(done).toMatchObject({ state: 'issued', pages: 1, seal: null });
    const { bytes, name } = await papers.file(office, paper!.id);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(name).toContain('QJ-');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(done.sha256);
    // The case heard of its file and was closed.
    expect(await inHall((tx) => engine.stateOf(tx, 'paper', done.caseKey))).toBe('filed');
  });

  it('a notice needs review and signatures in order, and takes its number with the last one', async () => {
    const { id } = await start('result-notice', 'test.notice');
    expect(await code(send(id, leader, 'paper.sign'))).toBe('workflow.transition_refused');
    await send(id, office, 'paper.review');
    expect((await listed(office, { template: 'result-notice' })).total).toBe(0);
    await send(id, supervision, 'paper.sign');
    expect((await listed(office, { template: 'result-notice' })).total).toBe(0);
    await send(id, leader, 'paper.sign');
    const [paper] = (await listed(office, { template: 'result-notice' })).items;
    expect(paper!.number).toMatch(/^政服通〔20\d\d〕1号$/);
    expect(paper!.signedBy).toEqual(['system', '0007', '0003', '0001']);
    const uses = await inHall((tx) =>
      tx.query<{ seal: string; person: string }>('select seal, person from seal_use where paper_id = $1', [paper!.id]),
    );
    expect(uses).toEqual([{ seal: 'city-hall', person: '0001' }]);
    await send(id, office, 'paper.issue');
    await work();
    expect(await papers.get(office, paper!.id)).toMatchObject({ state: 'issued', seal: { isPicture: true } });
  });

  it('prints the waiting certificates of a batch together, each under its own number', async () => {
    for (let i = 1; i <= 5; i++) await issued('honour-certificate', 'test.certificate', { name: `第${i}窗口` });
    await work();
    const { items } = await listed(office, { template: 'honour-certificate' });
    expect(items.map((paper) => paper.number.slice(-4))).toEqual(['0001', '0002', '0003', '0004', '0005']);
    expect(new Set(items.map((paper) => paper.sha256)).size).toBe(5);
    expect(items.every((paper) => paper.state === 'issued' && paper.pages === 1)).toBe(true);
  });

  it('reprints the same bytes, and writes down who took them', async () => {
    const [paper] = (await listed()).items;
    const before = (await papers.get(office, paper!.id)).prints.length;
    const [one, two] = [await papers.file(office, paper!.id), await papers.file(supervision, paper!.id)];
    expect(one.bytes.equals(two.bytes)).toBe(true);
    const { prints } = await papers.get(office, paper!.id);
    expect(prints.slice(before).map((print) => print.person)).toEqual(['0007', '0003']);
  });

  it('renders once however often it is asked', async () => {
    const rows = () => inHall((tx) => tx.query<{ c: number }>('select count(*)::int as c from paper_file'));
    const before = await rows();
    await inHall((tx) => tx.query("update outbox set done_at = null where kind = 'paper.render'"));
    await work();
    expect(await rows()).toEqual(before);
  });
});

describePapers('numbers', () => {
  it('have no gap when a signature fails, and no double when many sign at once', async () => {
    broken = true;
    const { id } = await start('result-notice', 'test.notice');
    expect(await code(send(id, office, 'paper.review'))).toMatch(/paper\.unprintable/);
    broken = false;
    await send(id, office, 'paper.review');
    await send(id, supervision, 'paper.sign');
    broken = true;
    expect(await code(send(id, leader, 'paper.sign'))).toBe('paper.unprintable');
    broken = false;
    await send(id, leader, 'paper.sign');
    const before = (await listed(office, { template: 'leave-slip' })).total;
    const tries = await Promise.allSettled(
      Array.from({ length: 24 }, (_, index) =>
        inHall(async (tx) => {
          await engine.start(tx, {
            kind: 'paper',
            key: `race-${index}`,
            input: { template: 'leave-slip', source: 'test.slip', args: {}, origin: null, reply: false },
            actor: systemActor(hall),
          });
          // A third of the transactions fail after the number was taken.
          if (index % 3 === 0) throw new Error('the signing transaction fails');
        }),
      ),
    );
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(16);
    const { items } = await listed(office, { template: 'leave-slip' });
    expect(items.map((paper) => Number(paper.number.slice(-4)))).toEqual(
      Array.from({ length: before + 16 }, (_, index) => index + 1),
    );
    expect((await listed(office, { template: 'result-notice' })).items.map((paper) => paper.number)).toEqual([
      expect.stringMatching(/〕1号$/),
      expect.stringMatching(/〕2号$/),
    ]);
  });

  it('are not given for a character that no font has, nor without an office', async () => {
    const before = (await listed()).total;
    reason = '家中有事\uE000';
    expect(await code(start('leave-slip', 'test.slip'))).toBe('paper.glyph_missing');
    reason = '家中老人住院。';
    const elsewhere = app.get(Database).inInstitution(other, (tx) =>
      engine.start(tx, {
        kind: 'paper',
        key: 'x',
        input: { template: 'leave-slip', source: 'test.slip', args: {}, origin: null, reply: false },
        actor: systemActor(other),
      }),
    );
    expect(await code(elsewhere)).toBe('paper.office_missing');
    expect(await code(start('leave-slip', 'no.such'))).toBe('paper.source_unknown');
    expect((await listed()).total).toBe(before);
  });
});

describePapers('the record', () => {
  it('is a chain over number, day, data and code that a change would break', async () => {
    const rows = await inHall((tx) =>
      tx.query<{
        chain_seq: number;
        number: string;
        issued_on: string;
        digest: string;
        document: unknown;
        code_hash: Buffer;
        prev_hash: Buffer;
        hash: Buffer;
      }>('select * from paper order by chain_seq'),
    );
    expect(rows.length).toBeGreaterThan(10);
    let previous: Buffer = Buffer.alloc(32);
    for (const [index, row] of rows.entries()) {
      expect(createHash('sha256').update(canonical(row.document)).digest('hex')).toBe(row.digest);
      const record = {
        chainSeq: index + 1,
        number: row.number,
        issuedOn: row.issued_on,
        digest: row.digest,
        code: row.code_hash.toString('hex'),
        previous: previous.toString('hex'),
      };
      expect(row.prev_hash.equals(previous)).toBe(true);
      expect(createHash('sha256').update(canonical(record)).digest().equals(row.hash)).toBe(true);
      previous = row.hash;
    }
  });

  it.each(['paper', 'paper_file', 'paper_print', 'seal_use', 'verification_code'])(
    '%s can neither be changed nor deleted',
    async (table) => {
      const column = table === 'verification_code' ? 'code_hash = code_hash' : 'institution_id = institution_id';
      expect(await code(inHall((tx) => tx.query(`update ${table} set ${column}`)))).toMatch(
        /permission denied|append/i,
      );
      expect(await code(inHall((tx) => tx.query(`delete from ${table}`)))).toMatch(/permission denied|append/i);
    },
  );

  it('holds business keys only, so the digest is the same elsewhere', async () => {
    const documents = await inHall((tx) => tx.query<{ document: unknown }>('select document from paper'));
    expect(JSON.stringify(documents)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|T\d\d:\d\d/);
  });

  it('shows people their own papers and what is for everybody', async () => {
    const clerk = me('0012', 'STAFF');
    const stranger = me('0005', 'STAFF');
    const [slip] = (await listed(clerk, { template: 'leave-slip' })).items;
    expect(slip!.subject).toBe('person:0012');
    expect((await listed(stranger, { template: 'leave-slip' })).total).toBe(0);
    expect(await code(papers.get(stranger, slip!.id))).toBe('paper.not_found');
    expect(await code(papers.file(stranger, slip!.id))).toBe('paper.not_found');
    expect((await listed(stranger, { template: 'result-notice' })).total).toBe(2);
    expect(await code(papers.get({ ...office, institutionId: other }, slip!.id))).toBe('paper.not_found');
    const sheet = await papers.list(office, { ...all, format: 'xlsx' });
    expect(Buffer.isBuffer(sheet) && sheet.subarray(0, 2).toString()).toBe('PK');
  });
});

describePapers('verification', () => {
  const genuine = async () => {
    const [paper] = (await listed(office, { template: 'leave-slip', state: 'issued' })).items;
    return papers.get(office, paper!.id);
  };

  it('tells number, day and state to anybody who holds the paper, names masked', async () => {
    const paper = await genuine();
    const found = await papers.verify(paper.verificationCode.toLowerCase(), { sha256: paper.sha256! });
    expect(found).toMatchObject({
      state: 'valid',
      number: paper.number,
      issuer: '示例市政务服务中心',
      party: '王*',
      file: 'same',
      digest: paper.digest,
    });
    expect(JSON.stringify(found)).not.toContain('王玥');
    expect(await code(papers.verify('0000-0000-0000-0000', {}))).toBe('paper.code_unknown');
    expect(await code(papers.verify('x', {}))).toBe('paper.code_unknown');
  });

  it('tells a changed byte, a forged signature and a withdrawn paper', async () => {
    const paper = await genuine();
    const { bytes } = await papers.file(office, paper.id);
    for (let i = 0; i < 200; i++) {
      const changed = Buffer.from(bytes) as Buffer;
      const at = (i * 7919) % changed.length;
      changed[at] = changed[at]! ^ (1 << (i % 8));
      const sha256 = createHash('sha256').update(changed).digest('hex');
      expect((await papers.verify(paper.verificationCode, { sha256 })).file).toBe('different');
    }
    expect((await papers.verify(paper.verificationCode, { s: 'A'.repeat(86) })).signature).toBe('forged');
    await send(paper.caseId, office, 'paper.withdraw', { reason: '信息有误，另行制发' });
    expect(await papers.verify(paper.verificationCode, {})).toMatchObject({ state: 'withdrawn', number: paper.number });
    expect(await papers.get(office, paper.id)).toMatchObject({
      state: 'withdrawn',
      withdrawalReason: '信息有误，另行制发',
    });
    // Its number is not used again.
    await start('leave-slip', 'test.slip');
    const numbers = (await listed(office, { template: 'leave-slip' })).items.map((one) => one.number);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('does not hand out a stored file that was changed', async () => {
    await work();
    const paper = await genuine();
    const file = join(home, 'files', paper.sha256!.slice(0, 2), paper.sha256!);
    const bytes = readFileSync(file);
    bytes[100] = bytes[100]! ^ 1;
    writeFileSync(file, bytes);
    expect(await code(papers.file(office, paper.id))).toBe('paper.file_damaged');
  });

  it('keeps the key of the installation to itself', () => {
    expect(readdirSync(home)).toContain('paper-key.json');
  });
});
