/** W1 over HTTP, in a small hall: from findings to a final result, a dispute, a tie, an appeal that moves ranks, a later change. */
import { jest } from '@jest/globals';
import type { Role } from '../../src/core/roles.js';
import { DemoService } from '../../src/demo/demo.service.js';
import { RosterService } from '../../src/organization/roster.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Reply, Visitor } from '../support/api.js';
import { HALL, type Hall, startHall } from '../support/hall.js';
import { act, done, reached, until } from '../support/office.js';

jest.setTimeout(120_000);
const SMALL = 'small-hall';
const approval = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7'];
const service = ['P1', 'P2', 'P3', 'P4'];
const windows = [...approval, ...service];
let hall: Hall;
let cycle: string;
const people = new Map<string, Visitor>();
const as = async (person: string): Promise<Visitor> => {
  const known = people.get(person) ?? (await hall.as(person, SMALL));
  people.set(person, known);
  return known;
};

beforeAll(async () => {
  hall = await startHall({ worker: true });
  const { id } = await hall.app
    .get(DemoService, { strict: false })
    .found({ example: 'city-hall', code: SMALL, name: '示例县政务服务中心' }, false);
  await hall.app.get(Database, { strict: false }).inInstitution(id, async (tx) => {
    const roster = hall.app.get(RosterService, { strict: false });
    await roster.putUnits(tx, [
      { code: 'U1', name: '县市场监督管理局' },
      { code: 'C1', name: '协调管理科' },
    ]);
    await roster.putWindows(
      tx,
      windows.map((code) => ({
        code,
        name: `${code}号窗口`,
        group: code.startsWith('A') ? 'approval' : 'publicService',
        unit: 'U1',
        hall: null,
        workers: 2,
        lowVolumeExempt: false,
      })) as never,
    );
    const row = { gender: null, unit: 'C1', window: null, post: null, ab: null, since: '2026-01-05' };
    const office = (code: string, role: Role) => ({ ...row, code, name: `职员${code}`, roles: [{ role }] });
    await roster.putPeople(
      tx,
      [
        ...windows.map((window) => ({
          ...row,
          code: `h${window}`,
          name: `负责${window}`,
          unit: 'U1',
          window,
          roles: [{ role: 'WINDOW_HEAD' as const }, { role: 'STAFF' as const }],
        })),
        office('sup', 'SUPERVISION'),
        office('insp', 'INSPECTOR'),
        office('off', 'OFFICE'),
        office('sec', 'CONTENT_SECTION'),
        office('com1', 'COMMITTEE'),
        office('com2', 'COMMITTEE'),
        office('hr', 'HR'),
      ],
      '2026-01-05',
      'test',
    );
  });
}, 180_000);
afterAll(() => hall?.close());

const refusal = (reply: Reply) => [reply.status, reply.body.code];
const seen = async () => (await (await as('sup')).get(`/api/cases/${cycle}`)).body;
const clock = async (to: string) => {
  const reply = await (await as('admin')).post('/api/demo/clock', { to });
  if (reply.status >= 300) throw new Error(JSON.stringify(reply.body));
};
/** Waits for the run that was asked for last. */
const computed = () =>
  until('the scores are computed', async () => {
    const body = await seen();
    return body.context.digest ? body : undefined;
  });
const ranking = async (person = 'com1') => (await (await as(person)).get('/api/cycles/2026-09/ranking')).body;
const places = async (group: string) =>
  (await ranking()).rankings
    .find((one: { group: string }) => one.group === group)
    .rows.map((row: { subject: string; rank: number; shown: string }) => [
      row.rank,
      row.subject.slice(7),
      Number(row.shown),
    ]);
const honours = async () =>
  Object.fromEntries(
    (await ranking()).honours.map(
      (honour: { honour: string; group: string; awarded: { subject: string }[]; held: { subject: string }[] }) => [
        `${honour.honour}/${honour.group}`,
        [honour.awarded, honour.held].map((list) => list.map((one) => one.subject.slice(7)).sort()),
      ],
    ),
  );
