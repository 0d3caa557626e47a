/** Gives the places of one title to the candidates of one group: a reason for each, and ties at the cut are held. */
import { Problem } from '../../problem.js';
import { display } from '../figures/exact.js';
import type { Test } from '../figures/measure.js';
import type { Frame } from '../figures/scope.js';
import type { Wording } from '../language/expression.js';
import type { EvaluationInput } from '../types.js';
import type { Place, RankedGroup } from './rank.js';

type Rulings = NonNullable<EvaluationInput['rulings']>;

export interface Barrier {
  article: string;
  title: Wording;
  bars: Test;
}

export interface AwardInput {
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

export interface AwardResult {
  awarded: Set<number>;
  held: Set<number>;
  /** Held candidates that will fall to the next title. */
  overhang: number;
  reasons: { subject: string; in: boolean; article: string; zh: string; en: string }[];
}

export function award(input: AwardInput): AwardResult {
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
