/** W4 on real PostgreSQL: one badge for one person, one person at one window, a replacement in the middle, and who answers. */
import { Workbook } from '@cj-tech-master/excelts';
import { jest } from '@jest/globals';
import { PaperData } from '../../src/paper/paper-data.js';
import { TemplateLibrary } from '../../src/paper/template.js';
import { Database } from '../../src/platform/database/database.js';
import { Cases } from '../../src/platform/effects/case-port.js';
import { RegulationService } from '../../src/regulation/regulation.service.js';
import type { Reply, Visitor } from '../support/api.js';
import { HALL, type Hall, startHall } from '../support/hall.js';
import { act, clockTo, done, reached, until } from '../support/office.js';

let hall: Hall;
let supervision: Visitor;
let institutionId: string;
jest.setTimeout(120_000);
beforeAll(async () => {
  hall = await startHall({ worker: true });
  supervision = await hall.as('0109');
  const [row] = await hall.sql<{ id: string }>('select id from institution where code = $1', [HALL]);
  institutionId = row?.id ?? '';
}, 180_000);
afterAll(() => hall?.close());

const refusal = (reply: Reply) => [reply.status, reply.body.code];
const view = async (id: string) => (await supervision.get(`/api/cases/${id}`)).body;
const inHall = <T>(work: (tx: never) => Promise<T>): Promise<T> =>
  hall.app.get(Database, { strict: false }).inInstitution(institutionId, work as never);
const adopt = (from: string, settings: Record<string, string>) =>
  inHall((tx) =>
    hall.app
      .get(RegulationService, { strict: false })
      .adopt(tx, 'example-city-hall', '2026-01-01', { from, by: 'test', choices: { settings } }),
  );
const windowOf = async (person: string) => (await hall.people()).find((one) => one.code === person)?.window?.code ?? '';
const leaderOf = async (window: string): Promise<string> => {
  const [row] = await hall.sql<{ person: string }>(
    `select g.person_code as person from role_grant g join service_window w on w.institution_id = g.institution_id
     where w.code = $1 and g.role = 'HOME_DEPT_LEADER' and g.target = w.unit_code order by 1`,
    [window],
  );
  return row?.person ?? '';
};
const headOf = async (window: string) =>
  (await hall.people()).find((one) => one.window?.code === window && one.roles.includes('WINDOW_HEAD'))?.code ?? '';
/** Who may stand in at a window then, best first, without the absent person. */
const able = async (window: string, from: string, to: string, not: string[]): Promise<string[]> => {
  const { body } = await supervision.get(`/api/leaves/candidates?window=${window}&from=${from}&to=${to}`);
  return body.items
    .filter((one: { isFree: boolean; code: string }) => one.isFree && !not.includes(one.code))
    .map((one: { code: string }) => one.code);
};
const slots = (id: string) =>
  hall.sql<{ person: string; day: string }>(
    `select distinct person, day::text from person_slot where case_id = $1 order by day, person`,
    [id],
  );

let count = 0;
/** Opens a substitution as a leave would. */
async function open(absent: string, from: string, to: string): Promise<{ id: string; key: string; window: string }> {
  const window = await windowOf(absent);
  const [row] = await hall.sql<{ unit: string }>('select unit_code as unit from service_window where code = $1', [
    window,
  ]);
  count += 1;
  const key = `cover-${count}`;
  const { id } = await inHall((tx) =>
    hall.app.get(Cases, { strict: false }).start(tx, {
      kind: 'substitution',
      key,
      subject: `window:${window}`,
      actor: { institutionId, person: 'system', grants: [], language: 'zh-CN' },
      input: {
        leave: `leave-of-${key}`,
        window,
        unit: row?.unit ?? null,
        absent,
        from: { day: from, half: 'am' },
        to: { day: to, half: 'pm' },
        why: 'R15.S1',
        acceptWorkingDays: 1,
        badgeReturnWorkingDays: 1,
      },
    }),
  );
  return { id, key, window };
}
/** Says to a substitution what its leave would say. */
const leaveSays = (id: string, event: string, payload: object = {}) =>
  inHall((tx) =>
    hall.app.get(Cases, { strict: false }).send(tx, {
      caseId: id,
      event,
      payload: payload as never,
      actor: { institutionId, person: 'system', grants: [], language: 'zh-CN' },
      key: `${id}:${event}:${Math.random()}`,
    }),
  );
