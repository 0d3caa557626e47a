/** Reading results: what is shown, why it is so, whether it is what the facts give, and who would move if something changed. */
import { Injectable } from '@nestjs/common';
import type { SubjectKey } from '../core/fact.js';
import { periodOf } from '../core/period.js';
import { Problem } from '../core/problem.js';
import type { CompiledEdition, Evaluation, HonourResult, OutputResult, RankingResult } from '../core/rules/types.js';
import { type ChainReport, ChainService } from '../ledger/chain.service.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { LedgerFact } from '../ledger/ledger.types.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { componentsOf, linksOf, neighboursOf, slicesOf } from './population.js';
import { type Question, ScoreInput } from './score-input.js';
import { ScoringRepository } from './scoring.repository.js';
import { ScoringService } from './scoring.service.js';
import type { Run, Stage, StoredResult } from './scoring.types.js';
import { Shown } from './shown.js';

export interface Explanation {
  subject: SubjectKey;
  period: string;
  stage: Stage;
  /** Run that is shown; absent for a live figure. */
  run?: Pick<Run, 'ordinal' | 'digest'>;
  edition: CompiledEdition;
  digest: string;
  outputs: readonly OutputResult[];
  rankings: readonly { ranking: string; group: string; of: number; row: RankingResult['rows'][number] }[];
  honours: readonly {
    honour: HonourResult;
    reason: HonourResult['reasons'][number] | undefined;
    isAwarded: boolean;
    isHeld: boolean;
  }[];
  /** Every fact of the subject that a line names, and those taken back in the period. */
  facts: readonly LedgerFact[];
}

export interface VerifyReport {
  ok: boolean;
  period: string;
  stage: Stage;
  ordinal: number;
  /** Digest of the run as stored, and as recomputed from facts and edition. */
  digest: string;
  recomputed: string;
  subjects: number;
  /** Subjects whose stored figures are not what their facts give. */
  mismatches: readonly SubjectKey[];
  chains: ChainReport;
}

const SLICE = 5_000;

@Injectable()
export class ResultsService {
  constructor(
    private readonly scoring: ScoringService,
    private readonly repository: ScoringRepository,
    private readonly input: ScoreInput,
    private readonly ledger: LedgerService,
    private readonly chains: ChainService,
    private readonly regulation: RegulationService,
  ) {}

  /** The run that is shown for a period, if any was published. */
  async shownRun(tx: Tx, period: string): Promise<{ stage: Stage; run: Run } | undefined> {
    const pointer = await this.repository.pointer(tx, period);
    const run = pointer && (await this.repository.run(tx, period, pointer.ordinal));
    return pointer && run ? { stage: pointer.stage, run } : undefined;
  }

  /** Stored results of the shown run. */
  async results(
    tx: Tx,
    period: string,
    filter: { subjects?: readonly SubjectKey[]; output?: string } = {},
  ): Promise<{ stage: Stage; run: Run; results: StoredResult[] } | undefined> {
    const shown = await this.shownRun(tx, period);
    return shown && { ...shown, results: await this.repository.results(tx, period, shown.run.ordinal, filter) };
  }

  /** Displayed totals of a run by `<subject> <output>`. */
  async totals(tx: Tx, period: string, ordinal: number): Promise<Map<string, string>> {
    const rows = await this.repository.results(tx, period, ordinal);
    return new Map(rows.map((row) => [`${row.subject} ${row.output}`, row.shown]));
  }

  /** The newest run, published or not: what a committee looks at while an older final result is still the official one. */
  async latestRun(tx: Tx, period: string): Promise<{ stage: Stage; run: Run } | undefined> {
    const run = await this.repository.lastRun(tx, period);
    return run && { stage: run.stage, run };
  }

  /** Rankings and honours of the shown run, or of the newest. */
  async rankings(
    tx: Tx,
    period: string,
    which: 'shown' | 'latest' = 'shown',
  ): Promise<{ stage: Stage; run: Run; rankings: RankingResult[]; honours: HonourResult[] } | undefined> {
    const shown = which === 'shown' ? await this.shownRun(tx, period) : await this.latestRun(tx, period);
    if (!shown) return undefined;
    const rankings = await this.repository.rankings(tx, period, shown.run.ordinal);
    const honours = await this.repository.honours(tx, period, shown.run.ordinal);
    return {
      ...shown,
      rankings: rankings.flatMap((row) =>
        row.value ? [{ ranking: row.name, group: row.group, rows: row.value }] : [],
      ),
      honours: honours.flatMap((row) => (row.value ? [row.value] : [])),
    };
  }

  /**
   * Why a subject has its figures: lines joined with facts. A published run is explained from what it knew, and must give
   * its stored digest again.
   * @throws Problem `platform.not_found` when the subject takes no part, `result.mismatch` when the figures are not their facts'
   */
  async explain(tx: Tx, subject: SubjectKey, periodKey: string): Promise<Explanation> {
    const shown = await this.shownRun(tx, periodKey);
    // What is only live is told as of now; what a committee has seen is told as it was seen.
    return shown && shown.stage !== 'live'
      ? this.explainRun(tx, subject, shown.run, shown.stage)
      : this.explainLive(tx, subject, periodKey);
  }

  async explainLive(tx: Tx, subject: SubjectKey, periodKey: string): Promise<Explanation> {
    const live = await this.scoring.live(tx, subject, periodKey, { traces: true });
    if (!live) throw new Problem('platform.not_found');
    const { result, evaluation, edition } = live;
    return this.join(tx, {
      subject,
      periodKey,
      stage: 'live',
      edition,
      digest: result.digest,
      outputs: Object.values(result.outputs),
      rankings: evaluation.rankings,
      honours: evaluation.honours,
    });
  }

