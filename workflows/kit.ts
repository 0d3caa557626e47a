/**
 * The dialect of the machines. A machine says only what may happen; everything it wants done is a named effect with JSON
 * parameters, returned by XState's pure `transition()` and never run here. No clock, no I/O, no `after`, no `invoke`.
 *
 * This file holds the dialect; `contract.ts` holds the shapes and `run.ts` the pure functions that start, ask and send.
 */
import type { GuardPredicate } from 'xstate';
import { assign, setup } from 'xstate';
import type { z } from 'zod';
import { type EffectName, effectShapes } from '../src/core/effects.js';
import { approvalPrefix } from './approval/labels.js';
import type { EventSpec, MachineEvent, MachineSpec, StartInput } from './contract.js';

export type * from './contract.js';
export type { MachineDescription, Step, TransitionLine } from './run.js';
export { canSend, describe, restore, send, startCase, whyNot } from './run.js';

type Events = Readonly<Record<string, EventSpec>>;
export type EventsOf<E extends Events> = {
  [K in keyof E & string]: Omit<MachineEvent, 'type' | 'payload'> & { type: K; payload: z.output<E[K]['payload']> };
}[keyof E & string];

type EffectInput<N extends EffectName> = z.input<(typeof effectShapes)[N]['params']>;
/** One effect, several of the same name (a list), or none (`null`): all three may come from a `params` function. */
type EffectActions = { [N in EffectName]: EffectInput<N> | EffectInput<N>[] | null };
type Guard<C, E> = (args: { context: C; event: E }) => boolean;

// biome-ignore lint/suspicious/noExplicitAny: the payload of whatever event the action is hung on
export type AnyEvent = MachineEvent<any>;
// biome-ignore lint/suspicious/noExplicitAny: an action that fits wherever a machine hangs it
export type AnyAction = any;

/**
 * Builders for a machine's actions, so that a list of them can be named and used twice.
 * `effect` asks for something by name; its params may be a function of context and event, and then give one object, a list
 * of them, or `null` for none. `set` changes the context. Actions run in order: an effect sees what was set before it.
 */
export const actionsFor = <C>() => ({
  effect: <N extends EffectName>(
    name: N,
    params: EffectInput<N> | ((context: C, event: AnyEvent) => EffectInput<N> | EffectInput<N>[] | null),
  ): AnyAction => ({
    type: name,
    params:
      typeof params === 'function'
        ? ({ context, event }: { context: C; event: AnyEvent }) => params(context, event)
        : params,
  }),
  set: (change: (context: C, event: AnyEvent) => Partial<C>): AnyAction =>
    assign((({ context, event }: { context: C; event: AnyEvent }) => change(context, event)) as never),
});

/** Tags that the kit understands: `closed` = finished for people, though the system may still reopen it. */
export const CLOSED = 'closed';

/** An event that is heard and changes nothing, e.g. a deadline nobody waits for any more. XState refuses an empty list of actions. */
// biome-ignore lint/suspicious/noExplicitAny: fits every machine
export const ignored = (): any => assign({});

const noEffect = () => undefined;
const effectActions = Object.fromEntries(Object.keys(effectShapes).map((name) => [name, noEffect]));

/**
 * XState's `setup()` with the effect vocabulary as actions, guards by name and events typed from their zod shapes.
 * `guards` look at context and facts; `payloadGuards` also at the payload, and count as satisfied while there is none yet.
 */
export function dialect<
  C extends z.ZodType<Record<string, unknown>>,
  E extends Events,
  F extends z.ZodType,
  G extends string = never,
  H extends string = never,
>(parts: {
  context: C;
  events: E;
  form: F;
  guards?: Record<G, Guard<z.output<C>, EventsOf<E>>>;
  payloadGuards?: Record<H, Guard<z.output<C>, EventsOf<E>>>;
}) {
  const payloadGuards = Object.fromEntries(
    Object.entries<Guard<z.output<C>, EventsOf<E>>>(parts.payloadGuards ?? ({} as never)).map(([name, guard]) => [
      name,
      (args: { context: z.output<C>; event: EventsOf<E> }) => args.event.payload === undefined || guard(args),
    ]),
  );
  type GuardParams = { [K in G | H]: undefined };
  type Guards = { [K in keyof GuardParams]: GuardPredicate<z.output<C>, EventsOf<E>, undefined, never> };
  return setup<
    z.output<C>,
    EventsOf<E>,
    Record<never, never>,
    Record<never, never>,
    EffectActions,
    GuardParams,
    never,
    typeof CLOSED | 'incident',
    StartInput<z.output<F>>
  >({
    actions: effectActions as never,
    guards: { ...parts.guards, ...payloadGuards } as unknown as Guards as never,
  });
}

/** Keeps the precise types of a list of events while checking their shape. */
export const defineEvents = <E extends Events>(events: E): E => events;

/** Freezes a machine's description; wiring faults (an event that no state handles, a reason without guard) throw here. */
export function defineMachine(spec: MachineSpec): MachineSpec {
  const handled = new Set<string>(spec.machine.events);
  for (const event of Object.keys(spec.events)) {
    if (!handled.has(event)) throw new Error(`${spec.kind}.v${spec.version}: no state handles ${event}`);
  }
  for (const event of handled) {
    if (!(event in spec.events)) throw new Error(`${spec.kind}.v${spec.version}: ${event} is not declared`);
  }
  for (const guard of Object.keys(spec.because ?? {})) {
    if (!(guard in spec.machine.implementations.guards))
      throw new Error(`${spec.kind}: reason for unknown guard ${guard}`);
  }
  return Object.freeze({ ...spec, facts: withTimeouts(spec) });
}

/** A time-out that decides in place of a signer knows what the signer's approval would know. */
function withTimeouts(spec: MachineSpec): MachineSpec['facts'] {
  const prefix = approvalPrefix(spec);
  const approving = prefix === undefined ? undefined : spec.facts?.[`${prefix}.approve`];
  if (!approving) return spec.facts;
  const before = spec.facts?.['deadline.reached'] ?? [];
  return { ...spec.facts, 'deadline.reached': [...new Set([...before, ...approving])] };
}
