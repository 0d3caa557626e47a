/** The bad-input corpus over the running service: every line is refused in a way that helps, and changes nothing. */

import { startHall } from '../support/hall.js';
import { attendance } from './bad-input/attendance.js';
import { deputies, prepareDeputies } from './bad-input/deputies.js';
import { leaves, prepareLeaves } from './bad-input/leaves.js';
import { queries } from './bad-input/queries.js';
import { type Desk, expectRefusal, type Row } from './bad-input/refusal.js';
import { prepareRest, rest } from './bad-input/rest.js';
import { prepareSignIn, signIns } from './bad-input/sign-in.js';
import { workbooks } from './bad-input/workbooks.js';

let desk: Desk;
let before: Record<string, number>;

beforeAll(async () => {
  const hall = await startHall();
  desk = { hall, clerk: await hall.as('0002'), supervision: await hall.withRole('SUPERVISION') };
  await prepareRest(desk);
  await prepareSignIn(desk);
  await prepareDeputies(desk);
  await prepareLeaves(desk);
  before = await hall.rowCounts();
}, 180_000);
afterAll(() => desk?.hall.close());

// Nothing is written and the process lives: looked at after every line, not once at the end.
afterEach(async () => {
  expect(await desk.hall.rowCounts()).toEqual(before);
  expect((await desk.hall.visitor().get('/api/health/live')).body).toEqual({ status: 'live' });
});

const named = (rows: readonly Row[]) => rows.map((row) => [row.id, row.what, row] as const);

describe('bodies and headers', () => {
  it.each(named(rest))('%s: %s', (_id, _what, row) => expectRefusal(row, desk));
});

describe('queries and paths', () => {
  it.each(named(queries))('%s: %s', (_id, _what, row) => expectRefusal(row, desk));
});

describe('spreadsheets', () => {
  it.each(named(workbooks))('%s: %s', (_id, _what, row) => expectRefusal(row, desk), 60_000);
});

describe('files of attendance machines, and absences', () => {
  it.each(named(attendance))('%s: %s', (_id, _what, row) => expectRefusal(row, desk), 60_000);
});

describe('leave and cover', () => {
  it.each(named(leaves))('%s: %s', (_id, _what, row) => expectRefusal(row, desk));
});

describe('naming deputies', () => {
  it.each(named(deputies))('%s: %s', (_id, _what, row) => expectRefusal(row, desk));
});

describe('signing in', () => {
  it.each(named(signIns))('%s: %s', (_id, _what, row) => expectRefusal(row, desk));

  it('answers an unknown account no faster than a wrong password', async () => {
    const time = async (id: string) => {
      const row = signIns.find((one) => one.id === id) as Row;
      const begun = performance.now();
      await row.send(desk, {});
      return performance.now() - begun;
    };
    // The best of many: what a busy machine adds is nobody's secret.
    const best = async (id: string) => {
      const times: number[] = [];
      for (let round = 0; round < 12; round++) times.push(await time(id));
      return Math.min(...times);
    };
    const [wrong, unknown] = [await best('B-AUT-01 a wrong password'), await best('B-AUT-01 an unknown account')];
    // argon2id takes tens of milliseconds; without it the answer would come in a fifth of the time.
    expect(unknown).toBeGreaterThan(wrong / 2);
  });
});

it('holds every line of the corpus', () => {
  const ids = [...rest, ...queries, ...workbooks, ...signIns].map((row) => row.id.split(' ')[0]);
  const due = [
    ['B-REST', 20],
    ['B-QRY', 7],
    ['B-XLS', 14],
    ['B-AUT', 6],
  ].flatMap(([family, count]) =>
    Array.from({ length: Number(count) }, (_, at) => `${family}-${String(at + 1).padStart(2, '0')}`),
  );
  expect([...new Set(ids)].sort()).toEqual(due.sort());
});
