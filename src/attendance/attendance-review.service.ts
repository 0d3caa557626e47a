/**
 * Reads the days of which files of an attendance machine tell, and keeps what was found in step with them: a new gap is told to
 * the person, one that has found its explanation is closed by itself, and one that nobody explained becomes a proposal.
 */
import { Injectable } from '@nestjs/common';
import { type Gap, type HalfReading, type OfficeHours, readAttendance, timeText } from '../core/attendance/gaps.js';
import { addDays, eachDay } from '../core/calendar/day.js';
import type { WorkCalendar } from '../core/calendar/work-calendar.js';
import { overlaps, type PresenceSlot } from '../core/duty/seats.js';
import type { Day } from '../core/fact.js';
import { CalendarService } from '../organization/calendar.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PresenceService } from '../organization/presence.service.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { Messages } from '../platform/effects/message-port.js';
import { type Absence, AbsenceRepository, type NewAbsence } from './absence.repository.js';
import { AbsenceRules } from './absence.rule.js';
import { PunchRepository, type RecordedPunch } from './punch.repository.js';

/** Input of the conversion for a gap; nobody who never came has been late. */
const causes: Readonly<Record<Gap['kind'], string>> = {
  late: 'late',
  early: 'early',
  away: 'away',
  noShow: 'noApplication',
};
const HALF_DAY = 5_000;

interface Found {
  readings: HalfReading[];
  punches: RecordedPunch[];
  slots: PresenceSlot[];
  covered: ReadonlySet<Day>;
  /** Cases that count, with their keys. */
  agreed: ReadonlyMap<string, string>;
}

@Injectable()
export class AttendanceReview {
  constructor(
    private readonly punches: PunchRepository,
    private readonly presence: PresenceService,
    private readonly organization: OrganizationService,
    private readonly calendars: CalendarService,
    private readonly rules: AbsenceRules,
    private readonly repository: AbsenceRepository,
    private readonly messages: Messages,
    private readonly clock: Clock,
  ) {}

  /**
   * Compares what is on record for a span with what its days say now. Twice changes nothing. Days that are not over yet wait.
   * @throws Problem calendar.year_missing | attendance.hours_* | regulation.* (422)
   */
  async review(tx: Tx, from: Day, to: Day): Promise<{ found: number; closed: number }> {
    const { today, at } = await this.clock.now(tx);
    const yesterday = addDays(today, -1);
    const last = to < yesterday ? to : yesterday;
    if (last < from) return { found: 0, closed: 0 };
    const calendar = await this.calendars.load(tx);
    const read = await this.read(tx, from, last, calendar);
    const gaps = new Map(
      read.readings.flatMap((reading) => reading.gaps.map((gap) => [gapKey(reading, gap), { reading, gap }] as const)),
    );
    const known = await this.repository.undecided(tx, eachDay(from, last));
    let closed = 0;
    for (const one of known) if (!gaps.has(one.gapKey ?? '')) closed += Number(await this.settle(tx, one, read, at));
    let found = 0;
    for (const [key, { reading, gap }] of gaps) {
      if (known.some((one) => one.gapKey === key)) continue;
      const made = await this.newAbsence(tx, key, reading, gap, read, calendar, today);
      const row = await this.repository.propose(tx, made, 'system', at);
      if (!row) continue;
      found += 1;
      await this.tell(tx, [row.person], row.state === 'waiting' ? 'absence.told' : 'absence.proposed', row, at);
    }
    return { found, closed };
  }

  /** Those whose time to explain is over become proposals, after a last look at whether they still stand. */
  async ripen(tx: Tx): Promise<number> {
    const { today, at } = await this.clock.now(tx);
    for (const day of await this.repository.undecidedDays(tx)) await this.review(tx, day, day);
    const ripe = await this.repository.ripen(tx, today, at);
    for (const one of ripe) await this.tell(tx, [one.person], 'absence.proposed', one, at);
    if (ripe.length > 0) await this.tellSupervision(tx, ripe.length, `ripe:${ripe[0]?.id}`, at);
    return ripe.length;
  }

  async tellSupervision(tx: Tx, count: number, key: string, at: Date): Promise<void> {
    const people = await this.organization.peopleHolding(tx, 'SUPERVISION');
    await this.messages.tell(tx, { people, message: 'absence.to_decide', args: { count }, key: `absence:${key}`, at });
  }