  /**
   * Recomputes the shown run from facts, edition and population and compares digest for digest; and checks the chains on which
   * the facts stand. @param cycle period or key of a cycle
   * @throws Problem `result.not_computed`
   */
  async verify(tx: Tx, cycle: string): Promise<VerifyReport> {
    const run = await this.scoring.runOfCycle(tx, cycle);
    const shown = run && (await this.shownRun(tx, run.period));
    if (!shown) throw new Problem('result.not_computed', { period: cycle });
    const stored = await this.repository.digests(tx, shown.run.period, shown.run.ordinal);
    const again = await this.recomputed(tx, shown.run);
    const digests = again.subjectDigests();
    const mismatches = [...new Set([...stored.keys(), ...digests.keys()])]
      .filter((key) => stored.get(key)?.digest !== digests.get(key)?.digest)
      .sort();
    const recomputed = again.digest(shown.run.editionHash, shown.run.period);
    const chains = await this.chains.verifyChains(tx);
    return {
      ok: mismatches.length === 0 && recomputed === shown.run.digest && chains.ok,
      period: shown.run.period,
      stage: shown.stage,
      ordinal: shown.run.ordinal,
      digest: shown.run.digest,
      recomputed,
      subjects: digests.size,
      mismatches,
      chains,
    };
  }

  private async recomputed(tx: Tx, run: Run): Promise<Shown> {
    const edition = await this.regulation.byHash(tx, run.editionHash);
    const subjects = await this.populationOf(tx, run);
    const period = periodOf(run.period);
    const fresh = Shown.empty(run.period);
    for (const slice of slicesOf(subjects, linksOf(edition, period.kind), SLICE)) {
      const question: Question = {
        edition,
        period,
        subjects: slice,
        history: run.history,
        rulings: run.rulings,
        throughSeq: run.knownSeq,
      };
      fresh.take(edition.evaluate({ ...(await this.input.gather(tx, question)), traces: false }), slice);
    }
    return fresh;
  }

  private async explainRun(tx: Tx, subject: SubjectKey, run: Run, stage: Stage): Promise<Explanation> {
    const edition = await this.regulation.byHash(tx, run.editionHash);
    const period = periodOf(run.period);
    const subjects = await this.populationOf(tx, run);
    const links = linksOf(edition, period.kind);
    const component = componentsOf(subjects, links).find((members) => members.some((member) => member.key === subject));
    if (!component) throw new Problem('platform.not_found');
    const members = neighboursOf(edition, period.kind, component, subject);
    const gathered = await this.input.gather(tx, {
      edition,
      period,
      subjects: members,
      history: run.history,
      rulings: run.rulings,
      throughSeq: run.knownSeq,
      inFull: [subject],
    });
    const result = edition.evaluate({ ...gathered, only: [subject], traces: true }).subjects.get(subject);
    const [stored] = await this.repository.results(tx, run.period, run.ordinal, { subjects: [subject] });
    if (!result || !stored) throw new Problem('platform.not_found');
    if (result.digest !== stored.digest) throw new Problem('result.mismatch', { subject, period: run.period });
    const groups = await this.rankings(tx, run.period);
    return this.join(tx, {
      subject,
      periodKey: run.period,
      stage,
      run,
      edition,
      digest: result.digest,
      outputs: Object.values(result.outputs),
      rankings: groups?.rankings ?? [],
      honours: groups?.honours ?? [],
    });
  }

  private async populationOf(tx: Tx, run: Run) {
    const subjects = await this.repository.population(tx, run.populationHash);
    if (!subjects) throw new Problem('result.not_computed', { period: run.period });
    return subjects;
  }

  private async join(
    tx: Tx,
    found: {
      subject: SubjectKey;
      periodKey: string;
      stage: Stage;
      run?: Run;
      edition: CompiledEdition;
      digest: string;
      outputs: readonly OutputResult[];
      rankings: Evaluation['rankings'];
      honours: Evaluation['honours'];
    },
  ): Promise<Explanation> {
    const { subject, periodKey, run } = found;
    const named = [
      ...new Set(
        found.outputs.flatMap((output) => [
          ...output.trace.flatMap((line) => line.facts),
          ...output.flags.flatMap((flag) => flag.facts),
        ]),
      ),
    ];
    const facts = await this.ledger.facts(tx, { ids: named, throughSeq: run?.knownSeq });
    const known = new Set(named);
    const inPeriod = await this.ledger.facts(tx, {
      subjects: [subject],
      period: periodOf(periodKey),
      throughSeq: run?.knownSeq,
      limit: 1_000,
    });
    const takenBack = inPeriod.filter((fact) => !known.has(fact.id) && (fact.reverses || fact.reversedBy));
    return {
      subject,
      period: periodKey,
      stage: found.stage,
      ...(run ? { run: { ordinal: run.ordinal, digest: run.digest } } : {}),
      edition: found.edition,
      digest: found.digest,
      outputs: found.outputs,
      rankings: found.rankings.flatMap(({ ranking, group, rows }) => {
        const row = rows.find((entry) => entry.subject === subject);
        return row ? [{ ranking, group, of: rows.length, row }] : [];
      }),
      honours: found.honours.flatMap((honour) => {
        const reason = honour.reasons.find((entry) => entry.subject === subject);
        const [isAwarded, isHeld] = [honour.awarded.includes(subject), honour.held.includes(subject)];
        return reason || isAwarded || isHeld ? [{ honour, reason, isAwarded, isHeld }] : [];
      }),
      facts: [...facts, ...takenBack],
    };
  }
}
