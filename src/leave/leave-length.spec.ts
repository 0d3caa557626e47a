import type { LeavePart } from '../../workflows/leave/form.js';
import { notices } from '../core/calendar/notices.js';
import { WorkCalendar, yearFromNotice } from '../core/calendar/work-calendar.js';
import { type CountRule, daysOf, entriesOf, lengthOf, piecesOf, until, workingHalves } from './leave-length.js';

const calendar = new WorkCalendar(notices.flatMap(({ year, days }) => yearFromNotice(year, days)));
const rule: CountRule = { counts: 'workingDays', step: 30, minutesOfDay: 480 };
/** `2026-10-12am` */
const point = (text: string) => ({ day: text.slice(0, 10), half: text.slice(10) as 'am' | 'pm' });
const days = (from: string, to: string): LeavePart => ({ from: point(from), to: point(to) });
const hours = (day: string, start: string, end: string): LeavePart => ({ day, start, end });
const length = (parts: LeavePart[], by: Partial<CountRule> = {}) =>
  lengthOf(entriesOf(parts, calendar, { ...rule, ...by }));

describe('the length of a leave', () => {
  it.each<[string, LeavePart[], number]>([
    ['half a day', [days('2026-10-12am', '2026-10-12am')], 5_000],
    ['afternoon to next morning', [days('2026-10-12pm', '2026-10-13am')], 10_000],
    // National Day of 2026: Oct. 1 to 7 off, Saturday Oct. 10 worked.
    ['over a holiday', [days('2026-09-30pm', '2026-10-08am')], 10_000],
    ['a Saturday on which people work', [days('2026-10-10am', '2026-10-10pm')], 10_000],
    ['30 minutes', [hours('2026-10-12', '09:00', '09:30')], 625],
    ['31 minutes are two steps', [hours('2026-10-12', '09:00', '09:31')], 1_250],
    ['two halves apart', [days('2026-10-12am', '2026-10-12am'), days('2026-10-14pm', '2026-10-14pm')], 10_000],
    ['a half and hours', [days('2026-10-13am', '2026-10-13am'), hours('2026-10-12', '13:00', '17:00')], 10_000],
  ])('%s', (_, parts, expected) => {
    expect(length(parts)).toBe(expected);
  });

  it('rounds hours up to the step that the kind has', () => {
    const part = [hours('2026-10-12', '09:00', '09:10')];
    expect([1, 30, 60, 240].map((step) => length(part, { step }))).toEqual([209, 625, 1_250, 5_000]);
  });

  it('counts days off where the kind does, but takes them from nobody', () => {
    const entries = entriesOf([days('2026-11-06am', '2026-11-09am')], calendar, { ...rule, counts: 'calendarDays' });
    expect(lengthOf(entries)).toBe(35_000);
    expect(piecesOf(entries)).toHaveLength(3);
  });

  it('is divided at the turn of the year', () => {
    const entries = entriesOf([days('2025-12-30am', '2026-01-05pm')], calendar, rule);
    const of = (year: string) => daysOf(entries).filter(({ day }) => day.startsWith(year));
    expect(['2025', '2026'].map((year) => of(year).reduce((sum, one) => sum + one.length, 0))).toEqual([
      20_000, 20_000,
    ]);
  });

  it('is shorter after an early return', () => {
    const entries = entriesOf(
      [days('2026-10-12am', '2026-10-14pm'), hours('2026-10-15', '09:00', '10:00')],
      calendar,
      rule,
    );
    expect(lengthOf(entries)).toBe(31_250);
    expect(lengthOf(until(entries, point('2026-10-13am')))).toBe(15_000);
    expect(lengthOf(until(entries, point('2026-10-15am')))).toBe(31_250);
    expect(workingHalves(entries)).toHaveLength(7);
  });

  it.each<[string, LeavePart[], string, string]>([
    ['an end before the start', [days('2026-10-13am', '2026-10-12pm')], 'leave.period_reversed', '/parts/0/to'],
    [
      'hours that end before they begin',
      [hours('2026-10-12', '22:00', '06:00')],
      'leave.period_reversed',
      '/parts/0/end',
    ],
    ['no time at all', [hours('2026-10-12', '09:00', '09:00')], 'leave.period_reversed', '/parts/0/end'],
    ['days off alone', [days('2026-10-17am', '2026-10-18pm')], 'leave.period_empty', '/parts'],
    ['hours of a day off', [hours('2026-10-17', '09:00', '10:00')], 'leave.period_empty', '/parts'],
    [
      'the same half twice',
      [days('2026-10-12am', '2026-10-13pm'), days('2026-10-13pm', '2026-10-13pm')],
      'leave.parts_overlap',
      '/parts',
    ],
    [
      'hours inside a half',
      [days('2026-10-12am', '2026-10-12am'), hours('2026-10-12', '11:59', '13:00')],
      'leave.parts_overlap',
      '/parts',
    ],
  ])('refuses %s', (_, parts, code, where) => {
    expect(() => length(parts)).toThrow(expect.objectContaining({ code, facts: expect.objectContaining({ where }) }));
  });

  it('refuses a year that nobody loaded by its name', () => {
    expect(() => length([days('2027-01-04am', '2027-01-04pm')])).toThrow(
      expect.objectContaining({ code: 'calendar.year_missing', facts: { year: '2027', where: '/parts/0' } }),
    );
  });
});
