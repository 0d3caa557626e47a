/** Minimum staffing, candidates, cover plans and alarms over HTTP, on the example hall. */
import { jest } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { Cases } from '../../src/platform/effects/case-port.js';
import type { Reply, Visitor } from '../support/api.js';
import { HALL, type Hall, startHall } from '../support/hall.js';
import { act, done, reached, until } from '../support/office.js';

let hall: Hall;
let supervision: Visitor;
let institutionId: string;
jest.setTimeout(90_000);
beforeAll(async () => {
  hall = await startHall({ worker: true });
  supervision = await hall.withRole('SUPERVISION');
  institutionId = (await hall.sql<{ id: string }>('select id from institution where code = $1', [HALL]))[0]?.id ?? '';
}, 180_000);
afterAll(() => hall?.close());

const half = (text: string) => ({ day: text.slice(0, 10), half: text.slice(10) });
const refusal = (reply: Reply) => [reply.status, reply.body.code];

/** Staff numbers of a window, A post first. */
const staffOf = async (window: string): Promise<string[]> =>
  (
    await hall.sql<{ person_code: string }>(
      `select person_code from person_placement where window_code = $1 order by ab_role nulls last, person_code`,
      [window],
    )
  ).map((row) => row.person_code);
const holder = async (role: string, target: string): Promise<string> =>
  (
    await hall.sql<{ person_code: string }>('select person_code from role_grant where role = $1 and target = $2', [
      role,
      target,
    ])
  )[0]?.person_code ?? '';

async function file(person: string, from: string, to = from): Promise<{ id: string; key: string }> {
  const body = { kind: 'personal', parts: [{ from: half(from), to: half(to) }], reason: '家中有事' };
  const who = await hall.as(person);
  let reply = await who.post('/api/leaves', body);
  if (reply.status === 400)
    reply = await who.post('/api/leaves', { kind: body.kind, reason: body.reason, ...body.parts[0] });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body;
}
const leaderOf = async (hallCode: string) => hall.as(await holder('SHIFT_LEADER', hallCode));
const approve = async (leave: { id: string }, hallCode: string) =>
  act(await leaderOf(hallCode), leave.id, 'leave.approve', { remark: '同意' });
const coverOf = (key: string) =>
  until(`the substitution ${key} opens`, async () => {
    const { body } = await supervision.get(`/api/cases?kind=substitution&key=${key}`);
    return body.items[0] as { id: string; key: string; state: string } | undefined;
  });
const alarms = () =>
  hall.sql<{ place: string; half: string; present: number; least: number; open: boolean }>(
    `select coalesce(window_code, zone_code) as place, half, present, least, closed_at is null as open
     from staffing_alarm order by opened_at, place, half`,
  );

describe('the minimum of a window', () => {
  it('lets as many go as it can spare, also when two approvals come at once (G26)', async () => {
    const leader = await leaderOf('H1');
    const sign = (leave: { id: string } | undefined) =>
      act(leader, leave?.id ?? '', 'leave.approve', { remark: '同意' });
    const [first, second, third, fourth] = await staffOf('A01');
    const leaves = [];
    for (const person of [first, second, third, fourth])
      leaves.push(await file(person ?? '', '2026-10-12am', '2026-10-12pm'));
    // Asked for is not gone: all four may file, the window keeps two of four.
    expect(await sign(leaves[0])).toMatchObject({ status: 200 });
    const replies = await Promise.all([leaves[1], leaves[2], leaves[3]].map(sign));
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 422, 422]);
    const refused = replies.find((reply) => reply.status === 422);
    expect(refused?.body).toMatchObject({
      code: 'leave.understaffed',
      articles: ['R15.L5', 'R15.L7'],
      facts: { day: '2026-10-12', half: 'am', present: 1, least: 2 },
    });
    expect(await alarms()).toEqual([]);
  });

  it('is changed with a reason by those who keep it, and a hole is told and shown until it is filled', async () => {
    const path = '/api/windows/A02/minimum';
    const head = await hall.withRole('WINDOW_HEAD');
    expect(refusal(await head.change('PUT', path, { least: 4, zone: 'H1-A', reason: '业务高峰' }))).toEqual([
      403,
      'auth.forbidden',
    ]);
    expect(refusal(await supervision.change('PUT', path, { least: 4, zone: 'nowhere', reason: '业务高峰' }))).toEqual([
      422,
      'organization.zone_unknown',
    ]);
    expect(refusal(await supervision.change('PUT', path, { least: 4, zone: 'H2-A', reason: '业务高峰' }))).toEqual([
      422,
      'organization.zone_elsewhere',
    ]);
    expect((await supervision.change('PUT', path, { least: 5, zone: 'H1-A', reason: '业务高峰' })).status).toBe(200);
    const open = (await alarms()).filter((alarm) => alarm.place === 'A02' && alarm.open);
    expect(open.length).toBeGreaterThan(10);
    expect(open[0]).toMatchObject({ present: 4, least: 5 });
    const { items } = (await supervision.get('/api/staffing?from=2026-10-12&to=2026-10-12')).body;
    expect(
      items
        .filter((item: { hole: boolean }) => item.hole)
        .map((item: { place: { window: string } }) => item.place.window),
    ).toEqual(['A02', 'A02']);
    const told = (await supervision.get('/api/notifications')).body.items.filter(
      (one: { message: string }) => one.message === 'staffing.hole',
    );
    expect(told).toHaveLength(1);
    expect((await supervision.change('PUT', path, { least: 2, zone: 'H1-A', reason: '恢复' })).status).toBe(200);
    expect((await alarms()).every((alarm) => !alarm.open)).toBe(true);
    const kept = await hall.sql(
      `select before->>'least' as before, after->>'least' as after, reason from staffing_minimum_change order by changed_at`,
    );
    expect(kept).toEqual([
      { before: '2', after: '5', reason: '业务高峰' },
      { before: '5', after: '2', reason: '恢复' },
    ]);
  });
});

