import { request as httpRequest } from 'node:http';
import { DemoService } from '../../src/demo/demo.service.js';
import { normalName, SignInService } from '../../src/identity/sign-in.service.js';
import { RosterService } from '../../src/organization/roster.service.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { asSuper } from '../../src/platform/embedded/roles.js';
import { type TestApi, testApi, type Visitor } from '../support/api.js';

const PASSWORD = '青山绿水-常在心间-07';
let api: TestApi;
let database: Database;
let hall: string;

const inHall = <T>(fn: (tx: Tx) => Promise<T>) => database.inInstitution(hall, fn);
const account = (password = PASSWORD, name = '0001') => ({ institution: 'hall', account: name, password });
const forgetCounters = () =>
  asSuper(api.db.superUrl, async (client) => void (await client.query('delete from login_counter')));

async function withPassword(person: string, password = PASSWORD): Promise<void> {
  const signIns = api.app.get(SignInService, { strict: false });
  const { token } = await inHall((tx) => signIns.link(tx, person));
  await signIns.setPassword({ token, password });
}

async function signedIn(person = '0001', password = PASSWORD): Promise<Visitor> {
  const visitor = api.visitor();
  const reply = await visitor.post('/api/auth/sign-in', account(password, person));
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return visitor;
}

beforeAll(async () => {
  api = await testApi();
  database = api.app.get(Database, { strict: false });
  const demo = api.app.get(DemoService, { strict: false });
  hall = (await demo.found({ example: 'city-hall', code: 'hall', name: '示例大厅' }, false)).id;
  await inHall(async (tx) => {
    const roster = api.app.get(RosterService, { strict: false });
    await roster.putUnits(tx, [{ code: 'U01', name: '税务局' }]);
    await roster.putWindows(tx, [
      { code: 'A01', name: '发票窗口', group: 'approval', unit: 'U01', hall: null, workers: 1, lowVolumeExempt: false },
    ]);
    const row = { gender: null, unit: 'U01', window: 'A01', post: '受理岗', ab: null, since: '2026-01-05' };
    await roster.putPeople(
      tx,
      [
        { ...row, code: '0001', name: '李静', roles: [{ role: 'STAFF' as const }] },
        { ...row, code: '0002', name: '王芳', roles: [{ role: 'SUPERVISION' as const }] },
      ],
      '2026-09-01',
      'test',
    );
  });
  await withPassword('0001');
}, 120_000);

beforeEach(forgetCounters);
afterAll(() => api?.close());

