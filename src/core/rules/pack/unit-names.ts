/** What the figures of an output count, in words: for tables, papers and the command line. */
import type { Wording } from '../language/expression.js';
import type { UnitOfOutput } from '../language/parts.js';

const names: Record<Exclude<UnitOfOutput, 'count'>, Wording> = {
  points: { zh: '分', en: 'point(s)' },
  yuan: { zh: '元', en: 'yuan' },
  days: { zh: '天', en: 'day(s)' },
  hours: { zh: '小时', en: 'hour(s)' },
  years: { zh: '年', en: 'year(s)' },
  times: { zh: '次', en: 'time(s)' },
  percent: { zh: '%', en: '%' },
};

/** @param counts of what, for a plain count */
export const unitName = (unit: UnitOfOutput, counts?: Wording | null): Wording =>
  unit === 'count' ? (counts ?? { zh: '', en: '' }) : names[unit];
