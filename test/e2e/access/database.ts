/** Row-level security as the application's role meets it. */
import { Client } from 'pg';
import type { Hall } from '../../support/hall.js';

/** To be called in a `describe`; the hall has the institutions `demo-hall` and `other-hall`. */
export function databaseStands(hallOf: () => Hall): void {
  let hall: Hall;
  /** Ids only, read before the institution is known. */
  const outside = ['case_deadline', 'outbox', 'outbox_receipt', 'session', 'sign_in_link', 'verification_code'];
  let client: Client;
  let ids: { mine: string; theirs: string };

  beforeAll(async () => {
    hall = hallOf();
    client = new Client({ connectionString: hall.db.apiUrl });
    await client.connect();
    const rows = await hall.sql<{ id: string; code: string }>('select id, code from institution');
    const of = (code: string) => rows.find((row) => row.code === code)?.id as string;
    ids = { mine: of('other-hall'), theirs: of('demo-hall') };
  });
  afterAll(() => client?.end());

  const tables = () =>
    hall.sql<{ name: string; secured: boolean; forced: boolean }>(
      `select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'institution_id' and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
    );

  it('holds row-level security on every table with rows of an institution', async () => {
    const open = (await tables()).filter((table) => !(table.secured && table.forced)).map((table) => table.name);
    expect(open.filter((name) => !outside.includes(name))).toEqual([]);
  });

  it('shows no row of the other one, and none at all to who names no institution', async () => {
    const seen: unknown[] = [];
    for (const { name, secured } of await tables()) {
      if (!secured) continue;
      for (const [as, where] of [
        [ids.mine, `where institution_id <> '${ids.mine}'`],
        ['', ''],
      ] as const) {
        await client.query('begin');
        await client.query(`select set_config('app.institution_id', $1, true)`, [as]);
        const { rows } = await client
          .query(`select count(*)::int as n from "${name}" ${where}`)
          .catch(() => ({ rows: [{ n: 0 }] }));
        await client.query('rollback');
        if (rows[0].n > 0) seen.push([name, as, rows[0].n]);
      }
    }
    expect(seen).toEqual([]);
    expect(Number((await hall.sql<{ n: number }>('select count(*)::int as n from person'))[0]?.n)).toBeGreaterThan(100);
  });

  it('takes no row for the other one', async () => {
    await client.query('begin');
    await client.query(`select set_config('app.institution_id', $1, true)`, [ids.mine]);
    await expect(
      client.query(`insert into unit (institution_id, code, name) values ($1, 'ZZ', 'x')`, [ids.theirs]),
    ).rejects.toThrow(/row-level security/);
    await client.query('rollback');
  });
}
