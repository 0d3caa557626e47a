import { systemActor } from '../../src/core/actor.js';
import { Problem } from '../../src/core/problem.js';
import { CalendarService } from '../../src/organization/calendar.service.js';
import { Clock } from '../../src/platform/clock/clock.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { EffectRegistry } from '../../src/platform/effects/effect-registry.js';
import { FactProviders } from '../../src/platform/effects/fact-providers.js';
import { CaseRepository } from '../../src/workflow/case.repository.js';
import { CaseEngine, type DispatchCommand } from '../../src/workflow/case-engine.js';
import { DeadlineSweep } from '../../src/workflow/deadline-sweep.js';
import { firstBreak } from '../../src/workflow/event-chain.js';
import { Machines } from '../../src/workflow/machines.js';
import { WiringCheck } from '../../src/workflow/wiring-check.js';
import { errand } from './support/errand.js';
import { actor, type House, house, institution } from './support/house.js';
import { rounds } from './support/rounds.js';

let h: House;
let engine: CaseEngine;
let n = 0;

beforeAll(async () => {
  h = await house([errand, rounds]);
  engine = h.get(CaseEngine);
  await h.database.inInstitution(h.hall, async (tx) => {
    for (const code of ['ann', 'bob', 'cat', 'dan'])
      await tx.query(`insert into person (institution_id, code, name) values ($1, $2, $2)`, [h.hall, code]);
  });
}, 120_000);
afterAll(() => h.close());

const inHall = <T>(fn: (tx: Tx) => Promise<T>) => h.database.inInstitution(h.hall, fn);
const me = (person: string) => actor(h.hall, person);
const start = (input: Record<string, unknown> = { signers: ['bob'] }, applicant = 'ann') => {
  const key = `e${++n}`;
  return inHall((tx) => engine.start(tx, { kind: 'errand', key, input, applicant, actor: me(applicant) })).then(
    (made) => ({ ...made, key }),
  );
};
const send = (caseId: string, person: string, type: string, more: Partial<DispatchCommand> = {}) =>
  inHall((tx) =>
    engine.dispatch(tx, {
      caseId,
      event: { type, payload: {} },
      actor: person === 'system' ? systemActor(h.hall) : me(person),
      idempotencyKey: `k${++n}-${Math.random()}`,
      requestHash: 'h',
      ...more,
    }),
  );
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error) => (error instanceof Problem ? error.code : `${error}`),
  );
const rows = <T extends object>(sql: string, ...params: unknown[]) => inHall((tx) => tx.query<T>(sql, params));

