import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../core/actor.js';
import { Allow, CurrentActor, type KaopingRequest, Public, WithoutKey } from '../platform/http/policy.js';
import {
  type LinkRequest,
  linkRequest,
  type SetPassword,
  type SignIn,
  setPassword,
  signIn,
} from './identity.contract.js';
import { MeService } from './me.service.js';
import { SessionService } from './session.service.js';
import { SignInService } from './sign-in.service.js';

@Controller('api')
export class IdentityController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionService,
    private readonly mine: MeService,
  ) {}

  @Post('auth/sign-in')
  @HttpCode(200)
  @Public()
  @WithoutKey()
  signIn(
    @Body({ schema: signIn }) body: SignIn,
    @Req() request: KaopingRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.signIns.signIn(body, request, reply);
  }

  @Post('auth/sign-out')
  @HttpCode(204)
  @Public()
  @WithoutKey()
  async signOut(@Req() request: KaopingRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.close(reply, request.actor);
  }

  @Post('auth/password')
  @HttpCode(200)
  @Public()
  @WithoutKey()
  setPassword(@Body({ schema: setPassword }) body: SetPassword) {
    return this.signIns.setPassword(body);
  }

  /** A one-time link for somebody who has no password or lost it. */
  @Post('auth/links')
  @HttpCode(201)
  @Allow({ roles: ['SYSTEM_ADMIN', 'SECURITY_ADMIN'] })
  @WithoutKey()
  link(@CurrentActor() actor: Actor, @Body({ schema: linkRequest }) body: LinkRequest) {
    // Not a remembered command: its answer is a secret. A second try makes a new link and ends the first.
    return this.signIns.giveLink(actor, body.person);
  }

  @Get('auth/me')
  @Allow('signedIn')
  me(@CurrentActor() actor: Actor, @Req() request: KaopingRequest) {
    return this.mine.me(actor, this.sessions.forgeryTokenOf(request) ?? '');
  }

  @Get('clock')
  @Allow('signedIn')
  clock(@CurrentActor() actor: Actor) {
    return this.mine.now(actor);
  }
}
