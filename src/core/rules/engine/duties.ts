/** The calendar of duties: which of them are still open in a stretch of time. */
import { addDays, daysInMonth, isDay, weekday } from '../../calendar/day.js';
import type { Day, Fact, Subject, SubjectKey } from '../../fact.js';
import { Problem } from '../../problem.js';
import type { Scope } from '../figures/scope.js';
import type { Duty, Rhythm } from '../language/parts.js';

/** A stretch of time in which duties fall due; without a rhythm duties of every rhythm are looked at. */
export interface DutyPeriod {
  from: Day;
  to: Day;
  rhythm?: Rhythm;
}

export interface OpenDuty {
  duty: string;
  article: string;
  /** Who has too few; absent for a duty that is counted altogether. */
  subject?: SubjectKey;
  done: number;
  atLeast: number;
}

/** A duty whose number the office has not filled in, so nobody can say whether it is fulfilled. */
export interface BlankDuty {
  duty: string;
  article: string;
  /** The parameter that is missing. */
  parameter: string;
}

/** What is open, and beside it what cannot be told: one blank never hides the other duties. */
export interface DutyStanding {
  open: readonly OpenDuty[];
  /** Fulfilled, with how often. */
  done: readonly OpenDuty[];
  blank: readonly BlankDuty[];
}

/** Everything of an institution taken together, where a duty names no kind of subject. */
export const wholeInstitution = 'institution';

export type OpenDuties = (period: DutyPeriod, subjects: readonly Subject[], facts: readonly Fact[]) => DutyStanding;

/** @returns for the duties that are counted: those that are open, and those whose number is blank, by name */
export function compileDuties(duties: readonly Duty[], scope: Scope): OpenDuties {
  const counted = duties.flatMap((duty) => {
    if (duty.atLeast === undefined || duty.fulfilledBy === undefined) return [];
    scope.item(duty.fulfilledBy, duty.id);
    scope.expect(`${duty.id}: duty`, 'open', 'done');
    return [{ duty, item: scope.composed.bind[duty.fulfilledBy] ?? duty.fulfilledBy, limit: scope.open(duty.atLeast) }];
  });
  return (period, subjects, facts) => {
    const inTime = facts.filter((fact) => fact.happenedOn >= period.from && fact.happenedOn <= period.to);
    const due = counted.filter(({ duty }) => period.rhythm === undefined || period.rhythm === duty.every);
    const counts = due.flatMap(({ duty, item, limit }) => {
      if (limit.blank) return [];
      const atLeast = limit.units / 10_000;
      const mine = inTime.filter((fact) => fact.item === item);
      const who = duty.per === undefined ? [undefined] : subjects.filter(({ kind }) => kind === duty.per);
      return who.map((subject): OpenDuty => {
        const done = mine
          .filter((fact) => !subject || fact.subject === subject.key)
          .reduce((sum, fact) => sum + fact.count, 0);
        scope.probe?.(`${duty.id}: duty`, done < atLeast ? 'open' : 'done');
        return { duty: duty.id, article: duty.article, done, atLeast, ...(subject ? { subject: subject.key } : {}) };
      });
    });
    const blank = due.flatMap(({ duty, limit }): BlankDuty[] =>
      limit.blank ? [{ duty: duty.id, article: duty.article, parameter: String(limit.blank.facts.parameter) }] : [],
    );
    const isDone = (one: OpenDuty) => one.done >= one.atLeast;
    return { open: counts.filter((one) => !isDone(one)), done: counts.filter(isDone), blank };
  };
}

/**
 * The stretch of time of a rhythm in which a day lies: its week from Monday, its two months from January on, …
 * @returns `undefined` for what comes round with each transaction or period of appraisal, or once
 */
export function stretchOf(every: Rhythm, day: Day): DutyPeriod | undefined {
  const [year = '', month = ''] = day.split('-');
  const months = (count: number): DutyPeriod => {
    const first = Math.floor((Number(month) - 1) / count) * count + 1;
    const last = first + count - 1;
    const to = `${year}-${pad(last)}-${pad(daysInMonth(Number(year), last))}`;
    return { from: `${year}-${pad(first)}-01`, to, rhythm: every };
  };
  switch (every) {
    case 'day':
      return { from: day, to: day, rhythm: every };
    case 'week': {
      const from = addDays(day, 1 - weekday(day));
      return { from, to: addDays(from, 6), rhythm: every };
    }
    case 'month':
      return months(1);
    case 'twoMonths':
      return months(2);
    case 'quarter':
      return months(3);
    case 'halfYear':
      return months(6);
    case 'year':
      return months(12);
    default:
      return undefined;
  }
}

/**
 * Reads `2026`, `2026-H1`, `2026-Q3`, `2026-09`, `2026-09/2026-10` (two months), `2026-W36`, `2026-09-01`, or any stretch
 * `2026-09-01/2026-12-15`.
 * @throws Problem input.invalid
 */
export function dutyPeriod(key: string): DutyPeriod {
  const [from = '', to = ''] = key.split('/');
  const months = (year: string, first: number, count: number, rhythm: Rhythm): DutyPeriod => {
    const last = first + count - 1;
    return {
      from: `${year}-${pad(first)}-01`,
      to: `${year}-${pad(last)}-${pad(daysInMonth(Number(year), last))}`,
      rhythm,
    };
  };
  const match = /^(\d{4})(?:-(?:H([12])|Q([1-4])|W(\d{2})|(\d{2})))?$/.exec(key);
  if (match) {
    const [, year = '', half, quarter, week, month] = match;
    if (half) return months(year, Number(half) * 6 - 5, 6, 'halfYear');
    if (quarter) return months(year, Number(quarter) * 3 - 2, 3, 'quarter');
    if (week && Number(week) >= 1 && Number(week) <= 53) return weekOf(year, Number(week));
    if (month && Number(month) >= 1 && Number(month) <= 12) return months(year, Number(month), 1, 'month');
    if (key.length === 4) return months(year, 1, 12, 'year');
  }
  if (isDay(from) && to === '') return { from, to: from, rhythm: 'day' };
  if (isDay(from) && isDay(to) && from <= to) return { from, to };
  if (/^\d{4}-\d{2}$/.test(from) && /^\d{4}-\d{2}$/.test(to))
    return { from: dutyPeriod(from).from, to: dutyPeriod(to).to, rhythm: 'twoMonths' };
  throw new Problem(
    'input.invalid',
    { count: 1 },
    {
      errors: [
        {
          where: 'period',
          got: key,
          allowed: ['2026', '2026-H1', '2026-Q3', '2026-09', '2026-W36', '2026-09-01', '2026-09-01/2026-10-31'],
          message: { 'zh-CN': '不是可用的时段', en: 'not a stretch of time' },
        },
      ],
    },
  );
}

const pad = (value: number) => String(value).padStart(2, '0');

/** ISO week: the first one holds 4 January; it runs from Monday to Sunday. */
function weekOf(year: string, week: number): DutyPeriod {
  const fourth = `${year}-01-04`;
  const from = addDays(fourth, 1 - weekday(fourth) + (week - 1) * 7);
  return { from, to: addDays(from, 6), rhythm: 'week' };
}
