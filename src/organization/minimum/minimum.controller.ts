import { Body, Controller, Get, Param, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../core/actor.js';
import type { Command } from '../../platform/database/commands.js';
import { Allow, CurrentActor, CurrentCommand } from '../../platform/http/policy.js';
import { type WindowMinimum, windowMinimum, type ZoneMinimum, zoneMinimum, zonesQuery } from '../minimum.contract.js';
import { MinimumService } from './minimum.service.js';

@Controller('api')
export class MinimumController {
  constructor(private readonly minimums: MinimumService) {}

  @Get('zones')
  @Allow('signedIn')
  zones(@CurrentActor() actor: Actor, @Query({ schema: zonesQuery }) _query: object) {
    return this.minimums.list(actor);
  }

  @Put('windows/:code/minimum')
  @Allow({ roles: ['SYSTEM_ADMIN', 'SUPERVISION'] })
  async setWindow(
    @CurrentCommand() command: Command,
    @Param('code') code: string,
    @Body({ schema: windowMinimum }) body: WindowMinimum,
  ) {
    return (await this.minimums.setWindow(command, code, body)).body;
  }

  @Put('zones/:code')
  @Allow({ roles: ['SYSTEM_ADMIN', 'SUPERVISION'] })
  async putZone(
    @CurrentCommand() command: Command,
    @Param('code') code: string,
    @Body({ schema: zoneMinimum }) body: ZoneMinimum,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.minimums.putZone(command, code, body);
    void reply.status(answer.status);
    return answer.body;
  }
}
