/** W13 over HTTP with four different people: an edition is changed, signed, comes into force, and the old month stays what it was. */
import { jest } from '@jest/globals';
import { systemActor } from '../../src/core/actor.js';
import { LedgerService } from '../../src/ledger/ledger.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { EffectRegistry } from '../../src/platform/effects/effect-registry.js';
import { ScoringService } from '../../src/scoring/scoring.service.js';
import type { Reply, Visitor } from '../support/api.js';
import { BANK, type Hall, startHall } from '../support/hall.js';
import { act, done, reached, until } from '../support/office.js';

/** Checking an edition runs every example of what it changes. */
jest.setTimeout(180_000);

let hall: Hall;
let inside: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;
/** In order: who prepares, reviews, examines, approves; then somebody who audits. */
let preparer: Visitor;
let reviewer: Visitor;
let examiner: Visitor;
let approver: Visitor;
let auditor: Visitor;

beforeAll(async () => {
  hall = await startHall({ worker: true, bank: true });
  const [institution] = await hall.sql<{ id: string }>('select id from institution where code = $1', [BANK]);
  const database = hall.app.get(Database, { strict: false });
  inside = (fn) => database.inInstitution(institution?.id as string, fn);
  const admins = (await hall.people(BANK)).filter((one) => one.roles.includes('RULE_ADMIN'));
  expect(admins.length).toBeGreaterThan(1);
  [preparer, reviewer] = (await Promise.all(admins.map((one) => hall.as(one.code, BANK)))) as [Visitor, Visitor];
  examiner = await hall.withRole('SUPERVISION', BANK);
  approver = await hall.withRole('CENTRE_LEADER', BANK);
  auditor = await hall.withRole('AUDITOR', BANK);
}, 240_000);
afterAll(() => hall?.close());

const breach = (person: string, happenedOn: string, id: string) =>
  inside((tx) =>
    hall.app
      .get(LedgerService, { strict: false })
      .post(tx, [{ key: 'k', item: 'R63.P07', subject: `person:${person}`, happenedOn, values: { fault: 'own' } }], {
        kind: 'import',
        id,
        recorder: '0024',
      }),
  );
const scoring = () => hall.app.get(ScoringService, { strict: false });

/** A draft with another figure for R63.P07, its examples restated. */
async function drafted(from: string, points: string): Promise<Reply['body']> {
  const draft = await preparer.post('/api/edition-drafts', {
    base: 'adopted',
    from,
    title: `工作纪律扣分改为 ${points}`,
    items: [{ rule: 'R63.P07', points }],
  });
  expect([draft.status, draft.body.code]).toEqual([201, undefined]);
  const restated = await preparer.post(
    `/api/edition-drafts/${draft.body.id}/restate-cases`,
    {},
    { 'if-match': `"${draft.body.revision}"` },
  );
  expect(restated.status).toBe(200);
  return restated.body;
}

const sent = async (draft: Reply['body']): Promise<string> => {
  const reply = await preparer.post(`/api/edition-drafts/${draft.id}/case`);
  expect([reply.status, reply.body.code]).toEqual([201, undefined]);
  return reply.body.id;
};

async function approved(draft: Reply['body']): Promise<string> {
  const caseId = await sent(draft);
  await done(preparer, caseId, 'ruleSet.check');
  await done(reviewer, caseId, 'ruleSet.review');
  await done(examiner, caseId, 'ruleSet.examine');
  await done(approver, caseId, 'ruleSet.approve');
  return caseId;
}

const refusedAs = (reply: Reply) => [reply.status, reply.body.code];
const total = async (person: string, period: string): Promise<string> => {
  const { body } = await auditor.get(`/api/results/person:${person}?period=${period}`);
  return body.outputs.find((one: { output: string }) => one.output === 'points').total;
};
async function clockTo(to: string): Promise<void> {
  const reply = await (await hall.as('admin', BANK)).post('/api/demo/clock', { to });
  expect(reply.status).toBeLessThan(300);
}

let first: string;
let firstDraft: Reply['body'];

