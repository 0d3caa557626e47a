/** The duty board: windows × half days, who sits there, who covers, who is away; and what stands behind one cell. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { eachDay } from '../core/calendar/day.js';
import { overlaps, type PresenceSlot, pieceOf, pieceText, type Seat } from '../core/duty/seats.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { CalendarService } from '../organization/calendar.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PresenceService } from '../organization/presence.service.js';
import { type Reach, reachOf } from '../organization/reach.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { assertRange } from '../platform/http/shapes.js';
import { CaseRepository } from '../workflow/case.repository.js';
import type { BoardQuery, BoardView, BoardWindow, CellPerson, CellQuery, CellView, Mark } from './duty.contract.js';
import { DutyRepository } from './duty.repository.js';

/** A month with the weeks that it begins and ends in. */
const LONGEST = 45;
/** A request in these states holds its days already, but the person still sits there. */
const undecided: ReadonlySet<string> = new Set(['draft', 'pending']);

@Injectable()
export class BoardService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly calendar: CalendarService,
    private readonly organization: OrganizationService,
    private readonly presence: PresenceService,
    private readonly cases: CaseRepository,
    private readonly repository: DutyRepository,
  ) {}

  board(actor: Actor, query: BoardQuery): Promise<BoardView> {
    assertRange(query.from, query.to, LONGEST);
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const windows = await this.repository.windows(tx, await this.windowsSeen(tx, actor, today));
      const seats = await this.presence.seats(tx, query.from, query.to, { windows: windows.map((one) => one.code) });
      const asked = await this.undecidedCases(tx, seats);
      const loaded = new Map((await this.calendar.days(tx, query.from, query.to)).map((day) => [day.date, day]));
      const days = eachDay(query.from, query.to);
      const rows = cellsOf(windows, days, seats, (seat) => markOf(seat, asked));
      const people = await this.organization.people(tx, [...new Set(seats.map((seat) => seat.person))], query.to);
      return {
        ...query,
        today,
        days: days.map((date) => ({
          date,
          kind: loaded.get(date)?.kind ?? null,
          name: loaded.get(date)?.name ?? null,
        })),
        people: Object.fromEntries(people.map((person) => [person.code, person.name])),
        windows: rows,
      };
    });
  }

  /** @throws Problem `platform.not_found` for a window outside of the reader's sight */
  cell(actor: Actor, query: CellQuery): Promise<CellView> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const { today } = await this.clock.now(tx);
      const seen = await this.windowsSeen(tx, actor, today);
      const [window] = await this.repository.windows(tx, [query.window]);
      if (!window || (seen && !seen.includes(window.code))) throw new Problem('platform.not_found');
      const seats = (await this.presence.seats(tx, query.day, query.day, { windows: [window.code] })).filter(
        (seat) => seat.half === query.half,
      );
      const codes = seats.map((seat) => seat.person);
      const asked = await this.undecidedCases(tx, seats);
      const people = new Map((await this.organization.people(tx, codes, query.day)).map((one) => [one.code, one]));
      const slots = await this.presence.slots(tx, query.day, query.day, { people: codes });
      const reach = await this.caseReach(tx, actor, today);
      return {
        window: window.code,
        windowName: window.name,
        day: query.day,
        half: query.half,
        people: seats.map((seat): CellPerson => {
          const person = people.get(seat.person);
          return {
            code: seat.person,
            name: person?.name ?? seat.person,
            post: person?.post ?? null,
            ab: person?.ab ?? null,
            mark: markOf(seat, asked),
            gone: goneIn(seat, slots),
            caseId: seat.caseId && mayOpen(actor, reach, seat) ? seat.caseId : null,
          };
        }),
      };
    });
  }

  /** Windows that somebody sees: all that the rights reach, the own one and those of the own unit. Undefined: every one. */
  private async windowsSeen(tx: Tx, actor: Actor, today: Day): Promise<string[] | undefined> {
    const reach = await reachOf(this.organization, tx, actor.grants, today);
    if (!reach) return undefined;
    const person = await this.organization.person(tx, actor.person, today);
    const own = await this.organization.reach(
      tx,
      { windows: person?.window ? [person.window] : [], units: person?.unit ? [person.unit] : [], halls: [] },
      today,
    );
    return [...new Set([...reach.windows, ...own.windows])];
  }

  /** Whose cases somebody may open by a right over others; colleagues of a window see that a seat is empty, not why. */
  private caseReach(tx: Tx, actor: Actor, today: Day): Promise<Reach | undefined> {
    return reachOf(
      this.organization,
      tx,
      actor.grants.filter((grant) => grant.scope !== 'own'),
      today,
    );
  }

  private async undecidedCases(tx: Tx, seats: readonly Seat[]): Promise<ReadonlySet<string>> {
    const ids = [...new Set(seats.flatMap((seat) => (seat.why === 'duty' && seat.caseId ? [seat.caseId] : [])))];
    if (ids.length === 0) return new Set();
    const files = await this.cases.byIds(tx, ids);
    return new Set(files.filter((file) => undecided.has(file.state)).map((file) => file.id));
  }
}

function markOf(seat: Seat, asked: ReadonlySet<string>): Mark {
  if (seat.away !== 'no' && seat.why === 'duty' && seat.caseId && asked.has(seat.caseId)) return 'asked';
  if (seat.away === 'whole') return 'away';
  if (seat.away === 'part') return 'part';
  return seat.why === 'cover' ? 'cover' : 'on';
}

function cellsOf(
  windows: readonly Omit<BoardWindow, 'cells'>[],
  days: readonly Day[],
  seats: readonly Seat[],
  mark: (seat: Seat) => Mark,
): BoardWindow[] {
  const at = new Map(days.map((day, index) => [day, index * 2]));
  const rows = new Map<string, BoardWindow>(
    windows.map((window) => [window.code, { ...window, cells: days.flatMap(() => [[], []]) }]),
  );
  for (const seat of seats) {
    const index = (at.get(seat.day) ?? 0) + (seat.half === 'PM' ? 1 : 0);
    rows.get(seat.window)?.cells[index]?.push([seat.person, mark(seat)]);
  }
  return [...rows.values()];
}

/** When the person of a seat is gone in its half day. */
function goneIn(seat: Seat, slots: readonly PresenceSlot[]): string[] {
  const half = pieceOf(seat);
  return slots
    .filter(
      (slot) =>
        slot.person === seat.person &&
        overlaps(slot, half) &&
        (slot.purpose === 'leave' || slot.window !== seat.window),
    )
    .map((slot) => pieceText({ start: Math.max(slot.start, half.start), end: Math.min(slot.end, half.end) }));
}

const mayOpen = (actor: Actor, reach: Reach | undefined, seat: Seat): boolean =>
  reach === undefined || seat.person === actor.person || reach.people.includes(seat.person);
