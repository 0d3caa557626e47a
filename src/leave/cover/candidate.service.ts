/** Who may stand in for somebody, best first, and why the others may not (G25). */
import { Injectable } from '@nestjs/common';
import { type CandidateClass, type CoverCandidate, candidates, type NotOffered } from '../../core/cover/candidates.js';
import type { DayPiece } from '../../core/duty/seats.js';
import type { CompiledEdition } from '../../core/rules/types.js';
import type { Tx } from '../../platform/database/tx.js';
import { RegulationService } from '../../regulation/regulation.service.js';
import { CoverRepository, type EffectiveSlot } from './cover.repository.js';
import { CoverWorldService, type HallState, halvesOfAll, worldOf } from './cover-world.service.js';

export interface CandidateQuestion {
  window: string;
  /** Whose seat it is; null when nobody's in particular. */
  absent: string | null;
  pieces: readonly DayPiece[];
  /** The cover for which it is asked: what it holds already does not count against anybody. */
  exceptCase?: string;
  declined?: readonly string[];
  /** The hall over the half days of the pieces, where it was read already. */
  state?: HallState;
}

export interface Judged {
  state: HallState;
  offered: CoverCandidate[];
  notOffered: NotOffered[];
  articles: string[];
}

/** Where no regulation puts the B post first, everybody of the window is equal. */
const plainRank: Readonly<Record<CandidateClass, number>> = { bPost: 0, sameWindow: 0, offDuty: 1, onDuty: 2 };
const bFirst: Readonly<Record<CandidateClass, number>> = { bPost: 0, sameWindow: 1, offDuty: 2, onDuty: 3 };

@Injectable()
export class CandidateService {
  constructor(
    private readonly worlds: CoverWorldService,
    private readonly repository: CoverRepository,
    private readonly regulation: RegulationService,
  ) {}

  /** Everybody of the hall, judged for one seat over some pieces of days. */
  async judge(tx: Tx, question: CandidateQuestion): Promise<Judged> {
    const slots = halvesOfAll(question.pieces);
    const [first, last] = [slots[0], slots.at(-1)];
    if (!first || !last) throw new Error('candidates are asked for no time at all');
    const state = question.state ?? (await this.worlds.load(tx, slots));
    const edition = await this.regulation.inForce(tx, first.day);
    const covers = await this.repository.openCovers(tx, first.day, last.day);
    const order = orderOf(edition);
    const world = worldOf(state, {
      counts: (slot) => slot.caseId !== question.exceptCase && !givesWay(slot, question.window),
      declined: new Set(question.declined ?? []),
    });
    const found = candidates({
      world,
      window: question.window,
      absent: question.absent ?? '',
      coveredByAbsent: covers
        .filter((one) => question.absent !== null && one.substitute === question.absent)
        .map((one) => one.absent),
      askedElsewhere: new Map(
        covers
          .filter((one) => one.state === 'nominated' && one.id !== question.exceptCase)
          .map((one) => [one.substitute ?? '', one.window]),
      ),
      rank: order.rank,
    });
    return { state, ...found, articles: order.articles };
  }

  /**
   * Whether one person may take the seat, for the machine of substitutions. Whoever leaves a place under its minimum may, when
   * a plan that is under way fills that place.
   * @returns the reasons why not, none when he may
   */
  async reasonsAgainst(tx: Tx, person: string, question: CandidateQuestion): Promise<string[]> {
    const { offered, notOffered } = await this.judge(tx, question);
    if (offered.some((one) => one.person === person)) return [];
    const found = notOffered.find((one) => one.person === person);
    if (!found) return ['unknown'];
    const plan = question.exceptCase ? await this.repository.openPlan(tx, question.exceptCase) : undefined;
    const isPlanned = plan?.steps.some((step) => step.person === person && step.to === question.window) === true;
    // Whoever has not answered elsewhere may be asked here too: what he accepts first counts, and the database keeps it at one.
    return [...new Set(found.reasons.map((one) => one.why))].filter(
      (why) => why !== 'asked_elsewhere' && !(why === 'would_empty' && isPlanned),
    );
  }
}

/** Whoever sits there without a leave behind it may be named for the cover of a leave at the same window: that one takes its place. */
const givesWay = (slot: EffectiveSlot, window: string): boolean => slot.isUnasked && slot.window === window;

/** The B post covers first where the edition decides so (R21.04); its answer and its articles are asked, not assumed. */
function orderOf(edition: CompiledEdition): { rank: typeof plainRank; articles: string[] } {
  if (!edition.decisions.includes('post.cover')) return { rank: plainRank, articles: [] };
  const decided = edition.decide('post.cover', { aPresent: false, bPresent: true, handedOver: true });
  return { rank: decided.value.cover === 'B' ? bFirst : plainRank, articles: [...decided.articles] };
}
