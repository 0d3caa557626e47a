/**
 * One finding until the score that includes it is read, over HTTP as people do it: an officer of the office assesses a confirmed
 * finding (which posts the fact) and then asks for the window's score; the real API process, session, anti-forgery token and
 * keys included. Every score is checked for what was assessed. Beside it on the same database the shortest way that SQL knows.
 */
import pg from 'pg';
import { quantile, rounds, timed } from './measure.js';
import { Browsers, type Office, openOffice, type RunningApi, startApi } from './office.js';
import type { Report } from './run.js';

const SAMPLES = Number(process.env.BENCH_FINDINGS ?? 60);
const DAYS = 28;
/** Each costs a point; sections lose no more than they have, so no window gets many. */
const ITEM = 'R11.A6';
const [inspector, officer] = ['0111', '0120'];

interface Confirmed {
  id: string;
  revision: number;
  subject: string;
  month: string;
}

interface Measured {
  p50: number;
  p99: number;
  rate: number;
}

export async function run(report: Report): Promise<void> {
  const office = await openOffice();
  let api: RunningApi | undefined;
  let browsers: Browsers | undefined;
  try {
    api = await startApi(office);
    browsers = new Browsers(api.url, 8);
    await prepareBare(office);
    const findings = await confirmed(browsers, SAMPLES * 2 * (rounds(3) + 1));
    for (const clients of [1, 8]) {
      const [product, bare]: [Measured[], Measured[]] = [[], []];
      for (let turn = 0; turn <= rounds(3); turn++) {
        const batch = findings.splice(0, SAMPLES);
        const one = await bareRound(office, clients);
        const other = await measure(clients, batch, (finding) => assessAndRead(browsers as Browsers, finding));
        if (turn > 0) bare.push(one) && product.push(other);
      }
      for (const what of ['p50', 'p99', 'rate'] as const) {
        report({
          benchmark: 'fact-visible-http',
          figure: `${clients === 1 ? '1 client' : `${clients} clients`} ${what}`,
          unit: what === 'rate' ? '1/s' : 'ms',
          values: product.map((one) => one[what]),
          against: {
            kind: 'limit',
            name: 'one insert, one sum, one read, no HTTP',
            values: bare.map((one) => one[what]),
          },
          with: { samples: SAMPLES },
        });
      }
    }
  } finally {
    browsers?.close();
    await api?.stop();
    await office.close();
  }
}

/** Findings of different windows and days, recorded and confirmed. */
async function confirmed(browsers: Browsers, wanted: number): Promise<Confirmed[]> {
  const codes = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => `window:${prefix}${String(index + 1).padStart(2, '0')}`);
  const windows = [...codes('A', 20), ...codes('P', 10)];
  const found: Confirmed[] = [];
  for (let n = 0; n < wanted; n++) {
    const subject = windows[n % windows.length] as string;
    const day = 1 + (Math.floor(n / windows.length) % DAYS);
    const happenedOn = `2026-09-${String(day).padStart(2, '0')}`;
    const filed = await browsers.post(inspector, '/api/findings', {
      item: ITEM,
      subject,
      happenedOn,
      note: `第${n + 1}次`,
    });
    if (filed.status !== 201) throw new Error(`finding: ${filed.status} ${JSON.stringify(filed.body)}`);
    const { id, revision } = filed.body;
    const { outcome } = await browsers.decide(officer, id, revision, 'finding.confirm', {});
    found.push({ id, revision: outcome.revision, subject, month: happenedOn.slice(0, 7) });
  }
  return found;
}

async function assessAndRead(browsers: Browsers, finding: Confirmed): Promise<void> {
  await browsers.decide(officer, finding.id, finding.revision, 'finding.assess', {});
  const { status, body } = await browsers.get(officer, `/api/results/${finding.subject}?period=${finding.month}`);
  if (status !== 200 || !JSON.stringify(body).includes(ITEM)) throw new Error(`the score does not show it: ${status}`);
}

async function measure<T>(clients: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<Measured> {
  const left = [...items];
  const times: number[] = [];
  const client = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift())
      times.push((await timed(() => work(item as T))).ms);
  };
  const { ms } = await timed(() => Promise.all(Array.from({ length: clients }, client)));
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), rate: (times.length * 1000) / ms };
}

async function prepareBare(office: Office): Promise<void> {
  const admin = new pg.Client({ connectionString: office.database.url('postgres', 'bench') });
  await admin.connect();
  await admin.query(`
    create table bare_fact (id bigint generated always as identity primary key, subject text not null, item text not null, quantity bigint not null);
    create table bare_sum (subject text, item text, quantity bigint not null, primary key (subject, item));
    grant all on bare_fact, bare_sum to kaoping_api`);
  await admin.end();
}

async function bareRound(office: Office, clients: number): Promise<Measured> {
  const pool = new pg.Pool({ connectionString: office.apiUrl, max: clients });
  const round = await measure(
    clients,
    Array.from({ length: SAMPLES * 5 }, (_, index) => `window:A${index % 20}`),
    async (subject) => {
      const insert = `with f as (insert into bare_fact (subject, item, quantity) values ($1, $2, 10000) returning *)
        insert into bare_sum select subject, item, quantity from f
        on conflict (subject, item) do update set quantity = bare_sum.quantity + excluded.quantity`;
      await pool.query({ name: 'insert', text: insert, values: [subject, ITEM] });
      const read = 'select item, quantity from bare_sum where subject = $1';
      await pool.query({ name: 'read', text: read, values: [subject] });
    },
  );
  await pool.end();
  return round;
}
