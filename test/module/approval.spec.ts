/** Approval on the real database: tasks of every mode, and time-outs that happen once whoever sweeps how often. */
import { z } from 'zod';
import { moveAll } from '../../src/cli/cases.js';
import type { Actor } from '../../src/core/actor.js';
import { Problem } from '../../src/core/problem.js';
import type { Role } from '../../src/core/roles.js';
import { CalendarService } from '../../src/organization/calendar.service.js';
import { DeputyService } from '../../src/organization/deputy/deputy.service.js';
import { Clock } from '../../src/platform/clock/clock.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { uuidV7 } from '../../src/platform/ids.js';
import { CaseEngine } from '../../src/workflow/case-engine.js';
import { CaseMoveService } from '../../src/workflow/case-move.service.js';
import { CaseViewService } from '../../src/workflow/case-view.service.js';
import { DeadlineSweep } from '../../src/workflow/deadline-sweep.js';
import { Machines } from '../../src/workflow/machines.js';
import { TaskService } from '../../src/workflow/task.service.js';
import { actor, type House, house } from './support/house.js';
import { request } from './support/request.js';

let h: House;
let n = 0;

beforeAll(async () => {
  h = await house([request]);
  await inHall(async (tx) => {
    for (const code of ['ann', 'bob', 'cat', 'dan', 'eve', 'fay'])
      await tx.query('insert into person (institution_id, code, name) values ($1, $2, $3)', [
        h.hall,
        code,
        code.toUpperCase(),
      ]);
    await h.get(CalendarService).seed(tx);
    // Wherever the machine's own clock stands: everything here happens in the autumn of 2026.
    await tx.query(
      `insert into business_clock (institution_id, offset_ms)
       values ($1, extract(epoch from timestamptz '2026-09-28T01:00:00Z' - clock_timestamp())::bigint * 1000)`,
      [h.hall],
    );
  });
}, 120_000);
afterAll(() => h.close());

const inHall = <T>(fn: (tx: Tx) => Promise<T>, at: House = h) => at.database.inInstitution(at.hall, fn);
const people = (...codes: string[]) => codes.map((code) => ({ person: code }));
const start = async (chain: unknown[], more: object = {}) =>
  inHall((tx) =>
    h.get(CaseEngine).start(tx, {
      kind: 'request',
      key: `r${++n}`,
      input: { chain, ...more },
      applicant: 'ann',
      actor: actor(h.hall, 'ann'),
    }),
  );
const send = (caseId: string, person: string, verb: string, payload: Record<string, unknown> = {}) =>
  inHall((tx) =>
    h.get(CaseEngine).dispatch(tx, {
      caseId,
      event: { type: `request.${verb}`, payload },
      actor: actor(h.hall, person),
      idempotencyKey: `k${++n}`,
      requestHash: 'h',
    }),
  );
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error) => (error instanceof Problem ? error.code : String(error)),
  );
const rows = <T extends object>(sql: string, ...params: unknown[]) => inHall((tx) => tx.query<T>(sql, params));
const todo = async (person: string) => {
  const { items } = await h.get(TaskService).box(actor(h.hall, person), 'todo', { page: 1, pageSize: 100 });
  return items.map(({ caseId, stepLabel, awaited, actions }) => ({
    caseId,
    stepLabel,
    awaited,
    events: (actions ?? []).map((one) => one.event),
  }));
};
const view = (id: string, person: string) => inHall((tx) => h.get(CaseViewService).view(tx, id, actor(h.hall, person)));

const moveTo = (instant: string) => inHall((tx) => h.get(Clock).moveTo(tx, new Date(instant)));
const fired = (id: string) =>
  rows<{ name: string; n: number }>(
    `select payload->>'name' as name, count(*)::int as n from case_event where case_id = $1 and type = 'deadline.reached'
     group by 1 order by 1`,
    id,
  );
const messages = (id: string) =>
  rows<{ n: number }>(`select count(*)::int as n from outbox where case_id = $1 and kind = 'notification.send'`, id);
