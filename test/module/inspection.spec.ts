/** W12 over HTTP: a team fills in the check-list of the edition in force, all sign the same content, and it counts once. */
import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { RegulationService } from '../../src/regulation/regulation.service.js';
import type { Visitor } from '../support/api.js';
import { BANK, type Hall, startHall } from '../support/hall.js';
import { act, done, until } from '../support/office.js';

jest.setTimeout(90_000);
let hall: Hall;
let supervision: Visitor;
let colleague: Visitor;
let first: Visitor;
let second: Visitor;
let office: Visitor;
let today: string;
beforeAll(async () => {
  hall = await startHall({ worker: true, bank: true });
  [supervision, colleague, first, second, office] = (await Promise.all(
    ['0109', '0110', '0111', '0112', '0120'].map((person) => hall.as(person)),
  )) as [Visitor, Visitor, Visitor, Visitor, Visitor];
  today = (await supervision.get('/api/auth/me')).body.clock.today;
}, 180_000);
afterAll(() => hall?.close());

const usual = { mode: 'onSite', checklist: 'standards', subjects: ['window:A05'], team: ['0111', '0112'] };
const plan = (who: Visitor, change: object = {}) => who.post('/api/inspections', { ...usual, day: today, ...change });
const planned = async (change: object = {}, who = supervision): Promise<string> => {
  const reply = await plan(who, change);
  expect(reply).toMatchObject({ status: 201, body: { state: 'planned' } });
  return reply.body.id;
};
const running = async (change: object = {}, who = supervision): Promise<string> => {
  const id = await planned(change, who);
  await done(who, id, 'inspection.assign');
  await done(first, id, 'inspection.start');
  return id;
};
interface Sheet {
  hash: string;
  groups: { lines: { id: string; article: string; finding: string | null }[] }[];
  subjects: { subject: string; met: number; asked: number; open: number }[];
}
const sheetOf = async (who: Visitor, id: string): Promise<Sheet> => {
  const reply = await who.get(`/api/inspections/${id}`);
  expect(reply.status).toBe(200);
  return reply.body;
};
const answersFor = async (id: string, but: Record<string, object> = {}, who = first) => {
  const sheet = await sheetOf(who, id);
  const lines = sheet.groups.flatMap((group) => group.lines);
  return sheet.subjects.flatMap(({ subject }) =>
    lines.map(({ id: line }) => ({ subject, line, answer: 'met', ...but[line] })),
  );
};
const sign = async (who: Visitor, id: string) =>
  act(who, id, 'inspection.sign', { hash: (await sheetOf(who, id)).hash });
const signedBy = async (id: string, ...team: Visitor[]) => {
  for (const who of team) expect(await sign(who, id)).toMatchObject({ status: 200 });
};
const posted = (id: string) =>
  hall.sql<{ item: string; subject: string; day: string; quantity: string }>(
    `select item, subject, happened_on::text as day, quantity from fact where source_kind = 'case' and source_id = $1 order by item`,
    [id],
  );
const outputOf = async (who: Visitor, subject: string, output: string) => {
  const { body } = await who.get(`/api/results/${subject}?period=${today.slice(0, 7)}`);
  return body.outputs?.find((one: { output: string }) => one.output === output);
};

