import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import { type Command, Commands } from '../platform/database/commands.js';
import { Allow, CurrentActor, CurrentCommand } from '../platform/http/policy.js';
import { uuid } from '../platform/http/shapes.js';
import { parse } from '../platform/http/validation.js';
import { InboxService } from './inbox.service.js';
import { streamInbox } from './inbox-stream.js';
import { type InboxQuery, inboxQuery, type NoBody, noBody } from './notifications.contract.js';

@Controller('api/notifications')
export class NotificationsController {
  constructor(
    private readonly inbox: InboxService,
    private readonly commands: Commands,
  ) {}

  @Get()
  @Allow('signedIn')
  list(@CurrentActor() actor: Actor, @Query({ schema: inboxQuery }) query: InboxQuery) {
    return this.inbox.list(actor, query);
  }

  @Get('stream')
  @Allow('signedIn')
  async stream(
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') last?: string,
  ): Promise<void> {
    const after = last && uuid.safeParse(last).success ? last : undefined;
    reply.hijack();
    await streamInbox(this.inbox, actor, reply.raw, after);
  }

  @Post(':id/read')
  @HttpCode(200)
  @Allow('signedIn')
  async read(
    @CurrentCommand() command: Command,
    @Param('id') id: string,
    @Body({ schema: noBody.optional() }) _body?: NoBody,
  ) {
    const answer = await this.commands.run(command, async (tx) => {
      await this.inbox.read(tx, command.actor, parse(uuid, id, '/id'));
      return { status: 200, body: { id } };
    });
    return answer.body;
  }
}
