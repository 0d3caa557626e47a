/** Who signs for somebody away, over HTTP: named deputies, the next higher where nobody is, and never one's own request. */
import { jest } from '@jest/globals';
import type { Reply, Visitor } from '../support/api.js';
import { BANK, HALL, type Hall, type Pick, startHall } from '../support/hall.js';
import { act, clockTo, done, reached, until } from '../support/office.js';

/** The database holds the bank too. */
const here = `institution_id = (select id from institution where code = '${HALL}')`;
let hall: Hall;
let supervision: Visitor;
/** The only shift leader of the first floor, and people of its windows: two who stand in, two who ask. */
let leader: string;
let first: string;
let second: string;
let asker: string;
let other: string;
let centre: string;

jest.setTimeout(120_000);
beforeAll(async () => {
  hall = await startHall({ worker: true, bank: true });
  supervision = await hall.withRole('SUPERVISION');
  const people = await hall.people();
  const [row] = await hall.sql<{ person: string }>(
    `select person_code as person from role_grant where ${here} and role = 'SHIFT_LEADER' and target = 'H1'`,
  );
  leader = row?.person ?? '';
  const windows = await hall.sql<{ code: string }>(
    `select code from service_window where ${here} and hall_code = 'H1' and workers >= 3 order by code`,
  );
  const wide = new Set(windows.map((one) => one.code));
  const plain = people.filter((one: Pick) => one.roles.join() === 'STAFF' && wide.has(one.window?.code ?? ''));
  [first = '', second = '', asker = '', other = ''] = plain.map((one) => one.code);
  centre = people.find((one) => one.roles.includes('CENTRE_LEADER'))?.code ?? '';
}, 180_000);
afterAll(() => hall?.close());

const point = (text: string) => ({ day: text.slice(0, 10), half: text.slice(10) });
const span = (from: string, to: string, kind = 'personal') => ({ kind, parts: [{ from: point(from), to: point(to) }] });
const preview = async (person: string, from: string, to: string, kind?: string): Promise<Shown> =>
  (await (await hall.as(person)).post('/api/leaves/preview', span(from, to, kind))).body;
const ask = async (person: string, from: string, to: string, more: object = {}): Promise<Reply> =>
  (await hall.as(person)).post('/api/leaves', { ...span(from, to), reason: '家中有事', ...more });
const filed = async (person: string, from: string, to: string, more: object = {}): Promise<string> => {
  const reply = await ask(person, from, to, more);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body.id;
};
const name = async (person: string, deputies: readonly (object | string)[], by?: Visitor): Promise<Reply> =>
  (by ?? (await hall.as(person))).change('PUT', by ? `/api/people/${person}/deputies` : '/api/me/deputies', {
    deputies: deputies.map((one) => (typeof one === 'string' ? { person: one } : one)),
  });
const view = async (id: string) => (await supervision.get(`/api/cases/${id}`)).body;
const todo = async (person: string, caseId: string): Promise<{ for: string | null } | undefined> => {
  const { items } = (await (await hall.as(person)).get('/api/tasks?box=todo&pageSize=200')).body;
  const task = items.find((one: { caseId: string }) => one.caseId === caseId);
  return task && { for: task.onBehalfOf?.code ?? null };
};
const told = async (person: string): Promise<string[]> =>
  (await (await hall.as(person)).get('/api/notifications?pageSize=50')).body.items.map(
    (one: { text: string }) => one.text,
  );
const refusal = (reply: Reply) => [reply.status, reply.body.code];

interface Shown {
  chain: {
    key: string;
    mode: string;
    people: { code: string; for?: { code: string; until: string } }[];
    why?: object;
  }[];
  seenChain: string;
}
const signers = (shown: Shown) =>
  shown.chain.map((step) => step.people.map((one) => (one.for ? `${one.code} for ${one.for.code}` : one.code)));

/** Approved by whoever may, filed with supervision: it begins on its first day. */
async function granted(person: string, from: string, to: string): Promise<string> {
  const id = await filed(person, from, to);
  for (let step = 0; (await view(id)).state === 'pending'; step += 1) {
    const { chain } = (await view(id)).context;
    const [role] = await hall.sql<{ person: string }>(
      `select person_code as person from role_grant where ${here} and role = $1 and to_on is null and person_code <> $2
       and (scope = 'institution' or target in ('H1', $3)) order by 1`,
      [chain[step].holders[0].role, person, chain[step].holders[0].target ?? ''],
    );
    await done(await hall.as(role?.person ?? ''), id, 'leave.approve');
  }
  await done(supervision, id, 'leave.file');
  return id;
}

