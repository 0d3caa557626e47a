import { Controller, Get, Header, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../core/problem.js';
import { isLoopback } from '../config/config.js';
import { Public } from '../http/policy.js';
import { Metrics } from './metrics.js';

@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** For a scraper on this machine only: the peer must be loopback, and nothing may have forwarded the request. */
  @Public()
  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async read(@Req() request: FastifyRequest): Promise<string> {
    const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const forwarded = Object.keys(request.headers).some(
      (name) => name === 'forwarded' || name.startsWith('x-forwarded-'),
    );
    const named = isLoopback(request.hostname.replace(/^\[|\]$/g, ''));
    if (!isLoopback(peer) || forwarded || !named) throw new Problem('platform.not_found');
    return this.metrics.registry.metrics();
  }
}
