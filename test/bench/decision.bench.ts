/**
 * Approvals per second over HTTP: the real API process, a session and an anti-forgery token for each approver, a key and the
 * seen revision with each command. Leaves of three days are filed beforehand; each is signed by the people its chain names,
 * one after the other, at 32 connections. Beside it in the same rounds and on the same database the bare transaction of six
 * steps (begin, lock, change, event, outbox, commit): by pgbench where it is installed, and by plain `pg` from one process.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { machines } from '../../workflows/index.js';
import { restore, send } from '../../workflows/run.js';
import { median, processorTimeOf, quantile, rounds, timed, treeOf } from './measure.js';
import { Browsers, type Office, openOffice, type RunningApi, startApi } from './office.js';
import type { Report } from './run.js';

const CONNECTIONS = 32;
const LEAVES = Number(process.env.BENCH_LEAVES ?? 150);
const SECONDS = 3;
const BARE_CASES = 20_000;

interface Filed {
  id: string;
  revision: number;
  /** Who signs, in order; without the last where a substitute is still missing. */
  approvers: string[];
}

interface Round {
  rate: number;
  p50: number;
  p99: number;
  /** Milliseconds of processor time for one decision in the API, and in the database. */
  processor: number;
  database: number;
}

export async function run(report: Report): Promise<void> {
  const office = await openOffice();
  let api: RunningApi | undefined;
  let browsers: Browsers | undefined;
  const admin = new pg.Client({ connectionString: office.database.url('postgres', 'bench') });
  try {
    await admin.connect();
    await prepareBare(admin);
    api = await startApi(office);
    browsers = new Browsers(api.url, CONNECTIONS);
    const leaves = await fileLeaves(browsers, LEAVES * (rounds(3) + 1));
    await admin.query('vacuum analyze');
    const seen = { http: [] as Round[], pgbench: [] as number[], plain: [] as number[] };
    let context: { value: unknown; context: unknown } | undefined;
    for (let turn = 0; turn <= rounds(3); turn++) {
      await admin.query('checkpoint');
      const bench = pgbench(office);
      const plain = await plainRate(office);
      const batch = leaves.splice(0, LEAVES);
      context ??= await stateOf(browsers, batch[0] as Filed);
      const http = await decide(browsers, api, office, batch);
      if (turn === 0) continue;
      seen.http.push(http);
      seen.plain.push(plain);
      if (bench !== undefined) seen.pgbench.push(bench);
    }
    tell(report, seen);
    xstateShare(report, context as { value: unknown; context: unknown }, seen.http);
  } finally {
    browsers?.close();
    await api?.stop();
    await admin.end();
    await office.close();
  }
}

function tell(report: Report, seen: { http: Round[]; pgbench: number[]; plain: number[] }): void {
  const rates = seen.http.map((one) => one.rate);
  const plain = { kind: 'peer', name: 'plain pg from one process, six trips, no HTTP', values: seen.plain } as const;
  const figure = {
    benchmark: 'decision',
    unit: '1/s',
    values: rates,
    with: {
      connections: CONNECTIONS,
      leavesPerRound: LEAVES,
      p50: Number(median(seen.http.map((one) => one.p50)).toFixed(1)),
      p99: Number(median(seen.http.map((one) => one.p99)).toFixed(1)),
      apiProcessorMs: Number(median(seen.http.map((one) => one.processor)).toFixed(2)),
      databaseProcessorMs: Number(median(seen.http.map((one) => one.database)).toFixed(2)),
    },
  };
  report({ ...figure, figure: 'approvals over HTTP, beside plain pg', against: plain });
  if (seen.pgbench.length === 0) return;
  report({
    ...figure,
    figure: 'approvals over HTTP, beside pgbench',
    against: { kind: 'limit', name: 'pgbench, the same six steps, 32 clients', values: seen.pgbench },
    goal: { at: 'least', value: 0.7, of: 'ratio' },
  });
}

