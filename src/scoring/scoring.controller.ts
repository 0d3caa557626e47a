import { Controller, Get, HttpCode, Param, Post, Query, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import type { SubjectKey } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { subjectKey } from '../ledger/ledger.contract.js';
import { assertMaySee, subjectsInSight } from '../ledger/subject-view.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { sendList, wholeList } from '../platform/files/send-sheet.js';
import { Allow, CurrentActor, WithoutKey } from '../platform/http/policy.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { resultSheet } from './result-sheet.js';
import { ResultsService } from './results.service.js';
import {
  type ExplanationView,
  type PeriodQuery,
  periodQuery,
  type ResultList,
  type ResultsQuery,
  resultsQuery,
  type VerifyView,
} from './scoring.contract.js';
import { explanationView, peopleOf, resultLine, verifyView } from './scoring.view.js';

@Controller('api')
export class ScoringController {
  constructor(
    private readonly database: Database,
    private readonly results: ResultsService,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly clock: Clock,
  ) {}

  @Get('results')
  @Allow('signedIn')
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: resultsQuery }) query: ResultsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ResultList | StreamableFile> {
    const read = (tx: Tx) => this.page(tx, actor, wholeList(query));
    const list = await this.database.inInstitution(actor.institutionId, read, { readOnly: true });
    return sendList(reply, query, list, resultSheet(query.period, actor.language));
  }

  @Get('results/mine')
  @Allow('signedIn')
  mine(@CurrentActor() actor: Actor, @Query({ schema: periodQuery }) query: PeriodQuery): Promise<ExplanationView> {
    return this.tell(actor, `person:${actor.person}`, query.period);
  }

  @Get('results/:subject')
  @Allow('signedIn')
  show(
    @CurrentActor() actor: Actor,
    @Param('subject') subject: string,
    @Query({ schema: periodQuery }) query: PeriodQuery,
  ): Promise<ExplanationView> {
    if (!subjectKey.safeParse(subject).success) throw new Problem('platform.not_found');
    return this.tell(actor, subject, query.period);
  }

  /** Recomputes from facts and edition and compares; changes nothing, so it needs no key. */
  @Post('cycles/:key/verify')
  @HttpCode(200)
  @WithoutKey()
  @Allow({ roles: ['SUPERVISION', 'COMMITTEE', 'AUDITOR', 'OFFICE', 'CENTRE_LEADER', 'DIRECTOR', 'SYSTEM_ADMIN'] })
  verify(@CurrentActor() actor: Actor, @Param('key') key: string): Promise<VerifyView> {
    return this.database.inInstitution(
      actor.institutionId,
      async (tx) => verifyView(await this.results.verify(tx, key)),
      {
        settings: { statement_timeout: '300s' },
      },
    );
  }

  private async page(tx: Tx, actor: Actor, query: ResultsQuery): Promise<ResultList> {
    const found = await this.results.results(tx, query.period, { output: query.output });
    if (!found) return { items: [], total: 0, stage: null, digest: null };
    const { today } = await this.clock.now(tx);
    const sight = await subjectsInSight(tx, this.organization, actor, today);
    const seen = sight && new Set(sight);
    const rows = found.results.filter((result) => !seen || seen.has(result.subject));
    const { rankings = [] } = (await this.results.rankings(tx, query.period)) ?? {};
    const edition = await this.regulation.byHash(tx, found.run.editionHash);
    const from = (query.page - 1) * query.pageSize;
    return {
      items: rows.slice(from, from + query.pageSize).map((row) => resultLine(row, rankings, edition)),
      total: rows.length,
      stage: found.stage,
      digest: found.run.digest,
    };
  }

  private tell(actor: Actor, subject: SubjectKey, period: string | undefined): Promise<ExplanationView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      await assertMaySee(tx, this.organization, actor, subject);
      const key = period ?? (await this.clock.now(tx)).today.slice(0, 7);
      const found = await this.results.explain(tx, subject, key);
      return explanationView(found, await this.organization.people(tx, peopleOf(found)));
    });
  }
}
