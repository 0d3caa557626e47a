/**
 * The heart: one event, one transaction. Load and lock the case, answer a repeated command, require the right, parse the
 * payload, gather facts, ask the machine, write state + event + outbox in one guarded statement, then run the effects that
 * write our own tables. Everything that decides is pure; this file only fetches before and stores after.
 */
import { Injectable } from '@nestjs/common';
import { getNextTransitions } from 'xstate';
import type { EventSpec, MachineEvent, MachineSpec } from '../../workflows/kit.js';
import { restore, type Step, send, startCase } from '../../workflows/run.js';
import { type Actor, rolesOf } from '../core/actor.js';
import type { SubjectKey } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { Clock, type Now } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import type { CasePort, SendToCase, SentToCase, StartCase } from '../platform/effects/case-port.js';
import { uuidV7 } from '../platform/ids.js';
import { CaseRepository, type LockedCase } from './case.repository.js';
import { caseChanged } from './case-changed.js';
import { CaseEffects } from './case-effects.js';
import { CaseFacts, type FactAsk } from './case-facts.js';
import { type CaseFile, effectCaseOf } from './case-file.js';
import { CaseIncidents } from './case-incidents.js';
import { CaseLabels } from './case-labels.js';
import { CasePermission, type Position, placesHere, rolesHere, type Standing } from './case-permission.js';
import { CasePlaces } from './case-places.js';
import { after, declaredEvent, eventOf, parsePayload, requestHashOf, sealed } from './case-step.js';
import { chainStart } from './event-chain.js';
import { Machines } from './machines.js';
import { signedStep } from './present-step.js';

export interface StartCommand extends StartCase {
  /** The edition to which the case is pinned; absent = the one in force by the provider `edition.current`. */
  edition?: { ref: string; hash: string };
}

export interface DispatchCommand {
  caseId: string;
  event: { type: string; payload?: unknown };
  /** What the client saw; absent for system commands, which act on whatever is there. */
  revision?: number;
  actor: Actor;
  idempotencyKey: string;
  requestHash: string;
}

export interface DispatchResult {
  caseId: string;
  seq: number;
  /** State after this event, also when the case has gone on since (a repeated command). */
  state: string;
  revision: number;
  replayed: boolean;
  /** What the providers found for this event; absent for a repeated command. */
  facts?: Readonly<Record<string, unknown>>;
}

