import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { Problem } from '../core/problem.js';
import { type Config, readConfig } from '../platform/config/config.js';
import { sqlState } from '../platform/database/database.js';
import { startEmbedded } from '../platform/embedded/embedded.js';

/**
 * Does something with the application but without its HTTP server: on the database of the settings, or on the embedded
 * one, which is started for it and stopped again unless it was running. @throws Problem start.database_empty
 */
export async function withApp<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const config = readConfig();
  const embedded = config.embedded ? await startEmbedded({ home: config.home }) : undefined;
  if (embedded) config.databaseUrl = embedded.apiUrl;
  try {
    const app = await open(config);
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  } finally {
    if (embedded && !embedded.adopted) await embedded.stop();
  }
}

async function open(config: Config): Promise<INestApplicationContext> {
  try {
    return await NestFactory.createApplicationContext(AppModule.forRoot(config, 'api'), {
      logger: ['error'],
      abortOnError: false,
    });
  } catch (error) {
    // A table that does not exist: nobody ever started the product on this database.
    if (sqlState(error) === '42P01') throw new Problem('start.database_empty', { home: config.home });
    throw error;
  }
}
