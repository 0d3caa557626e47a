/**
 * Yearly notices as they go round between offices: the `holiday-cn` JSON, an iCalendar file, or lines of a spreadsheet. Pure:
 * text in, notices by year out. What does not fit is refused with every line that is wrong; nothing is guessed.
 */
import type { Day } from '../fact.js';
import { Problem, type ProblemDetail } from '../problem.js';
import { addDays, daysBetween, isDay } from './day.js';
import type { HolidayNotice } from './work-calendar.js';

export interface YearNotice {
  year: number;
  /** Where the arrangement was published. */
  papers: readonly string[];
  days: readonly HolidayNotice[];
}

/** A day that somebody wrote down, with the place of the line in its file. */
export interface NoticeLine extends HolidayNotice {
  where: string;
}

const MOST_LINES = 1_000;
/** A holiday that runs longer than this is a slip of the pen. */
const LONGEST = 40;

/**
 * Lines by year, each day once, in the order of time.
 * @throws Problem `calendar.lines_refused` naming every line that is no day or contradicts another, `calendar.notice_empty`
 */
export function noticesOf(lines: readonly NoticeLine[], papers: readonly string[] = []): YearNotice[] {
  const known = new Map<Day, NoticeLine>();
  const errors: ProblemDetail[] = [];
  for (const line of lines) {
    const before = known.get(line.date);
    if (!isDay(line.date)) errors.push(noSuchDay(line));
    else if (before && before.isOffDay !== line.isOffDay) errors.push(bothWays(line, before));
    else known.set(line.date, before ?? line);
  }
  if (errors.length > 0) throw new Problem('calendar.lines_refused', { count: errors.length }, { errors });
  const byYear = new Map<number, HolidayNotice[]>();
  for (const { date, name, isOffDay } of [...known.values()].sort((a, b) => (a.date < b.date ? -1 : 1))) {
    const year = Number(date.slice(0, 4));
    byYear.set(year, [...(byYear.get(year) ?? []), { date, name, isOffDay }]);
  }
  if (byYear.size === 0) throw new Problem('calendar.notice_empty', { year: '' });
  return [...byYear].map(([year, days]) => ({ year, papers, days }));
}

/** @throws Problem `calendar.notice_empty` when the notice frees no day of its year: then it is no notice of that year */
export function assertNotice(year: number, days: readonly HolidayNotice[]): void {
  if (!days.some((day) => day.isOffDay && day.date.startsWith(`${year}-`)))
    throw new Problem('calendar.notice_empty', { year: String(year) });
}

/**
 * The JSON of `holiday-cn`: `{ year, papers, days: [{ name, date, isOffDay }] }`; days of the neighbouring year stay with it.
 * @throws Problem `calendar.file_unreadable` and what `noticesOf` throws
 */
export function noticesFromJson(name: string, text: string): YearNotice[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new Problem('calendar.file_unreadable', { name, form: 'JSON' }, { cause });
  }
  const { year, papers, days } = (content ?? {}) as { year?: unknown; papers?: unknown; days?: unknown };
  if (!Number.isInteger(year) || !Array.isArray(days) || days.length > MOST_LINES)
    throw new Problem('calendar.file_unreadable', { name, form: 'holiday-cn JSON' });
  const lines = days.map((entry, index): NoticeLine => {
    const day = (entry ?? {}) as { name?: unknown; date?: unknown; isOffDay?: unknown };
    if (typeof day.date !== 'string' || typeof day.isOffDay !== 'boolean')
      throw new Problem('calendar.file_unreadable', { name, form: `holiday-cn JSON /days/${index}` });
    return {
      where: `/days/${index}`,
      date: day.date,
      name: String(day.name ?? '').slice(0, 40),
      isOffDay: day.isOffDay,
    };
  });
  const sources = Array.isArray(papers) ? papers.filter((one): one is string => typeof one === 'string') : [];
  const found = noticesOf(
    lines,
    sources.slice(0, 20).map((one) => one.slice(0, 300)),
  );
  const own = found.find((one) => one.year === year);
  assertNotice(year as number, own?.days ?? []);
  return own ? [own] : [];
}

