import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import type { Command } from '../platform/database/commands.js';
import { Allow, CurrentActor, CurrentCommand, WithoutKey } from '../platform/http/policy.js';
import {
  type LeaveKindsQuery,
  type LeavePreviewRequest,
  type LeaveRequest,
  leaveKindsQuery,
  leavePreview,
  leaveRequest,
} from './leave.contract.js';
import { LeaveFilingService } from './leave-filing.service.js';
import { LeaveKindsService } from './leave-kinds.service.js';

@Controller('api')
export class LeaveController {
  constructor(
    private readonly filing: LeaveFilingService,
    private readonly leaveKinds: LeaveKindsService,
  ) {}

  @Get('leave-kinds')
  @Allow('signedIn')
  kinds(@CurrentActor() actor: Actor, @Query({ schema: leaveKindsQuery }) query: LeaveKindsQuery) {
    return this.leaveKinds.list(actor.institutionId, query.on);
  }

  @Post('leaves/preview')
  @HttpCode(200)
  @WithoutKey()
  @Allow('signedIn')
  preview(@CurrentActor() actor: Actor, @Body({ schema: leavePreview }) body: LeavePreviewRequest) {
    return this.filing.preview(actor, body);
  }

  @Post('leaves')
  @Allow('signedIn')
  async file(
    @CurrentCommand() command: Command,
    @Body({ schema: leaveRequest }) body: LeaveRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.filing.file(command, body);
    void reply.status(answer.status).headers(answer.headers ?? {});
    return answer.body;
  }
}
