/** What would be: nothing here writes. A decision is shown with everyone whom it moves before somebody signs it. */
import { Injectable } from '@nestjs/common';
import type { Fact, SubjectKey } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { CompiledEdition, Evaluation, EvaluationInput, ItemSum } from '../core/rules/types.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { LedgerFact } from '../ledger/ledger.types.js';
import type { Tx } from '../platform/database/tx.js';
import { Basis } from './basis.js';
import { linksOf, touchedBy } from './population.js';
import { ScoreInput } from './score-input.js';
import { ScoringRepository } from './scoring.repository.js';
import type { Affected, Change, Preview, Standing } from './scoring.types.js';

@Injectable()
export class PreviewService {
  constructor(
    private readonly basis: Basis,
    private readonly ledger: LedgerService,
    private readonly input: ScoreInput,
    private readonly repository: ScoringRepository,
  ) {}

  /**
   * Before and after of everyone who would move if these facts were taken back and those posted.
   * @param editionHash pinned by the case; absent = in force at the end of the period
   * @throws Problem `ledger.fact_unknown`
   */
  async affected(tx: Tx, change: Change, editionHash?: string | null): Promise<Preview> {
    const { period } = change;
    const edition = await this.basis.editionFor(tx, period, editionHash);
    const back = await this.takenBack(tx, change);
    const added = (change.add ?? []).map(
      (fact, index): Fact => ({
        id: `added:${index}`,
        item: fact.item,
        subject: fact.subject,
        happenedOn: fact.happenedOn,
        quantity: fact.quantity ?? 10_000,
        count: 1,
        points: fact.points,
        money: fact.money,
        values: fact.values,
        person: fact.person,
      }),
    );
    const population = await this.basis.populationOf(tx, period);
    const touched = new Set<SubjectKey>([...back, ...added].map((fact) => fact.subject));
    const subjects = touchedBy(population.subjects, linksOf(edition, period.kind), touched);
    const history = await this.input.historySources(tx, edition, period);
    const rulings = (await this.repository.lastRun(tx, period.key))?.rulings ?? [];
    const before = await this.input.gather(tx, { edition, period, subjects, history, rulings });
    const after = changed(before, edition, back, added, period);
    return differences(
      { edition, evaluation: edition.evaluate({ ...before, traces: false }) },
      { edition, evaluation: edition.evaluate({ ...after, traces: false }) },
    );
  }

  private async takenBack(tx: Tx, change: Change): Promise<LedgerFact[]> {
    const ids = [...new Set(change.reverse ?? [])];
    if (ids.length === 0) return [];
    const found = await this.ledger.facts(tx, { ids });
    if (found.length < ids.length) throw new Problem('ledger.fact_unknown', { count: ids.length - found.length });
    return found.filter((fact) => !fact.reversedBy && !fact.reverses);
  }
}

/** The input as it would be. Sums of items that only count move by the amounts; ordered facts go and come. */
function changed(
  input: EvaluationInput,
  edition: CompiledEdition,
  back: readonly Fact[],
  added: readonly Fact[],
  period: Change['period'],
): EvaluationInput {
  const gone = new Set(back.map((fact) => fact.id));
  const sums = new Map<string, ItemSum>((input.sums ?? []).map((sum) => [`${sum.subject} ${sum.item}`, sum]));
  const move = (fact: Fact, sign: 1 | -1): void => {
    if (edition.needs(fact.item) !== 'sum' || fact.happenedOn < period.from || fact.happenedOn > period.to) return;
    const name = `${fact.subject} ${fact.item}`;
    const sum = sums.get(name) ?? {
      subject: fact.subject,
      item: fact.item,
      count: 0,
      quantity: 0,
      points: 0,
      money: 0,
    };
    sums.set(name, {
      ...sum,
      count: sum.count + sign,
      quantity: sum.quantity + sign * fact.quantity,
      points: sum.points + sign * (fact.points ?? 0),
      money: sum.money + sign * (fact.money ?? 0),
    });
  };
  for (const fact of back) move(fact, -1);
  for (const fact of added) move(fact, 1);
  const facts = [
    ...input.facts.filter((fact) => !gone.has(fact.id)),
    ...added.filter((fact) => edition.needs(fact.item) === 'facts'),
  ];
  return {
    ...input,
    sums: [...sums.values()].filter(
      (sum) => sum.count !== 0 || sum.quantity !== 0 || sum.points !== 0 || sum.money !== 0,
    ),
    facts,
  };
}

interface Side {
  edition: CompiledEdition;
  evaluation: Evaluation;
}

function differences(before: Side, after: Side): Preview {
  const affected: Affected[] = [];
  const [was, is] = [before.evaluation, after.evaluation];
  for (const subject of [...new Set([...was.subjects.keys(), ...is.subjects.keys()])].sort()) {
    const outputs = [was, is].flatMap((evaluation) => Object.keys(evaluation.subjects.get(subject)?.outputs ?? {}));
    for (const output of new Set(outputs)) {
      const pair = { before: standing(before, subject, output), after: standing(after, subject, output) };
      if (!same(pair.before, pair.after)) affected.push({ subject, output, ...pair });
    }
  }
  return {
    affected,
    rankings: { before: was.rankings, after: is.rankings },
    honours: { before: was.honours, after: is.honours },
  };
}

function standing({ edition, evaluation }: Side, subject: SubjectKey, output: string): Standing | null {
  const result = evaluation.subjects.get(subject)?.outputs[output];
  if (!result) return null;
  const rankings = new Set(
    edition.rankings.filter((ranking) => ranking.output === output).map((ranking) => ranking.ranking),
  );
  const places = evaluation.rankings
    .filter((ranking) => rankings.has(ranking.ranking))
    .flatMap((ranking) => ranking.rows);
  const honours = evaluation.honours.filter(
    (honour) => rankings.has(honour.ranking) && honour.awarded.includes(subject),
  );
  return {
    total: result.total,
    shown: result.shown,
    grade: result.grade ?? null,
    rank: places.find((row) => row.subject === subject)?.rank ?? null,
    honours: honours.map((honour) => honour.honour),
  };
}

const same = (a: Standing | null, b: Standing | null): boolean => JSON.stringify(a) === JSON.stringify(b);