/** Three sweeps at once, then a process that begins anew on the same database and sweeps again. */
const sweepTwice = async () => {
  const sweep = h.get(DeadlineSweep);
  await Promise.all([sweep.sweep(), sweep.sweep(), sweep.sweep()]);
  await sweep.sweep();
  const again = await house([request], h.db);
  await again.get(DeadlineSweep).sweep();
  await again.app.close();
};

describe('time-outs over a holiday', () => {
  beforeAll(() => moveTo('2026-09-29T01:00:00Z'));
  // A Monday morning before a week without holidays.
  afterAll(() => moveTo('2026-11-23T01:00:00Z'));

  it('wait for it to end, and count a Saturday that is worked', async () => {
    const timeouts = [
      { after: { workingDays: 2 }, do: 'remind' },
      { after: { workingDays: 4 }, do: 'refuse', basis: 'leave.signing' },
    ];
    const { id } = await start([{ key: 's', holders: people('bob'), timeouts }]);
    expect(await rows('select name, due_on from case_deadline where case_id = $1 order by due_on', id)).toEqual([
      { name: 'approval-remind-s-0', due_on: '2026-10-08' },
      { name: 'approval-refuse-s-1', due_on: '2026-10-10' },
    ]);
    for (const inside of ['2026-10-03T01:00:00Z', '2026-10-08T15:30:00Z']) {
      await moveTo(inside);
      await sweepTwice();
      expect(await fired(id)).toEqual([]);
    }
    await moveTo('2026-10-09T01:00:00Z');
    await sweepTwice();
    expect(await fired(id)).toEqual([{ name: 'approval-remind-s-0', n: 1 }]);
    await moveTo('2026-10-12T01:00:00Z');
    await sweepTwice();
    expect([await fired(id), await rows('select state from case_file where id = $1', id)]).toEqual([
      [
        { name: 'approval-refuse-s-1', n: 1 },
        { name: 'approval-remind-s-0', n: 1 },
      ],
      [{ state: 'refused' }],
    ]);
  });
});

