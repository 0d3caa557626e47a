import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bankDepartment } from '../../src/cli/example-data/bank-department.js';
import { cityHall } from '../../src/cli/example-data/city-hall.js';
import { periodOf } from '../../src/core/period.js';
import { DemoService } from '../../src/demo/demo.service.js';
import { LedgerService } from '../../src/ledger/ledger.service.js';
import { OrganizationService } from '../../src/organization/organization.service.js';
import { Database } from '../../src/platform/database/database.js';
import { RegulationService } from '../../src/regulation/regulation.service.js';
import { type TestApi, testApi, type Visitor } from '../support/api.js';

let api: TestApi;
let hall: string;
let bank: string;
let database: Database;

async function as(person: string, institution = 'demo-hall'): Promise<Visitor> {
  const visitor = api.visitor();
  const reply = await visitor.post('/api/demo/sign-in', { institution, personCode: person });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return visitor;
}

/** Somebody who holds a role, found as a visitor would: on the list of people. */
async function holder(role: string, institution = 'demo-hall'): Promise<Visitor> {
  const { items } = (await api.visitor().get(`/api/demo/people?institution=${institution}`)).body;
  return as(items.find((item: { roles: string[] }) => item.roles.includes(role)).code, institution);
}

beforeAll(async () => {
  api = await testApi();
  database = api.app.get(Database, { strict: false });
  const demo = api.app.get(DemoService, { strict: false });
  hall = (await demo.found({ example: 'city-hall', code: 'demo-hall', name: '示例市政务服务中心' }, true)).id;
  bank = (await demo.found({ example: 'bank-department', code: 'demo-bank', name: '示例银行营业部' }, true)).id;
}, 240_000);

afterAll(() => api?.close());

it.each([
  ['city-hall', cityHall],
  ['bank-department', bankDepartment],
] as const)(
  'the committed lists of %s are what the generator writes',
  async (name, generate) => {
    const folder = join(import.meta.dirname, '../../examples', name);
    const made = await generate();
    expect(readdirSync(folder).sort()).toEqual([...made.keys()].sort());
    for (const [file, bytes] of made)
      expect([file, readFileSync(join(folder, file)).equals(bytes)]).toEqual([file, true]);
  },
  60_000,
);

describe('the demonstration as a visitor finds it', () => {
  it('has 126 people, 30 windows in two groups, duty, rules, and no facts', async () => {
    const supervision = await holder('SUPERVISION');
    expect((await supervision.get('/api/people')).body.total).toBe(126);
    const windows = (await supervision.get('/api/windows?pageSize=100')).body.items;
    expect(windows).toHaveLength(30);
    expect(windows.filter((window: { group: string }) => window.group === 'approval')).toHaveLength(20);
    expect(windows.every((window: { head: string | null }) => window.head)).toBe(true);
    expect((await supervision.get('/api/duty?from=2026-09-30&to=2026-09-30')).body.total).toBe(176);
    expect((await supervision.get('/api/auth/me')).body.clock).toMatchObject({ today: '2026-09-30', demo: true });
    await database.inInstitution(hall, async (tx) => {
      expect((await api.app.get(RegulationService, { strict: false }).inForce(tx, '2026-09-30')).id).toBe(
        'example-city-hall',
      );
      expect(await api.app.get(LedgerService, { strict: false }).facts(tx, {})).toEqual([]);
    });
    await database.inInstitution(bank, async (tx) => {
      expect((await api.app.get(RegulationService, { strict: false }).inForce(tx, '2026-09-30')).id).toBe(
        'example-bank-department',
      );
    });
  });

  it('changes nothing when it is made again', async () => {
    const demo = api.app.get(DemoService, { strict: false });
    const count = () =>
      database.inInstitution(hall, (tx) =>
        tx.query(
          'select (select count(*) from person) p, (select count(*) from role_grant) g, (select count(*) from person_placement) l, (select count(*) from duty) d',
        ),
      );
    const before = await count();
    expect((await demo.found({ example: 'city-hall', code: 'demo-hall', name: '示例市政务服务中心' }, true)).id).toBe(
      hall,
    );
    expect(await count()).toEqual(before);
  }, 60_000);

  it('knows who signs a leave and who may stand in for a window of one worker', async () => {
    const organization = api.app.get(OrganizationService, { strict: false });
    await database.inInstitution(hall, async (tx) => {
      for (const window of await organization.windows(tx)) {
        const place = { window: window.code };
        expect(await organization.peopleHolding(tx, 'SHIFT_LEADER', place)).toHaveLength(1);
        expect(await organization.peopleHolding(tx, 'HOME_DEPT_LEADER', place)).toHaveLength(1);
        if (window.workers > 1) continue;
        const others = (await organization.candidatesFor(tx, window.code, '2026-09-30', '2026-10-08')).filter(
          (person) => !person.isOwn,
        );
        expect(others.length).toBeGreaterThan(0);
      }
      expect(await organization.peopleHolding(tx, 'CENTRE_LEADER')).toHaveLength(1);
      expect((await organization.holdersOf(tx, ['CONTENT_SECTION'])).map((grant) => grant.target).sort()).toEqual([
        'coordination',
        'information',
        'office',
      ]);
      expect(await organization.peopleHolding(tx, 'COMMITTEE')).toHaveLength(5);
    });
  });
});

