/** Decisions about one leave at the same moment, on the database itself: one winner each, and time taken or given back with it. */
import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Client } from 'pg';
import type { Actor } from '../../src/core/actor.js';
import { OrganizationService } from '../../src/organization/organization.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { CaseEngine } from '../../src/workflow/case-engine.js';
import { HALL, type Hall, startHall } from '../support/hall.js';

/** A run on a busy machine may ask for fewer. */
const RACES = Number(process.env.KAOPING_RACES ?? 1_000);
/** Races that run side by side, with two rivals each. */
const AT_ONCE = 4;
/** Outings of one person on one day, one every ten minutes. */
const PER_DAY = 72;

let hall: Hall;
let institutionId: string;
let database: Database;
let engine: CaseEngine;
jest.setTimeout(600_000);
beforeAll(async () => {
  hall = await startHall();
  institutionId = (await hall.sql<{ id: string }>('select id from institution where code = $1', [HALL]))[0]!.id;
  database = hall.app.get(Database, { strict: false });
  engine = hall.app.get(CaseEngine, { strict: false });
}, 180_000);
afterAll(() => hall?.close());

const inHall = <T>(work: (tx: Tx) => Promise<T>) => database.inInstitution(institutionId, work);
const actorOf = async (person: string): Promise<Actor> => {
  const grants = await inHall((tx) => hall.app.get(OrganizationService, { strict: false }).grantsOf(tx, person));
  return { institutionId, person, grants, language: 'zh-CN' };
};
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
/** Working days of October 2026 for which duty is planned, holidays left out. */
const workdays = Array.from({ length: 20 }, (_, at) => new Date(Date.UTC(2026, 9, 12 + at)))
  .filter((on) => on.getUTCDay() % 6 !== 0)
  .map((on) => on.toISOString().slice(0, 10));

interface Open {
  id: string;
  revision: number;
}

/** A short outing in its chain: one signature decides. */
async function open(applicant: Actor, nth: number): Promise<Open> {
  const start = 9 * 60 + (nth % PER_DAY) * 10;
  const part = { day: workdays[Math.floor(nth / PER_DAY)], start: clock(start), end: clock(start + 10) };
  const input = { kind: 'outing', parts: [part], reason: '接电话' };
  const key = `race-${applicant.person}-${nth}`;
  return inHall(async (tx) => {
    const { id } = await engine.start(tx, {
      kind: 'leave',
      key,
      applicant: applicant.person,
      subject: `person:${applicant.person}`,
      actor: applicant,
      input,
    });
    const sent = await engine.send(tx, { caseId: id, event: 'leave.submit', actor: applicant, key: `${key}-submit` });
    return { id, revision: sent.revision };
  });
}
const send = (leave: Open, actor: Actor, type: string) =>
  inHall((tx) =>
    engine.dispatch(tx, {
      caseId: leave.id,
      event: { type, payload: {} },
      revision: leave.revision,
      actor,
      idempotencyKey: randomUUID(),
      requestHash: '0'.repeat(64),
    }),
  );
const codeOf = (result: PromiseSettledResult<unknown>) =>
  result.status === 'fulfilled' ? 'won' : (result.reason as { code?: string }).code;
async function approverOf(leave: Open): Promise<Actor> {
  const rows = await hall.sql<{ person: string }>(
    `select g.person_code as person from role_grant g join case_file c on c.institution_id = g.institution_id and c.id = $1
     where g.role = c.context->'chain'->0->>'key' and (g.scope = 'institution' or g.target = (
       select w.hall_code from service_window w where w.institution_id = c.institution_id and w.code = c.context->>'window'))
     order by 1`,
    [leave.id],
  );
  return actorOf(rows[0]?.person ?? '');
}

it('lets exactly one of fifty approvals of one step succeed', async () => {
  const leave = await open(await actorOf('0006'), 0);
  const leader = await approverOf(leave);
  const codes = (await Promise.allSettled(Array.from({ length: 50 }, () => send(leave, leader, 'leave.approve')))).map(
    codeOf,
  );
  expect(codes.filter((code) => code === 'won')).toHaveLength(1);
  expect(new Set(codes)).toEqual(new Set(['won', 'case.changed']));
  const events = await hall.sql<{ type: string }>('select type from case_event where case_id = $1 order by seq', [
    leave.id,
  ]);
  expect(events.map((event) => event.type)).toEqual(['case.start', 'leave.submit', 'leave.approve']);
});

