/** A furnished demonstration has its year opened, so that balances are there to ask for. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Founding, type FoundingOccasion } from '../../organization/founding.js';
import type { Tx } from '../../platform/database/tx.js';
import { RegulationService } from '../../regulation/regulation.service.js';
import { BalanceRepository } from './balance.repository.js';
import { OpeningService } from './opening.service.js';

@Injectable()
export class BalanceFounding implements OnModuleInit {
  constructor(
    private readonly founding: Founding,
    private readonly regulation: RegulationService,
    private readonly repository: BalanceRepository,
    private readonly openings: OpeningService,
  ) {}

  onModuleInit(): void {
    this.founding.register('leave.balances', 310, (tx, occasion) => this.open(tx, occasion));
  }

  private async open(tx: Tx, { today, isFurnished }: FoundingOccasion): Promise<void> {
    if (!isFurnished || (await this.regulation.adoptions(tx)).length === 0) return;
    // Founding runs at every start; later years are opened by people, not by a restart.
    if ((await this.repository.accounts(tx)).length > 0) return;
    await this.openings.apply(tx, { year: Number(today.slice(0, 4)), verified: [] }, 'system');
  }
}
