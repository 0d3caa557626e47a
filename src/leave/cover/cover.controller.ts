import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import type { Command } from '../../platform/database/commands.js';
import { Allow, CurrentActor, CurrentCommand, WithoutKey } from '../../platform/http/policy.js';
import {
  type CandidatesQuery,
  type CaseCandidatesQuery,
  type CoverPlanApply,
  type CoverPlanRequest,
  candidatesQuery,
  caseCandidatesQuery,
  coverPlanApply,
  coverPlanRequest,
  type StaffingQuery,
  type StepInRequest,
  staffingQuery,
  stepInRequest,
  unaskedQuery,
} from '../cover.contract.js';
import { CoverService } from './cover.service.js';
import { CoverPlanService } from './cover-plan.service.js';
import { UnaskedCoverService } from './unasked.service.js';

@Controller('api')
export class CoverController {
  constructor(
    private readonly covers: CoverService,
    private readonly plans: CoverPlanService,
    private readonly steppingIn: UnaskedCoverService,
  ) {}

  @Get('leaves/candidates')
  @Allow('signedIn')
  candidates(@CurrentActor() actor: Actor, @Query({ schema: candidatesQuery }) query: CandidatesQuery) {
    return this.covers.candidates(actor, query);
  }

  @Get('cover/candidates')
  @Allow('signedIn')
  candidatesOfCase(@CurrentActor() actor: Actor, @Query({ schema: caseCandidatesQuery }) query: CaseCandidatesQuery) {
    return this.covers.candidatesOfCase(actor, query.caseId);
  }

  @Get('staffing')
  @Allow('signedIn')
  staffing(@CurrentActor() actor: Actor, @Query({ schema: staffingQuery }) query: StaffingQuery) {
    return this.covers.staffing(actor, query);
  }

  @Get('cover/unasked')
  @Allow('signedIn')
  unasked(@CurrentActor() actor: Actor, @Query({ schema: unaskedQuery }) _query: object) {
    return this.steppingIn.offer(actor);
  }

  /** The B post covers at once, asked by nobody; the service looks whether he is that and whether anybody is to be covered. */
  @Post('cover/unasked')
  @Allow('signedIn')
  async stepIn(@CurrentCommand() command: Command, @Body({ schema: stepInRequest }) body: StepInRequest) {
    return (await this.steppingIn.stepIn(command, body.absent)).body;
  }

  /** Puts the plan of a substitution to the people it names; the machine asks whether this is theirs to do. */
  @Post('cover-plans/apply')
  @Allow('signedIn')
  async apply(@CurrentCommand() command: Command, @Body({ schema: coverPlanApply }) body: CoverPlanApply) {
    return (await this.plans.apply(command, body.caseId)).body;
  }

  @Post('cover-plans')
  @HttpCode(200)
  @WithoutKey()
  @Allow('signedIn')
  plan(@CurrentActor() actor: Actor, @Body({ schema: coverPlanRequest }) body: CoverPlanRequest) {
    return this.covers.plan(actor, body);
  }
}
