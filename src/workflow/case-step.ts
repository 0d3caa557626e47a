/** Pure pieces of a decision: the case after it, the event that records it, the payload that came with it. */
import { createHash } from 'node:crypto';
import type { EventSpec, MachineSpec } from '../../workflows/kit.js';
import { type Step, stateText } from '../../workflows/run.js';
import type { Actor } from '../core/actor.js';
import { canonical } from '../core/canonical.js';
import { Problem } from '../core/problem.js';
import type { Now } from '../platform/clock/clock.js';
import { parse } from '../platform/http/validation.js';
import type { CaseEventRow, CaseFile, StoredEffect } from './case-file.js';
import { hashOf } from './event-chain.js';

/** A command that comes from our own code is told apart by what it says, not by an HTTP body. */
export const requestHashOf = (what: unknown): string => createHash('sha256').update(canonical(what)).digest('hex');

/** The case after a step; the revision is the caller's. */
export function after(before: CaseFile, step: Step, now: Now): CaseFile {
  return {
    ...before,
    state: stateText(step.value),
    value: step.value,
    context: step.context,
    final: step.final,
    closedAt: step.final ? (before.closedAt ?? now.at) : null,
  };
}

export function eventOf(file: CaseFile, step: Step, now: Now, actor: Actor, standing: { onBehalfOf?: string }) {
  return {
    caseId: file.id,
    seq: file.revision,
    actor: actor.person,
    onBehalfOf: standing.onBehalfOf ?? null,
    toState: file.state,
    effects: step.effects as unknown as StoredEffect[],
    happenedAt: now.at,
  };
}

/** An event with its hash, taken over exactly what the database will give back. */
export const sealed = (event: Omit<CaseEventRow, 'hash' | 'recordedAt'>): Omit<CaseEventRow, 'recordedAt'> => {
  const stored = { ...event, payload: json(event.payload), facts: json(event.facts), effects: json(event.effects) };
  return { ...stored, hash: hashOf(stored) };
};

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** @throws Problem `input.*` with pointers under `/payload` */
export const parsePayload = (shape: MachineSpec['form'], payload: unknown): Record<string, unknown> =>
  parse(shape, payload, '/payload') as Record<string, unknown>;

/**
 * Names from outside are looked up, never passed on; what only the system may say does not exist for a client.
 * @throws Problem `workflow.event_unknown` (400) with the events of this kind
 */
export function declaredEvent(spec: MachineSpec, type: string, isSystem: boolean): EventSpec {
  const found = Object.hasOwn(spec.events, type) ? spec.events[type] : undefined;
  const systemOnly = found?.by.every((who) => 'is' in who && who.is === 'system');
  if (found && !type.startsWith('xstate.') && (isSystem || !systemOnly)) return found;
  const available = Object.entries(spec.events)
    .filter(([, event]) => event.button !== 'hidden')
    .map(([name]) => name);
  throw new Problem(
    'workflow.event_unknown',
    { where: '/type', event: type, available, allowed: available },
    { available },
  );
}
