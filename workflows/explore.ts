/** Walks a machine with sample events, breadth first, so that its laws can be checked and its states shown. Pure. */
import type { AnyMachineSnapshot } from 'xstate';
import type { CaseActor, MachineEvent, MachineSpec, StartContext, StoredState } from './contract.js';
import { canSend, restore, type Step, send, startCase, stateText } from './run.js';

export interface SampleEvent {
  type: string;
  payload?: Record<string, unknown>;
  actor?: CaseActor;
  today?: string;
  facts?: Record<string, unknown>;
}

export interface Samples {
  starts: readonly { form: unknown; start?: Partial<StartContext> }[];
  events: readonly SampleEvent[];
  /** Facts for every event, unless the event brings its own. */
  facts?: Record<string, unknown>;
  /** What tells two situations apart; without it histories would make endlessly many. */
  essence: (context: Record<string, unknown>) => unknown;
}

/** One event that a situation takes, where it leads, and the templates of the papers that it asks for. */
export interface Arc {
  event: string;
  to: string;
  papers: readonly string[];
}

export interface Node extends StoredState {
  state: string;
  final: boolean;
  /** Events from the start, the shortest way. */
  path: readonly string[];
  /** The same way by place: which start, then which of the sample events. */
  trail: readonly number[];
  next: readonly Arc[];
  effects: Step['effects'];
}

const BASE: Omit<StartContext, 'facts'> = {
  key: 'sample-1',
  applicant: '0012',
  actor: { person: '0012', roles: ['STAFF'] },
  today: '2026-09-07',
  at: '2026-09-07T01:00:00.000Z',
};
const LIMIT = 5_000;

/** The event of a sample as the shell would send it, its payload parsed. */
export function sampleEvent(spec: MachineSpec, samples: Samples, sample: SampleEvent): MachineEvent {
  const shape = spec.events[sample.type];
  if (!shape) throw new Error(`sample of unknown event ${sample.type}`);
  return {
    type: sample.type,
    payload: shape.payload.parse(sample.payload ?? {}) as Record<string, unknown>,
    actor: sample.actor ?? BASE.actor,
    today: sample.today ?? BASE.today,
    at: `${sample.today ?? BASE.today}T01:00:00.000Z`,
    facts: { ...samples.facts, ...sample.facts },
  };
}

/**
 * All situations that the samples can reach, by their key, in the order of their distance from the start.
 * @param may leaves out what a sample's person may not send; by default only the machine is asked
 * @throws Error when a payload does not fit its event, or there are more than 5,000 situations
 */
export function explore(
  spec: MachineSpec,
  samples: Samples,
  may: (event: MachineEvent, context: Record<string, unknown>) => boolean = () => true,
): Map<string, Node> {
  const nodes = new Map<string, Node & { next: Arc[] }>();
  const queue: string[] = [];
  const keyOf = (step: StoredState) => `${stateText(step.value)} ${JSON.stringify(samples.essence(step.context))}`;
  const add = (step: Step, path: readonly string[], trail: readonly number[]) => {
    const key = keyOf(step);
    if (!nodes.has(key)) {
      const state = stateText(step.value);
      nodes.set(key, {
        value: step.value,
        context: step.context,
        state,
        final: step.final,
        path,
        trail,
        next: [],
        effects: step.effects,
      });
      queue.push(key);
    }
    return key;
  };
  for (const [index, { form, start }] of samples.starts.entries())
    add(startCase(spec, form, { ...BASE, facts: samples.facts ?? {}, ...start }), [], [index]);
  const events = samples.events.map((sample) => sampleEvent(spec, samples, sample));
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    const node = nodes.get(key);
    if (!node) continue;
    if (nodes.size > LIMIT) throw new Error(`${spec.kind}: more than ${LIMIT} situations`);
    const snapshot: AnyMachineSnapshot = restore(spec, node.value, node.context);
    for (const [index, event] of events.entries()) {
      if (!may(event, node.context) || !canSend(spec, snapshot, event)) continue;
      const step = send(spec, snapshot, event);
      const papers = step.effects.flatMap(({ name, params }) =>
        name === 'paper.draft' ? [(params as { template: string }).template] : [],
      );
      node.next.push({ event: event.type, to: add(step, [...node.path, event.type], [...node.trail, index]), papers });
    }
  }
  return nodes;
}

/** Keys of situations from which no finished one can be reached. */
export function deadEnds(nodes: ReadonlyMap<string, Node>): string[] {
  const comesFrom = new Map<string, string[]>();
  for (const [key, node] of nodes) {
    for (const { to } of node.next) comesFrom.set(to, [...(comesFrom.get(to) ?? []), key]);
  }
  const queue = [...nodes].filter(([, node]) => node.final).map(([key]) => key);
  const leads = new Set(queue);
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const before of comesFrom.get(key) ?? []) {
      if (leads.has(before)) continue;
      leads.add(before);
      queue.push(before);
    }
  }
  return [...nodes.keys()].filter((key) => !leads.has(key));
}
