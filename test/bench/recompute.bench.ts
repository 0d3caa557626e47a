/**
 * A month of a whole population, from the raw facts to stored results with ranks, beside one SQL statement that adds up the
 * same facts, bounds the same sections, ranks and stores. The statement knows neither settings nor traces nor digests: it is
 * the limit, not a replacement. BENCH_WINDOWS and BENCH_FACTS change the size.
 */
import type { Client } from 'pg';
import { type Hall, openHall } from './hall.js';
import { rounds, timed } from './measure.js';
import type { Report } from './run.js';

export const each: readonly (readonly [string, string, number])[] = [
  ['R11.A6', 'A', -1],
  ['leave.personal.uncovered', 'A', -2],
  ['leave.sick.uncovered', 'A', -1],
  ['absence.absenteeism', 'A', -5],
  ['R11.B1', 'B', -2],
  ['R11.B2', 'B', -2],
  ['R11.B3', 'B', -2],
  ['R11.B5', 'B', -3],
  ['R11.B6', 'B', -1],
  ['R11.D1', 'D', -1],
  ['R11.D3', 'D', -1],
  ['R11.D4', 'D', -1],
];
export const bases: readonly (readonly [string, number])[] = [
  ['A', 25],
  ['B', 40],
  ['C', 15],
  ['D', 10],
  ['E', 10],
];

const LIMIT = `
  with r as (select subject, item, sum(quantity)::bigint q from fact where institution_id = $1 and month = 202609 group by subject, item),
       s as (select r.subject, b.section, sum(r.q * b.each)::bigint p from r join bench_rule b using (item) group by 1, 2),
       t as (select w.subject, w.group_code, sum(greatest(b.base + coalesce(s.p, 0), 0))::bigint total
             from bench_window w cross join bench_base b left join s on s.subject = w.subject and s.section = b.section group by 1, 2),
       k as (select subject, total, rank() over (partition by group_code order by total desc) as place from t)
  insert into bench_score select subject, total, place from k
  on conflict (subject) do update set total = excluded.total, place = excluded.place
  where (bench_score.total, bench_score.place) is distinct from (excluded.total, excluded.place)`;

export async function run(report: Report): Promise<void> {
  const windows = Number(process.env.BENCH_WINDOWS ?? 10_000);
  const facts = Number(process.env.BENCH_FACTS ?? 200);
  const hall = await openHall({ windows, facts });
  try {
    await prepareLimit(hall.admin, hall.institution);
    const seen = { limit: [] as number[], full: [] as number[], unchanged: [] as number[] };
    for (let turn = 0; turn <= rounds(3); turn++) {
      const { limit, full, unchanged } = await round(hall);
      // The first one warms the caches of both.
      if (turn === 0) continue;
      seen.limit.push(limit);
      seen.full.push(full);
      seen.unchanged.push(unchanged);
    }
    await sameTotals(hall);
    const figure = { benchmark: 'recompute', unit: 'ms', with: { windows, facts: windows * facts } };
    const against = {
      kind: 'limit',
      name: 'one SQL statement, index order, rows written',
      values: seen.limit,
    } as const;
    const goal = { at: 'most', value: 1.3, of: 'ratio' } as const;
    const size = `${windows}x${facts}`;
    report({ ...figure, figure: `${size}.full`, values: seen.full, against, goal });
    report({ ...figure, figure: `${size}.unchanged`, values: seen.unchanged, against, goal });
  } finally {
    await hall.close();
  }
}

/** The statement and the product, one after the other, on tables emptied before. */
async function round(hall: Hall): Promise<{ limit: number; full: number; unchanged: number }> {
  await empty(hall.admin);
  const limit = await limitRun(hall);
  await hall.admin.query('checkpoint');
  const full = await timed(() => recompute(hall));
  const again = await timed(() => recompute(hall));
  if (again.value.digest !== full.value.digest || again.value.changed !== 0)
    throw new Error('two runs over the same facts differ');
  return { limit, full: full.ms, unchanged: again.ms };
}

const recompute = (hall: Hall) => hall.inside((tx) => hall.scoring.recompute(tx, '2026-09', { full: true }));

async function limitRun(hall: Hall): Promise<number> {
  await hall.admin.query('set enable_hashagg = off; set enable_seqscan = off; set max_parallel_workers_per_gather = 0');
  const { ms } = await timed(() => hall.admin.query(LIMIT, [hall.institution]));
  await hall.admin.query('reset enable_hashagg; reset enable_seqscan; reset max_parallel_workers_per_gather');
  return ms;
}

async function prepareLimit(admin: Client, institution: string): Promise<void> {
  await admin.query(`create table bench_rule (item text primary key, section text, each bigint);
    create table bench_base (section text primary key, base bigint);
    create table bench_score (subject text primary key, total bigint, place bigint)`);
  for (const row of each) await admin.query('insert into bench_rule values ($1, $2, $3)', [...row]);
  for (const [section, base] of bases)
    await admin.query('insert into bench_base values ($1, $2)', [section, base * 10_000]);
  await admin.query(
    `create table bench_window as select 'window:' || code as subject, group_code from service_window where institution_id = '${institution}'`,
  );
  await admin.query('alter table bench_window add primary key (subject); analyze');
}

async function empty(admin: Client): Promise<void> {
  await admin.query(
    'truncate score_result, score_ranking, score_honour, score_pointer, score_run, score_population, bench_score',
  );
}

/** Both ways must have found the same totals, or the comparison means nothing. */
async function sameTotals(hall: Hall): Promise<void> {
  const { rows } = await hall.admin.query(
    `select count(*)::int as n from bench_score b
     left join score_result r on r.subject = b.subject and r.output = 'window' and r.total_units = b.total and not r.is_removed where r.subject is null`,
  );
  if (rows[0].n !== 0) throw new Error(`${rows[0].n} totals differ between the statement and the product`);
}
