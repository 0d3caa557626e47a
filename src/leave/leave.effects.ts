/** What leave and substitution do when their machines ask. Each may run twice with the same effect id. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LeaveContext } from '../../workflows/leave/parts.js';
import type { SubstitutionContext } from '../../workflows/substitution/context.js';
import { pieceOf, pieceText } from '../core/duty/seats.js';
import { Problem } from '../core/problem.js';
import { CalendarService } from '../organization/calendar.service.js';
import { PresenceService, type RefusedPiece } from '../organization/presence.service.js';
import type { Tx } from '../platform/database/tx.js';
import { type EffectCase, EffectRegistry } from '../platform/effects/effect-registry.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { LeaveRepository } from './leave.repository.js';
import { toHalf } from './leave-decision.service.js';

@Injectable()
export class LeaveEffects implements OnModuleInit {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly presence: PresenceService,
    private readonly repository: LeaveRepository,
    private readonly calendars: CalendarService,
    private readonly regulation: RegulationService,
  ) {}

  onModuleInit(): void {
    this.registry.register('leave.reserve', (tx, call) => this.reserveLeave(tx, call.caseFile));
    this.registry.register('leave.release', async (tx, call) => {
      const { returned } = contextOf<LeaveContext>(call.caseFile);
      await this.presence.free(tx, call.caseFile.id, returned ? toHalf(returned) : undefined);
    });
    this.registry.register('cover.reserve', (tx, call) => this.reserveCover(tx, call.caseFile));
    this.registry.register('cover.release', async (tx, call) => {
      const today = call.today;
      const { isCancelled, from } = contextOf<SubstitutionContext>(call.caseFile);
      // What was served stays on record; what is still ahead is free again.
      const after = isCancelled || today < from.day ? undefined : { day: today, half: 'PM' as const };
      await this.presence.free(tx, call.caseFile.id, after);
    });
    this.registry.register('badge.issue', async (tx, call) => {
      const { badge, person, window } = call.params;
      const issued = await this.repository.issueBadge(tx, {
        badge,
        person,
        window,
        caseId: call.caseFile.id,
        effectId: call.id,
        at: call.at,
      });
      if (!issued) {
        const hash = call.caseFile.editionHash;
        const articles = hash
          ? (await this.regulation.byHash(tx, hash)).citations['substitution.badge_out']
          : undefined;
        throw new Problem('substitution.badge_out', { badge }, articles ? { articles } : {});
      }
    });
    this.registry.register('badge.return', (tx, call) =>
      this.repository.returnBadge(tx, call.params.badge, call.caseFile.id, call.at),
    );
  }

  private async reserveLeave(tx: Tx, file: EffectCase): Promise<void> {
    const context = contextOf<LeaveContext>(file);
    const halves = (await this.calendars.load(tx)).workingHalfDays(toHalf(context.from), toHalf(context.to));
    const [refused] = await this.presence.take(tx, {
      caseId: file.id,
      person: context.applicant,
      pieces: halves.map(pieceOf),
      purpose: 'leave',
      window: context.window,
    });
    if (refused) throw new Problem('leave.overlap', when(refused));
  }

  private async reserveCover(tx: Tx, file: EffectCase): Promise<void> {
    const context = contextOf<SubstitutionContext>(file);
    if (!context.substitute) return;
    const halves = (await this.calendars.load(tx)).workingHalfDays(toHalf(context.from), toHalf(context.to));
    const [refused] = await this.presence.take(tx, {
      caseId: file.id,
      person: context.substitute,
      pieces: halves.map(pieceOf),
      purpose: 'cover',
      window: context.window,
    });
    if (refused) throw new Problem('substitution.double_cover', { person: context.substitute, ...when(refused) });
  }
}

/** Day and half or hours of a piece that somebody else holds. */
const when = (piece: RefusedPiece) => ({ day: piece.day, half: pieceText(piece) });
const contextOf = <C>(file: EffectCase): C => file.context as unknown as C;
