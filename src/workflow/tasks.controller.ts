import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import { type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import { sendList, wholeList } from '../platform/files/send-sheet.js';
import { Allow, CurrentActor, CurrentCommand } from '../platform/http/policy.js';
import { uuid } from '../platform/http/shapes.js';
import { parse } from '../platform/http/validation.js';
import { CaseIncidents } from './case-incidents.js';
import { taskSheet } from './case-sheets.js';
import {
  type IncidentQuery,
  incidentQuery,
  type ResolveBody,
  resolveBody,
  type TaskQuery,
  taskQuery,
} from './cases.contract.js';
import { TaskService } from './task.service.js';

@Controller('api')
export class TasksController {
  constructor(
    private readonly tasks: TaskService,
    private readonly incidents: CaseIncidents,
    private readonly database: Database,
    private readonly commands: Commands,
  ) {}

  @Get('tasks')
  @Allow('signedIn')
  async box(
    @CurrentActor() actor: Actor,
    @Query({ schema: taskQuery }) query: TaskQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = await this.tasks.box(actor, query.box, wholeList(query));
    return sendList(reply, query, list, taskSheet(query.box, actor.language));
  }

  @Get('tasks/counts')
  @Allow('signedIn')
  counts(@CurrentActor() actor: Actor) {
    return this.tasks.counts(actor);
  }

  @Get('incidents')
  @Allow({ roles: ['SUPERVISION', 'OPERATOR', 'SYSTEM_ADMIN', 'AUDITOR'] })
  async list(@CurrentActor() actor: Actor, @Query({ schema: incidentQuery }) query: IncidentQuery) {
    const items = await this.database.inInstitution(actor.institutionId, (tx) => this.incidents.list(tx, query));
    return { items, total: items.length };
  }

  @Post('incidents/:id/resolve')
  @HttpCode(200)
  @Allow({ roles: ['SUPERVISION', 'OPERATOR'] })
  async resolve(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body({ schema: resolveBody }) body: ResolveBody,
  ) {
    const incidentId = parse(uuid, id, '/id');
    const answer = await this.commands.run(command, async (tx) => ({
      status: 200,
      body: await this.incidents.resolve(tx, incidentId, command.actor, body.note, body.retry),
    }));
    return answer.body;
  }
}
