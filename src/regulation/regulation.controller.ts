import { Controller, Get, Param } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { Allow, CurrentActor } from '../platform/http/policy.js';
import type { AdoptionList, BlankList, FrozenView, RuleHistory } from './draft.contract.js';
import { EditionsService } from './editions.service.js';
import type { EditionView, RegulationList } from './regulation.contract.js';
import { RegulationService } from './regulation.service.js';
import { listOf, viewOfPack } from './regulation.view.js';

@Controller('api/regulations')
export class RegulationController {
  constructor(
    private readonly database: Database,
    private readonly regulation: RegulationService,
    private readonly editions: EditionsService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Allow('signedIn')
  list(@CurrentActor() actor: Actor): Promise<RegulationList> {
    return this.database.inInstitution(actor.institutionId, async (tx) =>
      listOf(this.regulation.library(), await this.regulation.adoptions(tx), (await this.clock.now(tx)).today),
    );
  }

  /** What is in force today, with the office's own choices and fills. */
  @Get('adopted')
  @Allow('signedIn')
  adopted(@CurrentActor() actor: Actor): Promise<EditionView> {
    return this.database.inInstitution(actor.institutionId, async (tx) =>
      this.regulation.view(tx, (await this.clock.now(tx)).today),
    );
  }

  /** Every blank of what is in force, filled in or not. */
  @Get('adopted/blanks')
  @Allow('signedIn')
  blanks(@CurrentActor() actor: Actor): Promise<BlankList> {
    return this.editions.blanks(actor);
  }

  @Get('editions')
  @Allow('signedIn')
  adoptions(@CurrentActor() actor: Actor): Promise<AdoptionList> {
    return this.editions.list(actor);
  }

  /** An adopted edition as it was frozen, whatever the files say now. */
  @Get('editions/:hash')
  @Allow('signedIn')
  frozen(@CurrentActor() actor: Actor, @Param('hash') hash: string): Promise<FrozenView> {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Problem('platform.not_found');
    return this.editions.one(actor, hash);
  }

  /** Since when the rules of an adopted edition stand as they do, and which items are gone. */
  @Get('editions/:hash/history')
  @Allow('signedIn')
  history(@CurrentActor() actor: Actor, @Param('hash') hash: string): Promise<RuleHistory> {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Problem('platform.not_found');
    return this.editions.history(actor, hash);
  }

  @Get(':id/:edition')
  @Allow('signedIn')
  show(@Param('id') id: string, @Param('edition') edition: string): EditionView {
    return viewOfPack(this.regulation.library(), id, edition);
  }
}
