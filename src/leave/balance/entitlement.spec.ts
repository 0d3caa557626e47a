/** How many days a year gives, by the national rule itself: both sides of each step, newcomers, leavers, and what is unknown. */
import { compile } from '../../core/rules/engine/compile.js';
import { libraryOf, readPackSources } from '../../regulation/pack-loader.js';
import { accountsOf } from './account-rules.js';
import { completedYears, entitlementOf, type Served } from './entitlement.js';
import { countingOf, type TakenLeave, type Verified, type YearFacts } from './forfeiture.js';

const library = libraryOf(readPackSources().filter((source) => source.id === 'x06-paid-annual-leave'));
const editionOf = (settings: Record<string, string> = {}) => {
  const model = library.find('x06-paid-annual-leave');
  if (!model) throw new Error('no pack');
  return compile(model, library, { settings });
};

const someone = (more: Partial<Served>): Served => ({
  person: '0001',
  post: '受理岗',
  workedSince: '2000-01-01',
  since: '2020-01-01',
  leftOn: null,
  ...more,
});
/** What happened in a year, and in the year before. */
interface Happened {
  here?: Partial<YearFacts>;
  before?: Partial<YearFacts>;
}
function found(
  served: Partial<Served>,
  on = '2026-12-31',
  settings: Record<string, string> = {},
  { here = {}, before }: Happened = {},
) {
  const edition = editionOf(settings);
  const rule = accountsOf(edition).get('annual');
  if (!rule) throw new Error('no account');
  const year = Number(on.slice(0, 4));
  const facts = (some: Partial<YearFacts>): YearFacts => ({ taken: [], used: 0, ...some });
  const of = { account: 'annual', rule, edition };
  return entitlementOf(edition, {
    ...{ ...of, year, on, served: someone(served), facts: facts(here) },
    before: before && { ...of, year: year - 1, on: `${year - 1}-12-31`, facts: facts(before) },
  });
}
const days = (...asked: Parameters<typeof found>) => found(...asked).days / 10_000;
/** In work since a day, and here since long ago or since then. */
const working = (workedSince: string) => ({
  workedSince,
  since: workedSince > '2020-01-01' ? workedSince : '2020-01-01',
});
const FULL = { 'annual.partYear': 'FULL' };
const REACHED = { 'annual.stepFrom': 'REACHED' };

it.each([
  ['2016-02-29', '2026-02-28', 9],
  ['2016-02-29', '2026-03-01', 10],
  ['2016-02-29', '2020-02-29', 4],
  ['2016-09-30', '2026-09-29', 9],
  ['2016-09-30', '2026-09-30', 10],
  ['2026-09-30', '2026-01-01', 0],
])('from %s to %s are %i completed years', (from, to, years) => expect(completedYears(from, to)).toBe(years));

describe('steps of service', () => {
  it.each([
    ['2016-05-15', '2026-05-14', 5, 5],
    ['2016-05-15', '2026-05-15', 5, 10],
    ['2016-05-15', '2026-05-31', 5, 10],
    ['2016-05-15', '2026-06-01', 10, 10],
    ['2016-06-01', '2026-06-01', 10, 10],
    ['2006-05-15', '2026-05-31', 10, 15],
    ['2006-05-15', '2026-06-01', 15, 15],
  ])('in work since %s, on %s: %i days from the month after, %i from the day', (start, on, later, atOnce) => {
    expect([days(working(start), on), days(working(start), on, REACHED)]).toEqual([later, atOnce]);
  });

  it('give nothing before the first year is full, and then the rest of that year', () => {
    expect(days(working('2025-07-10'), '2026-07-31')).toBe(0);
    // From 1 August: 153 days, 153 ÷ 365 × 5 = 2.09.
    expect(days(working('2025-07-10'), '2026-08-01')).toBe(2);
    expect(days(working('2025-07-10'), '2026-08-01', FULL)).toBe(5);
    // From 10 July: 175 days, 2.39.
    expect(days(working('2025-07-10'), '2026-07-10', REACHED)).toBe(2);
    expect(days(working('2025-07-10'), '2026-07-09', REACHED)).toBe(0);
  });
});