/** The pure step alone: from the stored state through the machine to the next state, beside one decision's processor time. */
function xstateShare(report: Report, stored: { value: unknown; context: unknown }, http: readonly Round[]): void {
  const spec = machines.find((one) => one.kind === 'leave');
  if (!spec) throw new Error('no machine for leave');
  const holder = stored.context as { chain: { key: string }[] };
  if (holder.chain.length === 0) throw new Error('the leave has no chain');
  const event = {
    type: 'leave.approve',
    payload: { remark: '同意' },
    actor: { person: '0115', roles: ['SHIFT_LEADER'] },
    today: '2026-09-01',
    at: '2026-09-01T01:00:00.000Z',
    facts: { 'leave.substitution': null },
  };
  const step = () => send(spec, restore(spec, stored.value, stored.context), event as never);
  const micros: number[] = [];
  for (let turn = 0; turn <= rounds(3); turn++) {
    const started = performance.now();
    for (let n = 0; n < 2000; n++) step();
    if (turn > 0) micros.push((performance.now() - started) / 2);
  }
  report({
    benchmark: 'decision',
    figure: 'share of the machine in a decision',
    unit: 'µs',
    values: micros,
    against: {
      kind: 'limit',
      name: 'processor time of one decision in the API',
      values: http.map((one) => one.processor * 1000),
    },
    goal: { at: 'most', value: 0.05, of: 'ratio' },
  });
}

/** Leaves of three days in weeks without holidays, one applicant a week; nobody is away twice at once. */
async function fileLeaves(browsers: Browsers, wanted: number): Promise<Filed[]> {
  const people = (await browsers.get(ANYBODY, '/api/demo/people?institution=demo-hall')).body.items as {
    code: string;
    roles: string[];
  }[];
  const staff = people.filter((person) => person.roles.includes('STAFF')).map((person) => person.code);
  const plans = mondays().flatMap((monday) => staff.map((person) => ({ person, monday })));
  if (plans.length < wanted) throw new Error(`no more than ${plans.length} leaves can be filed`);
  const filed: Filed[] = [];
  await inTurn(plans.slice(0, wanted), 8, async ({ person, monday }) => {
    const ends = new Date(Date.parse(monday) + 2 * 86_400_000).toISOString().slice(0, 10);
    const parts = [{ from: { day: monday, half: 'am' }, to: { day: ends, half: 'pm' } }];
    const request = { kind: 'personal', parts };
    const preview = await browsers.post(person, '/api/leaves/preview', request);
    const answer = await browsers.post(person, '/api/leaves', { ...request, reason: '家中有事' });
    if (answer.status !== 201) throw new Error(`leave: ${answer.status} ${JSON.stringify(answer.body)}`);
    const chain = (preview.body.chain as { people: { code: string }[] }[]).map((one) => one.people[0]?.code as string);
    // Others may have been filed between the two answers: what counts is what the case says.
    const { context } = (await browsers.get(person, `/api/cases/${answer.body.id}`)).body;
    if (context.substituteRequired) chain.pop();
    filed.push({ id: answer.body.id, revision: answer.body.revision, approvers: chain });
  });
  for (const one of new Set(filed.flatMap((leave) => leave.approvers))) await browsers.signIn(one);
  return filed;
}

const ANYBODY = '0001';

/** Mondays of the demonstration's year whose week has no holiday before Thursday. */
function mondays(): string[] {
  const found: string[] = [];
  for (let day = Date.parse('2026-10-12'); day < Date.parse('2026-12-25'); day += 7 * 86_400_000)
    found.push(new Date(day).toISOString().slice(0, 10));
  return found;
}

async function decide(browsers: Browsers, api: RunningApi, office: Office, leaves: readonly Filed[]): Promise<Round> {
  const latencies: number[] = [];
  const servers = treeOf(office.database.pid);
  const before = { api: processorTimeOf(api.pid), database: servers.map(processorTimeOf) };
  const { ms } = await timed(() =>
    inTurn(leaves, CONNECTIONS, async (leave) => {
      let { revision } = leave;
      for (const approver of leave.approvers) {
        const { ms: took, value } = await timed(() =>
          browsers.decide(approver, leave.id, revision, 'leave.approve', { remark: '同意' }),
        );
        latencies.push(took);
        revision = value.outcome.revision;
      }
    }),
  );
  return {
    rate: (latencies.length * 1000) / ms,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    processor: (processorTimeOf(api.pid) - before.api) / latencies.length,
    database:
      servers.reduce((sum, pid, at) => sum + Math.max(0, processorTimeOf(pid) - (before.database[at] as number)), 0) /
      latencies.length,
  };
}

