import { DemoService } from '../../src/demo/demo.service.js';
import { LedgerService } from '../../src/ledger/ledger.service.js';
import type { FactInput } from '../../src/ledger/ledger.types.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { ResultsService } from '../../src/scoring/results.service.js';
import { ScoringService } from '../../src/scoring/scoring.service.js';
import type { Reply, Visitor } from '../support/api.js';
import { type Hall, startHall } from '../support/hall.js';

/** G11: points, choices and whole editions tried out on a closed month of the bank; nothing is written. */
let hall: Hall;
let author: Visitor;
let inside: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;
const PERIOD = '2026-09';

beforeAll(async () => {
  hall = await startHall();
  const demo = hall.app.get(DemoService, { strict: false });
  const { id } = await demo.found({ example: 'bank-department', code: 'demo-bank', name: '示例银行营业部' }, true);
  const database = hall.app.get(Database, { strict: false });
  inside = (fn) => database.inInstitution(id, fn);
  author = await hall.withRole('RULE_ADMIN', 'demo-bank');
  const breach = (item: string, person: string, on: string): Omit<FactInput, 'key'> => ({
    item,
    subject: `person:${person}`,
    happenedOn: on,
    values: { fault: 'own' },
  });
  await record(
    breach('R63.P07', '0001', '2026-09-02'),
    breach('R63.P07', '0001', '2026-09-09'),
    breach('R63.P07', '0002', '2026-09-04'),
    breach('R63.P03a', '0003', '2026-09-04'),
  );
  await inside(async (tx) => {
    const scoring = hall.app.get(ScoringService, { strict: false });
    await scoring.recompute(tx, PERIOD, { cycle: PERIOD });
    await scoring.freeze(tx, PERIOD, 'final');
  });
  // What came after the month was closed plays no part in its replay.
  await record(breach('R63.P07', '0003', '2026-09-20'));
}, 240_000);
afterAll(() => hall?.close());

let source = 0;
const record = (...facts: Omit<FactInput, 'key'>[]) =>
  inside((tx) =>
    hall.app.get(LedgerService, { strict: false }).post(
      tx,
      facts.map((fact, n) => ({ ...fact, key: `k${n}` })),
      { kind: 'import', id: `batch-${++source}`, recorder: '0024' },
    ),
  );

const ask = async (body: object, who = author): Promise<Reply> => who.post('/api/what-if', { period: PERIOD, ...body });
const line = (view: Reply['body'], subject: string) =>
  view.movers.find((one: { subject: string; output: string }) => one.subject === subject && one.output === 'points');

