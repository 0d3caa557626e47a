import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../core/actor.js';
import { WallClock } from '../../organization/wall-clock.js';
import { sendList } from '../../platform/files/send-sheet.js';
import { Allow, CurrentActor } from '../../platform/http/policy.js';
import { type LeavesQuery, leavesQuery, type SubstitutionsQuery, substitutionsQuery } from '../register.contract.js';
import { RegisterService } from './register.service.js';
import { leaveSheet, substitutionSheet } from './register.view.js';

@Controller('api')
export class RegisterController {
  constructor(
    private readonly registers: RegisterService,
    private readonly walls: WallClock,
  ) {}

  @Get('leaves')
  @Allow('signedIn')
  async leaves(
    @CurrentActor() actor: Actor,
    @Query({ schema: leavesQuery }) query: LeavesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = await this.registers.leaves(actor, query);
    if (query.format !== 'xlsx') return list;
    return sendList(reply, query, list, leaveSheet(actor.language, await this.walls.of(actor)));
  }

  @Get('substitutions')
  @Allow('signedIn')
  async substitutions(
    @CurrentActor() actor: Actor,
    @Query({ schema: substitutionsQuery }) query: SubstitutionsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = await this.registers.substitutions(actor, query);
    if (query.format !== 'xlsx') return list;
    return sendList(reply, query, list, substitutionSheet(actor.language, await this.walls.of(actor)));
  }
}
