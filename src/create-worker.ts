import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import type { Config } from './platform/config/config.js';

/** The same modules without a port: outbox, deadlines, papers. */
export async function createWorkerApp(
  config: Config,
  options: { logger?: false } = {},
): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(AppModule.forRoot(config, 'worker'), {
    bufferLogs: options.logger !== false,
    ...(options.logger === false ? { logger: false } : {}),
    abortOnError: false,
  });
}
