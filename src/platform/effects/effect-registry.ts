/**
 * Where engines and businesses meet without importing one another: a machine asks for an effect by name, whoever can do it
 * has registered here. `src/workflow` calls in-transaction handlers inside the dispatching transaction and outbox handlers
 * from the worker, each inside a transaction that also writes the receipt.
 */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../core/actor.js';
import type { EffectName, EffectParams } from '../../core/effects.js';
import type { Day } from '../../core/fact.js';
import type { Tx } from '../database/tx.js';

/** The case that asked; plain columns of `case_file`. */
export interface EffectCase {
  id: string;
  kind: string;
  /** Business key, unique per institution and kind, e.g. `leave-0012-20260907-1`. */
  key: string;
  state: string;
  context: Readonly<Record<string, unknown>>;
  applicant: string | null;
  subject: string | null;
  editionHash: string | null;
}

export interface EffectCall<N extends EffectName = EffectName> {
  /** `<case id>:<seq>:<index>`: the same id may come twice and must change nothing the second time. */
  id: string;
  name: N;
  params: EffectParams<N>;
  caseFile: EffectCase;
  /** Who caused it; `system` for deadlines. */
  actor: Actor;
  /** Business day and instant of the event that asked. */
  today: Day;
  at: Date;
}

export type EffectHandler<N extends EffectName> = (tx: Tx, call: EffectCall<N>) => Promise<void>;

@Injectable()
export class EffectRegistry {
  private readonly handlers = new Map<EffectName, EffectHandler<never>>();

  register<N extends EffectName>(name: N, handler: EffectHandler<N>): void {
    if (this.handlers.has(name)) throw new Error(`effect ${name} has two handlers`);
    this.handlers.set(name, handler as EffectHandler<never>);
  }

  /** @throws Error when nobody can do it: a wiring fault, found at start by `missing()`. */
  handler<N extends EffectName>(name: N): EffectHandler<N> {
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`no handler is registered for effect ${name}`);
    return handler as EffectHandler<N>;
  }

  names(): EffectName[] {
    return [...this.handlers.keys()];
  }
}
