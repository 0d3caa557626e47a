/**
 * What the punches of an attendance machine say of each half day in which somebody had to sit: there, explained, or a gap.
 * Pure. Seconds of the day are counted, so that nobody is late by a minute who came at 08:30:20; minutes are whole ones.
 */
import type { Half } from '../calendar/work-calendar.js';
import { overlaps, type PresenceSlot } from '../duty/seats.js';
import type { Day } from '../fact.js';

export interface Punch {
  person: string;
  day: Day;
  /** Seconds of the day, 0–86399. */
  second: number;
  /** Name of the machine; empty where there is one only. */
  device: string;
}

/** Minutes of the day, from `start` up to but without `end`. */
export interface Span {
  start: number;
  end: number;
}

export interface OfficeHours {
  AM: Span;
  PM: Span;
  /** So many minutes are tolerated; one more counts, and then all of them. */
  graceMinutes: number;
  /** Punches within so many minutes of one another are one. */
  repeatMinutes: number;
  punches: 'perHalf' | 'perDay';
  missingPunch: 'listed' | 'proposed';
}

export type GapKind = 'late' | 'early' | 'away' | 'noShow';

/** Time without the person, in seconds of the day; `minutes` is how much of it nothing excuses. */
export interface Gap {
  kind: GapKind;
  from: number;
  to: number;
  minutes: number;
  /** It rests on a punch that is missing, so that `minutes` is the most that it can be. */
  isUnpunched: boolean;
}

export type Explanation = 'leave' | 'cover' | 'dayOff' | 'deviceGap';

/** Where somebody has to sit by the roster. */
export interface ExpectedSeat {
  person: string;
  window: string;
  day: Day;
  half: Half;
}

export interface HalfReading extends ExpectedSeat {
  state: 'present' | 'explained' | 'unpunched' | 'gap';
  why?: Explanation;
  gaps: readonly Gap[];
}

export interface AttendanceInput {
  seats: readonly ExpectedSeat[];
  punches: readonly Punch[];
  /** Leave and cover that count. */
  slots: readonly PresenceSlot[];
  isWorkingDay(day: Day): boolean;
  hoursAt(window: string, day: Day): OfficeHours;
}

/** One answer for each person and half day, in the order of the seats. */
export function readAttendance(input: AttendanceInput): HalfReading[] {
  const punches = groupBy(input.punches, (punch) => `${punch.person} ${punch.day}`);
  const slots = groupBy(input.slots, (slot) => `${slot.person} ${slot.day}`);
  const devices = new Devices(input.punches, input.seats);
  const seen = new Set<string>();
  return input.seats.flatMap(({ person, window, day, half }): HalfReading[] => {
    // Only where somebody sits: a seat of the duty plan says more, and its `why` is none of ours.
    const seat: ExpectedSeat = { person, window, day, half };
    const key = `${seat.person} ${seat.day}`;
    // Whoever stands twice on the roster of a half day can come once only.
    if (seen.has(`${key}${seat.half}`)) return [];
    seen.add(`${key}${seat.half}`);
    if (!input.isWorkingDay(seat.day)) return [{ ...seat, state: 'explained', why: 'dayOff', gaps: [] }];
    const hours = input.hoursAt(seat.window, seat.day);
    const excused = (slots.get(key) ?? []).filter((slot) => slot.purpose === 'leave' || slot.window !== seat.window);
    return [readHalf(seat, hours, punches.get(key) ?? [], excused, devices)];
  });
}

type Interval = readonly [from: number, to: number];

function readHalf(
  seat: ExpectedSeat,
  hours: OfficeHours,
  punches: readonly Punch[],
  excused: readonly PresenceSlot[],
  devices: Devices,
): HalfReading {
  const whole: Interval = [hours[seat.half].start * 60, hours[seat.half].end * 60];
  const noon = ((hours.AM.end + hours.PM.start) / 2) * 60;
  const slotsHere = excused.filter((slot) =>
    overlaps(slot, { day: seat.day, start: whole[0] / 60, end: whole[1] / 60 }),
  );
  if (unexcused(whole, slotsHere) === 0) {
    return { ...seat, state: 'explained', why: slotsHere.some(isLeave) ? 'leave' : 'cover', gaps: [] };
  }
  const mine = clusters(hours.punches === 'perDay' ? punches : punches.filter(inHalf(seat.half, noon)), hours);
  if (mine.length === 0 && !devices.worked(seat, inHalf(seat.half, noon)))
    return { ...seat, state: 'explained', why: 'deviceGap', gaps: [] };
  const day: Interval = hours.punches === 'perDay' ? [hours.AM.start * 60, hours.PM.end * 60] : whole;
  const seen = presence(mine, day, hours.missingPunch === 'listed');
  const gaps = without(whole, seen.intervals).flatMap((stretch) => gapOf(stretch, whole, slotsHere, hours, seen));
  if (gaps.length > 0) return { ...seat, state: 'gap', gaps };
  return { ...seat, state: seen.missing ? 'unpunched' : 'present', gaps: [] };
}

const isLeave = (slot: PresenceSlot): boolean => slot.purpose === 'leave';
const inHalf = (half: Half, noon: number) => (punch: Punch) =>
  half === 'AM' ? punch.second < noon : punch.second >= noon;

interface Cluster {
  first: number;
  last: number;
}

/** Repeated punches of one coming or going as one: the first tells when somebody came, the last when somebody went. */
function clusters(punches: readonly Punch[], hours: OfficeHours): Cluster[] {
  const found: Cluster[] = [];
  for (const second of punches.map((punch) => punch.second).sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && second - last.last <= hours.repeatMinutes * 60) last.last = second;
    else found.push({ first: second, last: second });
  }
  return found;
}

