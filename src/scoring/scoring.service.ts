/**
 * Results are computed, never typed. `live` answers from the kept sums in the reader's transaction; `recompute` reads the
 * raw facts up to a cut of the ledger, writes what differs from the run before and publishes it with one row.
 */
import { Injectable } from '@nestjs/common';
import type { Subject, SubjectKey } from '../core/fact.js';
import { periodOf } from '../core/period.js';
import { Problem } from '../core/problem.js';
import type { CompiledEdition, Evaluation, Period, SubjectResult } from '../core/rules/types.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import type { EffectCall } from '../platform/effects/effect-registry.js';
import { Basis } from './basis.js';
import { componentsOf, linksOf, neighboursOf } from './population.js';
import { Recompute, type RecomputeOptions } from './recompute.js';
import { type Question, ScoreInput } from './score-input.js';
import { ScoringRepository } from './scoring.repository.js';
import type { Ruling, Run, RunSummary, Stage } from './scoring.types.js';

export { tiesOf } from './recompute.js';

/** Components up to this size are evaluated whole for a live score, so that ranks and quotas in it are right too. */
const LIVE_COMPONENT = 400;
/** How long a live figure may rest on the same reading of who sits where, in milliseconds. */
const RECENT_MS = 5_000;

export type ComputedListener = (tx: Tx, computed: RunSummary, call: EffectCall<'scoring.recompute'>) => Promise<void>;

@Injectable()
export class ScoringService {
  private readonly listeners: ComputedListener[] = [];
  private readonly recent = new Map<string, { at: number; components: Map<SubjectKey, readonly Subject[]> }>();

  constructor(
    private readonly basis: Basis,
    private readonly computer: Recompute,
    private readonly input: ScoreInput,
    private readonly repository: ScoringRepository,
    private readonly clock: Clock,
  ) {}

  /** Called in the transaction of every recompute that a case asked for; the appraisal tells its case `scoring.computed` here. */
  onComputed(listener: ComputedListener): void {
    this.listeners.push(listener);
  }

  /**
   * One subject's figures as of this instant, right at the commit of the posting: evaluated from the kept sums.
   * @returns undefined when the subject takes no part in the period
   */
  async live(
    tx: Tx,
    subject: SubjectKey,
    periodKey: string,
    options: { traces?: boolean } = {},
  ): Promise<LiveResult | undefined> {
    const period = periodOf(periodKey);
    const edition = await this.basis.editionFor(tx, period);
    const component = await this.componentOf(tx, period, edition, subject);
    if (!component) return undefined;
    // Quotas of a quarter or a year are part of a grade, so there everyone of the ranking counts, however many.
    const whole = component.length <= LIVE_COMPONENT || period.kind !== 'month';
    const question: Question = {
      edition,
      period,
      subjects: whole ? component : neighboursOf(edition, period.kind, component, subject),
      history: await this.input.historySources(tx, edition, period),
      rulings: (await this.repository.lastRun(tx, period.key))?.rulings ?? [],
      inFull: options.traces ? [subject] : [],
    };
    const gathered = await this.input.gather(tx, question);
    const evaluation = edition.evaluate({
      ...gathered,
      traces: options.traces ?? false,
      ...(whole ? {} : { only: [subject] }),
    });
    const result = evaluation.subjects.get(subject);
    return result && { result, evaluation, edition, isWhole: whole };
  }

  /**
   * The component of a subject, from a population read in the last seconds. Who sits where may lag that much behind in a live
   * figure; facts never do, and a recompute reads the population anew.
   */
  private async componentOf(
    tx: Tx,
    period: Period,
    edition: CompiledEdition,
    subject: SubjectKey,
  ): Promise<readonly Subject[] | undefined> {
    const name = `${tx.institutionId} ${period.key} ${edition.hash}`;
    const kept = this.recent.get(name);
    const known = kept && performance.now() - kept.at < RECENT_MS ? kept.components.get(subject) : undefined;
    if (known) return known;
    // Whoever comes while this one reads goes on with what is kept, or all would read at once.
    if (kept) kept.at = performance.now();
    const subjects = await this.basis.subjectsOf(tx, period);
    const links = linksOf(edition, period.kind);
    const components = new Map<SubjectKey, readonly Subject[]>();
    for (const component of componentsOf(subjects, links))
      for (const member of component) components.set(member.key, component);
    if (this.recent.size >= 100) this.recent.clear();
    this.recent.set(name, { at: performance.now(), components });
    return components.get(subject);
  }

  /** Computes a period again and publishes it; see `Recompute.run`. */
  recompute(tx: Tx, period: string, options: RecomputeOptions = {}): Promise<RunSummary> {
    return this.computer.run(tx, period, options);
  }

  /** Held places that are still open at a run. */
  openTies(tx: Tx, run: Pick<Run, 'period' | 'ordinal'>): Promise<RunSummary['openTies']> {
    return this.computer.openTies(tx, run);
  }

  /** Recomputes because a case asked, and tells those who wait for it; a repeated effect is told again. */
  async recomputeFor(
    tx: Tx,
    call: EffectCall<'scoring.recompute'>,
    rulings: readonly Ruling[] | undefined,
  ): Promise<RunSummary> {
    const { period, subjects, cycle } = call.params;
    const editionHash = cycle ? call.caseFile.editionHash : null;
    const summary = await this.recompute(tx, period, { cycle, subjects, rulings, editionHash, effectId: call.id });
    for (const listener of this.listeners) await listener(tx, summary, call);
    return summary;
  }

  /**
   * Points a stage of a cycle at its newest run: what the committee approved, what is published, what is final.
   * A later final result stands beside the earlier one and supersedes it. @throws Problem `result.not_computed`, `result.final_frozen`
   */
  async freeze(tx: Tx, cycle: string, stage: Exclude<Stage, 'live'>, effectId?: string): Promise<Run> {
    const run = await this.runOfCycle(tx, cycle);
    if (!run) throw new Problem('result.not_computed', { period: cycle });
    await this.repository.lockPeriod(tx, run.period);
    const { at } = await this.clock.now(tx);
    const final = stage === 'final' ? await this.repository.finalPointer(tx, run.period) : undefined;
    if (final?.ordinal === run.ordinal) return run;
    if (final && final.ordinal > run.ordinal) throw new Problem('result.final_frozen', { period: run.period });
    await this.repository.point(tx, run, stage, at, effectId ?? null);
    return run;
  }

  /** The newest run of a cycle; a cycle without runs of its own is looked for by its period. */
  async runOfCycle(tx: Tx, cycle: string): Promise<Run | undefined> {
    return (await this.repository.lastRunOfCycle(tx, cycle)) ?? (await this.repository.lastRun(tx, cycle));
  }
}

export interface LiveResult {
  result: SubjectResult;
  evaluation: Evaluation;
  edition: CompiledEdition;
  /** Ranks and quotas were computed too, because the whole component took part. */
  isWhole: boolean;
}