describe('the check-list of R48', () => {
  it('is filled in by two people, signed by both, and shows in the score of the window with the lines not met', async () => {
    const id = await running();
    const answers = await answersFor(id, {
      'R48.office.desk': { answer: 'notMet', note: '台面放有饮料' },
      'R48.management.manned': { answer: 'notMet', note: '十分钟无人' },
      'R48.fees.printed': { answer: 'notApplicable' },
    });
    expect(answers).toHaveLength(29);
    await done(first, id, 'inspection.record', { answers: answers.slice(0, 20), place: '一楼东侧' });
    expect(await sign(first, id)).toMatchObject({ status: 422, body: { code: 'inspection.incomplete' } });
    await done(second, id, 'inspection.record', { answers: answers.slice(20) });
    expect((await sheetOf(second, id)).subjects).toMatchObject([{ met: 26, asked: 28, open: 0 }]);
    expect(await sign(first, id)).toMatchObject({ status: 200, body: { state: 'running' } });
    expect(await posted(id)).toEqual([]);
    expect(await sign(first, id)).toMatchObject({ status: 422, body: { code: 'inspection.signed_already' } });
    expect(await outputOf(supervision, 'window:A05', 'standards')).toBeUndefined();
    expect(await sign(second, id)).toMatchObject({ status: 200, body: { state: 'findingsSigned' } });

    const facts = await posted(id);
    expect(facts).toHaveLength(28);
    expect(new Set(facts.map((fact) => `${fact.subject} ${fact.day}`))).toEqual(new Set([`window:A05 ${today}`]));
    expect(facts.filter((fact) => Number(fact.quantity) === 0).map((fact) => fact.item)).toEqual([
      'R48.management.manned',
      'R48.office.desk',
    ]);
    const output = await outputOf(supervision, 'window:A05', 'standards');
    expect([output.total, output.unit]).toEqual(['650/7', 'percent']);
    const lost = output.trace.filter((line: { amount: string }) => line.amount.startsWith('-'));
    expect(lost.map((line: { article: string }) => line.article)).toEqual(['R48.3-2', 'R48.6-2']);
    await done(supervision, id, 'inspection.handOver');
    expect(await posted(id)).toHaveLength(28);

    const { key } = (await supervision.get(`/api/cases/${id}`)).body;
    const paper = await until('the record is drawn up', async () => {
      const [row] = await hall.sql<{ document: { data: Record<string, unknown> } }>(
        'select document from paper where case_key = $1',
        [`${key}-record`],
      );
      return row;
    });
    expect(paper.document.data).toMatchObject({
      mode: '现场明查',
      place: '一楼东侧',
      subjects: [{ met: '26', notMet: '2', notApplicable: '1' }],
      unmet: [
        { article: 'R48.3-2', note: '台面放有饮料' },
        { article: 'R48.6-2', note: '十分钟无人' },
      ],
      team: [{ code: '0111' }, { code: '0112' }],
    });
  });

  it('is asked for by a task of each member, and ends with it', async () => {
    const id = await running({ subjects: ['window:A06'] });
    const steps = async (who: Visitor) =>
      (await who.get('/api/tasks?pageSize=200')).body.items
        .filter((task: { caseId: string }) => task.caseId === id)
        .map((task: { step: string }) => task.step);
    expect([await steps(first), await steps(second)]).toEqual([['sign'], ['sign']]);
    await done(first, id, 'inspection.record', { answers: await answersFor(id) });
    await signedBy(id, first);
    expect([await steps(first), await steps(second)]).toEqual([[], ['sign']]);
    // What was signed is signed no more, so the task is back.
    const [line] = await answersFor(id);
    await done(second, id, 'inspection.record', { answers: [{ ...line, answer: 'notMet' }] });
    expect([await steps(first), await steps(second)]).toEqual([['sign'], ['sign']]);
    await signedBy(id, second, first);
    expect([await steps(first), await steps(second)]).toEqual([['handOver'], ['handOver']]);
  });

  it('posts once, however often the last signature arrives', async () => {
    const id = await running({ subjects: ['window:A07'] });
    await done(first, id, 'inspection.record', { answers: await answersFor(id) });
    await signedBy(id, first);
    const { body } = await second.get(`/api/cases/${id}`);
    const headers = { 'if-match': `"${body.revision}"`, 'idempotency-key': randomUUID() };
    const event = { type: 'inspection.sign', payload: { hash: (await sheetOf(second, id)).hash } };
    const replies = await Promise.all(
      Array.from({ length: 4 }, () => second.post(`/api/cases/${id}/events`, event, headers)),
    );
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 200]);
    expect(await posted(id)).toHaveLength(29);
    expect((await outputOf(supervision, 'window:A07', 'standards')).total).toBe('100');
  });

  it('takes no line of another edition or list, no other place, no unknown evidence, and stores nothing of it', async () => {
    const id = await running({ subjects: ['window:A08'] });
    const answer = { subject: 'window:A08', line: 'R48.office.desk', answer: 'met' };
    // The record of the inspection before is still being printed.
    await until('nothing is left to do', async () => {
      const [open] = await hall.sql<{ n: number }>(
        'select count(*)::int as n from outbox where done_at is null and dead_at is null',
      );
      return open?.n === 0 ? true : undefined;
    });
    const before = await hall.rowCounts();
    const record = (change: object) => act(first, id, 'inspection.record', { answers: [{ ...answer, ...change }] });
    expect(await record({ line: 'R12.check.08' })).toMatchObject({
      status: 422,
      body: { code: 'inspection.line_unknown' },
    });
    expect(await record({ subject: 'window:A09' })).toMatchObject({ status: 422 });
    expect(await record({ evidence: ['c'.repeat(64)] })).toMatchObject({
      status: 422,
      body: { code: 'inspection.evidence_unknown' },
    });
    expect(await record({ answer: 'perhaps' })).toMatchObject({ status: 400 });
    expect(await act(office, id, 'inspection.record', { answers: [answer] })).toMatchObject({ status: 403 });
    expect(await hall.rowCounts()).toEqual(before);
  });
});

