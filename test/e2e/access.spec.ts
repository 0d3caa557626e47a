/** Who gets through which door: generated from the routes themselves, asked over the running service. */
import { type Role, roles } from '../../src/core/roles.js';
import { DemoService } from '../../src/demo/demo.service.js';
import { RosterService } from '../../src/organization/roster.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Reply, Visitor } from '../support/api.js';
import { type Hall, startHall } from '../support/hall.js';
import { databaseStands } from './access/database.js';
import { addressOf, knock, type Route, routesOfHall } from './access/routes.js';

/** An id that nobody has. */
const NONE = '0197a1b2-0000-7000-8000-000000000000';
let hall: Hall;
let routes: Route[];
/** One person for each role, in an institution of their own. */
const holders = new Map<Role, Visitor>();

beforeAll(async () => {
  hall = await startHall();
  routes = routesOfHall(hall);
  const demo = hall.app.get(DemoService, { strict: false });
  const { id } = await demo.found({ example: 'city-hall', code: 'other-hall', name: '另一个大厅' }, false);
  await hall.app.get(Database, { strict: false }).inInstitution(id, async (tx) => {
    const roster = hall.app.get(RosterService, { strict: false });
    await roster.putUnits(tx, [{ code: 'X01', name: '外单位' }]);
    const window = { code: 'X11', name: '外窗口', group: 'approval', unit: 'X01', hall: 'H1', workers: 1 };
    await roster.putWindows(tx, [{ ...window, lowVolumeExempt: false }]);
    const row = { gender: null, unit: 'X01', window: 'X11', post: null, ab: null, since: '2026-01-05' };
    const person = (role: Role) => ({ ...row, code: `r-${role}`, name: `某${role}`, roles: [{ role }] });
    await roster.putPeople(tx, roles.map(person), '2026-09-01', 'test');
  });
  for (const role of roles) holders.set(role, await hall.as(`r-${role}`, 'other-hall'));
}, 180_000);
afterAll(() => hall?.close());

/** Ends the session, or never ends: asked on their own. */
const apart = new Set(['POST /api/auth/sign-out', 'GET /api/notifications/stream']);