async function accepted(cover: { id: string; window: string }, substitute: string): Promise<void> {
  await done(await hall.as(await leaderOf(cover.window)), cover.id, 'substitution.nominate', { substitute });
  await done(await hall.as(substitute), cover.id, 'substitution.accept');
}
async function trained(cover: { id: string; window: string }, substitute: string): Promise<void> {
  await accepted(cover, substitute);
  await done(supervision, cover.id, 'substitution.file');
  await done(await hall.as(await leaderOf(cover.window)), cover.id, 'substitution.train', {
    business: true,
    norms: true,
  });
}

describe('one person', () => {
  it('accepts one of two covers at once, the other is refused by the database', async () => {
    const covers = [await open('0010', '2026-11-02', '2026-11-03'), await open('0011', '2026-11-02', '2026-11-03')];
    const [both] = await able(covers[0]?.window ?? '', '2026-11-02', '2026-11-03', ['0010', '0011']);
    for (const cover of covers)
      await done(await hall.as(await leaderOf(cover.window)), cover.id, 'substitution.nominate', { substitute: both });
    const who = await hall.as(both ?? '');
    const answers = await Promise.all(covers.map((cover) => act(who, cover.id, 'substitution.accept')));
    expect(answers.map((reply) => reply.status).sort()).toEqual([200, 422]);
    expect(answers.find((reply) => reply.status === 422)?.body.code).toBe('substitution.double_cover');
    const held = await hall.sql('select distinct case_id from person_slot where person = $1', [both]);
    expect(held).toHaveLength(1);
    for (const cover of covers) await leaveSays(cover.id, 'leave.cancelled');
  });
});