describe('the samples on the import page', () => {
  it('shows the slips of the dirty lists, every one, and takes the corrected ones over', async () => {
    const supervision = await holder('SUPERVISION');
    const samples = (await supervision.get('/api/imports/samples')).body.items;
    expect(
      samples.filter((sample: { isDirty: boolean }) => sample.isDirty).map((sample: { name: string }) => sample.name),
    ).toEqual(['cases-2026-09-dirty.xlsx', 'survey-2026-09-dirty.xlsx', 'attendance-2026-09-dirty.xlsx']);
    const send = async (name: string, kind: string) =>
      supervision.upload(
        `/api/imports?kind=${kind}`,
        name,
        (await supervision.get(`/api/imports/samples/${name}`)).bytes,
      );
    const dirty = await send('cases-2026-09-dirty.xlsx', 'cases');
    expect([dirty.status, dirty.body.state]).toEqual([422, 'refused']);
    expect(dirty.body.errors.map((error: { code: string }) => error.code)).toEqual([
      'import.staff_id_not_text',
      'import.reference_unknown',
      'import.date_invalid',
      'import.cell_formula',
      'import.row_duplicate',
    ]);
    expect(
      (await send('survey-2026-09-dirty.xlsx', 'survey')).body.errors.map((error: { code: string }) => error.code),
    ).toEqual(['import.value_out_of_range', 'import.value_missing']);
    for (const sample of samples.filter(
      (entry: { month: string; isDirty: boolean; kind: string }) =>
        !entry.isDirty && ['cases', 'survey', 'peer-review'].includes(entry.kind),
    )) {
      const preview = await send(sample.name, sample.kind);
      expect([sample.name, preview.status, preview.body.code]).toEqual([sample.name, 201, undefined]);
      expect((await supervision.post(`/api/imports/${preview.body.id}/commit`)).status).toBe(200);
    }
  }, 120_000);

  it.each(['2026-07', '2026-08', '2026-09'])('%s ranks the windows with a clear gap at every cut', async (month) => {
    const evaluation = await database.inInstitution(hall, async (tx) => {
      const period = periodOf(month);
      const edition = await api.app.get(RegulationService, { strict: false }).inForce(tx, period.to);
      const facts = await api.app.get(LedgerService, { strict: false }).facts(tx, { period, view: 'net' });
      const subjects = await api.app.get(OrganizationService, { strict: false }).subjects(tx, period);
      return edition.evaluate({ period, asOf: period.to, subjects, facts });
    });
    const scores = (group: string) =>
      evaluation.rankings
        .filter((ranking) => ranking.group === group)
        .flatMap((ranking) => ranking.rows.map((row) => Number(row.value)))
        .sort((a, b) => b - a);
    const approval = scores('approval');
    const service = scores('publicService');
    expect(approval).toEqual(
      [0, 1, 2, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26].map((loss) => 100 - loss),
    );
    expect(service).toEqual([1, 5, 6, 7, 12, 13, 14, 15, 16, 17].map((loss) => 100 - loss));
    const awarded = (honour: RegExp, group: string) =>
      evaluation.honours
        .filter((entry) => honour.test(entry.honour) && entry.group === group)
        .flatMap((entry) => [...entry.awarded, ...entry.held]).length;
    expect(evaluation.honours.flatMap((entry) => entry.held)).toEqual([]);
    expect([
      awarded(/red/i, 'approval'),
      awarded(/advanced/i, 'approval'),
      awarded(/red/i, 'publicService'),
      awarded(/advanced/i, 'publicService'),
    ]).toEqual([3, 6, 1, 3]);
  });
});
