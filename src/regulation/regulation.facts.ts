/** Which edition a new case is pinned to (`edition.current`): the one that decides it, so that it can be explained later. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import type { Tx } from '../platform/database/tx.js';
import { FactProviders, type FactQuestion } from '../platform/effects/fact-providers.js';
import { RegulationRepository } from './regulation.repository.js';
import { RegulationService } from './regulation.service.js';

const day = z.iso.date();
/**
 * Forms that say of which day they speak, as their machines do: the day of what happened (W2), the last day of a period (W1),
 * the first day of an absence (W3, W4). What says none is judged by the day on which it is filed.
 */
const spokenOf = z.union([
  z.object({ happenedOn: day }).transform((form) => form.happenedOn),
  z.object({ to: day }).transform((form) => form.to),
  z.object({ from: z.object({ day }) }).transform((form) => form.from.day),
]);

@Injectable()
export class RegulationFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly repository: RegulationRepository,
    private readonly regulation: RegulationService,
  ) {}

  onModuleInit(): void {
    this.providers.register('edition.current', (tx, question) => this.current(tx, question));
    this.providers.register('edition.citations', (tx, question) => this.citations(tx, question));
  }

  /** @returns undefined where nothing is adopted: a case that rests on no rule is pinned to none */
  private async current(tx: Tx, { event, today }: FactQuestion): Promise<{ ref: string; hash: string } | undefined> {
    const said = spokenOf.safeParse(event.payload);
    const adoption = await this.repository.adoptionOn(tx, said.success ? said.data : today);
    return adoption && { ref: `${adoption.packId}@${adoption.edition}`, hash: adoption.hash };
  }

  /** Articles by the code of a refusal, as the edition of the case has them; none where nothing is adopted. */
  private async citations(tx: Tx, question: FactQuestion): Promise<Readonly<Record<string, readonly string[]>>> {
    const hash = question.caseFile.editionHash ?? (await this.current(tx, question))?.hash;
    return hash ? (await this.regulation.byHash(tx, hash)).citations : {};
  }
}
