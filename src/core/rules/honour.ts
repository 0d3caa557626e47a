/**
 * Places by quota (K12), conditions and vetoes (K13). The quota arithmetic is spelled out, every candidate gets a
 * reason, a tie at the cut is held for the committee, a place nobody may take stays empty.
 */
import { Problem } from '../problem.js';
import {
  compare,
  display,
  divide,
  type Exact,
  floorWhole,
  isZero,
  multiply,
  spoken,
  subtract,
  toRational,
} from './exact.js';
import type { Wording } from './expression.js';
import type { Honours } from './language.js';
import { compileTest, type Test } from './measure.js';
import type { CompiledRanking, Place, RankedGroup } from './rank.js';
import type { Frame, Scope } from './scope.js';
import type { EvaluationInput, HonourResult } from './types.js';

type Rounding = 'FLOOR' | 'HALF_UP' | 'CEIL';
type Rulings = NonNullable<EvaluationInput['rulings']>;
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

type PlacesOf = (base: number) => ReturnType<typeof quota>;
const byRatio =
  (share: Exact, rounding: Rounding, least: number): PlacesOf =>
  (base) =>
    quota(base, share, rounding, least);
/** A number of places that the text names; no more than there are candidates. */
const fixed =
  (count: number): PlacesOf =>
  (base) => {
    const places = Math.min(Math.floor(count / 10_000), base);
    return { places, arithmetic: { zh: `定额 ${places} 名`, en: `a fixed number: ${places}` } };
  };

export interface CompiledHonours {
  honours: Honours;
  ranking: CompiledRanking;
  run(frame: Frame, groups: readonly RankedGroup[], rulings: Rulings): HonourResult[];
}

interface Barrier {
  article: string;
  title: Wording;
  bars: Test;
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
  return {
    honours,
    ranking,
    run: (frame, groups, rulings) =>
      (base === 'ALL' && groups.length > 1 ? ranking.run(frame, true) : groups).flatMap((group) => {
        let before = 0;
        let candidates: readonly Place[] = group.places;
        let reserved = 0;
        return titles.map((title) => {
          const { places: all, arithmetic } = title.placesOf(group.places.length);
          const places = Math.max(0, mode === 'CUMULATIVE' ? all - before : all);
          const result = award({
            title,
            group,
            places,
            open: places - reserved,
            candidates,
            barriers,
            frame,
            rulings,
            ranking: ranking.ranking.id,
          });
          before = mode === 'CUMULATIVE' ? all : before;
          reserved = result.overhang;
          candidates = candidates.filter(
            (place) => !result.awarded.has(place.subject) && !result.held.has(place.subject),
          );
          const words =
            mode === 'CUMULATIVE' && places !== all
              ? {
                  zh: `${arithmetic.zh}，减去前一等次后为 ${places}`,
                  en: `${arithmetic.en}, less the title before: ${places}`,
                }
              : arithmetic;
          const key = (index: number) => frame.subjects[index]!.key;
          return {
            honour: title.id,
            ranking: ranking.ranking.id,
            group: group.id,
            article: title.article,
            places,
            arithmetic: {
              zh: `${words.zh}（${honours.roundingArticle}）`,
              en: `${words.en} (${honours.roundingArticle})`,
            },
            awarded: [...result.awarded].map(key),
            held: [...result.held].map(key),
            reasons: result.reasons,
          };
        });
      }),
  };
}

interface AwardInput {
  title: { id: string; title: Wording; article: string };
  group: RankedGroup;
  places: number;
  /** Places that a tie held for the title before will not fall into. */
  open: number;
  candidates: readonly Place[];
  barriers: readonly Barrier[];
  frame: Frame;
  rulings: Rulings;
  ranking: string;
}

interface AwardResult {
  awarded: Set<number>;
  held: Set<number>;
  /** Held candidates that will fall to the next title. */
  overhang: number;
  reasons: { subject: string; in: boolean; article: string; zh: string; en: string }[];
}

