/**
 * Minimum staffing (G26): what a leave would leave behind, asked while it is typed and once more at its last approval; and the
 * alarm when anything later makes a hole.
 */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Half, HalfDay } from '../../core/calendar/work-calendar.js';
import { type Staffing, staffing } from '../../core/cover/staffing.js';
import { type CoverWorld, nameOf, type PlaceRef, seatOf } from '../../core/cover/world.js';
import type { DayPiece } from '../../core/duty/seats.js';
import type { Day } from '../../core/fact.js';
import { CalendarService } from '../../organization/calendar.service.js';
import { OrganizationService } from '../../organization/organization.service.js';
import { SeatChanges } from '../../organization/seat-changes.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/tx.js';
import { Messages } from '../../platform/effects/message-port.js';
import { type AlarmRow, CoverRepository } from './cover.repository.js';
import { CoverWorldService, type HallState, halvesOfAll, worldOf } from './cover-world.service.js';

/** A place below its minimum in one half day. */
export interface Shortfall {
  window?: string;
  zone?: string;
  /** As people call it. */
  name: string;
  day: Day;
  half: 'am' | 'pm';
  present: number;
  least: number;
}

export interface StaffingQuestion {
  person: string;
  pieces: readonly DayPiece[];
  /** A cover that is not in the books yet. */
  cover?: { person: string; window: string; pieces: readonly DayPiece[] };
  /** Key of the leave that asks: its own slots, and those of its covers, count as if it were approved. */
  leave?: string;
}

@Injectable()
export class StaffingService implements OnModuleInit {
  constructor(
    private readonly worlds: CoverWorldService,
    private readonly repository: CoverRepository,
    private readonly organization: OrganizationService,
    private readonly calendars: CalendarService,
    private readonly clock: Clock,
    private readonly messages: Messages,
    private readonly changes: SeatChanges,
  ) {}

  onModuleInit(): void {
    this.changes.listen((tx, days) => this.recheck(tx, days));
  }

  /**
   * Where this leave, with its covers, brings a window or a zone under its minimum, or makes a hole deeper. Leaves of others
   * count once they are approved.
   * @param lock keeps other approvals at the same places waiting until this transaction ends
   */
  async shortfalls(tx: Tx, question: StaffingQuestion, lock = false): Promise<Shortfall[]> {
    const slots = halvesOfAll([...question.pieces, ...(question.cover?.pieces ?? [])]);
    if (slots.length === 0) return [];
    if (lock) await this.lock(tx, question, slots);
    return this.shortfallsIn(await this.worlds.load(tx, slots), question);
  }

  /** The same in a hall that was read already, over the half days of the question. */
  shortfallsIn(state: HallState, question: StaffingQuestion): Shortfall[] {
    const { leave, person, pieces, cover } = question;
    const without = worldOf(state, {
      counts: (slot) => slot.pendingLeave === null && (!leave || slot.leave !== leave),
    });
    const withIt = worldOf(state, {
      counts: (slot) => slot.pendingLeave === null || slot.pendingLeave === leave,
      away: { person, pieces },
      ...(cover ? { cover } : {}),
    });
    const before = new Map(staffing(without).map((one) => [`${one.slot} ${nameOf(one.place)}`, one.present]));
    return staffing(withIt)
      .filter((one) => one.present < one.least && one.present < (before.get(`${one.slot} ${nameOf(one.place)}`) ?? 0))
      .map((one) => shown(state, one));
  }

  /** Every place in every half day of some days, as decided leaves and covers leave it. Days off are left out. */
  async staffing(tx: Tx, days: readonly Day[]): Promise<{ state: HallState; rows: Staffing[] }> {
    const slots = await this.openHalves(tx, days);
    if (slots.length === 0) return { state: nothing, rows: [] };
    const state = await this.worlds.load(tx, slots);
    return { state, rows: staffing(worldOf(state, { counts: (slot) => !slot.pendingLeave })) };
  }

  /** Opens and closes alarms for some days, from today on; supervision is told of every new hole. */
  async recheck(tx: Tx, days: readonly Day[]): Promise<void> {
    const { today, at } = await this.clock.now(tx);
    const ahead = days.filter((day) => day >= today);
    if (ahead.length === 0) return;
    const open = await this.repository.openAlarms(tx, ahead);
    const { state, rows } = await this.staffing(tx, ahead);
    const known = new Map(open.map((alarm) => [alarmName(alarm), alarm]));
    const opened: AlarmRow[] = [];
    for (const row of rows.filter((one) => one.present < one.least)) {
      const alarm = alarmOf(state, row);
      const before = known.get(alarmName(alarm));
      known.delete(alarmName(alarm));
      if (!before) {
        if (await this.repository.openAlarm(tx, alarm, at)) opened.push(alarm);
      } else if (before.present !== alarm.present || before.least !== alarm.least)
        await this.repository.updateAlarm(tx, alarm);
    }
    for (const over of known.values()) await this.repository.closeAlarm(tx, over, at);
    await this.tell(tx, state, opened, at);
  }