describe('temporary badges', () => {
  it('are a stock that supervision keeps: free ones are offered, a number is there once', async () => {
    const window = await windowOf('0010');
    const free = (await supervision.get(`/api/badges/stock?state=free&window=${window}`)).body.items;
    expect(free.map((one: { badge: string }) => one.badge)).toEqual(expect.arrayContaining(['T-01', 'T-20']));
    expect(await supervision.post('/api/badges/stock', { codes: ['T-91', 'T-92'] })).toMatchObject({ status: 201 });
    expect(refusal(await supervision.post('/api/badges/stock', { codes: ['T-93', 'T-91'] }))).toEqual([
      409,
      'substitution.badge_in_stock',
    ]);
    const all = (await supervision.get('/api/badges/stock')).body.items.map((one: { badge: string }) => one.badge);
    expect(all).toContain('T-92');
    expect(all).not.toContain('T-93');
    const worker = await hall.as('0003');
    expect(await worker.get('/api/badges/stock')).toMatchObject({ status: 403 });
    expect(await worker.post('/api/badges/stock', { codes: ['T-94'] })).toMatchObject({ status: 403 });
  });

  it('go to one of two who want the same one at once; lost, unknown and foreign ones go to nobody', async () => {
    const covers = [await open('0010', '2026-11-04', '2026-11-05'), await open('0011', '2026-11-04', '2026-11-05')];
    const people = await able(covers[0]?.window ?? '', '2026-11-04', '2026-11-05', ['0010', '0011']);
    expect(people.length).toBeGreaterThan(1);
    for (const [index, cover] of covers.entries()) await trained(cover, people[index] ?? '');
    const answers = await Promise.all(
      covers.map((cover) => act(supervision, cover.id, 'substitution.issueBadge', { badge: 'T-05' })),
    );
    expect(answers.map((reply) => reply.status).sort()).toEqual([200, 422]);
    const refused = answers.find((reply) => reply.status === 422)?.body;
    expect(refused).toMatchObject({ code: 'substitution.badge_out', articles: ['R15.S3'] });
    const [first, second] = answers[0]?.status === 200 ? covers : [...covers].reverse();
    const holder = people[covers[0] === first ? 0 : 1];
    const issue = (badge: string) => act(supervision, second?.id ?? '', 'substitution.issueBadge', { badge });
    expect(refusal(await issue('X-1'))).toEqual([422, 'substitution.badge_unknown']);
    // With nothing registered the refusal says so, and not which others could be had.
    await hall.sql(`update badge_stock set hall = 'H9' where institution_id = $1`, [institutionId]);
    expect(refusal(await issue('X-1'))).toEqual([422, 'substitution.badge_none']);
    await hall.sql(`update badge_stock set hall = null where institution_id = $1`, [institutionId]);
    await supervision.post('/api/badges/stock/state', { badge: 'T-06', state: 'lost', reason: '盘点未见' });
    expect(refusal(await issue('T-06'))).toEqual([422, 'substitution.badge_lost']);
    await supervision.post('/api/badges/stock', { codes: ['H9-1'], hall: 'H9' });
    expect(refusal(await issue('H9-1'))).toEqual([422, 'substitution.badge_other_hall']);
    expect(
      refusal(await supervision.post('/api/badges/stock/state', { badge: 'T-05', state: 'free', reason: '误记' })),
    ).toEqual([422, 'substitution.badge_out']);
    // The receipt is drawn up when the badge is out.
    await until('the receipt', async () => {
      const { body } = await supervision.get(`/api/cases?kind=paper&key=${first?.key}-badge-1-T-05-${holder}-out`);
      return body.items[0];
    });
    // Called off: it comes back first, and then somebody else may have it.
    await leaveSays(first?.id ?? '', 'leave.cancelled');
    expect((await view(first?.id ?? '')).state).toBe('ended');
    await done(supervision, first?.id ?? '', 'substitution.returnBadge');
    expect((await view(first?.id ?? '')).state).toBe('cancelled');
    expect(await issue('T-05')).toMatchObject({ status: 200 });
    await leaveSays(second?.id ?? '', 'leave.cancelled');
    await done(supervision, second?.id ?? '', 'substitution.loseBadge', { reason: '途中遗失' });
    const { items } = (await supervision.get('/api/badges?badge=T-05&sort=issuedAt')).body;
    expect(items.map((row: { state: string; key: string }) => [row.key, row.state])).toEqual([
      [first?.key, 'returned'],
      [second?.key, 'lost'],
    ]);
    const stranger = ['0001', '0002', '0003', '0006'].find((one) => !people.slice(0, 2).includes(one)) ?? '';
    expect((await supervision.get('/api/badges?format=xlsx')).bytes.subarray(0, 2).toString()).toBe('PK');
    expect((await (await hall.as(stranger)).get('/api/badges?badge=T-05')).body.items).toEqual([]);
  });
});

describe('who names the substitute', () => {
  it('is the home unit, and the head of the window too only where A and B are both away', async () => {
    const people = await hall.sql<{ person: string; posts: number }>(
      `select p.person_code as person, (select count(*)::int from person_placement o
         where o.institution_id = p.institution_id and o.window_code = p.window_code and o.person_code <> p.person_code
           and o.ab_role is not null) as posts
       from person_placement p where p.institution_id = $1 and p.window_code is not null order by 1`,
      [institutionId],
    );
    const [alone, paired] = [people.find((one) => one.posts === 0), people.find((one) => one.posts > 0)];
    for (const [one, roles] of [
      [alone, ['HOME_DEPT_LEADER', 'WINDOW_HEAD']],
      [paired, ['HOME_DEPT_LEADER']],
    ] as const) {
      const cover = await open(one?.person ?? '', '2026-11-06', '2026-11-06');
      const isOwnHead = (await headOf(cover.window)) === one?.person;
      // Nobody names his own substitute, so a head who is away himself does not count.
      expect((await view(cover.id)).context.nominators).toEqual(
        roles.filter((role) => role !== 'WINDOW_HEAD' || !isOwnHead),
      );
      await leaveSays(cover.id, 'leave.cancelled');
    }
  });
});

