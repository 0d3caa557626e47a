import { Global, Module } from '@nestjs/common';
import { SESSION_READER } from '../platform/http/guards.js';
import { IdentityController } from './identity.controller.js';
import { IdentityRepository } from './identity.repository.js';
import { MeService } from './me.service.js';
import { SessionService } from './session.service.js';
import { SignInService } from './sign-in.service.js';

/** Global because the guard of every route asks it who is there. */
@Global()
@Module({
  controllers: [IdentityController],
  providers: [
    IdentityRepository,
    SessionService,
    SignInService,
    MeService,
    { provide: SESSION_READER, useExisting: SessionService },
  ],
  exports: [IdentityRepository, SessionService, SignInService, SESSION_READER],
})
export class IdentityModule {}
