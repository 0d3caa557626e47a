import 'reflect-metadata';
import { join } from 'node:path';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { type Config, isLoopback } from './platform/config/config.js';
import { projectRoot } from './platform/config/project-root.js';
import { ApiDocument } from './platform/docs/api-document.js';
import { fastifyAdapter, prepareHttp } from './platform/http/http-app.js';
import { assertRoutes } from './platform/http/route-check.js';
import { serveWeb } from './platform/http/web.js';

export interface AppOptions {
  /** Folder of the built web application; tests serve none. */
  web?: string;
  logger?: false;
}

/** The API, ready to listen. @throws Error when a route has no policy or no shape. */
export async function createApp(config: Config, options: AppOptions = {}): Promise<NestFastifyApplication> {
  const http = {
    trustedProxies: config.trustedProxies,
    secure: config.publicUrl?.startsWith('https:') ?? isLoopback(config.host),
  };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config, 'api'), fastifyAdapter(http), {
    bodyParser: false,
    bufferLogs: options.logger !== false,
    ...(options.logger === false ? { logger: false } : {}),
    abortOnError: false,
  });
  await prepareHttp(app, http);
  app.get(ApiDocument).describe(app);
  assertRoutes(app.get(ModulesContainer));
  await serveWeb(app, options.web ?? join(projectRoot, 'dist', 'web'));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
