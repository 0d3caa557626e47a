/**
 * Computes a period again: reads the raw facts up to a cut of the ledger in the order of their index, evaluates slice by slice,
 * writes what differs from the run before and publishes it with one row.
 */
import { Injectable } from '@nestjs/common';
import { digestOf } from '../core/digest.js';
import type { Subject, SubjectKey } from '../core/fact.js';
import { periodOf } from '../core/period.js';
import type {
  CompiledEdition,
  Evaluation,
  EvaluationInput,
  HonourResult,
  ItemSum,
  Period,
} from '../core/rules/types.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { uuidV7 } from '../platform/ids.js';
import { Basis } from './basis.js';
import { type Closure, closureOf, linksOf, type Population, slicesOf } from './population.js';
import { type Question, ScoreInput } from './score-input.js';
import { ScoringRepository } from './scoring.repository.js';
import type { Ruling, Run, RunSummary, Stage } from './scoring.types.js';
import { isGiven, Shown } from './shown.js';

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
interface Plan {
  edition: CompiledEdition;
  period: Period;
  population: Population;
  history: Run['history'];
  rulings: readonly Ruling[];
  knownSeq: number;
  /** Who is read: everybody, or as much as the closure needs. */
  subjects: readonly Subject[];
  /** What is computed again; absent = everything. */
  closure?: Closure;
}

@Injectable()
export class Recompute {
  constructor(
    private readonly ledger: LedgerService,
    private readonly basis: Basis,
    private readonly input: ScoreInput,
    private readonly repository: ScoringRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Computes a period again and publishes it. Only components with changes are evaluated when edition and population are the
   * same as before; the figures and the digest are those of a full run.
   */
  async run(tx: Tx, periodKey: string, options: RecomputeOptions = {}): Promise<RunSummary> {
    const period = periodOf(periodKey);
    await this.repository.lockPeriod(tx, period.key);
    const done = options.effectId ? await this.repository.runByEffect(tx, options.effectId) : undefined;
    if (done) return { ...done, openTies: await this.openTies(tx, done), isNew: false };
    await applySettings(tx);
    const last = await this.repository.lastRun(tx, period.key);
    const plan = await this.plan(tx, period, last, options);
    const shown = await Shown.load(tx, this.repository, period.key, last?.ordinal ?? 0);
    await this.evaluateSlices(tx, plan, shown, last);
    return this.store(tx, plan, shown, last, options);
  }

  /** Held places that are still open at a run. */
  async openTies(tx: Tx, run: Pick<Run, 'period' | 'ordinal'>): Promise<RunSummary['openTies']> {
    const rows = await this.repository.honours(tx, run.period, run.ordinal);
    return tiesOf(rows.flatMap((row) => (row.value ? [row.value] : [])));
  }

  private async plan(tx: Tx, period: Period, last: Run | undefined, options: RecomputeOptions): Promise<Plan> {
    const edition = await this.basis.editionFor(tx, period, options.editionHash);
    const population = await this.basis.populationOf(tx, period);
    const history = await this.input.historySources(tx, edition, period);
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
    const base = { edition, period, population, history, rulings, knownSeq };
    if (!changed) return { ...base, subjects: population.subjects };
    const closure = closureOf(edition, period.kind, population.subjects, changed);
    return { ...base, subjects: closure.read, closure };
  }

  private async evaluateSlices(tx: Tx, plan: Plan, shown: Shown, last: Run | undefined): Promise<void> {
    const { edition, period, history, rulings, knownSeq, closure } = plan;
    const slices = slicesOf(plan.subjects, linksOf(edition, period.kind), SLICE);
    const onePass = !closure && plan.subjects.length <= ONE_PASS ? await this.sumsBySubject(tx, plan) : undefined;
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
      const part = closure && last ? await this.partOf(tx, subjects, closure, last) : undefined;
      const evaluation = edition.evaluate({ ...input, ...part?.input, traces: false });
      const found = part && closure ? { ...evaluation, ...givenAnew(evaluation, closure) } : evaluation;
      assertApart(found, seen);
      shown.take(found, part?.subjects ?? subjects);
    }
    if (closure) shown.dropPlaces(closure.places, seen);
    else shown.dropMissing(new Set(plan.subjects.map((subject) => subject.key)), seen);
  }

  /** Of a slice: those to compute, and the figures of the others as they stand at the run before. */
  private async partOf(
    tx: Tx,
    slice: readonly Subject[],
    { only }: Closure,
    last: Run,
  ): Promise<{ subjects: Subject[]; input: Pick<EvaluationInput, 'only' | 'known'> }> {
    const subjects = slice.filter(({ key }) => only.has(key));
    const others = slice.flatMap(({ key }) => (only.has(key) ? [] : [key]));
    const stored = others.length
      ? await this.repository.results(tx, last.period, last.ordinal, { subjects: others })
      : [];
    const outputs = groupBy(
      stored.map(({ grade, ...result }) => ({ ...result, ...(grade === null ? {} : { grade }) })),
      (result) => result.subject,
    );
    const known = [...outputs].map(([subject, list]) => ({ subject, outputs: list }));
    return { subjects, input: { only: subjects.map(({ key }) => key), known } };
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
      moved: await shown.hasMoved(tx, this.repository, last?.ordinal),
      supersedes: last?.id ?? null,
    };
    await this.repository.keepPopulation(tx, plan.population.hash, plan.population.subjects);
    await shown.write(tx, this.repository, ordinal);
    await this.repository.insertRun(tx, { ...run, effectId: options.effectId ?? null, computedAt: at });
    await this.repository.point(tx, run, run.stage, at, options.effectId ? `${options.effectId}:point` : null);
    return { ...run, openTies: tiesOf(shown.honourResults()), isNew: true };
  }
}

/** Rankings and honours that a change can move; the others were read in part only. */
function givenAnew({ rankings, honours }: Evaluation, { places }: Closure): Pick<Evaluation, 'rankings' | 'honours'> {
  return {
    rankings: rankings.filter(({ ranking, group }) => places.has(`ranking ${ranking} ${group}`)),
    honours: honours.filter(({ ranking, group }) => places.has(`honours ${ranking} ${group}`)),
  };
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
  for (const honour of evaluation.honours) if (isGiven(honour)) seen.add(`honour ${honour.honour} ${honour.group}`);
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