describe('the check-list of R12', () => {
  it('opens a finding for a line that names one; who was in the team does not confirm it', async () => {
    const id = await running({ checklist: 'conductNorms', subjects: ['person:0016'] });
    const photo = await first.upload(
      '/api/evidence',
      'photo.png',
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    );
    const evidence = [photo.body.hash];
    const answers = await answersFor(id, {
      'R12.check.08': { answer: 'notMet', note: '未佩戴工作牌', evidence },
      'R12.check.smile': { answer: 'notMet' },
    });
    await done(first, id, 'inspection.record', { answers });
    await signedBy(id, second, first);
    expect((await office.get(`/api/cases?kind=finding&key=inspection-`)).body.items).toEqual([]);
    await done(office, id, 'inspection.handOver');
    const finding = await until('the finding is opened', async () => {
      const { body } = await office.get('/api/cases?kind=finding&key=inspection-');
      return body.items[0] as { id: string } | undefined;
    });
    const { body } = await office.get(`/api/cases/${finding.id}`);
    expect(body).toMatchObject({
      state: 'recorded',
      subject: { key: 'person:0016' },
      context: {
        item: 'R12.08',
        note: '未佩戴工作牌',
        evidence,
        team: ['0111', '0112'],
        source: { kind: 'inspection' },
      },
    });
    const links: { kind: string; id: string }[] = (await office.get(`/api/cases/${id}`)).body.links;
    // Its record is drawn up beside it.
    expect(links.filter((link) => link.kind !== 'paper')).toMatchObject([{ kind: 'finding', id: finding.id }]);
    await hall.sql(
      `insert into role_grant (institution_id, person_code, role, scope, target, from_on, granted_by)
       select id, '0111', 'OFFICE', 'institution', null, '2026-01-01', 'test' from institution where code = 'demo-hall'`,
    );
    expect(await act(await hall.as('0111'), finding.id, 'finding.confirm')).toMatchObject({
      status: 403,
      body: { code: 'auth.self_decision' },
    });
    await done(office, finding.id, 'finding.confirm');
    // The other line has no item of its own: it lowers the share and nothing else.
    expect((await office.get('/api/cases?kind=finding&key=inspection-')).body.total).toBe(1);
  });
});

describe('the check-list of R55', () => {
  it('is used where a bank has adopted it', async () => {
    const database = hall.app.get(Database, { strict: false });
    const [bank] = await hall.sql<{ id: string }>(`select id from institution where code = $1`, [BANK]);
    await database.inInstitution(bank?.id as string, (tx) =>
      hall.app
        .get(RegulationService, { strict: false })
        .adopt(tx, 'r55-credit-union-service', '2024-01-01', { from: today, by: 'test' }),
    );
    const [head, one, other] = (await Promise.all(['0031', '0028', '0029'].map((code) => hall.as(code, BANK)))) as [
      Visitor,
      Visitor,
      Visitor,
    ];
    const team = { team: ['0028', '0029'], mode: 'phoneSimulation' };
    const id = await planned({ checklist: 'phrases', subjects: ['person:0008', 'person:0009'], ...team }, head);
    await done(head, id, 'inspection.assign');
    await done(one, id, 'inspection.start');
    const answers = await answersFor(id, { 'R55.05.1f': { answer: 'notMet' } }, one);
    expect(answers.length).toBeGreaterThan(50);
    await done(other, id, 'inspection.record', { answers });
    await signedBy(id, one, other);
    expect(await posted(id)).toHaveLength(answers.length);
    const output = await outputOf(head, 'person:0008', 'phrases');
    const lines = answers.length / 2;
    expect([Number(output.shown), output.unit]).toEqual([Math.round(((lines - 1) / lines) * 10_000) / 100, 'percent']);
  });
});

