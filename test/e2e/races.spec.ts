/** Fifty at once over HTTP: one decision, one effect, and everyone is told what is true. */
import { randomUUID } from 'node:crypto';
import type { Reply, Visitor } from '../support/api.js';
import { type Hall, startHall } from '../support/hall.js';

let hall: Hall;
let leader: Visitor;
/** Clerks and days of leave that one leader alone decides on, without a substitute; each is used once. */
const free: { clerk: Visitor; person: string; on: string }[] = [];

beforeAll(async () => {
  hall = await startHall();
  const people = (await hall.people()).filter((one) => one.window && one.roles.join() === 'STAFF');
  const windows = new Set<string>();
  let approver: string | undefined;
  for (const { code: person, window } of people) {
    if (free.length >= 90) break;
    if (!window || windows.has(window.code)) continue;
    const clerk = await hall.as(person);
    for (const on of octoberDays()) {
      const { status, body } = await clerk.post('/api/leaves/preview', request(on));
      if (status !== 200 || body.chain.length !== 1 || body.substitute.required) continue;
      approver ??= body.chain[0].people[0].code;
      // One of a window only, so that nobody's leave makes a substitute necessary for the next.
      windows.add(window.code);
      if (body.chain[0].people[0].code === approver) free.push({ clerk, person, on });
    }
  }
  leader = await hall.as(approver as string);
}, 240_000);
afterAll(() => hall?.close());

const request = (on: string) => ({
  kind: 'personal',
  parts: [{ from: { day: on, half: 'am' }, to: { day: on, half: 'pm' } }],
});
const filing = (on: string) => ({ ...request(on), reason: '家中有事' });

/** The working days after the holidays that duty is planned for. */
const octoberDays = () =>
  Array.from({ length: 19 }, (_, at) => new Date(Date.UTC(2026, 9, 12 + at)))
    .filter((on) => on.getUTCDay() % 6 !== 0)
    .map((on) => on.toISOString().slice(0, 10));

function next() {
  const found = free.pop();
  if (!found) throw new Error('the hall has no more leave to give');
  return found;
}

interface Filed {
  id: string;
  revision: number;
  clerk: Visitor;
}

async function file(): Promise<Filed> {
  const { clerk, on } = next();
  const reply = await clerk.post('/api/leaves', filing(on));
  expect([reply.status, reply.body.state]).toEqual([201, 'pending']);
  return { ...reply.body, clerk };
}

const send = (who: Visitor, { id, revision }: Filed, type: string, payload: object = {}, key = randomUUID()) =>
  who.post(`/api/cases/${id}/events`, { type, payload }, { 'if-match': `"${revision}"`, 'idempotency-key': key });

