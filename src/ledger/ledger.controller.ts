import { Controller, Get, Param, Post, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../core/actor.js';
import { formatUnits } from '../core/amount.js';
import { periodOf } from '../core/period.js';
import { Problem } from '../core/problem.js';
import { OrganizationService } from '../organization/organization.service.js';
import { type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import { sendList, wholeList } from '../platform/files/send-sheet.js';
import { Allow, CurrentActor, CurrentCommand, TakesFile } from '../platform/http/policy.js';
import { sha256 } from './chain.js';
import { EvidenceService } from './evidence.service.js';
import { factSheet } from './fact-sheet.js';
import {
  type EvidenceView,
  evidenceHash,
  type FactsAnswer,
  type FactsQuery,
  type FactView,
  factsQuery,
} from './ledger.contract.js';
import { LedgerService } from './ledger.service.js';
import type { LedgerFact } from './ledger.types.js';
import { assertMaySee } from './subject-view.js';
import { receiveFile } from './upload.js';

@Controller('api')
export class LedgerController {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly ledger: LedgerService,
    private readonly evidence: EvidenceService,
    private readonly organization: OrganizationService,
  ) {}

  @Get('facts')
  @Allow('signedIn')
  async facts(
    @CurrentActor() actor: Actor,
    @Query({ schema: factsQuery }) query: FactsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FactsAnswer | StreamableFile> {
    return sendList(reply, query, await this.page(actor, wholeList(query)), factSheet(actor.language));
  }

  @Post('evidence')
  @Allow('signedIn')
  @TakesFile()
  async upload(
    @CurrentCommand() command: Command,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EvidenceView> {
    const { fileName, bytes } = await receiveFile(request);
    const answer = await this.commands.run(
      { ...command, requestHash: sha256(`${command.requestHash}\n${fileName}\n${sha256(bytes)}`) },
      async (tx) => {
        const { hash, mime, size } = await this.evidence.upload(tx, command.actor, fileName, bytes);
        return { status: 201, body: { hash, mime, size, fileName } };
      },
    );
    reply.status(answer.status);
    return answer.body;
  }

  @Get('evidence/:hash')
  @Allow('signedIn')
  async read(@CurrentActor() actor: Actor, @Param('hash') hash: string, @Res() reply: FastifyReply): Promise<void> {
    if (!evidenceHash.safeParse(hash).success) throw new Problem('platform.not_found');
    const found = await this.database.inInstitution(actor.institutionId, (tx) => this.evidence.read(tx, actor, hash));
    await reply
      .header('content-type', found.mime)
      .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(found.fileName)}`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(found.bytes);
  }

  private page(actor: Actor, query: FactsQuery): Promise<FactsAnswer> {
    const subject = query.subject ?? (`person:${actor.person}` as const);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      await assertMaySee(tx, this.organization, actor, subject);
      const { total, facts } = await this.ledger.page(tx, {
        subjects: [subject],
        // A personal record shows what somebody did wherever the points went, e.g. while covering (R15.S5).
        withActors: true,
        ...(query.period ? { period: periodOf(query.period) } : {}),
        ...(query.item ? { items: [query.item] } : {}),
        ...(query.asKnownAt ? { asKnownAt: new Date(query.asKnownAt) } : {}),
        limit: query.pageSize,
        offset: (query.page - 1) * query.pageSize,
      });
      return { items: facts.map(viewOf), total };
    });
  }
}

export function viewOf(fact: LedgerFact): FactView {
  return {
    id: fact.id,
    item: fact.item,
    subject: fact.subject,
    person: fact.person ?? null,
    happenedOn: fact.happenedOn,
    recordedAt: fact.recordedAt.toISOString(),
    recorder: fact.recorder,
    quantity: formatUnits(fact.quantity),
    points: fact.points === undefined ? null : formatUnits(fact.points),
    money: fact.money === undefined ? null : formatUnits(fact.money),
    values: fact.values ? { ...fact.values } : null,
    note: fact.note ?? null,
    evidence: [...fact.evidence],
    source: fact.source,
    reverses: fact.reverses ?? null,
    reversedBy: fact.reversedBy ?? null,
  };
}
