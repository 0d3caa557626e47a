import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import { WallClock } from '../organization/wall-clock.js';
import type { Command } from '../platform/database/commands.js';
import { sendList, wholeList } from '../platform/files/send-sheet.js';
import { Allow, CurrentActor, CurrentCommand } from '../platform/http/policy.js';
import { uuid } from '../platform/http/shapes.js';
import { parse } from '../platform/http/validation.js';
import { AbsenceService } from './absence.service.js';
import { absenceSheet } from './absence.view.js';
import {
  type AbsencesQuery,
  absencesQuery,
  type ConfirmAbsence,
  confirmAbsence,
  type DecideAbsences,
  type DropAbsence,
  decideAbsences,
  dropAbsence,
  type ExplainAbsence,
  explainAbsence,
} from './attendance.contract.js';

@Controller('api/absences')
export class AttendanceController {
  constructor(
    private readonly absences: AbsenceService,
    private readonly walls: WallClock,
  ) {}

  @Get()
  @Allow('signedIn')
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: absencesQuery }) query: AbsencesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = await this.absences.list(actor, wholeList(query));
    return sendList(reply, query, list, absenceSheet(actor.language, await this.walls.of(actor)));
  }

  /** Each of the list on its own: 200 with what was done and what was refused, and why. */
  @Post('decide')
  @HttpCode(200)
  @Allow({ roles: ['SUPERVISION'] })
  async decide(@CurrentCommand() command: Command, @Body({ schema: decideAbsences }) body: DecideAbsences) {
    return (await this.absences.decide(command, body)).body;
  }

  @Get(':id')
  @Allow('signedIn')
  show(@CurrentActor() actor: Actor, @Param('id') id: string) {
    return this.absences.show(actor, idOf(id));
  }

  @Post(':id/explain')
  @HttpCode(200)
  @Allow('signedIn')
  async explain(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body({ schema: explainAbsence }) body: ExplainAbsence,
  ) {
    return (await this.absences.explain(command, idOf(id), body)).body;
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Allow({ roles: ['SUPERVISION'] })
  async confirm(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body({ schema: confirmAbsence }) body: ConfirmAbsence,
  ) {
    return (await this.absences.confirm(command, idOf(id), body)).body;
  }

  @Post(':id/drop')
  @HttpCode(200)
  @Allow({ roles: ['SUPERVISION'] })
  async drop(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body({ schema: dropAbsence }) body: DropAbsence,
  ) {
    return (await this.absences.drop(command, idOf(id), body)).body;
  }
}

const idOf = (text: string): string => parse(uuid, text, '/id');
