/**
 * A leave over HTTP by one client: what the form shows while it is typed, and the request itself. Beside them in the same
 * rounds and on the same database the least that SQL must do for it: to show, one read of who sits and who is away in those
 * days; to send, one transaction that writes case, event and time.
 */
import pg from 'pg';
import { median, quantile, rounds, timed } from './measure.js';
import { Browsers, openOffice, startApi } from './office.js';
import type { Report } from './run.js';

const ASKERS = Number(process.env.BENCH_ASKERS ?? 40);
const ANYBODY = '0001';

/** Milliseconds of each request. */
interface Round {
  preview: number[];
  submit: number[];
  read: number[];
  write: number[];
}

export async function run(report: Report): Promise<void> {
  const office = await openOffice();
  const admin = new pg.Client({ connectionString: office.database.url('postgres', 'bench') });
  const bare = new pg.Client({ connectionString: office.apiUrl });
  const api = await startApi(office);
  const browsers = new Browsers(api.url, 1);
  try {
    await admin.connect();
    await admin.query(TABLES);
    await bare.connect();
    const [hall] = (await admin.query<{ id: string }>(`select id from institution where code = 'demo-hall'`)).rows;
    await bare.query(`select set_config('app.institution_id', $1, false)`, [hall?.id]);
    const people = await staff(browsers);
    for (const person of people) await browsers.signIn(person);
    const seen: Round[] = [];
    for (let turn = 0; turn <= rounds(3); turn++) {
      const round = await ask(browsers, bare, { hall: hall?.id ?? '', people, monday: mondayOf(turn) });
      if (turn > 0) seen.push(round);
    }
    tell(report, seen);
  } finally {
    browsers.close();
    await api.stop();
    await bare.end();
    await admin.end();
    await office.close();
  }
}

function tell(report: Report, seen: readonly Round[]): void {
  const p50 = (name: keyof Round) => seen.map((round) => quantile(round[name], 0.5));
  for (const [name, beside, limit] of [
    ['preview', 'read', 'one read of duty and time taken, plain pg'],
    ['submit', 'write', 'one transaction of case, event and time, plain pg'],
  ] as const)
    report({
      benchmark: 'leave',
      figure: `${name} over HTTP, 1 client, p50`,
      unit: 'ms',
      values: p50(name),
      against: { kind: 'limit', name: limit, values: p50(beside) },
      with: {
        askersPerRound: ASKERS,
        p99: Number(median(seen.map((round) => quantile(round[name], 0.99))).toFixed(1)),
      },
    });
}

/** Everybody asks for two days of a week that nobody else's round touches. */
async function ask(
  browsers: Browsers,
  bare: pg.Client,
  { hall, people, monday }: { hall: string; people: readonly string[]; monday: string },
): Promise<Round> {
  const round: Round = { preview: [], submit: [], read: [], write: [] };
  const next = new Date(Date.parse(monday) + 86_400_000).toISOString().slice(0, 10);
  for (const person of people) {
    const request = { kind: 'personal', parts: [{ from: { day: monday, half: 'am' }, to: { day: next, half: 'pm' } }] };
    const shown = await timed(() => browsers.post(person, '/api/leaves/preview', request));
    if (shown.value.status !== 200) throw new Error(`preview: ${JSON.stringify(shown.value.body)}`);
    const { seenChain } = shown.value.body;
    const sent = await timed(() =>
      browsers.post(person, '/api/leaves', { ...request, reason: '家中有事需要处理', seenChain }),
    );
    if (sent.value.status !== 201) throw new Error(`submit: ${JSON.stringify(sent.value.body)}`);
    round.preview.push(shown.ms);
    round.submit.push(sent.ms);
    round.read.push((await timed(() => bare.query({ name: 'read', text: READ, values: [hall, monday, next] }))).ms);
    round.write.push((await timed(() => write(bare, person, monday))).ms);
  }
  return round;
}

async function write(client: pg.Client, person: string, day: string): Promise<void> {
  await client.query('begin');
  const { rows } = await client.query({ name: 'case', text: CASE, values: [JSON.stringify({ person, day })] });
  await client.query({ name: 'event', text: EVENT, values: [rows[0].id, JSON.stringify({ person })] });
  await client.query({ name: 'time', text: TIME, values: [person, day, rows[0].id] });
  await client.query('commit');
}

/** People of the windows, in the order of their numbers. */
async function staff(browsers: Browsers): Promise<string[]> {
  await browsers.signIn(ANYBODY);
  const { items } = (await browsers.get(ANYBODY, '/api/demo/people?institution=demo-hall')).body as {
    items: { code: string; roles: string[]; window: object | null }[];
  };
  return items
    .filter((one) => one.window && one.roles.includes('STAFF'))
    .slice(0, ASKERS)
    .map((one) => one.code);
}

/** Weeks of autumn 2026 without a holiday. */
const mondayOf = (turn: number): string =>
  new Date(Date.parse('2026-10-12') + turn * 7 * 86_400_000).toISOString().slice(0, 10);

const TABLES = `
  create table bare_case (id bigint generated always as identity primary key, context jsonb not null);
  create table bare_event (case_id bigint not null, seq int not null, payload jsonb not null, primary key (case_id, seq));
  create table bare_time (person text not null, day date not null, case_id bigint not null, primary key (person, day));
  grant all on bare_case, bare_event, bare_time to kaoping_api; grant all on all sequences in schema public to kaoping_api`;
const CASE = 'insert into bare_case (context) values ($1) returning id';
const EVENT = 'insert into bare_event (case_id, seq, payload) values ($1, 1, $2)';
const TIME = 'insert into bare_time (person, day, case_id) values ($1, $2, $3)';
const READ = `select d.day, d.half, d.person_code, d.window_code, s.case_id from duty d
  left join person_slot s on s.institution_id = d.institution_id and s.person = d.person_code and s.day = d.day
  where d.institution_id = $1 and d.day between $2 and $3`;
