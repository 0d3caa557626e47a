/** Grades: the score that is compared (A15), and the best grade that needs a place as well (K15, A14). */
import { display, type Exact, fromRational } from '../figures/exact.js';
import type { Scope } from '../figures/scope.js';
import type { GradeTable } from '../language/parts.js';
import { quota, roundings } from './honour.js';
import type { RankedGroup } from './rank.js';

/** How the quota changes the grades that the scores alone give. */
export interface QuotaVerdict {
  /** They have the score and no place. */
  outside: ReadonlySet<number>;
  /** They have a place and not the score, where the office gives an unfilled place by rank. */
  inside: ReadonlySet<number>;
}

/** The score as it is compared with the bands: exact, or rounded half up as it is shown. */
export function comparedScore(table: GradeTable, places: number, scope: Scope): (total: Exact) => Exact {
  const rounded = scope.word(table.compare ?? 'EXACT', ['EXACT', 'ROUNDED'], table.article) === 'ROUNDED';
  return rounded ? (total) => fromRational(display(total, places)) : (total) => total;
}

/** The grade that needs a place: within the quota and with its score; who misses it gets the next one. */
export function limitGrades(
  table: NonNullable<GradeTable['quota']>,
  scope: Scope,
): (groups: readonly RankedGroup[], gradeOf: (subject: number) => string | undefined) => QuotaVerdict {
  const ratio = scope.amount(table.ratio);
  const rounding = scope.word(table.rounding, roundings, table.ranking);
  const least = scope.amount(table.least) / 10_000;
  const byRank = scope.word(table.spill ?? 'NONE', ['NONE', 'BY_RANK'], table.ranking) === 'BY_RANK';
  scope.expect(`${table.ranking}: ${table.grade}`, 'in', 'out');
  return (groups, gradeOf) => {
    const [outside, inside] = [new Set<number>(), new Set<number>()];
    for (const group of groups) {
      const { places } = quota(group.places.length, ratio, rounding, least);
      for (const place of group.places) {
        // A tie across the cut is not settled in anyone's favour here: the places stay open for the committee.
        const isIn = place.rank + place.tied.length <= places;
        if (gradeOf(place.subject) !== table.grade) {
          if (byRank && isIn) inside.add(place.subject);
          continue;
        }
        scope.probe?.(`${table.ranking}: ${table.grade}`, isIn ? 'in' : 'out');
        if (!isIn) outside.add(place.subject);
      }
    }
    return { outside, inside };
  };
}
