/** A period evaluated in memory from the facts that were known, under whatever edition: where everybody would stand. */
import type { Subject, SubjectKey } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { CompiledEdition, EvaluationInput, HonourResult, TraceLine } from '../core/rules/types.js';
import type { Tx } from '../platform/database/tx.js';
import { linksOf, slicesOf } from './population.js';
import type { Question, ScoreInput } from './score-input.js';
import type { ScoringRepository } from './scoring.repository.js';
import type { Standing } from './scoring.types.js';
import { Shown } from './shown.js';

const SLICE = 5_000;

export interface Replayed {
  edition: CompiledEdition;
  /** SHA-256 over everything shown, as a run would have it. */
  digest: string;
  subjects: number;
  /** By `<subject> <output>`. */
  standings: ReadonlyMap<string, Standing>;
  honours: readonly HonourResult[];
  /** Decisions of the committee do not fit this edition and were left out. */
  rulingsLeftOut: boolean;
}

export const standingKey = (subject: SubjectKey, output: string): string => `${subject} ${output}`;

export class Replay {
  constructor(
    private readonly input: ScoreInput,
    private readonly repository: ScoringRepository,
  ) {}

  /** @throws Problem regulation.blank | regulation.gap | regulation.conflict of the edition */
  async of(tx: Tx, question: Question): Promise<Replayed> {
    try {
      return await this.evaluated(tx, question, false);
    } catch (error) {
      // Places that a committee gave by hand may not be there any more.
      if (!(error instanceof Problem) || error.code !== 'regulation.quota_exceeded' || question.rulings.length === 0)
        throw error;
      return this.evaluated(tx, { ...question, rulings: [] }, true);
    }
  }

  private async evaluated(tx: Tx, question: Question, rulingsLeftOut: boolean): Promise<Replayed> {
    const { edition, period } = question;
    const shown = await Shown.load(tx, this.repository, period.key, 0);
    const standings = new Map<string, Standing>();
    const honours: HonourResult[] = [];
    for (const subjects of slicesOf(question.subjects, linksOf(edition, period.kind), SLICE)) {
      const gathered = await this.input.gather(tx, { ...question, subjects });
      const evaluation = edition.evaluate({ ...gathered, traces: false });
      shown.take(evaluation, subjects);
      honours.push(...evaluation.honours.filter((honour) => honour.reasons.length > 0 || honour.places > 0));
      place(standings, edition, evaluation);
    }
    const digest = shown.digest(edition.hash, period.key);
    return { edition, digest, subjects: shown.subjects, standings, honours, rulingsLeftOut };
  }

  /** Lines of the traces of these subjects, by `<subject> <output>`. */
  async traces(
    tx: Tx,
    question: Question,
    wanted: ReadonlySet<SubjectKey>,
  ): Promise<Map<string, readonly TraceLine[]>> {
    const { edition, period } = question;
    const found = new Map<string, readonly TraceLine[]>();
    for (const subjects of slicesOf(question.subjects, linksOf(edition, period.kind), SLICE)) {
      const only = keysIn(subjects, wanted);
      if (only.length === 0) continue;
      const gathered: EvaluationInput = await this.input.gather(tx, { ...question, subjects });
      const evaluation = edition.evaluate({ ...gathered, only, traces: true });
      for (const key of only) {
        for (const result of Object.values(evaluation.subjects.get(key)?.outputs ?? {}))
          found.set(standingKey(key, result.output), result.trace);
      }
    }
    return found;
  }
}

const keysIn = (subjects: readonly Subject[], wanted: ReadonlySet<SubjectKey>): SubjectKey[] =>
  subjects.filter((subject) => wanted.has(subject.key)).map((subject) => subject.key);

/** Totals, grades, places and titles of one evaluation. */
function place(
  standings: Map<string, Standing>,
  edition: CompiledEdition,
  evaluation: ReturnType<CompiledEdition['evaluate']>,
): void {
  const outputOf = new Map(edition.rankings.map((ranking) => [ranking.ranking, ranking.output]));
  const ranks = new Map<string, number>();
  for (const { ranking, rows } of evaluation.rankings)
    for (const row of rows) ranks.set(standingKey(row.subject, outputOf.get(ranking) ?? ''), row.rank);
  const titles = new Map<string, string[]>();
  for (const honour of evaluation.honours) {
    for (const subject of honour.awarded) {
      const key = standingKey(subject, outputOf.get(honour.ranking) ?? '');
      titles.set(key, [...(titles.get(key) ?? []), honour.honour]);
    }
  }
  for (const [subject, { outputs }] of evaluation.subjects) {
    for (const result of Object.values(outputs)) {
      const key = standingKey(subject, result.output);
      standings.set(key, {
        total: result.total,
        shown: result.shown,
        grade: result.grade ?? null,
        rank: ranks.get(key) ?? null,
        honours: titles.get(key) ?? [],
      });
    }
  }
}