const statuses = (replies: readonly Reply[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/** The records of a case: what happened to it, in order, and what it asked of others. */
async function record(id: string) {
  const events = await hall.sql<{ type: string; seq: number }>(
    'select type, seq from case_event where case_id = $1 order by seq',
    [id],
  );
  const [{ n } = { n: -1 }] = await hall.sql<{ n: number }>(
    'select count(*)::int as n from outbox where case_id = $1',
    [id],
  );
  const slots = await hall.sql('select 1 from person_slot where case_id = $1', [id]);
  return { events: events.map((event) => event.type), asked: n, slots: slots.length };
}

it('lets exactly one of fifty approvals through, and tells the others the present state', async () => {
  const alone = await file();
  await send(leader, alone, 'leave.approve');
  const leave = await file();
  const replies = await Promise.all(Array.from({ length: 50 }, () => send(leader, leave, 'leave.approve')));
  expect(statuses(replies)).toEqual({ 200: 1, 412: 49 });
  for (const { status, body } of replies) {
    if (status === 200) expect(body.outcome).toMatchObject({ state: 'approved', revision: leave.revision + 1 });
    else expect(body).toMatchObject({ code: 'case.changed', revision: leave.revision + 1 });
  }
  const { events, asked, slots } = await record(leave.id);
  expect(events).toEqual(['case.start', 'leave.submit', 'leave.approve']);
  // Papers and messages are asked for as often as for a leave that one person approved in peace.
  expect(asked).toBeGreaterThan(0);
  expect({ asked, slots }).toEqual({ asked: (await record(alone.id)).asked, slots: 2 });
  const seen = await leader.get(`/api/cases/${leave.id}`);
  expect(seen.body).toMatchObject({ state: 'approved', revision: leave.revision + 1 });
});

it('refuses a second decision that knows of the first', async () => {
  const leave = await file();
  const first = await send(leader, leave, 'leave.approve');
  const late = { ...leave, revision: first.body.revision };
  const replies = await Promise.all(Array.from({ length: 20 }, () => send(leader, late, 'leave.approve')));
  expect(statuses(replies)).toEqual({ 409: 20 });
  for (const { body } of replies) {
    expect(body.code).toBe('workflow.transition_refused');
    expect(body.available).not.toContain('leave.approve');
  }
});

it('answers twenty copies of one command with one effect and one answer', async () => {
  const leave = await file();
  const key = randomUUID();
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => send(leader, leave, 'leave.approve', { remark: '同意' }, key)),
  );
  expect(statuses(replies)).toEqual({ 200: 20 });
  expect(new Set(replies.map((reply) => JSON.stringify(reply.body.outcome))).size).toBe(1);
  expect((await record(leave.id)).events).toEqual(['case.start', 'leave.submit', 'leave.approve']);
  const [{ n } = { n: 0 }] = await hall.sql<{ n: number }>(
    'select count(*)::int as n from (select effect_id from outbox where case_id = $1 group by 1 having count(*) > 1) x',
    [leave.id],
  );
  expect(n).toBe(0);
});

it('files one leave for twenty copies of one filing', async () => {
  const key = { 'idempotency-key': randomUUID() };
  const { clerk, on } = next();
  const replies = await Promise.all(Array.from({ length: 20 }, () => clerk.post('/api/leaves', filing(on), key)));
  expect(statuses(replies)).toEqual({ 201: 20 });
  expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
  expect(new Set(replies.map((reply) => reply.headers.get('etag'))).size).toBe(1);
  const found = await hall.sql('select 1 from case_file where id = $1', [replies[0]?.body.id]);
  expect(found.length).toBe(1);
});

it('gives the same half days to one of twenty filings', async () => {
  const { clerk, person, on } = next();
  const replies = await Promise.all(Array.from({ length: 20 }, () => clerk.post('/api/leaves', filing(on))));
  const counts = statuses(replies);
  expect(counts[201]).toBe(1);
  for (const reply of replies) if (reply.status !== 201) expect([409, 422]).toContain(reply.status);
  const taken = await hall.sql('select minutes from person_slot where person = $1 and day = $2', [person, on]);
  expect(taken.length).toBe(2);
});

it('lets either the approval or the withdrawal win, fifty times', async () => {
  const won: Record<string, number> = {};
  for (let round = 0; round < 50; round++) {
    const leave = await file();
    const decisions = [() => send(leader, leave, 'leave.approve'), () => send(leave.clerk, leave, 'leave.withdraw')];
    // Who is sent off first changes, so that both get their chance.
    if (round % 2 === 1) decisions.reverse();
    const replies = await Promise.all(decisions.map((decide) => decide()));
    expect(statuses(replies)).toEqual({ 200: 1, 412: 1 });
    const { state } = replies.find((reply) => reply.status === 200)?.body.outcome ?? {};
    won[state] = (won[state] ?? 0) + 1;
    const { events, slots } = await record(leave.id);
    expect(events).toEqual(['case.start', 'leave.submit', state === 'approved' ? 'leave.approve' : 'leave.withdraw']);
    // A leave that stands keeps its two half days, one that was taken back gives them free.
    expect(slots).toBe(state === 'approved' ? 2 : 0);
  }
  expect(Object.keys(won).sort()).toEqual(['approved', 'withdrawn']);
}, 120_000);
