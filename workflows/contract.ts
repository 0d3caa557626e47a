/** The shapes that machines, the kit and the shell agree on. Types only. */
import type { AnyStateMachine } from 'xstate';
import type { z } from 'zod';
import type { Holder } from '../src/core/effects.js';
import type { Day } from '../src/core/fact.js';
import type { Role, Scope } from '../src/core/roles.js';

/** Who acts. The shell fills this in; a client never does. */
export interface CaseActor {
  /** Code of the person, or `system`. */
  person: string;
  /** The person on whose behalf a delegate acts. */
  onBehalfOf?: string;
  roles: readonly Role[];
  /** Where a task is worked off: the places by role that the actor may fill, the one to be taken first; absent: any of his roles. */
  places?: readonly Holder[];
}

/** Every event that reaches a machine has this shape; `payload` was parsed by the event's own zod shape. */
export interface MachineEvent<P = Record<string, unknown>> {
  type: string;
  /** `undefined` only when the shell asks which buttons to draw: guards over the payload then count as satisfied. */
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

export interface EventSpec<P extends z.ZodType = z.ZodType> {
  payload: P;
  by: readonly Who[];
  /** People (codes) who may never send it, read from the context: recorder, applicant, scorer… Refused as `auth.self_decision`. */
  never?: (context: never) => readonly (string | undefined)[];
  /** Shown as a primary, a secondary or a dangerous button; `hidden` events come from the system or other cases. */
  button?: 'primary' | 'default' | 'danger' | 'hidden';
  /** The form needs a written reason. */
  reason?: boolean;
}

/** Why a guard says no, for a 422 answer: a problem code of the catalogue, its facts and the articles. */
export interface Refusal {
  code: string;
  facts?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  articles?: readonly string[];
  /** It is somebody else's matter: no button is drawn for it. Whoever sends the event all the same is told. */
  silent?: boolean;
}

export interface MachineSpec {
  kind: string;
  version: number;
  machine: AnyStateMachine;
  /** The form that starts a case; the result becomes `input.form` of the machine (see `StartInput`). */
  form: z.ZodType;
  /** Shape of the stored context; a snapshot that does not fit becomes an incident. */
  context: z.ZodType;
  events: Readonly<Record<string, EventSpec>>;
  /**
   * Names of the fact providers that the shell runs before `can` and `transition`: per event, for the start
   * (`case.start`, where `event.payload` of the question is the form), or for all events (`*`, the start not included).
   */
  facts?: Readonly<Record<string, readonly string[]>>;
  /** Who may open a case of this kind directly through the general route; absent = only effects and services. */
  startBy?: readonly Who[];
  /** Reasons of guards, by the guard's name; asked only after the guard said no. */
  because?: Readonly<Record<string, (context: never, event: never) => Refusal>>;
  /** Says before a start why it cannot be, e.g. official leave without its document. */
  refuseStart?: (start: StartInput<never>) => Refusal | undefined;
  /**
   * What the form of an event asks here and now: limits and words from the facts, and fields that are not asked. By the
   * field of the payload; a field that is not named is asked as its shape says.
   */
  ask?: (context: never, event: never) => Readonly<Record<string, FieldAsk>>;
  /** Main way through, in order, for the stations at the head of a case page. */
  stations?: readonly string[];
  /**
   * Fields of the context that name people who may read the case although they have nothing to do in it. While a context
   * says `isConfidential: true`, roles, delegations and the subject open nothing: only applicant, holders, those who took
   * part and named people know that the case exists.
   */
  seenBy?: readonly string[];
  /** Fields of the context that tell a reader what the case is about, in order; absent = all that have a label. */
  summary?: readonly string[];
}

/** How one field of a form is asked. Amounts in 1/10000. */
export interface FieldAsk {
  /** False: it has no meaning here. */
  isAsked?: boolean;
  isRequired?: boolean;
  least?: number;
  most?: number;
  title?: { 'zh-CN': string; en: string };
  /** Why, and within which limits. */
  hint?: { 'zh-CN': string; en: string };
  article?: string;
  /** Another amount whose place in its range offers the one here. */
  follows?: { field: string; from: readonly [number, number]; to: readonly [number, number] };
  /** Words that may be given. */
  choices?: readonly string[];
  /** Fields of an open record, e.g. of `values`. */
  parts?: Readonly<Record<string, FieldAsk & { type: 'text' | 'number' }>>;
}

/** What a machine gets as XState `input` when a case is opened. */
export interface StartInput<F = Record<string, unknown>> {
  form: F;
  /** Business key of the case. */
  key: string;
  applicant?: string;
  subject?: string;
  actor: CaseActor;
  today: Day;
  at: string;
  facts: Readonly<Record<string, unknown>>;
}

/** `StartInput` without the form. */
export type StartContext = Omit<StartInput, 'form'>;

/** What is stored of a running case: JSON and nothing else. */
export interface StoredState {
  value: unknown;
  context: Record<string, unknown>;
}
