/**
 * Places by quota (K12), conditions and vetoes (K13). The quota arithmetic is spelled out, every candidate gets a
 * reason, a tie at the cut is held for the committee, a place nobody may take stays empty.
 */

import {
  compare,
  divide,
  type Exact,
  floorWhole,
  isZero,
  multiply,
  spoken,
  subtract,
  toRational,
} from '../figures/exact.js';
import { compileTest, type Test } from '../figures/measure.js';
import type { Frame, Scope } from '../figures/scope.js';
import type { Wording } from '../language/expression.js';
import type { Honours } from '../language/language.js';
import type { HonourResult } from '../types.js';
import { type AwardInput, type AwardResult, award, type Barrier } from './award.js';
import type { CompiledRanking, Place, RankedGroup } from './rank.js';

type Rounding = 'FLOOR' | 'HALF_UP' | 'CEIL';
export const roundings = ['FLOOR', 'HALF_UP', 'CEIL'] as const;
const roundingNames: Record<Rounding, Wording> = {
  FLOOR: { zh: '舍去小数', en: 'rounded down' },
  HALF_UP: { zh: '四舍五入', en: 'rounded half up' },
  CEIL: { zh: '进一', en: 'rounded up' },
};

/** Number of places of a ratio of a base, with its arithmetic in words. */
export function quota(
  base: number,
  ratio: Exact,
  rounding: Rounding,
  least: number,
): { places: number; arithmetic: Wording } {
  const exact = divide(multiply(base * 10_000, ratio), 1_000_000);
  const floor = floorWhole(exact);
  const rest = subtract(exact, floor);
  const whole = Number(toRational(floor));
  const up = !isZero(rest) && (rounding === 'CEIL' || (rounding === 'HALF_UP' && compare(rest, 5_000) >= 0));
  const rounded = up ? whole + 1 : whole;
  const places = Math.max(rounded, Math.min(least, base));
  const text = `${base} × ${spoken(ratio)} % = ${spoken(exact)}`;
  const tail = (language: 'zh' | 'en') =>
    (isZero(rest)
      ? ''
      : language === 'zh'
        ? `，${roundingNames[rounding].zh}为 ${rounded}`
        : `, ${roundingNames[rounding].en} to ${rounded}`) +
    (places === rounded ? '' : language === 'zh' ? `，至少 ${places}` : `, at least ${places}`);
  return { places, arithmetic: { zh: text + tail('zh'), en: text + tail('en') } };
}

/** `wanted` is what the text names, even where there are not so many candidates. */
type PlacesOf = (base: number) => ReturnType<typeof quota> & { wanted: number };
const byRatio =
  (share: Exact, rounding: Rounding, least: number): PlacesOf =>
  (base) => {
    const found = quota(base, share, rounding, least);
    return { ...found, wanted: found.places };
  };
/** A number of places that the text names; no more than there are candidates. */
const fixed =
  (count: number): PlacesOf =>
  (base) => {
    const wanted = Math.floor(count / 10_000);
    const places = Math.min(wanted, base);
    return { places, wanted, arithmetic: { zh: `定额 ${places} 名`, en: `a fixed number: ${places}` } };
  };

export interface CompiledHonours {
  honours: Honours;
  ranking: CompiledRanking;
  run(frame: Frame, groups: readonly RankedGroup[], rulings: AwardInput['rulings']): HonourResult[];
}

