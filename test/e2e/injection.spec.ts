/** SQL in every parameter of every route: refused, or taken as the letters that it is. */
import type { Visitor } from '../support/api.js';
import { type Hall, startHall } from '../support/hall.js';
import { addressOf, type Route, routesOfHall } from './access/routes.js';

const strings = [
  "'",
  "''",
  "' or '1'='1",
  "' or 1=1 --",
  "' or 1=1 #",
  '" or ""="',
  "') or ('1'='1",
  "')) or (('1'='1' --",
  "1' and sleep(5) --",
  "'; select pg_sleep(5) --",
  "' || pg_sleep(5) || '",
  '1; drop table person; --',
  "'; drop table person cascade; --",
  "'; update person set name = 'x'; --",
  "' union select null, null, null --",
  "' union all select version() --",
  "x' and 1=(select count(*) from account) --",
  "x' and (select 'a' from pg_catalog.pg_tables limit 1)='a",
  '1 or cast((select current_user) as int)=1',
  "' and extractvalue(1, concat(0x7e, version())) --",
  '$1',
  '$$; select 1; $$',
  '%',
  '_',
  '\\',
  "\\'; select 1 --",
  "E'\\x27 or 1=1'",
  '1e308',
  '0x27206f7220313d31',
  'name; drop table x',
  '../../etc/passwd',
  '{"$ne": null}',
  '%00',
  '\u0000',
  '＇ or １=１ --',
  '🙂'.repeat(30),
];

let hall: Hall;
let routes: Route[];
let askers: Visitor[];
let turn = 0;

beforeAll(async () => {
  hall = await startHall();
  routes = routesOfHall(hall).filter((route) => !route.changes && route.path !== '/api/notifications/stream');
  // Two people with wide rights, in turn, so that neither meets his limit of requests.
  const wide = ['SUPERVISION', 'AUDITOR', 'OFFICE', 'CENTRE_LEADER', 'SYSTEM_ADMIN'];
  askers = [];
  for (const role of wide) askers.push(await hall.withRole(role).catch(() => hall.withRole('SUPERVISION')));
}, 180_000);
afterAll(() => hall?.close());

/** Answers of the server that are no answer to an attack: a fault, or a delay that the string asked for. */
async function fault(route: Route, address: string): Promise<unknown[] | undefined> {
  const begun = performance.now();
  const { status, body } = await (askers[turn++ % askers.length] as Visitor).get(address);
  const took = performance.now() - begun;
  // Strangers may try a few codes of papers, then wait.
  const limited = status === 429 && route.path === '/api/public/verify/:code';
  const isFine = ([200, 400, 401, 403, 404, 422].includes(status) || limited) && took < 3000;
  const tells = /syntax error|operator does not exist|invalid byte sequence|PostgreSQL \d/i.test(JSON.stringify(body));
  return isFine && !tells ? undefined : [route.name, decodeURIComponent(address), status, Math.round(took), body?.code];
}

/** Eight at a time, so that a string that makes the database sleep would be seen by the others too. */
async function faultsOf(asked: readonly { route: Route; address: string }[]): Promise<unknown[]> {
  const faults: unknown[] = [];
  const queue = [...asked];
  const work = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const found = await fault(next.route, next.address);
      if (found) faults.push(found);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return faults;
}

it('covers lists, filters and sorts', () => {
  const parameters = routes.flatMap((route) => route.query.map((name) => `${route.name}?${name}`));
  expect(parameters.length).toBeGreaterThan(50);
  for (const known of ['GET /api/people?q', 'GET /api/people?sort', 'GET /api/facts?item', 'GET /api/cases?key']) {
    expect(parameters).toContain(known);
  }
});

it('is harmless behind the question mark', async () => {
  const before = await hall.rowCounts();
  const asked = routes.flatMap((route) =>
    route.query.flatMap((name) =>
      strings.map((string) => {
        const url = new URL(addressOf(route), 'http://x');
        url.searchParams.set(name, string);
        return { route, address: `${url.pathname}${url.search}` };
      }),
    ),
  );
  const faults = await faultsOf(asked);
  expect(faults).toEqual([]);
  expect(await hall.rowCounts()).toEqual(before);
}, 150_000);

it('is harmless in the path', async () => {
  const asked = routes.flatMap((route) =>
    route.params.flatMap((name) => strings.map((string) => ({ route, address: addressOf(route, { [name]: string }) }))),
  );
  const faults = await faultsOf(asked);
  expect(faults).toEqual([]);
}, 90_000);

it('finds nothing by a string that is true of everything', async () => {
  const who = askers[0] as Visitor;
  expect((await who.get('/api/people?pageSize=1')).body.total).toBeGreaterThan(100);
  for (const path of ['/api/people', '/api/colleagues']) {
    for (const string of strings.filter((one) => one.length > 3 && one !== '1e308')) {
      const { status, body } = await who.get(`${path}?q=${encodeURIComponent(string)}`);
      expect(status === 400 || body.total === 0).toBe(true);
    }
    // Wildcards of LIKE are letters too.
    for (const string of ['%', '_', '\\'])
      expect((await who.get(`${path}?q=${encodeURIComponent(string)}`)).body.total).toBe(0);
  }
});

it('is harmless in what is signed in with', async () => {
  for (const string of strings) {
    await hall.sql('delete from login_counter');
    for (const field of ['institution', 'account', 'password'] as const) {
      const body = { institution: 'demo-hall', account: 'admin', password: 'x', [field]: string };
      const { status } = await hall.visitor().post('/api/auth/sign-in', body);
      expect([400, 401]).toContain(status);
    }
    const demo = await hall.visitor().post('/api/demo/sign-in', { personCode: string });
    expect([400, 404]).toContain(demo.status);
  }
}, 60_000);