describe('tasks of a step', () => {
  it('in order: only whose turn it is has the task, and everybody reads how far it is', async () => {
    const { id } = await start([{ key: 's', holders: people('bob', 'cat', 'dan'), mode: 'order' }]);
    expect(await code(send(id, 'cat', 'approve'))).toBe('case.not_found');
    await send(id, 'bob', 'approve');
    expect((await todo('bob')).filter((one) => one.caseId === id)).toEqual([]);
    const [mine] = (await todo('cat')).filter((one) => one.caseId === id);
    expect(mine?.awaited).toEqual([{ step: 's', mode: 'order', done: 1, of: 3, need: 3, people: ['CAT'] }]);
    await send(id, 'cat', 'approve');
    expect((await send(id, 'dan', 'approve')).state).toBe('approved');
  });

  it('by vote: a vote against is one vote, and the count stands in the view', async () => {
    const { id } = await start([{ key: 'v', holders: people('bob', 'cat', 'dan'), mode: 'ratio', ratio: '2/3' }]);
    await send(id, 'bob', 'refuse', { reason: '理由不足' });
    expect(await code(send(id, 'bob', 'approve'))).toBe('auth.forbidden');
    const { chain, tasks } = await view(id, 'cat');
    expect(chain).toMatchObject([
      {
        mode: 'ratio',
        ratio: '2/3',
        for: 0,
        against: 1,
        of: 3,
        need: 2,
        status: 'now',
        places: [{ state: 'against', remark: '理由不足' }, { state: 'awaited' }, { state: 'awaited' }],
      },
    ]);
    expect(tasks).toMatchObject([{ done: 1, of: 3, need: 2 }, {}, {}]);
    await send(id, 'cat', 'approve');
    expect((await send(id, 'dan', 'approve')).state).toBe('approved');
  });

  it('asks for an opinion by a task of its own, and keeps since when and until when the step waits', async () => {
    const { id } = await start([{ key: 's', holders: people('bob', 'cat'), mode: 'all', due: { workingDays: 3 } }]);
    const before = await rows<{ due_on: string; opened_at: Date }>(
      'select due_on, opened_at from task where case_id = $1',
      id,
    );
    await send(id, 'bob', 'delegate', { to: 'dan', remark: '人手够吗' });
    const [asked] = (await todo('dan')).filter((one) => one.caseId === id);
    expect(asked).toMatchObject({ events: ['request.opine', 'request.delegate'] });
    expect((await view(id, 'dan')).actions.map((one) => [one.event, one.refusal?.code])).toEqual([
      ['request.opine', undefined],
      ['request.delegate', undefined],
      ['request.copy', undefined],
    ]);
    await send(id, 'dan', 'opine', { opinion: '够的' });
    expect(
      await rows('select due_on, opened_at from task where case_id = $1 and step = $2 and closed_at is null', id, 's'),
    ).toEqual(before);
    await send(id, 'bob', 'approve');
    expect((await send(id, 'cat', 'approve')).state).toBe('approved');
    const history = await inHall((tx) => h.get(CaseViewService).history(tx, id, actor(h.hall, 'ann')));
    expect(history.items[1]).toMatchObject({ type: 'request.delegate', to: [{ code: 'dan', name: 'DAN' }] });
    expect(history.items[2]).toMatchObject({ type: 'request.opine', opinion: '够的' });
  });

  it('adds and removes signers; whoever was removed has no task any more', async () => {
    const { id } = await start([{ key: 's', holders: people('bob') }]);
    await send(id, 'bob', 'addSigner', { to: ['cat', 'dan'], place: 'before' });
    expect(await code(send(id, 'bob', 'approve'))).not.toBe('ok');
    await send(id, 'bob', 'removeSigner', { to: 'dan' });
    expect((await todo('dan')).filter((one) => one.caseId === id)).toEqual([]);
    await send(id, 'cat', 'approve');
    expect((await send(id, 'bob', 'approve')).state).toBe('approved');
  });

  it('does not hand a task to a name that nobody bears', async () => {
    const { id } = await start([{ key: 's', holders: people('bob') }]);
    expect(await code(send(id, 'bob', 'transfer', { to: 'nobody' }))).toBe('approval.person_unknown');
    expect(await code(send(id, 'bob', 'addSigner', { to: ['nobody'] }))).toBe('approval.person_unknown');
    expect(await rows('select revision from case_file where id = $1', id)).toEqual([{ revision: 1 }]);
  });

  it('gives 50 votes sent at once to 50 different people one place each', async () => {
    const voters = Array.from({ length: 50 }, (_, index) => `v${index}`);
    await inHall((tx) =>
      tx.query('insert into person (institution_id, code, name) select $1, code, code from unnest($2::text[]) code', [
        h.hall,
        voters,
      ]),
    );
    const { id } = await start([{ key: 'v', holders: people(...voters), mode: 'ratio', ratio: '1/1' }]);
    const outcomes = await Promise.all(voters.map((voter) => code(send(id, voter, 'approve'))));
    expect(new Set(outcomes)).toEqual(new Set(['ok']));
    expect(await rows('select state, revision from case_file where id = $1', id)).toEqual([
      { state: 'approved', revision: 51 },
    ]);
  });
});