it('is signed by four people, and by nobody twice', async () => {
  await breach('0001', '2026-09-02', 'september');
  await inside(async (tx) => {
    await scoring().recompute(tx, '2026-09', { cycle: '2026-09' });
    await scoring().freeze(tx, '2026-09', 'final');
  });
  firstDraft = await drafted('2026-10-01', '-3');
  first = await sent(firstDraft);
  // The reviewer, the examiner and the approver cannot begin it, nor the preparer go on.
  expect((await act(examiner, first, 'ruleSet.check')).status).toBe(403);
  await done(preparer, first, 'ruleSet.check');
  expect(refusedAs(await act(preparer, first, 'ruleSet.review'))).toEqual([403, 'auth.self_decision']);
  expect((await act(approver, first, 'ruleSet.examine')).status).toBeGreaterThanOrEqual(403);
  await done(reviewer, first, 'ruleSet.review');
  // Under review nobody changes it any more.
  const late = await preparer.change(
    'PATCH',
    `/api/edition-drafts/${firstDraft.id}`,
    { title: '改个名' },
    { 'if-match': `"${firstDraft.revision}"` },
  );
  expect(refusedAs(late)).toEqual([409, 'ruleset.draft_locked']);
  await done(examiner, first, 'ruleSet.examine');
  const last = await done(approver, first, 'ruleSet.approve');
  expect(last.body.state).toBe('approved');
  const { items } = (await auditor.get('/api/regulations/editions')).body;
  expect(items).toMatchObject([
    { edition: '2026-10-01', from: '2026-10-01', to: null, isInForce: false, case: { id: first, state: 'approved' } },
    { edition: '2026-01-01', from: '2026-01-01', to: '2026-10-01', isInForce: true },
  ]);
  // The effect of the approval can come again and changes nothing.
  const [file] = await hall.sql<{ context: { draft: string; hash: string; from: string } }>(
    'select context from case_file where id = $1',
    [first],
  );
  const { draft, hash, from } = file?.context ?? { draft: '', hash: '', from: '' };
  await inside((tx) =>
    hall.app.get(EffectRegistry, { strict: false }).handler('regulation.adopt')(tx, {
      id: `${first}:5:0`,
      name: 'regulation.adopt',
      params: { draft, hash, from },
      caseFile: {
        id: first,
        kind: 'rule-set',
        key: draft,
        state: 'approved',
        context: {},
        applicant: null,
        subject: null,
        editionHash: null,
      },
      actor: systemActor(tx.institutionId),
      today: '2026-09-30',
      at: new Date(),
    }),
  );
  expect((await auditor.get('/api/regulations/editions')).body.total).toBe(2);
  const history = (await auditor.get(`/api/cases/${first}/history`)).body;
  const signers = history.items
    .filter((one: { type: string }) => one.type.startsWith('ruleSet.'))
    .map((one: { actor: { code: string } | string }) => JSON.stringify(one.actor));
  expect(new Set(signers).size).toBe(4);
});

it('comes into force when its day begins, and the closed month keeps its text, points and digest', async () => {
  const before = await inside((tx) => scoring().live(tx, 'person:0001', '2026-09'));
  await clockTo('2026-10-01T09:00:00+08:00');
  await reached(auditor, first, 'effective');
  const { body: now } = await auditor.get('/api/regulations/adopted');
  expect(now.items.find((one: { item: string }) => one.item === 'R63.P07').points).toBe('-3');
  // The old text under its own hash, with what came after it.
  const { items } = (await auditor.get('/api/regulations/editions')).body;
  const old = (await auditor.get(`/api/regulations/editions/${items[1].hash}`)).body;
  expect(old.edition.items.find((one: { item: string }) => one.item === 'R63.P07').points).toBe('-2');
  expect(old.diff).toBeNull();
  const fresh = (await auditor.get(`/api/regulations/editions/${items[0].hash}`)).body;
  expect(fresh.diff.items.changed).toMatchObject([
    { item: 'R63.P07', before: { points: '-2' }, after: { points: '-3' } },
  ]);
  // September is explained and verified by what was in force then.
  const { body: september } = await auditor.get('/api/results/person:0001?period=2026-09');
  expect(september.edition.edition).toBe('2026-01-01');
  expect(september.outputs[0].trace.find((one: { rule: string }) => one.rule === 'R63.P07').amount).toBe('-2');
  expect(september.digest).toBe(before?.result.digest);
  const verified = await auditor.post('/api/cycles/2026-09/verify');
  expect(verified.body).toMatchObject({ ok: true, stage: 'final' });
});

