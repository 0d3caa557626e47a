/** What substitutions do when their machine asks. Each may run twice with the same effect id. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { SubstitutionContext } from '../../../workflows/substitution/context.js';
import { overlaps, pieceText } from '../../core/duty/seats.js';
import { Problem } from '../../core/problem.js';
import { CalendarService } from '../../organization/calendar.service.js';
import { PresenceService } from '../../organization/presence.service.js';
import type { Tx } from '../../platform/database/tx.js';
import { type EffectCall, EffectRegistry } from '../../platform/effects/effect-registry.js';
import { CoverAgainService } from '../cover/cover-again.service.js';
import { CoverChainService } from '../cover/cover-chain.service.js';
import { BadgeService } from './badge.service.js';
import { coverPieces, halfBefore, halfOf } from './cover-pieces.js';

@Injectable()
export class SubstitutionEffects implements OnModuleInit {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly presence: PresenceService,
    private readonly calendars: CalendarService,
    private readonly badges: BadgeService,
    private readonly chains: CoverChainService,
    private readonly again: CoverAgainService,
  ) {}

  onModuleInit(): void {
    this.registry.register('cover.reserve', (tx, call) => this.reserve(tx, call));
    this.registry.register('cover.release', async (tx, call) => {
      const { after } = call.params;
      await this.presence.free(tx, call.caseFile.id, after && halfOf(after));
      await this.chains.follow(tx, call, after);
    });
    this.registry.register('cover.propose', (tx, call) => this.again.propose(tx, call));
    this.registry.register('badge.issue', (tx, call) =>
      this.badges.issue(tx, {
        ...call.params,
        caseId: call.caseFile.id,
        effectId: call.id,
        at: call.at,
        editionHash: call.caseFile.editionHash,
      }),
    );
    this.registry.register('badge.return', (tx, call) =>
      this.badges.takeBack(tx, { badge: call.params.badge, caseId: call.caseFile.id, at: call.at }),
    );
    this.registry.register('badge.lose', (tx, call) =>
      this.badges.lose(tx, { ...call.params, caseId: call.caseFile.id, at: call.at }),
    );
  }

  /** Takes the present person's half days; what earlier people of this cover served stays theirs. */
  private async reserve(tx: Tx, call: EffectCall<'cover.reserve'>): Promise<void> {
    const context = call.caseFile.context as unknown as SubstitutionContext;
    if (!context.substitute) return;
    const served = await this.chains.giveWay(tx, call);
    const pieces = coverPieces(await this.calendars.load(tx), context, context.coverFrom);
    const [refused] = await this.presence.take(tx, {
      caseId: call.caseFile.id,
      person: context.substitute,
      pieces: pieces.filter((piece) => !served.some((one) => overlaps(one, piece))),
      purpose: 'cover',
      window: context.window,
      ...(context.stints.length > 0 ? { keepUntil: halfBefore(context.coverFrom) } : {}),
    });
    if (refused)
      throw new Problem('substitution.double_cover', {
        person: context.substitute,
        day: refused.day,
        half: pieceText(refused),
      });
    await this.chains.extend(tx, call);
  }
}