describe('somebody who holds two of the roles of a step', () => {
  const two = [{ key: 's', holders: [{ role: 'CENTRE_LEADER' }, { role: 'OFFICE' }], mode: 'all' }];
  const may = (person: string, ...held: Role[]) =>
    inHall((tx) =>
      tx.query(
        `insert into role_grant (institution_id, person_code, role, scope, from_on, granted_by)
         select $1, $2, unnest($3::text[]), 'institution', '2026-01-01', 'test'`,
        [h.hall, person, held],
      ),
    );
  const nobody = () => inHall((tx) => tx.query('delete from role_grant where institution_id = $1', [h.hall]));
  const as = (person: string, ...held: Role[]) =>
    actor(h.hall, person, ...held.map((role) => ({ role, scope: 'institution' as const })));
  const signs = (caseId: string, who: Actor) =>
    inHall((tx) =>
      h.get(CaseEngine).dispatch(tx, {
        caseId,
        event: { type: 'request.approve', payload: {} },
        actor: who,
        idempotencyKey: `k${++n}`,
        requestHash: 'h',
      }),
    );
  const waitsFor = async (who: Actor, caseId: string) => {
    const { items } = await h.get(TaskService).box(who, 'todo', { page: 1, pageSize: 100 });
    return items.some((one) => one.caseId === caseId);
  };
  const told = (caseId: string) =>
    rows<{ person: string }>(
      `select person from notification where case_id = $1 and message = 'task.nobody' order by person`,
      caseId,
    );
  afterEach(nobody);

  it('signs for the one that nobody else can sign, whoever comes first', async () => {
    await may('bob', 'CENTRE_LEADER', 'OFFICE');
    await may('cat', 'CENTRE_LEADER');
    const [bob, cat] = [as('bob', 'CENTRE_LEADER', 'OFFICE'), as('cat', 'CENTRE_LEADER')];
    for (const order of [
      [bob, cat],
      [cat, bob],
    ]) {
      const { id } = await start(two);
      await signs(id, order[0]!);
      expect([await waitsFor(order[0]!, id), await waitsFor(order[1]!, id)]).toEqual([false, true]);
      expect((await signs(id, order[1]!)).state).toBe('approved');
      expect((await view(id, 'ann')).chain?.[0]?.places.map((one) => one.signedBy?.code)).toEqual(['cat', 'bob']);
      expect(await told(id)).toEqual([]);
    }
  });

  it('does not sign as a deputy as well: the next deputy is asked', async () => {
    await may('bob', 'CENTRE_LEADER');
    await may('dan', 'OFFICE');
    await inHall(async (tx) => {
      const deputies = h.get(DeputyService);
      await deputies.set(tx, 'dan', { deputies: [{ person: 'bob' }, { person: 'eve' }] }, 'dan');
      const { today: from, at } = await h.get(Clock).now(tx);
      const leave = { caseId: uuidV7(), person: 'dan', from, to: from, at, ruled: [], on: from };
      await deputies.goAway(tx, leave);
    });
    const { id } = await start(two);
    expect([await waitsFor(as('bob', 'CENTRE_LEADER'), id), await waitsFor(as('eve'), id)]).toEqual([true, false]);
    expect(await code(signs(id, as('eve')))).toBe('case.not_found');
    await signs(id, as('bob', 'CENTRE_LEADER'));
    expect([await waitsFor(as('bob', 'CENTRE_LEADER'), id), await waitsFor(as('eve'), id)]).toEqual([false, true]);
    expect(await code(signs(id, as('bob', 'CENTRE_LEADER')))).toBe('approval.not_holder');
    expect((await signs(id, as('eve'))).state).toBe('approved');
    expect((await view(id, 'ann')).chain).toMatchObject([
      { places: [{ signedBy: { code: 'bob' } }, { signedBy: { code: 'eve' }, onBehalfOf: { code: 'dan' } }] },
    ]);
  });

  it('leaves nobody for the other one: supervision and the applicant are told once, and whoever gets the role signs', async () => {
    await may('bob', 'CENTRE_LEADER', 'OFFICE');
    await may('fay', 'SUPERVISION');
    const { id } = await start(two);
    const bob = as('bob', 'CENTRE_LEADER', 'OFFICE');
    await signs(id, bob);
    expect(await code(signs(id, bob))).toBe('approval.not_holder');
    expect(await told(id)).toEqual([{ person: 'ann' }, { person: 'fay' }]);
    await may('cat', 'OFFICE');
    expect((await signs(id, as('cat', 'OFFICE'))).state).toBe('approved');
  });
});

