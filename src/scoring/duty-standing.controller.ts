import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { Allow, CurrentActor } from '../platform/http/policy.js';
import { type DutyStandingQuery, type DutyStandingView, dutyStandingQuery } from './duty-standing.contract.js';
import { DutyStandingService } from './duty-standing.service.js';

@Controller('api/calendar-duties')
export class DutyStandingController {
  constructor(private readonly duties: DutyStandingService) {}

  @Get()
  @Allow({ roles: ['OFFICE', 'SUPERVISION', 'CENTRE_LEADER', 'RULE_ADMIN', 'AUDITOR'] })
  standing(
    @CurrentActor() actor: Actor,
    @Query({ schema: dutyStandingQuery }) query: DutyStandingQuery,
  ): Promise<DutyStandingView> {
    return this.duties.standing(actor, query.on);
  }
}
