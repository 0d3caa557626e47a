import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { Allow, CurrentActor, WithoutKey } from '../platform/http/policy.js';
import { type WhatIfRequest, type WhatIfView, whatIfRequest } from './what-if.contract.js';
import { WhatIfService } from './what-if.service.js';

@Controller('api/what-if')
export class WhatIfController {
  constructor(private readonly whatIf: WhatIfService) {}

  /** Replays a period in memory under another edition; changes nothing, so it needs no key. */
  @Post()
  @HttpCode(200)
  @WithoutKey()
  @Allow({ roles: ['RULE_ADMIN', 'SUPERVISION', 'COMMITTEE', 'CENTRE_LEADER'] })
  replay(@CurrentActor() actor: Actor, @Body({ schema: whatIfRequest }) body: WhatIfRequest): Promise<WhatIfView> {
    return this.whatIf.replayed(actor, body);
  }
}
