/** A large service hall for benchmarks, on a database of its own with its durability on: fsync and synchronous commit. */
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { migrate } from '../../src/migrate.js';
import { Database } from '../../src/platform/database/database.js';
import { readTypes } from '../../src/platform/database/types.js';
import { ensureDatabase, ensureRoles, ROLES } from '../../src/platform/embedded/roles.js';
import { type Inside, makeOffice, servicesOn } from '../support/scoring.js';
import { type BenchDatabase, openDatabase } from './measure.js';

export interface Hall extends ReturnType<typeof servicesOn> {
  institution: string;
  inside: Inside;
  /** One connection with every right, for the yardstick and for emptying tables between runs. */
  admin: Client;
  close(): Promise<void>;
}

export interface HallSize {
  windows: number;
  /** Facts of each window in September 2026. */
  facts: number;
}

/** Items that the window sheet only sums by quantity; small quantities keep the totals apart. */
const items = [
  'R11.A6',
  'R11.B1',
  'R11.B2',
  'R11.B3',
  'R11.B5',
  'R11.B6',
  'R11.D1',
  'R11.D3',
  'R11.D4',
  'leave.personal.uncovered',
  'leave.sick.uncovered',
  'absence.absenteeism',
];

export async function openHall(size: HallSize): Promise<Hall> {
  const database = await openDatabase();
  try {
    return await furnish(database, size);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function furnish({ url, stop }: BenchDatabase, size: HallSize): Promise<Hall> {
  const superUrl = url('postgres', 'bench', 'postgres');
  await ensureRoles(superUrl, { owner: 'o', api: 'a', worker: 'w' });
  await ensureDatabase(superUrl, 'bench');
  await migrate(url(ROLES.owner, 'o'));
  readTypes();
  const source = await new DataSource({
    type: 'postgres',
    url: url(ROLES.api, 'a'),
    poolSize: 40,
    installExtensions: false,
  }).initialize();
  const services = servicesOn(new Database(source));
  const admin = new Client({ connectionString: url('postgres', 'bench') });
  await admin.connect();
  await admin.query('set session_replication_role = replica');
  const { institution, inside } = await makeOffice(services, {
    windows: 0,
    people: 0,
    pack: 'example-city-hall',
    edition: '2026-01-01',
  });
  await fill(admin, institution, size);
  return {
    ...services,
    institution,
    inside,
    admin,
    close: async () => {
      await admin.end();
      await source.destroy();
      await stop();
    },
  };
}

/** Rows as they lie after a month, in the order of time and not of windows. Their hashes are blank: nothing here reads them. */
async function fill(admin: Client, institution: string, { windows, facts }: HallSize): Promise<void> {
  await admin.query(
    `insert into service_window (institution_id, code, name, group_code, unit_code, workers)
     select $1, 'A' || lpad(n::text, 6, '0'), '窗口' || n, case when n % 2 = 1 then 'approval' else 'publicService' end, 'U1', 3
     from generate_series(1, $2::int) n`,
    [institution, windows],
  );
  const restore = await withoutIndexes(admin);
  await admin.query('select setseed(0.42)');
  await admin.query(
    `insert into fact (institution_id, id, item, subject, happened_on, recorded_at, recorded_real_at, quantity, count, source_kind, source_id,
       source_key, fact_key, recorder, chain_seq, prev_hash, hash)
     select $1, gen_random_uuid(), ($4::text[])[1 + (g + g / $2::int) % 12], 'window:A' || lpad((1 + (g::bigint * 7919) % $2)::text, 6, '0'),
       date '2026-09-01' + ((g::bigint * 29) / ($2::bigint * $3))::int, now(), now(), 1 + (random() * 900)::int, 1, 'import', 'bench', g::text, g::text,
       'bench', 1 + (g - 1) / $2::int, '\\x', decode(repeat('00', 32), 'hex')
     from generate_series(1, $2::int * $3::int) g`,
    [institution, windows, facts, items],
  );
  await restore();
  // So that what is posted later goes on from here, as it would in an office.
  await admin.query(
    `insert into chain_head (institution_id, chain, seq, hash)
     select institution_id, subject, max(chain_seq), decode(repeat('00', 32), 'hex') from fact group by 1, 2`,
  );
  await admin.query(
    `insert into fact_sum (institution_id, month, subject, item, count, quantity, points, money)
     select institution_id, month, subject, item, sum(count), sum(quantity), 0, 0 from fact group by 1, 2, 3, 4`,
  );
  await admin.query('vacuum (analyze) fact');
  await admin.query('vacuum (analyze) fact_sum');
  await admin.query('analyze');
}

/** Takes the indexes off while millions of rows come in; what it returns builds them again, which is faster than growing them. */
async function withoutIndexes(admin: Client): Promise<() => Promise<void>> {
  const { rows: constraints } = await admin.query(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = 'fact'::regclass and contype in ('p', 'u')`,
  );
  const { rows: indexes } = await admin.query(
    `select i.indexrelid::regclass as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = 'fact'::regclass and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
  );
  for (const { name } of constraints) await admin.query(`alter table fact drop constraint ${name}`);
  for (const { name } of indexes) await admin.query(`drop index ${name}`);
  return async () => {
    for (const { name, definition } of constraints)
      await admin.query(`alter table fact add constraint ${name} ${definition}`);
    for (const { definition } of indexes) await admin.query(definition);
  };
}
