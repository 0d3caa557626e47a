/** The floors that the tests of the engines stand on: real PostgreSQL, the real organization, the machines under test. */
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Actor } from '../../../src/core/actor.js';
import type { Grant } from '../../../src/core/roles.js';
import { NotificationModule } from '../../../src/notification/notification.module.js';
import { CalendarService } from '../../../src/organization/calendar.service.js';
import { DeputyRepository } from '../../../src/organization/deputy/deputy.repository.js';
import { DeputyService } from '../../../src/organization/deputy/deputy.service.js';
import { OrganizationRepository } from '../../../src/organization/organization.repository.js';
import { OrganizationService } from '../../../src/organization/organization.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { DatabaseModule } from '../../../src/platform/database/database.module.js';
import { EffectsModule } from '../../../src/platform/effects/effects.module.js';
import { FactProviders } from '../../../src/platform/effects/fact-providers.js';
import { uuidV7 } from '../../../src/platform/ids.js';
import { OutboxModule } from '../../../src/platform/outbox/outbox.module.js';
import { WorkflowModule } from '../../../src/workflow/workflow.module.js';
import type { MachineSpec } from '../../../workflows/kit.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';

@Global()
@Module({
  providers: [OrganizationRepository, OrganizationService, DeputyRepository, DeputyService, CalendarService],
  exports: [OrganizationRepository, OrganizationService, DeputyService, CalendarService],
})
class Who {}

export interface House {
  app: TestingModule;
  database: Database;
  db: TestDatabase;
  /** Id of the institution `hall`. */
  hall: string;
  close(): Promise<void>;
  get<T>(type: new (...args: never[]) => T): T;
}

/** @param prepare registers what the machines ask for besides, before the modules start */
export async function house(
  machines: readonly MachineSpec[],
  db?: TestDatabase,
  prepare?: (app: TestingModule) => void,
): Promise<House> {
  const own = db ?? (await testDatabase());
  const app = await Test.createTestingModule({
    imports: [
      DatabaseModule.forRoot({ url: own.workerUrl, poolSize: 20, applicationName: 'test' }),
      EffectsModule,
      Who,
      OutboxModule,
      WorkflowModule.forRoot({ machines, role: 'test' }),
      NotificationModule.forRoot({ role: 'test' }),
    ],
  }).compile();
  const providers = app.get(FactProviders);
  providers.register('errand.gate', async () => process.env.ERRAND_GATE ?? 'open');
  prepare?.(app);
  await app.init();
  const database = app.get(Database);
  const hall = await institution(own, 'hall');
  return {
    app,
    database,
    db: own,
    hall,
    get: (type) => app.get(type),
    close: async () => {
      await app.close();
      if (!db) await own.drop();
    },
  };
}

/** Makes (or finds) an institution; through the owner, because the worker may not. */
export async function institution(db: TestDatabase, code: string): Promise<string> {
  const { Client } = await import('pg').then((module) => module.default);
  const client = new Client({ connectionString: db.superUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `insert into institution (id, code, name, kind) values ($1, $2, '测试中心', 'city-hall')
       on conflict (code) do update set name = excluded.name returning id`,
      [uuidV7(), code],
    );
    return rows[0].id;
  } finally {
    await client.end();
  }
}

export const actor = (institutionId: string, person: string, ...grants: Grant[]): Actor => ({
  institutionId,
  person,
  grants,
  language: 'zh-CN',
});