describe('a list of deputies', () => {
  it('is named by oneself, in order, and shown', async () => {
    const reply = await name(leader, [first, { person: second, from: '2026-10-01', to: '2026-12-31' }]);
    expect(reply.status).toBe(200);
    const mine = (await (await hall.as(leader)).get('/api/me/deputies')).body;
    expect(mine.items.map((one: { code: string; from: string | null }) => [one.code, one.from])).toEqual([
      [first, null],
      [second, '2026-10-01'],
    ]);
    expect(mine).toMatchObject({ awayUntil: null, signedBy: null, signsFor: [] });
  });

  it('never holds oneself, a stranger, somebody twice, or a way back', async () => {
    expect(refusal(await name(first, [first]))).toEqual([422, 'organization.deputy_self']);
    expect(refusal(await name(first, ['9999']))).toEqual([422, 'organization.deputy_unknown']);
    expect(refusal(await name(first, [asker, asker]))).toEqual([400, 'input.invalid']);
    const reversed = [{ person: asker, from: '2026-10-09', to: '2026-10-08' }];
    expect(refusal(await name(first, reversed))).toEqual([400, 'input.invalid']);
    const back = await name(first, [leader]);
    expect(refusal(back)).toEqual([422, 'organization.deputy_circle']);
    expect((await name(second, [asker])).status).toBe(200);
    const far = await name(asker, [leader]);
    expect(refusal(far)).toEqual([422, 'organization.deputy_circle']);
    expect(far.body.detail.split(' → ')).toHaveLength(4);
    expect((await name(second, [])).status).toBe(200);
    const kept = await hall.sql(
      `select person from deputy where ${here} and ended_at is null and person = any($1) group by 1`,
      [[leader, first, second, asker]],
    );
    expect(kept).toEqual([{ person: leader }]);
  });

  it('of two that would close a circle together only one is taken', async () => {
    const replies = await Promise.all([name(asker, [other]), name(other, [asker])]);
    expect(replies.map((one) => one.status).sort()).toEqual([200, 422]);
    await Promise.all([name(asker, []), name(other, [])]);
  });

  it('of others is kept by supervision, and by nobody else', async () => {
    expect((await name(asker, [other], supervision)).body.items).toMatchObject([{ code: other }]);
    expect((await name(asker, [], supervision)).body.items).toEqual([]);
    expect(refusal(await name(leader, [other], await hall.as(asker)))).toEqual([403, 'auth.forbidden']);
  });
});

describe('an approver who is missing', () => {
  it('is signed for by the next higher, and the chain says why', async () => {
    const shown = await preview(leader, '2026-10-12am', '2026-10-16pm');
    expect(shown.chain.map((step) => step.key)).toEqual(['CENTRE_LEADER']);
    expect(shown.chain[0]).toMatchObject({
      why: { zh: '带班班长、派出单位领导无人可签，由中心领导代签' },
    });
    expect(shown.chain.flatMap((step) => step.people.map((one) => one.code))).not.toContain(leader);
  });

  it('is told by name where nobody is higher', async () => {
    expect(
      await hall.sql(`select 1 from role_grant where ${here} and role = 'CENTRE_LEADER' and to_on is null`),
    ).toHaveLength(1);
    const reply = await ask(centre, '2026-10-12am', '2026-10-13pm');
    expect(refusal(reply)).toEqual([422, 'leave.approver_missing']);
    expect(reply.body.detail).toMatch(/带班班长|中心领导/);
  });
});

describe('the chain', () => {
  it.each([
    ['2026-10-12am', '2026-10-12am', 'personal'],
    ['2026-10-12pm', '2026-10-13pm', 'sick'],
    ['2026-10-12am', '2026-10-13pm', 'sick'],
    ['2026-10-12am', '2026-10-15pm', 'personal'],
  ])('from %s to %s (%s) runs as it was shown', async (from, to, kind) => {
    for (const person of [asker, leader]) {
      const shown = await preview(person, from, to, kind);
      const id = await filed(person, from, to, { kind, seenChain: shown.seenChain });
      const { context } = await view(id);
      expect(context.chain.map((step: { key: string; mode: string }) => [step.key, step.mode])).toEqual(
        shown.chain.map((step) => [step.key, step.mode]),
      );
      for (const { code } of shown.chain[0]?.people ?? []) expect(await todo(code, id)).toEqual({ for: null });
      await done(await hall.as(person), id, 'leave.withdraw');
    }
  });

  it('that has changed since is told, and nothing is filed', async () => {
    const { seenChain } = await preview(asker, '2026-10-12am', '2026-10-12am');
    await hall.sql(
      `insert into role_grant (institution_id, person_code, role, scope, target, from_on, granted_by)
       select institution_id, $1, role, scope, target, from_on, 'test' from role_grant
       where ${here} and person_code = $2 and role = 'SHIFT_LEADER'`,
      [other, leader],
    );
    const before = await hall.rowCounts();
    const late = await ask(asker, '2026-10-12am', '2026-10-12am', { seenChain });
    expect(refusal(late)).toEqual([409, 'leave.chain_changed']);
    const names = new Map((await hall.people()).map((one) => [one.code, one.name]));
    expect(late.body.detail).toContain(names.get(other));
    expect(await hall.rowCounts()).toEqual(before);
    await hall.sql(`delete from role_grant where ${here} and person_code = $1 and role = 'SHIFT_LEADER'`, [other]);
    expect((await ask(asker, '2026-10-12am', '2026-10-12am', { seenChain })).status).toBe(201);
  });
});