describe('B-AUT: sign-in', () => {
  it('B-AUT-01 answers a wrong password and an unknown account alike, in about the same time', async () => {
    // Somebody known, somebody unknown, and somebody of an institution that does not exist.
    const nowhere = { institution: 'nowhere', account: 'x', password: 'wrong-password-x' };
    const inputs = [account('wrong-password-x'), account('wrong-password-x', 'nobody'), nowhere];
    const replies: { body: string; ms: number }[][] = inputs.map(() => []);
    for (let round = 0; round < 8; round += 1) {
      await forgetCounters();
      for (const [index, input] of inputs.entries()) {
        const start = performance.now();
        const reply = await api.visitor().post('/api/auth/sign-in', input);
        expect(reply.status).toBe(401);
        const { trace_id: _, ...body } = reply.body;
        replies[index]!.push({ body: JSON.stringify(body), ms: performance.now() - start });
      }
    }
    const bodies = new Set(replies.flat().map((reply) => reply.body));
    expect([...bodies]).toHaveLength(1);
    expect(JSON.parse([...bodies][0]!).code).toBe('auth.login_failed');
    // Other work of the machine only ever slows an answer, so the quickest tells the work itself.
    const [known = 0, unknown = 0, elsewhere = 0] = replies.map((list) => Math.min(...list.map((entry) => entry.ms)));
    // An answer without the work of a hash would take less than a tenth; a busy machine only stretches both.
    expect(unknown).toBeGreaterThan(known / 2);
    expect(known).toBeGreaterThan(unknown / 2);
    expect(elsewhere).toBeGreaterThan(known / 2);
  });

  it('B-AUT-02 lets the sixth wrong try wait, whatever the case and width of the name, also with the right password', async () => {
    const names = ['0001', ' 0001 ', '０００１', '0001', '0001'];
    for (const name of names)
      expect((await api.visitor().post('/api/auth/sign-in', account('wrong-password-x', name))).status).toBe(401);
    const sixth = await api.visitor().post('/api/auth/sign-in', account(PASSWORD));
    expect(sixth.status).toBe(429);
    expect(sixth.body.code).toBe('auth.login_locked');
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(600);
    // An unknown account is slowed in the same way.
    for (let round = 0; round < 5; round += 1)
      await api.visitor().post('/api/auth/sign-in', account('wrong-password-x', 'ghost'));
    expect((await api.visitor().post('/api/auth/sign-in', account('wrong-password-x', 'ghost'))).status).toBe(429);
    expect(normalName('ＡＢｃ ')).toBe('abc');
  });

  it('evaluates no more than five of forty tries that come at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 40 }, () => api.visitor().post('/api/auth/sign-in', account('wrong-password-x'))),
    );
    expect(replies.filter((reply) => reply.status === 401)).toHaveLength(5);
    expect(replies.filter((reply) => reply.status === 429)).toHaveLength(35);
  });

  it('evaluates at most fifty a day against one account, however patient the guesser', async () => {
    let evaluated = 0;
    // Every quarter of an hour for a day: the rows are aged instead of waiting.
    for (let quarter = 0; quarter < 96; quarter += 1) {
      for (let round = 0; round < 3; round += 1) {
        if ((await api.visitor().post('/api/auth/sign-in', account('wrong-password-x'))).status === 401) evaluated += 1;
        else break;
      }
      await asSuper(api.db.superUrl, async (client) => {
        await client.query(
          `update login_counter set last_at = last_at - interval '15 minutes', blocked_until = blocked_until - interval '15 minutes'`,
        );
      });
    }
    expect(evaluated).toBeLessThanOrEqual(50);
    expect(evaluated).toBeGreaterThan(5);
  }, 60_000);

  it('a right password ends the count', async () => {
    for (let round = 0; round < 4; round += 1)
      await api.visitor().post('/api/auth/sign-in', account('wrong-password-x'));
    await signedIn();
    for (let round = 0; round < 4; round += 1)
      expect((await api.visitor().post('/api/auth/sign-in', account('wrong-password-x'))).status).toBe(401);
    await signedIn();
  });

  it('B-AUT-03 and -04 tell an expired session from one that never was', async () => {
    const visitor = await signedIn();
    expect((await visitor.get('/api/auth/me')).status).toBe(200);
    await asSuper(
      api.db.superUrl,
      async (client) => void (await client.query(`update session set last_seen_at = now() - interval '31 minutes'`)),
    );
    const idle = await visitor.get('/api/auth/me');
    expect([idle.status, idle.body.code]).toEqual([401, 'auth.session_expired']);
    await asSuper(
      api.db.superUrl,
      async (client) =>
        void (await client.query(
          `update session set last_seen_at = now(), created_at = now() - interval '12 hours 1 second'`,
        )),
    );
    expect((await visitor.get('/api/auth/me')).body.code).toBe('auth.session_expired');
    const name = [...visitor.cookies.keys()].find((key) => key !== 'kp_csrf')!;
    const token = visitor.cookies.get(name)!;
    const altered = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    for (const forged of [altered, 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.', 'x', 'A'.repeat(64)]) {
      visitor.cookies.set(name, forged);
      const reply = await visitor.get('/api/auth/me');
      expect([reply.status, reply.body.code]).toEqual([401, 'auth.session_invalid']);
    }
    // A stale cookie locks nobody out of signing in again.
    expect((await visitor.post('/api/auth/sign-in', account())).status).toBe(200);
  });

  it('B-AUT-05 refuses what comes from elsewhere', async () => {
    const visitor = await signedIn('0001');
    const refused = async (headers: Record<string, string>) => {
      const reply = await visitor.post('/api/auth/links', { person: '0002' }, headers);
      return [reply.status, reply.body.code];
    };
    const rejected = [403, 'auth.csrf_rejected'];
    expect(await refused({ 'x-csrf-token': '' })).toEqual(rejected);
    expect(await refused({ 'x-csrf-token': 'x'.repeat(43) })).toEqual(rejected);
    expect(await refused({ origin: 'https://evil.example' })).toEqual(rejected);
    expect(await refused({ origin: 'null' })).toEqual(rejected);
    expect(await refused({ 'sec-fetch-site': 'cross-site' })).toEqual(rejected);
    expect(await refused({ 'sec-fetch-site': 'same-site' })).toEqual(rejected);
    expect(await refused({ origin: visitor.url, 'sec-fetch-site': 'same-origin' })).toEqual([403, 'auth.forbidden']);
    const foreignSignIn = await api.visitor().post('/api/auth/sign-in', account(), { origin: 'https://evil.example' });
    expect(foreignSignIn.body.code).toBe('auth.csrf_rejected');
    // The token of one session is nothing in another.
    const other = await signedIn('0001');
    expect(await refused({ 'x-csrf-token': other.csrf! })).toEqual(rejected);
  });

  it('B-AUT-06 refuses a password that is common or holds the office, and gives the link back', async () => {
    const signIns = api.app.get(SignInService, { strict: false });
    const { token } = await inHall((tx) => signIns.link(tx, '0002'));
    for (const password of ['password2026', '示例大厅示例大厅示例', '王芳王芳王芳王芳王芳王芳', 'qwertyuiop123']) {
      const reply = await api.visitor().post('/api/auth/password', { token, password });
      if (password.startsWith('王')) expect(reply.status).toBeLessThan(500);
      else expect([reply.status, reply.body.code]).toEqual([422, 'auth.password_too_common']);
      if (reply.status === 200) throw new Error('was taken');
    }
    expect((await api.visitor().post('/api/auth/password', { token, password: 'kurz' })).body.code).toBe(
      'auth.password_too_short',
    );
    expect((await api.visitor().post('/api/auth/password', { token, password: 'vetch-orbit-lantern' })).body).toEqual({
      institution: 'hall',
      account: '0002',
    });
    expect((await api.visitor().post('/api/auth/password', { token, password: 'vetch-orbit-lantern' })).status).toBe(
      410,
    );
    await signedIn('0002', 'vetch-orbit-lantern');
  });
});