describe('one decision', () => {
  it('starts once for a kind and key, with task, term and a sealed first event', async () => {
    const first = await start();
    const again = await inHall((tx) =>
      engine.start(tx, {
        kind: 'errand',
        key: first.key,
        input: { signers: ['cat'] },
        applicant: 'ann',
        actor: me('ann'),
      }),
    );
    expect(again.id).toBe(first.id);
    expect(
      await rows(
        'select t.step, h.person from task t join task_holder h on h.task_id = t.id where t.case_id = $1',
        first.id,
      ),
    ).toEqual([{ step: 'sign', person: 'bob' }]);
    expect(await rows('select name from case_deadline where case_id = $1 and cancelled_at is null', first.id)).toEqual([
      { name: 'sign' },
    ]);
  });

  it('accepts exactly one of 50 parallel approvals', async () => {
    const { id } = await start();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => code(send(id, 'bob', 'errand.approve'))));
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
    expect(new Set(outcomes.filter((outcome) => outcome !== 'ok'))).toEqual(new Set(['workflow.transition_refused']));
    const [row] = await rows<{ revision: number; state: string }>(
      'select revision, state from case_file where id = $1',
      id,
    );
    expect(row).toEqual({ revision: 2, state: 'approved' });
    expect(await rows('select kind from outbox where case_id = $1', id)).toEqual([{ kind: 'notification.send' }]);
  });

  it('tells the slower of two that saw the same revision', async () => {
    const { id } = await start({ signers: ['bob', 'cat'], all: true });
    await send(id, 'bob', 'errand.approve', { revision: 1 });
    const slow = send(id, 'cat', 'errand.approve', { revision: 1 });
    await expect(slow).rejects.toMatchObject({ code: 'case.changed', extras: { revision: 2 } });
    await send(id, 'cat', 'errand.approve', { revision: 2 });
  });

  it('lets approval and withdrawal race to one end', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await start();
      const outcomes = await Promise.all([
        code(send(id, 'bob', 'errand.approve')),
        code(send(id, 'ann', 'errand.withdraw')),
      ]);
      const [row] = await rows<{ state: string; revision: number }>(
        'select state, revision from case_file where id = $1',
        id,
      );
      expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
      expect(row).toEqual({ state: outcomes[0] === 'ok' ? 'approved' : 'withdrawn', revision: 2 });
    }
  });

  it('answers the same key with the same answer, and refuses it for another request', async () => {
    const { id } = await start({ signers: ['bob', 'cat'], all: true });
    const command = { idempotencyKey: `same-${id}`, requestHash: 'one' };
    const first = await send(id, 'bob', 'errand.approve', command);
    await send(id, 'cat', 'errand.approve');
    const replay = await send(id, 'bob', 'errand.approve', command);
    // What was found for it then is in the event; it is not found anew.
    expect(replay).toEqual({ ...first, facts: undefined, replayed: true });
    expect(await code(send(id, 'bob', 'errand.approve', { ...command, requestHash: 'two' }))).toBe(
      'request.idempotency_mismatch',
    );
    expect(await rows('select seq from case_event where case_id = $1', id)).toHaveLength(3);
  });

  it('starts the same case once, however many ask for it at once', async () => {
    const key = `once-${++n}`;
    const one = () =>
      inHall((tx) =>
        engine.start(tx, { kind: 'errand', key, input: { signers: ['bob'] }, applicant: 'ann', actor: me('ann') }),
      );
    const made = await Promise.all(Array.from({ length: 20 }, one));
    const ids = new Set(made.map((answer) => answer.id));
    expect(ids.size).toBe(1);
    const [id] = ids;
    expect(await rows('select id from case_file where key = $1', key)).toEqual([{ id }]);
    expect(await rows('select seq from case_event where case_id = $1', id)).toEqual([{ seq: 1 }]);
    expect(await rows('select id from task where case_id = $1', id)).toHaveLength(1);
    expect(await rows('select case_id from task where case_id <> all (select id from case_file)')).toEqual([]);
  });

  it('counts the same key sent 20 times at once as one', async () => {
    const { id } = await start();
    const command = { idempotencyKey: `burst-${id}`, requestHash: 'one' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(id, 'bob', 'errand.approve', command)));
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.revision))).toEqual(new Set([2]));
  });
});

