/** Changes of the working calendar: shown first with everything they touch, then saved as they were shown. */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import { assertNotice, noticesOf } from '../../core/calendar/notice-file.js';
import { type DayKind, yearFromNotice } from '../../core/calendar/work-calendar.js';
import type { Day } from '../../core/fact.js';
import { type Language, Problem } from '../../core/problem.js';
import { type CalendarEntry, CalendarService } from '../../organization/calendar.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { CaseLabels } from '../../workflow/case-labels.js';
import type { CalendarChange, CalendarPreview, NoticeFileView } from '../calendar.contract.js';
import { CalendarImpactRepository, type TouchedLine } from './impact.repository.js';
import { NoticeReader } from './notice-reader.js';

type Planned = { date: Day; kind: DayKind; name: string | null };

@Injectable()
export class CalendarImportService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly calendar: CalendarService,
    private readonly impact: CalendarImpactRepository,
    private readonly reader: NoticeReader,
    private readonly labels: CaseLabels,
  ) {}

  /** What a file says, year by year; nothing is stored. @throws Problem `calendar.*`, `import.*`, `file.*` */
  async read(fileName: string, bytes: Buffer): Promise<NoticeFileView> {
    const items = await this.reader.read(fileName, bytes);
    return { fileName, items: items.map(({ year, papers, days }) => ({ year, papers, days })) };
  }

  preview(actor: Actor, change: CalendarChange): Promise<CalendarPreview> {
    return this.database.inInstitution(actor.institutionId, (tx) => this.previewIn(tx, change, actor.language));
  }

  /** @throws Problem `calendar.touches_cases` when open matters are touched and not this very list was accepted */
  async change(tx: Tx, actor: Actor, change: CalendarChange): Promise<{ days: number }> {
    const shown = await this.previewIn(tx, change, actor.language);
    if (shown.touched.count > 0 && change.accept !== shown.accept) throw touches(shown);
    const { at } = await this.clock.now(tx);
    const { notice, ownDays, takeBack } = change;
    if (ownDays) return { days: await this.calendar.setOwnDays(tx, ownDays, actor.person, at) };
    if (takeBack) return { days: await this.calendar.takeBackOwnDays(tx, takeBack, actor.person, at) };
    if (!notice) return { days: 0 };
    const source = { papers: notice.papers, fileName: notice.fileName ?? null, by: actor.person, at };
    return { days: await this.calendar.importNotice(tx, notice.year, notice.days, source) };
  }

  private async previewIn(tx: Tx, change: CalendarChange, language: Language): Promise<CalendarPreview> {
    const { today } = await this.clock.now(tx);
    const { planned, years } = await this.plan(tx, change);
    const now = new Map<Day, CalendarEntry>();
    const counts: CalendarPreview['working'] = [];
    for (const year of years) {
      const days = await this.calendar.year(tx, year);
      for (const day of days) now.set(day.date, day);
      const after = new Map(
        [...days, ...planned.filter((day) => day.date.startsWith(`${year}-`))].map((day) => [day.date, day.kind]),
      );
      const working = (kinds: Iterable<DayKind>) => [...kinds].filter((kind) => kind === 'work').length;
      counts.push({
        year,
        before: days.length > 0 ? working(days.map((day) => day.kind)) : null,
        after: working(after.values()),
      });
    }
    const changed = planned
      .filter((day) => {
        const before = now.get(day.date);
        // Of a year that is new only what differs from a plain week is worth a line.
        return before ? before.kind !== day.kind || (before.name ?? null) !== day.name : day.name !== null;
      })
      .map((day) => ({ date: day.date, name: day.name, before: now.get(day.date)?.kind ?? null, after: day.kind }));
    const touched = await this.touchedBy(tx, changed, today, language);
    const leftOut = (change.notice?.days ?? [])
      .map((day) => day.date)
      .filter((date) => !years.includes(Number(date.slice(0, 4))));
    const seen = JSON.stringify([
      changed,
      ...[touched.leaves, touched.covers, touched.terms].map((list) =>
        list.map((one) => [one.id, one.term, one.from, one.to]),
      ),
      touched.count,
    ]);
    return { changed, leftOut, working: counts, touched, accept: createHash('sha256').update(seen).digest('hex') };
  }

  /** The days as they would be, and the years that they lie in. */
  private async plan(tx: Tx, change: CalendarChange): Promise<{ planned: Planned[]; years: number[] }> {
    const { notice, ownDays, takeBack } = change;
    if (notice) {
      noticesOf(notice.days.map((day, index) => ({ ...day, where: `/notice/days/${index}` })));
      assertNotice(notice.year, notice.days);
      const own = new Set(
        (await this.calendar.year(tx, notice.year)).filter((day) => day.source === 'office').map((day) => day.date),
      );
      const planned = yearFromNotice(notice.year, notice.days)
        .filter((day) => !own.has(day.date))
        .map(({ date, kind, name }) => ({ date, kind, name: name ?? null }));
      return { planned, years: [notice.year] };
    }
    const days = ownDays?.map((day) => day.date) ?? takeBack ?? [];
    const years = [...new Set(days.map((day) => Number(day.slice(0, 4))))].sort();
    const loaded = await this.calendar.years(tx);
    const missing = years.find((year) => !loaded.includes(year));
    if (missing) throw new Problem('calendar.year_missing', { year: String(missing) });
    if (ownDays) return { planned: ownDays.map(({ date, kind, name }) => ({ date, kind, name })), years };
    return { planned: await this.calendar.noticeDays(tx, days), years };
  }

  private async touchedBy(
    tx: Tx,
    changed: CalendarPreview['changed'],
    today: Day,
    language: Language,
  ): Promise<CalendarPreview['touched']> {
    // A new name changes no count, and a year that was not loaded let nothing run into it.
    const turned = changed.filter((day) => day.before !== null && day.before !== day.after);
    if (turned.length === 0) return { count: 0, leaves: [], covers: [], terms: [], duty: 0 };
    const days = turned.map((day) => day.date);
    const leaves = await this.impact.presence(tx, 'leave', days, today);
    const covers = await this.impact.presence(tx, 'cover', days, today);
    const terms = await this.impact.terms(tx, days, today);
    const freed = turned.filter((day) => day.after === 'off' && day.date >= today).map((day) => day.date);
    const said = (line: TouchedLine) => ({ ...line, stateLabel: this.labels.state(line.kind, line.state, language) });
    return {
      count: leaves.total + covers.total + terms.total,
      leaves: leaves.items.map(said),
      covers: covers.items.map(said),
      terms: terms.items.map(said),
      duty: await this.impact.duty(tx, freed),
    };
  }
}

function touches(shown: CalendarPreview): Problem {
  const { leaves, covers, terms, count } = shown.touched;
  const line = (one: CalendarPreview['touched']['leaves'][number]) => ({
    where: one.key,
    got: `${one.from} – ${one.to}`,
    message: { 'zh-CN': one.personName ?? one.key, en: one.personName ?? one.key },
  });
  return new Problem('calendar.touches_cases', { count }, { errors: [...leaves, ...covers, ...terms].map(line) });
}