describe('who sat there', () => {
  let cover: { id: string; key: string; window: string };
  let first: string;
  let second: string;
  const day1 = '2026-11-09';
  const day2 = '2026-11-10';
  const day3 = '2026-11-11';
  const sitting = async (day: string, half = 'AM') =>
    (await supervision.get(`/api/findings/items?subject=window:${cover.window}&on=${day}&half=${half}`)).body.onDuty;

  it('is the substitute while he covers, and another from the half day on which he falls ill', async () => {
    cover = await open('0010', day1, day2);
    [first = '', second = ''] = await able(cover.window, day1, day3, ['0010']);
    await trained(cover, first);
    await done(supervision, cover.id, 'substitution.issueBadge', { badge: 'T-07' });
    await clockTo(hall, `${day1}T08:30:00+08:00`);
    await done(await hall.as('0010'), cover.id, 'substitution.handOver', { matters: ['待补正材料两件'] });
    await done(await hall.as(first), cover.id, 'substitution.takeOver', { handover: 'done' });
    expect((await sitting(day1))[0]).toMatchObject({ code: first, why: 'cover' });

    await done(await hall.as(first), cover.id, 'substitution.replace', {
      from: { day: day2, half: 'am' },
      reason: '发烧就医',
    });
    expect(await slots(cover.id)).toEqual([{ person: first, day: day1 }]);
    expect(await view(cover.id)).toMatchObject({ state: 'required', context: { round: 2, lent: [{ badge: 'T-07' }] } });
    await trained(cover, second);
    await done(supervision, cover.id, 'substitution.issueBadge', { badge: 'T-08' });
    await done(supervision, cover.id, 'substitution.returnBadge', { badge: 'T-07' });
    await done(await hall.as(second), cover.id, 'substitution.takeOver', { handover: 'missing' });
    expect(await slots(cover.id)).toEqual([
      { person: first, day: day1 },
      { person: second, day: day2 },
    ]);
    expect((await sitting(day1))[0]).toMatchObject({ code: first });
    expect((await sitting(day2, 'PM'))[0]).toMatchObject({ code: second, why: 'cover' });
  });

  it('answers for the error: the window bears the points, the record is his (R15.S5, A63)', async () => {
    const points = async () => {
      const { body } = await supervision.get(`/api/results/window:${cover.window}?period=2026-11`);
      return Number(body.outputs.find((output: { output: string }) => output.output === 'window').total);
    };
    const before = await points();
    const [who] = await sitting(day1);
    const reply = await (await hall.as('0111')).post('/api/findings', {
      item: 'R11.A4',
      subject: `window:${cover.window}`,
      person: `person:${who.code}`,
      happenedOn: day1,
    });
    expect(reply).toMatchObject({ status: 201 });
    const office = await hall.as('0120');
    await done(office, reply.body.id, 'finding.confirm');
    await done(office, reply.body.id, 'finding.assess');
    expect(before - (await points())).toBe(2);
    const record = (await (await hall.as(first)).get('/api/facts?period=2026-11')).body.items;
    expect(record).toMatchObject([
      { item: 'R11.A4', subject: `window:${cover.window}`, person: `person:${first}`, happenedOn: day1 },
    ]);
    expect((await supervision.get(`/api/findings?subject=person:${first}`)).body.items).toHaveLength(1);
  });

  it('is the regular worker again after the end, and the register tells who had which badge', async () => {
    await leaveSays(cover.id, 'leave.ended', { returned: { day: day2, half: 'am' } });
    await done(supervision, cover.id, 'substitution.returnBadge');
    expect((await view(cover.id)).state).toBe('closed');
    expect((await sitting(day2, 'AM'))[0]).toMatchObject({ code: second, why: 'cover' });
    expect((await sitting(day2, 'PM')).map((one: { code: string }) => one.code)).not.toContain(second);
    const { items } = (await supervision.get(`/api/badges?window=${cover.window}&sort=badge&from=${day1}`)).body;
    expect(items).toMatchObject([
      { badge: 'T-07', person: first, state: 'returned', key: cover.key },
      { badge: 'T-08', person: second, state: 'returned', key: cover.key },
    ]);
  });

  it('bears it alone where the office reads it so: the window loses nothing', async () => {
    await adopt(day3, { 'substitute.liability': 'SUBSTITUTE' });
    const alone = await open('0010', day3, day3);
    await trained(alone, first);
    await done(supervision, alone.id, 'substitution.issueBadge', { badge: 'T-09' });
    await clockTo(hall, `${day3}T09:00:00+08:00`);
    const reply = await (await hall.as('0111')).post('/api/findings', {
      item: 'R11.A4',
      subject: `window:${alone.window}`,
      person: `person:${first}`,
      happenedOn: day3,
    });
    const office = await hall.as('0120');
    await done(office, reply.body.id, 'finding.confirm');
    await done(office, reply.body.id, 'finding.assess');
    const facts = await hall.sql('select subject, item from fact where happened_on = $1', [day3]);
    expect(facts).toEqual([{ subject: `person:${first}`, item: 'R11.A4' }]);
    await leaveSays(alone.id, 'leave.ended');
    // Nobody brings the badge back: chased on, told to supervision, and never forgotten.
    await clockTo(hall, '2026-11-16T09:00:00+08:00');
    await reached(supervision, alone.id, 'badgeOverdue');
    await until('it is overdue in the register', async () => {
      const { items } = (await supervision.get('/api/badges?state=overdue')).body;
      return items.some((row: { badge: string }) => row.badge === 'T-09') ? true : undefined;
    });
    await done(supervision, alone.id, 'substitution.returnBadge');
  });
});

