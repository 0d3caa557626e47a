/**
 * Who is away and who covers, for everyone above the floor `organization`: leave writes it, and leave, the duty board,
 * attendance and findings read it, without knowing one another.
 */
import { Injectable } from '@nestjs/common';
import type { HalfDay } from '../core/calendar/work-calendar.js';
import { type DayPiece, overlaps, type PresenceSlot, type Purpose, type Seat, seatsOf } from '../core/duty/seats.js';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';
import { PresenceRepository } from './presence.repository.js';
import { SeatChanges } from './seat-changes.js';

/** A piece that could not be taken, and who holds it; no holder when two pieces of the request overlap one another. */
export interface RefusedPiece extends DayPiece {
  holder: PresenceSlot | undefined;
}

@Injectable()
export class PresenceService {
  constructor(
    private readonly repository: PresenceRepository,
    private readonly changes: SeatChanges,
  ) {}

  /** Pieces of days that leaves and covers take in a span. */
  slots(
    tx: Tx,
    from: Day,
    to: Day,
    filter: { people?: readonly string[]; windows?: readonly string[]; exceptCase?: string } = {},
  ): Promise<PresenceSlot[]> {
    return this.repository.slots(tx, from, to, filter);
  }

  /**
   * Takes pieces for a case, instead of those it held before (after `keepUntil`, where another person served until then); the database decides a race.
   * @returns the pieces that were refused, in the order of time; if there are any, nothing may be committed
   */
  async take(
    tx: Tx,
    wanted: {
      caseId: string;
      person: string;
      pieces: readonly DayPiece[];
      purpose: Purpose;
      window: string | null;
      keepUntil?: HalfDay;
      /** A request that nobody has decided on: it keeps the time, and nobody sits elsewhere for it yet. */
      isUndecided?: boolean;
    },
  ): Promise<RefusedPiece[]> {
    const { refused, before } = await this.repository.take(tx, wanted);
    const [first, last] = [refused[0], refused.at(-1)];
    if (!first || !last) {
      const days = [...before, ...wanted.pieces.map((piece) => piece.day)];
      if (!wanted.isUndecided) await this.changes.tell(tx, days);
      return [];
    }
    const others = await this.repository.slots(tx, first.day, last.day, {
      people: [wanted.person],
      exceptCase: wanted.caseId,
    });
    return refused.map((piece) => ({ ...piece, holder: others.find((slot) => overlaps(slot, piece)) }));
  }

  /** Gives back all pieces of a case, or those after a half day. */
  async free(tx: Tx, caseId: string, after?: HalfDay): Promise<void> {
    await this.changes.tell(tx, await this.repository.free(tx, caseId, after));
  }

  /** Who sits at each window in each half day of a span, who is away from there, and who covers. */
  async seats(tx: Tx, from: Day, to: Day, filter: { windows?: readonly string[] } = {}): Promise<Seat[]> {
    const duty = await this.repository.duty(tx, from, to, filter.windows);
    const slots = await this.repository.slotsAround(tx, from, to, {
      ...(filter.windows ? { windows: filter.windows } : {}),
      people: [...new Set(duty.map((row) => row.person))],
    });
    const windows = filter.windows ? new Set(filter.windows) : undefined;
    return seatsOf(duty, slots).filter((seat) => !windows || windows.has(seat.window));
  }
}
