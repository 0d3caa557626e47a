/**
 * Results are computed, never typed. `live` answers from the kept sums in the reader's transaction; `recompute` reads the
 * raw facts up to a cut of the ledger, writes what differs from the run before and publishes it with one row.
 */
import { Injectable } from '@nestjs/common';
import { digestOf } from '../core/digest.js';
import type { Day, Subject, SubjectKey } from '../core/fact.js';
import { periodOf } from '../core/period.js';
import { Problem } from '../core/problem.js';
import type { CompiledEdition, Evaluation, HonourResult, ItemSum, Period, SubjectResult } from '../core/rules/types.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import type { EffectCall } from '../platform/effects/effect-registry.js';
import { uuidV7 } from '../platform/ids.js';
import { RegulationService } from '../regulation/regulation.service.js';
import {
  componentsOf,
  type Links,
  linksOf,
  neighboursOf,
  type Population,
  populationOf,
  slicesOf,
  touchedBy,
} from './population.js';
import { type Question, ScoreInput } from './score-input.js';
import { ScoringRepository } from './scoring.repository.js';
import type { Ruling, Run, RunSummary, Stage } from './scoring.types.js';
import { Shown } from './shown.js';

export interface RecomputeOptions {
  cycle?: string;
  /** Absent: `preliminary` for a cycle, `live` otherwise. */
  stage?: Exclude<Stage, 'final'>;
  /** Known to have changed; those with new facts are added by themselves. */
  subjects?: readonly SubjectKey[];
  /** Everything again from the raw ledger. */
  full?: boolean;
  /** Decisions of the committee on held places; absent = those of the run before. */
  rulings?: readonly Ruling[];
  /** Edition pinned by the case that asks; absent = the one in force at the end of the period. */
  editionHash?: string | null;
  effectId?: string;
}

/** Settings of a recompute's transaction: read the covering index in its order and group without hashing. */
export const RECOMPUTE_SETTINGS = {
  enable_hashagg: 'off',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  max_parallel_workers_per_gather: '0',
  work_mem: '64MB',
} as const;

const SLICE = 5_000;
/** Up to this many subjects all sums are read in one pass over the index. */
const ONE_PASS = 30_000;
/** Components up to this size are evaluated whole for a live score, so that ranks and quotas in it are right too. */
const LIVE_COMPONENT = 400;
/** How long a live figure may rest on the same reading of who sits where, in milliseconds. */
const RECENT_MS = 5_000;

export type ComputedListener = (tx: Tx, computed: RunSummary, call: EffectCall<'scoring.recompute'>) => Promise<void>;

@Injectable()
export class ScoringService {
  private readonly listeners: ComputedListener[] = [];
  private readonly recent = new Map<string, { at: number; components: Map<SubjectKey, readonly Subject[]>; links: Links }>();

  constructor(
    private readonly ledger: LedgerService,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly input: ScoreInput,
    private readonly repository: ScoringRepository,
    private readonly clock: Clock,
  ) {}

  /** Called in the transaction of every recompute that a case asked for; the appraisal tells its case `scoring.computed` here. */
  onComputed(listener: ComputedListener): void {
    this.listeners.push(listener);
  }

