import fc from 'fast-check';
import { systemActor } from '../../src/core/actor.js';
import type { EffectName, EffectParams } from '../../src/core/effects.js';
import { periodOf } from '../../src/core/period.js';
import { LedgerEffects } from '../../src/ledger/ledger.effects.js';
import type { FactInput, FactSource } from '../../src/ledger/ledger.types.js';
import { EffectRegistry } from '../../src/platform/effects/effect-registry.js';
import { ScoringEffects } from '../../src/scoring/scoring.effects.js';
import type { Office, ScoringHarness } from '../support/scoring.js';
import { openScoring } from '../support/scoring.js';

const MONTH = '2026-09';

/** Results on a real database: what is shown is what the facts give, at every moment. */
describe('scoring', () => {
  let h: ScoringHarness;
  beforeAll(async () => {
    h = await openScoring();
  });
  afterAll(() => h.close());

  let source = 0;
  const from = (): FactSource => ({ kind: 'case', id: `case-${++source}`, recorder: '001' });
  const left = (window: string, more: Partial<FactInput> = {}): FactInput => ({
    key: 'k',
    item: 'T.A1',
    subject: `window:${window}`,
    happenedOn: '2026-09-07',
    ...more,
  });
  const breach = (person: string, day: string, fault = 'own'): FactInput => ({
    key: 'k',
    item: 'T.P1',
    subject: `person:${person}`,
    happenedOn: day,
    values: { fault },
  });
  const post = (office: Office, ...facts: FactInput[]) =>
    office.inside((tx) =>
      h.ledger.post(
        tx,
        facts.map((fact, n) => ({ ...fact, key: `${fact.key}${n}` })),
        from(),
      ),
    );
  const shown = async (office: Office) => {
    const found = await office.inside((tx) => h.results.results(tx, MONTH));
    return Object.fromEntries((found?.results ?? []).map((row) => [`${row.subject} ${row.output}`, row.total]));
  };
  const recompute = (office: Office, options: Parameters<typeof h.scoring.recompute>[2] = {}) =>
    office.inside((tx) => h.scoring.recompute(tx, MONTH, options));

  it('shows one fact in the score at its commit, and its reversal too', async () => {
    const office = await h.office({ windows: 4, people: 2 });
    const total = async () =>
      (await office.inside((tx) => h.scoring.live(tx, 'window:A01', MONTH)))?.result.outputs.window?.total;
    const digest = async () => (await office.inside((tx) => h.scoring.live(tx, 'window:A01', MONTH)))?.result.digest;
    expect(await total()).toBe('100');
    const before = await digest();
    const [fact] = await post(office, left('A01'));
    expect(await total()).toBe('98');
    await post(office, left('A01', { item: 'T.A2', quantity: 30_000 }));
    expect(await total()).toBe('193/2');
    await office.inside((tx) => h.ledger.reverse(tx, { factIds: [fact!.id] }, from(), '申诉成立'));
    expect(await total()).toBe('197/2');
    expect(await digest()).not.toBe(before);
  });

  it('gives the identical digest after adding and taking back', async () => {
    const office = await h.office({ windows: 4, people: 2 });
    await post(office, left('A02'), breach('002', '2026-09-03'));
    const first = await recompute(office);
    const facts = await post(office, left('A01'), breach('002', '2026-09-10'));
    const second = await recompute(office);
    expect(second.digest).not.toBe(first.digest);
    await office.inside((tx) => h.ledger.reverse(tx, { factIds: facts.map((fact) => fact.id) }, from(), 'r'));
    const third = await recompute(office);
    expect(third.digest).toBe(first.digest);
    expect((await recompute(office, { full: true })).digest).toBe(first.digest);
  });

  it('gives the same by the incremental way as in full, over any history', async () => {
    const office = await h.office({ windows: 6, people: 2 });
    const step = fc.record({
      window: fc.constantFrom('A01', 'A02', 'A03', 'A04', 'A05', 'A06'),
      person: fc.constantFrom('001', '002', '004', '006', '010'),
      item: fc.constantFrom('T.A1', 'T.A2', 'hall.cases', 'T.P1'),
      day: fc.integer({ min: 1, max: 30 }),
      fault: fc.constantFrom('own', 'management'),
      back: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (history) => {
        for (const entry of history) {
          const day = `2026-09-${String(entry.day).padStart(2, '0')}`;
          const fact =
            entry.item === 'T.P1'
              ? breach(entry.person, day, entry.fault)
              : left(entry.window, { item: entry.item, happenedOn: day });
          const posted = await post(office, fact);
          if (entry.back)
            await office.inside((tx) => h.ledger.reverse(tx, { factIds: posted.map((row) => row.id) }, from(), 'r'));
        }
        const incremental = await recompute(office);
        const results = await shown(office);
        const full = await recompute(office, { full: true });
        expect(full.digest).toBe(incremental.digest);
        expect(full.changed).toBe(0);
        expect(await shown(office)).toEqual(results);
      }),
      { numRuns: 15 },
    );
    expect(await office.inside((tx) => h.results.verify(tx, MONTH))).toMatchObject({ ok: true, mismatches: [] });
  }, 60_000);

  it('writes only what changed', async () => {
    const office = await h.office({ windows: 8, people: 2 });
    const first = await recompute(office);
    expect(first.changed).toBe(8 + 16);
    await post(office, left('A01'));
    const second = await recompute(office);
    expect(second).toMatchObject({ changed: 1, subjects: 24, supersedes: first.id, moved: true });
    const rows = await office.inside((tx) =>
      tx.query('select subject from score_result where ordinal = $1', [second.ordinal]),
    );
    expect(rows).toEqual([{ subject: 'window:A01' }]);
    expect((await shown(office))['window:A01 window']).toBe('98');
    expect((await shown(office))['window:A02 window']).toBe('100');
  });

  it('lets a head share the penalty of a subordinate, doubled for a repeat, and recomputes the head with it', async () => {
    const office = await h.office({ windows: 2, people: 3 });
    await recompute(office);
    await post(office, breach('002', '2026-08-20'));
    await post(office, breach('002', '2026-09-05'));
    const run = await recompute(office);
    const results = await shown(office);
    expect(results['person:002 points']).toBe('9');
    expect(results['person:001 points']).toBe('21/2');
    expect(results['person:003 points']).toBe('12');
    expect(run.changed).toBe(2);
    const explained = await office.inside((tx) => h.results.explain(tx, 'person:001', MONTH));
    expect(explained.facts.map((fact) => fact.subject)).toEqual(['person:002', 'person:002']);
  });

  it('does one effect once, however often it comes', async () => {
    const office = await h.office({ windows: 2, people: 1 });
    const first = await recompute(office, { cycle: MONTH, effectId: 'case:4:0' });
    const again = await recompute(office, { cycle: MONTH, effectId: 'case:4:0' });
    expect(first.isNew).toBe(true);
    expect(again).toMatchObject({ isNew: false, id: first.id, digest: first.digest, moved: true });
    expect(await office.inside((tx) => tx.query('select count(*)::int as n from score_run'))).toEqual([{ n: 1 }]);
  });

  it('explains a figure line by line, down to facts and articles', async () => {
    const office = await h.office({ windows: 2, people: 1 });
    const [fact] = await post(office, left('A01', { note: '离岗二十分钟' }));
    const [second] = await post(office, left('A01', { happenedOn: '2026-09-09' }));
    await office.inside((tx) => h.ledger.reverse(tx, { factIds: [second!.id] }, from(), '记录有误'));
    await recompute(office, { cycle: MONTH });
    const found = await office.inside((tx) => h.results.explain(tx, 'window:A01', MONTH));
    const window = found.outputs.find((output) => output.output === 'window')!;
    expect(window.total).toBe('98');
    const line = window.trace.find((entry) => entry.rule === 'T.A1')!;
    expect(line).toMatchObject({ article: 'T.A1', amount: '-2', running: '98', facts: [fact!.id] });
    expect(found.facts.find((entry) => entry.id === fact!.id)).toMatchObject({ note: '离岗二十分钟', recorder: '001' });
    expect(found.facts.find((entry) => entry.id === second!.id)?.reversedBy).toBeDefined();
    expect(found.stage).toBe('preliminary');
    expect(found.rankings).toEqual([expect.objectContaining({ ranking: 'windows', group: 'approval', of: 1 })]);
    expect(found.honours[0]?.reason?.zh).toBeTruthy();
    await expect(office.inside((tx) => h.results.explain(tx, 'window:Z99', MONTH))).rejects.toMatchObject({
      code: 'platform.not_found',
    });
  });

  it('explains a published run as it was known, whatever is recorded later', async () => {
    const office = await h.office({ windows: 2, people: 1 });
    await post(office, left('A01'));
    await recompute(office, { cycle: MONTH });
    await office.inside((tx) => h.scoring.freeze(tx, MONTH, 'final', 'case:9:0'));
    await post(office, left('A01'));
    const found = await office.inside((tx) => h.results.explain(tx, 'window:A01', MONTH));
    expect(found.outputs[0]!.total).toBe('98');
    expect(found.stage).toBe('final');
    expect((await office.inside((tx) => h.scoring.live(tx, 'window:A01', MONTH)))?.result.outputs.window?.total).toBe(
      '96',
    );
  });

  it('keeps a final result beside the later one that an appeal brings', async () => {
    const office = await h.office({ windows: 2, people: 1 });
    const facts = await post(office, left('A01'));
    const run = await recompute(office, { cycle: MONTH });
    await office.inside((tx) => h.scoring.freeze(tx, MONTH, 'final', 'e1'));
    await office.inside((tx) => h.scoring.freeze(tx, MONTH, 'final', 'e1'));
    await office.inside((tx) => h.ledger.reverse(tx, { factIds: [facts[0]!.id] }, from(), 'r'));
    const later = await recompute(office, { cycle: MONTH });
    expect((await office.inside((tx) => h.results.shownRun(tx, MONTH)))?.run.digest).toBe(run.digest);
    await office.inside((tx) => h.scoring.freeze(tx, MONTH, 'final', 'e2'));
    expect((await office.inside((tx) => h.results.shownRun(tx, MONTH)))?.run.digest).toBe(later.digest);
    expect(later.supersedes).toBe(run.id);
    await expect(
      office.inside((tx) =>
        tx.query(
          `insert into score_pointer (institution_id, period, stage, ordinal, run_id, set_at) values ($1, $2, 'final', 1, $3, now())`,
          [tx.institutionId, MONTH, run.id],
        ),
      ),
    ).rejects.toThrow(/superseded only by a later run/);
    for (const sql of [
      `update score_result set total = '100'`,
      `delete from score_result`,
      `update score_run set digest = ''`,
      `update score_pointer set ordinal = 1`,
      `truncate score_result`,
    ]) {
      await expect(office.inside((tx) => tx.query(sql))).rejects.toThrow();
    }
  });

  it('says whether a new run moved anybody’s rank or honour', async () => {
    const office = await h.office({ windows: 4, people: 1 });
    await post(office, left('A01'), left('A01'), left('A01'));
    expect((await recompute(office)).moved).toBe(true);
    await post(office, left('A01'));
    expect(await recompute(office)).toMatchObject({ moved: false, changed: 1 });
    await post(office, left('A03'), left('A03'), left('A03'), left('A03'), left('A03'));
    expect((await recompute(office)).moved).toBe(true);
  });

  it('holds a tie at the cut for the committee and counts its ruling', async () => {
    const office = await h.office({ windows: 4, people: 1 });
    const first = await recompute(office);
    expect(first.openTies.map((tie) => tie.held)).toEqual([
      ['window:A01', 'window:A03'],
      ['window:A02', 'window:A04'],
    ]);
    const rulings = ['A01', 'A02'].map((window) => ({
      honour: 'advanced',
      subject: `window:${window}`,
      award: true,
      reason: '会议决定',
    }));
    const ruled = await recompute(office, { rulings });
    expect(ruled.openTies).toEqual([]);
    const honours = await office.inside((tx) => h.results.rankings(tx, MONTH));
    expect(honours?.honours.map((honour) => honour.awarded)).toEqual([['window:A01'], ['window:A02']]);
    expect((await office.inside((tx) => h.results.verify(tx, MONTH))).ok).toBe(true);
  });

  it('tells before signing who would move', async () => {
    const office = await h.office({ windows: 4, people: 1 });
    const facts = await post(office, left('A01'), left('A03', { item: 'T.A2' }));
    await recompute(office);
    const preview = await office.inside((tx) =>
      h.preview.affected(tx, { period: periodOf(MONTH), reverse: [facts[0]!.id] }),
    );
    expect(preview.affected).toEqual([
      {
        subject: 'window:A01',
        output: 'window',
        before: { total: '98', shown: '98.00', grade: null, rank: 2, honours: [] },
        after: { total: '100', shown: '100.00', grade: null, rank: 1, honours: ['advanced'] },
      },
      {
        subject: 'window:A03',
        output: 'window',
        before: { total: '199/2', shown: '99.50', grade: null, rank: 1, honours: ['advanced'] },
        after: { total: '199/2', shown: '99.50', grade: null, rank: 2, honours: [] },
      },
    ]);
    await office.inside((tx) => h.ledger.reverse(tx, { factIds: [facts[0]!.id] }, from(), 'r'));
    await recompute(office);
    expect((await shown(office))['window:A01 window']).toBe('100');
    const nothing = await office.inside((tx) =>
      h.preview.affected(tx, { period: periodOf(MONTH), reverse: [facts[0]!.id] }),
    );
    expect(nothing.affected).toEqual([]);
  });

  it('finds a figure that somebody with all rights has changed', async () => {
    const office = await h.office({ windows: 4, people: 1 });
    await post(office, left('A01'));
    await recompute(office, { cycle: MONTH });
    expect(await office.inside((tx) => h.results.verify(tx, MONTH))).toMatchObject({ ok: true });
    await h.asAdministrator(`update fact set item = 'T.A2' where institution_id = $1`, [office.institution]);
    const report = await office.inside((tx) => h.results.verify(tx, MONTH));
    expect(report).toMatchObject({
      ok: false,
      mismatches: ['window:A01'],
      chains: { ok: false, first: { chain: 'window:A01', entry: 1, fault: 'content' } },
    });
    await expect(office.inside((tx) => h.results.explain(tx, 'window:A01', MONTH))).rejects.toMatchObject({
      code: 'result.mismatch',
    });
  });

  it('recomputes a month the same after people have moved', async () => {
    const office = await h.office({ windows: 2, people: 2 });
    await post(office, breach('002', '2026-09-05'));
    const run = await recompute(office, { cycle: MONTH });
    await office.inside((tx) =>
      tx.query(`update role_grant set to_on = '2026-09-10' where institution_id = $1 and role = 'WINDOW_HEAD'`, [
        tx.institutionId,
      ]),
    );
    expect(await office.inside((tx) => h.results.verify(tx, MONTH))).toMatchObject({
      ok: true,
      digest: run.digest,
      recomputed: run.digest,
    });
  });

  it('answers the effects of a case, tells who waits, and does nothing twice', async () => {
    const office = await h.office({ windows: 4, people: 1 });
    const registry = new EffectRegistry();
    new ScoringEffects(registry, h.scoring).onModuleInit();
    new LedgerEffects(registry, h.ledger, { assertKnown: async () => undefined } as never).onModuleInit();
    const told: { digest: string; openTies: number; moved: boolean }[] = [];
    h.scoring.onComputed(async (_, run) => {
      told.push({ digest: run.digest, openTies: run.openTies.length, moved: run.moved });
    });
    const rulings = ['A01', 'A02'].map((window) => ({
      honour: 'advanced',
      subject: `window:${window}`,
      award: true,
      reason: '会议',
      by: '001',
    }));
    const call = <N extends EffectName>(
      seq: number,
      name: N,
      params: EffectParams<N>,
      context: Record<string, unknown> = {},
    ): Promise<void> =>
      office.inside((tx) =>
        registry.handler(name)(tx, {
          id: `11111111-1111-4111-8111-111111111111:${seq}:0`,
          name,
          params,
          caseFile: {
            id: '11111111-1111-4111-8111-111111111111',
            kind: 'appraisal-cycle',
            key: MONTH,
            state: 'preliminary',
            context,
            applicant: null,
            subject: null,
            editionHash: null,
          },
          actor: systemActor(office.institution),
          today: '2026-10-01',
          at: new Date(),
        }),
      );
    const post = {
      facts: [{ key: 'a', item: 'T.A1', subject: 'window:A03', happenedOn: '2026-09-07', quantity: 10_000 }],
    };
    for (let time = 0; time < 2; time++) await call(1, 'ledger.post', post);
    for (let time = 0; time < 2; time++) await call(2, 'scoring.recompute', { period: MONTH, cycle: MONTH });
    await call(3, 'scoring.recompute', { period: MONTH, cycle: MONTH }, { rulings });
    for (let time = 0; time < 2; time++) await call(4, 'ledger.reverse', { keys: ['a'], reason: '更正' });
    for (let time = 0; time < 2; time++) await call(5, 'scoring.freeze', { cycle: MONTH, stage: 'final' });
    expect(told.map((run) => run.openTies)).toEqual([1, 1, 0]);
    expect(told[1]).toEqual(told[0]);
    expect(await office.inside((tx) => tx.query('select count(*)::int as n from fact'))).toEqual([{ n: 2 }]);
    expect(await office.inside((tx) => tx.query('select count(*)::int as n from score_run'))).toEqual([{ n: 2 }]);
    expect(
      await office.inside((tx) => tx.query(`select count(*)::int as n from score_pointer where stage = 'final'`)),
    ).toEqual([{ n: 1 }]);
    await expect(call(6, 'scoring.freeze', { cycle: MONTH, stage: 'nowhere' })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });

  it('says that nothing was computed instead of showing something', async () => {
    const office = await h.office({ windows: 2, people: 1 });
    expect(await office.inside((tx) => h.results.results(tx, MONTH))).toBeUndefined();
    await expect(office.inside((tx) => h.results.verify(tx, MONTH))).rejects.toMatchObject({
      code: 'result.not_computed',
    });
    await expect(office.inside((tx) => h.scoring.freeze(tx, MONTH, 'final'))).rejects.toMatchObject({
      code: 'result.not_computed',
    });
  });
});
