import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Client } from 'pg';
import { migrations } from '../../src/migrations.js';
import { Config, readConfig } from '../../src/platform/config/config.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { HealthModule } from '../../src/platform/health/health.module.js';
import { excessRights, isStepDone, markStepDone } from '../../src/platform/health/installation.js';
import { SEEDED } from '../../src/platform/health/readiness.js';
import { ProblemFilter } from '../../src/platform/http/problem.filter.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { type TestDatabase, testDatabase } from '../support/database.js';

describe('health', () => {
  let database: TestDatabase;
  let api: NestFastifyApplication;

  const start = async (url: string, steps: readonly { name: string }[] = migrations) => {
    const config: Config = readConfig({ DATABASE_URL: url, KAOPING_DEMO: '1' });
    const module = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({ url, poolSize: 3, applicationName: 'test' }),
        HealthModule.forApi(steps),
        MetricsModule,
      ],
    }).compile();
    const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    app.useGlobalFilters(new ProblemFilter());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return app;
  };
  const startWorker = async () => {
    const module = await Test.createTestingModule({
      imports: [
        DatabaseModule.forRoot({ url: database.workerUrl, poolSize: 2, applicationName: 'test' }),
        HealthModule.forWorker(),
      ],
    }).compile();
    await module.init();
    return module;
  };
  const ready = async (app = api) => {
    const answer = await app.inject('/api/health/ready');
    return { ...answer.json(), status: answer.statusCode };
  };

  beforeAll(async () => {
    database = await testDatabase();
    api = await start(database.apiUrl);
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  it('lives as soon as it answers', async () => {
    expect((await api.inject('/api/health/live')).statusCode).toBe(200);
  });

  it('is ready only when it is seeded and a worker beats, and says what is missing', async () => {
    expect(await ready()).toMatchObject({ status: 503, missing: ['demonstration', 'worker'] });
    expect(await isStepDone(database.ownerUrl, SEEDED)).toBe(false);
    await markStepDone(database.ownerUrl, SEEDED);
    await markStepDone(database.ownerUrl, SEEDED);
    expect(await ready()).toMatchObject({ status: 503, missing: ['worker'] });

    const worker = await startWorker();
    expect(await ready()).toMatchObject({ status: 200, missing: [], workers: 1 });

    const client = new Client({ connectionString: database.workerUrl });
    await client.connect();
    await client.query(`update worker_heartbeat set beat_at = now() - interval '16 seconds'`);
    expect(await ready()).toMatchObject({ status: 503, missing: ['worker'] });
    await worker.close();
    const { rows } = await client.query('select count(*)::int as n from worker_heartbeat');
    expect(rows[0].n).toBe(0);
    await client.end();
  });

  it('is not ready on a schema that lacks a step, nor on an empty database, nor without one', async () => {
    const later = await start(database.apiUrl, [...migrations, { name: 'Later1999999999999' }]);
    expect(await ready(later)).toMatchObject({
      status: 503,
      missing: ['migration'],
      pendingMigrations: ['Later1999999999999'],
    });
    await later.close();

    const empty = await testDatabase({ migrated: false });
    const lost = await start(empty.apiUrl);
    expect(await ready(lost)).toMatchObject({ status: 503, missing: ['migration'] });
    await empty.drop();
    expect(await ready(lost)).toMatchObject({ status: 503, missing: ['database'] });
    expect((await lost.inject('/api/health/live')).statusCode).toBe(200);
    await lost.close();
  });

  it('knows which roles are too strong to run the application', async () => {
    expect(await excessRights(database.apiUrl)).toBeUndefined();
    expect(await excessRights(database.workerUrl)).toBeUndefined();
    expect(await excessRights(database.ownerUrl)).toEqual({ role: 'kaoping_owner', what: 'OWNER' });
    expect(await excessRights(database.superUrl)).toEqual({ role: 'postgres', what: 'SUPERUSER' });
  });

  it('shows its figures to this machine only', async () => {
    await api.inject('/api/health/live');
    const ask = (options: object) => api.inject({ url: '/metrics', headers: { host: '127.0.0.1:8080' }, ...options });
    const answer = await ask({});
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/health/live",status="200"}',
    );
    expect((await ask({ remoteAddress: '192.0.2.7' })).statusCode).toBe(404);
    expect((await ask({ headers: { host: 'hall.example' } })).statusCode).toBe(404);
    expect((await ask({ headers: { host: '127.0.0.1', 'x-forwarded-for': '192.0.2.7' } })).statusCode).toBe(404);
  });
});