describe('the B post', () => {
  it('covers unasked where the office chose so, without training or badge, and is filed afterwards', async () => {
    await adopt('2026-11-17', { 'substitution.ownPost': 'SHORT' });
    const [post] = await hall.sql<{ b: string; a: string }>(
      `select b.person_code as b, a.person_code as a from person_placement b join person_placement a
         on a.institution_id = b.institution_id and a.window_code = b.window_code
       join institution i on i.id = a.institution_id
       where i.code = $1 and b.ab_role = 'B' and a.ab_role = 'A' order by 1 limit 1`,
      [HALL],
    );
    const [a, b] = [post?.a ?? '', post?.b ?? ''];
    const cover = await open(a, '2026-11-17', '2026-11-17');
    const other = (await able(cover.window, '2026-11-17', '2026-11-17', [a, b]))[0] ?? '';
    expect((await act(await hall.as(other), cover.id, 'substitution.coverUnasked')).status).toBeGreaterThan(399);
    await clockTo(hall, '2026-11-17T09:00:00+08:00');
    await done(await hall.as(b), cover.id, 'substitution.coverUnasked');
    expect(await view(cover.id)).toMatchObject({ state: 'onDuty', context: { isUnasked: true, isFiled: false } });
    await leaveSays(cover.id, 'leave.ended');
    expect((await view(cover.id)).state).toBe('ended');
    await done(supervision, cover.id, 'substitution.file');
    expect((await view(cover.id)).state).toBe('closed');
    const paper = await until('the filing form', async () => {
      const { body } = await supervision.get(`/api/cases?kind=paper&key=${cover.key}-filing-1`);
      return body.items[0] as { id: string } | undefined;
    });
    expect(await reached(supervision, paper.id, 'issued', 'filed', 'delivered')).toBeDefined();
  });
});