describe('a window of one', () => {
  const day = '2026-10-14';
  let single: string;
  let helper: string;
  let partner: string;
  let leave: { id: string; key: string };
  let cover: { id: string; key: string };

  beforeAll(async () => {
    [single = ''] = await staffOf('A19');
    [partner = '', helper = ''] = await staffOf('A18');
  });

  it('offers whoever knows it and can be spared, and says of the others why not (G25)', async () => {
    const ask = () => supervision.get(`/api/leaves/candidates?window=A19&from=${day}&to=${day}&absent=${single}`);
    expect((await ask()).body.items).toMatchObject([
      { code: helper, window: 'A18', en: expect.stringContaining('keeps 1 (least 1)') },
    ]);
    const away = await file(partner, `${day}am`, `${day}pm`);
    await approve(away, 'H2');
    const { items, notOffered } = (await ask()).body;
    expect(items).toEqual([]);
    expect(notOffered).toMatchObject([
      { code: helper, reasons: ['would_empty'], en: expect.stringContaining('A18') },
      { code: single, reasons: ['is_absent_person'] },
    ]);
    const asked = (
      await supervision.get(`/api/leaves/candidates?window=A19&from=${day}&to=${day}&absent=${single}&person=0001`)
    ).body;
    expect(asked).toMatchObject({ items: [], notOffered: [{ code: '0001', reasons: ['unqualified'] }] });
  });

  it('is told by a proof when nobody can be moved (G27)', async () => {
    leave = await file(single, `${day}am`, `${day}pm`);
    cover = await coverOf(`${leave.key}-s1`);
    const { status, body } = await supervision.post('/api/cover-plans', { caseId: cover.id });
    expect(status).toBe(200);
    expect(body).toMatchObject({ found: false, steps: [], canApply: false, halves: [{ half: 'am' }, { half: 'pm' }] });
    expect(body.proofs).toHaveLength(1);
    expect(body.proofs[0]).toMatchObject({
      halves: [
        { day, half: 'am' },
        { day, half: 'pm' },
      ],
      people: [{ code: helper }],
      blocked: expect.arrayContaining([expect.objectContaining({ code: helper, en: expect.stringContaining('A18') })]),
    });
    expect(
      body.proofs[0].seats.map((seat: { window: string; people: number }) => [seat.window, seat.people]).sort(),
    ).toEqual([
      ['A18', 1],
      ['A19', 1],
    ]);
    expect(
      refusal(
        await (await hall.as(await holder('HOME_DEPT_LEADER', 'U08'))).post('/api/cover-plans/apply', {
          caseId: cover.id,
        }),
      ),
    ).toEqual([422, 'cover.none']);
  });

  it('refuses, each with its article, whoever may not stand in', async () => {
    const leader = await hall.as(await holder('HOME_DEPT_LEADER', 'U08'));
    const nominate = (substitute: string) => act(leader, cover.id, 'substitution.nominate', { substitute });
    expect((await nominate(single)).body).toMatchObject({
      code: 'substitution.is_absent_person',
      articles: ['R15.S1'],
    });
    expect((await nominate('0001')).body).toMatchObject({ code: 'substitution.unqualified', articles: ['R15.S4'] });
    expect((await nominate(partner)).body).toMatchObject({ code: 'substitution.unqualified' });
    expect((await nominate(helper)).body).toMatchObject({ code: 'substitution.would_empty', articles: ['R15.L5'] });
    await hall.sql(
      `insert into qualification (institution_id, person_code, window_code, from_on)
      select institution_id, code, 'A19', '2026-01-01' from person where code = $1`,
      [partner],
    );
    expect((await nominate(partner)).body).toMatchObject({ code: 'substitution.on_leave', articles: ['R15.S1'] });
  });

  it('is filled by a chain; nobody leaves before the last of it has agreed (G27)', async () => {
    const [, third = ''] = await staffOf('A16');
    await hall.sql(
      `insert into qualification (institution_id, person_code, window_code, from_on)
      select institution_id, code, 'A18', '2026-01-01' from person where code = $1`,
      [third],
    );
    const leader = await hall.as(await holder('HOME_DEPT_LEADER', 'U08'));
    const plan = (await leader.post('/api/cover-plans', { caseId: cover.id })).body;
    expect(plan).toMatchObject({ found: true, halfDays: 4, isFewestChanges: true, canApply: true });
    expect(
      plan.steps.map((step: { person: string; from: string; to: string }) => [step.person, step.from, step.to]).sort(),
    ).toEqual(
      [
        [helper, 'A18', 'A19'],
        [third, 'A16', 'A18'],
      ].sort(),
    );
    const applied = await leader.post('/api/cover-plans/apply', { caseId: cover.id });
    expect(applied.status).toBe(201);
    const second = await coverOf(`${cover.key}-p1`);
    expect(second.state).toBe('nominated');
    await done(await hall.as(helper), cover.id, 'substitution.accept');
    await inPlace(cover.id);
    // The chain is not closed: A18 would stand empty.
    expect((await approve(leave, 'H2')).body).toMatchObject({
      code: 'leave.understaffed',
      facts: { place: expect.stringContaining('A18') },
    });
    await done(await hall.as(third), second.id, 'substitution.accept');
    expect((await approve(leave, 'H2')).status).toBe(200);
    expect((await alarms()).filter((alarm) => alarm.open)).toEqual([]);
  });

  it('calls supervision when the substitute falls out, and ends the chain with the cover', async () => {
    await done(supervision, cover.id, 'substitution.replace', { from: half(`${day}am`), reason: '突发疾病' });
    expect((await alarms()).filter((alarm) => alarm.open).map((alarm) => alarm.place)).toEqual(['A19', 'A19']);
    const second = await coverOf(`${cover.key}-p1`);
    await reached(supervision, second.id, 'cancelled');
  });
});