interface Presence {
  intervals: Interval[];
  missing?: 'in' | 'out' | 'middle';
}

/** From when to when somebody was there. @param isLenient a missing punch is taken as punched in time */
function presence(mine: readonly Cluster[], day: Interval, isLenient: boolean): Presence {
  const [first, last] = [mine[0], mine.at(-1)];
  if (!first || !last) return { intervals: [] };
  if (mine.length === 1) {
    const came = Math.abs(first.first - day[0]) <= Math.abs(first.last - day[1]);
    if (came)
      return { intervals: [[first.first, isLenient ? Math.max(day[1], first.last) : first.last]], missing: 'out' };
    return { intervals: [[isLenient ? Math.min(day[0], first.first) : first.first, first.last]], missing: 'in' };
  }
  // One between coming and going has no partner: nobody can tell from when to when.
  if (mine.length % 2 === 1) return { intervals: [[first.first, last.last]], missing: 'middle' };
  return {
    intervals: mine.flatMap((cluster, index): Interval[] =>
      index % 2 === 0 ? [[cluster.first, (mine[index + 1] as Cluster).last]] : [],
    ),
  };
}

/** The parts of `whole` in which nobody was there. */
function without(whole: Interval, there: readonly Interval[]): Interval[] {
  let left: Interval[] = [whole];
  for (const [from, to] of there)
    left = left.flatMap(([a, b]): Interval[] => {
      if (to <= a || from >= b) return [[a, b]];
      return [...(from > a ? [[a, from] as const] : []), ...(to < b ? [[to, b] as const] : [])];
    });
  return left;
}

/** Seconds of a stretch that neither leave nor cover takes. Pieces of one person never overlap. */
const unexcused = ([from, to]: Interval, slots: readonly PresenceSlot[]): number =>
  slots.reduce(
    (left, slot) => left - Math.max(0, Math.min(to, slot.end * 60) - Math.max(from, slot.start * 60)),
    to - from,
  );

function gapOf(
  stretch: Interval,
  whole: Interval,
  slots: readonly PresenceSlot[],
  hours: OfficeHours,
  { missing }: Presence,
): Gap[] {
  const [from, to] = stretch;
  const minutes = Math.floor(unexcused(stretch, slots) / 60);
  const [atStart, atEnd] = [from === whole[0], to === whole[1]];
  if (atStart && atEnd && minutes * 60 === to - from)
    return [{ kind: 'noShow', from, to, minutes, isUnpunched: missing !== undefined }];
  if (minutes <= hours.graceMinutes) return [];
  const kind = atStart && !atEnd ? 'late' : atEnd && !atStart ? 'early' : 'away';
  return [{ kind, from, to, minutes, isUnpunched: (missing === 'in' && atStart) || (missing === 'out' && atEnd) }];
}

/** Which machine each person uses, and whether it was working. */
class Devices {
  private readonly own = new Map<string, string>();
  private readonly ofWindow = new Map<string, string>();
  private readonly usual: string | undefined;
  private readonly byDay: ReadonlyMap<string, readonly Punch[]>;

  constructor(punches: readonly Punch[], seats: readonly ExpectedSeat[]) {
    this.byDay = groupBy(punches, (punch) => `${punch.device} ${punch.day}`);
    this.usual = mostOf(punches);
    for (const [person, list] of groupBy(punches, (punch) => punch.person)) this.own.set(person, mostOf(list) ?? '');
    const windowOf = new Map(seats.map((seat) => [seat.person, seat.window]));
    for (const [window, list] of groupBy(punches, (punch) => windowOf.get(punch.person) ?? ''))
      this.ofWindow.set(window, mostOf(list) ?? '');
  }

  /** Whether anybody at all punched there in that half day. */
  worked(seat: ExpectedSeat, inThatHalf: (punch: Punch) => boolean): boolean {
    const device = this.own.get(seat.person) ?? this.ofWindow.get(seat.window) ?? this.usual;
    return (this.byDay.get(`${device ?? ''} ${seat.day}`) ?? []).some(inThatHalf);
  }
}

/** The machine with the most punches; of equals the one that comes first by name. */
function mostOf(punches: readonly Punch[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { device } of punches) counts.set(device, (counts.get(device) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known) known.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** `08:30` as minutes of the day; undefined for what is no time. */
export function readTime(text: unknown): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(String(text));
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}

/** `30600` → `08:30`, with seconds only where there are some. */
export function timeText(second: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const text = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}`;
  return second % 60 === 0 ? text : `${text}:${two(second % 60)}`;
}

/** The hours as an edition's decision `attendance.hours` gives them; undefined when they make no day. */
export function readHours(value: Readonly<Record<string, unknown>>): OfficeHours | undefined {
  const [amStart, amEnd, pmStart, pmEnd] = ['amStart', 'amEnd', 'pmStart', 'pmEnd'].map((name) =>
    readTime(value[name]),
  );
  const [graceMinutes, repeatMinutes] = [Number(value.graceMinutes ?? 0), Number(value.repeatMinutes ?? 0)];
  if (amStart === undefined || amEnd === undefined || pmStart === undefined || pmEnd === undefined) return undefined;
  if (!(amStart < amEnd && amEnd <= pmStart && pmStart < pmEnd && graceMinutes >= 0 && repeatMinutes >= 0))
    return undefined;
  return {
    AM: { start: amStart, end: amEnd },
    PM: { start: pmStart, end: pmEnd },
    graceMinutes,
    repeatMinutes,
    punches: value.punches === 'perDay' ? 'perDay' : 'perHalf',
    missingPunch: value.missingPunch === 'proposed' ? 'proposed' : 'listed',
  };
}
