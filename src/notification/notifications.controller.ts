import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import type { Language } from '../core/problem.js';
import { type Command, Commands } from '../platform/database/commands.js';
import { type SheetForm, sendList, wholeList } from '../platform/files/send-sheet.js';
import { Allow, CurrentActor, CurrentCommand } from '../platform/http/policy.js';
import { uuid } from '../platform/http/shapes.js';
import { parse } from '../platform/http/validation.js';
import { InboxService, type Message } from './inbox.service.js';
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
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: inboxQuery }) query: InboxQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendList(reply, query, await this.inbox.list(actor, wholeList(query)), messageSheet(actor.language));
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

function messageSheet(language: Language): SheetForm<Message> {
  const say = (zh: string, en: string) => (language === 'en' ? en : zh);
  return {
    name: say('消息', 'Messages'),
    columns: [
      { header: say('时间', 'At'), width: 26, value: (row) => row.createdAt },
      { header: say('内容', 'Text'), width: 80, value: (row) => row.text },
      { header: say('阅读时间', 'Read at'), width: 26, value: (row) => row.readAt },
    ],
  };
}
