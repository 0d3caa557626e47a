/**
 * Whether a year's leave falls away, and which year's: what the leaves on record come to, what personnel adds or takes off, and
 * what the edition's tables say of both. Every step is told with its article. Pure.
 */
import { formatUnits, parseUnits, type Units } from '../../core/amount.js';
import type { CompiledEdition } from '../../core/rules/types.js';
import type { AccountRule } from './account-rules.js';
import type { Note } from './balance.repository.js';

/** What personnel verified of a year: added to what is on record, or taken off where it is negative. */
export interface Verified {
  schoolHolidays: boolean;
  paidPersonalDays: Units;
  sickMonths: Units;
  reason: string | null;
}

/** The sums that leave on record goes into, by the names of the edition's table. */
export const counted = ['paidPersonalDays', 'sickMonths'] as const;
export type Counted = (typeof counted)[number];

/** One leave that was really taken, as far as it lies in the year. */
export interface TakenLeave {
  key: string;
  counts: Counted;
  /** Days in the measure of the table, e.g. calendar days. */
  days: Units;
  /** So many of these days are one of the sum, e.g. 30 to a month. */
  unitDays: Units;
  /** The row of the table by which it counts. */
  line: Note;
}

/** What happened in one year of somebody. */
export interface YearFacts {
  taken: readonly TakenLeave[];
  verified?: Verified | undefined;
  /** Days used of the account's own days of the year, carried ones not among them. */
  used: Units;
}

const MOST_NAMED = 5;
const words: Readonly<Record<Counted, { zh: string; en: string; unit: { zh: string; en: string } }>> = {
  paidPersonalDays: { zh: '不扣工资的事假', en: 'paid personal leave', unit: { zh: '天', en: 'days' } },
  sickMonths: { zh: '病假', en: 'sick leave', unit: { zh: '个月', en: 'months' } },
};

/** How a kind of leave goes into the sums; undefined where it does not. */
export function countingOf(
  edition: CompiledEdition,
  rule: AccountRule,
  scoredAs: string,
): { counts: Counted; by: 'workingDays' | 'calendarDays'; unitDays: Units; line: Note } | undefined {
  if (!rule.forfeitureCounts) return undefined;
  const { value, lines } = edition.decide(rule.forfeitureCounts, { scoredAs });
  const counts = counted.find((one) => one === value.counts);
  const [line] = lines;
  if (!counts || !line) return undefined;
  const by = value.by === 'calendarDays' ? 'calendarDays' : 'workingDays';
  return { counts, by, unitDays: parseUnits(String(value.unitDays), 4), line: noteOf(line) };
}

/** What the leaves come to in the measure of their sum; a part of a unit counts as a part. */
const sumOf = (leaves: readonly TakenLeave[]): Units => {
  const days = leaves.reduce((sum, leave) => sum + leave.days, 0);
  const [unit] = leaves;
  return unit ? Number((BigInt(days) * 10_000n) / BigInt(unit.unitDays)) : 0;
};

/** Both sums of a year with the lines behind them. */
function sumsOf({ taken, verified }: YearFacts): { sums: Record<Counted, Units>; lines: Note[] } {
  const lines: Note[] = [];
  const sums = { paidPersonalDays: 0, sickMonths: 0 };
  for (const name of counted) {
    const leaves = taken.filter((one) => one.counts === name);
    const added = verified?.[name] ?? 0;
    sums[name] = Math.max(0, sumOf(leaves) + added);
    if (leaves.length > 0) lines.push(recordLine(name, leaves));
    if (added !== 0) lines.push(addedLine(name, added, sums[name], verified?.reason ?? null));
  }
  return { sums, lines };
}

function recordLine(name: Counted, leaves: readonly TakenLeave[]): Note {
  const { zh, en, unit } = words[name];
  const days = formatUnits(leaves.reduce((sum, leave) => sum + leave.days, 0));
  const come = formatUnits(sumOf(leaves));
  const named = leaves.slice(0, MOST_NAMED).map(({ key, days: each }) => `${key} ${formatUnits(each)}`);
  const more = leaves.length - named.length;
  const [first] = leaves;
  const article = first?.line.article;
  return {
    zh: `已休${zh} ${leaves.length} 次共 ${days} 天（${named.join('、')}${more > 0 ? ` 等 ${leaves.length} 次` : ''}），合 ${come} ${unit.zh}：${first?.line.zh}`,
    en: `${leaves.length} times ${en}, ${days} days in all (${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}), is ${come} ${unit.en}: ${first?.line.en}`,
    ...(article ? { article } : {}),
  };
}

function addedLine(name: Counted, added: Units, sum: Units, reason: string | null): Note {
  const { zh, en, unit } = words[name];
  const [said, total] = [`${added > 0 ? '+' : ''}${formatUnits(added)}`, formatUnits(sum)];
  return {
    zh: `人事部门核实${zh} ${said} ${unit.zh}${reason ? `（${reason}）` : ''}，合计 ${total} ${unit.zh}`,
    en: `Personnel verified ${en} ${said} ${unit.en}${reason ? ` (${reason})` : ''}: ${total} ${unit.en} in all`,
  };
}

/**
 * What the facts of a year cost, if anything: the year's leave or the next year's.
 * @param given days of the year before anything falls away
 */
export function forfeitedBy(
  edition: CompiledEdition,
  about: { account: string; rule: AccountRule; yearsOfService: string; given: Units; facts: YearFacts },
): { year: 'THIS' | 'NEXT' | null; lines: Note[] } {
  const { account, rule, yearsOfService, facts } = about;
  if (!rule.forfeiture) return { year: null, lines: [] };
  const { sums, lines } = sumsOf(facts);
  const found = edition.decide(rule.forfeiture, {
    account,
    yearsOfService,
    schoolHolidays: facts.verified?.schoolHolidays ?? false,
    paidPersonalDays: formatUnits(sums.paidPersonalDays),
    sickMonths: formatUnits(sums.sickMonths),
  });
  if (found.value.forfeited !== true) return { year: null, lines };
  const arises = [...lines, ...found.lines.map(noteOf)];
  if (!rule.forfeitedYear) return { year: 'THIS', lines: arises };
  const whose = edition.decide(rule.forfeitedYear, {
    account,
    nextYear: found.value.nextYear === true,
    taken: formatUnits(facts.used),
    left: formatUnits(Math.max(0, about.given - facts.used)),
  });
  return { year: whose.value.year === 'NEXT' ? 'NEXT' : 'THIS', lines: [...arises, ...whose.lines.map(noteOf)] };
}

export const noteOf = (line: { article: string; zh: string; en: string }): Note => ({
  zh: line.zh,
  en: line.en,
  article: line.article,
});
