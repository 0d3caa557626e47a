import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../core/actor.js';
import { receiveFile } from '../../ledger/upload.js';
import { type Command, Commands } from '../../platform/database/commands.js';
import { sendFile, XLSX } from '../../platform/files/send-sheet.js';
import { Allow, CurrentActor, CurrentCommand, TakesFile, WithoutKey } from '../../platform/http/policy.js';
import { type CalendarChange, calendarChange } from '../calendar.contract.js';
import { CalendarImportService } from './calendar-import.service.js';
import { NoticeReader } from './notice-reader.js';

const keepers = ['SYSTEM_ADMIN', 'SUPERVISION', 'OFFICE'] as const;

@Controller('api/calendar')
export class CalendarController {
  constructor(
    private readonly calendar: CalendarImportService,
    private readonly reader: NoticeReader,
    private readonly commands: Commands,
  ) {}

  @Get('template')
  @Allow({ roles: keepers })
  async template(@Res({ passthrough: true }) reply: FastifyReply) {
    return sendFile(reply, '放假安排模板.xlsx', XLSX, await this.reader.template());
  }

  /** What a file says, before anything is stored. */
  @Post('read')
  @HttpCode(200)
  @WithoutKey()
  @Allow({ roles: keepers })
  @TakesFile()
  async read(@Req() request: FastifyRequest) {
    const { fileName, bytes } = await receiveFile(request);
    return this.calendar.read(fileName, bytes);
  }

  @Post('preview')
  @HttpCode(200)
  @WithoutKey()
  @Allow({ roles: keepers })
  preview(@CurrentActor() actor: Actor, @Body({ schema: calendarChange }) body: CalendarChange) {
    return this.calendar.preview(actor, body);
  }

  @Post()
  @HttpCode(200)
  @Allow({ roles: keepers })
  async change(@CurrentCommand() command: Command, @Body({ schema: calendarChange }) body: CalendarChange) {
    const answer = await this.commands.run(command, async (tx) => ({
      status: 200,
      body: await this.calendar.change(tx, command.actor, body),
    }));
    return answer.body;
  }
}
