/** What a transaction does when its connection dies: before COMMIT it is repeated, at COMMIT it says that nobody knows. */
import { asSuper } from '../../src/platform/embedded/roles.js';
import { errand } from './support/errand.js';
import { type House, house } from './support/house.js';

let h: House;
beforeAll(async () => {
  h = await house([errand]);
  await asSuper(h.db.superUrl, (client) =>
    client.query(`
      create table mark (institution_id uuid not null, name text not null);
      grant select, insert on mark to public;
      create function cut() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return null; end';
      create constraint trigger cut_at_commit after insert on mark deferrable initially deferred
        for each row when (new.name = 'at commit') execute function cut()`),
  );
}, 120_000);
afterAll(() => h?.close());

const marks = async (name: string) =>
  (await h.database.inInstitution(h.hall, (tx) => tx.query('select 1 from mark where name = $1', [name]))).length;

it.each([
  ['as the driver tells it', undefined],
  ['whatever is told of it', new Error('something about a message')],
])('is repeated when the connection dies before COMMIT, %s', async (name, told) => {
  let calls = 0;
  const answer = await h.database.inInstitution(h.hall, async (tx) => {
    calls += 1;
    await tx.query('insert into mark values ($1, $2)', [h.hall, name]);
    if (calls === 1) {
      await tx.query('select pg_terminate_backend(pg_backend_pid())').catch((error: unknown) => {
        throw told ?? error;
      });
    }
    return 'done';
  });
  expect([answer, calls, await marks(name)]).toEqual(['done', 2, 1]);
});

it('is not repeated for an error of its own', async () => {
  let calls = 0;
  const wrong = h.database.inInstitution(h.hall, async (tx) => {
    calls += 1;
    await tx.query('insert into mark values ($1, $2)', [h.hall, 'own']);
    throw new Error('a mistake');
  });
  await expect(wrong).rejects.toThrow('a mistake');
  expect([calls, await marks('own')]).toEqual([1, 0]);
});

it('says that the outcome is unknown when the connection dies at COMMIT', async () => {
  const cut = h.database.inInstitution(h.hall, (tx) =>
    tx.query('insert into mark values ($1, $2)', [h.hall, 'at commit']),
  );
  await expect(cut).rejects.toMatchObject({ code: 'platform.outcome_unknown' });
});
