/** A month of windows and a year of bank staff, made up by arithmetic alone, so that every run and every machine has the same facts. */
import type { Fact, Subject } from '../../src/core/fact.js';
import type { EvaluationInput } from '../../src/core/rules/types.js';

/** The rules of the sheet of R11 that only count or sum: item, section, points for one. */
export const sheetItems: readonly (readonly [string, number, number])[] = [
  ['leave.personal.uncovered', 0, -2],
  ['leave.personal.excused', 0, -2],
  ['leave.sick.uncovered', 0, -1],
  ['leave.sick.excused', 0, -1],
  ['R11.A4', 0, -2],
  ['absence.absenteeism', 0, -5],
  ['R11.A6', 0, -1],
  ['R11.B1', 1, -2],
  ['R11.B2', 1, -2],
  ['R11.B3', 1, -2],
  ['R11.B4', 1, -3],
  ['R11.B5', 1, -3],
  ['R11.B6', 1, -1],
  ['R11.B7', 1, -2],
  ['R11.B8', 1, -3],
  ['hall.ratedPoor', 1, -1],
  ['R11.C1', 2, -2],
  ['R11.C2', 2, -3],
  ['R11.C3', 2, -5],
  ['R11.C4', 2, -5],
  ['R11.D1', 3, -1],
  ['R11.D2', 3, -2],
  ['R11.D3', 3, -1],
  ['R11.D4', 3, -1],
];
export const sheetBases = [25, 40, 15, 10, 10] as const;

/** Penalties and rewards of R63 that occur: item, least and most points, least and most yuan, what its head bears by the rule itself. */
export interface BankRule {
  item: string;
  points: readonly [number, number];
  money: readonly [number, number];
  head?: { points: readonly [number, number]; money: readonly [number, number] };
  /** The quantity counts items of one time, not times. */
  byItem?: true;
  joint?: false;
}
const headOne = { points: [-1, -1], money: [-100, -100] } as const;
/** In the order of the pack. */
export const bankRules: readonly BankRule[] = [
  { item: 'R63.P01a', points: [-1, -1], money: [-50, -50] },
  { item: 'R63.P01b', points: [-1, -1], money: [-100, -100] },
  { item: 'R63.P02', points: [-1, -1], money: [-50, -50], byItem: true },
  { item: 'R63.P03a', points: [-1, -1], money: [-50, -50], byItem: true },
  { item: 'R63.P03b', points: [-2, -2], money: [-100, -100] },
  { item: 'R63.P04', points: [-1, -1], money: [-100, -100] },
  { item: 'R63.P06', points: [-1, -1], money: [-100, -100] },
  { item: 'R63.P07', points: [-2, -2], money: [-200, -200], head: headOne, byItem: true },
  { item: 'R63.P08', points: [-3, -2], money: [-300, -200], head: headOne, byItem: true },
  { item: 'R63.P10', points: [-3, -3], money: [-300, -300], head: headOne },
  { item: 'R63.P11b', points: [-3, -2], money: [-300, -200] },
  { item: 'R63.P12', points: [-1, -1], money: [-100, -100] },
  { item: 'R63.P13', points: [-3, -1], money: [-300, -100] },
  { item: 'R63.P15', points: [-1, -1], money: [-100, -100] },
  { item: 'R63.P17', points: [-1, -1], money: [-100, -100], byItem: true },
  { item: 'R63.P18', points: [-2, -2], money: [-200, -200] },
  { item: 'R63.P19a', points: [-5, -2], money: [-500, -200] },
  {
    item: 'R63.P19b',
    points: [-8, -3],
    money: [-800, -300],
    head: { points: [-4, -2], money: [-400, -200] },
  },
  { item: 'R63.P20', points: [-2, -2], money: [-200, -200] },
  { item: 'R63.M1', points: [-2, -2], money: [-200, -200], joint: false },
  { item: 'R63.J4', points: [-1, -1], money: [0, 0], joint: false },
  { item: 'R63.B1', points: [1, 1], money: [100, 100] },
  { item: 'R63.B3a', points: [2, 2], money: [0, 0] },
  { item: 'R63.B4', points: [3, 3], money: [0, 0] },
  { item: 'R63.B6', points: [1, 3], money: [50, 300] },
];

const UNIT = 10_000;
const dayOf = (year: number, ofYear: number): string =>
  new Date(Date.UTC(year, 0, 1 + ofYear)).toISOString().slice(0, 10);