describe('every route', () => {
  it('is open without sign-in only where it is meant to be', () => {
    const open = routes.filter((route) => route.policy === 'public').map((route) => route.name);
    expect(open.sort()).toEqual([
      'GET /api/demo/people',
      'GET /api/docs',
      'GET /api/docs-json',
      'GET /api/docs/:file',
      'GET /api/health/live',
      'GET /api/health/ready',
      'GET /api/public/:institution/publicity/:key',
      'GET /api/public/verify/:code',
      'GET /feeds/:file',
      'GET /metrics',
      'POST /api/auth/password',
      'POST /api/auth/sign-in',
      'POST /api/auth/sign-out',
      'POST /api/demo/institutions',
      'POST /api/demo/sign-in',
    ]);
  });

  it('changes something for everybody only where people act for themselves', () => {
    const free = routes.filter((route) => route.changes && route.policy === 'signedIn').map((route) => route.name);
    // Whoever adds one here says with it that the service itself looks at whose matter it is.
    expect(free.sort()).toEqual([
      'POST /api/absences/:id/explain',
      'POST /api/appeals',
      'POST /api/cases',
      'POST /api/cases/:id/events',
      'POST /api/cases/batch',
      'POST /api/cover-plans',
      'POST /api/cover-plans/apply',
      'POST /api/cover/unasked',
      'POST /api/evidence',
      'POST /api/feeds',
      'POST /api/feeds/:id/revoke',
      'POST /api/leaves',
      'POST /api/leaves/preview',
      'POST /api/notifications/:id/read',
      'PUT /api/me/deputies',
    ]);
  });

  it('asks a stranger to sign in', async () => {
    const stranger = hall.visitor();
    const wrong: unknown[] = [];
    for (const route of routes.filter((one) => one.policy !== 'public')) {
      const { status, body } = await knock(stranger, route);
      if (status !== 401 || body.code !== 'auth.required') wrong.push([route.name, status, body.code]);
    }
    expect(wrong).toEqual([]);
  });

  it('refuses every role that it does not name, and lets in those it does', async () => {
    const before = await hall.rowCounts();
    const wrong: unknown[] = [];
    for (const route of routes.filter((one) => one.policy !== 'public' && !apart.has(one.name))) {
      const replies = await Promise.all(
        [...holders].map(async ([role, who]) => ({ role, ...(await knock(who, route)) })),
      );
      for (const { role, status, body } of replies) {
        const may = route.policy === 'signedIn' || (route.policy as { roles: readonly Role[] }).roles.includes(role);
        const fits = may ? opened(route, status) : status === 403 && body.code === 'auth.forbidden';
        if (!fits) wrong.push([role, may ? 'may' : 'may not', route.name, status, body.code]);
      }
    }
    expect(wrong).toEqual([]);
    // Nor does looking at things change any.
    expect(await hall.rowCounts()).toEqual(before);
  }, 300_000);

  it('refuses a clerk, who holds no right but over himself, on everything of the offices', async () => {
    const clerk = holders.get('STAFF') as Visitor;
    const offices = routes.filter((route) => typeof route.policy === 'object');
    expect(offices.length).toBeGreaterThan(15);
    const wrong: unknown[] = [];
    for (const route of offices) {
      expect((route.policy as { roles: readonly Role[] }).roles).not.toContain('STAFF');
      for (const headers of [
        {} as Record<string, string>,
        { 'x-http-method-override': 'GET' },
        { 'x-original-url': '/api/auth/me' },
      ]) {
        const { status } = await knock(clerk, route, headers);
        if (status !== 403) wrong.push([route.name, status, headers]);
      }
      if (!route.changes) {
        const address = `${hall.url}${addressOf(route)}`;
        const cookie = [...clerk.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const { status } = await fetch(address, { method: 'HEAD', headers: { cookie } });
        if (status === 200) wrong.push([`HEAD ${route.path}`, status]);
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});

/** Got past the door: shown, or refused for what was asked and not for who asked. */
function opened(route: Route, status: number): boolean {
  if (route.name === 'POST /api/cycles/:key/verify') return [200, 404, 409].includes(status);
  // Which lists somebody may bring in depends on their kind; that is looked at behind the door.
  if (route.name === 'POST /api/imports') return status === 415 || status === 403;
  if (route.changes) return [400, 404, 409, 415, 422, 428].includes(status);
  // These name a subject, in the path or in the query, that the person may or may not see.
  const namesSubject =
    route.params.length > 0 ||
    ['GET /api/results/mine', 'GET /api/leaves/candidates', 'GET /api/cover/candidates', 'GET /api/duty/cell'].includes(
      route.name,
    );
  return namesSubject ? [200, 400, 404].includes(status) : status === 200;
}

describe('a request that another site made', () => {
  const kinds: [string, (who: Visitor) => Record<string, string>][] = [
    ['without the token', () => ({ 'x-csrf-token': '' })],
    ['with the token of somebody else', () => ({ 'x-csrf-token': 'x'.repeat(43) })],
    ['from a foreign Origin', () => ({ origin: 'https://evil.example' })],
    ['that the browser calls cross-site', () => ({ 'sec-fetch-site': 'cross-site' })],
  ];
  it.each(kinds)('is refused on every route that changes something: %s', async (_, headers) => {
    const who = holders.get('SYSTEM_ADMIN') as Visitor;
    const wrong: unknown[] = [];
    for (const route of routes.filter((one) => one.changes)) {
      const { status, body } = await knock(who, route, headers(who));
      if (status !== 403 || body.code !== 'auth.csrf_rejected') wrong.push([route.name, status, body.code]);
    }
    expect(wrong).toEqual([]);
    expect((await who.get('/api/auth/me')).status).toBe(200);
  });

  it('is refused as a form would send it', async () => {
    const who = holders.get('STAFF') as Visitor;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const { status } = await who.post('/api/leaves', 'kind=personal', { 'content-type': type });
      expect(status).toBe(415);
    }
  });
});

describe('what is not yours', () => {
  const real: Record<string, string> = {};
  let neighbour: Visitor;
  let owner: Visitor;
  let supervision: Visitor;

  beforeAll(async () => {
    owner = await hall.as('0002');
    supervision = await hall.withRole('SUPERVISION');
    const day = (half: string) => ({ day: '2026-10-12', half });
    const leave = await owner.post('/api/leaves', {
      kind: 'personal',
      parts: [{ from: day('am'), to: day('pm') }],
      reason: '家中有事',
    });
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const evidence = await owner.upload('/api/evidence', 'photo.png', png);
    const sample = await supervision.get('/api/imports/samples/peer-review-2026-07.xlsx');
    const batch = await supervision.upload('/api/imports?kind=peer-review', 'x.xlsx', sample.bytes);
    const secret = await supervision.post('/api/inspections', {
      mode: 'secret',
      checklist: 'standards',
      subjects: ['window:A02'],
      day: '2026-12-01',
      team: ['0111', '0112'],
    });
    expect([secret.status, secret.body.code]).toEqual([201, undefined]);
    real.inspection = secret.body.id;
    real.case = leave.body.id;
    real.paper = await paperOf(leave.body);
    real.evidence = evidence.body.hash;
    real.batch = batch.body.id;
    const people = await hall.people();
    const other = people.find((one) => one.unit && one.unit.code !== 'U01' && one.roles.join() === 'STAFF');
    neighbour = await hall.as(other?.code as string);
    expect([leave.status, evidence.status, batch.status]).toEqual([201, 201, 201]);
  }, 120_000);

  /** The slip of an approved leave, drawn up by the worker. */
  async function paperOf({ id, revision }: { id: string; revision: number }): Promise<string> {
    const [task] = await hall.sql<{ role: string }>(
      `select role from task_holder where task_id in (select id from task where case_id = $1) and done_at is null`,
      [id],
    );
    const approver = await hall.withRole(task?.role as string);
    const event = { type: 'leave.approve', payload: {} };
    const approved = await approver.post(`/api/cases/${id}/events`, event, { 'if-match': `"${revision}"` });
    expect([approved.status, approved.body.code]).toEqual([200, undefined]);
    await hall.startWorker();
    for (const until = Date.now() + 60_000; Date.now() < until; ) {
      const [paper] = await hall.sql<{ id: string }>('select id from paper limit 1');
      if (paper) return paper.id;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error('the worker drew up no paper');
  }

  type Ask = (who: Visitor, id: string) => Promise<Reply>;
  const ifMatch = { 'if-match': '"2"' };
  const readings: [what: string, id: () => string, none: string, ask: Ask, toNeighbour: boolean][] = [
    ['a case', () => real.case as string, NONE, (who, id) => who.get(`/api/cases/${id}`), true],
    ['its history', () => real.case as string, NONE, (who, id) => who.get(`/api/cases/${id}/history`), true],
    ['its trace', () => real.case as string, NONE, (who, id) => who.get(`/api/cases/${id}/trace`), true],
    [
      'an event for it',
      () => real.case as string,
      NONE,
      (who, id) => who.post(`/api/cases/${id}/events`, { type: 'leave.approve', payload: {} }, ifMatch),
      true,
    ],
    ['an appeal of it', () => real.case as string, NONE, (who, id) => who.get(`/api/appeals/${id}/affected`), true],
    [
      'the sheet of a secret inspection',
      () => real.inspection as string,
      NONE,
      (who, id) => who.get(`/api/inspections/${id}`),
      true,
    ],
    [
      'the case of a secret inspection',
      () => real.inspection as string,
      NONE,
      (who, id) => who.get(`/api/cases/${id}`),
      true,
    ],
    ['a paper', () => real.paper as string, NONE, (who, id) => who.get(`/api/papers/${id}`), true],
    ['its file', () => real.paper as string, NONE, (who, id) => who.get(`/api/papers/${id}/file`), true],
    ['a photo', () => real.evidence as string, 'f'.repeat(64), (who, id) => who.get(`/api/evidence/${id}`), true],
    ['a person', () => '0002', 'nobody', (who, id) => who.get(`/api/people/${id}`), true],
    // Named to everybody of the office itself, and to nobody elsewhere.
    ['a colleague', () => '0002', 'nobody', (who, id) => who.get(`/api/colleagues?q=${id}`), false],
    [
      'somebody’s score',
      () => 'person:0002',
      'person:nobody',
      (who, id) => who.get(`/api/results/${id}?period=2026-09`),
      true,
    ],
    ['somebody’s facts', () => 'person:0002', 'person:nobody', (who, id) => who.get(`/api/facts?subject=${id}`), true],
    [
      'a window’s score',
      () => 'window:A01',
      'window:none',
      (who, id) => who.get(`/api/results/${id}?period=2026-09`),
      true,
    ],
    ['an import', () => real.batch as string, NONE, (who, id) => who.get(`/api/imports/${id}`), false],
    ['taking it over', () => real.batch as string, NONE, (who, id) => who.post(`/api/imports/${id}/commit`), false],
    ['taking it back', () => real.batch as string, NONE, (who, id) => who.post(`/api/imports/${id}/undo`), false],
    ['a window', () => 'A01', 'none', (who, id) => who.get(`/api/windows/${id}`), false],
  ];

  /** Without what differs from answer to answer by nature. */
  const bare = (reply: Reply, id: string) => ({
    status: reply.status,
    body: JSON.stringify({ ...reply.body, trace_id: '' }).replaceAll(id, '#'),
  });

  it('is there for those whom it concerns', async () => {
    for (const path of ['cases', 'papers', 'evidence', 'people'] as const) {
      const id = { cases: real.case, papers: real.paper, evidence: real.evidence, people: '0002' }[path];
      expect([path, (await owner.get(`/api/${path}/${id}`)).status]).toEqual([path, 200]);
    }
    expect((await supervision.get(`/api/imports/${real.batch}`)).status).toBe(200);
  });

  it.each(readings)('%s of another institution is told as what is not there', async (_, id, none, ask) => {
    // With every right that there is, but elsewhere.
    for (const role of ['SUPERVISION', 'CENTRE_LEADER', 'AUDITOR', 'SYSTEM_ADMIN', 'STAFF'] as const) {
      const who = holders.get(role) as Visitor;
      const [theirs, nothing] = [await ask(who, id()), await ask(who, none)];
      // Who may look at everybody at home is shown an empty list, as for a name that nobody has.
      if (theirs.status === 200) expect(theirs.body).toEqual({ items: [], total: 0 });
      else expect([403, 404]).toContain(theirs.status);
      expect(bare(theirs, id())).toEqual(bare(nothing, none));
    }
  });

  it.each(readings.filter((one) => one[4]))(
    '%s of another unit is told as what is not there',
    async (_, id, none, ask) => {
      const [theirs, nothing] = [await ask(neighbour, id()), await ask(neighbour, none)];
      expect(theirs.status).toBe(404);
      expect(bare(theirs, id())).toEqual(bare(nothing, none));
    },
  );

  it('a message to somebody else is not there either', async () => {
    const [row] = await hall.sql<{ id: string }>(
      `insert into notification (institution_id, person, effect_id, message, args, created_at)
       select id, '0002', 'test', 'leave.approved', '{}', now() from institution where code = 'demo-hall' returning id`,
    );
    const id = row?.id as string;
    const others = [neighbour, holders.get('SUPERVISION') as Visitor];
    for (const who of others) {
      const [theirs, nothing] = [
        await who.post(`/api/notifications/${id}/read`, {}),
        await who.post(`/api/notifications/${NONE}/read`, {}),
      ];
      expect(theirs.status).toBe(404);
      expect(bare(theirs, id)).toEqual(bare(nothing, NONE));
    }
    expect((await hall.sql('select 1 from notification where id = $1 and read_at is null', [id])).length).toBe(1);
  });

  it('stands in no list of the others', async () => {
    const lists = routes.filter(
      (route) =>
        !route.changes && route.params.length === 0 && route.path.startsWith('/api/') && !apart.has(route.name),
    );
    const mine = [real.case, real.inspection, real.evidence, real.batch, '家中有事', 'leave-0002-'] as string[];
    const found: unknown[] = [];
    for (const route of lists) {
      for (const who of [
        neighbour,
        ...(['SUPERVISION', 'AUDITOR', 'SYSTEM_ADMIN'] as const).map((role) => holders.get(role) as Visitor),
      ]) {
        const { body } = await who.get(addressOf(route));
        const text = JSON.stringify(body);
        for (const word of mine) if (text.includes(word)) found.push([route.name, word]);
      }
    }
    expect(found).toEqual([]);
  }, 60_000);
});

describe('between two institutions the database itself stands', () => databaseStands(() => hall));
