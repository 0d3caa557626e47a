import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../core/actor.js';
import { WallClock } from '../../organization/wall-clock.js';
import type { Command } from '../../platform/database/commands.js';
import { sendList, wholeList } from '../../platform/files/send-sheet.js';
import { Allow, CurrentActor, CurrentCommand } from '../../platform/http/policy.js';
import {
  type AddBadges,
  addBadges,
  type BadgesQuery,
  badgesQuery,
  type ChangeBadge,
  changeBadge,
  type StockQuery,
  stockQuery,
} from './badge.contract.js';
import { BadgeService } from './badge.service.js';
import { badgeSheet } from './badge-sheet.js';

@Controller('api/badges')
export class BadgeController {
  constructor(
    private readonly badges: BadgeService,
    private readonly walls: WallClock,
  ) {}

  @Get()
  @Allow('signedIn')
  async register(
    @CurrentActor() actor: Actor,
    @Query({ schema: badgesQuery }) query: BadgesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = await this.badges.register(actor, wholeList(query));
    return sendList(reply, query, list, badgeSheet(actor.language, await this.walls.of(actor)));
  }

  @Get('stock')
  @Allow({ roles: ['SUPERVISION', 'AUDITOR'] })
  stock(@CurrentActor() actor: Actor, @Query({ schema: stockQuery }) query: StockQuery) {
    return this.badges.stock(actor, query);
  }

  @Post('stock')
  @Allow({ roles: ['SUPERVISION'] })
  async add(@CurrentCommand() command: Command, @Body({ schema: addBadges }) body: AddBadges) {
    return (await this.badges.add(command, body)).body;
  }

  @Post('stock/state')
  @HttpCode(200)
  @Allow({ roles: ['SUPERVISION'] })
  async change(@CurrentCommand() command: Command, @Body({ schema: changeBadge }) body: ChangeBadge) {
    return (await this.badges.change(command, body)).body;
  }
}
