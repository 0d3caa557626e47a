import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import { type Command, Commands } from '../../platform/database/commands.js';
import { Allow, CurrentActor, CurrentCommand } from '../../platform/http/policy.js';
import { type Deputies, type DeputyList, deputyList } from './deputy.contract.js';
import { DeputyService } from './deputy.service.js';

@Controller('api')
export class DeputyController {
  constructor(
    private readonly deputies: DeputyService,
    private readonly commands: Commands,
  ) {}

  @Get('me/deputies')
  @Allow('signedIn')
  mine(@CurrentActor() actor: Actor): Promise<Deputies> {
    return this.deputies.of(actor, actor.person);
  }

  @Put('me/deputies')
  @Allow('signedIn')
  async setMine(@CurrentCommand() command: Command, @Body({ schema: deputyList }) body: DeputyList): Promise<Deputies> {
    return this.set(command, command.actor.person, body);
  }

  @Get('people/:code/deputies')
  @Allow({ roles: ['SUPERVISION', 'SYSTEM_ADMIN'] })
  of(@CurrentActor() actor: Actor, @Param('code') code: string): Promise<Deputies> {
    return this.deputies.of(actor, code);
  }

  @Put('people/:code/deputies')
  @Allow({ roles: ['SUPERVISION', 'SYSTEM_ADMIN'] })
  async setFor(
    @CurrentCommand() command: Command,
    @Param('code') code: string,
    @Body({ schema: deputyList }) body: DeputyList,
  ): Promise<Deputies> {
    return this.set(command, code, body);
  }

  private async set(command: Command, person: string, list: DeputyList): Promise<Deputies> {
    const answer = await this.commands.run(command, async (tx) => ({
      status: 200,
      body: await this.deputies.set(tx, person, list, command.actor.person),
    }));
    return answer.body;
  }
}
