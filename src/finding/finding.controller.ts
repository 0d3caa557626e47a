import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import type { Command } from '../platform/database/commands.js';
import { sendListOrSheet, wholeList } from '../platform/files/send-sheet.js';
import { Allow, CurrentActor, CurrentCommand } from '../platform/http/policy.js';
import {
  type FindingItemsQuery,
  type FindingsQuery,
  findingItemsQuery,
  findingsQuery,
  type RecordFinding,
  recordFinding,
} from './finding.contract.js';
import { FindingService } from './finding.service.js';

const recorders = ['INSPECTOR', 'SUPERVISION', 'FLOOR_DUTY', 'SHIFT_LEADER', 'CONTENT_SECTION', 'OFFICE'] as const;

@Controller('api/findings')
export class FindingController {
  constructor(private readonly findings: FindingService) {}

  @Post()
  @Allow({ roles: recorders })
  async record(
    @CurrentCommand() command: Command,
    @Body({ schema: recordFinding }) body: RecordFinding,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.findings.record(command, body);
    reply.status(answer.status).headers(answer.headers ?? {});
    return answer.body;
  }

  @Get()
  @Allow('signedIn')
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: findingsQuery }) query: FindingsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendListOrSheet(reply, '检查记录', await this.findings.list(actor, wholeList(query)));
  }

  @Get('items')
  @Allow({ roles: recorders })
  items(@CurrentActor() actor: Actor, @Query({ schema: findingItemsQuery }) query: FindingItemsQuery) {
    return this.findings.items(actor, query);
  }
}