/** An item seen at a window: recorded, confirmed, assessed, and noticed when a day is given. */
async function finding(window: string, item: string, told?: string): Promise<{ id: string; fact: string }> {
  const reply = await (await as('insp')).post('/api/findings', {
    item,
    subject: `window:${window}`,
    happenedOn: '2026-09-01',
  });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  const { id } = reply.body;
  await done(await as('off'), id, 'finding.confirm', { distinct: '不同事实' });
  await done(await as('off'), id, 'finding.assess');
  if (told) await done(await as('off'), id, 'finding.notice', { deliveredOn: told });
  const [fact] = await hall.sql<{ id: string }>('select id from fact where source_id = $1', [id]);
  return { id, fact: fact?.id ?? '' };
}
async function appeal(person: string, fact: string): Promise<string> {
  const reply = await (await as(person)).post('/api/appeals', { factId: fact, ground: '当日按督查科安排离岗协助' });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body.id;
}
async function allow(id: string): Promise<void> {
  await done(await as('off'), id, 'appeal.accept');
  await done(await as('com2'), id, 'appeal.formPanel', { panel: ['com2'] });
  await done(await as('com2'), id, 'appeal.change', { outcome: 'revoke', reason: '经核实情况属实，撤销该记录' });
}
async function publish(endOf: string): Promise<void> {
  await done(await as('com1'), cycle, 'cycle.approve', { remark: '同意' });
  await done(await as('sup'), cycle, 'cycle.publish');
  expect((await seen()).deadlines).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'publicity', dueOn: endOf })]),
  );
}

describe('a furnished demonstration', () => {
  it('finds its cycle open, once, and no results', async () => {
    const supervision = await hall.as('0109');
    const listed = (await supervision.get('/api/cycles')).body;
    expect(listed).toMatchObject({ total: 1, items: [{ key: '2026-09', state: 'open', version: 0, digest: null }] });
    expect(listed.items[0].sections).toHaveLength(4);
    expect(listed.items[0].windows.total).toBe(30);
    expect(refusal(await supervision.get('/api/cycles/2026-09/ranking'))).toEqual([409, 'result.not_computed']);
    await hall.app
      .get(DemoService, { strict: false })
      .found({ example: 'city-hall', code: HALL, name: '示例市政务服务中心' }, true);
    expect((await supervision.get('/api/cycles')).body.total).toBe(1);
    expect(await hall.sql('select 1 from score_run')).toEqual([]);
  });
});

