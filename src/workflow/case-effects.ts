/** Runs what a machine asked for: our own tables at once, in order and in this transaction; the rest through the outbox. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../core/actor.js';
import { type Effect, type EffectName, effectShapes } from '../core/effects.js';
import { Problem } from '../core/problem.js';
import type { Now } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { type EffectCall, EffectRegistry } from '../platform/effects/effect-registry.js';
import { FactProviders } from '../platform/effects/fact-providers.js';
import { uuidV7 } from '../platform/ids.js';
import { OutboxSignal } from '../platform/outbox/outbox-signal.js';
import type { OutboxLine } from './case.repository.js';
import type { FactAsk } from './case-facts.js';
import { type CaseEventRow, type CaseFile, effectCaseOf } from './case-file.js';
import type { Standing } from './case-permission.js';
import { DeadlineRepository } from './deadline.repository.js';
import { TaskRepository } from './task.repository.js';

type Written = Omit<CaseEventRow, 'recordedAt'>;

export const effectIdOf = (caseId: string, seq: number, index: number): string => `${caseId}:${seq}:${index}`;

@Injectable()
export class CaseEffects {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly providers: FactProviders,
    private readonly tasks: TaskRepository,
    private readonly deadlines: DeadlineRepository,
    private readonly signal: OutboxSignal,
  ) {}

  /** The outbox lines of an event, ids only. */
  linesOf(event: Written): OutboxLine[] {
    return event.effects.flatMap((effect, index) =>
      effectShapes[effect.name as EffectName].mode === 'outbox'
        ? [{ id: uuidV7(), kind: effect.name, effectId: effectIdOf(event.caseId, event.seq, index) }]
        : [],
    );
  }

  /** Runs the in-transaction effects. A finished case keeps no open task and no term of its earlier states. */
  async run(tx: Tx, caseFile: CaseFile, event: Written, actor: Actor, now: Now): Promise<void> {
    if (caseFile.final) {
      await this.tasks.close(tx, caseFile.id, undefined, now.at);
      await this.deadlines.cancelAll(tx, caseFile.id);
    }
    let waiting = false;
    for (const [index, effect] of event.effects.entries()) {
      const name = effect.name as EffectName;
      if (effectShapes[name].mode === 'outbox') waiting = true;
      else
        await this.perform(tx, caseFile, effect as unknown as Effect, {
          id: effectIdOf(event.caseId, event.seq, index),
          actor,
          now,
        });
    }
    if (waiting) tx.afterCommit(() => this.signal.raise());
  }

  /** Places that the event finishes are signed by the person who sent it, for himself or for the absent. */
  async signOff(tx: Tx, standing: Standing, event: Written, now: Now): Promise<void> {
    const meant = stepsClosed(event);
    const signedAlone = new Set<string>();
    // Places by name come before places by role, as the approval kit counts them.
    const holdings = [...standing.holdings].sort((a, b) => Number(a.person === null) - Number(b.person === null));
    for (const holding of holdings) {
      if (!holding.events.includes(event.type) || signedAlone.has(holding.taskId)) continue;
      if (meant && !meant.has(holding.step)) continue;
      await this.tasks.sign(tx, holding, {
        person: event.actor,
        onBehalfOf: standing.onBehalfOf,
        event: event.type,
        at: now.at,
      });
      // One person signs one place of a step that more than one signs.
      if (holding.mode !== 'any') signedAlone.add(holding.taskId);
    }
  }

  /** The edition that a new case is pinned to, when the regulation engine offers one. */
  async editionInForce(tx: Tx, ask: FactAsk): Promise<{ ref: string; hash: string } | undefined> {
    if (!this.providers.names().includes('edition.current')) return undefined;
    return (await this.providers.get('edition.current')(tx, ask)) as { ref: string; hash: string } | undefined;
  }

  /** A refusal of a machine with the articles on which it rests under the edition of the case; a machine names none itself. */
  async cited(tx: Tx, ask: FactAsk, problem: Problem): Promise<Problem> {
    if (problem.extras.articles?.length || !this.providers.names().includes('edition.citations')) return problem;
    const known = (await this.providers.get('edition.citations')(tx, ask)) as Record<string, readonly string[]>;
    const articles = known[problem.code];
    return articles ? new Problem(problem.code, problem.facts, { ...problem.extras, articles }) : problem;
  }

  /** One effect by its handler; also used by the worker for the outbox. */
  async perform(
    tx: Tx,
    caseFile: CaseFile,
    effect: Effect,
    by: { id: string; actor: Actor; now: { today: string; at: Date } },
  ): Promise<void> {
    const params = effectShapes[effect.name].params.parse(effect.params);
    const call = {
      id: by.id,
      name: effect.name,
      params,
      caseFile: effectCaseOf(caseFile),
      actor: by.actor,
      today: by.now.today,
      at: by.now.at,
    };
    await this.registry.handler(effect.name)(tx, call as EffectCall);
  }
}

/**
 * Steps that the event closes by name. A head of two windows who verifies one has not verified the other, though both of
 * his tasks end with the same event. Undefined when the machine names none: then every task that the event finishes is meant.
 */
function stepsClosed(event: Written): Set<string> | undefined {
  const closes = event.effects.filter((effect) => effect.name === 'task.close').map((effect) => effect.params.step);
  const named = closes.filter((step): step is string => typeof step === 'string');
  return named.length === 0 || named.length < closes.length ? undefined : new Set(named);
}