describe('who may', () => {
  it.each([
    ['a stranger does not learn that the case exists', 'dan', 'errand.approve', 'case.not_found'],
    ['the applicant may not sign', 'ann', 'errand.approve', 'auth.self_decision'],
    ['the signer may not withdraw', 'bob', 'errand.withdraw', 'auth.forbidden'],
    ['a timer name of the library is unknown', 'bob', 'xstate.after.86400000.errand.review', 'workflow.event_unknown'],
    ['a system event does not exist for people', 'bob', 'deadline.reached', 'workflow.event_unknown'],
    ['names of the object prototype are unknown', 'bob', 'constructor', 'workflow.event_unknown'],
  ])('%s', async (_, person, type, expected) => {
    const { id } = await start();
    expect(await code(send(id, person, type))).toBe(expected);
    expect(await rows('select revision from case_file where id = $1', id)).toEqual([{ revision: 1 }]);
  });

  it('refuses the applicant even when the step names him', async () => {
    const { id } = await start({ signers: ['ann'] });
    expect(await code(send(id, 'ann', 'errand.approve'))).toBe('auth.self_decision');
  });

  it('does not offer a role its own request, and offers it to the other holder', async () => {
    const grant = { role: 'WINDOW_HEAD', scope: 'institution' } as const;
    const { id } = await start({ signers: ['@WINDOW_HEAD'] });
    expect(await code(send(id, 'ann', 'errand.approve', { actor: actor(h.hall, 'ann', grant) }))).toBe(
      'auth.self_decision',
    );
    expect(await code(send(id, 'dan', 'errand.approve', { actor: actor(h.hall, 'dan', grant) }))).toBe('ok');
  });

  it('lets a delegate sign for the absent, recorded as both, never his own request', async () => {
    await inHall((tx) =>
      tx.query(
        `insert into delegation (institution_id, from_person, to_person, from_on, to_on) values ($1, 'cat', 'dan', '2020-01-01', '2099-01-01')`,
        [h.hall],
      ),
    );
    const { id } = await start({ signers: ['cat'] });
    await send(id, 'dan', 'errand.approve');
    expect(await rows('select actor, on_behalf_of from case_event where case_id = $1 and seq = 2', id)).toEqual([
      { actor: 'dan', on_behalf_of: 'cat' },
    ]);
    expect(
      await rows(
        'select h.done_by, h.on_behalf_of from task_holder h join task t on t.id = h.task_id where t.case_id = $1',
        id,
      ),
    ).toEqual([{ done_by: 'dan', on_behalf_of: 'cat' }]);
    const own = await start({ signers: ['cat'] }, 'dan');
    expect(await code(send(own.id, 'dan', 'errand.approve'))).toBe('auth.self_decision');
  });

  it('refuses a payload that does not fit and an event out of turn, saying what is possible', async () => {
    const { id } = await start();
    expect(
      await code(send(id, 'bob', 'errand.approve', { event: { type: 'errand.approve', payload: { remark: 7 } } })),
    ).toBe('input.type_mismatch');
    await send(id, 'bob', 'errand.approve');
    await expect(send(id, 'ann', 'errand.withdraw')).rejects.toMatchObject({
      code: 'workflow.transition_refused',
      extras: { available: ['errand.archive'] },
    });
  });

  it('asks the fact provider, and takes its no as a reason with the article', async () => {
    const { id } = await start();
    await send(id, 'bob', 'errand.approve');
    const supervision = { actor: actor(h.hall, 'dan', { role: 'SUPERVISION', scope: 'institution' }) };
    process.env.ERRAND_GATE = 'shut';
    await expect(send(id, 'dan', 'errand.archive', supervision)).rejects.toMatchObject({
      extras: { articles: ['R1.1'] },
    });
    process.env.ERRAND_GATE = 'open';
    expect((await send(id, 'dan', 'errand.archive', supervision)).state).toBe('archived');
    expect(await rows(`select facts from case_event where case_id = $1 and type = 'errand.archive'`, id)).toEqual([
      { facts: { 'errand.gate': 'open' } },
    ]);
  });

  it('hides one institution from another', async () => {
    const { id } = await start();
    const other = await institution(h.db, 'other');
    const attempt = h.database.inInstitution(other, (tx) =>
      engine.dispatch(tx, {
        caseId: id,
        event: { type: 'errand.approve' },
        actor: actor(other, 'bob'),
        idempotencyKey: 'x',
        requestHash: 'x',
      }),
    );
    expect(await code(attempt)).toBe('case.not_found');
  });
});