describe('a B post whom nobody asked', () => {
  const day = '2026-11-17';
  let a = '';
  let b = '';
  let window = '';
  const offered = async (person: string) => (await (await hall.as(person)).get('/api/cover/unasked')).body;
  const stepIn = async (person: string, absent: string) =>
    (await hall.as(person)).post('/api/cover/unasked', { absent });

  it('is offered the seat, and nobody else is', async () => {
    const [post] = await hall.sql<{ b: string; a: string; window: string }>(
      `select b.person_code as b, a.person_code as a, a.window_code as "window" from person_placement b join person_placement a
         on a.institution_id = b.institution_id and a.window_code = b.window_code
       where b.institution_id = $1 and b.ab_role = 'B' and a.ab_role = 'A' order by 1 limit 1 offset 1`,
      [institutionId],
    );
    ({ a = '', b = '', window = '' } = post ?? {});
    expect((await offered(b)).absent.map((one: { code: string }) => one.code)).toContain(a);
    expect(await offered(a)).toMatchObject({ window: null, absent: [] });
    expect(refusal(await stepIn(a, b))).toEqual([422, 'substitution.not_b_post']);
    expect(refusal(await stepIn(b, '0109'))).toEqual([422, 'substitution.nobody_away']);
  });

  it('covers at once: presence, supervision and the filing know it; two are not opened for one seat (R21.04)', async () => {
    const who = await hall.as(b);
    const steps = await Promise.all([1, 2].map(() => who.post('/api/cover/unasked', { absent: a })));
    expect(steps.map((reply) => reply.status).sort()).toEqual([201, 422]);
    const cover = steps.find((reply) => reply.status === 201)?.body as { id: string; key: string };
    expect(await view(cover.id)).toMatchObject({
      state: 'onDuty',
      context: { substitute: b, absent: a, isUnasked: true, leave: null },
    });
    expect(await slots(cover.id)).toEqual([{ person: b, day }]);
    expect(await offered(b)).toMatchObject({ window, absent: [], open: { caseId: cover.id } });
    const { items } = (await supervision.get('/api/tasks')).body;
    expect(items.some((task: { caseId: string }) => task.caseId === cover.id)).toBe(true);
    // A is back for the afternoon.
    await done(who, cover.id, 'substitution.finish', { returned: { day, half: 'am' } });
    expect((await view(cover.id)).state).toBe('ended');
    const left = await hall.sql('select lower(minutes) as start from person_slot where case_id = $1', [cover.id]);
    expect(left).toEqual([{ start: 0 }]);
    await done(supervision, cover.id, 'substitution.file');
    expect((await view(cover.id)).state).toBe('closed');
  });

  it('gives way to the cover of the leave that is filed afterwards', async () => {
    await clockTo(hall, `${day}T14:00:00+08:00`);
    const who = await hall.as(b);
    const alone = (await who.post('/api/cover/unasked', { absent: a })).body as { id: string };
    const cover = await open(a, day, day);
    await done(who, cover.id, 'substitution.coverUnasked');
    expect((await view(alone.id)).state).toBe('ended');
    expect(await slots(alone.id)).toEqual([]);
    expect(await slots(cover.id)).toEqual([{ person: b, day }]);
    await leaveSays(cover.id, 'leave.ended');
  });

  it('is offered nothing where the office has no such rule', async () => {
    await adopt('2026-11-18', {});
    await clockTo(hall, '2026-11-18T09:00:00+08:00');
    expect(await offered(b)).toMatchObject({ window: null, absent: [] });
    expect(refusal(await stepIn(b, a))).toEqual([422, 'substitution.not_unasked']);
  });
});

