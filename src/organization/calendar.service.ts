import { Injectable } from '@nestjs/common';
import { notices } from '../core/calendar/notices.js';
import {
  type CalendarRow,
  type DayKind,
  type HolidayNotice,
  WorkCalendar,
  yearFromNotice,
} from '../core/calendar/work-calendar.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { Tx } from '../platform/database/tx.js';

export interface CalendarEntry extends CalendarRow {
  /** `state` for the State Council's notice, `office` for a day of the institution's own. */
  source: 'state' | 'office';
  /** Why the office has a day of its own. */
  reason: string | null;
}

export interface OwnDay {
  date: Day;
  kind: DayKind;
  name: string;
  reason: string;
}

/** Where a year's arrangement came from; nobody imported what ships with the product. */
export interface YearSource {
  papers: string[];
  fileName: string | null;
  importedBy: string | null;
  importedAt: Date;
}

/** The month of a year from which on the arrangement of the next one is missed. */
const ASKED_FROM = '11-01';

/** Days of the office's own win over the notice; a year without a notice has no days at all. */
const effective = `from calendar_day d
  left join calendar_own_day o on o.institution_id = d.institution_id and o.day = d.day and o.taken_back_at is null
  where d.institution_id = $1`;

/** Working days as data: the yearly notices and the office's own days. */
@Injectable()
export class CalendarService {
  /** Thousands of days, asked for by every term of a decision: read once for each transaction, and anew after each change in it. */
  private readonly known = new WeakMap<Tx, Promise<WorkCalendar>>();

  /** All days that are loaded. A term that leaves them is refused (`calendar.year_missing`). */
  load(tx: Tx): Promise<WorkCalendar> {
    let calendar = this.known.get(tx);
    if (!calendar) {
      calendar = this.read(tx);
      this.known.set(tx, calendar);
    }
    return calendar;
  }

  private async read(tx: Tx): Promise<WorkCalendar> {
    return new WorkCalendar(
      await tx.query<CalendarRow>(`select d.day as date, coalesce(o.kind, d.kind) as kind ${effective}`, [
        tx.institutionId,
      ]),
    );
  }

  /** Days of one year with names and where they come from; empty when the year is not loaded. */
  year(tx: Tx, year: number): Promise<CalendarEntry[]> {
    return this.days(tx, `${year}-01-01`, `${year}-12-31`);
  }

  /** Loaded days of a span with names. */
  days(tx: Tx, from: Day, to: Day): Promise<CalendarEntry[]> {
    return tx.query<CalendarEntry>(
      `select d.day as date, coalesce(o.kind, d.kind) as kind, coalesce(o.name, d.name) as name,
         case when o.day is null then 'state' else 'office' end as source, o.reason
       ${effective} and d.day between $2 and $3 order by d.day`,
      [tx.institutionId, from, to],
    );
  }

  /** Some days as the notice alone has them. */
  noticeDays(tx: Tx, days: readonly Day[]): Promise<{ date: Day; kind: DayKind; name: string | null }[]> {
    return tx.query(
      'select day as date, kind, name from calendar_day where institution_id = $1 and day = any($2) order by day',
      [tx.institutionId, days],
    );
  }

  async years(tx: Tx): Promise<number[]> {
    const rows = await tx.query<{ year: number }>(
      'select distinct extract(year from day)::int as year from calendar_day where institution_id = $1 order by 1',
      [tx.institutionId],
    );
    return rows.map((row) => row.year);
  }

  async sourceOf(tx: Tx, year: number): Promise<YearSource | undefined> {
    const [row] = await tx.query<YearSource>(
      `select papers, file_name as "fileName", imported_by as "importedBy", imported_at as "importedAt"
       from calendar_year where institution_id = $1 and year = $2`,
      [tx.institutionId, year],
    );
    return row;
  }

