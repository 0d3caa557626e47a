/** How many days a year gives to one person, and why: the decision of the edition on service, then the part of the year. */
import { formatUnits, parseUnits, UNIT, type Units } from '../../core/amount.js';
import { addDays, daysBetween } from '../../core/calendar/day.js';
import type { Day } from '../../core/fact.js';
import type { CompiledEdition } from '../../core/rules/types.js';
import type { AccountRule } from './account-rules.js';
import type { Note } from './balance.repository.js';
import { forfeitedBy, noteOf, type YearFacts } from './forfeiture.js';

/** What an office knows of somebody's service. */
export interface Served {
  person: string;
  post: string | null;
  /** First day of work anywhere; where it is unknown, the day of joining here stands for it. */
  workedSince: Day | null;
  since: Day | null;
  leftOn: Day | null;
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

/** One year of somebody's account. */
export interface AboutYear {
  edition: CompiledEdition;
  account: string;
  rule: AccountRule;
  year: number;
  /** The day of the year by which it is judged. */
  on: Day;
  facts: YearFacts;
}

const nothing: YearFacts = { taken: [], used: 0 };

/**
 * Days of an account in a year as they stand on a day of that year.
 * @param about `before`: the year before, whose leave may have cost this year's
 * @throws Problem regulation.gap | regulation.blank
 */
export function entitlementOf(
  edition: CompiledEdition,
  about: Omit<AboutYear, 'edition' | 'facts'> & { served: Served; facts?: YearFacts; before?: AboutYear | undefined },
): Entitlement {
  const { served, before } = about;
  const year: AboutYear = { ...about, edition, facts: about.facts ?? nothing };
  const given = givenIn(year, served);
  if (given.missing || !about.rule.entitlement) return given;
  const here = forfeitedBy(edition, { ...year, given: given.days, yearsOfService: String(given.yearsOfService) });
  if (here.year === 'THIS') return { ...given, days: 0, lines: [...given.lines, ...here.lines] };
  const old = before && lostBefore(before, served);
  if (old) return { ...given, days: 0, lines: [...given.lines, ...old, ...here.lines] };
  return { ...given, lines: [...given.lines, ...here.lines] };
}

/** The lines by which the year before cost the next one, each named with its year. */
function lostBefore(before: AboutYear, served: Served): Note[] | undefined {
  const given = givenIn(before, served);
  if (given.missing || given.yearsOfService === null) return undefined;
  const about = { ...before, given: given.days, yearsOfService: String(given.yearsOfService) };
  const found = forfeitedBy(before.edition, about);
  if (found.year !== 'NEXT') return undefined;
  return found.lines.map((line) => ({
    ...line,
    zh: `${before.year} 年：${line.zh}`,
    en: `${before.year}: ${line.en}`,
  }));
}

/** What the service gives, before anything falls away. */
function givenIn({ edition, account, rule, year, on }: AboutYear, served: Served): Entitlement {
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
  // Whoever had nothing when the year began gets it from the day on which the first step was reached.
  const first = `${year}-01-01`;
  const begins = decide(first).whole === 0 && now.whole > 0 ? stepIn(year, start, rule) : first;
  const part = partOf(year, [begins, served.since].toSorted().at(-1) as Day, served.leftOn, now.whole, rule);
  return {
    days: part.days,
    yearsOfService: Number(now.input.yearsOfService),
    yearsHere: Number(now.input.yearsHere),
    lines: [serviceLine(served, start, now.input.yearsOfService), ...now.found.lines.map(noteOf), ...part.lines],
    missing: null,
  };
}

function serviceLine(served: Served, start: Day, years: string): Note {
  return served.workedSince
    ? { zh: `${start} 参加工作，满 ${years} 年`, en: `In work since ${start}, ${years} full years` }
    : {
        zh: `未登记参加工作日期，按到岗 ${start} 计，满 ${years} 年`,
        en: `No first day of work on record; by joining on ${start}, ${years} full years`,
      };
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