describe('home unit and leaders that both sign', () => {
  it.each(['HOME_DEPT_LEADER', 'CENTRE_LEADER'] as const)('sign in either order, here the %s first', async (start) => {
    const people = await hall.people(BANK);
    const teller = people.find((one) => one.roles.includes('STAFF') && one.unit?.code === 'S01')?.code ?? '';
    const of: Record<string, string> = {
      HOME_DEPT_LEADER: people.find((one) => one.roles.includes('HOME_DEPT_LEADER') && one.unit?.code === 'S01')!.code,
      CENTRE_LEADER: people.find((one) => one.roles.includes('CENTRE_LEADER'))!.code,
    };
    const who = await hall.as(teller, BANK);
    const shown: Shown = (await who.post('/api/leaves/preview', span('2026-10-12am', '2026-10-13pm'))).body;
    expect(shown.chain).toMatchObject([
      {
        key: 'HOME_DEPT_LEADER+CENTRE_LEADER',
        mode: 'all',
        people: [{ code: of.HOME_DEPT_LEADER }, { code: of.CENTRE_LEADER }],
        why: { en: 'Nobody can sign as shift leader; the home unit leader signs instead' },
      },
    ]);
    const asked = { ...span('2026-10-12am', '2026-10-13pm'), reason: '探亲', seenChain: shown.seenChain };
    const { id } = (await who.post('/api/leaves', asked)).body;
    const [one, two] =
      start === 'CENTRE_LEADER' ? [of.CENTRE_LEADER, of.HOME_DEPT_LEADER] : [of.HOME_DEPT_LEADER, of.CENTRE_LEADER];
    const earlier = await hall.as(one ?? '', BANK);
    expect((await done(earlier, id, 'leave.approve')).body.state).toBe('pending');
    expect(refusal(await act(earlier, id, 'leave.approve'))[0]).toBeGreaterThan(400);
    expect((await done(await hall.as(two ?? '', BANK), id, 'leave.approve')).body.state).toBe('approved');
    await done(who, id, 'leave.withdraw');
  });
});