describe('a part of a year', () => {
  it.each([
    // 365 days left are the whole year; 364 give 4.98.
    ['2026-01-01', 5],
    ['2026-01-02', 4],
    // 292 days are 4 exactly, 291 are 3.98.
    ['2026-03-15', 4],
    ['2026-03-16', 3],
    ['2026-10-20', 1],
    ['2026-10-21', 0],
    ['2027-02-01', 0],
  ])('a newcomer of %s gets %i of five days', (since, expected) => {
    expect(days({ workedSince: '2020-03-01', since })).toBe(expected);
  });

  it.each([
    ['2026-12-31', 5],
    ['2026-12-30', 4],
    ['2026-10-19', 4],
    ['2026-10-18', 3],
    ['2025-12-31', 0],
  ])('who leaves on %s gets %i of five days', (leftOn, expected) => {
    expect(days({ workedSince: '2020-03-01', leftOn })).toBe(expected);
  });

  it('never gives more than the year, in a leap year either', () => {
    expect(days({ workedSince: '2015-03-01', since: '2028-01-01' }, '2028-12-31')).toBe(10);
    expect(days({ workedSince: '2015-03-01', since: '2028-01-02' }, '2028-12-31')).toBe(10);
    expect(days({ workedSince: '2015-03-01', since: '2028-01-03' }, '2028-12-31')).toBe(9);
  });
});

describe('what is known', () => {
  it('goes by joining where the first day of work is not on record, and says so', () => {
    const rule = accountsOf(editionOf()).get('annual')!;
    const on = '2026-12-31';
    const found = entitlementOf(editionOf(), {
      ...{ account: 'annual', rule, year: 2026, on },
      served: someone({ workedSince: null, since: '2014-04-01' }),
    });
    expect(found).toMatchObject({ days: 100_000, yearsOfService: 12, yearsHere: 12, missing: null });
    expect(found.lines[0]?.zh).toContain('未登记参加工作日期');
    expect(
      entitlementOf(editionOf(), {
        ...{ account: 'annual', rule, year: 2026, on },
        served: someone({ workedSince: '2000-01-01', since: null }),
      }),
    ).toMatchObject({ missing: 'since', days: 0 });
  });
});

const verified = (more: Partial<Verified>): Verified => ({
  schoolHolidays: false,
  paidPersonalDays: 0,
  sickMonths: 0,
  reason: null,
  ...more,
});
const DAY = 10_000;
/** Leave on record, as the edition counts it. */
function took(
  scoredAs: 'personal' | 'sick',
  key: string,
  count: number,
  settings: Record<string, string> = {},
): TakenLeave {
  const edition = editionOf(settings);
  const counting = countingOf(edition, accountsOf(edition).get('annual')!, scoredAs);
  if (!counting) throw new Error(`${scoredAs} does not count`);
  const { counts, unitDays, line } = counting;
  return { key, counts, unitDays, line, days: count * DAY };
}
const said = (...asked: Parameters<typeof found>) => JSON.stringify(found(...asked).lines);