  /** The edition that counts for a period: pinned by a case, else in force on its last day. */
  editionFor(tx: Tx, period: Period, hash?: string | null): Promise<CompiledEdition> {
    return hash ? this.regulation.byHash(tx, hash) : this.regulation.inForce(tx, period.to);
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
    const edition = await this.editionFor(tx, period);
    const found = await this.componentOf(tx, period, edition, subject);
    if (!found) return undefined;
    const { component, links } = found;
    // Quotas of a quarter or a year are part of a grade, so there everyone of the ranking counts, however many.
    const whole = component.length <= LIVE_COMPONENT || period.kind !== 'month';
    const question: Question = {
      edition,
      period,
      subjects: whole ? component : neighboursOf(component, links, subject),
      history: await this.input.historySources(tx, period),
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
  private async componentOf(tx: Tx, period: Period, edition: CompiledEdition, subject: SubjectKey): Promise<Neighbourhood | undefined> {
    const name = `${tx.institutionId} ${period.key} ${edition.hash}`;
    const kept = this.recent.get(name);
    const known = kept && performance.now() - kept.at < RECENT_MS ? kept.components.get(subject) : undefined;
    if (known) return { component: known, links: kept!.links };
    const population = await this.populationOf(tx, period);
    const links = linksOf(edition, period.kind);
    const components = new Map<SubjectKey, readonly Subject[]>();
    for (const component of componentsOf(population.subjects, links)) for (const member of component) components.set(member.key, component);
    if (this.recent.size >= 100) this.recent.clear();
    this.recent.set(name, { at: performance.now(), components, links });
    const component = components.get(subject);
    return component && { component, links };
  }

  async populationOf(tx: Tx, period: Period): Promise<Population> {
    return populationOf(await this.organization.subjects(tx, period));
  }

  /**
   * Computes a period again and publishes it. Only components with changes are evaluated when edition and population are the
   * same as before; the figures and the digest are those of a full run.
   */
  async recompute(tx: Tx, periodKey: string, options: RecomputeOptions = {}): Promise<RunSummary> {
    const period = periodOf(periodKey);
    await this.repository.lockPeriod(tx, period.key);
    const done = options.effectId ? await this.repository.runByEffect(tx, options.effectId) : undefined;
    if (done) return { ...done, openTies: await this.openTies(tx, done), isNew: false };
    await applySettings(tx);
    const last = await this.repository.lastRun(tx, period.key);
    const plan = await this.plan(tx, period, last, options);
    const shown = await Shown.load(tx, this.repository, period.key, last?.ordinal ?? 0);
    await this.evaluateSlices(tx, plan, shown);
    return this.store(tx, plan, shown, last, options);
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

  /** Held places that are still open at a run. */
  async openTies(tx: Tx, run: Pick<Run, 'period' | 'ordinal'>): Promise<RunSummary['openTies']> {
    const rows = await this.repository.honours(tx, run.period, run.ordinal);
    return tiesOf(rows.flatMap((row) => (row.value ? [row.value] : [])));
  }

  private async plan(tx: Tx, period: Period, last: Run | undefined, options: RecomputeOptions): Promise<Plan> {
    const edition = await this.editionFor(tx, period, options.editionHash);
    const population = await this.populationOf(tx, period);
    const history = await this.input.historySources(tx, period);
    const rulings = options.rulings ?? last?.rulings ?? [];
    const knownSeq = await this.ledger.cut(tx);
    const same =
      last !== undefined &&
      !options.full &&
      last.editionHash === edition.hash &&
      last.populationHash === population.hash &&
      digestOf([last.history, last.rulings]) === digestOf([history, rulings]);
    const changed = same
      ? new Set([...(options.subjects ?? []), ...(await this.repository.changedSince(tx, last.knownSeq, knownSeq))])
      : undefined;
    const subjects = changed
      ? touchedBy(population.subjects, linksOf(edition, period.kind), changed)
      : population.subjects;
    return { edition, period, population, history, rulings, knownSeq, subjects, isFull: !changed };
  }

  private async evaluateSlices(tx: Tx, plan: Plan, shown: Shown): Promise<void> {
    const { edition, period, history, rulings, knownSeq } = plan;
    const slices = slicesOf(plan.subjects, linksOf(edition, period.kind), SLICE);
    const onePass = plan.isFull && plan.subjects.length <= ONE_PASS ? await this.sumsBySubject(tx, plan) : undefined;
    const ordered = onePass
      ? groupBy(await this.input.orderedFacts(tx, { ...plan, throughSeq: knownSeq }, undefined), (fact) => fact.subject)
      : undefined;
    const seen = new Set<string>();
    for (const subjects of slices) {
      const question: Question = { edition, period, subjects, history, rulings, throughSeq: knownSeq };
      const input =
        onePass && ordered
          ? await this.input.input(
              tx,
              question,
              subjects.flatMap((subject) => onePass.get(subject.key) ?? []),
              subjects.flatMap((subject) => ordered.get(subject.key) ?? []),
            )
          : await this.input.gather(tx, question);
      const evaluation = edition.evaluate({ ...input, traces: false });
      assertApart(evaluation, seen);
      shown.take(evaluation, subjects);
    }
    if (plan.isFull) shown.dropMissing(new Set(plan.subjects.map((subject) => subject.key)), seen);
  }

  private async sumsBySubject(tx: Tx, plan: Plan): Promise<Map<SubjectKey, ItemSum[]>> {
    const sums = await this.ledger.sumsFromFacts(tx, plan.period, plan.knownSeq);
    return groupBy(
      sums.filter((sum) => plan.edition.needs(sum.item) === 'sum'),
      (sum) => sum.subject,
    );
  }

  private async store(
    tx: Tx,
    plan: Plan,
    shown: Shown,
    last: Run | undefined,
    options: RecomputeOptions,
  ): Promise<RunSummary> {
    const { at } = await this.clock.now(tx);
    const ordinal = (last?.ordinal ?? 0) + 1;
    const run: Run = {
      id: uuidV7(),
      period: plan.period.key,
      ordinal,
      cycle: options.cycle ?? null,
      stage: options.stage ?? (options.cycle ? 'preliminary' : 'live'),
      editionHash: plan.edition.hash,
      populationHash: plan.population.hash,
      knownSeq: plan.knownSeq,
      asOf: plan.period.to,
      history: plan.history,
      rulings: plan.rulings,
      digest: shown.digest(plan.edition.hash, plan.period.key),
      subjects: shown.subjects,
      changed: shown.changedSubjects,
      moved: await shown.hasMoved(tx, last?.ordinal),
      supersedes: last?.id ?? null,
    };
    await this.repository.keepPopulation(tx, plan.population.hash, plan.population.subjects);
    await shown.write(tx, ordinal);
    await this.repository.insertRun(tx, { ...run, effectId: options.effectId ?? null, computedAt: at });
    await this.repository.point(tx, run, run.stage, at, options.effectId ? `${options.effectId}:point` : null);
    return { ...run, openTies: tiesOf(shown.honourResults()), isNew: true };
  }
}

interface Neighbourhood {
  component: readonly Subject[];
  links: Links;
}

export interface LiveResult {
  result: SubjectResult;
  evaluation: Evaluation;
  edition: CompiledEdition;
  /** Ranks and quotas were computed too, because the whole component took part. */
  isWhole: boolean;
}

interface Plan {
  edition: CompiledEdition;
  period: Period;
  population: Population;
  history: Run['history'];
  rulings: readonly Ruling[];
  knownSeq: number;
  subjects: readonly Subject[];
  isFull: boolean;
  asOf?: Day;
}

export function tiesOf(honours: readonly HonourResult[]): RunSummary['openTies'] {
  return honours.filter((honour) => honour.held.length > 0).map(({ honour, group, held }) => ({ honour, group, held }));
}

async function applySettings(tx: Tx): Promise<void> {
  const pairs = Object.entries(RECOMPUTE_SETTINGS);
  await tx.query(
    `select ${pairs.map((_, index) => `set_config($${index * 2 + 1}, $${index * 2 + 2}, true)`).join(', ')}`,
    pairs.flat(),
  );
}

/** Slices must not share a ranking: a ranking over several components would be cut. @throws Error naming it */
function assertApart(evaluation: Evaluation, seen: Set<string>): void {
  for (const { ranking, group, rows } of evaluation.rankings) {
    if (rows.length === 0) continue;
    const name = `ranking ${ranking} ${group}`;
    if (seen.has(name)) throw new Error(`ranking ${ranking} of group ${group} goes over several slices`);
    seen.add(name);
  }
  for (const { honour, group } of evaluation.honours) seen.add(`honour ${honour} ${group}`);
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
