/** A new institution starts with the composed pack that comes with the product for its kind; its office may adopt another. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Founding, type FoundingOccasion } from '../organization/founding.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from './regulation.service.js';

/** What packs call the kinds of institution. */
const kinds = { 'city-hall': 'service-hall', 'bank-department': 'bank', hospital: 'hospital' } as const;

@Injectable()
export class RegulationFounding implements OnModuleInit {
  constructor(
    private readonly founding: Founding,
    private readonly regulation: RegulationService,
  ) {}

  onModuleInit(): void {
    this.founding.register('regulation', 100, (tx, occasion) => this.adopt(tx, occasion));
  }

  private async adopt(tx: Tx, { institution, today }: FoundingOccasion): Promise<void> {
    if ((await this.regulation.adoptions(tx)).length > 0) return;
    const wanted = kinds[institution.kind];
    const packs = this.regulation
      .library()
      .entries.filter((pack) => pack.index.composed && pack.index.institution === wanted);
    const pack = packs.at(-1);
    if (!pack) return;
    await this.regulation.adopt(tx, pack.id, pack.edition, { from: `${today.slice(0, 4)}-01-01`, by: 'system' });
  }
}
