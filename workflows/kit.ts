/**
 * The dialect of the machines. A machine says only what may happen; everything it wants done is a named effect with JSON
 * parameters, returned by XState's pure `transition()` and never run here. No clock, no I/O, no `after`, no `invoke`.
 */
import type { AnyStateMachine } from 'xstate';
import type { z } from 'zod';
import type { Day } from '../src/core/fact.js';
import type { Role, Scope } from '../src/core/roles.js';

/** Who acts. The shell fills this in; a client never does. */
export interface CaseActor {
  /** Code of the person, or `system`. */
  person: string;
  /** The person on whose behalf a delegate acts. */
  onBehalfOf?: string;
  roles: readonly Role[];
}

/** Every event that reaches a machine has this shape; `payload` was parsed by the event's own zod shape. */
export interface MachineEvent<P = Record<string, unknown>> {
  type: string;
  payload: P;
  actor: CaseActor;
  /** Business day and instant, from the database clock. */
  today: Day;
  at: string;
  /** What the fact providers named by the machine found, by provider name. Clients never send them. */
  facts: Readonly<Record<string, unknown>>;
}

/** One way of being allowed to send an event; a list of them means "any of these". */
export type Who =
  | { is: 'system' }
  | { is: 'applicant' }
  | { is: 'subject' }
  /** Holds an open task of this case, in person, by role or as a delegate. */
  | { is: 'holder' }
  /** A person named in the stored context under this field. */
  | { is: 'named'; field: string }
  | { role: Role; scope?: Scope };

export interface EventSpec {
  payload: z.ZodType;
  by: readonly Who[];
  /** People (codes) who may never send it, read from the context: recorder, applicant, scorer… Refused as `auth.self_decision`. */
  never?: (context: never) => readonly (string | undefined)[];
  /** Shown as a primary, a secondary or a dangerous button; `hidden` events come from the system or other cases. */
  button?: 'primary' | 'default' | 'danger' | 'hidden';
  /** The form needs a written reason. */
  reason?: boolean;
}

export interface MachineSpec {
  kind: string;
  version: number;
  machine: AnyStateMachine;
  /** The form that starts a case; the result becomes `input` of the machine. */
  form: z.ZodType;
  /** Shape of the stored context; a snapshot that does not fit becomes an incident. */
  context: z.ZodType;
  events: Readonly<Record<string, EventSpec>>;
  /** Names of the fact providers that the shell runs before `can` and `transition`, per event or for all (`*`). */
  facts?: Readonly<Record<string, readonly string[]>>;
  /** Who may open a case of this kind directly through the general route; absent = only effects and services. */
  startBy?: readonly Who[];
}
