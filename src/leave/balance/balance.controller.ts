import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../core/actor.js';
import type { Command } from '../../platform/database/commands.js';
import { sendList, wholeList } from '../../platform/files/send-sheet.js';
import { Allow, CurrentActor, CurrentCommand, WithoutKey } from '../../platform/http/policy.js';
import {
  type AdjustmentRequest,
  adjustmentRequest,
  type BalancesQuery,
  balancesQuery,
  type OpeningRequest,
  openingRequest,
  type PersonBalancesQuery,
  personBalancesQuery,
} from '../leave-balance.contract.js';
import { balanceSheet } from './balance-sheet.js';
import { OpeningService } from './opening.service.js';
import { BalanceRegisterService, balanceKeepers, balanceReaders } from './register.service.js';

@Controller('api/leave-balances')
export class BalanceController {
  constructor(
    private readonly register: BalanceRegisterService,
    private readonly openings: OpeningService,
  ) {}

  @Get()
  @Allow({ roles: balanceReaders })
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: balancesQuery }) query: BalancesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = await this.register.list(actor, wholeList(query));
    return sendList(reply, query, list, balanceSheet(actor.language));
  }

  @Get('own')
  @Allow('signedIn')
  own(@CurrentActor() actor: Actor, @Query({ schema: personBalancesQuery }) query: PersonBalancesQuery) {
    return this.register.ofPerson(actor, actor.person, query.year);
  }

  @Post('openings/preview')
  @HttpCode(200)
  @WithoutKey()
  @Allow({ roles: balanceKeepers })
  preview(@CurrentActor() actor: Actor, @Body({ schema: openingRequest }) body: OpeningRequest) {
    return this.openings.preview(actor, body);
  }

  @Post('openings')
  @HttpCode(200)
  @Allow({ roles: balanceKeepers })
  async open(@CurrentCommand() command: Command, @Body({ schema: openingRequest }) body: OpeningRequest) {
    return (await this.openings.open(command, body)).body;
  }

  @Post('adjustments')
  @Allow({ roles: balanceKeepers })
  async adjust(@CurrentCommand() command: Command, @Body({ schema: adjustmentRequest }) body: AdjustmentRequest) {
    return (await this.register.adjust(command, body)).body;
  }

  @Get('people/:code')
  @Allow('signedIn')
  ofPerson(
    @CurrentActor() actor: Actor,
    @Param('code') person: string,
    @Query({ schema: personBalancesQuery }) query: PersonBalancesQuery,
  ) {
    return this.register.ofPerson(actor, person, query.year);
  }
}
