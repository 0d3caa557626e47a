/**
 * What a new institution needs besides its own row. Whoever has something to give (calendar, adopted regulation, an open
 * cycle) registers a step; founding runs them in order inside one transaction. Steps run again at every start of a
 * demonstration, so each must change nothing the second time.
 */
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.js';
import type { Institution } from './organization.entity.js';

export interface FoundingOccasion {
  institution: Institution;
  /** Business day of the founding. */
  today: string;
  /** A demonstration with people and an open cycle, not an empty institution. */
  isFurnished: boolean;
}

export type FoundingStep = (tx: Tx, occasion: FoundingOccasion) => Promise<void>;

@Injectable()
export class Founding {
  private readonly steps: { order: number; name: string; step: FoundingStep }[] = [];

  /** @param order 100 regulation, 200 what needs a regulation, 300 what needs people */
  register(name: string, order: number, step: FoundingStep): void {
    if (this.steps.some((known) => known.name === name)) throw new Error(`founding step ${name} is registered twice`);
    this.steps.push({ order, name, step });
    this.steps.sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
  }

  async run(tx: Tx, occasion: FoundingOccasion): Promise<void> {
    for (const { step } of this.steps) await step(tx, occasion);
  }
}