describe('a month in a small hall', () => {
  let disputed: { fact: string };
  let appealed: { fact: string };
  let late: { id: string; fact: string };

  it('is opened by the supervision section, for one cycle a month', async () => {
    const supervision = await as('sup');
    expect(await (await as('hA1')).post('/api/cycles', { period: '2026-09' })).toMatchObject({ status: 403 });
    expect(await supervision.post('/api/cycles', { period: '2026-13' })).toMatchObject({ status: 400 });
    const made = await supervision.post('/api/cycles', { period: '2026-09' });
    expect(made).toMatchObject({ status: 201, body: { key: '2026-09', state: 'draft' } });
    cycle = made.body.id;
    expect(refusal(await supervision.post('/api/cycles', { period: '2026-09' }))).toEqual([409, 'cycle.exists']);
    expect(refusal(await act(supervision, cycle, 'cycle.announce', { minutes: '会议' }))).toEqual([
      409,
      'workflow.transition_refused',
    ]);
    await done(supervision, cycle, 'cycle.open');
    expect(refusal(await act(supervision, cycle, 'cycle.endPeriod'))).toEqual([422, 'cycle.period_running']);
  });

  it('collects what the sections hand in, each its own part, and scores when the last has come', async () => {
    await finding('A2', 'R11.D3', '2026-09-01');
    for (const window of ['A3', 'A4']) await finding(window, 'R11.D2', '2026-09-01');
    appealed = await finding('A5', 'R11.A4', '2026-09-01');
    await finding('A5', 'R11.D3', '2026-09-01');
    late = await finding('A6', 'R11.B8');
    await finding('A6', 'R11.D3', '2026-09-01');
    disputed = await finding('A7', 'R11.C3', '2026-09-01');
    for (const [window, item] of [
      ['P2', 'R11.D3'],
      ['P3', 'R11.D2'],
      ['P4', 'R11.B8'],
    ] as const)
      await finding(window, item, '2026-09-01');
    await clock('2026-10-08T09:00:00+08:00');
    await reached(await as('sup'), cycle, 'collecting');
    const part = (person: string, section: string) =>
      as(person).then(async (who) => {
        const { revision } = (await who.get(`/api/cases/${cycle}`)).body;
        return who.post(`/api/cycles/2026-09/parts/${section}/hand-in`, {}, { 'if-match': `"${revision}"` });
      });
    expect(refusal(await part('sec', 'supervision'))).toEqual([422, 'cycle.not_own_part']);
    expect(await part('sec', 'C1')).toMatchObject({ status: 200 });
    expect(refusal(await part('sec', 'C1'))).toEqual([422, 'cycle.part_handed_in']);
    expect((await seen()).state).toBe('collecting');
    await done(await as('sup'), cycle, 'cycle.handIn', { section: 'supervision' });
    const { context } = await computed();
    // Day 7 is over: late parts are flagged, not refused (A21).
    expect(context.sections.every((one: { isLate: boolean }) => one.isLate)).toBe(true);
    expect(await places('approval')).toEqual([
      [1, 'A1', 100],
      [2, 'A2', 99],
      [3, 'A3', 98],
      [3, 'A4', 98],
      [5, 'A5', 97],
      [6, 'A6', 96],
      [7, 'A7', 95],
    ]);
    expect(await honours()).toMatchObject({
      'redFlag/approval': [['A1'], []],
      'advanced/approval': [['A2'], ['A3', 'A4']],
    });
  });

  it('is announced with minutes, seen by insiders only, and answered window by window', async () => {
    expect(refusal(await act(await as('sup'), cycle, 'cycle.announce'))).toEqual([422, 'cycle.minutes_missing']);
    await done(await as('sup'), cycle, 'cycle.announce', { minutes: '楼层值班长会议通报当月情况' });
    expect(refusal(await (await as('hA1')).get('/api/cycles/2026-09/ranking'))).toEqual([403, 'cycle.not_published']);
    expect(await hall.visitor().get(`/api/public/${SMALL}/publicity/2026-09`)).toMatchObject({ status: 404 });
    expect(refusal(await act(await as('hA1'), cycle, 'cycle.confirm', { window: 'A2' }))).toEqual([
      422,
      'cycle.not_own_window',
    ]);
    await done(await as('hA1'), cycle, 'cycle.confirm', { window: 'A1' });
    await done(await as('hA7'), cycle, 'cycle.object', { window: 'A7', reason: '收费标准系主管部门当日调整' });
    expect((await seen()).state).toBe('disputed');
    expect(refusal(await act(await as('sup'), cycle, 'cycle.maintain', { window: 'A2', reason: '维持' }))).toEqual([
      422,
      'cycle.window_not_disputed',
    ]);
    // Corrected: the entry is taken back, scored and announced again; A1 has answered and is not asked twice.
    await done(await as('sup'), cycle, 'cycle.correct', {
      window: 'A7',
      reverse: [disputed.fact],
      reason: '经核实确有调整通知',
    });
    await computed();
    await done(await as('sup'), cycle, 'cycle.announce', { minutes: '更正后再次通报' });
    expect((await places('approval')).slice(0, 2)).toEqual([
      [1, 'A1', 100],
      [1, 'A7', 100],
    ]);
    for (const window of ['A2', 'A3', 'A4', 'P1', 'P2', 'P3', 'P4'])
      await done(await as(`h${window}`), cycle, 'cycle.confirm', { window });
    await done(await as('hA5'), cycle, 'cycle.object', { window: 'A5', reason: '离岗系受安排' });
    await done(await as('sup'), cycle, 'cycle.maintain', { window: 'A5', reason: '未见安排记录，可申诉' });
    expect((await seen()).state).toBe('preliminary');
    // Whoever says nothing within the term has consented.
    await clock('2026-10-14T09:00:00+08:00');
    const { context } = await reached(await as('sup'), cycle, 'verified');
    expect([context.windows.A6.state, context.windows.A7.state, context.windows.A5.state]).toEqual([
      'silent',
      'silent',
      'maintained',
    ]);
  });

  it('is not approved while equals wait at the cut; the committee rules with a reason (R28.06)', async () => {
    // A1 and A7 share the first place, and only one may have the red flag.
    expect((await honours())['redFlag/approval']).toEqual([[], ['A1', 'A7']]);
    const refused = await act(await as('com1'), cycle, 'cycle.approve', {});
    expect(refused).toMatchObject({ status: 422, body: { code: 'cycle.open_tie', articles: ['R28.06'] } });
    expect(refusal(await act(await as('sup'), cycle, 'cycle.approve', {}))).toEqual([403, 'auth.forbidden']);
    for (let round = 0; round < 4; round++) {
      const [name, group, held] = Object.entries(await honours())
        .map(([key, [, waiting]]) => [...key.split('/'), waiting] as [string, string, string[]])
        .find(([, , waiting]) => waiting.length > 0) ?? ['', '', []];
      if (held.length === 0) break;
      expect(group).toBe('approval');
      await done(await as('com1'), cycle, 'cycle.rule', {
        honour: name,
        subject: `window:${held[0]}`,
        award: true,
        reason: '办件量较大',
      });
      await computed();
    }
    const after = await honours();
    expect(after['redFlag/approval']).toEqual([['A1'], []]);
    expect(after['advanced/approval'][0]).toHaveLength(2);
    await publish('2026-10-21');
  });

  it('is shown in public without names of people, and waits for an appeal beyond its term', async () => {
    const page = (await hall.visitor().get(`/api/public/${SMALL}/publicity/2026-09`)).body;
    expect(page.rankings.map((one: { group: string }) => one.group)).toEqual(['approval', 'publicService']);
    expect(JSON.stringify(page)).not.toMatch(/负责|职员|person:/);
    const head = await ranking('hA3');
    expect(head.digest).toBe((await ranking()).digest);
    const id = await appeal('hA5', appealed.fact);
    await reached(await as('sup'), cycle, 'appealed');
    await clock('2026-10-22T09:00:00+08:00');
    await until('the term ends', async () => ((await seen()).context.publicityOver ? true : undefined));
    expect((await seen()).state).toBe('appealed');
    await allow(id);
    // A rank moved, so the committee looks again; nobody outside sees figures that are being worked on.
    await reached(await as('sup'), cycle, 'verified');
    expect(await hall.visitor().get(`/api/public/${SMALL}/publicity/2026-09`)).toMatchObject({ status: 404 });
    expect((await places('approval')).find(([, window]: [number, string]) => window === 'A5')).toEqual([3, 'A5', 99]);
  });

  it('becomes final after its publicity: frozen, verified, its papers asked for', async () => {
    for (const [key, [, held]] of Object.entries(await honours()) as [string, string[][]][])
      for (const window of (held ?? []).slice(0, 1)) {
        await done(await as('com1'), cycle, 'cycle.rule', {
          honour: key.split('/')[0] ?? '',
          subject: `window:${window}`,
          award: true,
          reason: '满意度较高',
        });
        await computed();
      }
    await publish('2026-10-29');
    // Told of an older entry only now, so that its term runs on after the result is final.
    await clock('2026-10-28T09:00:00+08:00');
    await done(await as('off'), late.id, 'finding.notice', { deliveredOn: '2026-10-28' });
    await clock('2026-10-30T09:00:00+08:00');
    const { context } = await reached(await as('sup'), cycle, 'final');
    expect(context.finals).toEqual([{ version: 1, digest: context.digest, on: '2026-10-30' }]);
    const verified = await (await as('sup')).post('/api/cycles/2026-09/verify', {});
    expect(verified.body).toMatchObject({ ok: true, digest: context.digest, recomputed: context.digest });
    const keys = await until('the papers are drafted', async () => {
      const { items } = (await (await as('sup')).get('/api/cases?kind=paper&pageSize=100')).body;
      const found = items
        .map((item: { key: string }) => item.key)
        .filter((key: string) => key.startsWith('2026-09-v1'));
      return found.length >= 5 ? (found as string[]) : undefined;
    });
    const titles = Object.values(await honours()).flatMap(([awarded]) => awarded as string[]);
    expect(keys).toHaveLength(1 + titles.length);
    expect(refusal(await act(await as('sup'), cycle, 'cycle.notify'))).toEqual([422, 'cycle.papers_open']);
    expect((await hall.visitor().get(`/api/public/${SMALL}/publicity/2026-09`)).status).toBe(200);
  });

  it('is never edited: a later change makes a second version, and the first stays official until then', async () => {
    const first = (await ranking('hA3')).digest;
    const shownTo = async (person: string) =>
      (await ranking(person)).rankings[0].rows.find((row: { subject: string }) => row.subject === 'window:A6');
    expect(await shownTo('hA3')).toMatchObject({ rank: 7, value: '96' });
    await allow(await appeal('hA6', late.fact));
    await reached(await as('sup'), cycle, 'verified');
    expect(await shownTo('com1')).toMatchObject({ rank: 3, value: '99' });
    expect((await ranking('hA3')).digest).toBe(first);
    const page = await hall.visitor().get(`/api/public/${SMALL}/publicity/2026-09`);
    expect(page.body.rankings[0].rows.find((row: { name: string }) => row.name === 'A6号窗口').rank).toBe(7);
    await publish('2026-11-06');
    expect((await ranking('hA3')).digest).toBe(first);
    await clock('2026-11-07T09:00:00+08:00');
    const { context } = await until('the second version', async () => {
      const body = await seen();
      return body.state === 'final' ? body : undefined;
    });
    expect(context.finals.map((one: { version: number }) => one.version)).toEqual([1, 2]);
    expect(context.finals[0].digest).toBe(first);
    expect((await ranking('hA3')).digest).toBe(context.finals[1].digest);
    const verified = await (await as('sup')).post('/api/cycles/2026-09/verify', {});
    expect(verified.body).toMatchObject({ ok: true, digest: context.finals[1].digest });
    // The first run lies as it was.
    const runs = await hall.sql<{ digest: string }>(`select digest from score_run where digest = $1`, [first]);
    expect(runs.length).toBeGreaterThan(0);
  });

  it('takes no appeal after the term, and says until when it ran', async () => {
    const reply = await (await as('hA2')).post('/api/appeals', {
      factId: (await hall.sql<{ id: string }>(`select id from fact where subject = 'window:A2'`))[0]?.id,
      ground: '情况与事实不符',
    });
    expect(refusal(reply)).toEqual([422, 'appeal.late']);
    expect(reply.body.detail).toContain('2026-09-08');
  });
});
