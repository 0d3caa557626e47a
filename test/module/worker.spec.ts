/** The worker as it runs in service: it takes what the API left in the outbox and fires what is due, then stops in order. */
import { spawnSync } from 'node:child_process';
import type { INestApplicationContext } from '@nestjs/common';
import { createWorkerApp } from '../../src/create-worker.js';
import { DemoService } from '../../src/demo/demo.service.js';
import { RosterService } from '../../src/organization/roster.service.js';
import { readConfig } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { asSuper } from '../../src/platform/embedded/roles.js';
import { Machines } from '../../src/workflow/machines.js';
import { type TestApi, testApi, type Visitor } from '../support/api.js';
import { errand } from './support/errand.js';
import { startRedis } from './support/redis.js';

const redisThere = spawnSync('redis-server', ['--version']).status === 0;
if (!redisThere && process.env.CI) throw new Error('redis-server is not installed, and CI may not skip its tests');

describe.each([['PostgreSQL'], ['Redis']])('worker on %s', (backend) => {
  const maybe = backend === 'PostgreSQL' || redisThere ? it : it.skip;
  let api: TestApi;
  let worker: INestApplicationContext;
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  let ann: Visitor;
  let bob: Visitor;

  beforeAll(async () => {
    api = await testApi();
    redis = backend === 'Redis' && redisThere ? await startRedis() : undefined;
    const hall = (
      await api.app
        .get(DemoService, { strict: false })
        .found({ example: 'city-hall', code: 'hall', name: '示例大厅' }, false)
    ).id;
    api.app.get(Machines, { strict: false }).add(errand);
    await api.app.get(Database, { strict: false }).inInstitution(hall, async (tx) => {
      const row = {
        gender: null,
        unit: null,
        window: null,
        post: null,
        ab: null,
        since: '2026-01-05',
        roles: [{ role: 'STAFF' as const }],
      };
      await api.app.get(RosterService, { strict: false }).putPeople(
        tx,
        [
          { ...row, code: 'ann', name: '安宁' },
          { ...row, code: 'bob', name: '薄荷', roles: [{ role: 'OFFICE' as const }] },
        ],
        '2026-01-05',
        'test',
      );
    });
    const config = readConfig({
      DATABASE_URL: api.db.apiUrl,
      DATABASE_WORKER_URL: api.db.workerUrl,
      KAOPING_HOME: api.home,
      KAOPING_DEMO: '1',
      PORT: '0',
      ...(redis ? { REDIS_URL: redis.url } : {}),
    });
    worker = await createWorkerApp(config, { logger: false });
    worker.get(Machines, { strict: false }).add(errand);
    [ann, bob] = (await Promise.all(
      ['ann', 'bob'].map(async (personCode) => {
        const visitor = api.visitor();
        expect((await visitor.post('/api/demo/sign-in', { personCode, institution: 'hall' })).status).toBe(200);
        return visitor;
      }),
    )) as [Visitor, Visitor];
  }, 120_000);
  afterAll(async () => {
    await worker?.close();
    await api?.close();
    await redis?.stop();
  });

  const until = async (what: () => Promise<boolean>) => {
    for (let wait = 0; wait < 150; wait++) {
      if (await what()) return true;
      await new Promise((done) => setTimeout(done, 100));
    }
    return false;
  };

  maybe(
    'carries a message to the inbox',
    async () => {
      const { id } = (await ann.post('/api/cases', { kind: 'errand', input: { signers: ['bob'] } })).body;
      await bob.post(`/api/cases/${id}/events`, { type: 'errand.approve', payload: {} }, { 'if-match': '"1"' });
      const came = () =>
        ann
          .get('/api/notifications')
          .then((reply) => reply.body.items.some((one: { caseId: string }) => one.caseId === id));
      expect(await until(came)).toBe(true);
    },
    30_000,
  );

  maybe(
    'fires a term when business time has passed it',
    async () => {
      const { id } = (await ann.post('/api/cases', { kind: 'errand', input: { signers: ['bob'], days: 2 } })).body;
      expect((await bob.post('/api/demo/clock', { advanceDays: 4 })).status).toBeLessThan(300);
      expect(await until(async () => (await ann.get(`/api/cases/${id}`)).body.state === 'expired')).toBe(true);
    },
    30_000,
  );

  maybe(
    'stops in order within fifteen seconds',
    async () => {
      const start = performance.now();
      await worker.close();
      expect(performance.now() - start).toBeLessThan(15_000);
      const left = await asSuper(api.db.superUrl, async (client) => {
        const { rows } = await client.query(
          `select application_name from pg_stat_activity where datname = $1 and application_name ~ '^(kaoping-queue|kaoping-listen-kaoping_outbox|kaoping-worker|outbox)'`,
          [api.db.name],
        );
        return rows;
      });
      expect(left).toEqual([]);
    },
    30_000,
  );
});
