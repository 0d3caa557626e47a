/** The regulations that come with the product, through ledger and scoring: a hall's month and quarter, a bank's points. */
import type { Actor } from '../../src/core/actor.js';
import type { FactInput } from '../../src/ledger/ledger.types.js';
import { DutyStandingService } from '../../src/scoring/duty-standing.service.js';
import { explanationView } from '../../src/scoring/scoring.view.js';
import { type Office, openScoring, type ScoringHarness } from '../support/scoring.js';

describe('the regulations that come with the product', () => {
  let h: ScoringHarness;
  beforeAll(async () => {
    h = await openScoring('product');
  });
  afterAll(() => h.close());

  let source = 0;
  const post = (office: Office, ...facts: Omit<FactInput, 'key'>[]) =>
    office.inside((tx) =>
      h.ledger.post(
        tx,
        facts.map((fact, n) => ({ ...fact, key: `k${n}` })),
        { kind: 'import', id: `batch-${++source}`, recorder: '001' },
      ),
    );

  it('tell which duties of the calendar are open, by when, and how often they were done', async () => {
    const office = await h.office({ windows: 1, people: 2, pack: 'r25-city-centre-windows', edition: '2024-01-01' });
    const [one] = await office.inside((tx) =>
      h.organization
        .subjects(tx, { from: '2026-09-30', to: '2026-09-30' })
        .then((subjects) => subjects.filter((subject) => subject.kind === 'person')),
    );
    const check = (happenedOn: string) => ({ item: 'R25.check', subject: one!.key, happenedOn, quantity: 10_000 });
    await post(office, check('2026-01-05'), check('2026-09-01'), check('2025-12-31'));
    const duties = new DutyStandingService(h.door, h.clock, h.regulation, h.ledger, h.organization);
    const actor = { institutionId: office.institution } as Actor;
    const view = await duties.standing(actor, '2026-09-30');
    const checks = view.items.find((line) => line.duty === 'R25.checks')!;
    expect(checks).toMatchObject({
      state: 'open',
      article: 'R25.01',
      from: '2026-01-01',
      to: '2026-12-31',
      atLeast: 2,
      times: 2,
      fulfilled: 1,
      item: { item: 'R25.check' },
    });
    expect(checks.counted).toBeGreaterThan(1);
    expect(checks.open.map((line) => line.subject)).not.toContain(one!.key);
    expect(view.items.find((line) => line.duty === 'R25.surveys')).toMatchObject({
      state: 'open',
      from: '2026-07-01',
      to: '2026-09-30',
      times: 0,
    });
  });

  it('appraise a hall: sheets, groups, honours, and the same again from the raw facts', async () => {
    const office = await h.office({ windows: 10, people: 2, pack: 'example-city-hall', edition: '2026-01-01' });
    const day = '2026-09-09';
    const windows = Array.from({ length: 10 }, (_, n) => `window:A${String(n + 1).padStart(2, '0')}`);
    await post(
      office,
      ...windows.map((subject) => ({ item: 'hall.cases', subject, happenedOn: day, quantity: 500_000 })),
    );
    await post(
      office,
      ...windows
        .slice(1)
        .flatMap((subject, n) =>
          Array.from({ length: n + 1 }, () => ({ item: 'R11.D1', subject, happenedOn: day, quantity: 5_000 })),
        ),
    );
    const run = await office.inside((tx) => h.scoring.recompute(tx, '2026-09', { cycle: '2026-09' }));
    const found = await office.inside((tx) => h.results.rankings(tx, '2026-09'));
    const approval = found?.rankings.find((ranking) => ranking.group === 'approval');
    expect(approval?.rows.map((row) => row.subject)).toEqual([
      'window:A01',
      'window:A03',
      'window:A05',
      'window:A07',
      'window:A09',
    ]);
    expect(approval?.rows[0]).toMatchObject({ rank: 1, value: '100' });
    expect(found?.honours.length).toBeGreaterThan(0);
    const explained = await office.inside((tx) => h.results.explain(tx, 'window:A04', '2026-09'));
    const sheet = explained.outputs.find((output) => output.output === 'window')!;
    expect(sheet.total).toBe('197/2');
    expect(sheet.trace.find((line) => line.rule === 'R11.D1')?.facts).toHaveLength(3);
    expect(await office.inside((tx) => h.results.verify(tx, '2026-09'))).toMatchObject({
      ok: true,
      digest: run.digest,
    });
  });

  it('mark what a broken-off source allows as a sub-total, wherever it is explained', async () => {
    const office = await h.office({ windows: 2, people: 2, pack: 'r49-service-window', edition: '2024-01-01' });
    const told = await office.inside(async (tx) =>
      explanationView(await h.results.explain(tx, 'person:001', '2026-09'), []),
    );
    const { incomplete, gradeTitle, unit } = told.outputs.find((one) => one.output === 'subtotal') ?? {};
    expect(incomplete).toMatchObject({ article: 'R49', of: '80' });
    expect(incomplete?.zh).toContain('小计');
    expect({ gradeTitle, unit }).toEqual({ gradeTitle: null, unit: 'points' });
    expect(told.articles.map((one) => one.article)).toContain('R49');
  });

  it('carry the months of a quarter into its result', async () => {
    const office = await h.office({ windows: 2, people: 3, pack: 'example-city-hall', edition: '2026-01-01' });
    for (const month of ['2026-07', '2026-08', '2026-09']) await office.inside((tx) => h.scoring.recompute(tx, month));
    const run = await office.inside((tx) => h.scoring.recompute(tx, '2026-Q3'));
    expect(run.history.map((part) => part.period)).toEqual(['2026-07', '2026-08', '2026-09']);
    expect(await office.inside((tx) => h.results.verify(tx, '2026-Q3'))).toMatchObject({
      ok: true,
      digest: run.digest,
    });
  });

  it('carry months in a row from one month to the next, and follow an earlier month that was corrected', async () => {
    const office = await h.office({ windows: 1, people: 2, pack: 'x04-bank-all-staff', edition: '2024-01-01' });
    const average = (subject: string, month: string, yuan: number) => ({
      item: 'X04.average',
      subject,
      happenedOn: `${month}-28`,
      quantity: yuan * 10_000,
    });
    const both = (month: string, first: number) =>
      post(office, average('person:001', month, first), average('person:002', month, 400_000));
    const compute = async () => {
      for (const month of ['2026-01', '2026-02']) await office.inside((tx) => h.scoring.recompute(tx, month));
    };
    const figures = async (subject: string) => {
      const { outputs } = await office.inside((tx) => h.results.explain(tx, subject, '2026-02'));
      return Object.fromEntries(outputs.map(({ output, total }) => [output, total]));
    };
    await both('2026-02', 500_000);
    await both('2026-01', 500_000);
    const january = { kind: 'import', id: `batch-${source}` };
    await compute();
    expect(await figures('person:001')).toMatchObject({ firstRow: '2', wage: '1660', pay: '3320' });
    expect(await figures('person:002')).not.toHaveProperty('firstRow');

    const correction = { kind: 'import', id: 'correction', recorder: '001' } as const;
    await office.inside((tx) => h.ledger.reverse(tx, { source: january }, correction, 'wrong balances'));
    await both('2026-01', 300_000);
    await compute();
    expect(await figures('person:001')).toMatchObject({ firstRow: '1', wage: '1460', pay: '2920' });
    expect(await office.inside((tx) => h.results.verify(tx, '2026-02'))).toMatchObject({ ok: true });
  });

  it('keep the points of a bank’s year with doubling and the head’s share', async () => {
    const office = await h.office({ windows: 1, people: 3, pack: 'example-bank-department', edition: '2026-01-01' });
    const breach = (happenedOn: string) => ({
      item: 'R63.P03a',
      subject: 'person:002',
      happenedOn,
      values: { fault: 'own' },
    });
    await post(office, breach('2026-08-20'), breach('2026-09-05'));
    const found = await office.inside((tx) => h.scoring.live(tx, 'person:002', '2026-09', { traces: true }));
    const head = await office.inside((tx) => h.scoring.live(tx, 'person:001', '2026-09', { traces: true }));
    const points = found!.result.outputs.points!;
    expect(points.total).toBe('9');
    expect(
      points.trace.map((line) => [line.kind === 'base' ? 'base' : line.facts.length, line.amount, line.money ?? null]),
    ).toEqual([
      ['base', '12', null],
      [1, '-1', '-50'],
      [1, '-2', '-100'],
    ]);
    expect(head!.result.outputs.points!.total).toBe('21/2');
  });
});