/** Says to a cover what its leave would say. */
const leaveSays = (caseId: string, event: string, payload: object) =>
  hall.app.get(Database, { strict: false }).inInstitution(institutionId, (tx) =>
    hall.app.get(Cases, { strict: false }).send(tx, {
      caseId,
      event,
      payload: { ...payload },
      actor: { institutionId, person: 'system', grants: [], language: 'zh-CN' },
      key: `${caseId}:${event}`,
    }),
  );
/** Places that are short in one half day after the other of some days. */
const shortOn = async (...days: string[]): Promise<string[]> =>
  (
    await hall.sql<{ place: string }>(
      `select coalesce(window_code, zone_code) as place from staffing_alarm
       where closed_at is null and day = any($1::date[]) order by day, half, place`,
      [days],
    )
  ).map((row) => row.place);
const qualify = (person: string, window: string) =>
  hall.sql(
    `insert into qualification (institution_id, person_code, window_code, from_on)
     select institution_id, code, $2, '2026-01-01' from person where code = $1 on conflict do nothing`,
    [person, window],
  );
const slotsOf = (key: string) =>
  hall.sql<{ person: string; day: string; window: string }>(
    `select distinct s.person, s.day::text, s.window_code as "window" from person_slot s
     join case_file f on f.institution_id = s.institution_id and f.id = s.case_id where f.kind = 'substitution' and f.key = $1
     order by 2, 1`,
    [key],
  );
