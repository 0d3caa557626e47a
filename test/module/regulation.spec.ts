import { openScoring, type ScoringHarness } from '../support/scoring.js';

/** Which rules count on a day, and that an adopted text stays what it was. */
describe('the adopted regulation', () => {
  let h: ScoringHarness;
  beforeAll(async () => {
    h = await openScoring();
  });
  afterAll(() => h.close());

  it('is the one in force on the day', async () => {
    const { inside } = await h.office({ windows: 1, people: 1 });
    const old = await inside((tx) => h.regulation.inForce(tx, '2026-09-30'));
    await expect(inside((tx) => h.regulation.inForce(tx, '2025-12-31'))).rejects.toMatchObject({
      code: 'regulation.not_adopted',
    });
    const next = await inside((tx) =>
      h.regulation.adopt(tx, 'test-office', '2024-01-01', {
        from: '2026-10-01',
        by: '001',
        choices: { settings: { late: '-1' } },
      }),
    );
    expect(next.hash).not.toBe(old.hash);
    expect((await inside((tx) => h.regulation.inForce(tx, '2026-09-30'))).hash).toBe(old.hash);
    expect((await inside((tx) => h.regulation.inForce(tx, '2026-10-01'))).hash).toBe(next.hash);
    expect(await inside((tx) => h.regulation.adoptions(tx))).toMatchObject([
      { from: '2026-01-01', to: '2026-10-01', hash: old.hash },
      { from: '2026-10-01', to: null, hash: next.hash },
    ]);
  });

  it('is adopted once when the same is adopted again, and never twice for one day', async () => {
    const { inside } = await h.office({ windows: 1, people: 1 });
    const again = () =>
      inside((tx) => h.regulation.adopt(tx, 'test-office', '2024-01-01', { from: '2026-01-01', by: '001' }));
    await again();
    expect(await inside((tx) => h.regulation.adoptions(tx))).toHaveLength(1);
    const other = inside((tx) =>
      h.regulation.adopt(tx, 'test-office', '2024-01-01', {
        from: '2026-01-01',
        by: '001',
        choices: { settings: { late: '-1' } },
      }),
    );
    await expect(other).rejects.toMatchObject({ code: 'regulation.adoption_overlap' });
    await expect(
      inside((tx) => h.regulation.adopt(tx, 'no-such', '2024-01-01', { from: '2026-01-01', by: '001' })),
    ).rejects.toMatchObject({ code: 'regulation.edition_unknown' });
  });

  it('counts what the office filled in from the next adoption on', async () => {
    const { inside } = await h.office({ windows: 1, people: 1 });
    const before = await inside((tx) => h.regulation.inForce(tx, '2026-09-30'));
    await inside((tx) =>
      h.regulation.fill(tx, 'test-office', {
        kind: 'setting',
        name: 'late',
        value: '-1',
        basis: '主任办公会 2026-3',
        by: '001',
      }),
    );
    expect((await inside((tx) => h.regulation.inForce(tx, '2026-09-30'))).hash).toBe(before.hash);
    const after = await inside((tx) =>
      h.regulation.adopt(tx, 'test-office', '2024-01-01', { from: '2026-10-01', by: '001' }),
    );
    expect(after.settings.find((setting) => setting.setting === 'late')?.chosen).toBe('-1');
  });

  it('stays what it was: an exchanged text is refused', async () => {
    const { inside, institution } = await h.office({ windows: 1, people: 1 });
    const edition = await inside((tx) => h.regulation.inForce(tx, '2026-09-30'));
    await expect(inside((tx) => tx.query('update edition set choices = choices'))).rejects.toThrow(/permission denied/);
    await expect(inside((tx) => tx.query(`update adoption set edition_hash = edition_hash`))).rejects.toThrow(
      /permission denied/,
    );
    await h.asAdministrator(
      `update edition set sources = replace(sources::text, 'each: -2', 'each: -1')::jsonb where institution_id = $1`,
      [institution],
    );
    const { RegulationService } = await import('../../src/regulation/regulation.service.js');
    const { RegulationRepository } = await import('../../src/regulation/regulation.repository.js');
    const fresh = new RegulationService(new RegulationRepository(), h.clock);
    await expect(inside((tx) => fresh.byHash(tx, edition.hash))).rejects.toMatchObject({
      code: 'regulation.hash_mismatch',
    });
  });

  it('is shown article by article with the items that people record', async () => {
    const { inside } = await h.office({ windows: 1, people: 1 });
    const view = await inside((tx) => h.regulation.view(tx, '2026-09-30'));
    expect(view.articles.find((entry) => entry.article === 'T.A1')?.items).toMatchObject([
      { item: 'T.A1', points: '-2', recordable: true },
    ]);
    expect(view.settings).toMatchObject([{ setting: 'late', chosen: '-0.5' }]);
    expect(view.items.map((item) => item.item)).toEqual(expect.arrayContaining(['T.A1', 'T.A2', 'hall.cases', 'T.P1']));
  });

  it('of one institution is nothing to another', async () => {
    const mine = await h.office({ windows: 1, people: 1 });
    const other = await h.office({ windows: 1, people: 1 });
    const own = await mine.inside((tx) =>
      h.regulation.adopt(tx, 'test-office', '2024-01-01', {
        from: '2026-10-01',
        by: '001',
        choices: { settings: { late: '-0.8' } },
      }),
    );
    await expect(other.inside((tx) => h.regulation.byHash(tx, own.hash))).rejects.toMatchObject({
      code: 'platform.not_found',
    });
  });
});