  /** @param message `absence.told` while there is time to explain, `absence.proposed` afterwards */
  async tell(tx: Tx, people: readonly string[], message: string, one: Absence, at: Date): Promise<void> {
    const args = { key: one.key, day: one.day, dueOn: one.dueOn ?? '' };
    await this.messages.tell(tx, { people, message, args, key: `${one.id}:${message}`, at });
  }

  /** The working hours of each half day at a window, by the edition of the day. */
  async hours(tx: Tx, day: Day, window: string | null): Promise<OfficeHours> {
    const found = window ? await this.organization.window(tx, window) : undefined;
    return this.rules.hours(tx, day, found?.group ?? '');
  }

  private async read(tx: Tx, from: Day, to: Day, calendar: WorkCalendar): Promise<Found> {
    const covered = new Set(await this.punches.covered(tx, from, to));
    const seats = (await this.presence.seats(tx, from, to)).filter(
      (seat) => seat.why === 'duty' && covered.has(seat.day),
    );
    const all = await this.presence.slots(tx, from, to);
    const agreed = await this.repository.agreed(tx, [...new Set(all.map((slot) => slot.caseId))]);
    const slots = all.filter((slot) => agreed.has(slot.caseId));
    const punches = await this.punches.recorded(tx, from, to);
    const groups = new Map((await this.organization.windows(tx)).map((window) => [window.code, window.group]));
    const hours = new Map<string, OfficeHours>();
    for (const { window, day } of seats) {
      const group = groups.get(window) ?? '';
      const key = `${group} ${day}`;
      if (!hours.has(key)) hours.set(key, await this.rules.hours(tx, day, group));
    }
    const readings = readAttendance({
      seats,
      punches,
      slots,
      isWorkingDay: (day) => calendar.isWorkingDay(day),
      hoursAt: (window, day) => hours.get(`${groups.get(window) ?? ''} ${day}`) as OfficeHours,
    });
    return { readings, punches, slots, covered, agreed };
  }

  private async newAbsence(
    tx: Tx,
    key: string,
    reading: HalfReading,
    gap: Gap,
    read: Found,
    calendar: WorkCalendar,
    today: Day,
  ): Promise<NewAbsence> {
    const { person, window, day, half } = reading;
    const measured = {
      person,
      window,
      day,
      cause: causes[gap.kind],
      minutes: gap.minutes,
      length: gap.kind === 'noShow' ? HALF_DAY : 0,
    };
    const lines = read.punches.filter((punch) => punch.person === person && punch.day === day);
    const files = [...new Set(read.punches.filter((punch) => punch.day === day).map((punch) => punch.importId))];
    const wait = await this.rules.explainDays(tx, day);
    return {
      ...measured,
      gapKey: key,
      effectId: null,
      half,
      from: gap.from,
      to: gap.to,
      kind: gap.kind,
      isUnpunched: gap.isUnpunched,
      note: '',
      source: { kind: 'import', files, lines: lines.map(({ importId, line }) => ({ file: importId, line })) },
      rule: await this.rules.of(tx, measured),
      state: wait > 0 ? 'waiting' : 'open',
      dueOn: wait > 0 ? calendar.addWorkingDays(today, wait) : null,
    };
  }

  /** Closes what no longer stands; the reason is the key of the leave or cover that explains it. */
  private async settle(tx: Tx, one: Absence, read: Found, at: Date): Promise<boolean> {
    const reading = read.readings.find(
      (half) => half.person === one.person && half.day === one.day && half.half === one.half,
    );
    const piece = { day: one.day, start: Math.floor((one.from ?? 0) / 60), end: Math.ceil((one.to ?? 0) / 60) };
    const slot = read.slots.find((entry) => entry.person === one.person && overlaps(entry, piece));
    const because = reading?.why ?? slot?.purpose ?? (read.covered.has(one.day) ? 'changed' : 'import');
    const reason = read.agreed.get(slot?.caseId ?? '') ?? '';
    return this.repository.drop(tx, one.id, { by: 'system', at, reason, because });
  }
}

/** The same gap has the same key in every file that tells of it. */
const gapKey = ({ person, day, half }: HalfReading, { kind, from, to, minutes }: Gap): string =>
  [person, day, half, kind, `${timeText(from)}-${timeText(to)}`, minutes].join('/');
