import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import type { Command } from '../platform/database/commands.js';
import { Allow, CurrentActor, CurrentCommand } from '../platform/http/policy.js';
import { uuid } from '../platform/http/shapes.js';
import { parse } from '../platform/http/validation.js';
import { type ChecklistsQuery, checklistsQuery, type PlanInspection, planInspection } from './inspection.contract.js';
import { InspectionService } from './inspection.service.js';

const planners = ['INSPECTOR', 'SUPERVISION', 'OFFICE'] as const;

@Controller('api/inspections')
export class InspectionController {
  constructor(private readonly inspections: InspectionService) {}

  @Post()
  @Allow({ roles: planners })
  async plan(
    @CurrentCommand() command: Command,
    @Body({ schema: planInspection }) body: PlanInspection,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.inspections.plan(command, body);
    reply.status(answer.status).headers(answer.headers ?? {});
    return answer.body;
  }

  @Get('checklists')
  @Allow({ roles: planners })
  checklists(@CurrentActor() actor: Actor, @Query({ schema: checklistsQuery }) query: ChecklistsQuery) {
    return this.inspections.checklists(actor, query.on);
  }

  @Get(':id')
  @Allow('signedIn')
  sheet(@CurrentActor() actor: Actor, @Param('id') id: string) {
    return this.inspections.sheet(actor, parse(uuid, id, '/id'));
  }
}
