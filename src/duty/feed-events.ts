/** From seats and slots to what a calendar shows, and from what it showed before to what must be told now. Pure. */
import type { Half } from '../core/calendar/work-calendar.js';
import { halvesOf, type PresenceSlot, pieceOf, type Seat } from '../core/duty/seats.js';
import type { Day } from '../core/fact.js';
import type { Language } from '../core/problem.js';
import type { EventContent, ToldEvent } from './feed.repository.js';

/** Minutes of the day in which an office works; undefined where no edition states them. */
export type Hours = Readonly<Record<Half, { start: number; end: number }>> | undefined;

export interface FeedWorld {
  /** Ends every UID, so that no two institutions meet in one calendar. */
  institution: string;
  language: Language;
  seats: readonly Seat[];
  /** Leave (that is approved) and cover. */
  slots: readonly PresenceSlot[];
  names: ReadonlyMap<string, string>;
  windowNames: ReadonlyMap<string, string>;
  hoursAt(window: string | null, day: Day): Hours;
  /** What kind of leave a case is, in words; asked for the owner's own only. */
  leaveTitle(caseId: string): string | null;
}

export type Events = ReadonlyMap<string, EventContent>;

/** The calendar of one person: where to sit, whom to cover, when on leave. */
export function eventsOfPerson(world: FeedWorld, person: string): Events {
  const say = sayer(world.language);
  const events = new Map<string, EventContent>();
  for (const seat of world.seats) {
    if (seat.person !== person || seat.why !== 'duty' || seat.away === 'whole') continue;
    const summary = say(`值班 ${placeOf(world, seat.window)}`, `On duty ${placeOf(world, seat.window)}`);
    const uid = `duty-${seat.day}-${seat.half.toLowerCase()}-${seat.window}-${person}@${world.institution}`;
    events.set(uid, halfEvent(world, seat, summary, null));
  }
  for (const slot of ownPieces(world.slots, person)) {
    const isLeave = slot.purpose === 'leave';
    const title = isLeave ? world.leaveTitle(slot.caseId) : null;
    const summary = isLeave
      ? [say('请假', 'On leave'), title].filter(Boolean).join(' · ')
      : say(`替岗 ${placeOf(world, slot.window ?? '')}`, `Covering ${placeOf(world, slot.window ?? '')}`);
    const uid = `${slot.purpose}-${slot.caseId}-${slot.day}-${slot.start}@${world.institution}`;
    events.set(uid, { ...timesOf(world, slot), summary, description: null, isFree: isLeave });
  }
  return events;
}

/** The calendar of a window: for each half day who sits there and who is away, without a word on why. */
export function eventsOfWindow(world: FeedWorld, window: string): Events {
  const say = sayer(world.language);
  const halves = new Map<string, Seat[]>();
  for (const seat of world.seats) {
    if (seat.window !== window) continue;
    const key = `${seat.day}-${seat.half.toLowerCase()}`;
    halves.set(key, [...(halves.get(key) ?? []), seat]);
  }
  const events = new Map<string, EventContent>();
  const separator = say('、', ', ');
  for (const [key, seats] of halves) {
    const named = (wanted: (seat: Seat) => boolean) =>
      seats
        .filter(wanted)
        .map((seat) => world.names.get(seat.person) ?? seat.person)
        .join(separator);
    const here = named((seat) => seat.why === 'duty' && seat.away !== 'whole');
    const covering = named((seat) => seat.why === 'cover' && seat.away !== 'whole');
    const away = named((seat) => seat.why === 'duty' && seat.away === 'whole');
    const partly = named((seat) => seat.away === 'part');
    const present = [here, covering ? say(`${covering}（替岗）`, `${covering} (covering)`) : ''].filter(Boolean);
    const summary = `${placeOf(world, window)} ${present.join(separator) || say('无人在岗', 'nobody there')}`;
    const notes = [
      away ? say(`不在岗：${away}`, `Away: ${away}`) : '',
      partly ? say(`部分时间不在岗：${partly}`, `Away for some hours: ${partly}`) : '',
    ].filter(Boolean);
    const first = seats[0]!;
    events.set(
      `window-${window}-${key}@${world.institution}`,
      halfEvent(world, first, summary, notes.length > 0 ? notes.join('\n') : null),
    );
  }
  return events;
}