function award(input: AwardInput): AwardResult {
  const { title, frame } = input;
  const [awarded, held] = [new Set<number>(), new Set<number>()];
  const reasons: AwardResult['reasons'] = [];
  const say = (place: Place, isIn: boolean, article: string, zh: string, en: string) =>
    reasons.push({
      subject: frame.subjects[place.subject]!.key,
      in: isIn,
      article,
      zh: `第 ${place.rank} 名，${display(place.value)} 分：${zh}`,
      en: `Place ${place.rank}, ${display(place.value)}: ${en}`,
    });
  const standing = input.candidates.filter((place) => {
    const barrier = input.barriers.find((item) => item.bars(frame, place.subject));
    if (barrier)
      say(
        place,
        false,
        barrier.article,
        `${barrier.title.zh}（${barrier.article}），不参评`,
        `${barrier.title.en} (${barrier.article}), excluded`,
      );
    return !barrier;
  });
  let left = Math.max(0, input.open);
  let overhang = 0;
  for (let start = 0; start < standing.length; ) {
    const first = standing[start]!;
    // Equals share a rank and stand side by side; looking through everybody for each would take time by the square.
    let end = start + 1;
    while (standing[end]?.rank === first.rank) end++;
    const equal = standing.slice(start, end);
    start = end;
    if (left === 0) {
      for (const place of equal)
        say(place, false, title.article, `${input.places} 个名额已满`, `the ${input.places} place(s) are taken`);
    } else if (equal.length <= left) {
      left -= equal.length;
      for (const place of equal) {
        awarded.add(place.subject);
        const decided = place.decidedTitle
          ? { zh: `（同分，${place.decidedTitle.zh}）`, en: ` (equal points: ${place.decidedTitle.en})` }
          : { zh: '', en: '' };
        say(
          place,
          true,
          title.article,
          `在 ${input.places} 个${title.title.zh}名额之内${decided.zh}`,
          `within the ${input.places} place(s) of ${title.title.en}${decided.en}`,
        );
      }
    } else {
      overhang = ruleTie(input, equal, left, { awarded, held }, say);
      left = 0;
    }
  }
  return { awarded, held, overhang, reasons };
}

type Say = (place: Place, isIn: boolean, article: string, zh: string, en: string) => void;

/** More equals than places: the committee's rulings decide; without them the places are held, never given silently. */
function ruleTie(
  input: AwardInput,
  equal: readonly Place[],
  left: number,
  sets: { awarded: Set<number>; held: Set<number> },
  say: Say,
): number {
  const { title, frame } = input;
  const ruling = (place: Place) =>
    input.rulings.find((item) => item.honour === title.id && item.subject === frame.subjects[place.subject]!.key);
  const chosen = equal.filter((place) => ruling(place)?.award);
  if (chosen.length > left)
    throw new Problem(
      'regulation.quota_exceeded',
      { honour: title.id, left, got: chosen.length },
      { articles: [title.article] },
    );
  const settled = chosen.length === left || equal.every((place) => ruling(place));
  for (const place of equal) {
    const found = ruling(place);
    if (found?.award) {
      sets.awarded.add(place.subject);
      say(
        place,
        true,
        title.article,
        `同分，领导小组裁定授予：${found.reason}`,
        `equal points, the committee ruled in: ${found.reason}`,
      );
    } else if (settled || found) {
      say(
        place,
        false,
        title.article,
        `同分，领导小组裁定不授予${found ? `：${found.reason}` : ''}`,
        `equal points, the committee ruled out${found ? `: ${found.reason}` : ''}`,
      );
    } else {
      sets.held.add(place.subject);
      say(
        place,
        false,
        title.article,
        `${equal.length} 个窗口或个人同分争 ${left} 个名额，待领导小组裁定`,
        `${equal.length} with equal points for ${left} place(s), held for the committee`,
      );
    }
  }
  return Math.max(0, sets.held.size - (left - chosen.length));
}
