import { type DynamicModule, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Heartbeat } from './heartbeat.js';
import { EXPECTED_STEPS, Readiness } from './readiness.js';

/** Readiness for the API, the heartbeat for the worker. */
@Module({})
export class HealthModule {
  /** @param migrations classes of the schema steps that this build was made for */
  static forApi(migrations: readonly { name: string }[]): DynamicModule {
    const expected = { provide: EXPECTED_STEPS, useValue: migrations.map((step) => step.name) };
    return {
      module: HealthModule,
      controllers: [HealthController],
      providers: [Readiness, expected],
      exports: [Readiness],
    };
  }

  static forWorker(): DynamicModule {
    return { module: HealthModule, providers: [Heartbeat] };
  }
}
