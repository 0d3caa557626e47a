import { Injectable } from '@nestjs/common';
import { notices } from '../core/calendar/notices.js';
import { type CalendarRow, type HolidayNotice, WorkCalendar, yearFromNotice } from '../core/calendar/work-calendar.js';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';

export interface CalendarEntry extends CalendarRow {
  /** `state` for the State Council's notice, `office` for a day of the institution's own. */
  source: string;
}

/** Working days as data: the yearly notices and the office's own days. */
@Injectable()
export class CalendarService {
  /** All days that are loaded. A term that leaves them is refused (`calendar.year_missing`). */
  async load(tx: Tx): Promise<WorkCalendar> {
    return new WorkCalendar(
      await tx.query<CalendarRow>('select day as date, kind from calendar_day where institution_id = $1', [
        tx.institutionId,
      ]),
    );
  }

  /** Days of one year with names and where they come from; empty when the year is not loaded. */
  year(tx: Tx, year: number): Promise<CalendarEntry[]> {
    return tx.query<CalendarEntry>(
      `select day as date, kind, name, source from calendar_day
       where institution_id = $1 and day between $2 and $3 order by day`,
      [tx.institutionId, `${year}-01-01`, `${year}-12-31`],
    );
  }

  async years(tx: Tx): Promise<number[]> {
    const rows = await tx.query<{ year: number }>(
      'select distinct extract(year from day)::int as year from calendar_day where institution_id = $1 order by 1',
      [tx.institutionId],
    );
    return rows.map((row) => row.year);
  }

  /** Loads the years that ship with the product; days of the office's own stay. Twice changes nothing. */
  async seed(tx: Tx): Promise<void> {
    for (const { year, days } of notices) await this.importNotice(tx, year, days);
  }

  /** Loads one yearly notice (`holiday-cn` format). Days of the office's own stay as they are. */
  async importNotice(tx: Tx, year: number, days: readonly HolidayNotice[]): Promise<number> {
    const rows = yearFromNotice(year, days);
    await this.write(tx, rows, 'state');
    return rows.length;
  }

  /** Days of the office's own (Saturday service, local holidays); they win over the notice. */
  async setOwnDays(tx: Tx, rows: readonly CalendarRow[]): Promise<number> {
    await this.write(tx, rows, 'office');
    return rows.length;
  }

  private async write(tx: Tx, rows: readonly CalendarRow[], source: 'state' | 'office'): Promise<void> {
    const column = <T>(read: (row: CalendarRow) => T) => rows.map(read);
    await tx.query(
      `insert into calendar_day (institution_id, day, kind, name, source)
       select $1, day, kind, name, $5 from unnest($2::date[], $3::text[], $4::text[]) as r (day, kind, name)
       on conflict (institution_id, day) do update set kind = excluded.kind, name = excluded.name, source = excluded.source
       where calendar_day.source = 'state' or excluded.source = 'office'`,
      [
        tx.institutionId,
        column((row): Day => row.date),
        column((row) => row.kind),
        column((row) => row.name ?? null),
        source,
      ],
    );
  }
}