describe('signing off', () => {
  const signed = (id: string) =>
    rows<{ step: string; done_by: string | null }>(
      'select t.step, h.done_by from task t join task_holder h on h.task_id = t.id where t.case_id = $1 order by t.step, h.position',
      id,
    );

  it('signs one place of each who must sign, and closes when all have', async () => {
    const { id } = await start({ signers: ['bob', 'cat'], all: true });
    await send(id, 'cat', 'errand.approve');
    expect((await signed(id)).map((one) => one.done_by)).toEqual([null, 'cat']);
    expect(await code(send(id, 'cat', 'errand.approve'))).toBe('auth.forbidden');
    await send(id, 'bob', 'errand.approve');
    expect((await signed(id)).map((one) => one.done_by)).toEqual(['bob', 'cat']);
  });

  it('leaves the other task of the same person open', async () => {
    const { id } = await inHall((tx) =>
      engine.start(tx, {
        kind: 'rounds',
        key: 'r1',
        input: { head: 'bob', windows: ['A01', 'A02'] },
        actor: me('ann'),
      }),
    );
    await send(id, 'bob', 'rounds.verify', { event: { type: 'rounds.verify', payload: { window: 'bob/A01' } } });
    expect(await signed(id)).toEqual([
      { step: 'verify-bob/A01', done_by: 'bob' },
      { step: 'verify-bob/A02', done_by: null },
    ]);
    await send(id, 'bob', 'rounds.verify', { event: { type: 'rounds.verify', payload: { window: 'bob/A02' } } });
    expect((await signed(id)).map((one) => one.done_by)).toEqual(['bob', 'bob']);
  });
});

