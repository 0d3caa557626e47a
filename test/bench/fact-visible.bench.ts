/**
 * One fact until the score that includes it can be read: post, commit, then read the live score in another transaction, among
 * as many facts as a large hall has in a month. Beside it the shortest way that SQL knows: one insert with its sum, and one read.
 */
import { randomUUID } from 'node:crypto';
import { type Hall, openHall } from './hall.js';
import { quantile, rounds, timed } from './measure.js';
import type { Report } from './run.js';

const SAMPLES = 400;

export async function run(report: Report): Promise<void> {
  const windows = Number(process.env.BENCH_WINDOWS ?? 10_000);
  const facts = Number(process.env.BENCH_FACTS ?? 200);
  const hall = await openHall({ windows, facts });
  try {
    await hall.admin.query(
      'create sequence bare_seq start 1000000000; grant usage on sequence bare_seq to kaoping_api',
    );
    for (const clients of [1, 8]) {
      const product: Measured[] = [];
      const bare: Measured[] = [];
      for (let turn = 0; turn <= rounds(3); turn++) {
        const [one, other] = [
          await measure(hall, windows, clients, bareWay),
          await measure(hall, windows, clients, productWay),
        ];
        if (turn > 0) bare.push(one) && product.push(other);
      }
      const goals = { p50: 4, p99: 20, rate: 800 };
      for (const what of ['p50', 'p99', 'rate'] as const) {
        report({
          benchmark: 'fact-visible',
          figure: `${clients === 1 ? '1 client' : `${clients} clients`} ${what}`,
          unit: what === 'rate' ? '1/s' : 'ms',
          values: product.map((one) => one[what]),
          against: { kind: 'limit', name: 'one insert with its sum, one read', values: bare.map((one) => one[what]) },
          // Latency is promised to one who waits alone, the rate to a busy office.
          ...((what === 'rate') === clients > 1
            ? { goal: { at: what === 'rate' ? 'least' : 'most', value: goals[what], of: 'value' } as const }
            : {}),
          with: { windows, facts: windows * facts, samples: SAMPLES },
        });
      }
    }
  } finally {
    await hall.close();
  }
}

type Way = (hall: Hall, subject: string) => Promise<void>;

const productWay: Way = async (hall, subject) => {
  await hall.inside((tx) =>
    hall.ledger.post(tx, [{ key: 'k', item: 'R11.A6', subject, happenedOn: '2026-09-07', quantity: 100 }], {
      kind: 'system',
      id: randomUUID(),
      recorder: '001',
    }),
  );
  const live = await hall.inside((tx) => hall.scoring.live(tx, subject, '2026-09'));
  if (!live?.result.outputs.window) throw new Error('no score');
};

const bareWay: Way = async (hall, subject) => {
  await hall.inside(async (tx) => {
    await tx.query(
      `with f as (
         insert into fact (institution_id, id, item, subject, happened_on, recorded_at, recorded_real_at, quantity, count, source_kind, source_id,
           source_key, fact_key, recorder, chain_seq, prev_hash, hash)
         values ($1, gen_random_uuid(), 'R11.A6', $2, '2026-09-07', now(), now(), 100, 1, 'bare', $3, 'k', 'k', '001',
           nextval('bare_seq'), '\\x', '\\x') returning quantity)
       insert into fact_sum (institution_id, month, subject, item, count, quantity, points, money)
       select $1, 202609, $2, 'R11.A6', 1, quantity, 0, 0 from f
       on conflict (institution_id, month, subject, item) do update set count = fact_sum.count + 1, quantity = fact_sum.quantity + excluded.quantity`,
      [hall.institution, subject, randomUUID()],
    );
  });
  await hall.inside((tx) =>
    tx.query('select item, quantity from fact_sum where institution_id = $1 and month = 202609 and subject = $2', [
      hall.institution,
      subject,
    ]),
  );
};

interface Measured {
  p50: number;
  p99: number;
  rate: number;
}

async function measure(hall: Hall, windows: number, clients: number, way: Way): Promise<Measured> {
  const times: number[] = [];
  let left = SAMPLES;
  const client = async () => {
    while (left-- > 0) {
      const subject = `window:A${String(1 + Math.floor(Math.random() * windows)).padStart(6, '0')}`;
      times.push((await timed(() => way(hall, subject))).ms);
    }
  };
  const { ms } = await timed(() => Promise.all(Array.from({ length: clients }, client)));
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), rate: (SAMPLES * 1_000) / ms };
}
