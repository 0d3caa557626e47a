/**
 * What a machine wants to know before it decides. A machine names providers; the shell runs them inside the transaction,
 * for `can`, for the available actions and for dispatch alike. A provider locks the foreign rows it rests on when `lock`.
 */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import type { Day } from '../../core/fact.js';
import type { Tx } from '../database/tx.js';
import type { EffectCase } from './effect-registry.js';

export interface FactQuestion {
  caseFile: EffectCase;
  event: { type: string; payload: Readonly<Record<string, unknown>> };
  actor: Actor;
  today: Day;
  /** True for dispatch: lock what you read (`FOR SHARE`). */
  lock: boolean;
}

export type FactProvider = (tx: Tx, question: FactQuestion) => Promise<unknown>;

@Injectable()
export class FactProviders {
  private readonly providers = new Map<string, FactProvider>();

  register(name: string, provider: FactProvider): void {
    if (this.providers.has(name)) throw new Error(`fact provider ${name} is registered twice`);
    this.providers.set(name, provider);
  }

  get(name: string): FactProvider {
    const provider = this.providers.get(name);
    if (!provider) throw new Error(`no fact provider ${name}`);
    return provider;
  }

  names(): string[] {
    return [...this.providers.keys()];
  }
}