const workWord = /班|上班|补班|調班|\bwork|make-?up/i;
const offWord = /休|假|\boff\b|holiday/i;

/**
 * An iCalendar file (RFC 5545) with one event for each day or run of days. Whether people work is read from the summary, the
 * description or Apple's mark of special days; an event that says neither is a free day.
 * @throws Problem `calendar.file_unreadable` and what `noticesOf` throws
 */
export function noticesFromIcs(name: string, text: string): YearNotice[] {
  const unreadable = (form: string) => new Problem('calendar.file_unreadable', { name, form });
  // Long lines are folded: a line break followed by a blank belongs to the line before.
  const lines = text
    .replace(/^\ufeff/, '')
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/);
  if (lines[0]?.trim().toUpperCase() !== 'BEGIN:VCALENDAR' || !/END:VCALENDAR\s*$/i.test(text.trim()))
    throw unreadable('iCalendar');
  const found: NoticeLine[] = [];
  let event: Map<string, string> | undefined;
  lines.forEach((line, index) => {
    if (/^BEGIN:VEVENT$/i.test(line)) event = new Map([['LINE', String(index + 1)]]);
    else if (/^END:VEVENT$/i.test(line)) {
      if (event) found.push(...daysOfEvent(event, unreadable));
      event = undefined;
    } else if (event) {
      const match = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/i.exec(line);
      if (match?.[1]) event.set(match[1].toUpperCase(), match[2] ?? '');
    }
    if (found.length > MOST_LINES) throw unreadable('iCalendar');
  });
  return noticesOf(found);
}

function daysOfEvent(event: ReadonlyMap<string, string>, unreadable: (form: string) => Problem): NoticeLine[] {
  const where = `line ${event.get('LINE')}`;
  // A rule that repeats is no arrangement of one year.
  if (event.has('RRULE') || event.has('RDATE')) throw unreadable(`iCalendar ${where}: RRULE`);
  const from = dayOfStamp(event.get('DTSTART'));
  const after = dayOfStamp(event.get('DTEND'));
  if (from === undefined) throw unreadable(`iCalendar ${where}: DTSTART`);
  const plain = (key: string) => (event.get(key) ?? '').replace(/\\([,;\\])/g, '$1').replace(/\\n/gi, ' ');
  const summary = plain('SUMMARY');
  const said = `${summary} ${plain('DESCRIPTION')} ${plain('X-APPLE-SPECIAL-DAY')}`;
  const mark = /[(（](班|休)[)）]/.exec(said)?.[1];
  const apple = event.get('X-APPLE-SPECIAL-DAY');
  const isOffDay = mark ? mark === '休' : apple ? /HOLIDAY/i.test(apple) : offWord.test(said) || !workWord.test(said);
  const name = summary
    .replace(/[(（].*?[)）]/g, '')
    .trim()
    .slice(0, 40);
  if (!isDay(from)) return [{ where, date: from, name, isOffDay }];
  const count = after && isDay(after) ? Math.max(1, daysBetween(from, after)) : 1;
  if (count > LONGEST) throw unreadable(`iCalendar ${where}: ${count} d`);
  return Array.from({ length: count }, (_, index) => ({ where, date: addDays(from, index), name, isOffDay }));
}

/** `20270101` or `20270101T…` as a day; it need not exist. */
function dayOfStamp(stamp: string | undefined): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(T\d{6}Z?)?$/.exec(stamp?.trim() ?? '');
  return match ? `${match[1]}-${match[2]}-${match[3]}` : undefined;
}

const noSuchDay = (line: NoticeLine): ProblemDetail => ({
  where: line.where,
  got: line.date.slice(0, 20),
  allowed: 'YYYY-MM-DD',
  message: { 'zh-CN': '没有这一天', en: 'There is no such day' },
});

const bothWays = (line: NoticeLine, before: NoticeLine): ProblemDetail => ({
  where: line.where,
  got: line.date,
  allowed: '×1',
  message: {
    'zh-CN': `这一天既写了放假又写了上班（另一处：${before.where}）`,
    en: `This day is given both as off and as working (also at ${before.where})`,
  },
});
