import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { getDayDetail, isWorkday } from 'chinese-days';
import { eachDay } from './day.js';
import { assertNotice, noticesFromIcs, noticesFromJson, noticesOf } from './notice-file.js';
import { notices } from './notices.js';
import { WorkCalendar, yearFromNotice } from './work-calendar.js';

const refusal = (code: string) => expect.objectContaining({ code });
const json = (days: object[], year: unknown = 2027) => JSON.stringify({ year, papers: ['paper'], days });
const newYear = { name: '元旦', date: '2027-01-01', isOffDay: true };

describe('the published arrangements', () => {
  const calendar = new WorkCalendar(notices.flatMap((entry) => yearFromNotice(entry.year, entry.days)));

  it.each([2024, 2025, 2026])('of %i are day for day those of the calendar package', (year) => {
    const days = eachDay(`${year}-01-01`, `${year}-12-31`);
    expect(days.length).toBeGreaterThanOrEqual(365);
    const different = days.filter((day) => calendar.isWorkingDay(day) !== isWorkday(day));
    expect(different).toEqual([]);
    const listed = new Map(notices.find((entry) => entry.year === year)?.days.map((day) => [day.date, day.name]));
    for (const [day, name] of listed)
      expect([day, getDayDetail(day).name]).toEqual([day, expect.stringContaining(name)]);
  });

  it('of 2027 are refused by name until they are imported', () => {
    expect(() => calendar.isWorkingDay('2027-01-04')).toThrow(
      expect.objectContaining({ code: 'calendar.year_missing', facts: { year: '2027' } }),
    );
  });
});

describe('a yearly notice as a file', () => {
  it('is read from the JSON of holiday-cn, days of the neighbouring year left out', () => {
    const text = json([newYear, { name: '元旦', date: '2026-12-31', isOffDay: true }]);
    expect(noticesFromJson('2027.json', text)).toEqual([{ year: 2027, papers: ['paper'], days: [newYear] }]);
  });

  it('is read from iCalendar, the one that the package carries included', () => {
    const source = createRequire(import.meta.url).resolve('chinese-days/package.json');
    const read = noticesFromIcs(
      'holidays.ics',
      readFileSync(source.replace('package.json', 'dist/holidays.ics'), 'utf8'),
    );
    expect(read.map((entry) => entry.year)).toEqual([2024, 2025, 2026]);
    const kinds = (days: readonly { date: string; isOffDay: boolean }[]) =>
      days.map((day) => `${day.date} ${day.isOffDay}`);
    for (const { year, days } of notices)
      expect(kinds(read.find((entry) => entry.year === year)?.days ?? [])).toEqual(kinds(days));
  });

  it('unfolds lines, and takes an event over several days as days', () => {
    const text = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20270501',
      'DTEND;VALUE=DATE:20270504',
      'SUMMARY:劳动',
      ' 节 假期',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20270508',
      'SUMMARY:劳动节补班',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    expect(noticesFromIcs('x.ics', text)[0]?.days.map((day) => `${day.date} ${day.name} ${day.isOffDay}`)).toEqual([
      '2027-05-01 劳动节 假期 true',
      '2027-05-02 劳动节 假期 true',
      '2027-05-03 劳动节 假期 true',
      '2027-05-08 劳动节补班 false',
    ]);
  });

  it.each([
    ['no JSON', () => noticesFromJson('x.json', '{"year": 2027'), 'calendar.file_unreadable'],
    ['JSON of something else', () => noticesFromJson('x.json', '[1, 2]'), 'calendar.file_unreadable'],
    ['a year that is no number', () => noticesFromJson('x.json', json([newYear], '2027')), 'calendar.file_unreadable'],
    [
      'a line without kind',
      () => noticesFromJson('x.json', json([{ date: '2027-01-01' }])),
      'calendar.file_unreadable',
    ],
    ['a year without notice', () => noticesFromJson('x.json', json([])), 'calendar.notice_empty'],
    [
      'days of another year only',
      () => noticesFromJson('x.json', json([{ ...newYear, date: '2026-01-01' }])),
      'calendar.notice_empty',
    ],
    [
      'a notice that frees no day',
      () => assertNotice(2027, [{ ...newYear, isOffDay: false }]),
      'calendar.notice_empty',
    ],
    ['no iCalendar', () => noticesFromIcs('x.ics', 'PK\u0003\u0004'), 'calendar.file_unreadable'],
    [
      'an iCalendar cut short',
      () => noticesFromIcs('x.ics', 'BEGIN:VCALENDAR\nBEGIN:VEVENT'),
      'calendar.file_unreadable',
    ],
    [
      'an event that repeats',
      () =>
        noticesFromIcs(
          'x.ics',
          'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR',
        ),
      'calendar.file_unreadable',
    ],
    [
      'an event that never ends',
      () =>
        noticesFromIcs(
          'x.ics',
          'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101\nDTEND:20280101\nEND:VEVENT\nEND:VCALENDAR',
        ),
      'calendar.file_unreadable',
    ],
  ])('refuses %s', (_, read, code) => {
    expect(read).toThrow(refusal(code));
  });

  it('refuses days that do not exist and days both off and working, all at once and by their lines', () => {
    const lines = [
      { ...newYear, where: '/days/0' },
      { ...newYear, where: '/days/1', isOffDay: false },
      { ...newYear, where: '/days/2', date: '2027-02-30' },
      { ...newYear, where: '/days/3' },
    ];
    let told: { facts: object; extras: { errors?: readonly { where: string; got?: string }[] } } | undefined;
    try {
      noticesOf(lines);
    } catch (error) {
      told = error as typeof told;
    }
    expect(told).toMatchObject({ code: 'calendar.lines_refused', facts: { count: 2 } });
    expect(told?.extras.errors?.map((line) => [line.where, line.got])).toEqual([
      ['/days/1', '2027-01-01'],
      ['/days/2', '2027-02-30'],
    ]);
  });
});