async function stateOf(browsers: Browsers, leave: Filed): Promise<{ value: unknown; context: unknown }> {
  const { body } = await browsers.get(leave.approvers[0] as string, `/api/cases/${leave.id}`);
  if (!body.context) throw new Error(`the approver does not see the leave: ${JSON.stringify(body)}`);
  return { value: body.state, context: body.context };
}

async function inTurn<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function prepareBare(admin: pg.Client): Promise<void> {
  await admin.query(`
    create table bare_case (id int primary key, state text not null, revision int not null default 0, context jsonb not null, updated_at timestamptz not null default now());
    create table bare_event (id bigint generated always as identity primary key, case_id int not null, seq int not null, type text not null, actor text not null, payload jsonb not null, at timestamptz not null default now(), unique (case_id, seq));
    create table bare_outbox (id bigint generated always as identity primary key, kind text not null, key text not null, payload jsonb not null, at timestamptz not null default now());
    insert into bare_case select i, 'pending', 0, jsonb_build_object('applicant', i, 'days', 3, 'chain', jsonb_build_array(1, 2, 3)) from generate_series(1, ${BARE_CASES}) i;
    grant all on bare_case, bare_event, bare_outbox to kaoping_api; grant all on all sequences in schema public to kaoping_api`);
}

const LOCK = 'select state, revision, context from bare_case where id = $1 for update';
const CHANGE =
  'update bare_case set state = $3, revision = revision + 1, context = $4, updated_at = now() where id = $1 and revision = $2';
const EVENT = 'insert into bare_event (case_id, seq, type, actor, payload) values ($1, $2, $3, $4, $5)';
const OUTBOX = 'insert into bare_outbox (kind, key, payload) values ($1, $2, $3)';

/** Transactions per second of pgbench; undefined where it is not installed. */
function pgbench(office: Office): number | undefined {
  const file = join(office.home, 'bare.sql');
  writeFileSync(
    file,
    `\\set id random(1, ${BARE_CASES})
begin;
select state, revision as seen from bare_case where id = :id for update \\gset
update bare_case set state = case when state = 'pending' then 'approved' else 'pending' end, revision = revision + 1, context = context || '{"last":7}', updated_at = now() where id = :id and revision = :seen;
insert into bare_event (case_id, seq, type, actor, payload) values (:id, :seen + 1, 'approve', '7', '{"remark":"ok"}');
insert into bare_outbox (kind, key, payload) values ('case.decided', :id::text, '{"id":1}');
commit;
`,
  );
  const args = ['-n', '-M', 'prepared', '-f', file, '-c', String(CONNECTIONS), '-j', '2', '-T', String(SECONDS)];
  const where = ['-h', '127.0.0.1', '-p', String(office.database.port), '-U', 'postgres', 'bench'];
  const ran = spawnSync('pgbench', [...args, ...where], {
    env: { ...process.env, PGPASSWORD: 'bench' },
    encoding: 'utf8',
  });
  const found = /tps = ([\d.]+)/.exec(ran.stdout ?? '')?.[1];
  if (found === undefined && !ran.error) throw new Error(`pgbench: ${ran.stderr}`);
  return found === undefined ? undefined : Number(found);
}

async function plainRate(office: Office): Promise<number> {
  const pool = new pg.Pool({ connectionString: office.apiUrl, max: CONNECTIONS });
  let done = 0;
  const until = performance.now() + SECONDS * 1000;
  const client = async () => {
    while (performance.now() < until) {
      await bareDecision(pool, 1 + Math.floor(Math.random() * BARE_CASES));
      done++;
    }
  };
  const { ms } = await timed(() => Promise.all(Array.from({ length: CONNECTIONS }, client)));
  await pool.end();
  return (done * 1000) / ms;
}

async function bareDecision(pool: pg.Pool, id: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query({ name: 'lock', text: LOCK, values: [id] });
    const { state, revision, context } = rows[0];
    const next = state === 'pending' ? 'approved' : 'pending';
    const values = [id, revision, next, JSON.stringify({ ...context, last: 7 })];
    const { rowCount } = await client.query({ name: 'change', text: CHANGE, values });
    if (rowCount !== 1) throw new Error('the bare case moved under its lock');
    await client.query({ name: 'event', text: EVENT, values: [id, revision + 1, 'approve', '7', '{"remark":"同意"}'] });
    await client.query({ name: 'outbox', text: OUTBOX, values: ['case.decided', String(id), `{"id":${id}}`] });
    await client.query('commit');
  } finally {
    client.release();
  }
}
