/** Rankings within groups: by value, then by the tie-breaks of the edition; what is still equal shares the place. */
import type { SubjectKey } from '../../fact.js';
import { compare, type Exact, toRational } from '../figures/exact.js';
import { compileMeasure, type Measure } from '../figures/measure.js';
import type { Frame, Scope } from '../figures/scope.js';
import type { Wording } from '../language/expression.js';
import type { Ranking } from '../language/language.js';
import type { RankingResult } from '../types.js';

export interface Place {
  subject: number;
  value: Exact;
  keys: readonly (Exact | undefined)[];
  rank: number;
  tied: readonly number[];
  decidedBy?: string;
  /** What the edition calls the tie-break that decided. */
  decidedTitle?: Wording;
}

export interface RankedGroup {
  id: string;
  title: Wording;
  places: readonly Place[];
}

export interface CompiledRanking {
  ranking: Ranking;
  output: string;
  /** @param merged all groups in one list, for quotas that are counted over all */
  run(frame: Frame, merged?: boolean): RankedGroup[];
}

const everyone: Wording = { zh: '全体', en: 'all' };

export function compileRanking(ranking: Ranking, scope: Scope): CompiledRanking {
  const output = scope.output(ranking.output, ranking.id);
  const breaks = (ranking.tieBreak ?? []).map((item) => ({
    ...item,
    measure: compileMeasure(item.by, scope, ranking.id),
  }));
  return {
    ranking,
    output,
    run: (frame, merged = false) => {
      const groups = ranking.groups && !merged ? ranking.groups : [{ id: 'all', title: everyone }];
      const named = new Set(ranking.groups?.map((group) => group.id));
      return groups.map((group) => {
        const members = frame.subjects.flatMap((subject, index) => {
          if (ranking.groups && (merged ? !named.has(subject.group ?? '') : subject.group !== group.id)) return [];
          const value = figureOf(frame, output, index);
          return value === undefined
            ? []
            : [{ subject: index, value, keys: breaks.map((item) => signed(item, frame, index)) }];
        });
        return { id: group.id, title: group.title, places: settlePlaces(members, frame, breaks) };
      });
    },
  };
}

function figureOf(frame: Frame, output: string, subject: number): Exact | undefined {
  const own = frame.totals.get(output);
  if (own) return own[subject];
  return frame.history
    .get(output)
    ?.get(frame.subjects[subject]!.key)
    ?.find((entry) => entry.period === frame.period.key)?.value;
}

function signed(
  item: { order: 'most' | 'fewest'; measure: Measure },
  frame: Frame,
  subject: number,
): Exact | undefined {
  const found = item.measure(frame, subject);
  return found === undefined || item.order === 'most' ? found : typeof found === 'number' ? -found : found.neg();
}

type Member = Pick<Place, 'subject' | 'value' | 'keys'>;

/** A figure that is missing ranks behind every one that is there. */
function compareKeys(a: Exact | undefined, b: Exact | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return compare(a, b);
}

/** Index of the tie-break that tells the two apart, −1 when the value does, `undefined` when nothing does. */
function apart(a: Member, b: Member): { by: number; order: number } | undefined {
  const byValue = compare(a.value, b.value);
  if (byValue !== 0) return { by: -1, order: byValue };
  for (const [index, key] of a.keys.entries()) {
    const order = compareKeys(key, b.keys[index]);
    if (order !== 0) return { by: index, order };
  }
  return undefined;
}

function settlePlaces(
  members: readonly Member[],
  frame: Frame,
  breaks: readonly { id: string; title: Wording }[],
): Place[] {
  const key = (member: Member) => frame.subjects[member.subject]!.key;
  const sorted = members.toSorted((a, b) => -(apart(a, b)?.order ?? 0) || (key(a) < key(b) ? -1 : 1));
  const places: Place[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && !apart(sorted[start]!, sorted[end]!)) end++;
    const equal = sorted.slice(start, end);
    for (const member of equal) {
      const neighbours = [sorted[start - 1], sorted[end]]
        .filter((other) => other !== undefined)
        .map((other) => apart(member, other)!.by);
      const decided = neighbours.find((by) => by >= 0);
      places.push({
        ...member,
        rank: start + 1,
        tied: equal.filter((other) => other !== member).map((other) => other.subject),
        ...(decided === undefined ? {} : { decidedBy: breaks[decided]!.id, decidedTitle: breaks[decided]!.title }),
      });
    }
    start = end;
  }
  return places;
}

/** Makes the places readable for measures: 1 is best from the top and worst from the bottom. */
export function publishRanks(frame: Frame, id: string, groups: readonly RankedGroup[]): void {
  const [top, bottom] = [new Map<number, number>(), new Map<number, number>()];
  for (const group of groups) {
    for (const place of group.places) {
      top.set(place.subject, place.rank);
      bottom.set(place.subject, group.places.length - place.rank - place.tied.length + 1);
    }
  }
  frame.ranks.set(id, { top, bottom });
}

export function toRankingResults(id: string, groups: readonly RankedGroup[], frame: Frame): RankingResult[] {
  const key = (index: number): SubjectKey => frame.subjects[index]!.key;
  return groups.map((group) => ({
    ranking: id,
    group: group.id,
    rows: group.places.map((place) => ({
      subject: key(place.subject),
      value: toRational(place.value),
      rank: place.rank,
      tiedWith: place.tied.map(key),
      ...(place.decidedBy ? { decidedBy: place.decidedBy } : {}),
    })),
  }));
}
