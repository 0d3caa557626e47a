/** Pure functions over a machine: start, restore, ask, send, describe. Nothing here runs an effect. */
import { type AnyMachineSnapshot, type AnyStateNode, getNextTransitions, initialTransition, transition } from 'xstate';
import type { z } from 'zod';
import { type Effect, type EffectName, effectShapes } from '../src/core/effects.js';
import { Problem, type ProblemDetail } from '../src/core/problem.js';
import type { MachineEvent, MachineSpec, Refusal, StartContext, StoredState, Who } from './contract.js';

export interface Step extends StoredState {
  /** In the order in which they must run. */
  effects: Effect[];
  /** False when nothing was decided: same state, same context, no effect. */
  changed: boolean;
  /** Finished: an XState final state, or a state tagged `closed` (which hidden system events may still leave). */
  final: boolean;
}

/** Leaf states as one text: `review`, or `a.b` for nested, parallel regions joined by `|`. */
export function stateText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Object.entries(value as Record<string, unknown>)
    .map(([name, inner]) => {
      const rest = stateText(inner);
      return rest === '' ? name : `${name}.${rest}`;
    })
    .join('|');
}

/**
 * Opens a case.
 * @param input the form as it came; parsed here.
 * @throws Problem `input.invalid` with pointers, or the machine's own refusal (422).
 */
export function startCase(spec: MachineSpec, input: unknown, start: StartContext): Step {
  const form = spec.form.safeParse(input);
  if (!form.success)
    throw new Problem('input.invalid', { count: form.error.issues.length }, { errors: details(form.error) });
  const full = { ...start, form: form.data as Record<string, unknown> };
  const refusal = spec.refuseStart?.(full as never);
  if (refusal) throw refused(refusal);
  const [snapshot, actions] = initialTransition(spec.machine, full);
  return finish(spec, snapshot as AnyMachineSnapshot, actions, true);
}

/**
 * Rebuilds a snapshot from what was stored. Nothing is started, so nothing can throw later.
 * @throws Problem `workflow.snapshot_invalid` when the state is unknown to this version or the context does not fit:
 * the caller files an incident and leaves the case as it is.
 */
export function restore(spec: MachineSpec, value: unknown, context: unknown): AnyMachineSnapshot {
  const parsed = spec.context.safeParse(context);
  if (!parsed.success) throw broken(spec, value, details(parsed.error));
  let snapshot: AnyMachineSnapshot;
  try {
    snapshot = spec.machine.resolveState({ value: value as never, context: parsed.data as never });
  } catch (cause) {
    throw broken(spec, value, [], cause);
  }
  if (snapshot.status === 'error') throw broken(spec, value, [], snapshot.error);
  return snapshot;
}

/**
 * May the event happen now? Ask with `payload: undefined` to learn whether a button should be drawn.
 * Events that are not declared are never possible, whatever XState would make of them.
 */
export function canSend(
  spec: MachineSpec,
  snapshot: AnyMachineSnapshot,
  event: MachineEvent<never> | MachineEvent,
): boolean {
  return Object.hasOwn(spec.events, event.type) && snapshot.can(event as never);
}

/** Why not, when a guard with a reason said no; undefined when the state simply does not know the event. */
export function whyNot(
  spec: MachineSpec,
  snapshot: AnyMachineSnapshot,
  event: MachineEvent<never> | MachineEvent,
): Refusal | undefined {
  for (const candidate of getNextTransitions(snapshot)) {
    if (candidate.eventType !== event.type) continue;
    for (const name of guardNames(candidate.guard)) {
      const guard = spec.machine.implementations.guards[name] as
        | ((args: unknown, params?: unknown) => boolean)
        | undefined;
      const because = spec.because?.[name];
      if (guard && because && !guard({ context: snapshot.context, event }))
        return because(snapshot.context as never, event as never);
    }
  }
  return undefined;
}

/**
 * Decides one event. Same snapshot and event, same answer, for ever.
 * @throws Problem the guard's own code (422) when it has a reason, else `workflow.transition_refused` (409);
 * `workflow.event_unknown` (400) for names that are not declared.
 */
export function send(spec: MachineSpec, snapshot: AnyMachineSnapshot, event: MachineEvent): Step {
  if (!Object.hasOwn(spec.events, event.type)) {
    throw new Problem('workflow.event_unknown', { event: event.type, available: Object.keys(spec.events) });
  }
  if (!snapshot.can(event as never)) {
    const refusal = whyNot(spec, snapshot, event);
    if (refusal) throw refused(refusal);
    const available = possible(spec, snapshot, event);
    throw new Problem(
      'workflow.transition_refused',
      { state: stateText(snapshot.value), event: event.type, available },
      { available },
    );
  }
  const [next, actions] = transition(spec.machine, snapshot as never, event as never);
  const changed =
    stateText((next as AnyMachineSnapshot).value) !== stateText(snapshot.value) ||
    JSON.stringify((next as AnyMachineSnapshot).context) !== JSON.stringify(snapshot.context);
  return finish(spec, next as AnyMachineSnapshot, actions, changed);
}