describe('an approver on leave', () => {
  let own: string;
  let open: string;

  it('lends his tasks with the first day, and both are told', async () => {
    own = await granted(leader, '2026-10-13am', '2026-10-15pm');
    open = await filed(asker, '2026-10-20am', '2026-10-20pm');
    expect([await todo(leader, open), await todo(first, open)]).toEqual([{ for: null }, undefined]);
    await clockTo(hall, '2026-10-13T08:30:00+08:00');
    await reached(supervision, own, 'onLeave');
    expect([await todo(leader, open), await todo(first, open), await todo(second, open)]).toEqual([
      { for: null },
      { for: leader },
      undefined,
    ]);
    expect((await told(first)).join()).toMatch(/请假至 2026-10-15，其审批事项由您代办/);
    expect((await told(leader)).join()).toMatch(/审批事项由 .+ 代办，至 2026-10-15/);
    expect((await (await hall.as(first)).get('/api/me/deputies')).body.signsFor).toMatchObject([{ code: leader }]);
  });

  it('is signed for as "B for A": in the chain, the task, the event and the signature', async () => {
    const shown = await preview(asker, '2026-10-21am', '2026-10-21pm');
    expect(signers(shown)).toEqual([[`${first} for ${leader}`]]);
    const later = await filed(asker, '2026-10-21am', '2026-10-21pm', { seenChain: shown.seenChain });
    expect(await todo(first, later)).toEqual({ for: leader });
    await done(await hall.as(first), later, 'leave.approve', { remark: '同意' });
    const { context, state } = await view(later);
    expect([state, context.chain[0].signatures]).toMatchObject(['approved', [{ person: first, onBehalfOf: leader }]]);
    const events = (await supervision.get(`/api/cases/${later}/history`)).body.items;
    expect(events.at(-1)).toMatchObject({ actor: { code: first }, onBehalfOf: { code: leader } });
  });

  it('is signed for as much longer as the leave is', async () => {
    const extended = { to: point('2026-10-16pm'), reason: '延期返回' };
    await done(await hall.as(leader), own, 'leave.extend', extended);
    await done(await hall.as(centre), own, 'leave.approve');
    expect((await (await hall.as(first)).get('/api/me/deputies')).body.signsFor).toMatchObject([
      { code: leader, until: '2026-10-16' },
    ]);
    expect((await told(first)).join()).toMatch(/延长至 2026-10-16/);
  });

  it('is not signed for by the deputy in what the deputy asks for: then the next one is asked', async () => {
    const shown = await preview(first, '2026-10-22am', '2026-10-22pm');
    expect(signers(shown)).toEqual([[`${second} for ${leader}`]]);
    const id = await filed(first, '2026-10-22am', '2026-10-22pm');
    expect([await todo(first, id), await todo(second, id)]).toEqual([undefined, { for: leader }]);
    expect(refusal(await act(await hall.as(first), id, 'leave.approve'))).toEqual([403, 'auth.self_decision']);
    const given = await act(await hall.as(second), id, 'leave.transfer', { to: first });
    expect(refusal(given)).toEqual([422, 'approval.cannot_transfer']);
    await done(await hall.as(second), id, 'leave.approve');
  });

  it('whose deputy falls away too is signed for by the next', async () => {
    await granted(first, '2026-10-14am', '2026-10-14pm');
    await clockTo(hall, '2026-10-14T08:30:00+08:00');
    await until('the second deputy is told', async () =>
      (await told(second)).join().includes('由您代办') ? true : undefined,
    );
    expect([await todo(first, open), await todo(second, open)]).toEqual([undefined, { for: leader }]);
    expect(signers(await preview(asker, '2026-10-23am', '2026-10-23pm'))).toEqual([[`${second} for ${leader}`]]);
    // With nobody named left, the next higher signs instead: in the chain at once, for what is open as well.
    expect((await name(leader, [first])).status).toBe(200);
    expect((await preview(asker, '2026-10-23am', '2026-10-23pm')).chain.map((step) => step.key)).not.toContain(
      'SHIFT_LEADER',
    );
    expect([await todo(second, open), await todo(centre, open)]).toEqual([undefined, { for: leader }]);
    expect((await name(leader, [first, second])).status).toBe(200);
  });

  it('has his tasks alone again after the return, none is lost, and he hears what was decided for him', async () => {
    await done(await hall.as(leader), own, 'leave.reportBack', { returned: point('2026-10-14am') });
    expect([await todo(leader, open), await todo(second, open)]).toEqual([{ for: null }, undefined]);
    expect((await told(leader)).join()).toMatch(/他人代您办理 2 次：leave-/);
    expect((await told(second)).join()).toMatch(/不再代 .+ 办理/);
    const fresh = await filed(asker, '2026-10-26am', '2026-10-26pm');
    expect([await todo(leader, fresh), await todo(first, fresh)]).toEqual([{ for: null }, undefined]);
    expect(refusal(await act(await hall.as(second), fresh, 'leave.approve'))).toEqual([404, 'case.not_found']);
    for (const id of [open, fresh]) await done(await hall.as(leader), id, 'leave.approve');
  });

  it('from noon on is there until noon, and has his tasks alone again when the leave is cancelled or got by deceit', async () => {
    const waits = await filed(asker, '2026-10-30am', '2026-10-30am');
    for (const [day, event] of [
      ['2026-10-19', 'leave.cancel'],
      ['2026-10-20', 'leave.deceit'],
    ] as const) {
      await clockTo(hall, `${day}T08:30:00+08:00`);
      // The first deputy has not come back yet. Filed on the very morning: it begins by its term all the same.
      const away = await granted(leader, `${day}pm`, `${day}pm`);
      const [term] = await hall.sql<{ due: Date }>(
        `select due_at as due from case_deadline where case_id = $1 and name = 'start'`,
        [away],
      );
      expect([(await view(away)).state, term?.due.toISOString()]).toEqual(['filed', `${day}T04:00:00.000Z`]);
      expect([await todo(leader, waits), await todo(second, waits)]).toEqual([{ for: null }, undefined]);
      await clockTo(hall, `${day}T12:00:30+08:00`);
      await reached(supervision, away, 'onLeave');
      expect(await todo(second, waits)).toEqual({ for: leader });
      await done(supervision, away, event, { reason: '并未离开' });
      expect([await todo(leader, waits), await todo(second, waits)]).toEqual([{ for: null }, undefined]);
    }
  });

  it('cannot be asked to sign his own, whatever way it comes to him', async () => {
    const mine = await filed(leader, '2026-10-27am', '2026-10-28pm');
    expect(refusal(await act(await hall.as(leader), mine, 'leave.approve'))).toEqual([403, 'auth.self_decision']);
    const back = await act(await hall.as(centre), mine, 'leave.transfer', { to: leader });
    expect(refusal(back)).toEqual([422, 'approval.cannot_transfer']);
    expect(await todo(leader, mine)).toBeUndefined();
  });
});