describe('time-outs', () => {
  it('remind, escalate and act, each once, counted in working days', async () => {
    const timeouts = [
      { after: { workingDays: 1 }, do: 'remind' },
      { after: { workingDays: 2 }, do: 'escalate', to: people('dan', 'ann') },
      { after: { workingDays: 6 }, do: 'approve', basis: 'leave.signWithin' },
    ];
    // Thursday: one working day later is Friday, two are Monday.
    await moveTo('2026-11-26T01:00:00Z');
    const { id } = await start([
      { key: 's', holders: people('bob', 'cat'), mode: 'all', timeouts },
      { key: 't', holders: people('eve') },
    ]);
    expect(await rows('select name, due_on from case_deadline where case_id = $1 order by due_on', id)).toEqual([
      { name: 'approval-remind-s-0', due_on: '2026-11-27' },
      { name: 'approval-escalate-s-1', due_on: '2026-11-30' },
      { name: 'approval-approve-s-2', due_on: '2026-12-04' },
    ]);
    await moveTo('2026-11-27T15:30:00Z');
    await sweepTwice();
    expect(await fired(id)).toEqual([]);
    await moveTo('2026-11-28T01:00:00Z');
    await sweepTwice();
    expect([await fired(id), await messages(id)]).toEqual([[{ name: 'approval-remind-s-0', n: 1 }], [{ n: 1 }]]);
    await moveTo('2026-12-01T01:00:00Z');
    await sweepTwice();
    expect(await fired(id)).toEqual([
      { name: 'approval-escalate-s-1', n: 1 },
      { name: 'approval-remind-s-0', n: 1 },
    ]);
    expect(await messages(id)).toEqual([{ n: 3 }]);
    expect((await todo('dan')).filter((one) => one.caseId === id)).toHaveLength(1);
    expect((await todo('ann')).filter((one) => one.caseId === id)).toEqual([]);
    await send(id, 'dan', 'approve');
    await moveTo('2026-12-05T01:00:00Z');
    await sweepTwice();
    expect((await fired(id)).map((one) => one.n)).toEqual([1, 1, 1]);
    expect((await view(id, 'ann')).chain).toMatchObject([
      {
        status: 'done',
        places: [{ signedBy: { code: 'dan' } }, { signedBy: { code: 'system' }, basis: 'leave.signWithin' }],
      },
      { status: 'now', places: [{ state: 'awaited' }] },
    ]);
    expect((await todo('eve')).filter((one) => one.caseId === id)).toHaveLength(1);
    const history = await inHall((tx) => h.get(CaseViewService).history(tx, id, actor(h.hall, 'ann')));
    expect(history.items.map((one) => ('detail' in one ? one.detail : undefined))).toEqual([
      undefined,
      '逾期提醒',
      '逾期升级',
      undefined,
      '逾期自动同意',
    ]);
    expect(history.brokenAt).toBeNull();
  });

  it('end with the step: a case that has moved on is left alone', async () => {
    await moveTo('2026-12-07T01:00:00Z');
    const timeouts = [{ after: { workingDays: 1 }, do: 'refuse' }];
    const { id } = await start([
      { key: 's', holders: people('bob'), timeouts },
      { key: 't', holders: people('cat') },
    ]);
    await send(id, 'bob', 'approve');
    await moveTo('2026-12-10T01:00:00Z');
    await sweepTwice();
    expect([await fired(id), await rows('select state from case_file where id = $1', id)]).toEqual([
      [],
      [{ state: 'review' }],
    ]);
  });

  it('let nobody through against the conditions of the case', async () => {
    await moveTo('2026-12-14T01:00:00Z');
    const timeouts = [{ after: { workingDays: 1 }, do: 'approve' }];
    const { id } = await start([{ key: 's', holders: people('bob'), timeouts }], { isReady: false });
    await moveTo('2026-12-17T01:00:00Z');
    await sweepTwice();
    expect([await fired(id), await rows('select state from case_file where id = $1', id)]).toEqual([
      [{ name: 'approval-approve-s-0', n: 1 }],
      [{ state: 'review' }],
    ]);
    expect((await todo('bob')).filter((one) => one.caseId === id)).toHaveLength(1);
  });
});

