/** What a leave takes from somebody's time, and how it is told when somebody holds that time already. */
import { Injectable } from '@nestjs/common';
import type { LeaveContext } from '../../workflows/leave/context.js';
import { type DayPiece, overlaps, type PresenceSlot, pieceText } from '../core/duty/seats.js';
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
    leave: {
      caseId: string;
      person: string;
      pieces: readonly DayPiece[];
      window: string | null;
      /** Nobody is missed by it yet. */
      isUndecided: boolean;
    },
  ): Promise<void> {
    const [refused] = await this.presence.take(tx, { ...leave, purpose: 'leave' });
    if (refused) throw await this.told(tx, refused);
  }

  /** The same answer before anything is stored, from what is taken in that time. @throws Problem leave.overlap (422) */
  async assertFree(tx: Tx, person: string, pieces: readonly DayPiece[], taken: readonly PresenceSlot[]): Promise<void> {
    const own = taken.filter((slot) => slot.person === person);
    for (const piece of pieces) {
      const holder = own.find((slot) => overlaps(slot, piece));
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
