import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../core/actor.js';
import { Problem } from '../../core/problem.js';
import type { Role } from '../../core/roles.js';
import type { Answer, Command } from '../../platform/database/commands.js';
import { Allow, CurrentActor, CurrentCommand, WithoutKey } from '../../platform/http/policy.js';
import { uuid } from '../../platform/http/shapes.js';
import {
  type BlankList,
  type ChangeDraft,
  type CheckReport,
  changeDraft,
  type DraftList,
  type DraftView,
  draftsQuery,
  type OpenDraft,
  openDraft,
  type PutSource,
  putSource,
  type RestateCases,
  restateCases,
  type SourceView,
  type SubmittedDraft,
} from '../draft.contract.js';
import { DraftService } from './draft.service.js';

/** Those who write drafts, and those who sign or look at them. */
const writers: readonly Role[] = ['RULE_ADMIN'];
const readers: readonly Role[] = [
  'RULE_ADMIN',
  'SUPERVISION',
  'OFFICE',
  'COMMITTEE',
  'CENTRE_LEADER',
  'DIRECTOR',
  'AUDITOR',
];

@Controller('api/edition-drafts')
export class DraftController {
  constructor(private readonly drafts: DraftService) {}

  @Get()
  @Allow({ roles: readers })
  list(@CurrentActor() actor: Actor, @Query({ schema: draftsQuery }) _query: object): Promise<DraftList> {
    return this.drafts.list(actor);
  }

  @Post()
  @Allow({ roles: writers })
  async open(
    @CurrentCommand() command: Command,
    @Body({ schema: openDraft }) body: OpenDraft,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftView> {
    return sent(reply, await this.drafts.open(command, body));
  }

  @Get(':id')
  @Allow({ roles: readers })
  async one(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftView> {
    const found = await this.drafts.one(actor, known(id));
    void reply.header('etag', `"${found.revision}"`);
    return found;
  }

  @Patch(':id')
  @Allow({ roles: writers })
  async change(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body({ schema: changeDraft }) body: ChangeDraft,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftView> {
    return sent(reply, await this.drafts.change(command, known(id), body));
  }

  /** Only while it was not sent to review. */
  @Delete(':id')
  @Allow({ roles: writers })
  async remove(@CurrentCommand() command: Command, @Param('id') id: string): Promise<null> {
    return (await this.drafts.remove(command, known(id))).body;
  }

  @Get(':id/sources/:file')
  @Allow({ roles: readers })
  source(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('file') file: string): Promise<SourceView> {
    return this.drafts.source(actor, known(id), file);
  }

  @Put(':id/sources/:file')
  @Allow({ roles: writers })
  async write(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Param('file') file: string,
    @Body({ schema: putSource }) body: PutSource,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftView> {
    return sent(reply, await this.drafts.writeSource(command, known(id), file, body));
  }

  @Get(':id/blanks')
  @Allow({ roles: readers })
  blanks(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<BlankList> {
    return this.drafts.blanks(actor, known(id));
  }

  /** Texts, worked examples, cover, blanks; changes nothing, so it needs no key. */
  @Post(':id/check')
  @HttpCode(200)
  @WithoutKey()
  @Allow({ roles: readers })
  check(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<CheckReport> {
    return this.drafts.check(actor, known(id));
  }

  /** Writes failing worked examples anew from what the draft gives. */
  @Post(':id/restate-cases')
  @HttpCode(200)
  @Allow({ roles: writers })
  async restate(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body({ schema: restateCases }) body: RestateCases,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftView> {
    return sent(reply, await this.drafts.restate(command, known(id), body));
  }

  /** Sends it to review: opens its case. */
  @Post(':id/case')
  @Allow({ roles: writers })
  async submit(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmittedDraft> {
    return sent(reply, await this.drafts.submit(command, known(id)));
  }
}

function sent<T>(reply: FastifyReply, answer: Answer<T>): T {
  void reply.status(answer.status).headers(answer.headers ?? {});
  return answer.body;
}

function known(id: string): string {
  if (!uuid.safeParse(id).success) throw new Problem('ruleset.draft_unknown', { id: id.slice(0, 40) });
  return id;
}
