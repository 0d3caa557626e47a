import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Command, Commands } from '../platform/database/commands.js';
import { Allow, CurrentCommand, type KaopingRequest, Public, WithoutKey } from '../platform/http/policy.js';
import {
  type DemoClock,
  type DemoInstitution,
  type DemoPeopleQuery,
  type DemoSignIn,
  demoClock,
  demoInstitution,
  demoPeopleQuery,
  demoSignIn,
} from './demo.contract.js';
import { DemoService } from './demo.service.js';

@Controller('api/demo')
export class DemoController {
  constructor(
    private readonly demo: DemoService,
    private readonly commands: Commands,
  ) {}

  @Get('people')
  @Public()
  people(@Query({ schema: demoPeopleQuery }) query: DemoPeopleQuery, @Req() request: KaopingRequest) {
    this.demo.assertHere(request);
    return this.demo.people(query.institution);
  }

  @Post('sign-in')
  @HttpCode(200)
  @Public()
  @WithoutKey()
  signIn(
    @Body({ schema: demoSignIn }) body: DemoSignIn,
    @Req() request: KaopingRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    this.demo.assertHere(request);
    return this.demo.signIn(body, request, reply);
  }

  @Post('institutions')
  @HttpCode(201)
  @Public()
  @WithoutKey()
  createInstitution(@Body({ schema: demoInstitution }) body: DemoInstitution, @Req() request: KaopingRequest) {
    this.demo.assertHere(request);
    return this.demo.createInstitution(body);
  }

  @Post('clock')
  @HttpCode(200)
  @Allow({ roles: ['SYSTEM_ADMIN', 'OPERATOR', 'SUPERVISION', 'OFFICE'] })
  async moveClock(
    @CurrentCommand() command: Command,
    @Body({ schema: demoClock }) body: DemoClock,
    @Req() request: KaopingRequest,
  ) {
    this.demo.assertHere(request);
    return (
      await this.commands.run(command, async (tx) => ({ status: 200, body: await this.demo.moveClock(tx, body) }))
    ).body;
  }
}
