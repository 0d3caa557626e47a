/** The laws that every machine keeps, as one pure function for the test and for `workflows check`. */
import type { MachineSpec, Who } from './contract.js';
import { deadEnds, explore, type Node, type Samples, sampleEvent } from './explore.js';
import { type Labels, labelFaults } from './labels.js';
import { canSend, describe, restore } from './run.js';

/** One stored example of each state; a later program must still read it and offer a way out. */
export interface StoredExample {
  value: unknown;
  context: Record<string, unknown>;
  /** Shortest way to it. */
  path: readonly string[];
}

/** For every state the events that some sample could send, some machine transition refuses, or that it does not know. */
export type EventTable = Record<string, Record<string, 'allowed' | 'guarded' | 'refused'>>;

export const examplesOf = (nodes: ReadonlyMap<string, Node>): Record<string, StoredExample> => {
  const examples: Record<string, StoredExample> = {};
  for (const { state, value, context, path } of nodes.values()) examples[state] ??= { value, context, path };
  return examples;
};

/** Every pair of state and declared event: taken freely, taken under a guard, or not known there. */
export function tableOf(spec: MachineSpec): EventTable {
  const { states, events, transitions } = describe(spec);
  return Object.fromEntries(
    states.map(({ state }) => [
      state,
      Object.fromEntries(
        events.map(({ event }) => {
          const lines = transitions.filter(
            (line) => line.event === event && (line.from === state || line.from === '*'),
          );
          if (lines.length === 0) return [event, 'refused' as const];
          return [event, lines.some((line) => line.guards.length === 0) ? ('allowed' as const) : ('guarded' as const)];
        }),
      ),
    ]),
  );
}

/**
 * Who may send what where: for every state and event those who may, by their relation to the case or by role; everybody else is
 * refused, and nobody may where the list is empty. Guards may still say no.
 */
export function roleTableOf(spec: MachineSpec): Record<string, Record<string, readonly string[]>> {
  const table = tableOf(spec);
  const told = (who: Who): string =>
    'role' in who
      ? `${who.role}${who.scope ? ` (${who.scope})` : ''}`
      : who.is === 'named'
        ? `named: ${who.field}`
        : who.is;
  return Object.fromEntries(
    Object.entries(table).map(([state, events]) => [
      state,
      Object.fromEntries(
        Object.entries(events).map(([event, how]) => [
          event,
          how === 'refused' ? [] : (spec.events[event]?.by ?? []).map(told).sort(),
        ]),
      ),
    ]),
  );
}

const forbidden = ['after', 'invoke', 'history'];

/** Faults against the dialect: what a stored machine may not contain. */
export function dialectFaults(spec: MachineSpec): string[] {
  const faults: string[] = [];
  const visit = (config: unknown, where: string): void => {
    if (typeof config !== 'object' || config === null) return;
    for (const [name, inner] of Object.entries(config)) {
      if (forbidden.includes(name)) faults.push(`${spec.kind}: ${where} uses ${name}`);
      if (name === 'type' && inner === 'history') faults.push(`${spec.kind}: ${where} is a history state`);
      if (typeof inner === 'function' && inner.name === 'spawnChild') faults.push(`${spec.kind}: ${where} spawns`);
      visit(inner, `${where}.${name}`);
    }
  };
  visit(spec.machine.config, spec.machine.id);
  return faults;
}

/**
 * Everything that is wrong with a machine, as sentences; empty when it keeps the laws: all states reached, a way out of
 * every situation, the samples send every event somewhere, texts complete in both languages, stored examples still good.
 */
export function lawFaults(
  spec: MachineSpec,
  samples: Samples,
  labels: Readonly<Record<string, Labels>>,
  examples: Readonly<Record<string, StoredExample>>,
  nodes: ReadonlyMap<string, Node> = explore(spec, samples),
): string[] {
  const faults = dialectFaults(spec);
  const described = describe(spec);
  const reached = new Set([...nodes.values()].map((node) => node.state));
  const sent = new Set([...nodes.values()].flatMap((node) => node.next.map(({ event }) => event)));
  for (const { state } of described.states)
    if (!reached.has(state)) faults.push(`${spec.kind}: state ${state} is never reached`);
  for (const { event } of described.events)
    if (!sent.has(event)) faults.push(`${spec.kind}: event ${event} is never possible`);
  for (const key of deadEnds(nodes))
    faults.push(`${spec.kind}: no way out of ${key} (after ${nodes.get(key)?.path.join(' → ')})`);
  for (const [language, texts] of Object.entries(labels)) faults.push(...labelFaults(spec, texts, language));
  for (const { state } of described.states) {
    const example = examples[state];
    if (!example) faults.push(`${spec.kind}: no stored example of ${state}`);
    else faults.push(...exampleFaults(spec, samples, state, example));
  }
  return faults;
}

function exampleFaults(spec: MachineSpec, samples: Samples, state: string, example: StoredExample): string[] {
  try {
    const snapshot = restore(spec, example.value, example.context);
    if (snapshot.status === 'done' || snapshot.hasTag('closed')) return [];
    const offers = samples.events.some((one) => canSend(spec, snapshot, sampleEvent(spec, samples, one)));
    return offers ? [] : [`${spec.kind}: the stored example of ${state} offers nothing`];
  } catch (error) {
    return [`${spec.kind}: the stored example of ${state} cannot be restored: ${String(error)}`];
  }
}
