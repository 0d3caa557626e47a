import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import type { Command } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import { sendList, wholeList } from '../platform/files/send-sheet.js';
import { Allow, CurrentActor, CurrentCommand } from '../platform/http/policy.js';
import { uuid } from '../platform/http/shapes.js';
import { parse } from '../platform/http/validation.js';
import { CaseCommandService } from './case-command.service.js';
import { caseSheet } from './case-sheets.js';
import { CaseViewService } from './case-view.service.js';
import {
  type BatchBody,
  batchBody,
  type CaseListQuery,
  caseListQuery,
  type EventBody,
  eventBody,
  type StartBody,
  startBody,
} from './cases.contract.js';
import { TaskService } from './task.service.js';

@Controller('api/cases')
export class CasesController {
  constructor(
    private readonly database: Database,
    private readonly views: CaseViewService,
    private readonly commands: CaseCommandService,
    private readonly tasks: TaskService,
  ) {}

  @Get()
  @Allow('signedIn')
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: caseListQuery }) query: CaseListQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = await this.tasks.list(actor, { ...query, mine: query.mine ?? false }, wholeList(query));
    return sendList(reply, query, list, caseSheet(actor.language));
  }

  @Get('kinds/:kind/machine')
  @Allow('signedIn')
  machine(@CurrentActor() actor: Actor, @Param('kind') kind: string) {
    return this.views.machine(kind, actor);
  }

  @Get(':id')
  @Allow('signedIn')
  async one(@CurrentActor() actor: Actor, @Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const view = await this.read(actor, id, 'view');
    void reply.header('etag', `"${view.revision}"`);
    return view;
  }

  @Get(':id/history')
  @Allow('signedIn')
  history(@CurrentActor() actor: Actor, @Param('id') id: string) {
    return this.read(actor, id, 'history');
  }

  @Get(':id/trace')
  @Allow('signedIn')
  trace(@CurrentActor() actor: Actor, @Param('id') id: string) {
    return this.read(actor, id, 'trace');
  }

  @Post()
  @HttpCode(201)
  @Allow('signedIn')
  async start(
    @CurrentCommand() command: Command,
    @Body({ schema: startBody }) body: StartBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.commands.start(command, body.kind, body.input);
    void reply.header('etag', `"${answer.body.revision}"`);
    return answer.body;
  }

  @Post('batch')
  @HttpCode(200)
  @Allow('signedIn')
  batch(@CurrentCommand() command: Command, @Body({ schema: batchBody }) body: BatchBody) {
    return this.commands.batch(command, body.items);
  }

  @Post(':id/events')
  @HttpCode(200)
  @Allow('signedIn')
  async send(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body({ schema: eventBody }) body: EventBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.commands.send(command, parse(uuid, id, '/id'), body);
    void reply.header('etag', `"${answer.outcome.revision}"`);
    return answer;
  }

  private read<K extends 'view' | 'history' | 'trace'>(
    actor: Actor,
    id: string,
    what: K,
  ): ReturnType<CaseViewService[K]> {
    const caseId = parse(uuid, id, '/id');
    return this.database.inInstitution(
      actor.institutionId,
      (tx) => this.views[what](tx, caseId, actor) as Promise<never>,
    ) as ReturnType<CaseViewService[K]>;
  }
}
