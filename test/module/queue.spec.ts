/**
 * The outbox and its two queues: nothing lost, nothing twice, whatever happens to the queue or to a worker. The effects are
 * real rows (one notification for each outbox row), counted at the end.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { migrate } from '../../src/migrate.js';
import { Database } from '../../src/platform/database/database.js';
import { asSuper, ROLES } from '../../src/platform/embedded/roles.js';
import { OutboxRepository } from '../../src/platform/outbox/outbox.repository.js';
import { OutboxRelay } from '../../src/platform/outbox/outbox-relay.js';
import { OutboxRunner } from '../../src/platform/outbox/outbox-runner.js';
import { openQueue, type QueueOptions } from '../../src/platform/queue/queue.js';
import { CaseEngine } from '../../src/workflow/case-engine.js';
import { CaseOutboxPerformer } from '../../src/workflow/outbox-performer.js';
import { errand } from './support/errand.js';
import { actor, type House, house } from './support/house.js';
import { startRedis } from './support/redis.js';

const redisThere = spawnSync('redis-server', ['--version']).status === 0;
if (!redisThere && process.env.CI) throw new Error('redis-server is not installed, and CI may not skip its tests');

/** What FLUSHALL is to Redis. Workers hold locks of their own meanwhile, so a lost race for them is tried again. */
async function emptyQueueSchema(url: string): Promise<void> {
  await asSuper(url, async (client) => {
    const { rows } = await client.query(
      `select string_agg(format('queue.%I', tablename), ', ') as list from pg_tables where schemaname = 'queue' and tablename !~ 'migration'`,
    );
    for (let attempt = 1; ; attempt++) {
      try {
        await client.query(`truncate ${rows[0].list} cascade`);
        return;
      } catch (error) {
        if ((error as { code?: string }).code !== '40P01' || attempt === 20) throw error;
      }
    }
  });
}