/** Declared events that the present state would take now from somebody, hidden ones left out. */
export function possible(spec: MachineSpec, snapshot: AnyMachineSnapshot, like: MachineEvent): string[] {
  return Object.entries(spec.events)
    .filter(([, event]) => event.button !== 'hidden')
    .map(([type]) => type)
    .filter((type) => canSend(spec, snapshot, { ...like, type, payload: undefined as never }));
}

function finish(
  spec: MachineSpec,
  snapshot: AnyMachineSnapshot,
  actions: readonly { type: string; params?: unknown }[],
  changed: boolean,
): Step {
  if (snapshot.status === 'error') throw new Error(`${spec.kind}.v${spec.version} failed`, { cause: snapshot.error });
  const effects = actions.flatMap((action) => effectsOf(spec, action));
  const context = spec.context.parse(JSON.parse(JSON.stringify(snapshot.context))) as Record<string, unknown>;
  return {
    value: snapshot.value,
    context,
    effects,
    changed: changed || effects.length > 0,
    final: snapshot.status === 'done' || snapshot.hasTag('closed'),
  };
}

function effectsOf(spec: MachineSpec, action: { type: string; params?: unknown }): Effect[] {
  if (!Object.hasOwn(effectShapes, action.type))
    throw new Error(`${spec.kind}.v${spec.version} asks for unknown effect ${action.type}`);
  const name = action.type as EffectName;
  if (action.params === null) return [];
  const list = Array.isArray(action.params) ? action.params : [action.params ?? {}];
  return list.map((params) => ({ name, params: effectShapes[name].params.parse(params) }) as Effect);
}

function guardNames(guard: unknown): string[] {
  if (typeof guard === 'string') return [guard];
  if (typeof guard === 'object' && guard !== null && 'type' in guard) return [String(guard.type)];
  if (typeof guard === 'function' && 'guards' in guard) return (guard.guards as unknown[]).flatMap(guardNames);
  return [];
}

const refused = (refusal: Refusal) => new Problem(refusal.code, refusal.facts, { articles: refusal.articles });

const broken = (spec: MachineSpec, value: unknown, errors: ProblemDetail[], cause?: unknown) =>
  new Problem(
    'workflow.snapshot_invalid',
    { kind: spec.kind, version: spec.version, state: JSON.stringify(value) ?? '' },
    { errors, cause },
  );

const details = (error: z.ZodError): ProblemDetail[] =>
  error.issues.map((issue) => ({ where: `/${issue.path.join('/')}`, message: issue.message }));

export interface TransitionLine {
  from: string;
  event: string;
  to: string;
  guards: readonly string[];
  by: readonly Who[];
  effects: readonly string[];
}

export interface MachineDescription {
  kind: string;
  version: number;
  initial: string;
  states: readonly { state: string; final: boolean; closed: boolean; entry: readonly string[] }[];
  events: readonly { event: string; by: readonly Who[]; hidden: boolean; facts: readonly string[] }[];
  transitions: readonly TransitionLine[];
}

const below = (node: AnyStateNode): AnyStateNode[] =>
  Object.values(node.states).flatMap((child) => [child, ...below(child)]);

/** Everything that can be printed or drawn about a machine: states, events, transitions with guards, people and effects. */
export function describe(spec: MachineSpec): MachineDescription {
  const nodes = below(spec.machine.root);
  const name = (node: { path: readonly string[] }) => node.path.join('.') || '*';
  const effects = (actions: readonly unknown[]) =>
    actions
      .map((action) => (action as { type?: string }).type ?? '')
      .filter((type) => Object.hasOwn(effectShapes, type));
  // What the root takes is taken in every state; it is listed under `*`.
  const transitions = [...nodes, spec.machine.root].flatMap((node) =>
    [...[...node.transitions.values()].flat(), ...(node.always ?? [])].map((candidate) => ({
      from: name(node),
      // Empty for what happens by itself on entry.
      event: candidate.eventType,
      to: candidate.target?.map(name).join('|') ?? name(node),
      guards: guardNames(candidate.guard),
      by: spec.events[candidate.eventType]?.by ?? [],
      effects: effects(candidate.actions),
    })),
  );
  return {
    kind: spec.kind,
    version: spec.version,
    initial: spec.machine.root.initial.target.map(name).join('|'),
    states: nodes.map((node) => ({
      state: name(node),
      final: node.type === 'final',
      closed: node.type === 'final' || node.tags.includes('closed'),
      entry: effects(node.entry),
    })),
    events: Object.entries(spec.events).map(([event, declared]) => ({
      event,
      by: declared.by,
      hidden: declared.button === 'hidden',
      facts: [...(spec.facts?.['*'] ?? []), ...(spec.facts?.[event] ?? [])],
    })),
    transitions,
  };
}
