/** What a leave takes from somebody's time, and how it is told when somebody holds that time already. */
import { Injectable } from '@nestjs/common';
import type { LeaveContext } from '../../workflows/leave/context.js';
import { type DayPiece, overlaps, pieceText } from '../core/duty/seats.js';
import { Problem } from '../core/problem.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PresenceService, type RefusedPiece } from '../organization/presence.service.js';
import type { Tx } from '../platform/database/tx.js';
import { CaseRepository } from '../workflow/case.repository.js';

@Injectable()
export class LeaveSlots {
  constructor(
    private readonly presence: PresenceService,
    private readonly cases: CaseRepository,
    private readonly organization: OrganizationService,
  ) {}

  /** The database decides. @throws Problem leave.overlap (422) naming what is there and who filed it */
  async take(
    tx: Tx,
    leave: { caseId: string; person: string; pieces: readonly DayPiece[]; window: string | null },
  ): Promise<void> {
    const [refused] = await this.presence.take(tx, { ...leave, purpose: 'leave' });
    if (refused) throw await this.told(tx, refused);
  }

  /** The same answer before anything is stored. @throws Problem leave.overlap (422) */
  async assertFree(tx: Tx, person: string, pieces: readonly DayPiece[]): Promise<void> {
    const [first, last] = [pieces[0], pieces.at(-1)];
    if (!first || !last) return;
    const slots = await this.presence.slots(tx, first.day, last.day, { people: [person] });
    for (const piece of pieces) {
      const holder = slots.find((slot) => overlaps(slot, piece));
      if (holder) throw await this.told(tx, { ...piece, holder });
    }
  }

  private async told(tx: Tx, refused: RefusedPiece): Promise<Problem> {
    const { holder } = refused;
    const file = holder && (await this.cases.byId(tx, holder.caseId));
    const context = file?.context as Partial<LeaveContext> | undefined;
    const code = context?.filedBy ?? file?.applicant ?? holder?.person ?? '';
    const name = code ? (await this.organization.people(tx, [code]))[0]?.name : undefined;
    return new Problem('leave.overlap', {
      where: '/parts',
      day: refused.day,
      half: pieceText(refused),
      key: file?.key ?? '—',
      by: name ?? code,
    });
  }
}
