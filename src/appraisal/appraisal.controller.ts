import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import type { Command } from '../platform/database/commands.js';
import { Allow, CurrentActor, CurrentCommand, Public } from '../platform/http/policy.js';
import { cycleKey, cyclesQuery, type HandInPart, handInPart, type OpenCycle, openCycle } from './appraisal.contract.js';
import { AppraisalService } from './appraisal.service.js';
import { RankingService } from './ranking.service.js';

@Controller('api')
export class AppraisalController {
  constructor(
    private readonly appraisal: AppraisalService,
    private readonly rankings: RankingService,
  ) {}

  @Get('cycles')
  @Allow('signedIn')
  list(@CurrentActor() actor: Actor, @Query({ schema: cyclesQuery }) _query: object) {
    return this.appraisal.list(actor);
  }

  @Post('cycles')
  @Allow({ roles: ['SUPERVISION'] })
  async open(
    @CurrentCommand() command: Command,
    @Body({ schema: openCycle }) body: OpenCycle,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const answer = await this.appraisal.open(command, body.period);
    void reply.status(answer.status).headers(answer.headers ?? {});
    return answer.body;
  }

  @Get('cycles/:key')
  @Allow('signedIn')
  async one(@CurrentActor() actor: Actor, @Param('key') key: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const found = await this.appraisal.one(actor, known(key));
    void reply.header('etag', `"${found.revision}"`);
    return found;
  }

  @Get('cycles/:key/ranking')
  @Allow('signedIn')
  ranking(@CurrentActor() actor: Actor, @Param('key') key: string) {
    return this.rankings.ranking(actor, known(key));
  }

  @Post('cycles/:key/parts/:section/hand-in')
  @HttpCode(200)
  @Allow({ roles: ['CONTENT_SECTION', 'SUPERVISION', 'OFFICE'] })
  handIn(
    @CurrentCommand() command: Command,
    @Param('key') key: string,
    @Param('section') section: string,
    @Body({ schema: handInPart }) body: HandInPart,
  ) {
    return this.appraisal.handIn(command, known(key), section.slice(0, 64), body.remark);
  }

  @Get('public/:institution/publicity/:key')
  @Public()
  publicity(@Param('institution') institution: string, @Param('key') key: string) {
    return this.rankings.publicity(institution.slice(0, 64), known(key));
  }
}

function known(key: string): string {
  if (!cycleKey.safeParse(key).success) throw new Problem('cycle.unknown', { key: key.slice(0, 20) });
  return key;
}
