/** Fetches what an edition needs to evaluate: kept or raw sums where it only counts and sums, facts where their order matters. */
import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Day, Fact, Subject, SubjectKey } from '../core/fact.js';
import { partsOf } from '../core/period.js';
import type { CompiledEdition, EvaluationInput, ItemSum, Period } from '../core/rules/types.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { Tx } from '../platform/database/tx.js';
import { type EarlierEdition, RegulationService } from '../regulation/regulation.service.js';
import { ScoringRepository } from './scoring.repository.js';
import type { HistorySource, Ruling } from './scoring.types.js';

export interface Question {
  edition: CompiledEdition;
  period: Period;
  subjects: readonly Subject[];
  history: readonly HistorySource[];
  rulings: readonly Ruling[];
  /** Raw facts up to this position; absent = everything, by the kept sums. */
  throughSeq?: number;
  /** Subjects whose facts are wanted one by one, for a trace that names them. */
  inFull?: readonly SubjectKey[];
  /** Editions that judged what happened before this one began; absent = those that the institution adopted before it. */
  earlier?: readonly EarlierEdition[];
}

@Injectable()
export class ScoreInput {
  constructor(
    private readonly ledger: LedgerService,
    private readonly repository: ScoringRepository,
    private readonly regulation: RegulationService,
  ) {}

  /** The input of `CompiledEdition.evaluate` for these subjects. */
  async gather(tx: Tx, question: Question): Promise<EvaluationInput> {
    const { edition, period, subjects, throughSeq } = question;
    const keys = subjects.map((subject) => subject.key);
    const sums =
      throughSeq === undefined
        ? await this.ledger.sums(tx, period, { subjects: keys })
        : await this.ledger.sumsFromFacts(tx, period, throughSeq, keys);
    const facts = await this.orderedFacts(tx, question, keys);
    // Beside the sums these add nothing; the trace names them.
    for (const fact of await this.fullFacts(tx, question)) if (edition.needs(fact.item) === 'sum') facts.push(fact);
    return this.input(
      tx,
      question,
      sums.filter((sum) => edition.needs(sum.item) === 'sum'),
      facts,
    );
  }

  /** The rest of the input for sums and facts that are there already. */
  async input(tx: Tx, question: Question, sums: readonly ItemSum[], facts: readonly Fact[]): Promise<EvaluationInput> {
    const { period, subjects, rulings } = question;
    return {
      period,
      asOf: period.to,
      subjects,
      facts,
      sums,
      history: await this.outputsOf(tx, question.history),
      rulings,
      // The machine's own takes a fifth of the time of the pure one.
      sha256: (bytes) => hash('sha256', bytes, 'hex'),
    };
  }

  /** Items whose facts are needed one by one. */
  static orderedItems(edition: CompiledEdition): string[] {
    return edition.items.filter((info) => edition.needs(info.item) === 'facts').map((info) => info.item);
  }

  /** Facts for rules that look at their order; repeats and yearly balances look back, so two years are read. */
  async orderedFacts(tx: Tx, question: Question, subjects: readonly SubjectKey[] | undefined): Promise<Fact[]> {
    const items = ScoreInput.orderedItems(question.edition);
    if (items.length === 0) return [];
    const facts = await this.ledger.facts(tx, {
      period: { from: lookback(question.period), to: question.period.to },
      items,
      ...(subjects ? { subjects } : {}),
      view: 'net',
      throughSeq: question.throughSeq,
    });
    const { edition, period } = question;
    const earlier = question.earlier ?? (await this.regulation.earlier(tx, edition.hash, period.to));
    return earlier.length === 0 ? facts : facts.map((fact) => onItsDay(fact, earlier));
  }

  /**
   * Which other periods take part, each at the run that is shown now: the parts of a quarter or a year, and those before
   * with which a figure is compared.
   */
  async historySources(tx: Tx, edition: CompiledEdition, period: Period): Promise<HistorySource[]> {
    const sources: HistorySource[] = [];
    for (const part of [...partsOf(period), ...edition.before(period.key)]) {
      const shown = await this.repository.pointer(tx, part);
      if (shown) sources.push({ period: part, ordinal: shown.ordinal });
    }
    return sources;
  }

  private async fullFacts(tx: Tx, question: Question): Promise<Fact[]> {
    if (!question.inFull?.length) return [];
    return this.ledger.facts(tx, {
      period: question.period,
      subjects: question.inFull,
      view: 'net',
      throughSeq: question.throughSeq,
    });
  }

  /** What earlier periods gave, each at the run that took part. */
  async outputsOf(tx: Tx, sources: readonly HistorySource[]): Promise<NonNullable<EvaluationInput['history']>> {
    const rows: { subject: SubjectKey; period: string; output: string; value: string }[] = [];
    for (const source of sources) {
      const results = await this.repository.results(tx, source.period, source.ordinal);
      for (const { subject, output, total } of results)
        rows.push({ subject, period: source.period, output, value: total });
    }
    return rows;
  }
}

/** A fact is judged by the edition that was in force on its day. */
export function onItsDay<F extends Fact>(fact: F, earlier: readonly EarlierEdition[]): F {
  const then = earlier.find((one) => one.from <= fact.happenedOn && fact.happenedOn < one.until);
  const terms = then?.edition.terms(fact.item);
  return terms ? { ...fact, terms } : fact;
}

const lookback = (period: Period): Day => `${Number(period.from.slice(0, 4)) - 1}-01-01`;