  /** The year that will soon be needed and is not loaded; the next one counts from 1 November on. */
  async missingYear(tx: Tx, today: Day): Promise<number | undefined> {
    const year = Number(today.slice(0, 4));
    const loaded = await this.years(tx);
    const needed = today.slice(5) >= ASKED_FROM ? [year, year + 1] : [year];
    return needed.find((one) => !loaded.includes(one));
  }

  /** Loads the years that ship with the product; what an office imported itself stays. Twice changes nothing. */
  async seed(tx: Tx): Promise<void> {
    const loaded = await this.years(tx);
    for (const { year, days } of notices) if (!loaded.includes(year)) await this.importNotice(tx, year, days);
  }

  /** Loads one yearly notice (`holiday-cn` format). Days of the office's own stay as they are. */
  async importNotice(
    tx: Tx,
    year: number,
    days: readonly HolidayNotice[],
    source?: { papers: readonly string[]; fileName: string | null; by: string; at: Date },
  ): Promise<number> {
    const rows = yearFromNotice(year, days);
    await tx.query(
      `insert into calendar_day (institution_id, day, kind, name, source)
       select $1, day, kind, name, 'state' from unnest($2::date[], $3::text[], $4::text[]) as r (day, kind, name)
       on conflict (institution_id, day) do update set kind = excluded.kind, name = excluded.name`,
      [tx.institutionId, rows.map((row) => row.date), rows.map((row) => row.kind), rows.map((row) => row.name ?? null)],
    );
    await tx.query(
      `insert into calendar_year (institution_id, year, papers, file_name, imported_by, imported_at)
       values ($1, $2, $3, $4, $5, coalesce($6, now()))
       on conflict (institution_id, year) do update set papers = excluded.papers, file_name = excluded.file_name,
         imported_by = excluded.imported_by, imported_at = excluded.imported_at`,
      [
        tx.institutionId,
        year,
        JSON.stringify(source?.papers ?? []),
        source?.fileName ?? null,
        source?.by ?? null,
        source?.at ?? null,
      ],
    );
    this.known.delete(tx);
    return rows.length;
  }

  /**
   * Days of the office's own (Saturday service, local holidays); they win over the notice and replace one another.
   * @throws Problem `calendar.year_missing`
   */
  async setOwnDays(tx: Tx, rows: readonly OwnDay[], by: string, at: Date): Promise<number> {
    const loaded = await this.years(tx);
    const missing = rows.find((row) => !loaded.includes(Number(row.date.slice(0, 4))));
    if (missing) throw new Problem('calendar.year_missing', { year: missing.date.slice(0, 4) });
    const days = rows.map((row) => row.date);
    await this.closeOwnDays(tx, days, by, at);
    await tx.query(
      `insert into calendar_own_day (institution_id, day, kind, name, reason, set_by, set_at)
       select $1, date, kind, name, reason, $3, $4
       from jsonb_to_recordset($2) as r (date date, kind text, name text, reason text)`,
      [tx.institutionId, JSON.stringify(rows), by, at],
    );
    this.known.delete(tx);
    return rows.length;
  }

  /** The notice counts again on these days. @throws Problem `calendar.own_day_missing`; then none is taken back */
  async takeBackOwnDays(tx: Tx, days: readonly Day[], by: string, at: Date): Promise<number> {
    const closed = await this.closeOwnDays(tx, days, by, at);
    const left = days.filter((day) => !closed.includes(day));
    if (left.length > 0) throw new Problem('calendar.own_day_missing', { days: left });
    return closed.length;
  }

  private async closeOwnDays(tx: Tx, days: readonly Day[], by: string, at: Date): Promise<Day[]> {
    const rows = await tx.query<{ day: Day }>(
      `update calendar_own_day set taken_back_by = $3, taken_back_at = $4
       where institution_id = $1 and day = any($2) and taken_back_at is null returning day`,
      [tx.institutionId, days, by, at],
    );
    this.known.delete(tx);
    return rows.map((row) => row.day);
  }
}