/** The same number for the same place in every run. */
const mix = (subject: number, n: number): number => (subject * 7919 + n * 104_729) % 900;

/** A month of window sheets: seven measured figures for each window, the rest small quantities of what is counted. */
export function hallMonth(windows: number, factsOfEach: number): EvaluationInput {
  const period = { key: '2026-09', kind: 'month', from: '2026-09-01', to: '2026-09-30' } as const;
  const days = Array.from({ length: 30 }, (_, index) => dayOf(2026, 243 + index));
  const subjects: Subject[] = [];
  const facts: Fact[] = [];
  for (let subject = 0; subject < windows; subject++) {
    const key = `window:A${String(subject + 1).padStart(6, '0')}`;
    const attributes = { workers: 3 * UNIT, lowVolumeExempt: subject % 17 === 0 };
    subjects.push({ key, kind: 'window', group: subject % 2 === 0 ? 'approval' : 'publicService', attributes });
    const measured: readonly (readonly [string, number])[] = [
      ['hall.cases', subject % 50],
      ['hall.ratable', 97],
      ['hall.rated', 78 + (subject % 20)],
      ['hall.peerTotal', 37 + (subject % 9)],
      ['hall.peerGood', subject % 37],
      ['hall.satisfactionRate', 95 + (subject % 51) / 10],
    ];
    for (let n = 0; n < factsOfEach; n++) {
      const given = measured[n];
      facts.push({
        id: `${subject}.${n}`,
        item: given ? given[0] : (sheetItems[n % sheetItems.length]?.[0] ?? ''),
        subject: key,
        happenedOn: days[n % 30] ?? '',
        quantity: given ? Math.round(given[1] * UNIT) : 1 + (mix(subject, n) % (n % 24 === 5 ? 4000 : 900)),
        count: 1,
      });
    }
  }
  return { period, asOf: period.to, subjects, facts };
}

/** A year of points: groups of twenty, the first of each the head of the others, and facts of the December before that only a repeat sees. */
export function bankYear(persons: number, factsOfEach: number): EvaluationInput {
  const period = { key: '2026', kind: 'year', from: '2026-01-01', to: '2026-12-31' } as const;
  const days = Array.from({ length: 375 }, (_, index) => dayOf(2026, index - 10));
  const subjects: Subject[] = [];
  const facts: Fact[] = [];
  const keyOf = (index: number) => `person:${String(index + 1).padStart(6, '0')}`;
  for (let subject = 0; subject < persons; subject++) {
    const head = subject - (subject % 20);
    const key = keyOf(subject);
    subjects.push({ key, kind: 'person', ...(head === subject ? {} : { relations: { head: keyOf(head) } }) });
    for (let n = 0; n < factsOfEach; n++) facts.push(bankFact(subject, n, key, days));
  }
  return { period, asOf: period.to, subjects, facts };
}

function bankFact(subject: number, n: number, key: string, days: readonly string[]): Fact {
  const seed = mix(subject, n);
  // One fact in a hundred takes back the one before.
  const isBack = n % 100 === 99;
  if (isBack) return { ...bankFact(subject, n - 1, key, days), id: `${subject}.${n}`, ...takesBack(subject, n - 1) };
  const rule = bankRules[seed % bankRules.length] as BankRule;
  const at = (seed * 13 + n * 7) % days.length;
  const [least, most] = rule.points;
  const steps = most - least;
  const points = steps === 0 ? undefined : (least + (n % (steps + 1))) * UNIT;
  const money = steps === 0 || rule.money[0] === rule.money[1] ? undefined : (rule.money[n % 2] as number) * UNIT;
  const isReward = most > 0;
  return {
    id: `${subject}.${n}`,
    item: rule.item,
    subject: key,
    happenedOn: days[at] ?? '',
    quantity: rule.byItem && n % 3 === 0 ? 2 * UNIT : UNIT,
    count: 1,
    points,
    money,
    ...(isReward
      ? {}
      : {
          values: {
            fault: n % 5 === 0 ? 'management' : 'own',
            inspection: `${subject}/${at}`,
            ...(rule.item === 'R63.P19b' ? { headPoints: String(-2 - (n % 3)), headMoney: '-300' } : {}),
          },
        }),
  };
}

const takesBack = (subject: number, n: number): Pick<Fact, 'quantity' | 'count' | 'reverses'> => ({
  quantity: -UNIT,
  count: -1,
  reverses: `${subject}.${n}`,
});