  /** One message for each place, however many half days it lacks people. */
  private async tell(tx: Tx, state: HallState, opened: readonly AlarmRow[], at: Date): Promise<void> {
    const places = new Map<string, AlarmRow[]>();
    for (const alarm of opened) {
      const name = alarm.window ?? `z:${alarm.zone}`;
      places.set(name, [...(places.get(name) ?? []), alarm]);
    }
    if (places.size === 0) return;
    const people = await this.organization.peopleHolding(tx, 'SUPERVISION', {});
    for (const [name, alarms] of places) {
      const first = alarms[0] as AlarmRow;
      await this.messages.tell(tx, {
        people,
        message: 'staffing.hole',
        args: {
          place: placeName(state, first),
          day: first.day,
          half: first.half,
          present: first.present,
          least: first.least,
          count: alarms.length,
        },
        key: `staffing-${name}-${first.day}-${first.half}-${at.getTime()}`,
        at,
      });
    }
  }

  private async lock(tx: Tx, question: StaffingQuestion, slots: readonly HalfDay[]): Promise<void> {
    const state = await this.worlds.load(tx, slots);
    const world = worldOf(state, { counts: () => false });
    const involved = new Set([
      question.person,
      ...(question.cover ? [question.cover.person] : []),
      ...state.taken.filter((slot) => slot.leave === question.leave).map((slot) => slot.person),
    ]);
    const places = world.people
      .filter((person) => involved.has(person.code))
      .flatMap((person) => slots.flatMap((_, slot) => seatOf(person, slot) ?? []))
      .map((window) => zoneOf(world, window) ?? window);
    await this.repository.lockPlaces(tx, places);
  }

  private async openHalves(tx: Tx, days: readonly Day[]): Promise<HalfDay[]> {
    const [first, last] = [days[0], days.at(-1)];
    if (!first || !last) return [];
    const calendar = await this.calendars.load(tx);
    const rostered = await this.organization.dutyBetween(tx, first, last);
    const onRoster = new Set(rostered.map((row) => `${row.day} ${row.half}`));
    return days.flatMap((day) =>
      (['AM', 'PM'] as const)
        .map((half) => ({ day, half }))
        // Without the year's calendar nothing can be said of its days; a leave there is refused by name.
        .filter(() => calendar.knows(day) && calendar.isWorkingDay(day))
        .filter((half) => onRoster.has(`${half.day} ${half.half}`)),
    );
  }
}

const zoneOf = (world: CoverWorld, window: string): string | null =>
  world.windows.find((one) => one.window === window)?.zone ?? null;

const nothing: HallState = {
  slots: [],
  windows: [],
  zones: [],
  zoneNames: new Map(),
  windowNames: new Map(),
  people: [],
  duty: [],
  taken: [],
};

export const lower = (half: Half): 'am' | 'pm' => (half === 'AM' ? 'am' : 'pm');

const placeName = (state: HallState, place: { window: string | null; zone: string | null }): string =>
  place.window
    ? `${place.window} ${state.windowNames.get(place.window) ?? ''}`.trim()
    : (state.zoneNames.get(place.zone ?? '') ?? place.zone ?? '');

export const refOf = (place: PlaceRef): { window: string | null; zone: string | null } =>
  'window' in place ? { window: place.window, zone: null } : { window: null, zone: place.zone };

export const nameFor = (state: HallState, place: PlaceRef): string => placeName(state, refOf(place));

function shown(state: HallState, one: Staffing): Shortfall {
  const half = state.slots[one.slot] as HalfDay;
  return {
    ...('window' in one.place ? { window: one.place.window } : { zone: one.place.zone }),
    name: nameFor(state, one.place),
    day: half.day,
    half: lower(half.half),
    present: one.present,
    least: one.least,
  };
}

const alarmOf = (state: HallState, row: Staffing): AlarmRow => ({
  ...refOf(row.place),
  ...(state.slots[row.slot] as HalfDay),
  present: row.present,
  least: row.least,
});

const alarmName = (alarm: Pick<AlarmRow, 'window' | 'zone' | 'day' | 'half'>): string =>
  `${alarm.window ?? ''}/${alarm.zone ?? ''}/${alarm.day}/${alarm.half}`;