/**
 * What a feed tells now. An event that is new begins at 0, one that changed counts one further, one that is gone is told as
 * cancelled until its day has left the span.
 * @returns everything to tell, what of it must be remembered anew, and what may be forgotten
 */
export function newsOf(
  told: readonly ToldEvent[],
  events: Events,
  span: { from: Day; at: Date },
): { tell: ToldEvent[]; changed: ToldEvent[]; gone: string[] } {
  const known = new Map(told.map((event) => [event.uid, event]));
  const tell: ToldEvent[] = [];
  const changed: ToldEvent[] = [];
  const gone: string[] = [];
  const add = (event: ToldEvent, isChanged: boolean): void => {
    tell.push(event);
    if (isChanged) changed.push(event);
  };
  for (const [uid, content] of events) {
    const before = known.get(uid);
    const same = before && !before.cancelled && sameContent(before.content, content);
    if (same) add(before, false);
    else add({ uid, content, sequence: before ? before.sequence + 1 : 0, modifiedAt: span.at, cancelled: false }, true);
  }
  for (const before of told) {
    if (events.has(before.uid)) continue;
    if (before.content.day < span.from) gone.push(before.uid);
    else if (before.cancelled) add(before, false);
    else add({ ...before, sequence: before.sequence + 1, modifiedAt: span.at, cancelled: true }, true);
  }
  tell.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  return { tell, changed, gone };
}

const keyOf = (event: ToldEvent): string => `${event.content.start} ${event.uid}`;
const sayer = (language: Language) => (zh: string, en: string) => (language === 'en' ? en : zh);

const contentKeys = ['day', 'start', 'end', 'summary', 'description', 'isFree'] as const;
const sameContent = (one: EventContent, other: EventContent): boolean =>
  contentKeys.every((key) => one[key] === other[key]);

function placeOf(world: FeedWorld, window: string): string {
  const name = world.windowNames.get(window);
  return name && name !== window ? `${window} ${name}` : window;
}

/** Halves of one day and case that follow one another are one event. */
function ownPieces(slots: readonly PresenceSlot[], person: string): PresenceSlot[] {
  const joined: PresenceSlot[] = [];
  const own = slots.filter((slot) => slot.person === person);
  for (const slot of own.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.start - b.start))) {
    const last = joined.at(-1);
    if (last && last.day === slot.day && last.caseId === slot.caseId && last.end === slot.start)
      joined[joined.length - 1] = { ...last, end: slot.end };
    else joined.push(slot);
  }
  return joined;
}

const halfEvent = (world: FeedWorld, seat: Seat, summary: string, description: string | null): EventContent => ({
  ...timesOf(world, { ...pieceOf(seat), window: seat.window }),
  summary: world.hoursAt(seat.window, seat.day) ? summary : `${halfName(world.language, seat.half)} ${summary}`,
  description,
  isFree: false,
});

const halfName = (language: Language, half: Half): string =>
  language === 'en' ? (half === 'AM' ? 'a.m.' : 'p.m.') : half === 'AM' ? '上午' : '下午';

const NOON = 720;
const MIDNIGHT = 1440;

/** Half days by the office's hours; hours as they are. Where no hours are stated, an event of the whole day. */
function timesOf(
  world: FeedWorld,
  piece: { day: Day; start: number; end: number; window: string | null },
): Pick<EventContent, 'day' | 'start' | 'end'> {
  const { day, start, end } = piece;
  const exact = !((start === 0 || start === NOON) && (end === NOON || end === MIDNIGHT));
  const at = (minutes: number): string =>
    `${day}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
  if (exact) return { day, start: at(start), end: at(Math.min(end, MIDNIGHT - 1)) };
  const hours = world.hoursAt(piece.window, day);
  if (!hours) return { day, start: day, end: day };
  const halves = halvesOf({ day, start, end }).map((one) => one.half);
  const first = halves[0] ?? 'AM';
  const last = halves.at(-1) ?? first;
  return { day, start: at(hours[first].start), end: at(hours[last].end) };
}
