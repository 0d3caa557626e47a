import { Controller, Get, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import { sendFile, sendListOrSheet } from '../platform/files/send-sheet.js';
import { Allow, CurrentActor, type KaopingRequest, Public } from '../platform/http/policy.js';
import { uuid } from '../platform/http/shapes.js';
import { parse } from '../platform/http/validation.js';
import {
  type FileQuery,
  fileQuery,
  type PapersQuery,
  papersQuery,
  type VerifyQuery,
  verifyQuery,
} from './paper.contract.js';
import { PaperService } from './paper.service.js';
import { VerificationLimit } from './verification-limit.js';

const paperId = { transform: (id: string) => parse(uuid, id, '/id') };

@Controller('api')
export class PaperController {
  constructor(
    private readonly papers: PaperService,
    private readonly limit: VerificationLimit,
  ) {}

  @Get('papers')
  @Allow('signedIn')
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: papersQuery }) query: PapersQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendListOrSheet(reply, '发文登记簿', await this.papers.list(actor, query));
  }

  @Get('papers/:id')
  @Allow('signedIn')
  get(@CurrentActor() actor: Actor, @Param('id', paperId) id: string) {
    return this.papers.get(actor, id);
  }

  /** Shown in the browser, or saved with `?download=1`. */
  @Get('papers/:id/file')
  @Allow('signedIn')
  async file(
    @CurrentActor() actor: Actor,
    @Param('id', paperId) id: string,
    @Query({ schema: fileQuery }) query: FileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { name, bytes } = await this.papers.file(actor, id);
    reply.header('cache-control', 'private, no-store');
    if (query.download === '1') return sendFile(reply, name, 'application/pdf', bytes);
    reply.header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(name)}`);
    reply.header('x-content-type-options', 'nosniff');
    return new StreamableFile(bytes, { type: 'application/pdf', length: bytes.length });
  }

  /** For anybody who holds a paper: number, title, date and state, names masked. */
  @Get('public/verify/:code')
  @Public()
  verify(
    @Param('code') code: string,
    @Query({ schema: verifyQuery }) query: VerifyQuery,
    @Req() request: KaopingRequest,
  ) {
    this.limit.count(request.ip);
    return this.papers.verify(code, query);
  }
}