describe.each([['PostgreSQL'], ['Redis']])('outbox on %s', (backend) => {
  const there = backend === 'PostgreSQL' || redisThere;
  const maybe = there ? it : it.skip;
  let h: House;
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  let options: QueueOptions;
  let n = 0;
  /** Workers of the test at hand: one that fails leaves none behind. */
  const working = new Set<() => Promise<void>>();
  afterEach(async () => {
    for (const stop of working) await stop();
  });

  beforeAll(async () => {
    if (!there) return;
    h = await house([errand]);
    redis = backend === 'Redis' ? await startRedis() : undefined;
    options = { redisUrl: redis?.url, databaseUrl: h.db.workerUrl, concurrency: 4, lockMs: 2000 };
    await h.database.inInstitution(h.hall, (tx) =>
      tx.query(`insert into person (institution_id, code, name) values ($1, 'ann', 'ann'), ($1, 'bob', 'bob')`, [
        h.hall,
      ]),
    );
  }, 120_000);
  afterAll(async () => {
    await h?.close();
    await redis?.stop();
  });

  const forget = () => (redis ? redis.flush() : emptyQueueSchema(h.db.superUrl));

  /** `count` cases, each leaving one outbox row; returns their ids. */
  async function fill(count: number): Promise<string[]> {
    const engine = h.get(CaseEngine);
    const ids: string[] = [];
    for (let start = 0; start < count; start += 50) {
      await h.database.inInstitution(h.hall, async (tx) => {
        for (let i = start; i < Math.min(count, start + 50); i++) {
          const { id } = await engine.start(tx, {
            kind: 'errand',
            key: `${backend}-${++n}`,
            input: { signers: ['bob'] },
            applicant: 'ann',
            actor: actor(h.hall, 'ann'),
          });
          await engine.dispatch(tx, {
            caseId: id,
            event: { type: 'errand.approve' },
            actor: actor(h.hall, 'bob'),
            idempotencyKey: `${backend}-k${n}`,
            requestHash: 'h',
          });
          ids.push(id);
        }
      });
    }
    return ids;
  }

  const counts = (ids: string[]) =>
    h.database.inInstitution(h.hall, async (tx) => {
      const [row] = await tx.query<{ open: number; receipts: number; told: number }>(
        `select (select count(*) from outbox where case_id = any($1) and done_at is null) as open,
           (select count(*) from outbox_receipt r join outbox o on o.id = r.outbox_id where o.case_id = any($1)) as receipts,
           (select count(*) from notification where case_id = any($1)) as told`,
        [ids],
      );
      return row!;
    });

  async function settle(ids: string[], ms = 60_000): Promise<void> {
    const end = Date.now() + ms;
    while (Date.now() < end && (await counts(ids)).open > 0) await new Promise((done) => setTimeout(done, 100));
  }

  async function worker(lease = 60, extra: Partial<QueueOptions> = {}) {
    const queue = await openQueue({ ...options, ...extra });
    const repository = h.get(OutboxRepository);
    const runner = new OutboxRunner(h.get(Database), repository, h.get(CaseOutboxPerformer), { retrySeconds: 0.05 });
    let runs = 0;
    await queue.process(async (id) => {
      if (await runner.run(id)) runs += 1;
    });
    const relay = new OutboxRelay(h.get(Database), repository, queue, {
      url: h.db.workerUrl,
      pollMs: 200,
      leaseSeconds: lease,
    });
    await relay.start();
    const stop = async () => {
      working.delete(stop);
      await relay.stop();
      await queue.close();
    };
    working.add(stop);
    return { runs: () => runs, stop };
  }

  maybe(
    'does every row once',
    async () => {
      const running = await worker();
      const ids = await fill(120);
      await settle(ids);
      expect(await counts(ids)).toEqual({ open: 0, receipts: 120, told: 120 });
      expect(running.runs()).toBe(120);
      await running.stop();
    },
    90_000,
  );

  maybe(
    'loses nothing when the queue is emptied in the middle',
    async () => {
      const ids = await fill(200);
      const running = await worker();
      for (let i = 0; i < 3; i++) {
        await new Promise((done) => setTimeout(done, 150));
        await forget();
      }
      await settle(ids);
      expect(await counts(ids)).toEqual({ open: 0, receipts: 200, told: 200 });
      expect(running.runs()).toBe(200);
      const [again] = await h.database.system((tx) =>
        tx.query<{ n: number }>('select count(*) as n from outbox where case_id = any($1) and attempt > 1', [ids]),
      );
      expect(again!.n).toBeGreaterThan(0);
      await running.stop();
    },
    120_000,
  );

  maybe(
    'goes on when every connection to the database is cut, again and again',
    async () => {
      const ids = await fill(150);
      const running = await worker(3);
      for (let i = 0; i < 4; i++) {
        await new Promise((done) => setTimeout(done, 200));
        await asSuper(h.db.superUrl, async (client) => {
          await client.query(
            'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
            [h.db.name],
          );
        });
      }
      await settle(ids);
      expect(await counts(ids)).toEqual({ open: 0, receipts: 150, told: 150 });
      await running.stop();
    },
    120_000,
  );

  maybe(
    'does a row once when it is delivered many times at once',
    async () => {
      const ids = await fill(20);
      const rows = await h.database.system((tx) =>
        tx.query<{ id: string }>('select id from outbox where case_id = any($1)', [ids]),
      );
      const runner = new OutboxRunner(h.get(Database), h.get(OutboxRepository), h.get(CaseOutboxPerformer));
      const done = await Promise.all(rows.flatMap(({ id }) => Array.from({ length: 8 }, () => runner.run(id))));
      expect(done.filter(Boolean)).toHaveLength(20);
      expect(await counts(ids)).toEqual({ open: 0, receipts: 20, told: 20 });
    },
    60_000,
  );

  maybe(
    'loses nothing and repeats nothing when a worker is killed',
    async () => {
      const ids = await fill(300);
      const child = await victim({ options, db: h.db });
      const end = Date.now() + 30_000;
      while (Date.now() < end && (await counts(ids)).receipts < 20) await new Promise((done) => setTimeout(done, 10));
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await gone;
      const atKill = await counts(ids);
      expect(atKill.receipts).toBeGreaterThanOrEqual(20);
      expect(atKill.open).toBeGreaterThan(0);
      const running = await worker(2);
      await settle(ids);
      expect(await counts(ids)).toEqual({ open: 0, receipts: 300, told: 300 });
      await running.stop();
    },
    120_000,
  );

  maybe(
    'does within seconds what a killed worker had in hand, long before its lease and its lock would end',
    async () => {
      const patient = { ...options, lockMs: 60_000 };
      let child: ChildProcess | undefined;
      let ids: string[] = [];
      await asSuper(h.db.superUrl, async (client) => {
        // Nobody can be told anything now, so whatever the worker takes stays in its hand.
        await client.query('begin; lock table notification in exclusive mode');
        ids = await fill(4);
        child = await victim({ options: patient, db: h.db, leaseSeconds: 600 });
        const held = 'select count(*)::int as n from pg_locks where not granted and relation = $1::regclass';
        for (let i = 0; i < 100; i++) {
          const { rows } = await client.query(held, ['notification']);
          if (rows[0].n >= 4) break;
          await new Promise((done) => setTimeout(done, 100));
        }
        expect((await client.query(held, ['notification'])).rows[0].n).toBe(4);
        const gone = new Promise((done) => child!.once('exit', done));
        child.kill('SIGKILL');
        await gone;
        await client.query('rollback');
      });
      expect(await counts(ids)).toMatchObject({ open: 4, receipts: 0 });
      const running = await worker(600, patient);
      const began = Date.now();
      await settle(ids, 30_000);
      expect(await counts(ids)).toEqual({ open: 0, receipts: 4, told: 4 });
      expect(Date.now() - began).toBeLessThan(15_000);
      await running.stop();
    },
    90_000,
  );

  maybe(
    'delivers within seconds what never reached the queue although it was leased for long',
    async () => {
      const ids = await fill(3);
      // As after a claim whose delivery was cut off, many times over.
      await h.database.system((tx) =>
        tx.query(
          `update outbox set attempt = 9, leased_until = now() + interval '1 hour' where case_id = any($1) returning id`,
          [ids],
        ),
      );
      const running = await worker(600);
      const began = Date.now();
      await settle(ids, 30_000);
      expect(await counts(ids)).toEqual({ open: 0, receipts: 3, told: 3 });
      expect(Date.now() - began).toBeLessThan(15_000);
      // The same once more, under a relay that has looked before.
      const more = await fill(3);
      await h.database.system((tx) =>
        tx.query(
          `update outbox set attempt = 9, leased_until = now() + interval '1 hour' where case_id = any($1) returning id`,
          [more],
        ),
      );
      await settle(more, 30_000);
      expect(await counts(more)).toEqual({ open: 0, receipts: 3, told: 3 });
      await running.stop();
    },
    90_000,
  );

  maybe(
    'hands a row that fails three times to a person, and takes it back when told',
    async () => {
      const engine = h.get(CaseEngine);
      const { id } = await h.database.inInstitution(h.hall, (tx) =>
        engine.start(tx, {
          kind: 'errand',
          key: `${backend}-lost`,
          input: { signers: ['bob'], tell: `${backend}-later` },
          applicant: 'ann',
          actor: actor(h.hall, 'ann'),
        }),
      );
      await h.database.inInstitution(h.hall, (tx) =>
        engine.dispatch(tx, {
          caseId: id,
          event: { type: 'errand.approve' },
          actor: actor(h.hall, 'bob'),
          idempotencyKey: `${backend}-lost`,
          requestHash: 'h',
        }),
      );
      const running = await worker();
      const incident = async () =>
        h.database.inInstitution(h.hall, (tx) =>
          tx.query<{ id: string; code: string }>(
            'select id, code from case_incident where case_id = $1 and resolved_at is null',
            [id],
          ),
        );
      for (let i = 0; i < 100 && (await incident()).length === 0; i++)
        await new Promise((done) => setTimeout(done, 100));
      const [found] = await incident();
      expect(found?.code).toBe('case.not_found');
      expect(await counts([id])).toMatchObject({ open: 1, told: 1 });
      // The other case comes into being, and a person sends the row again.
      const later = await h.database.inInstitution(h.hall, (tx) =>
        engine.start(tx, {
          kind: 'errand',
          key: `${backend}-later`,
          input: { signers: ['bob'] },
          applicant: 'ann',
          actor: actor(h.hall, 'ann'),
        }),
      );
      const { CaseIncidents } = await import('../../src/workflow/case-incidents.js');
      await h.database.inInstitution(h.hall, (tx) =>
        h.get(CaseIncidents).resolve(tx, found!.id, actor(h.hall, 'bob'), 'again', true),
      );
      await settle([id], 20_000);
      expect(await counts([id])).toMatchObject({ open: 0, receipts: 2 });
      const [told] = await h.database.inInstitution(h.hall, (tx) =>
        tx.query<{ context: { tell: string } }>('select context from case_file where id = $1', [later.id]),
      );
      expect(told?.context.tell).toBe('ann');
      await running.stop();
    },
    60_000,
  );

  if (backend === 'Redis')
    maybe('refuses a Redis that may throw jobs away', async () => {
      const careless = await startRedis('allkeys-lru');
      await expect(openQueue({ ...options, redisUrl: careless.url })).rejects.toMatchObject({
        code: 'queue.redis_policy',
      });
      await careless.stop();
    });

  if (backend === 'PostgreSQL')
    it('refuses a database whose queue was never migrated', async () => {
      const { testDatabase } = await import('../support/database.js');
      const bare = await testDatabase({ migrated: false });
      await expect(openQueue({ databaseUrl: bare.workerUrl })).rejects.toMatchObject({ code: 'queue.schema_missing' });
      await bare.drop();
    });

  if (backend === 'PostgreSQL')
    it('is brought up to date at the next start too, when a worker has made a sequence of its own', async () => {
      const { testDatabase } = await import('../support/database.js');
      const used = await testDatabase();
      const queue = await openQueue({ databaseUrl: used.workerUrl });
      await queue.add([randomUUID(), randomUUID()].map((id) => ({ id, attempt: 1 })));
      await queue.close();
      const made = await asSuper(used.workerUrl, (client) =>
        client.query("select sequencename from pg_sequences where schemaname = 'queue' and sequenceowner = $1", [
          ROLES.worker,
        ]),
      );
      expect(made.rows).toHaveLength(1);
      await expect(migrate(used.ownerUrl)).resolves.toEqual([]);
      await used.drop();
    });
});

/** A worker in a process of its own, to be killed. */
async function victim(settings: { options: QueueOptions; db: object; leaseSeconds?: number }): Promise<ChildProcess> {
  const child = fork(join(process.cwd(), 'test/module/support/victim.ts'), [], {
    execArgv: ['--import', `file://${process.cwd()}/test/support/typescript-hooks.mjs`],
    env: { ...process.env, VICTIM: JSON.stringify(settings), NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await new Promise<void>((done, refuse) => {
    child.once('message', () => done());
    child.once('exit', (code) => refuse(new Error(`the victim ended with ${code} before it worked`)));
  });
  return child;
}
