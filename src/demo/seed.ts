import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import type { Config } from '../platform/config/config.js';
import { DemoService } from './demo.service.js';

/**
 * Loads the institutions that a visitor finds: a service hall and a bank department with their people, duty, calendar,
 * adopted rules and an open cycle, and no results. What a module adds is its founding step. Twice changes nothing.
 */
export async function seedDemonstration(config: Config): Promise<void> {
  const context = await NestFactory.createApplicationContext(AppModule.forRoot(config, 'api'), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    const demo = context.get(DemoService, { strict: false });
    await demo.found({ example: 'city-hall', code: 'demo-hall', name: '示例市政务服务中心' }, true);
    await demo.found({ example: 'bank-department', code: 'demo-bank', name: '示例银行营业部' }, true);
  } finally {
    await context.close();
  }
}
