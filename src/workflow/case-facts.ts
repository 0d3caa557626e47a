/** Asks the fact providers that a machine names; the same for dispatch (locking) and for the buttons (not locking). */
import { Injectable } from '@nestjs/common';
import type { MachineSpec } from '../../workflows/kit.js';
import type { Actor } from '../core/actor.js';
import type { Day } from '../core/fact.js';
import type { Tx } from '../platform/database/tx.js';
import type { EffectCase } from '../platform/effects/effect-registry.js';
import { FactProviders } from '../platform/effects/fact-providers.js';

export interface FactAsk {
  caseFile: EffectCase;
  event: { type: string; payload: Readonly<Record<string, unknown>> };
  actor: Actor;
  today: Day;
  lock: boolean;
}

@Injectable()
export class CaseFacts {
  constructor(private readonly providers: FactProviders) {}

  /** Facts by provider name, JSON only, because they are kept with the event as its reason. */
  async gather(tx: Tx, spec: MachineSpec, ask: FactAsk): Promise<Record<string, unknown>> {
    const facts: Record<string, unknown> = {};
    for (const name of providersOf(spec, ask.event.type)) {
      const found = await this.providers.get(name)(tx, ask);
      facts[name] = found === undefined ? null : JSON.parse(JSON.stringify(found));
    }
    return facts;
  }
}

/** Names of the providers for one event; the start of a case has its own list. */
export function providersOf(spec: MachineSpec, event: string): string[] {
  const general = event === 'case.start' ? [] : (spec.facts?.['*'] ?? []);
  return [...new Set([...general, ...(spec.facts?.[event] ?? [])])];
}