export function compileHonours(honours: Honours, ranking: CompiledRanking, scope: Scope): CompiledHonours {
  const where = honours.id;
  const mode = scope.word(honours.mode, ['DISJOINT', 'CUMULATIVE'], where);
  const base = scope.word(honours.base, ['GROUP', 'ALL'], where);
  const rounding = scope.word(honours.rounding, roundings, where);
  const least = scope.amount(honours.least) / 10_000;
  const titles = honours.titles.map((title) => ({
    ...title,
    placesOf: 'count' in title ? fixed(scope.amount(title.count)) : byRatio(scope.amount(title.ratio), rounding, least),
  }));
  const test = (when: Parameters<typeof compileTest>[0]): Test => {
    const compiled = compileTest(when, scope, where);
    return typeof compiled === 'boolean' ? () => compiled : compiled;
  };
  const barriers: Barrier[] = [
    ...(honours.eligible ?? []).map((item) => {
      const holds = test(item.when);
      return { article: item.article, title: item.title, bars: (f: Frame, s: number) => !holds(f, s) };
    }),
    ...(honours.disqualified ?? []).map((item) => ({
      article: item.article,
      title: item.title,
      bars: test(item.when),
    })),
  ];
  const moves = scope.word(honours.transfer ?? 'NONE', ['NONE', 'BEST_OF_OTHERS'], where) === 'BEST_OF_OTHERS';
  const give = (common: Common) => (group: RankedGroup) => giveGroup(group, titles, mode, common);
  return {
    honours,
    ranking,
    run: (frame, groups, rulings) => {
      const common = { honours, barriers, frame, rulings, ranking: ranking.ranking.id };
      const given = (base === 'ALL' && groups.length > 1 ? ranking.run(frame, true) : groups).map(give(common));
      const more = moves && given.length > 1 ? transferred(given, ranking.run(frame, true)[0]!, titles, common) : [];
      return [...given.flat(), ...more].map(({ result }) => result);
    },
  };
}

type Common = Pick<AwardInput, 'barriers' | 'frame' | 'rulings' | 'ranking'> & { honours: Honours };
type CompiledTitle = Honours['titles'][number] & { placesOf: PlacesOf };

interface Given {
  result: HonourResult;
  /** Subjects who have the title or may still get it. */
  taken: ReadonlySet<number>;
  /** Places that nobody of the group may fill. */
  free: number;
}

/** The titles of one group in turn; a place that a tie holds for one title will not fall into the next. */
function giveGroup(
  group: RankedGroup,
  titles: readonly CompiledTitle[],
  mode: 'DISJOINT' | 'CUMULATIVE',
  common: Common,
): Given[] {
  let before = 0;
  let candidates: readonly Place[] = group.places;
  let reserved = 0;
  return titles.map((title) => {
    const { places: all, wanted, arithmetic } = title.placesOf(group.places.length);
    const less = mode === 'CUMULATIVE' ? before : 0;
    const places = Math.max(0, all - less);
    const found = award({ ...common, title, group, places, open: places - reserved, candidates });
    before = mode === 'CUMULATIVE' ? all : before;
    const free = wanted - less - reserved - found.awarded.size - (found.held.size - found.overhang);
    reserved = found.overhang;
    candidates = candidates.filter((place) => !found.awarded.has(place.subject) && !found.held.has(place.subject));
    const words =
      places === all
        ? arithmetic
        : {
            zh: `${arithmetic.zh}，减去前一等次后为 ${places}`,
            en: `${arithmetic.en}, less the title before: ${places}`,
          };
    return { ...toGiven(title, group.id, places, words, found, common), free: Math.max(0, free) };
  });
}

/** A48: places that nobody of a group may fill go to the best of the others, over all groups. */
function transferred(
  given: readonly (readonly Given[])[],
  everyone: RankedGroup,
  titles: readonly CompiledTitle[],
  common: Common,
): Given[] {
  const taken = new Set(given.flat().flatMap((item) => [...item.taken]));
  return titles.flatMap((title, at) => {
    const places = given.reduce((all, group) => all + group[at]!.free, 0);
    if (places === 0) return [];
    const group = { ...everyone, id: 'transfer' };
    const candidates = group.places.filter((place) => !taken.has(place.subject));
    const found = award({ ...common, title, group, places, open: places, candidates });
    for (const subject of [...found.awarded, ...found.held]) taken.add(subject);
    const words = {
      zh: `本组无人可补的 ${places} 个名额转给其他组`,
      en: `${places} place(s) that a group cannot fill go to the other groups`,
    };
    return [toGiven(title, group.id, places, words, found, common)];
  });
}

function toGiven(
  title: CompiledTitle,
  group: string,
  places: number,
  words: Wording,
  found: AwardResult,
  { honours, frame, ranking }: Common,
): Given {
  const key = (index: number) => frame.subjects[index]!.key;
  return {
    result: {
      honour: title.id,
      ranking,
      group,
      article: title.article,
      places,
      arithmetic: { zh: `${words.zh}（${honours.roundingArticle}）`, en: `${words.en} (${honours.roundingArticle})` },
      awarded: [...found.awarded].map(key),
      held: [...found.held].map(key),
      reasons: found.reasons,
    },
    taken: new Set([...found.awarded, ...found.held]),
    free: 0,
  };
}
