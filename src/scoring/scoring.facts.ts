/** What other engines' machines want to know of results: which periods are final, so that no new edition reaches into them (W13). */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { periodOf } from '../core/period.js';
import { FactProviders } from '../platform/effects/fact-providers.js';
import { ScoringRepository } from './scoring.repository.js';

@Injectable()
export class ScoringFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly repository: ScoringRepository,
  ) {}

  onModuleInit(): void {
    this.providers.register('scoring.final', async (tx) => ({
      periods: (await this.repository.finalPeriods(tx)).map((period) => ({ period, to: periodOf(period).to })),
    }));
  }
}
