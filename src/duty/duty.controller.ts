import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import { type Command, Commands } from '../platform/database/commands.js';
import { Allow, CurrentActor, CurrentCommand, Public } from '../platform/http/policy.js';
import { uuid } from '../platform/http/shapes.js';
import { parse } from '../platform/http/validation.js';
import { BoardService } from './board.service.js';
import {
  type BoardQuery,
  boardQuery,
  type CellQuery,
  cellQuery,
  type FeedRequest,
  feedRequest,
  noBody,
} from './duty.contract.js';
import { FeedService } from './feed.service.js';
import { LOOK_EVERY } from './feed-calendar.js';

@Controller()
export class DutyController {
  constructor(
    private readonly boards: BoardService,
    private readonly feeds: FeedService,
    private readonly commands: Commands,
  ) {}

  @Get('api/duty/board')
  @Allow('signedIn')
  board(@CurrentActor() actor: Actor, @Query({ schema: boardQuery }) query: BoardQuery) {
    return this.boards.board(actor, query);
  }

  @Get('api/duty/cell')
  @Allow('signedIn')
  cell(@CurrentActor() actor: Actor, @Query({ schema: cellQuery }) query: CellQuery) {
    return this.boards.cell(actor, query);
  }

  @Get('api/feeds')
  @Allow('signedIn')
  list(@CurrentActor() actor: Actor) {
    return this.feeds.list(actor);
  }

  @Post('api/feeds')
  @Allow('signedIn')
  create(@CurrentCommand() command: Command, @Body({ schema: feedRequest }) body: FeedRequest) {
    return this.feeds.create(command, body);
  }

  @Post('api/feeds/:id/revoke')
  @HttpCode(200)
  @Allow('signedIn')
  async revoke(@CurrentCommand() command: Command, @Param('id') id: string, @Body({ schema: noBody }) _body: unknown) {
    const answer = await this.commands.run(command, async (tx) => {
      await this.feeds.revoke(tx, command.actor, parse(uuid, id, '/id'));
      return { status: 200, body: { id } };
    });
    return answer.body;
  }

  /** For calendar programs, which sign in nowhere: the address is the key. */
  @Get('feeds/:file')
  @Public()
  async feed(
    @Param('file') file: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('if-none-match') seen?: string,
  ) {
    const { body, etag } = await this.feeds.read(file, seen?.replace(/^W\//, ''));
    void reply
      .header('etag', etag)
      .header('cache-control', `private, max-age=${LOOK_EVERY}, must-revalidate`)
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex');
    if (body === null) {
      void reply.status(304);
      return undefined;
    }
    void reply.header('content-type', 'text/calendar; charset=utf-8');
    return body;
  }
}
