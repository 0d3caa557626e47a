/**
 * Working days of one institution. Which day is off is decided by the State Council year by year, so it is data: a day that
 * nobody has loaded is refused (`calendar.year_missing`), never guessed from the weekday.
 */
import type { Day } from '../fact.js';
import { Problem } from '../problem.js';
import { addDays, dayNumber, eachDay, isDay, weekday } from './day.js';

export type DayKind = 'work' | 'off';
export type Half = 'AM' | 'PM';

export interface CalendarRow {
  date: Day;
  kind: DayKind;
  name?: string | null;
}

/** One half of one day. */
export interface HalfDay {
  day: Day;
  half: Half;
}

/** Whether the day on which a term starts counts as its first day. */
export type FirstDay = 'included' | 'excluded';

/** Nobody waits longer than this; a longer search means broken data. */
const HORIZON = 1200;

export class WorkCalendar {
  private readonly days: ReadonlyMap<Day, DayKind>;

  constructor(rows: Iterable<CalendarRow>) {
    const days = new Map<Day, DayKind>();
    for (const row of rows) days.set(row.date, row.kind);
    this.days = days;
  }

  /** Whether anything can be said of a day. */
  knows(day: Day): boolean {
    return this.days.has(day);
  }

  /** @throws Problem `calendar.year_missing` when the day is not loaded. */
  isWorkingDay(day: Day): boolean {
    const kind = this.days.get(day);
    if (kind) return kind === 'work';
    if (!isDay(day)) throw new RangeError(`not a day: ${day}`);
    throw new Problem('calendar.year_missing', { year: day.slice(0, 4) });
  }

  /** The same day when it is a working day, else the next one. */
  workingDayFrom(day: Day): Day {
    return this.search(day, 1);
  }

  /** The last working day before `day`. */
  workingDayBefore(day: Day): Day {
    return this.search(addDays(day, -1), -1);
  }

  /**
   * The day on which a term of `count` working days ends. With the first day excluded (the rule for terms that run from a
   * notice) 2026-09-29 + 3 = 2026-10-09; included, the starting day is the first if it is a working day.
   * A term of 0 days ends on the starting day.
   */
  addWorkingDays(day: Day, count: number, firstDay: FirstDay = 'excluded'): Day {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`not a number of days: ${count}`);
    if (count === 0) return day;
    let current = firstDay === 'included' ? this.workingDayFrom(day) : this.workingDayFrom(addDays(day, 1));
    for (let left = count - 1; left > 0; left -= 1) current = this.workingDayFrom(addDays(current, 1));
    return current;
  }

  /** Working days of a span; both ends count unless the first is excluded. 0 when `to` is earlier. */
  countWorkingDays(from: Day, to: Day, firstDay: FirstDay = 'included'): number {
    const start = firstDay === 'included' ? from : addDays(from, 1);
    return eachDay(start, to).filter((day) => this.isWorkingDay(day)).length;
  }

  /** The working days of a span, both ends included. */
  workingDays(from: Day, to: Day): Day[] {
    return eachDay(from, to).filter((day) => this.isWorkingDay(day));
  }

  /**
   * Working half days from one half day to another, both included: 09-07 PM to 09-08 AM is two halves, one day of leave.
   * Empty when the end lies before the start, or when all of it is off.
   */
  workingHalfDays(from: HalfDay, to: HalfDay): HalfDay[] {
    const last = slot(to);
    return this.workingDays(from.day, to.day)
      .flatMap((day) => [
        { day, half: 'AM' as const },
        { day, half: 'PM' as const },
      ])
      .filter((half) => slot(half) >= slot(from) && slot(half) <= last);
  }

  private search(start: Day, step: 1 | -1): Day {
    for (let day = start, left = HORIZON; left > 0; day = addDays(day, step), left -= 1) {
      if (this.isWorkingDay(day)) return day;
    }
    throw new RangeError(`no working day within ${HORIZON} days of ${start}`);
  }
}

/** Order of half days as one integer. */
const slot = (half: HalfDay): number => dayNumber(half.day) * 2 + (half.half === 'PM' ? 1 : 0);

/** One day of the yearly notice as `holiday-cn` files it: only days that differ from their weekday are listed. */
export interface HolidayNotice {
  name: string;
  date: Day;
  isOffDay: boolean;
}

/**
 * A whole year from its notice: Saturday and Sunday off, the rest working, except what the notice says.
 * Days of another year are left out: the notice of a year may name the end of the year before.
 */
export function yearFromNotice(year: number, notice: readonly HolidayNotice[]): CalendarRow[] {
  const listed = new Map(notice.map((entry) => [entry.date, entry]));
  return eachDay(`${year}-01-01`, `${year}-12-31`).map((date) => {
    const entry = listed.get(date);
    if (entry) return { date, kind: entry.isOffDay ? 'off' : 'work', name: entry.name };
    return { date, kind: weekday(date) >= 6 ? 'off' : 'work', name: null };
  });
}