@Injectable()
export class CaseEngine implements CasePort {
  constructor(
    private readonly machines: Machines,
    private readonly cases: CaseRepository,
    private readonly permission: CasePermission,
    private readonly places: CasePlaces,
    private readonly facts: CaseFacts,
    private readonly effects: CaseEffects,
    private readonly incidents: CaseIncidents,
    private readonly labels: CaseLabels,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens a case on the newest version of its machine. The same kind and key again returns the case that is there.
   * @throws Problem `input.invalid` with pointers, or the machine's own refusal (422)
   */
  async start(tx: Tx, command: StartCommand): Promise<{ id: string; state: string; revision: number }> {
    const spec = this.machines.newest(command.kind);
    if (!spec) throw new Problem('case.kind_unknown', { kind: command.kind });
    const known = await this.opened(tx, command);
    if (known) return known;
    const now = await this.clock.now(tx);
    const blank = this.blankFile(spec, command, now);
    const question = {
      caseFile: effectCaseOf(blank),
      event: { type: 'case.start', payload: command.input },
      actor: command.actor,
      today: now.today,
      lock: true,
    };
    const edition = command.edition ?? (await this.effects.editionInForce(tx, question));
    const facts = await this.facts.gather(tx, spec, question);
    const begin = () =>
      startCase(spec, command.input, {
        key: command.key,
        applicant: command.applicant,
        subject: command.subject,
        actor: { person: command.actor.person, roles: rolesOf(command.actor) },
        today: now.today,
        at: now.at.toISOString(),
        facts,
      });
    const step = await this.citing(tx, question, begin);
    const file: CaseFile = {
      ...after(blank, step, now),
      revision: 1,
      editionRef: edition?.ref ?? null,
      editionHash: edition?.hash ?? null,
    };
    const event = sealed({
      ...eventOf(file, step, now, command.actor, {}),
      type: 'case.start',
      payload: command.input,
      facts,
      fromState: null,
      // The key of a start is the case itself: `(kind, key)` already makes it happen once.
      idempotencyKey: `start:${file.id}`,
      requestHash: requestHashOf(command.input),
      prevHash: chainStart(file.id),
    });
    // Of two who start the same case at once the second waits here, and finds it there.
    if (!(await this.cases.open(tx, file, event, this.effects.linesOf(event))))
      return (await this.opened(tx, command))!;
    await this.effects.run(tx, file, event, command.actor, now);
    return { id: file.id, state: file.state, revision: 1 };
  }

  /**
   * Sends one event to a case.
   * @throws Problem `case.not_found`, `case.changed` (412), `request.idempotency_mismatch` (422), `workflow.event_unknown`
   * (400), `auth.forbidden` and `auth.self_decision` (403), `input.invalid` (400), `workflow.transition_refused` (409) or
   * the machine's own reason (422)
   */
  async dispatch(tx: Tx, command: DispatchCommand): Promise<DispatchResult> {
    const locked = await this.cases.lockFor(tx, command.caseId, command.actor.person, command.idempotencyKey);
    if (!locked) throw new Problem('case.not_found');
    const { caseFile, repeated } = locked;
    if (repeated) return replayed(command, repeated);
    const spec = this.specOf(caseFile);
    const eventSpec = declaredEvent(spec, command.event.type, command.actor.person === 'system');
    const now = await this.clock.now(tx);
    const snapshot = this.restored(tx, spec, caseFile);
    const position = await this.permission.position(tx, caseFile, command.actor, now.today);
    if (!(await this.permission.mayView(tx, position, spec))) throw new Problem('case.not_found');
    if (command.revision !== undefined && command.revision !== caseFile.revision) {
      const { id: caseId, revision } = caseFile;
      throw await caseChanged(tx, this.cases, {
        caseId,
        seen: command.revision,
        revision,
        language: command.actor.language,
      });
    }
    const allowed = this.standingFor(position, eventSpec, snapshot, command.event.type);
    const standing = await this.places.placed(tx, caseFile, allowed, command.actor.person, now.today);
    const payload = parsePayload(eventSpec.payload, command.event.payload ?? {});
    const asked = { type: command.event.type, payload };
    const question = {
      caseFile: effectCaseOf(caseFile),
      event: asked,
      actor: command.actor,
      today: now.today,
      lock: true,
    };
    const facts = await this.facts.gather(tx, spec, question);
    const event: MachineEvent = {
      ...asked,
      actor: {
        person: command.actor.person,
        onBehalfOf: standing.onBehalfOf,
        roles: rolesHere(command.actor, eventSpec, standing),
        places: placesHere(eventSpec, standing),
      },
      today: now.today,
      at: now.at.toISOString(),
      facts,
    };
    const step = await this.citing(tx, question, () => this.decide(spec, snapshot, command.actor, event));
    return this.store(tx, locked, step, { command, payload, facts, standing, now });
  }

  private async opened(tx: Tx, { kind, key }: StartCommand) {
    const known = await this.cases.byKey(tx, kind, key);
    return known && { id: known.id, state: known.state, revision: known.revision };
  }

  /** `CasePort`: the same key twice does nothing the second time. */
  async send(tx: Tx, command: SendToCase): Promise<SentToCase> {
    const payload = command.payload ?? {};
    return this.dispatch(tx, {
      caseId: command.caseId,
      event: { type: command.event, payload },
      actor: command.actor,
      idempotencyKey: command.key,
      requestHash: requestHashOf({ caseId: command.caseId, event: command.event, payload }),
    });
  }

  async find(tx: Tx, kind: string, key: string): Promise<string | undefined> {
    return (await this.cases.byKey(tx, kind, key))?.id;
  }

  async stateOf(tx: Tx, kind: string, key: string): Promise<string | undefined> {
    return (await this.cases.byKey(tx, kind, key))?.state;
  }

  /** The machine of a case. @throws Problem `workflow.version_missing`: found at start for open cases, so a wiring fault. */
  specOf(caseFile: Pick<CaseFile, 'kind' | 'machineVersion'>): MachineSpec {
    const spec = this.machines.find(caseFile.kind, caseFile.machineVersion);
    if (!spec) throw new Problem('workflow.version_missing', { kind: caseFile.kind, version: caseFile.machineVersion });
    return spec;
  }

  /** A snapshot that cannot be read becomes an incident after this transaction is gone; the case stays as it is. */
  restored(tx: Tx, spec: MachineSpec, caseFile: CaseFile): ReturnType<typeof restore> {
    try {
      return restore(spec, caseFile.value, caseFile.context);
    } catch (error) {
      this.incidents.reportLater(tx.institutionId, caseFile.id, 'snapshot', error);
      throw error;
    }
  }

  /** What a machine refuses is told with the articles of the edition. */
  private async citing(tx: Tx, question: FactAsk, decide: () => Step): Promise<Step> {
    try {
      return decide();
    } catch (error) {
      throw error instanceof Problem ? await this.effects.cited(tx, question, error) : error;
    }
  }

  /** Asks the machine; its refusal names state and events in the words of the kind. */
  private decide(spec: MachineSpec, snapshot: ReturnType<typeof restore>, actor: Actor, event: MachineEvent): Step {
    try {
      return send(spec, snapshot, event);
    } catch (error) {
      throw error instanceof Problem ? this.labels.refusal(error, spec.kind, actor.language) : error;
    }
  }

  /** Whoever held the task until a moment ago is told that the case moved on, not that he has no right. */
  private standingFor(
    position: Position,
    event: EventSpec,
    snapshot: ReturnType<typeof restore>,
    type: string,
  ): Standing {
    try {
      return this.permission.require(position, event);
    } catch (error) {
      const late =
        error instanceof Problem &&
        error.code === 'auth.forbidden' &&
        event.by.some((who) => 'is' in who && who.is === 'holder');
      const open = [...new Set(getNextTransitions(snapshot).map((one) => one.eventType))];
      if (!late || open.includes(type)) throw error;
      const hidden = this.specOf(position.caseFile).events;
      const available = open.filter((name) => hidden[name] && hidden[name].button !== 'hidden');
      const refusal = new Problem(
        'workflow.transition_refused',
        { state: position.caseFile.state, event: type, available },
        { available },
      );
      throw this.labels.refusal(refusal, position.caseFile.kind, position.actor.language);
    }
  }

  private async store(tx: Tx, locked: LockedCase, step: Step, decided: Decided): Promise<DispatchResult> {
    const { command, now, standing } = decided;
    const { caseFile: before, lastHash } = locked;
    if (lastHash === null) throw new Problem('workflow.chain_broken', { caseId: before.id, seq: before.revision });
    const next: CaseFile = { ...after(before, step, now), revision: before.revision + 1 };
    const event = sealed({
      ...eventOf(next, step, now, command.actor, standing),
      type: command.event.type,
      payload: decided.payload,
      facts: decided.facts,
      fromState: before.state,
      idempotencyKey: command.idempotencyKey,
      requestHash: command.requestHash,
      prevHash: lastHash,
    });
    if (!(await this.cases.move(tx, next, event, this.effects.linesOf(event)))) {
      const { id: caseId, revision: seen } = before;
      throw await caseChanged(tx, this.cases, { caseId, seen, revision: seen + 1, language: command.actor.language });
    }
    await this.effects.signOff(tx, standing, event, now);
    await this.effects.run(tx, next, event, command.actor, now);
    if (signedStep(next).length > signedStep(before).length)
      await this.places.tellVacant(tx, next, { id: `${next.id}:${event.seq}:vacant`, actor: command.actor, now });
    const { id: caseId, state, revision } = next;
    return { caseId, seq: event.seq, state, revision, replayed: false, facts: decided.facts };
  }

  private blankFile(spec: MachineSpec, command: StartCommand, now: Now): CaseFile {
    return {
      id: command.id ?? uuidV7(),
      kind: spec.kind,
      machineVersion: spec.version,
      key: command.key,
      editionRef: null,
      editionHash: null,
      state: '',
      value: null,
      context: {},
      revision: 0,
      final: false,
      applicant: command.applicant ?? null,
      subject: (command.subject as SubjectKey | undefined) ?? null,
      filedOn: now.today,
      filedAt: now.at,
      closedAt: null,
    };
  }
}

interface Decided {
  command: DispatchCommand;
  payload: Record<string, unknown>;
  facts: Record<string, unknown>;
  standing: Standing;
  now: Now;
}

/** A repeated command is answered with what it did the first time. @throws Problem `request.idempotency_mismatch` */
function replayed(command: DispatchCommand, event: NonNullable<LockedCase['repeated']>): DispatchResult {
  if (event.requestHash !== command.requestHash || event.caseId !== command.caseId) {
    throw new Problem('request.idempotency_mismatch', {
      where: 'Idempotency-Key',
      key: command.idempotencyKey,
      allowed: 'UUID',
    });
  }
  return { caseId: event.caseId, seq: event.seq, state: event.toState, revision: event.seq, replayed: true };
}
