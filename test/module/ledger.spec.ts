import fc from 'fast-check';
import { Client } from 'pg';
import type { FactInput, FactSource } from '../../src/ledger/ledger.types.js';
import { type LedgerHarness, openLedger } from '../support/ledger.js';

/** Facts on a real database, written as the application role. */
describe('the ledger', () => {
  let harness: LedgerHarness;
  beforeAll(async () => {
    harness = await openLedger();
  });
  afterAll(() => harness.close());

  const fact = (key: string, more: Partial<FactInput> = {}): FactInput => ({
    key,
    item: 'R11.A4',
    subject: 'window:A01',
    happenedOn: '2026-09-07',
    ...more,
  });
  const from = (id: string, more: Partial<FactSource> = {}): FactSource => ({
    kind: 'case',
    id,
    recorder: '0001',
    ...more,
  });
  const september = { from: '2026-09-01', to: '2026-09-30' };

  it('posts the same effect once, however often it comes', async () => {
    const { institution, ledger, inside } = await harness.fresh();
    const source = from('case-1', { occasion: 'case-1:3:0' });
    const first = await inside((tx) => ledger.post(tx, [fact('a'), fact('b', { item: 'R11.A1' })], source));
    const again = await inside((tx) => ledger.post(tx, [fact('a'), fact('b', { item: 'R11.A1' })], source));
    expect(first).toHaveLength(2);
    expect(again).toEqual([]);
    expect(await inside((tx) => ledger.facts(tx, {}))).toHaveLength(2);
    expect(institution).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('posts the same effect once when two workers do it at the same time', async () => {
    const { ledger, inside } = await harness.fresh();
    const source = from('case-2', { occasion: 'case-2:1:0' });
    const both = await Promise.all([1, 2, 3, 4].map(() => inside((tx) => ledger.post(tx, [fact('a')], source))));
    expect(both.flat()).toHaveLength(1);
    expect(await inside((tx) => ledger.sums(tx, september))).toEqual([
      { subject: 'window:A01', item: 'R11.A4', count: 1, quantity: 10_000, points: 0, money: 0 },
    ]);
  });

  it('takes a fact back once, and the sums return to nothing', async () => {
    const { ledger, inside } = await harness.fresh();
    const [posted] = await inside((tx) =>
      ledger.post(tx, [fact('a', { points: -5_000, money: 200_000 })], from('case-3')),
    );
    const [back] = await inside((tx) =>
      ledger.reverse(tx, { factIds: [posted!.id] }, from('appeal-1', { occasion: 'x' }), '申诉成立'),
    );
    expect(back).toMatchObject({
      reverses: posted!.id,
      quantity: -10_000,
      count: -1,
      points: 5_000,
      money: -200_000,
      note: '申诉成立',
    });
    expect(await inside((tx) => ledger.reverse(tx, { factIds: [posted!.id] }, from('appeal-2'), 'again'))).toEqual([]);
    expect(
      await inside((tx) => ledger.reverse(tx, { source: { kind: 'case', id: 'case-3' } }, from('appeal-3'), 'again')),
    ).toEqual([]);
    expect(await inside((tx) => ledger.sums(tx, september))).toEqual([]);
    expect(await inside((tx) => ledger.facts(tx, { view: 'net' }))).toEqual([]);
    expect(await inside((tx) => ledger.facts(tx, {}))).toMatchObject([
      { reversedBy: back!.id },
      { reverses: posted!.id },
    ]);
    await expect(
      inside((tx) => ledger.reverse(tx, { factIds: ['01890000-0000-7000-8000-000000000000'] }, from('x'), 'x')),
    ).rejects.toMatchObject({ code: 'ledger.fact_unknown' });
  });

  it('takes one fact back once when many ask at the same time', async () => {
    const { ledger, inside } = await harness.fresh();
    const [posted] = await inside((tx) => ledger.post(tx, [fact('a')], from('case-4')));
    const results = await Promise.allSettled(
      [1, 2, 3, 4, 5].map((n) =>
        inside((tx) => ledger.reverse(tx, { factIds: [posted!.id] }, from(`appeal-${n}`), 'r')),
      ),
    );
    const done = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    expect(done).toHaveLength(1);
    expect(await inside((tx) => ledger.facts(tx, { view: 'net' }))).toEqual([]);
    expect(await inside((tx) => ledger.sums(tx, september))).toEqual([]);
  });

  it('answers what was known at an earlier instant', async () => {
    const { ledger, inside } = await harness.fresh();
    const [early] = await inside((tx) => ledger.post(tx, [fact('a')], from('case-5')));
    const known = early!.recordedAt;
    await new Promise((done) => setTimeout(done, 5));
    await inside((tx) => ledger.post(tx, [fact('late', { happenedOn: '2026-09-01' })], from('case-6')));
    await inside((tx) => ledger.reverse(tx, { factIds: [early!.id] }, from('appeal'), 'r'));
    const then = await inside((tx) => ledger.facts(tx, { asKnownAt: known, view: 'net' }));
    const now = await inside((tx) => ledger.facts(tx, { view: 'net' }));
    expect(then.map((entry) => entry.factKey)).toEqual(['a']);
    expect(then[0]!.reversedBy).toBeUndefined();
    expect(now.map((entry) => entry.factKey)).toEqual(['late']);
  });

  it('shows one institution nothing of another', async () => {
    const mine = await harness.fresh();
    const other = await harness.fresh();
    await mine.inside((tx) => mine.ledger.post(tx, [fact('a')], from('case-7')));
    expect(await other.inside((tx) => other.ledger.facts(tx, {}))).toEqual([]);
    expect(await other.inside((tx) => tx.query('select * from chain_head'))).toEqual([]);
  });

  it('keeps sums equal to the facts over any history', async () => {
    const { ledger, inside } = await harness.fresh();
    const step = fc.record({
      subject: fc.constantFrom('window:A01', 'window:A02', 'person:0007'),
      item: fc.constantFrom('R11.A1', 'R11.A4', 'hall.cases'),
      day: fc.integer({ min: 1, max: 30 }),
      quantity: fc.integer({ min: 1, max: 90_000 }),
      points: fc.option(fc.integer({ min: -50_000, max: 50_000 })),
      back: fc.boolean(),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (history) => {
        run++;
        for (const [index, entry] of history.entries()) {
          const [posted] = await inside((tx) =>
            ledger.post(
              tx,
              [
                {
                  key: 'k',
                  item: entry.item,
                  subject: entry.subject,
                  happenedOn: `2026-09-${String(entry.day).padStart(2, '0')}`,
                  quantity: entry.quantity,
                  points: entry.points ?? undefined,
                },
              ],
              from(`run-${run}-${index}`),
            ),
          );
          if (entry.back)
            await inside((tx) => ledger.reverse(tx, { factIds: [posted!.id] }, from(`back-${run}-${index}`), 'r'));
        }
        const { kept, counted, added } = await inside(async (tx) => ({
          kept: await ledger.sums(tx, september),
          counted: await ledger.sumsFromFacts(tx, september, await ledger.cut(tx)),
          added: addUp(await ledger.facts(tx, { view: 'net', period: september })),
        }));
        const order = (a: { subject: string; item: string }, b: { subject: string; item: string }) =>
          `${a.subject} ${a.item}` < `${b.subject} ${b.item}` ? -1 : 1;
        expect([...counted].sort(order)).toEqual([...kept].sort(order));
        expect([...kept].sort(order)).toEqual(added.sort(order));
      }),
      { numRuns: 12 },
    );
    expect(await inside((tx) => harness.chains.verifyChains(tx))).toMatchObject({ ok: true, faults: [] });
  }, 60_000);

  it('reads everything recorded before a cut while others go on posting', async () => {
    const { ledger, inside } = await harness.fresh();
    const posting = Array.from({ length: 12 }, (_, n) =>
      inside(async (tx) => {
        const rows = await ledger.post(tx, [fact('a', { subject: `window:W${n % 4}` })], from(`c-${n}`));
        await new Promise((done) => setTimeout(done, 3 * n));
        return rows[0]!.seq;
      }),
    );
    const cut = await inside(async (tx) => {
      const at = await ledger.cut(tx);
      return { at, seen: await ledger.facts(tx, { throughSeq: at }) };
    });
    const seqs = await Promise.all(posting);
    expect(cut.seen.map((entry) => entry.seq).sort((a, b) => a - b)).toEqual(
      seqs.filter((seq) => seq <= cut.at).sort((a, b) => a - b),
    );
  });

  describe('against tampering', () => {
    const attempts: [string, string][] = [
      ['changing an amount', `update fact set points = 0`],
      ['deleting a fact', `delete from fact`],
      ['emptying the table', `truncate fact`],
      [
        'overwriting by upsert',
        `insert into fact select * from fact on conflict (institution_id, id) do update set points = 1`,
      ],
      ['switching the trigger off', `alter table fact disable trigger all`],
      ['playing the replica', `set session_replication_role = replica`],
      ['dropping the table', `drop table fact`],
      ['switching row security off', `alter table fact disable row level security`],
      ['moving a head back', `update chain_head set seq = seq - 1`],
      ['pointing a head at nothing', `update chain_head set seq = seq + 1, hash = decode(repeat('ab', 32), 'hex')`],
      ['deleting a head', `delete from chain_head`],
      ['rewriting a closed day', `update chain_day set hash = prev_hash`],
      ['deleting a closed day', `delete from chain_day`],
      ['exchanging a note', `update fact_note set text = 'x'`],
      [
        'replacing the refusing function',
        `create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'`,
      ],
      ['deleting evidence', `delete from evidence`],
    ];

    it.each(attempts)('refuses %s', async (_, sql) => {
      const { ledger, inside } = await harness.fresh();
      await inside(async (tx) => {
        await ledger.post(tx, [fact('a', { note: '原文' })], from('case-8'));
        await harness.chains.closeDay(tx, '2026-09-07');
        await tx.query(`insert into evidence values ($1, repeat('a', 64), 'image/png', 1, 'a.png', '0001', now())`, [
          tx.institutionId,
        ]);
      });
      await expect(
        inside((tx) => tx.query(sql.includes('insert into fact select') ? OVERWRITE : sql)),
      ).rejects.toThrow();
      expect(await inside((tx) => harness.chains.verifyChains(tx))).toMatchObject({ ok: true, entries: 1 });
    });

    const byAdministrator: [string, string, object][] = [
      ['an amount changed', `update fact set points = 0 where chain_seq = 2`, { entry: 2, fault: 'content' }],
      ['a day moved', `update fact set happened_on = '2026-08-31' where chain_seq = 3`, { entry: 3, fault: 'content' }],
      [
        'the recorder exchanged',
        `update fact set recorder = '9999' where chain_seq = 1`,
        { entry: 1, fault: 'content' },
      ],
      ['an entry deleted', `delete from fact where chain_seq = 2`, { entry: 2, fault: 'missing' }],
      ['the tail cut', `delete from fact where chain_seq >= 3`, { entry: 3, fault: 'tail' }],
      ['all cut', `delete from fact`, { entry: 1, fault: 'tail' }],
      ['the head removed', `delete from chain_head`, { entry: 4, fault: 'head' }],
      [
        'two entries exchanged',
        `update fact set chain_seq = 5 - chain_seq + 100 where chain_seq in (2, 3); update fact set chain_seq = chain_seq - 100 where chain_seq > 100`,
        { entry: 2, fault: 'content' },
      ],
      ['a note exchanged', `update fact_note set text = '没有'`, { entry: 1, fault: 'note' }],
      [
        'the tail cut and the head moved to fit, after the day was closed',
        `delete from fact where chain_seq = 4; update chain_head h set seq = 3, hash = (select hash from fact f where f.institution_id = h.institution_id and chain_seq = 3)`,
        { chain: 'day:2026-09-07', fault: 'day' },
      ],
    ];

    it.each(byAdministrator)('finds %s by somebody with all rights', async (_, sql, first) => {
      const { ledger, inside, institution } = await harness.fresh();
      await inside(async (tx) => {
        for (const n of [1, 2, 3, 4])
          await ledger.post(
            tx,
            [fact('a', { points: -n * 1_000, ...(n === 1 ? { note: '玩手机' } : {}) })],
            from(`c-${n}`),
          );
        await harness.chains.closeDay(tx, '2026-09-07');
      });
      expect((await inside((tx) => harness.chains.verifyChains(tx))).ok).toBe(true);
      await harness.asAdministrator(institution, sql);
      const report = await inside((tx) => harness.chains.verifyChains(tx));
      expect(report.ok).toBe(false);
      const expected = { chain: 'window:A01', ...first };
      expect(report.faults.find((fault) => fault.chain === expected.chain)).toMatchObject(expected);
    });

    it('finds a database rolled back as a whole by the printed hash of a day', async () => {
      const { ledger, inside, institution } = await harness.fresh();
      await inside((tx) => ledger.post(tx, [fact('a')], from('c-1')));
      await inside((tx) => harness.chains.closeDay(tx, '2026-09-07'));
      await inside((tx) => ledger.post(tx, [fact('a')], from('c-2')));
      const anchor = await inside((tx) => harness.chains.closeDay(tx, '2026-09-08'));
      await harness.asAdministrator(
        institution,
        `delete from fact where chain_seq = 2; delete from chain_day where day = '2026-09-08';
         update chain_head h set seq = 1, hash = (select hash from fact f where f.institution_id = h.institution_id)`,
      );
      expect((await inside((tx) => harness.chains.verifyChains(tx))).ok).toBe(true);
      expect(await inside((tx) => harness.chains.verifyChains(tx, anchor))).toMatchObject({
        ok: false,
        first: { chain: 'day:2026-09-08' },
      });
    });

    it('stays valid when a note is erased because the law asks for it', async () => {
      const { ledger, inside } = await harness.fresh();
      const [posted] = await inside((tx) => ledger.post(tx, [fact('a', { note: '张某某在窗口吸烟' })], from('c-1')));
      expect(await inside((tx) => ledger.eraseNote(tx, posted!.id))).toBe(true);
      expect((await inside((tx) => ledger.facts(tx, {})))[0]!.note).toBeUndefined();
      expect(await inside((tx) => harness.chains.verifyChains(tx))).toMatchObject({ ok: true, entries: 1 });
    });
  });

  it('closes a day once', async () => {
    const { ledger, inside } = await harness.fresh();
    await inside((tx) => ledger.post(tx, [fact('a')], from('c-1')));
    const first = await inside((tx) => harness.chains.closeDay(tx, '2026-09-07'));
    await inside((tx) => ledger.post(tx, [fact('b')], from('c-2')));
    expect(await inside((tx) => harness.chains.closeDay(tx, '2026-09-07'))).toEqual(first);
    expect((await inside((tx) => harness.chains.closeDay(tx, '2026-09-08'))).hash).not.toBe(first.hash);
  });

  it('finds an entry that the application wrote past its service', async () => {
    const { ledger, inside } = await harness.fresh();
    await inside((tx) => ledger.post(tx, [fact('a')], from('c-1')));
    await inside((tx) => tx.query(FORGED));
    expect(await inside((tx) => harness.chains.verifyChains(tx))).toMatchObject({
      ok: false,
      first: { chain: 'window:A01', entry: 2, fault: 'content' },
    });
  });

  it('reads sums for a recompute without touching the table itself', async () => {
    const { ledger, inside, institution } = await harness.fresh();
    await inside((tx) =>
      ledger.post(
        tx,
        Array.from({ length: 400 }, (_, n) => fact(`k${n}`, { subject: `window:W${n % 20}` })),
        from('bulk'),
      ),
    );
    const owner = new Client({ connectionString: harness.database.superUrl });
    await owner.connect();
    await owner.query('vacuum (analyze) fact');
    await owner.end();
    const plan = await inside(async (tx) => {
      await tx.query(
        'set local enable_hashagg = off; set local enable_seqscan = off; set local enable_bitmapscan = off',
      );
      return tx.query<{ 'QUERY PLAN': string }>(
        `explain select subject, item, sum(count), sum(quantity) from fact where institution_id = '${institution}' and month = 202609 and seq <= 999999 group by subject, item`,
      );
    });
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('Index Only Scan using fact_recompute');
    expect(text).not.toContain('Sort');
  });
});

const FORGED = `insert into fact (institution_id, id, item, subject, happened_on, recorded_at, recorded_real_at, quantity, count, source_kind,
    source_id, source_key, fact_key, recorder, chain_seq, prev_hash, hash)
  select institution_id, gen_random_uuid(), item, subject, happened_on, recorded_at, recorded_real_at, quantity, count, source_kind, source_id,
    'forged', 'forged', recorder, 2, hash, hash from fact`;

const OVERWRITE = `insert into fact (institution_id, id, item, subject, happened_on, recorded_at, recorded_real_at, quantity, count, source_kind,
    source_id, source_key, fact_key, recorder, chain_seq, prev_hash, hash)
  select institution_id, id, item, subject, happened_on, recorded_at, recorded_real_at, quantity, count, source_kind, source_id, source_key,
    fact_key, recorder, chain_seq, prev_hash, hash from fact
  on conflict (institution_id, id) do update set points = 1`;

function addUp(facts: readonly { subject: string; item: string; quantity: number; points?: number; money?: number }[]) {
  const sums = new Map<
    string,
    { subject: string; item: string; count: number; quantity: number; points: number; money: number }
  >();
  for (const fact of facts) {
    const name = `${fact.subject} ${fact.item}`;
    const sum = sums.get(name) ?? {
      subject: fact.subject,
      item: fact.item,
      count: 0,
      quantity: 0,
      points: 0,
      money: 0,
    };
    sum.count += 1;
    sum.quantity += fact.quantity;
    sum.points += fact.points ?? 0;
    sum.money += fact.money ?? 0;
    sums.set(name, sum);
  }
  return [...sums.values()];
}