it('judges what happened last month by the edition of last month, whenever it is recorded', async () => {
  await breach('0002', '2026-09-28', 'late');
  await breach('0003', '2026-10-02', 'october');
  const run = await inside((tx) => scoring().recompute(tx, '2026-09'));
  expect(run.editionHash).toBe(firstDraft.base.hash);
  const live = (person: string, period: string) =>
    inside(async (tx) => (await scoring().live(tx, `person:${person}`, period))?.result.outputs.points?.total);
  expect(await live('0002', '2026-09')).toBe('10');
  expect(await total('0003', '2026-10')).toBe('9');
  // The balance of the year goes on under the new edition, and what was deducted before stays as it was.
  expect(await total('0001', '2026-10')).toBe('10');
  await inside((tx) => scoring().recompute(tx, '2026-10'));
  const october = await auditor.post('/api/cycles/2026-10/verify');
  expect(october.body).toMatchObject({ ok: true, stage: 'live' });
  // Tried out, only what happened under it would cost more.
  const tried = await preparer.post('/api/what-if', {
    period: '2026-10',
    choices: { items: [{ rule: 'R63.P07', points: '-4' }] },
  });
  const own = tried.body.movers.filter((one: { change: string }) => one.change !== '0');
  expect(own.map((one: { subject: string }) => one.subject)).toContain('person:0003');
  expect(own.map((one: { subject: string }) => one.subject)).not.toContain('person:0001');
});

it('refuses a day inside a final period, a second edition of the same time, and a draft that changed meanwhile', async () => {
  const inside = await drafted('2026-09-01', '-4');
  const closed = await sent(inside);
  const reply = await act(preparer, closed, 'ruleSet.check');
  expect(refusedAs(reply)).toEqual([422, 'ruleset.period_final']);
  expect(reply.body.detail).toContain('2026-09');
  await done(preparer, closed, 'ruleSet.withdraw', { reason: '日期有误' });

  const same = await sent(await drafted('2026-10-01', '-5'));
  const overlap = await act(preparer, same, 'ruleSet.check');
  expect(refusedAs(overlap)).toEqual([422, 'ruleset.overlap']);
  expect(overlap.body.detail).toContain('example-bank-department@2026-10-01');
  await done(preparer, same, 'ruleSet.withdraw', { reason: '日期有误' });

  const draft = await drafted('2026-12-01', '-4');
  const meanwhile = await sent(draft);
  await done(preparer, meanwhile, 'ruleSet.check');
  const other = { fill: { 'R63.P16.points': { value: '-2', basis: '会议' } } };
  const changed = await preparer.change('PATCH', `/api/edition-drafts/${draft.id}`, other, {
    'if-match': `"${draft.revision}"`,
  });
  expect(changed.status).toBe(200);
  expect(refusedAs(await act(reviewer, meanwhile, 'ruleSet.review'))).toEqual([422, 'ruleset.changed']);
  const returned = await done(reviewer, meanwhile, 'ruleSet.return', { reason: '检查后又有改动' });
  expect(returned.body.state).toBe('draft');
  await done(preparer, meanwhile, 'ruleSet.check');
  await done(reviewer, meanwhile, 'ruleSet.review');
  await done(reviewer, meanwhile, 'ruleSet.withdraw', { reason: '不再修订' });
});

it('refuses a draft whose examples do not hold', async () => {
  const draft = await preparer.post('/api/edition-drafts', {
    base: 'adopted',
    from: '2027-02-01',
    title: '未核对算例',
    items: [{ rule: 'R63.P07', points: '-9' }],
  });
  const caseId = await sent(draft.body);
  const reply = await act(preparer, caseId, 'ruleSet.check');
  expect(refusedAs(reply)).toEqual([422, 'ruleset.not_clean']);
  expect(reply.body.detail).toContain('cases.yaml');
  await done(preparer, caseId, 'ruleSet.withdraw', { reason: '另起草案' });
});

it('is superseded when a later edition begins', async () => {
  const second = await approved(await drafted('2026-11-01', '-4'));
  const { items } = (await auditor.get('/api/regulations/editions')).body;
  expect(items[0]).toMatchObject({ edition: '2026-11-01', case: { id: second, state: 'approved' } });
  expect((await auditor.get(`/api/cases/${first}`)).body.state).toBe('effective');
  await clockTo('2026-11-01T09:00:00+08:00');
  await reached(auditor, second, 'effective');
  await reached(auditor, first, 'superseded');
  const told = await until('message', async () => {
    const { body } = await preparer.get('/api/notifications');
    return JSON.stringify(body).includes('2026-11-01') ? body : undefined;
  });
  expect(told.total).toBeGreaterThan(0);
});

it('leaves an appraisal that was begun its edition', async () => {
  expect((await examiner.post('/api/cycles', { period: '2026-12' })).status).toBe(201);
  const caseId = await sent(await drafted('2026-12-01', '-5'));
  const running = await act(preparer, caseId, 'ruleSet.check');
  expect(refusedAs(running)).toEqual([422, 'ruleset.period_running']);
  expect(running.body.detail).toContain('2026-12');
});