describe('who goes, and who knows', () => {
  it('keeps a secret plan to planner and team until it is signed', async () => {
    const id = await planned({ mode: 'secret', subjects: ['window:A10'] });
    const head = (await hall.people()).find((one) => one.window?.code === 'A10' && one.roles.includes('WINDOW_HEAD'));
    // Whoever stands in for a member does not learn of it by that.
    await hall.sql(
      `insert into delegation (institution_id, from_person, to_person, from_on, to_on)
       select id, '0112', '0121', '2026-01-01', '2027-12-31' from institution where code = 'demo-hall'`,
    );
    const others = [
      colleague,
      office,
      await hall.as('0121'),
      await hall.withRole('AUDITOR'),
      await hall.as(head?.code as string),
    ];
    const known = async (who: Visitor) => {
      const paths = [`/api/cases/${id}`, `/api/cases/${id}/history`, `/api/inspections/${id}`];
      const replies = await Promise.all(paths.map((path) => who.get(path)));
      const list = (await who.get('/api/cases?kind=inspection&pageSize=200')).body.items;
      const tasks = (await who.get('/api/tasks?pageSize=200')).body.items;
      const event = await who.post(
        `/api/cases/${id}/events`,
        { type: 'inspection.cancel', payload: { reason: '不再检查' } },
        { 'if-match': '"99"' },
      );
      return [
        ...replies.map((reply) => reply.status),
        event.status,
        list.some((one: { id: string }) => one.id === id),
        tasks.some((one: { caseId: string }) => one.caseId === id),
      ];
    };
    for (const who of others) expect(await known(who)).toEqual([404, 404, 404, 404, false, false]);
    await done(supervision, id, 'inspection.assign');
    await done(first, id, 'inspection.start');
    await done(first, id, 'inspection.record', { answers: await answersFor(id) });
    await signedBy(id, first);
    for (const who of others) expect(await known(who)).toEqual([404, 404, 404, 404, false, false]);
    expect((await known(second)).slice(0, 3)).toEqual([200, 200, 200]);
    await signedBy(id, second);
    for (const who of others) expect((await known(who)).slice(0, 3)).toEqual([200, 200, 200]);
    // An open one is known to the office from the beginning.
    const open = await planned({ subjects: ['window:A11'] });
    expect((await colleague.get(`/api/inspections/${open}`)).status).toBe(200);
  });

  it('sends nobody to his own window, nor one who does not check', async () => {
    await hall.sql(
      `insert into role_grant (institution_id, person_code, role, scope, target, from_on, granted_by)
       select id, '0110', 'WINDOW_HEAD', 'window', 'A12', '2026-01-01', 'test' from institution where code = 'demo-hall'`,
    );
    const sits = (await hall.people()).find((one) => one.window?.code === 'A12');
    const before = await hall.rowCounts();
    const team = ['0110', '0111'];
    const own = await plan(supervision, { subjects: ['window:A11', 'window:A12'], team });
    expect(own).toMatchObject({ status: 422, body: { code: 'inspection.own_place' } });
    expect(own.body.detail).toContain('0110');
    // Somebody at that window is as near as the window.
    const colleagueOfHis = { checklist: 'conductNorms', subjects: [`person:${sits?.code}`], team };
    expect(await plan(supervision, colleagueOfHis)).toMatchObject({ body: { code: 'inspection.own_place' } });
    const himself = { checklist: 'conductNorms', subjects: ['person:0111'] };
    expect(await plan(supervision, himself)).toMatchObject({ body: { code: 'inspection.own_place' } });
    expect(await plan(supervision, { team: ['0111', '0001'] })).toMatchObject({
      status: 422,
      body: { code: 'inspection.not_inspector' },
    });
    expect(await hall.rowCounts()).toEqual(before);
    await planned({ subjects: ['window:A11'], team });
  });

  it.each([
    [{ team: ['0111'] }, 400, 'input.invalid'],
    [{ team: ['0111', '0111'] }, 400, 'input.invalid'],
    [{ subjects: [] }, 400, 'input.invalid'],
    [{ mode: 'guess' }, 400, 'input.invalid'],
    [{ day: '2026-02-30' }, 400, undefined],
    [{ day: '2026-01-05' }, 422, 'inspection.day_past'],
    [{ checklist: 'nothing' }, 422, 'inspection.checklist_unknown'],
    [{ subjects: ['person:0016'] }, 422, 'inspection.subject_kind'],
    [{ subjects: ['window:Z99'] }, 422, 'inspection.subject_unknown'],
  ])('refuses the plan %j with %i %s', async (change, status, code) => {
    const before = await hall.rowCounts();
    expect(await plan(supervision, change)).toMatchObject({ status, ...(code ? { body: { code } } : {}) });
    expect(await hall.rowCounts()).toEqual(before);
  });

  it('is planned by those who check, and begins on its day', async () => {
    expect(await plan(await hall.as('0016'))).toMatchObject({ status: 403 });
    expect(await plan(hall.visitor())).toMatchObject({ status: 401 });
    const id = await planned({ day: `${Number(today.slice(0, 4)) + 1}-01-05` }, first);
    await done(first, id, 'inspection.assign');
    expect(await act(first, id, 'inspection.start')).toMatchObject({
      status: 422,
      body: { code: 'inspection.too_early' },
    });
    await done(first, id, 'inspection.cancel', { reason: '另有安排' });
    const { items } = (await first.get('/api/inspections/checklists')).body;
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ checklist: 'standards', subjectKind: 'window', lines: 29 }),
        expect.objectContaining({ checklist: 'conductNorms', subjectKind: 'person' }),
      ]),
    );
  });
});