describe('what is written stays', () => {
  it('chains the events and finds a changed, a dropped and a cut one', async () => {
    const { id } = await start({ signers: ['bob', 'cat'], all: true });
    await send(id, 'bob', 'errand.approve');
    await send(id, 'cat', 'errand.approve');
    const events = await inHall((tx) => h.get(CaseRepository).events(tx, id));
    expect(firstBreak(id, events, 3)).toBeUndefined();
    expect(firstBreak(id, [events[0]!, { ...events[1]!, actor: 'dan' }, events[2]!], 3)).toBe(2);
    expect(firstBreak(id, [events[0]!, events[2]!], 3)).toBe(2);
    expect(firstBreak(id, events.slice(0, 2), 3)).toBe(3);
  });

  it.each([
    ["update case_event set actor = 'eve' where case_id = $1", /permission denied|never changed/],
    ['delete from case_event where case_id = $1', /permission denied|never changed/],
    ['delete from case_file where id = $1', /permission denied/],
    ["update case_file set state = 'approved' where id = $1", /is at revision/],
    ['update case_file set revision = revision + 2 where id = $1', /is at revision/],
  ])('the application may not %s', async (sql, message) => {
    const { id } = await start();
    await expect(rows(sql, id)).rejects.toThrow(message);
  });

  it('turns a snapshot that cannot be read into one incident with a task, and lives on', async () => {
    const { id } = await start();
    await rows(`update case_file set value = '"nowhere"', revision = revision + 1 where id = $1`, id);
    expect(await code(send(id, 'bob', 'errand.approve'))).toBe('workflow.snapshot_invalid');
    expect(await code(send(id, 'bob', 'errand.approve'))).toBe('workflow.snapshot_invalid');
    for (let wait = 0; wait < 50; wait++) {
      if ((await rows('select 1 from case_incident where case_id = $1', id)).length > 0) break;
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(await rows('select source, code from case_incident where case_id = $1', id)).toEqual([
      { source: 'snapshot', code: 'workflow.snapshot_invalid' },
    ]);
    expect(
      await rows(
        `select h.role from task t join task_holder h on h.task_id = t.id where t.case_id = $1 and t.step = 'incident' order by 1`,
        id,
      ),
    ).toEqual([{ role: 'OPERATOR' }, { role: 'SUPERVISION' }]);
    expect(await code(send((await start()).id, 'bob', 'errand.approve'))).toBe('ok');
  });
});

describe('terms', () => {
  const advance = (days: number) =>
    inHall(async (tx) => {
      const clock = h.get(Clock);
      const now = await clock.now(tx);
      await clock.moveTo(tx, new Date(now.at.getTime() + days * 86_400_000));
    });

  it('fires once, at business time, whoever sweeps how often', async () => {
    const sweep = h.get(DeadlineSweep);
    const { id } = await start({ signers: ['bob'], days: 5 });
    await sweep.sweep();
    expect(await rows('select state from case_file where id = $1', id)).toEqual([{ state: 'review' }]);
    await advance(6.1);
    await Promise.all(Array.from({ length: 5 }, () => sweep.sweep()));
    expect(await rows('select state, revision from case_file where id = $1', id)).toEqual([
      { state: 'expired', revision: 2 },
    ]);
    expect(await rows(`select outcome from case_deadline where case_id = $1 and fired_at is not null`, id)).toEqual([
      { outcome: 'expired' },
    ]);
    expect(await rows(`select closed_by from task where case_id = $1 and closed_at is not null`, id)).toEqual([
      { closed_by: null },
    ]);
  });

  it('does not fire a term that the case has left', async () => {
    const { id } = await start({ signers: ['bob'], days: 1 });
    await send(id, 'bob', 'errand.approve');
    await advance(3);
    await h.get(DeadlineSweep).sweep();
    expect(await rows('select state, revision from case_file where id = $1', id)).toEqual([
      { state: 'approved', revision: 2 },
    ]);
  });

  it('holds terms back after the database clock jumped ahead', () => {
    const sweep = new DeadlineSweep(
      null as never,
      null as never,
      null as never,
      null as never,
      null as never,
      null as never,
    );
    expect(sweep.steady(1_000_000, 0)).toBe(true);
    expect(sweep.steady(1_003_000, 3_000)).toBe(true);
    expect(sweep.steady(1_003_000 + 3_600_000, 6_000)).toBe(false);
    expect(sweep.steady(1_006_000 + 3_600_000, 9_000)).toBe(false);
    expect(sweep.steady(1_006_000 + 4_600_000, 1_009_000)).toBe(true);
  });

  it('counts working days by the calendar of the institution, and refuses to guess', async () => {
    const here = await institution(h.db, 'calendar');
    const inHere = <T>(fn: (tx: Tx) => Promise<T>) => h.database.inInstitution(here, fn);
    await inHere((tx) => tx.query(`insert into person (institution_id, code, name) values ($1, 'bob', 'bob')`, [here]));
    const file = (key: string) =>
      inHere((tx) =>
        engine.start(tx, {
          kind: 'errand',
          key,
          input: { signers: ['bob'], workingDays: 3 },
          applicant: 'ann',
          actor: actor(here, 'ann'),
        }),
      );
    expect(await code(file('c1'))).toBe('calendar.year_missing');
    await inHere((tx) => h.get(CalendarService).seed(tx));
    const { id } = await file('c1');
    const [line] = await inHere((tx) =>
      tx.query<{ due_on: string; local: string; expected: string }>(
        `select due_on, to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as local, (
           select day::text from calendar_day where kind = 'work' and day > (now() at time zone 'Asia/Shanghai')::date order by day offset 2 limit 1
         ) as expected from case_deadline where case_id = $1`,
        [id],
      ),
    );
    expect(line!.due_on).toBe(line!.expected);
    const next = new Date(Date.parse(line!.due_on) + 86_400_000).toISOString().slice(0, 10);
    expect(line!.local).toBe(`${next} 00:00`);
  });
});

describe('start of a process', () => {
  it('names effects nobody does, facts nobody knows and versions that open cases need', async () => {
    const { id } = await start();
    const parts = [h.get(EffectRegistry), h.get(FactProviders), h.get(CaseRepository), h.database] as const;
    expect(await new WiringCheck(new Machines([errand, rounds]), ...parts).missingVersions()).toEqual([]);
    const bare = new WiringCheck(new Machines([]), ...parts);
    await expect(bare.require(false)).rejects.toThrow('open cases need errand.v1, which this program does not have');
    const deaf = new WiringCheck(
      new Machines([errand]),
      new EffectRegistry(),
      new FactProviders(),
      parts[2],
      h.database,
    );
    expect(deaf.faults()).toEqual(
      expect.arrayContaining([
        'errand.v1 asks for task.assign, which nobody does',
        'errand.v1 asks for the facts errand.gate, which nobody knows',
      ]),
    );
    expect(h.get(WiringCheck).faults()).toEqual([]);
    expect(id).toBeDefined();
  });
});
