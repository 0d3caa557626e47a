/** How many days a year gives to one person, and why: the decision of the edition on service, then the part of the year. */
import { formatUnits, parseUnits, UNIT, type Units } from '../../core/amount.js';
import { addDays, daysBetween } from '../../core/calendar/day.js';
import type { Day } from '../../core/fact.js';
import type { CompiledEdition } from '../../core/rules/types.js';
import type { AccountRule } from './account-rules.js';
import type { Note } from './balance.repository.js';

/** What an office knows of somebody's service. */
export interface Served {
  person: string;
  post: string | null;
  /** First day of work anywhere; where it is unknown, the day of joining here stands for it. */
  workedSince: Day | null;
  since: Day | null;
  leftOn: Day | null;
}

/** What personnel verified of a year; without it nothing falls away. */
export interface Verified {
  schoolHolidays: boolean;
  paidPersonalDays: Units;
  sickMonths: Units;
}

export interface Entitlement {
  days: Units;
  /** Completed years by which the step was found. */
  yearsOfService: number | null;
  yearsHere: number | null;
  /** Why, line by line, each with its article where it has one. */
  lines: Note[];
  /** What must be known first; then there is no entitlement. */
  missing: 'since' | null;
}

/** Completed years from one day to another; somebody who began on 29 February completes a year on 1 March. */
export function completedYears(from: Day, to: Day): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return Math.max(0, to.slice(5) < from.slice(5) ? years - 1 : years);
}

/** The day by which a step counts: the day itself, or the first of its month where a step counts from the month after. */
const stepDay = (on: Day, rule: AccountRule): Day => (rule.stepFrom === 'NEXT_MONTH' ? `${on.slice(0, 7)}-01` : on);

/** The day in a year on which somebody completes a year of service, as it counts. */
function stepIn(year: number, start: Day, rule: AccountRule): Day {
  const completed = start.slice(5) === '02-29' ? `${year}-03-01` : `${year}-${start.slice(5)}`;
  if (rule.stepFrom === 'REACHED' || completed.endsWith('-01')) return completed;
  return addDays(`${completed.slice(0, 7)}-28`, 4)
    .slice(0, 8)
    .concat('01');
}

/**
 * Days of an account in a year as they stand on a day of that year.
 * @throws Problem regulation.gap | regulation.blank
 */
export function entitlementOf(
  edition: CompiledEdition,
  about: { account: string; rule: AccountRule; year: number; on: Day; served: Served; verified?: Verified },
): Entitlement {
  const { account, rule, year, on, served } = about;
  const none = { days: 0, yearsOfService: null, yearsHere: null, lines: [], missing: null };
  if (!rule.entitlement) return none;
  const start = served.workedSince ?? served.since;
  if (!start || !served.since) return { ...none, missing: 'since' };
  const decide = (day: Day) => {
    const by = stepDay(day, rule);
    const input = {
      account,
      yearsOfService: String(completedYears(start, by)),
      yearsHere: String(completedYears(served.since as Day, by)),
      post: served.post ?? '',
    };
    const found = edition.decide(rule.entitlement as string, input);
    return { input, found, whole: parseUnits(String(found.value.days), 4) };
  };
  const now = decide(on);
  const lines: Note[] = [serviceLine(served, start, now.input.yearsOfService), ...now.found.lines.map(noteOf)];
  const years = {
    yearsOfService: Number(now.input.yearsOfService),
    yearsHere: Number(now.input.yearsHere),
  };
  const lost = forfeited(edition, about, now.input.yearsOfService);
  if (lost) return { days: 0, ...years, lines: [...lines, ...lost], missing: null };
  // Whoever had nothing when the year began gets it from the day on which the first step was reached.
  const first = `${year}-01-01`;
  const begins = decide(first).whole === 0 && now.whole > 0 ? stepIn(year, start, rule) : first;
  const part = partOf(year, [begins, served.since].toSorted().at(-1) as Day, served.leftOn, now.whole, rule);
  return { days: part.days, ...years, lines: [...lines, ...part.lines], missing: null };
}

function serviceLine(served: Served, start: Day, years: string): Note {
  return served.workedSince
    ? { zh: `${start} 参加工作，满 ${years} 年`, en: `In work since ${start}, ${years} full years` }
    : {
        zh: `未登记参加工作日期，按到岗 ${start} 计，满 ${years} 年`,
        en: `No first day of work on record; by joining on ${start}, ${years} full years`,
      };
}

const noteOf = (line: { article: string; zh: string; en: string }): Note => ({
  zh: line.zh,
  en: line.en,
  article: line.article,
});

/** The lines by which the year's leave falls away; undefined where it stands or where nothing was verified. */
function forfeited(
  edition: CompiledEdition,
  { account, rule, verified }: { account: string; rule: AccountRule; verified?: Verified },
  yearsOfService: string,
): Note[] | undefined {
  if (!rule.forfeiture || !verified) return undefined;
  const found = edition.decide(rule.forfeiture, {
    account,
    yearsOfService,
    schoolHolidays: verified.schoolHolidays,
    paidPersonalDays: formatUnits(verified.paidPersonalDays),
    sickMonths: formatUnits(verified.sickMonths),
  });
  return found.value.forfeited === true ? found.lines.map(noteOf) : undefined;
}

/** The share of a year between joining and leaving: whole days only, by calendar days. */
function partOf(
  year: number,
  from: Day,
  leftOn: Day | null,
  whole: Units,
  rule: AccountRule,
): { days: Units; lines: Note[] } {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const begin = from > first ? from : first;
  const end = leftOn && leftOn < last ? leftOn : last;
  if (begin > end) return { days: 0, lines: [{ zh: `${year} 年不在本单位`, en: `Not here in ${year}` }] };
  if (rule.partYear === 'FULL' || whole === 0 || (begin === first && end === last)) return { days: whole, lines: [] };
  const counted = daysBetween(begin, end) + 1;
  const days = Math.min(whole, Math.floor((whole * counted) / (rule.daysOfYear * UNIT)) * UNIT);
  const said = formatUnits(whole);
  return {
    days,
    lines: [
      {
        zh: `${begin} 至 ${end} 共 ${counted} 天：${counted} ÷ ${rule.daysOfYear} × ${said} 天，取整 ${formatUnits(days)} 天`,
        en: `${begin} to ${end} is ${counted} days: ${counted} ÷ ${rule.daysOfYear} × ${said} days, whole days: ${formatUnits(days)}`,
      },
    ],
  };
}
