import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import { sendListOrSheet } from '../platform/files/send-sheet.js';
import { Allow, CurrentActor } from '../platform/http/policy.js';
import { DirectoryService } from './directory.service.js';
import {
  type CalendarQuery,
  type ColleaguesQuery,
  calendarQuery,
  colleaguesQuery,
  type DutyQuery,
  dutyQuery,
  type PeopleQuery,
  peopleQuery,
  unitsQuery,
  type WindowsQuery,
  windowsQuery,
} from './organization.contract.js';

@Controller('api')
export class OrganizationController {
  constructor(private readonly directory: DirectoryService) {}

  @Get('people')
  @Allow('signedIn')
  async people(
    @CurrentActor() actor: Actor,
    @Query({ schema: peopleQuery }) query: PeopleQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendListOrSheet(reply, '花名册', await this.directory.people(actor, query));
  }

  @Get('people/:code')
  @Allow('signedIn')
  person(@CurrentActor() actor: Actor, @Param('code') code: string) {
    return this.directory.person(actor, code);
  }

  @Get('colleagues')
  @Allow('signedIn')
  colleagues(@CurrentActor() actor: Actor, @Query({ schema: colleaguesQuery }) query: ColleaguesQuery) {
    return this.directory.colleagues(actor, query);
  }

  @Get('windows')
  @Allow('signedIn')
  async windows(
    @CurrentActor() actor: Actor,
    @Query({ schema: windowsQuery }) query: WindowsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendListOrSheet(reply, '窗口', await this.directory.windows(actor, query));
  }

  @Get('windows/:code')
  @Allow('signedIn')
  window(@CurrentActor() actor: Actor, @Param('code') code: string) {
    return this.directory.window(actor, code);
  }

  @Get('units')
  @Allow('signedIn')
  units(@CurrentActor() actor: Actor, @Query({ schema: unitsQuery }) _query: object) {
    return this.directory.units(actor);
  }

  @Get('duty')
  @Allow('signedIn')
  async duty(
    @CurrentActor() actor: Actor,
    @Query({ schema: dutyQuery }) query: DutyQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendListOrSheet(reply, '排班', await this.directory.duty(actor, query));
  }

  @Get('calendar')
  @Allow('signedIn')
  calendar(@CurrentActor() actor: Actor, @Query({ schema: calendarQuery }) query: CalendarQuery) {
    return this.directory.year(actor, query.year);
  }
}