it(`lets approval or withdrawal win, ${RACES} times, and keeps or frees the time accordingly`, async () => {
  const applicant = await actorOf('0002');
  const leaves: Open[] = [];
  for (let nth = 0; nth < RACES; nth += 8)
    leaves.push(
      ...(await Promise.all(Array.from({ length: Math.min(8, RACES - nth) }, (_, at) => open(applicant, nth + at)))),
    );
  const leader = await approverOf(leaves[0]!);
  const wins = { approve: 0, withdraw: 0 };
  const race = async (leave: Open, nth: number) => {
    const rivals = [() => send(leave, leader, 'leave.approve'), () => send(leave, applicant, 'leave.withdraw')];
    // Who asks first is turned about, so that neither has the better seat.
    const order = nth % 2 === 0 ? rivals : rivals.toReversed();
    const results = await Promise.allSettled(order.map((ask) => ask()));
    const [approve, withdraw] = nth % 2 === 0 ? results : results.toReversed();
    const codes = [codeOf(approve!), codeOf(withdraw!)];
    expect([...codes].sort()).toEqual(['case.changed', 'won']);
    wins[codes[0] === 'won' ? 'approve' : 'withdraw'] += 1;
  };
  // Some at a time, and no more than find a connection each: who waits for one is no rival.
  for (let nth = 0; nth < RACES; nth += AT_ONCE)
    await Promise.all(leaves.slice(nth, nth + AT_ONCE).map((leave, at) => race(leave, nth + at)));
  expect(wins.approve + wins.withdraw).toBe(RACES);
  const wrong = await hall.sql(
    `select c.key from case_file c left join person_slot s on s.institution_id = c.institution_id and s.case_id = c.id
     where c.kind = 'leave' and c.applicant = '0002' and (c.state not in ('approved', 'withdrawn')
       or (c.state = 'approved') <> (s.case_id is not null) or c.revision <> 3)`,
  );
  expect(wrong).toEqual([]);
  const [counted] = await hall.sql<{ approved: number; slots: number }>(
    `select count(*) filter (where c.state = 'approved')::int as approved,
       (select count(*)::int from person_slot where person = '0002') as slots from case_file c where c.applicant = '0002' and c.kind = 'leave'`,
  );
  expect(counted).toEqual({ approved: wins.approve, slots: wins.approve });
});

describe('the database itself', () => {
  let owner: Client;
  beforeAll(async () => {
    owner = new Client({ connectionString: hall.db.superUrl });
    await owner.connect();
  });
  afterAll(() => owner?.end());
  const put = (day: string, minutes: string, purpose: string, person = '0010') =>
    owner.query(
      `insert into person_slot (institution_id, person, day, minutes, purpose, window_code, case_id)
       values ($1, $2, $3, $4, $5, 'A03', gen_random_uuid())`,
      [institutionId, person, day, minutes, purpose],
    );

  it('refuses a second leave, a second cover, and covering while on leave', async () => {
    const refused = { code: '23P01', constraint: 'person_slot_once' };
    await put('2026-12-01', '[0,720)', 'leave');
    await expect(put('2026-12-01', '[600,660)', 'leave')).rejects.toMatchObject(refused);
    await expect(put('2026-12-01', '[719,1440)', 'cover')).rejects.toMatchObject(refused);
    await put('2026-12-02', '[0,720)', 'cover');
    await expect(put('2026-12-02', '[0,720)', 'cover')).rejects.toMatchObject(refused);
    // What only touches, another day and another person are free.
    await put('2026-12-01', '[720,1440)', 'cover');
    await put('2026-12-03', '[0,720)', 'leave');
    await put('2026-12-01', '[0,720)', 'leave', '0011');
    await expect(put('2026-12-04', '[720,720)', 'leave')).rejects.toMatchObject({ code: '23514' });
  });
});
