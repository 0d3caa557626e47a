/** How many days a year gives, by the national rule itself: both sides of each step, newcomers, leavers, and what is unknown. */
import { compile } from '../../core/rules/engine/compile.js';
import { libraryOf, readPackSources } from '../../regulation/pack-loader.js';
import { accountsOf } from './account-rules.js';
import { completedYears, entitlementOf, type Served, type Verified } from './entitlement.js';

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
function days(served: Partial<Served>, on = '2026-12-31', settings: Record<string, string> = {}, verified?: Verified) {
  const edition = editionOf(settings);
  const rule = accountsOf(edition).get('annual');
  if (!rule) throw new Error('no account');
  const year = Number(on.slice(0, 4));
  const about = { account: 'annual', rule, year, on, served: someone(served) };
  return entitlementOf(edition, verified ? { ...about, verified } : about).days / 10_000;
}
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

  it('lets the year fall away only by what was verified', () => {
    const sick = (months: number): Verified => ({
      schoolHolidays: false,
      paidPersonalDays: 0,
      sickMonths: months * 10_000,
    });
    expect(days({}, '2026-12-31', {}, sick(3))).toBe(15);
    expect(days({}, '2026-12-31', {}, sick(4))).toBe(0);
    expect(days({ workedSince: '2015-01-01' }, '2026-12-31', {}, sick(3))).toBe(0);
    expect(days({}, '2026-12-31', {}, { ...sick(0), schoolHolidays: true })).toBe(0);
  });
});
