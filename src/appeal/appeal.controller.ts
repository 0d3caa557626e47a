import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import type { Command } from '../platform/database/commands.js';
import { sendListOrSheet } from '../platform/files/send-sheet.js';
import { Allow, CurrentActor, CurrentCommand } from '../platform/http/policy.js';
import { uuid } from '../platform/http/shapes.js';
import {
  type AffectedQuery,
  type AppealsQuery,
  affectedQuery,
  appealsQuery,
  type FileAppeal,
  fileAppeal,
} from './appeal.contract.js';
import { AppealService } from './appeal.service.js';

@Controller('api/appeals')
export class AppealController {
  constructor(private readonly appeals: AppealService) {}

  @Post()
  @Allow('signedIn')
  async file(
    @CurrentCommand() command: Command,
    @Body({ schema: fileAppeal }) body: FileAppeal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.appeals.file(command, body);
    reply.status(answer.status).headers(answer.headers ?? {});
    return answer.body;
  }

  @Get()
  @Allow('signedIn')
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: appealsQuery }) query: AppealsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendListOrSheet(reply, '申诉台账', await this.appeals.list(actor, query));
  }

  @Get(':id/affected')
  @Allow('signedIn')
  affected(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query({ schema: affectedQuery }) query: AffectedQuery,
  ) {
    if (!uuid.safeParse(id).success)
      throw new Problem('input.id_format', { where: '/id', got: id.slice(0, 40), allowed: 'UUID' });
    return this.appeals.affected(actor, id, query);
  }
}
