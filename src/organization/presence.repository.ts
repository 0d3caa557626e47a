import { Injectable } from '@nestjs/common';
import type { HalfDay } from '../core/calendar/work-calendar.js';
import { type DayPiece, type DutySeat, type PresenceSlot, type Purpose, pieceOf } from '../core/duty/seats.js';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';

const slotColumns = `person, day, lower(minutes) as start, upper(minutes) as "end", purpose, window_code as "window", case_id as "caseId"`;

@Injectable()
export class PresenceRepository {
  /**
   * Takes pieces for a case, instead of those it held before (after `keepUntil`, where given). The exclusion constraint decides a race.
   * @returns the pieces that could not be taken, because somebody holds part of them or two of them overlap, and the days
   * of those held before
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
    },
  ): Promise<{ refused: DayPiece[]; before: Day[] }> {
    const { caseId, person, pieces, purpose, window, keepUntil } = wanted;
    const before = await this.free(tx, caseId, keepUntil);
    // Everybody asks in the order of time, so that two who want the same days wait for one another and never in a circle.
    const sorted = [...pieces].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.start - b.start));
    const got = await tx.query<DayPiece>(
      `insert into person_slot (institution_id, person, day, minutes, purpose, window_code, case_id)
       select $1, $2, day, int4range(start, stop), $6, $7, $8 from unnest($3::date[], $4::int[], $5::int[]) as p(day, start, stop)
       on conflict do nothing returning day, lower(minutes) as start, upper(minutes) as "end"`,
      [
        tx.institutionId,
        person,
        sorted.map((piece) => piece.day),
        sorted.map((piece) => piece.start),
        sorted.map((piece) => piece.end),
        purpose,
        window,
        caseId,
      ],
    );
    const keyOf = (piece: DayPiece) => `${piece.day} ${piece.start} ${piece.end}`;
    const left = new Set(got.map(keyOf));
    // Of two equal pieces one is taken: the second is as much refused as any other overlap.
    return { refused: sorted.filter((piece) => !left.delete(keyOf(piece))), before };
  }

  /** Gives pieces back: all of a case, or what lies after a half day. @returns the days on which something changed */
  async free(tx: Tx, caseId: string, after?: HalfDay): Promise<Day[]> {
    const until = after ? pieceOf(after) : undefined;
    const rows = await tx.query<{ day: Day }>(
      `delete from person_slot where institution_id = $1 and case_id = $2
         and ($3::date is null or day > $3 or (day = $3 and lower(minutes) >= $4)) returning day`,
      [tx.institutionId, caseId, until?.day ?? null, until?.end ?? null],
    );
    return rows.map((row) => row.day);
  }

  slots(
    tx: Tx,
    from: Day,
    to: Day,
    filter: { people?: readonly string[]; windows?: readonly string[]; exceptCase?: string } = {},
  ): Promise<PresenceSlot[]> {
    return tx.query<PresenceSlot>(
      `select ${slotColumns} from person_slot
       where institution_id = $1 and day between $2 and $3 and ($4::text[] is null or person = any($4))
         and ($5::text[] is null or window_code = any($5)) and ($6::uuid is null or case_id <> $6)
       order by day, start, person`,
      [tx.institutionId, from, to, filter.people ?? null, filter.windows ?? null, filter.exceptCase ?? null],
    );
  }

  /** Slots that matter for some windows: of everybody whom the roster puts there, and of everybody who covers there. */
  slotsAround(tx: Tx, from: Day, to: Day, around: { windows?: readonly string[]; people: readonly string[] }) {
    return tx.query<PresenceSlot>(
      `select ${slotColumns} from person_slot
       where institution_id = $1 and day between $2 and $3
         and ($4::text[] is null or window_code = any($4) or person = any($5)) order by day, start, person`,
      [tx.institutionId, from, to, around.windows ?? null, around.people],
    );
  }

  duty(tx: Tx, from: Day, to: Day, windows?: readonly string[]): Promise<DutySeat[]> {
    return tx.query<DutySeat>(
      `select day, half, person_code as person, window_code as "window" from duty
       where institution_id = $1 and day between $2 and $3 and ($4::text[] is null or window_code = any($4))
       order by day, half, window_code, person_code`,
      [tx.institutionId, from, to, windows ?? null],
    );
  }
}
