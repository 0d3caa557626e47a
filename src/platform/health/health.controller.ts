import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/policy.js';
import { Readiness } from './readiness.js';

@Controller('api/health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers. A database that is away does not make it dead. */
  @Public()
  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** 200 when migrated, seeded and a worker is alive; else 503 with what is missing. */
  @Public()
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const answer = await this.readiness.ask();
    reply.status(answer.ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return {
      status: answer.ready ? 'ready' : 'not ready',
      missing: answer.missing,
      pendingMigrations: answer.pendingMigrations,
      workers: answer.workers,
    };
  }
}