describe('sessions', () => {
  it('is a hardened cookie whose token the database does not know', async () => {
    const reply = await api.visitor().post('/api/auth/sign-in', account());
    const lines = reply.headers.getSetCookie();
    expect(lines.find((line) => line.startsWith('__Host-kp='))).toMatch(/Path=\/; HttpOnly; Secure; SameSite=Strict/);
    expect(lines.find((line) => line.startsWith('kp_csrf='))).not.toMatch(/HttpOnly/);
    const token = /__Host-kp=([^;]+)/.exec(lines.join('\n'))![1]!;
    expect(Buffer.from(token, 'base64url')).toHaveLength(48);
    const rows = await asSuper(
      api.db.superUrl,
      async (client) => (await client.query(`select encode(token_hash, 'hex') h, session::text t from session`)).rows,
    );
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('gets a new id at each sign-in and ends at sign-out', async () => {
    const visitor = await signedIn();
    const first = visitor.cookies.get('__Host-kp')!;
    await visitor.post('/api/auth/sign-in', account());
    const second = visitor.cookies.get('__Host-kp')!;
    expect(second).not.toBe(first);
    const old = api.visitor();
    old.cookies.set('__Host-kp', first);
    expect((await old.get('/api/auth/me')).body.code).toBe('auth.session_invalid');
    expect((await visitor.post('/api/auth/sign-out')).status).toBe(204);
    const gone = api.visitor();
    gone.cookies.set('__Host-kp', second);
    expect((await gone.get('/api/auth/me')).body.code).toBe('auth.session_invalid');
  });

  it('loses a right in the very next request, and the person who left at once', async () => {
    const visitor = await signedIn('0002', 'vetch-orbit-lantern');
    const me = await visitor.get('/api/auth/me');
    expect(me.body).toMatchObject({
      institution: { code: 'hall', name: '示例大厅', kind: 'city-hall' },
      person: {
        code: '0002',
        name: '王芳',
        window: { code: 'A01', name: '发票窗口' },
        unit: { code: 'U01', name: '税务局' },
        post: '受理岗',
      },
      grants: [{ role: 'SUPERVISION', scope: 'institution' }],
      clock: { today: '2026-09-01', demo: true },
      csrf: visitor.csrf,
    });
    expect(me.body.sections).toEqual(expect.arrayContaining(['todo', 'findings', 'imports', 'people']));
    await inHall((tx) => tx.query(`delete from role_grant where institution_id = $1 and person_code = '0002'`, [hall]));
    const after = await visitor.get('/api/auth/me');
    expect(after.body.grants).toEqual([]);
    expect(after.body.sections).not.toContain('findings');
    await inHall((tx) =>
      tx.query(`update person set left_on = '2026-08-31' where institution_id = $1 and code = '0002'`, [hall]),
    );
    expect((await visitor.get('/api/auth/me')).status).toBe(401);
    expect((await api.visitor().post('/api/auth/sign-in', account('vetch-orbit-lantern', '0002'))).body.code).toBe(
      'auth.login_failed',
    );
  });

  it('refuses everybody else', async () => {
    expect((await api.visitor().get('/api/auth/me')).body.code).toBe('auth.required');
    expect((await api.visitor().get('/api/people')).status).toBe(401);
    const visitor = await signedIn();
    expect((await visitor.post('/api/calendar', { ownDays: [{ date: '2026-09-12', kind: 'work' }] })).body.code).toBe(
      'auth.forbidden',
    );
  });
});

describe('demonstration', () => {
  /** A request with a Host of one's choice, which fetch does not let one choose. */
  const ask = (path: string, headers: Record<string, string>): Promise<number> =>
    new Promise((done, fail) => {
      const { hostname, port } = new URL(api.url);
      httpRequest({ hostname, port, path, headers }, (reply) => {
        reply.resume();
        done(reply.statusCode ?? 0);
      })
        .on('error', fail)
        .end();
    });

  it('signs people in by a click, on this machine and by its own name only', async () => {
    const visitor = api.visitor();
    const people = await visitor.get('/api/demo/people?institution=hall');
    expect(people.body.items.map((item: { code: string }) => item.code)).toEqual(
      expect.arrayContaining(['0001', 'admin']),
    );
    expect((await visitor.post('/api/demo/sign-in', { institution: 'hall', personCode: 'admin' })).status).toBe(200);
    expect((await visitor.get('/api/auth/me')).body.person.code).toBe('admin');
    const path = '/api/demo/people?institution=hall';
    expect(await ask(path, { host: '127.0.0.1' })).toBe(200);
    expect(await ask(path, { host: 'localhost:8080' })).toBe(200);
    expect(await ask(path, { host: 'evil.example' })).toBe(403);
    expect(await ask(path, { host: '127.0.0.1.evil.example' })).toBe(403);
    expect(await ask(path, { host: '127.0.0.1', 'x-forwarded-for': '10.0.0.1' })).toBe(403);
  });

  it('signs in nobody who has a password, and nobody of a real institution', async () => {
    expect((await api.visitor().post('/api/demo/sign-in', { institution: 'hall', personCode: '0001' })).status).toBe(
      404,
    );
    await database.system((tx) =>
      tx.query(`insert into institution (code, name, kind) values ('real-hall', '真实大厅', 'city-hall')`),
    );
    expect(
      (await api.visitor().post('/api/demo/sign-in', { institution: 'real-hall', personCode: 'admin' })).status,
    ).toBe(404);
    expect((await api.visitor().get('/api/demo/people?institution=real-hall')).status).toBe(404);
  });

  it('makes an institution with calendar and administrator, once', async () => {
    const body = { example: 'city-hall', code: 'month-1', name: '某月大厅', startsAt: '2026-09-01T08:30:00+08:00' };
    expect((await api.visitor().post('/api/demo/institutions', body)).body).toEqual({
      code: 'month-1',
      name: '某月大厅',
      kind: 'city-hall',
      admin: 'admin',
    });
    expect((await api.visitor().post('/api/demo/institutions', body)).body.code).toBe('demo.institution_exists');
    const admin = api.visitor();
    await admin.post('/api/demo/sign-in', { institution: 'month-1', personCode: 'admin' });
    expect((await admin.get('/api/clock')).body).toMatchObject({ today: '2026-09-01', demo: true });
    expect((await admin.get('/api/calendar?year=2026')).body.items).toHaveLength(365);
    expect((await admin.get('/api/calendar?year=2027')).body).toMatchObject({
      loaded: false,
      years: [2024, 2025, 2026],
    });
  });

  it('moves the clock forward and never back', async () => {
    const admin = api.visitor();
    await admin.post('/api/demo/sign-in', { institution: 'hall', personCode: 'admin' });
    expect((await admin.post('/api/demo/clock', { to: '2026-09-07T09:00:00+08:00' })).body).toMatchObject({
      today: '2026-09-07',
    });
    expect((await admin.post('/api/demo/clock', { to: '2026-09-06T09:00:00+08:00' })).body.code).toBe('clock.backward');
    expect((await admin.post('/api/demo/clock', { advanceDays: 3 })).body).toMatchObject({ today: '2026-09-10' });
    expect((await admin.post('/api/demo/clock', {})).status).toBe(400);
    const staff = await signedIn('0001');
    expect((await staff.post('/api/demo/clock', { advanceDays: 1 })).body.code).toBe('auth.forbidden');
    expect((await inHall((tx) => new Clock().now(tx))).today).toBe('2026-09-10');
  });

  it('is not there when it is switched off', async () => {
    const real = await testApi({ KAOPING_DEMO: '0' });
    try {
      expect((await real.visitor().get('/api/demo/people')).status).toBe(404);
      expect((await real.visitor().post('/api/demo/sign-in', { personCode: 'admin' })).body.code).toBe('demo.off');
    } finally {
      await real.close();
    }
  }, 60_000);
});
