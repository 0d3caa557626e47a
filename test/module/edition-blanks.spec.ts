import { DemoService } from '../../src/demo/demo.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { readDraft } from '../../src/regulation/draft/draft.content.js';
import { RegulationService } from '../../src/regulation/regulation.service.js';
import type { Visitor } from '../support/api.js';
import { type Hall, startHall } from '../support/hall.js';

/** K23: a blank stops the periods that need it, by name, and no others. */
let hall: Hall;
let supervision: Visitor;
let inside: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;

beforeAll(async () => {
  hall = await startHall();
  const { id } = await hall.app
    .get(DemoService, { strict: false })
    .found({ example: 'city-hall', code: 'blank-hall', name: '待填大厅' }, true);
  const database = hall.app.get(Database, { strict: false });
  inside = (fn) => database.inInstitution(id, fn);
  supervision = await hall.withRole('SUPERVISION', 'blank-hall');
  const regulation = hall.app.get(RegulationService, { strict: false });
  await inside(async (tx) => {
    const base = await regulation.whole(tx, (await regulation.inForce(tx, '2026-12-31')).hash);
    const sources = base.sources.map((source, index) =>
      index > 0
        ? source
        : {
            ...source,
            rules: { ...source.rules, text: source.rules.text.replace(/\n {2}R14\.excellentRatio:.*/, '') },
          },
    );
    const content = { sources, baseSources: base.sources, baseChoices: base.choices, settings: {}, fill: {} };
    const { whole, sources: texts, choices } = readDraft({ ...content, from: '2026-10-01' });
    if (!whole) throw new Error('the edition with a blank does not compile');
    const { hash, id: packId, edition } = whole.edition;
    const frozen = { hash, packId, edition, sources: [...texts], choices };
    await regulation.adoptTexts(tx, frozen, { from: '2026-10-01', by: 'setup', caseKey: null });
  });
}, 240_000);
afterAll(() => hall?.close());

it('lists the blank with what rests on it, unfilled', async () => {
  await (await hall.as('admin', 'blank-hall')).post('/api/demo/clock', { to: '2026-10-02T09:00:00+08:00' });
  const { body } = await supervision.get('/api/regulations/adopted/blanks');
  const blank = body.items.find((one: { parameter: string }) => one.parameter === 'R14.excellentRatio');
  expect(blank).toMatchObject({ value: null, filledIn: null, article: 'R14.04', cycles: ['quarter', 'year'] });
  expect(blank.rules.length).toBeGreaterThan(0);
  expect(body.filled).toBe(body.total - 1);
});

it('opens a month, which does not need it', async () => {
  const reply = await supervision.post('/api/cycles', { period: '2026-10' });
  expect([reply.status, reply.body.code]).toEqual([201, undefined]);
  const cycle = (await supervision.get('/api/cycles/2026-10')).body;
  const opened = await supervision.post(
    `/api/cases/${cycle.case.id}/events`,
    { type: 'cycle.open', payload: {} },
    { 'if-match': `"${cycle.case.revision}"` },
  );
  expect([opened.status, opened.body.code]).toEqual([200, undefined]);
});

it('refuses the quarter and the year, and names it', async () => {
  for (const period of ['2026-Q4', '2026']) {
    const reply = await supervision.post('/api/cycles', { period });
    const cycle = reply.status === 201 ? (await supervision.get(`/api/cycles/${period}`)).body : undefined;
    const refused = cycle
      ? await supervision.post(
          `/api/cases/${cycle.case.id}/events`,
          { type: 'cycle.open', payload: {} },
          { 'if-match': `"${cycle.case.revision}"` },
        )
      : reply;
    expect([period, refused.status, refused.body.code]).toEqual([period, 422, 'cycle.not_ready']);
    expect(refused.body.detail).toContain('R14.excellentRatio');
  }
});