describe('a leave whose substitute falls ill, that is extended and reported back', () => {
  const part = (from: string, to: string) => ({ from: { day: from, half: 'am' }, to: { day: to, half: 'pm' } });
  const dataOf = async (key: string) => {
    await until(`the paper ${key}`, async () => {
      const { body } = await supervision.get(`/api/cases?kind=paper&key=${key}`);
      return ['issued', 'delivered', 'filed'].includes(body.items[0]?.state) ? true : undefined;
    });
    const [row] = await hall.sql<{ data: Record<string, never> }>(
      `select document->'data' as data from paper where case_key = $1`,
      [key],
    );
    return row?.data;
  };
  interface Asked {
    template: string;
    source: string;
    args: Record<string, unknown>;
  }
  const drawnUp = (key: string, { template, source, args }: Asked) =>
    inHall((tx) =>
      hall.app
        .get(PaperData, { strict: false })
        .provide(tx, source, args, new TemplateLibrary().get(template), { template, today: '2026-12-31', key }),
    );
  /** A worker of a window with at most two, for whom two people could stand in. */
  async function someoneWithTwoSubstitutes() {
    const rows = await hall.sql<{ absent: string; window: string }>(
      `select p.person_code as absent, w.code as window from person_placement p
       join service_window w on w.institution_id = p.institution_id and w.code = p.window_code
       where p.institution_id = $1 and w.workers <= 2 order by 1`,
      [institutionId],
    );
    for (const { absent, window } of rows) {
      const people = await able(window, '2026-11-19', '2026-11-23', [absent]);
      if (people.length > 1) return { absent, window, people };
    }
    throw new Error('no small window has two people who could stand in');
  }
  async function approved(id: string): Promise<void> {
    for (;;) {
      const { context, state } = await view(id);
      const step = context.chain[context.step];
      if (!step || !['pending', 'extensionPending'].includes(state)) return;
      const [who] = await hall.sql<{ person: string }>(
        `select g.person_code as person from role_grant g join case_file c on c.institution_id = g.institution_id and c.id = $1
         where g.role = $2 and (g.scope = 'institution' or g.target in (c.context->>'unit',
           (select w.hall_code from service_window w where w.institution_id = c.institution_id and w.code = c.context->>'window')))
         order by 1 limit 1`,
        [id, step.key],
      );
      await done(await hall.as(who?.person ?? ''), id, 'leave.approve', { remark: '同意' });
    }
  }

  it('hears of it, and its papers tell what happened with who signed', async () => {
    const { absent, window, people } = await someoneWithTwoSubstitutes();
    const applicant = await hall.as(absent);
    const asked = await applicant.post('/api/leaves', {
      kind: 'personal',
      parts: [part('2026-11-19', '2026-11-20')],
      reason: '家中老人住院',
    });
    expect(asked).toMatchObject({ status: 201 });
    const leave = asked.body as { id: string; key: string };
    const cover = await until('the substitution opens', async () => {
      const { body } = await supervision.get(`/api/cases?kind=substitution&key=${leave.key}-s1`);
      return body.items[0] as { id: string } | undefined;
    });
    const place = { id: cover.id, window };
    const [one = '', two = ''] = people;
    await trained(place, one);
    await done(supervision, cover.id, 'substitution.issueBadge', { badge: 'T-11' });
    await approved(leave.id);
    await done(supervision, leave.id, 'leave.file');
    await clockTo(hall, '2026-11-19T09:00:00+08:00');
    await reached(supervision, leave.id, 'onLeave');
    await done(applicant, cover.id, 'substitution.handOver', { matters: ['窗口钥匙'] });
    await done(await hall.as(one), cover.id, 'substitution.takeOver', { handover: 'done' });
    await done(supervision, cover.id, 'substitution.replace', {
      from: { day: '2026-11-20', half: 'am' },
      reason: '替岗人员生病',
    });
    await until('the leave hears of it', async () => {
      const rows = await hall.sql(`select 1 from case_event where case_id = $1 and type = 'substitution.lost'`, [
        leave.id,
      ]);
      return rows.length > 0 ? true : undefined;
    });
    await trained(place, two);
    await done(supervision, cover.id, 'substitution.issueBadge', { badge: 'T-12' });
    await done(await hall.as(two), cover.id, 'substitution.takeOver', { handover: 'missing' });

    await done(applicant, leave.id, 'leave.extend', { to: { day: '2026-11-23', half: 'pm' }, reason: '路上耽搁' });
    await approved(leave.id);
    expect((await view(leave.id)).state).toBe('onLeave');
    await until('the cover follows the extension', async () =>
      (await slots(cover.id)).some((row) => row.day === '2026-11-23' && row.person === two) ? true : undefined,
    );
    await clockTo(hall, '2026-11-23T17:00:00+08:00');
    await done(applicant, leave.id, 'leave.reportBack', { returned: { day: '2026-11-23', half: 'pm' } });
    await done(supervision, leave.id, 'leave.confirmReturn', { remark: '已核对' });
    await reached(supervision, cover.id, 'ended');
    await done(supervision, cover.id, 'substitution.returnBadge', { badge: 'T-12' });
    await done(supervision, cover.id, 'substitution.returnBadge', { badge: 'T-11' });
    expect((await view(cover.id)).state).toBe('closed');

    expect(await dataOf(`${leave.key}-slip`)).toMatchObject({
      kind: '事假',
      periods: [{ from: '2026年11月19日上午', to: '2026年11月20日下午' }],
      length: '2 天',
      substitute: { code: one, confirmation: expect.stringContaining('T-11') },
    });
    expect(await dataOf(`${leave.key}-extension-1`)).toMatchObject({
      oldEnd: '2026年11月20日下午',
      newEnd: '2026年11月23日下午',
      length: '3 天',
      reason: '路上耽搁',
      ordinal: 1,
      substitute: { code: two, confirmation: expect.stringContaining('T-12') },
    });
    const back = await dataOf(`${leave.key}-return`);
    expect(back).toMatchObject({ outcome: '按时返岗', certificate: '无须证明', remarks: '已核对' });
    expect(back).toMatchObject({ confirmed: { name: expect.any(String) }, reported: { on: '2026年11月23日' } });
    const filing = await dataOf(`${leave.key}-s1-filing-2`);
    expect(filing).toMatchObject({ substituteCode: two, before: [expect.stringContaining('替岗人员生病')] });
    // When it was filed only the first of the two had been trained.
    expect(filing).toMatchObject({ training: '上岗前学习审批业务与服务规范，完成后由窗口负责人确认' });
    expect(await dataOf(`${leave.key}-s1-badge-2-T-12-${two}-back`)).toMatchObject({
      what: '归还',
      code: two,
      badge: 'T-12',
    });
    expect(await dataOf(`${leave.key}-s1-badge-1-T-11-${one}-out`)).toMatchObject({
      what: '领取',
      code: one,
      returned: null,
    });

    // The register of badges dates each by whoever had it, as the receipts do, and its spreadsheet by the wall.
    const lent = (await supervision.get(`/api/badges?window=${window}&sort=badge`)).body.items;
    expect(lent.map((row: { badge: string; dueOn: string }) => [row.badge, row.dueOn])).toEqual(
      expect.arrayContaining([
        ['T-11', '2026-11-19'],
        ['T-12', '2026-11-23'],
      ]),
    );
    const book = new Workbook();
    const sent = await supervision.get(`/api/badges?window=${window}&badge=T-12&format=xlsx`);
    await book.xlsx.load(sent.bytes as never);
    const row = book.worksheets[0]?.getRow(3);
    expect([4, 5, 6].map((column) => row?.getCell(column).value)).toEqual([
      expect.stringMatching(/^2026-11-19 \d\d:\d\d$/),
      '2026-11-23',
      expect.stringMatching(/^2026-11-23 17:\d\d$/),
    ]);

    await dataOf(`${leave.key}-s1-badge-2-T-11-${one}-back`);
    // By now everything has gone on: a worker who comes to it only now draws up each paper as it was asked for.
    const papers = await hall.sql<{ key: string; context: Asked; data: unknown }>(
      `select c.key, c.context, p.document->'data' as data from case_file c join paper p on p.case_id = c.id
       where c.key like $1 || '-%' order by c.key`,
      [leave.key],
    );
    // Slip, extension, return; for each substitute a form, a badge out and a badge back.
    expect(papers).toHaveLength(9);
    for (const { key, context, data } of papers) expect([key, await drawnUp(key, context)]).toEqual([key, data]);
  });
});