const leader = async () => hall.as(await holder('HOME_DEPT_LEADER', 'U08'));
/** Signs every step that is left; the answer to the last signature. */
async function signAll(leave: { id: string }): Promise<Reply> {
  for (let last: Reply | undefined; ; ) {
    const { context, state } = (await supervision.get(`/api/cases/${leave.id}`)).body;
    const step = context.chain[context.step];
    if (last && (last.status !== 200 || state !== 'pending' || !step)) return last;
    const [who] = await hall.sql<{ person: string }>(
      `select g.person_code as person from role_grant g join case_file c on c.institution_id = g.institution_id and c.id = $1
       where g.role = $2 and (g.scope = 'institution' or g.target in (c.context->>'unit',
         (select w.hall_code from service_window w where w.institution_id = c.institution_id and w.code = c.context->>'window')))
       order by 1 limit 1`,
      [leave.id, step.key],
    );
    last = await act(await hall.as(who?.person ?? ''), leave.id, 'leave.approve', { remark: '同意' });
  }
}

describe('a seat that nobody can take for the whole absence', () => {
  const [monday, tuesday] = ['2026-10-19', '2026-10-20'];
  let single = '';
  let helper = '';
  let fourth = '';
  let leave: { id: string; key: string };
  let cover: { id: string; key: string };

  beforeAll(async () => {
    [single = ''] = await staffOf('A19');
    [, helper = ''] = await staffOf('A18');
    fourth = (await staffOf('A02'))[3] ?? '';
    await qualify(fourth, 'A19');
    // Two people know the window, and each of them is away on one of the days.
    await approve(await file(helper, `${tuesday}am`, `${tuesday}pm`), 'H2');
    await approve(await file(fourth, `${monday}am`, `${monday}pm`), 'H1');
    await hall.sql('delete from qualification where window_code = $1 and not (person_code = any($2))', [
      'A19',
      [single, helper, fourth],
    ]);
  });

  it('is put to one person for each stretch, and each is asked for his own half days', async () => {
    leave = await file(single, `${monday}am`, `${tuesday}pm`);
    cover = await coverOf(`${leave.key}-s1`);
    const who = await leader();
    const plan = (await who.post('/api/cover-plans', { caseId: cover.id })).body;
    expect(plan).toMatchObject({ found: true, canApply: true });
    expect(plan.steps.map((step: { person: string; to: string }) => [step.person, step.to]).sort()).toEqual(
      [
        [helper, 'A19'],
        [fourth, 'A19'],
      ].sort(),
    );
    const applied = await who.post('/api/cover-plans/apply', { caseId: cover.id });
    expect(applied).toMatchObject({
      status: 201,
      body: {
        cases: expect.arrayContaining([
          { key: cover.key, person: fourth },
          { key: `${cover.key}-p1`, person: helper },
        ]),
      },
    });
    const first = await coverOf(`${cover.key}-p1`);
    await done(await hall.as(fourth), cover.id, 'substitution.accept');
    await done(await hall.as(helper), first.id, 'substitution.accept');
    expect(await slotsOf(cover.key)).toEqual([{ person: fourth, day: tuesday, window: 'A19' }]);
    expect(await slotsOf(first.key)).toEqual([{ person: helper, day: monday, window: 'A19' }]);
  });

  it('is in place only when every half day is covered (R15.L5)', async () => {
    const first = await coverOf(`${cover.key}-p1`);
    await inPlace(cover.id);
    expect(refusal(await signAll(leave))).toEqual([422, 'leave.substitute_missing']);
    await inPlace(first.id);
    expect((await signAll(leave)).status).toBe(200);
    expect((await supervision.get(`/api/cases/${leave.id}`)).body.state).toBe('approved');
    const { items } = (await supervision.get(`/api/staffing?from=${monday}&to=${tuesday}`)).body;
    const seats = items.filter((item: { place: { window?: string } }) => item.place.window === 'A19');
    expect(seats.map((item: { present: number }) => item.present)).toEqual([1, 1, 1, 1]);
    // The register names everybody who sits there, in the order of time.
    const names = await hall.sql<{ name: string }>(
      'select name from person where code = any($1) order by array_position($1, code)',
      [[helper, fourth]],
    );
    const [line] = (await supervision.get(`/api/leaves?person=${single}&from=${monday}&to=${tuesday}`)).body.items;
    expect(line.substituteName ?? line.substitute?.name).toBe(names.map(({ name }) => name).join('、'));
  });

  it('stays covered in the other stretch when one falls out, and all of it ends with the leave', async () => {
    const first = await coverOf(`${cover.key}-p1`);
    await done(supervision, first.id, 'substitution.replace', { from: half(`${monday}am`), reason: '突发疾病' });
    expect(await slotsOf(cover.key)).toHaveLength(1);
    expect(await shortOn(monday, tuesday)).toEqual(['A19', 'A19']);
    await leaveSays(cover.id, 'leave.cancelled', {});
    await reached(supervision, first.id, 'ended', 'cancelled');
    expect([...(await slotsOf(cover.key)), ...(await slotsOf(first.key))]).toEqual([]);
  });
});