describe('time-outs beyond the calendar', () => {
  it('are refused by the year, at the start and at the next step, and count once the year is there', async () => {
    await moveTo('2026-12-29T01:00:00Z');
    const within = [{ after: { workingDays: 1 }, do: 'remind' }];
    const beyond = [...within, { after: { workingDays: 3 }, do: 'return' }];
    expect(await code(start([{ key: 's', holders: people('bob'), timeouts: beyond }]))).toBe('calendar.year_missing');
    const { id } = await start([
      { key: 's', holders: people('bob'), timeouts: within },
      { key: 't', holders: people('cat'), timeouts: beyond },
    ]);
    expect(await code(send(id, 'bob', 'approve'))).toBe('calendar.year_missing');
    expect((await view(id, 'ann')).chain).toMatchObject([{ status: 'now', done: 0 }, { status: 'next' }]);
    const newYear = [{ name: '元旦', date: '2027-01-01', isOffDay: true }];
    await inHall((tx) => h.get(CalendarService).importNotice(tx, 2027, newYear));
    expect((await send(id, 'bob', 'approve')).state).toBe('review');
  });
});

describe('another version of the machine', () => {
  let other = '';
  const line = async (id: string, to: number) =>
    (await inHall((tx) => h.get(CaseMoveService).preview(tx, 'request', 1, to))).find((one) => one.id === id)!;
  const move = (seen: { id: string; revision: number }, to: number) =>
    inHall((tx) => h.get(CaseMoveService).move(tx, 'request', 1, to, seen));
  const fileOf = (id: string) =>
    rows('select machine_version as version, revision, state from case_file where id = $1', id);

  it('is previewed case by case, written as an event, and taken by nothing that does not fit', async () => {
    const { id } = await start([{ key: 's', holders: people('bob') }]);
    // New cases are born on the newest version, so the one for the next test begins here.
    other = (await start([{ key: 's', holders: people('bob') }])).id;
    const machines = h.get(Machines);
    machines.add({ ...request, version: 2, context: z.looseObject({ level: z.string().default('usual') }) });
    machines.add({ ...request, version: 3, context: z.looseObject({ level: z.string() }) });
    expect(await line(id, 2)).toMatchObject({ fits: true, before: expect.arrayContaining(['request.approve']) });
    expect(await line(id, 3)).toMatchObject({ fits: false, after: [], why: expect.stringContaining('/level') });
    expect(await fileOf(id)).toEqual([{ version: 1, revision: 1, state: 'review' }]);
    const seen = await line(id, 2);
    expect(await code(move({ id, revision: 1 }, 3))).toBe('case.cannot_move');
    await send(id, 'bob', 'copy', { to: ['cat'] });
    expect(await code(move(seen, 2))).toBe('case.changed');
    expect(await code(move(await line(id, 2), 2))).toBe('ok');
    expect(await fileOf(id)).toEqual([{ version: 2, revision: 3, state: 'review' }]);
    const history = await inHall((tx) => h.get(CaseViewService).history(tx, id, actor(h.hall, 'ann')));
    expect(history).toMatchObject({
      brokenAt: null,
      items: [{}, {}, { label: '改用另一版流程', payload: { from: 1, to: 2 } }],
    });
    expect(await code(send(id, 'bob', 'approve'))).toBe('ok');
    expect(await code(inHall((tx) => h.get(CaseMoveService).preview(tx, 'request', 1, 9)))).toBe(
      'case.version_unknown',
    );
  });

  it('is moved by the command line, which writes only when told to', async () => {
    const id = other;
    const wish = { kind: 'request', from: 1, to: 2, institution: 'hall', apply: false };
    expect((await moveAll(h as never, wish)).find((one) => one.id === id)).toMatchObject({ fits: true });
    expect(await fileOf(id)).toMatchObject([{ version: 1 }]);
    const done = await moveAll(h as never, { ...wish, apply: true });
    expect(done.every((one) => one.moved)).toBe(true);
    expect(await fileOf(id)).toMatchObject([{ version: 2 }]);
    expect(await moveAll(h as never, wish)).toEqual([]);
  });
});