describe('a year that falls away', () => {
  const young = { workedSince: '2020-03-01' };

  it('does so by what personnel verified', () => {
    const sick = (months: number) => ({ here: { verified: verified({ sickMonths: months * DAY }) } });
    expect(days({}, '2026-12-31', {}, sick(3))).toBe(15);
    expect(days({}, '2026-12-31', {}, sick(4))).toBe(0);
    expect(days({ workedSince: '2015-01-01' }, '2026-12-31', {}, sick(3))).toBe(0);
    expect(days({}, '2026-12-31', {}, { here: { verified: verified({ schoolHolidays: true }) } })).toBe(0);
  });

  it.each([
    ['personal', [19.5], 5],
    ['personal', [12, 8], 0],
    ['sick', [59.5], 5],
    ['sick', [29, 31], 0],
  ] as const)('by leave on record: %s %j leaves %i days', (scoredAs, lengths, left) => {
    const taken = lengths.map((count, nth) => took(scoredAs, `leave-0001-${nth}`, count));
    expect(days(young, '2026-12-31', {}, { here: { taken } })).toBe(left);
  });

  it('by both together, each told with its figures, the leaves and the article', () => {
    const taken = [took('sick', 'leave-0001-20260302-1', 45), took('personal', 'leave-0001-20260601-1', 1)];
    const added = verified({ sickMonths: 5_000, reason: '原系统 15 天' });
    const about = [young, '2026-12-31', {}, { here: { taken, verified: added } }] as const;
    expect(days(...about)).toBe(0);
    const lines = found(...about).lines;
    expect(lines.find(({ zh }) => zh.includes('leave-0001-20260302-1 45'))).toMatchObject({
      zh: expect.stringContaining('合 1.5 个月'),
      en: expect.stringContaining('1.5 months'),
      article: 'X06.4',
    });
    expect(lines.find(({ zh }) => zh.includes('原系统 15 天'))?.zh).toBe(
      '人事部门核实病假 +0.5 个月（原系统 15 天），合计 2 个月',
    );
    expect(lines.map((line) => line.article)).toContain('X06.4');
    // A correction takes off what should not count.
    const off = verified({ sickMonths: -1 });
    expect(days(young, '2026-12-31', {}, { here: { taken: [took('sick', 'a', 60)], verified: off } })).toBe(5);
    expect(days(young, '2026-12-31', {}, { here: { taken: [took('sick', 'a', 60)] } })).toBe(0);
  });

  it('counts as the office reads it: personal leave that cuts the pay not at all, sick leave by working days', () => {
    const settings = { 'annual.personalPay': 'CUT', 'annual.sickMonth': 'WORKING_21_75' };
    expect(() => took('personal', 'a', 20, settings)).toThrow('does not count');
    const sick = (count: number) => ({ here: { taken: [took('sick', 'a', count, settings)] } });
    expect(days(young, '2026-12-31', settings, sick(43))).toBe(5);
    expect(days(young, '2026-12-31', settings, sick(43.5))).toBe(0);
  });

  it('names the first leaves and how many there are', () => {
    const taken = Array.from({ length: 7 }, (_, nth) => took('personal', `leave-${nth}`, 1));
    const line = said(young, '2026-12-31', {}, { here: { taken } });
    expect(line).toContain('leave-4 1 等 7 次');
    expect(line).not.toContain('leave-5');
  });
});

describe('a threshold that is crossed after the leave was taken', () => {
  const young = { workedSince: '2020-03-01' };
  const sick = { taken: [took('sick', 'leave-0001-20250901-1', 61)] };

  it('leaves the year and costs the next', () => {
    expect(days(young, '2025-12-31', {}, { here: { ...sick, used: 2 * DAY } })).toBe(5);
    expect(days(young, '2026-12-31', {}, { before: { ...sick, used: 2 * DAY } })).toBe(0);
    const lines = said(young, '2026-12-31', {}, { before: { ...sick, used: 2 * DAY } });
    expect(lines).toContain('2025 年：');
    expect(lines).toContain('leave-0001-20250901-1');
    expect(lines).toContain('X06.M4');
    // Nothing taken: this year's is gone, and the next stands.
    expect(days(young, '2025-12-31', {}, { here: sick })).toBe(0);
    expect(days(young, '2026-12-31', {}, { before: sick })).toBe(5);
  });

  it('costs what is left of the year first where the office reads it so', () => {
    const rest = { 'annual.partTaken': 'REST' };
    expect(days(young, '2025-12-31', rest, { here: { ...sick, used: 2 * DAY } })).toBe(0);
    expect(days(young, '2026-12-31', rest, { before: { ...sick, used: 2 * DAY } })).toBe(5);
    expect(days(young, '2025-12-31', rest, { here: { ...sick, used: 5 * DAY } })).toBe(5);
    expect(days(young, '2026-12-31', rest, { before: { ...sick, used: 5 * DAY } })).toBe(0);
  });

  it('is nothing to the next year where school holidays cost it', () => {
    const holidays = { verified: verified({ schoolHolidays: true }), used: DAY };
    expect(days(young, '2026-12-31', {}, { before: holidays })).toBe(5);
  });

  it('goes by the years of service of that year', () => {
    // Nine years at the end of 2025, ten in 2026: two months cost it, three would not be needed.
    const ten = { workedSince: '2016-06-01' };
    expect(days(ten, '2026-12-31', {}, { before: { ...sick, used: DAY } })).toBe(0);
    expect(days(ten, '2027-12-31', {}, { before: { ...sick, used: DAY } })).toBe(10);
  });
});
