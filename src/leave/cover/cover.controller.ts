import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import { Allow, CurrentActor, WithoutKey } from '../../platform/http/policy.js';
import {
  type CandidatesQuery,
  type CoverPlanRequest,
  candidatesQuery,
  coverPlanRequest,
  type StaffingQuery,
  staffingQuery,
} from '../cover.contract.js';
import { CoverService } from './cover.service.js';

@Controller('api')
export class CoverController {
  constructor(private readonly covers: CoverService) {}

  @Get('leaves/candidates')
  @Allow('signedIn')
  candidates(@CurrentActor() actor: Actor, @Query({ schema: candidatesQuery }) query: CandidatesQuery) {
    return this.covers.candidates(actor, query);
  }

  @Get('staffing')
  @Allow('signedIn')
  staffing(@CurrentActor() actor: Actor, @Query({ schema: staffingQuery }) query: StaffingQuery) {
    return this.covers.staffing(actor, query);
  }

  @Post('cover-plans')
  @HttpCode(200)
  @WithoutKey()
  @Allow('signedIn')
  plan(@CurrentActor() actor: Actor, @Body({ schema: coverPlanRequest }) body: CoverPlanRequest) {
    return this.covers.plan(actor, body);
  }
}
