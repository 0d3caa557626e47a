import fc from 'fast-check';
import { addDays, dayNumber, dayOf, daysBetween, isDay, monthRange, weekday } from './day.js';
import { notices } from './notices.js';
import { WorkCalendar, yearFromNotice } from './work-calendar.js';

const rows = notices.flatMap((entry) => yearFromNotice(entry.year, entry.days));
const calendar = new WorkCalendar(rows);

describe('days without a clock', () => {
  it('counts like the Gregorian calendar', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayNumber('2026-09-29')).toBe(Date.UTC(2026, 8, 29) / 86_400_000);
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-09-01', '2026-10-01')).toBe(30);
    expect(weekday('2026-09-29')).toBe(2);
    expect(monthRange('2026-02')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });

  it('agrees with the platform for every serial number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (serial) => {
        const day = dayOf(serial);
        expect(day).toBe(new Date(serial * 86_400_000).toISOString().slice(0, 10));
        expect(dayNumber(day)).toBe(serial);
        expect(weekday(day) % 7).toBe(new Date(serial * 86_400_000).getUTCDay());
      }),
    );
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '20260101', '2026-04-31', ''])(
    'refuses %s',
    (text) => {
      expect(isDay(text)).toBe(false);
      expect(() => dayNumber(text)).toThrow(RangeError);
    },
  );
});

describe('工作日历', () => {
  it('knows the notice of 2026', () => {
    expect(calendar.isWorkingDay('2026-02-14')).toBe(true);
    expect(calendar.isWorkingDay('2026-02-15')).toBe(false);
    expect(calendar.isWorkingDay('2026-09-20')).toBe(true);
    expect(calendar.isWorkingDay('2026-10-10')).toBe(true);
    expect(calendar.countWorkingDays('2026-01-01', '2026-12-31')).toBe(248);
  });

  it('ends terms by working days: the National Day holiday is jumped over', () => {
    expect(calendar.addWorkingDays('2026-09-29', 3)).toBe('2026-10-09');
    expect(calendar.addWorkingDays('2026-09-29', 3, 'included')).toBe('2026-10-08');
    expect(calendar.addWorkingDays('2026-10-01', 1, 'included')).toBe('2026-10-08');
    expect(calendar.addWorkingDays('2026-10-03', 0)).toBe('2026-10-03');
    expect(calendar.workingDayFrom('2026-10-01')).toBe('2026-10-08');
    expect(calendar.workingDayBefore('2026-10-08')).toBe('2026-09-30');
    expect(() => calendar.addWorkingDays('2026-09-29', -1)).toThrow(RangeError);
  });

  it('counts half days, leaving out days off', () => {
    const halves = calendar.workingHalfDays({ day: '2026-09-30', half: 'PM' }, { day: '2026-10-08', half: 'AM' });
    expect(halves).toEqual([
      { day: '2026-09-30', half: 'PM' },
      { day: '2026-10-08', half: 'AM' },
    ]);
    expect(calendar.workingHalfDays({ day: '2026-09-07', half: 'AM' }, { day: '2026-09-08', half: 'PM' })).toHaveLength(
      4,
    );
    expect(calendar.workingHalfDays({ day: '2026-09-08', half: 'PM' }, { day: '2026-09-08', half: 'AM' })).toEqual([]);
    expect(calendar.workingHalfDays({ day: '2026-10-01', half: 'AM' }, { day: '2026-10-07', half: 'PM' })).toEqual([]);
  });

  it('refuses a year that nobody loaded, also when a term runs into it', () => {
    const missing = expect.objectContaining({ code: 'calendar.year_missing', facts: { year: '2027' } });
    expect(() => calendar.isWorkingDay('2027-01-04')).toThrow(missing);
    expect(() => calendar.addWorkingDays('2026-12-30', 3)).toThrow(missing);
    expect(() =>
      calendar.workingHalfDays({ day: '2026-12-31', half: 'AM' }, { day: '2027-01-04', half: 'PM' }),
    ).toThrow(missing);
  });

  it('lets an office have days of its own', () => {
    const own = new WorkCalendar([...rows, { date: '2026-09-12', kind: 'work', name: '周六延时服务' }]);
    expect(calendar.isWorkingDay('2026-09-12')).toBe(false);
    expect(own.isWorkingDay('2026-09-12')).toBe(true);
  });

  it('adding terms one by one or at once is the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 250 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (start, a, b) => {
          const day = addDays('2025-01-01', start);
          const whole = calendar.addWorkingDays(day, a + b);
          expect(calendar.addWorkingDays(calendar.addWorkingDays(day, a), b)).toBe(whole);
          expect(calendar.countWorkingDays(day, whole, 'excluded')).toBe(a + b);
        },
      ),
    );
  });
});
