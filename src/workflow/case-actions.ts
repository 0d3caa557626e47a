/** What a person may do with a case now: computed here, so that the browser draws buttons and repeats no rule. */
import { Injectable } from '@nestjs/common';
import { getNextTransitions } from 'xstate';
import { z } from 'zod';
import type { EventSpec, MachineEvent, MachineSpec, Refusal } from '../../workflows/kit.js';
import { canSend, type restore, whyNot } from '../../workflows/run.js';
import type { Actor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import type { Now } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { askedForm } from './asked-form.js';
import { CaseEffects } from './case-effects.js';
import { CaseFacts } from './case-facts.js';
import { type CaseFile, effectCaseOf } from './case-file.js';
import { CaseLabels } from './case-labels.js';
import { CasePermission, type Position, placesHere, rolesHere } from './case-permission.js';

export interface CaseAction {
  event: string;
  label: string;
  button: 'primary' | 'default' | 'danger';
  reason: boolean;
  /** JSON schema of the payload, field titles in the reader's language. */
  form: Record<string, unknown>;
  /** Why it is not possible yet, when the machine has a reason; the button is then shown without effect. */
  refusal?: { code: string; title: string; detail: string; hint: string; articles: readonly string[] };
}

@Injectable()
export class CaseActions {
  private readonly forms = new Map<string, Record<string, unknown>>();

  constructor(
    private readonly permission: CasePermission,
    private readonly facts: CaseFacts,
    private readonly labels: CaseLabels,
    private readonly effects: CaseEffects,
  ) {}

  /** In the order in which the machine declares its events. */
  async of(
    tx: Tx,
    spec: MachineSpec,
    snapshot: ReturnType<typeof restore>,
    position: Position,
    now: Now,
  ): Promise<CaseAction[]> {
    const actions: CaseAction[] = [];
    const known = new Set(getNextTransitions(snapshot).map((one) => one.eventType));
    for (const [type, event] of Object.entries(spec.events)) {
      if (event.button === 'hidden' || !known.has(type) || !this.permission.allowed(position, event)) continue;
      const asked = await this.ask(tx, spec, type, position, now).catch(refusedBy);
      // What cannot even be asked any more (a draft whose days are past) is said beside its button; the case stays readable.
      if (asked instanceof Problem) {
        actions.push({ ...this.action(spec, type, event, position.actor), refusal: saidBy(asked, position.actor) });
        continue;
      }
      if (canSend(spec, snapshot, asked)) {
        const action = this.action(spec, type, event, position.actor);
        const asks = spec.ask?.(position.caseFile.context as never, asked as never);
        actions.push(asks ? { ...action, form: askedForm(action.form, asks, position.actor.language) } : action);
        continue;
      }
      const refusal = whyNot(spec, snapshot, asked);
      if (refusal && !refusal.silent) {
        const problem = await this.effects.cited(tx, questionOf(type, position, now), problemOf(refusal));
        actions.push({ ...this.action(spec, type, event, position.actor), refusal: saidBy(problem, position.actor) });
      }
    }
    return actions;
  }

  /** Events that finish a task and that the state knows; holders are known, so nothing is asked of the database. */
  quick(
    spec: MachineSpec,
    snapshot: ReturnType<typeof restore>,
    caseFile: CaseFile,
    events: readonly string[],
    actor: Actor,
  ): CaseAction[] {
    const known = new Set(getNextTransitions(snapshot).map((one) => one.eventType));
    return events.flatMap((type) => {
      const event = spec.events[type];
      if (!event || event.button === 'hidden' || !known.has(type)) return [];
      const never = event.never?.(caseFile.context as never) ?? [];
      return never.includes(actor.person) ? [] : [this.action(spec, type, event, actor)];
    });
  }

  private async ask(
    tx: Tx,
    spec: MachineSpec,
    type: string,
    position: Position,
    now: Now,
  ): Promise<MachineEvent<never>> {
    const { actor, own, delegated } = position;
    const principal = own.length === 0 ? [...delegated.keys()][0] : undefined;
    const standing = {
      ...(principal ? { onBehalfOf: principal } : {}),
      holdings: principal ? (delegated.get(principal) ?? []) : own,
    };
    const event = spec.events[type];
    const facts = await this.facts.gather(tx, spec, questionOf(type, position, now));
    return {
      type,
      payload: undefined as never,
      actor: {
        person: actor.person,
        onBehalfOf: principal,
        roles: event ? rolesHere(actor, event, standing) : [],
        places: event && placesHere(event, standing),
      },
      today: now.today,
      at: now.at.toISOString(),
      facts,
    };
  }

  private action(spec: MachineSpec, type: string, event: EventSpec, actor: Actor): CaseAction {
    return {
      event: type,
      label: this.labels.word(spec.kind, 'events', type, actor.language),
      button: event.button === 'hidden' || event.button === undefined ? 'default' : event.button,
      reason: event.reason ?? false,
      form: this.formOf(spec, type, event, actor),
    };
  }

  private formOf(spec: MachineSpec, type: string, event: EventSpec, actor: Actor): Record<string, unknown> {
    const name = `${spec.kind}.v${spec.version} ${type} ${actor.language}`;
    const form = this.forms.get(name) ?? this.form(spec.kind, event.payload, actor, type);
    this.forms.set(name, form);
    return form;
  }

  /** JSON schema with titles; what a browser cannot check is left to the server. */
  form(kind: string, shape: z.ZodType, actor: Pick<Actor, 'language'>, event?: string): Record<string, unknown> {
    const schema = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
    delete schema.$schema;
    this.title(kind, schema, actor, event);
    return schema;
  }

  private title(kind: string, schema: Record<string, unknown>, actor: Pick<Actor, 'language'>, event?: string): void {
    for (const [name, part] of Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>)) {
      const own = event ? this.labels.fieldOf(kind, event, name, actor.language) : undefined;
      const word = own ?? this.labels.word(kind, 'fields', name, actor.language);
      if (word !== name) part.title = word;
      if (Array.isArray(part.enum)) {
        part['x-labels'] = Object.fromEntries(
          part.enum.map((value) => [String(value), this.labels.word(kind, 'values', String(value), actor.language)]),
        );
      }
      this.title(kind, part, actor);
    }
    for (const inner of [schema.items, ...((schema.anyOf ?? schema.oneOf ?? []) as unknown[])]) {
      if (typeof inner === 'object' && inner !== null) this.title(kind, inner as Record<string, unknown>, actor);
    }
  }
}

/** A refusal of a fact provider is an answer, anything else is a fault. */
function refusedBy(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}

/** What fact providers are asked for a button: nothing is typed yet and nothing is locked. */
const questionOf = (type: string, { caseFile, actor }: Position, now: Now) => ({
  caseFile: effectCaseOf(caseFile),
  event: { type, payload: {} },
  actor,
  today: now.today,
  lock: false,
});

const problemOf = ({ code, facts, articles }: Refusal): Problem =>
  new Problem(code, facts as never, articles ? { articles } : {});

function saidBy(problem: Problem, actor: Actor): CaseAction['refusal'] {
  const { title, detail, hint } = problem.text(actor.language);
  return { code: problem.code, title, detail, hint, articles: problem.extras.articles ?? [] };
}