describe('what if', () => {
  it('a rule cost more: who moves, by how much, and because of which rule', async () => {
    const { status, body } = await ask({ choices: { items: [{ rule: 'R63.P07', points: '-3' }] } });
    expect(status).toBe(200);
    const results = hall.app.get(ResultsService, { strict: false });
    const run = await inside((tx) => results.shownRun(tx, PERIOD));
    expect(body).toMatchObject({
      stage: 'final',
      run: { ordinal: run?.run.ordinal, digest: run?.run.digest },
      before: { digest: run?.run.digest, hash: run?.run.editionHash },
    });
    expect(body.after.digest).not.toBe(body.before.digest);
    // −2 and −4 (doubled) become −3 and −6.
    expect(line(body, 'person:0001')).toMatchObject({
      before: { total: '6' },
      after: { total: '3' },
      change: '-3',
      because: [{ rule: 'R63.P07', article: 'R63.P07', before: '-6', after: '-9' }],
    });
    expect(line(body, 'person:0001').name).not.toBe('0001');
    expect(line(body, 'person:0002')).toMatchObject({ before: { total: '10' }, after: { total: '9' }, change: '-1' });
    // Recorded after the month was closed, so it is not in the replay.
    expect(line(body, 'person:0003')).toBeUndefined();
    expect(body.moved.score).toBe(
      new Set(
        body.movers
          .filter((one: { change: string }) => one.change !== '0')
          .map((one: { subject: string }) => one.subject),
      ).size,
    );
    expect(body.moved.subjects).toBeLessThan(body.subjects);
    expect(body.diff.items.changed).toMatchObject([
      { item: 'R63.P07', before: { points: '-2' }, after: { points: '-3' } },
    ]);
  });

  it('the same again moves nobody', async () => {
    const { body } = await ask({ choices: {} });
    expect(body).toMatchObject({ movers: [], moved: { subjects: 0, score: 0, rank: 0, grade: 0, honour: 0 } });
    expect(body.after.digest).toBe(body.before.digest);
    expect(body.honours.every((honour: { isSame: boolean }) => honour.isSame)).toBe(true);
  });

  it('places move with the scores, also of those whose own figure stays', async () => {
    const { body } = await ask({ choices: { items: [{ rule: 'R63.P07', points: '-0.5' }] } });
    const moved = line(body, 'person:0003');
    expect(moved).toMatchObject({ change: '0', because: [] });
    expect(moved.after.rank).toBeGreaterThan(moved.before.rank);
    expect(body.moved.subjects).toBeGreaterThan(body.moved.score);
  });

  it('another reading was chosen', async () => {
    const { body } = await ask({ choices: { settings: { 'repeat.window': '3' } } });
    expect(line(body, 'person:0001')).toMatchObject({ before: { total: '6' }, after: { total: '8' } });
    expect(body.diff.settings).toMatchObject([{ name: 'repeat.window', before: '30', after: '3' }]);
  });

  it('a draft, or an edition of the library, were in force', async () => {
    const draft = await author.post('/api/edition-drafts', {
      base: 'adopted',
      from: '2026-12-01',
      title: '试算',
      items: [{ rule: 'R63.P07', points: '-3' }],
    });
    const { body } = await ask({ draftId: draft.body.id });
    expect(line(body, 'person:0002')).toMatchObject({ change: '-1' });
    expect(body.after).toMatchObject({ edition: '2026-12-01', hash: draft.body.edition.hash });
    const other = await ask({ edition: { id: 'example-bank-department', edition: '2026-01-01' } });
    expect(other.body.movers).toEqual([]);
  });

  it('a month that nobody closed is replayed from what is known now', async () => {
    await record({ item: 'R63.P07', subject: 'person:0004', happenedOn: '2026-08-05', values: { fault: 'own' } });
    const { body } = await ask({ period: '2026-08', choices: { items: [{ rule: 'R63.P07', points: '-3' }] } });
    expect(body).toMatchObject({ stage: 'live', run: null });
    expect(line(body, 'person:0004')).toMatchObject({ before: { total: '10' }, after: { total: '9' } });
  });

  it('writes nothing: every row and every digest is what it was, and the month still verifies', async () => {
    const results = hall.app.get(ResultsService, { strict: false });
    const verify = () => inside((tx) => results.verify(tx, PERIOD));
    const before = [await hall.rowCounts(), await verify()];
    expect((await ask({ choices: { items: [{ rule: 'R63.P07', points: '-12' }] } })).status).toBe(200);
    const after = [await hall.rowCounts(), await verify()];
    expect(after).toEqual(before);
    expect(after[1]).toMatchObject({ ok: true });
  });

  it('refuses what is not there, what cannot be computed, and two questions at once', async () => {
    const refusals: [object, number, string][] = [
      [{ choices: { items: [{ rule: 'R63.P77', points: '-3' }] } }, 422, 'pack.patch_unknown'],
      [{ choices: { settings: { nothing: '1' } } }, 404, 'regulation.unknown'],
      [{ choices: { fill: { 'R63.P16.points': 'much' } } }, 422, 'regulation.parameter_unit'],
      [{ draftId: '0197a1b2-0000-7000-8000-000000000000' }, 404, 'ruleset.draft_unknown'],
      [{ edition: { id: 'no-such', edition: '2026-01-01' } }, 404, 'regulation.edition_unknown'],
      [{}, 400, 'input.invalid'],
      [{ choices: {}, edition: { id: 'r15-leave', edition: '2024-01-01' } }, 400, 'input.invalid'],
      [{ period: '2026-13', choices: {} }, 400, 'input.invalid'],
    ];
    for (const [body, status, code] of refusals) {
      const reply = await ask(body);
      expect([body, reply.status, reply.body.code]).toEqual([body, status, code]);
    }
  });

  it('is not for everybody', async () => {
    const clerk = await hall.as('0001', 'demo-bank');
    expect((await ask({ choices: {} }, clerk)).status).toBe(403);
  });
});
