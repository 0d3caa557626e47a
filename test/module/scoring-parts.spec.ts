/** Marks, check-lists and comparison with the month before, through the ledger and the runs that are kept. */
import type { FactInput } from '../../src/ledger/ledger.types.js';
import type { Office, ScoringHarness } from '../support/scoring.js';
import { openScoring } from '../support/scoring.js';

describe('scoring of texts without amounts', () => {
  let h: ScoringHarness;
  let office: Office;
  beforeAll(async () => {
    h = await openScoring();
    office = await h.office({ windows: 3, people: 1, pack: 'test-parts' });
  });
  afterAll(() => h.close());

  let source = 0;
  const post = (...facts: Omit<FactInput, 'key'>[]) =>
    office.inside((tx) =>
      h.ledger.post(
        tx,
        facts.map((fact, n) => ({ ...fact, key: `k${n}` })),
        { kind: 'case', id: `case-${++source}`, recorder: '001' },
      ),
    );
  const marks = (day: string, ...values: number[]) =>
    values.map((value) => ({ item: 'T.mark', subject: 'window:A01', happenedOn: day, quantity: value * 10_000 }));
  const live = async (month: string) =>
    (await office.inside((tx) => h.scoring.live(tx, 'window:A01', month)))?.result.outputs ?? {};

  it('trims the marks of several judges, one by one, and follows a mark that is taken back', async () => {
    const facts = await post(...marks('2026-08-10', 1, 7, 8, 10));
    expect((await live('2026-08')).marks?.total).toBe('15/2');
    await office.inside((tx) =>
      h.ledger.reverse(tx, { factIds: [facts[0]!.id] }, { kind: 'case', id: 'back', recorder: '001' }, '误记'),
    );
    expect((await live('2026-08')).marks?.total).toBe('8');
  });

  it('compares with the month before as it is shown, and flags what follows', async () => {
    await post(...marks('2026-09-10', 9, 9));
    expect((await live('2026-09')).moved).toBeUndefined();
    await office.inside((tx) => h.scoring.recompute(tx, '2026-08', { full: true }));
    const outputs = await live('2026-09');
    expect(outputs.moved?.total).toBe('1');
    expect(outputs.marks?.flags.map((flag) => flag.flag)).toEqual(['T.praise']);
    const run = await office.inside((tx) => h.scoring.recompute(tx, '2026-09', { full: true }));
    expect(run.digest).toBe((await office.inside((tx) => h.scoring.recompute(tx, '2026-09', { full: true }))).digest);
    const { results } = (await office.inside((tx) => h.results.results(tx, '2026-09')))!;
    expect(results.find((row) => row.output === 'moved')?.total).toBe('1');
  });

  it('counts the answers of an inspection', async () => {
    const answer = (item: string, quantity: number) => ({
      item,
      subject: 'window:A02',
      happenedOn: '2026-09-11',
      quantity,
    });
    await post(answer('T.1a', 10_000), answer('T.1b', 0));
    const found = await office.inside((tx) => h.scoring.live(tx, 'window:A02', '2026-09', { traces: true }));
    expect(found?.result.outputs.standard?.total).toBe('50');
    const lost = found?.result.outputs.standard?.trace.filter((line) => line.amount.startsWith('-'));
    expect(lost?.map((line) => [line.rule, line.facts.length])).toEqual([['T.1b', 1]]);
  });
});
