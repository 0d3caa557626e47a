/** What cold start and memory stand beside: Nest on Fastify with TypeORM, forty entities, connected; no business at all. */
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EntitySchema } from 'typeorm';

const entities = Array.from(
  { length: 40 },
  (_, index) =>
    new EntitySchema({
      name: `Thing${index}`,
      columns: {
        id: { type: 'uuid', primary: true },
        name: { type: 'text' },
        amount: { type: 'bigint' },
        at: { type: 'timestamptz' },
        details: { type: 'jsonb', nullable: true },
      },
    }),
);

@Controller()
class EmptyController {
  @Get('api/health/live')
  live() {
    return { status: 'ok' };
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({ type: 'postgres', url: process.env.DATABASE_URL, entities, installExtensions: false }),
  ],
  controllers: [EmptyController],
})
class EmptyModule {}

const app = await NestFactory.create<NestFastifyApplication>(EmptyModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.send?.('up');
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
