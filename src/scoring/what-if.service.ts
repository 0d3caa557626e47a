/**
 * What if (G11): a period replayed from the facts, people, history and rulings of its run under another edition. Everything
 * happens in a transaction that may only read, so live data cannot change.
 */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import type { Subject } from '../core/fact.js';
import { periodOf } from '../core/period.js';
import { Problem } from '../core/problem.js';
import type { CompiledEdition, Period, TraceLine } from '../core/rules/types.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { DraftService } from '../regulation/draft/draft.service.js';
import { editionDiff } from '../regulation/edition-diff.view.js';
import { RegulationService, type WholeEdition } from '../regulation/regulation.service.js';
import { Basis } from './basis.js';
import { Replay, type Replayed } from './replay.js';
import { ResultsService } from './results.service.js';
import { type Question, ScoreInput } from './score-input.js';
import { ScoringRepository } from './scoring.repository.js';
import type { Run, Stage } from './scoring.types.js';
import type { WhatIfRequest, WhatIfView } from './what-if.contract.js';
import { type Movers, moversOf, whatIfView } from './what-if.view.js';

/** Reasons are told for so many of those who move; the figures are told for all. */
const EXPLAINED = 300;

@Injectable()
export class WhatIfService {
  private readonly replay: Replay;

  constructor(
    private readonly database: Database,
    private readonly regulation: RegulationService,
    private readonly drafts: DraftService,
    private readonly organization: OrganizationService,
    private readonly results: ResultsService,
    private readonly ledger: LedgerService,
    private readonly basis: Basis,
    private readonly input: ScoreInput,
    private readonly repository: ScoringRepository,
  ) {
    this.replay = new Replay(input, repository);
  }

  /** @throws Problem `regulation.*` when the other edition cannot be computed, `ruleset.draft_unknown`, `pack.patch_*` */
  replayed(actor: Actor, request: WhatIfRequest): Promise<WhatIfView> {
    return this.database.inInstitution(actor.institutionId, (tx) => this.compare(tx, request), {
      readOnly: true,
      settings: { statement_timeout: '300s' },
    });
  }

  async compare(tx: Tx, request: WhatIfRequest): Promise<WhatIfView> {
    const period = periodOf(request.period);
    const { question: asked, stage, run } = await this.question(tx, period);
    // The other edition takes the place of this one only: what was judged before by an earlier one stays so on both sides.
    const earlier = await this.regulation.earlier(tx, asked.edition.hash, period.to);
    const question = { ...asked, earlier };
    const was = await this.regulation.whole(tx, question.edition.hash);
    const other = await this.otherEdition(tx, request, question.edition.hash);
    const before = await this.replay.of(tx, question);
    const after = await this.replay.of(tx, { ...question, edition: other.edition });
    const movers = moversOf(before, after);
    const traces = await this.reasons(tx, question, other.edition, movers, after);
    return whatIfView({
      period: period.key,
      stage,
      run: run ? { ordinal: run.ordinal, digest: run.digest, knownSeq: run.knownSeq } : null,
      before,
      after,
      movers,
      traces,
      subjects: question.subjects,
      names: await this.names(tx, question.subjects),
      diff: editionDiff(was, other),
    });
  }

  /** What the run that is shown was made of; where there is none, what is known now. */
  private async question(
    tx: Tx,
    period: Period,
  ): Promise<{ question: Question & { throughSeq: number }; stage: Stage; run?: Run }> {
    const shown = await this.results.shownRun(tx, period.key);
    if (!shown) {
      const edition = await this.basis.editionFor(tx, period);
      const { subjects } = await this.basis.populationOf(tx, period);
      const history = await this.input.historySources(tx, edition, period);
      const throughSeq = await this.ledger.cut(tx);
      return { question: { edition, period, subjects, history, rulings: [], throughSeq }, stage: 'live' };
    }
    const { run, stage } = shown;
    const subjects = await this.repository.population(tx, run.populationHash);
    if (!subjects) throw new Problem('result.not_computed', { period: period.key });
    const edition = await this.regulation.byHash(tx, run.editionHash);
    const { history, rulings, knownSeq } = run;
    return { question: { edition, period, subjects, history, rulings, throughSeq: knownSeq }, stage, run };
  }

  private otherEdition(
    tx: Tx,
    { draftId, edition, choices }: WhatIfRequest,
    hash: string,
  ): Promise<Pick<WholeEdition, 'edition' | 'composed'>> {
    if (draftId) return this.drafts.compiled(tx, draftId);
    if (edition) return this.regulation.offered(tx, edition.id, edition.edition);
    return this.regulation.sandbox(tx, hash, choices ?? {});
  }

  private async reasons(
    tx: Tx,
    question: Question,
    other: CompiledEdition,
    movers: Movers,
    after: Replayed,
  ): Promise<{ before: Map<string, readonly TraceLine[]>; after: Map<string, readonly TraceLine[]> }> {
    const wanted = new Set(
      movers
        .filter((one) => one.isOwn)
        .map((one) => one.subject)
        .slice(0, EXPLAINED),
    );
    const rulings = after.rulingsLeftOut ? [] : question.rulings;
    return {
      before: await this.replay.traces(tx, question, wanted),
      after: await this.replay.traces(tx, { ...question, edition: other, rulings }, wanted),
    };
  }

  private async names(tx: Tx, subjects: readonly Subject[]): Promise<Map<string, string>> {
    const people = subjects.filter((subject) => subject.kind === 'person').map((subject) => subject.key.slice(7));
    const units = await this.organization.units(tx);
    return new Map([
      ...(await this.organization.people(tx, people)).map(({ code, name }): [string, string] => [
        `person:${code}`,
        name,
      ]),
      ...(await this.organization.windows(tx)).map(({ code, name }): [string, string] => [`window:${code}`, name]),
      ...units.flatMap(({ code, name }): [string, string][] => [
        [`unit:${code}`, name],
        [`group:${code}`, name],
      ]),
    ]);
  }
}
