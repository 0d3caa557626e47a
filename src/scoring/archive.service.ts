/** Writes a period out for another machine; what the file holds says `archive.ts`. */
import { Injectable } from '@nestjs/common';
import { periodOf } from '../core/period.js';
import { Problem } from '../core/problem.js';
import { ChainService } from '../ledger/chain.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { type ArchiveEntry, type ArchiveHead, FORMAT } from './archive.js';
import { ResultsService } from './results.service.js';
import { ScoreInput } from './score-input.js';
import { ScoringRepository } from './scoring.repository.js';
import { ScoringService } from './scoring.service.js';

@Injectable()
export class ArchiveService {
  constructor(
    private readonly scoring: ScoringService,
    private readonly results: ResultsService,
    private readonly repository: ScoringRepository,
    private readonly input: ScoreInput,
    private readonly chains: ChainService,
    private readonly organization: OrganizationService,
    private readonly regulation: RegulationService,
  ) {}

  /**
   * The lines of the file: the head, then every entry of the ledger that the run knew, in the order of its chains.
   * @param cycle period, or key of a cycle
   * @throws Problem `result.not_computed`
   */
  async *lines(tx: Tx, cycle: string): AsyncGenerator<ArchiveHead | ArchiveEntry> {
    const newest = await this.scoring.runOfCycle(tx, cycle);
    const shown = newest && (await this.results.shownRun(tx, newest.period));
    if (!shown) throw new Problem('result.not_computed', { period: cycle });
    const { run, stage } = shown;
    const population = await this.repository.population(tx, run.populationHash);
    if (!population) throw new Problem('result.not_computed', { period: run.period });
    const rows = await this.repository.results(tx, run.period, run.ordinal);
    const earlier = await this.regulation.earlier(tx, run.editionHash, periodOf(run.period).to);
    yield {
      format: FORMAT,
      institution: (await this.organization.institution(tx)).code,
      period: run.period,
      stage,
      run: {
        ordinal: run.ordinal,
        digest: run.digest,
        editionHash: run.editionHash,
        populationHash: run.populationHash,
        knownSeq: run.knownSeq,
        rulings: run.rulings,
        history: run.history,
      },
      edition: await this.frozen(tx, run.editionHash),
      earlier: await Promise.all(
        earlier.map(async ({ from, until, edition }) => ({
          from,
          until,
          edition: await this.frozen(tx, edition.hash),
        })),
      ),
      population,
      history: await this.input.outputsOf(tx, run.history),
      heads: await this.chains.heads(tx, run.knownSeq),
      days: (await this.chains.days(tx)).filter((day) => day.throughSeq <= run.knownSeq),
      results: rows.map(({ subject, output, total, grade, digest }) => ({ subject, output, total, grade, digest })),
    };
    for await (const page of this.chains.entries(tx, run.knownSeq))
      for (const { salt: _salt, text: _text, recordedAt, ...entry } of page)
        yield { ...entry, recordedAt: recordedAt.toISOString() };
  }

  private async frozen(tx: Tx, hash: string): Promise<ArchiveHead['edition']> {
    const { model, sources, choices } = await this.regulation.whole(tx, hash);
    return {
      hash,
      packId: model.id,
      edition: model.edition,
      // Worked examples prove the texts, not the result.
      sources: sources.map(({ cases: _cases, ...source }) => source),
      choices,
    };
  }
}
