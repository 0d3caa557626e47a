/** What leave does when its machine asks; substitutions have a file of their own. Each may run twice with the same effect id. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LeaveContext } from '../../workflows/leave/parts.js';
import { pieceOf, pieceText } from '../core/duty/seats.js';
import { Problem } from '../core/problem.js';
import { CalendarService } from '../organization/calendar.service.js';
import { PresenceService, type RefusedPiece } from '../organization/presence.service.js';
import type { Tx } from '../platform/database/tx.js';
import { type EffectCase, EffectRegistry } from '../platform/effects/effect-registry.js';
import { toHalf } from './leave-decision.service.js';

@Injectable()
export class LeaveEffects implements OnModuleInit {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly presence: PresenceService,
    private readonly calendars: CalendarService,
  ) {}

  onModuleInit(): void {
    this.registry.register('leave.reserve', (tx, call) => this.reserveLeave(tx, call.caseFile));
    this.registry.register('leave.release', async (tx, call) => {
      const { returned } = contextOf<LeaveContext>(call.caseFile);
      await this.presence.free(tx, call.caseFile.id, returned ? toHalf(returned) : undefined);
    });
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
}

/** Day and half or hours of a piece that somebody else holds. */
const when = (piece: RefusedPiece) => ({ day: piece.day, half: pieceText(piece) });
const contextOf = <C>(file: EffectCase): C => file.context as unknown as C;
