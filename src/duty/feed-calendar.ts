/** What is told, as an iCalendar file (RFC 5545) with the institution's own time zone. */
import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { ToldEvent } from './feed.repository.js';

/** China has kept one offset since 1991, so one rule says it for every day that a feed can hold. */
const SHANGHAI = [
  'BEGIN:VTIMEZONE',
  'TZID:Asia/Shanghai',
  'X-LIC-LOCATION:Asia/Shanghai',
  'BEGIN:STANDARD',
  'TZOFFSETFROM:+0800',
  'TZOFFSETTO:+0800',
  'TZNAME:CST',
  'DTSTART:19910915T010000',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');

/** How often a calendar program should look, in seconds. */
export const LOOK_EVERY = 900;

/**
 * The same events give the same bytes: an event is stamped with the instant at which it changed last.
 * @param zone of the institution's wall, in which the times of the events stand
 */
export function calendarFile(name: string, zone: string, events: readonly ToldEvent[]): string {
  const calendar = ical({
    name,
    prodId: { company: 'Kaoping', product: 'duty', language: 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: LOOK_EVERY,
    timezone: { name: null, generator: (wanted) => (wanted === 'Asia/Shanghai' ? SHANGHAI : null) },
    x: { 'X-WR-TIMEZONE': zone },
  });
  for (const { uid, content, sequence, modifiedAt, cancelled } of events) {
    const allDay = content.start.length === 10;
    const event = calendar.createEvent({
      id: uid,
      sequence,
      stamp: modifiedAt,
      lastModified: modifiedAt,
      start: content.start,
      end: allDay ? null : content.end,
      allDay,
      // Days have no zone; hours stand on the institution's wall.
      timezone: allDay ? null : zone,
      summary: content.summary,
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: content.isFree ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    });
    if (content.description) event.description(content.description);
  }
  return calendar.toString();
}