describe('a chain of which one declines', () => {
  const [day, next] = ['2026-10-26', '2026-10-27'];
  let single = '';
  let partner = '';
  let helper = '';
  let third = '';
  let fifth = '';
  let leave: { id: string; key: string };
  let cover: { id: string; key: string };
  let second: { id: string; key: string };

  it('is proposed anew at once without him; what others agreed to stays (G27)', async () => {
    [single = ''] = await staffOf('A19');
    [partner = '', helper = ''] = await staffOf('A18');
    [, third = ''] = await staffOf('A16');
    fifth = (await staffOf('A02'))[2] ?? '';
    await hall.sql(`delete from qualification where window_code in ('A18', 'A19')`);
    await qualify(helper, 'A19');
    for (const one of [third, fifth]) await qualify(one, 'A18');
    for (const one of [day, next]) await approve(await file(partner, `${one}am`, `${one}pm`), 'H2');
    leave = await file(single, `${day}am`, `${day}pm`);
    cover = await coverOf(`${leave.key}-s1`);
    const who = await leader();
    expect((await who.post('/api/cover-plans/apply', { caseId: cover.id })).status).toBe(201);
    second = await coverOf(`${cover.key}-p1`);
    const asked = (await supervision.get(`/api/cases/${second.id}`)).body.context.substitute as string;
    expect([third, fifth]).toContain(asked);
    const spare = asked === third ? fifth : third;
    await done(await hall.as(helper), cover.id, 'substitution.accept');
    await done(await hall.as(asked), second.id, 'substitution.decline', { reason: '当日另有安排' });
    const told = await until('the new plan is told', async () => {
      const { items } = (await supervision.get('/api/notifications')).body;
      return items.find((one: { text: string }) => one.text.includes(second.key) && one.text.includes('→A18'));
    });
    expect(told.message).toBe('substitution.proposed_again');
    const plan = (await who.post('/api/cover-plans', { caseId: second.id })).body;
    expect(plan).toMatchObject({ found: true, canApply: true, steps: [{ person: spare, to: 'A18' }] });
    expect((await who.post('/api/cover-plans/apply', { caseId: second.id })).status).toBe(201);
    expect((await supervision.get(`/api/cases/${cover.id}`)).body).toMatchObject({
      state: 'accepted',
      context: { substitute: helper },
    });
    await done(await hall.as(spare), second.id, 'substitution.accept');
    expect(await slotsOf(second.key)).toEqual([{ person: spare, day, window: 'A18' }]);
  });

  it('lasts as long as the leave is extended, where its place would fall short else', async () => {
    await inPlace(cover.id);
    expect((await approve(leave, 'H2')).status).toBe(200);
    await leaveSays(cover.id, 'leave.extended', { to: half(`${next}pm`) });
    expect((await slotsOf(cover.key)).map((slot) => slot.day)).toEqual([day, next]);
    expect((await slotsOf(second.key)).map((slot) => slot.day)).toEqual([day, next]);
    expect(await shortOn(day, next)).toEqual([]);
  });

  it('begins anew from the seat when the first of it cannot go on: nobody moves for nothing', async () => {
    await done(supervision, cover.id, 'substitution.replace', { from: half(`${day}am`), reason: '突发疾病' });
    expect(await slotsOf(second.key)).toEqual([]);
    await until('the proof is told', async () => {
      const { items } = (await supervision.get('/api/notifications')).body;
      return items.find(
        (one: { message: string; text: string }) =>
          one.message === 'substitution.none_again' && one.text.includes(cover.key),
      );
    });
  });
});

/** Filed, trained and with a badge. */
async function inPlace(cover: string): Promise<void> {
  await done(supervision, cover, 'substitution.file');
  const head = await hall.as(await holder('HOME_DEPT_LEADER', 'U08'));
  await done(head, cover, 'substitution.train', { business: true, norms: true });
  const [free] = await hall.sql<{ code: string }>(
    "select code from badge_stock where state = 'free' order by code limit 1",
  );
  await done(supervision, cover, 'substitution.issueBadge', { badge: free?.code ?? '' });
}
