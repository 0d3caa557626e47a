/** Loads a hall over some half days: minima, who sits where by roster, leave and cover, and who may sit where. */
import { Injectable } from '@nestjs/common';
import type { HalfDay } from '../../core/calendar/work-calendar.js';
import type { CoverPerson, CoverWorld, Whereabouts } from '../../core/cover/world.js';
import { type DayPiece, halvesOf, overlaps, pieceOf } from '../../core/duty/seats.js';
import type { Day } from '../../core/fact.js';
import { MinimumService } from '../../organization/minimum/minimum.service.js';
import type { Duty } from '../../organization/organization.entity.js';
import { OrganizationService } from '../../organization/organization.service.js';
import type { Tx } from '../../platform/database/tx.js';
import { CoverRepository, type EffectiveSlot, type PlacedPerson } from './cover.repository.js';

/** The half days that some pieces touch, each once, in the order of time. */
export const halvesOfAll = (pieces: readonly DayPiece[]): HalfDay[] =>
  [...new Map(pieces.flatMap(halvesOf).map((half) => [`${half.day} ${half.half}`, half]))]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, half]) => half);

/** What is read once; worlds with other assumptions are made from it without asking again. */
export interface HallState {
  slots: readonly HalfDay[];
  windows: CoverWorld['windows'];
  zones: CoverWorld['zones'];
  zoneNames: ReadonlyMap<string, string>;
  windowNames: ReadonlyMap<string, string>;
  people: readonly PlacedPerson[];
  duty: readonly Duty[];
  taken: readonly EffectiveSlot[];
}

export interface Assumption {
  /** Whether a slot takes its person away (leave) or along (cover). */
  counts(slot: EffectiveSlot): boolean;
  /** Further pieces that somebody is away, e.g. of a leave not sent yet. */
  away?: { person: string; pieces: readonly DayPiece[] };
  /** Further pieces that somebody covers. */
  cover?: { person: string; window: string; pieces: readonly DayPiece[] };
  /** Who is not moved any more. */
  declined?: ReadonlySet<string>;
}

@Injectable()
export class CoverWorldService {
  constructor(
    private readonly organization: OrganizationService,
    private readonly minimums: MinimumService,
    private readonly repository: CoverRepository,
  ) {}

  /** @param slots half days in the order of time, at least one */
  async load(tx: Tx, slots: readonly HalfDay[]): Promise<HallState> {
    const [first, last] = [slots[0]?.day ?? '', slots.at(-1)?.day ?? ''];
    const windows = await this.organization.windows(tx);
    const zones = await this.minimums.zones(tx);
    return {
      slots,
      windows: windows.map(({ code, zone, least }) => ({ window: code, zone, least })),
      zones: zones.map(({ code, least }) => ({ zone: code, least })),
      zoneNames: new Map(zones.map((zone) => [zone.code, zone.name])),
      windowNames: new Map(windows.map((window) => [window.code, window.name])),
      people: await this.repository.people(tx, first),
      duty: await this.organization.dutyBetween(tx, first, last),
      taken: await this.repository.slots(tx, first, last),
    };
  }
}

/** The hall as some assumption sees it. Somebody who is away for part of a half day is away for it. */
export function worldOf(state: HallState, assumed: Assumption): CoverWorld {
  const { slots, windows, zones, people } = state;
  const rostered = new Set<Day>(state.duty.map((row) => row.day));
  const seats = new Map(state.duty.map((row) => [`${row.person} ${row.day} ${row.half}`, row.window]));
  const taken = new Map<string, EffectiveSlot[]>();
  for (const slot of state.taken) {
    if (!assumed.counts(slot)) continue;
    const key = `${slot.person} ${slot.day}`;
    taken.set(key, [...(taken.get(key) ?? []), slot]);
  }
  const at = (person: PlacedPerson, half: HalfDay): Whereabouts => {
    const whole = pieceOf(half);
    const bound = (taken.get(`${person.code} ${half.day}`) ?? []).filter((slot) => overlaps(slot, whole));
    const isAway = assumed.away?.person === person.code && assumed.away.pieces.some((piece) => overlaps(piece, whole));
    if (isAway || bound.some((slot) => slot.purpose === 'leave')) return { is: 'leave' };
    const further = assumed.cover;
    if (further?.person === person.code && further.pieces.some((piece) => overlaps(piece, whole)))
      return { is: 'cover', window: further.window };
    const cover = bound.find((slot) => slot.purpose === 'cover' && slot.window !== null);
    if (cover?.window) return { is: 'cover', window: cover.window };
    const seat = seats.get(`${person.code} ${half.day} ${half.half}`);
    if (seat) return { is: 'duty', window: seat };
    // Before the roster of a day is made, everybody counts where he is placed.
    return !rostered.has(half.day) && person.window ? { is: 'duty', window: person.window } : { is: 'off' };
  };
  return {
    slots,
    windows,
    zones,
    people: people.map(
      (person): CoverPerson => ({
        code: person.code,
        home: person.window,
        ab: person.ab,
        qualified: person.window ? [...new Set([person.window, ...person.qualified])] : person.qualified,
        at: slots.map((half) => at(person, half)),
        ...(assumed.declined?.has(person.code) ? { stays: 'declined' as const } : {}),
      }),
    ),
  };
}
