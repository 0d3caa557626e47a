/** What the case engine itself does when a machine asks: tasks, terms, copies, and commands to other cases. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { systemActor } from '../core/actor.js';
import { addDays } from '../core/calendar/day.js';
import type { due, Holder } from '../core/effects.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { CalendarService } from '../organization/calendar.service.js';
import { keysAround, peopleOf, placeFromKey, targetPlace } from '../organization/holders.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { type EffectCall, EffectRegistry } from '../platform/effects/effect-registry.js';
import { uuidV5 } from '../platform/ids.js';
import { CaseEngine } from './case-engine.js';
import { placeOf } from './case-file.js';
import { DeadlineRepository } from './deadline.repository.js';
import { type PlacedHolder, TaskRepository } from './task.repository.js';

@Injectable()
export class CaseHandlers implements OnModuleInit {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly cases: Cases,
    private readonly engine: CaseEngine,
    private readonly tasks: TaskRepository,
    private readonly deadlines: DeadlineRepository,
    private readonly organization: OrganizationService,
    private readonly calendar: CalendarService,
  ) {}

  onModuleInit(): void {
    this.cases.register(this.engine);
    this.registry.register('task.assign', (tx, call) => this.assign(tx, call));
    this.registry.register('task.close', (tx, call) =>
      this.tasks.close(tx, call.caseFile.id, call.params.step, call.at),
    );
    this.registry.register('task.copy', (tx, call) => this.copy(tx, call));
    this.registry.register('deadline.set', (tx, call) => this.setDeadline(tx, call));
    this.registry.register('deadline.cancel', (tx, call) =>
      this.deadlines.cancel(tx, call.caseFile.id, call.params.name),
    );
    this.registry.register('case.start', (tx, call) => this.startCase(tx, call));
    this.registry.register('case.send', (tx, call) => this.sendToCase(tx, call));
  }

  private async assign(tx: Tx, call: EffectCall<'task.assign'>): Promise<void> {
    const { step, holders, mode, events, count } = call.params;
    await this.requirePeople(tx, holders, call.actor.person, call.today);
    const place = placeFromKey(placeOf(call.caseFile));
    const placed: PlacedHolder[] = [];
    for (const holder of holders) {
      const where = 'role' in holder ? (targetPlace(holder) ?? place) : undefined;
      placed.push({ ...holder, places: await keysAround(this.organization, tx, where, call.today) });
    }
    const dueOn = call.params.due ? await this.dueDay(tx, call.params.due, call.today) : null;
    await this.tasks.open(tx, {
      caseId: call.caseFile.id,
      effectId: call.id,
      step,
      mode,
      events: events ?? [],
      holders: placed,
      count,
      dueOn,
      openedAt: call.at,
    });
  }

  /**
   * Whom a person hands a task to must be somebody: a case must not wait for a name that nobody bears.
   * @throws Problem `approval.person_unknown` (422)
   */
  private async requirePeople(tx: Tx, holders: readonly Holder[], by: string, today: Day): Promise<void> {
    if (by === 'system') return;
    const named = [...new Set(holders.flatMap((one) => ('person' in one ? [one.person] : [])))];
    if (named.length === 0) return;
    const known = new Set((await this.organization.people(tx, named, today)).map((one) => one.code));
    const unknown = named.filter((code) => !known.has(code));
    if (unknown.length > 0) throw new Problem('approval.person_unknown', { people: unknown });
  }

  private async copy(tx: Tx, call: EffectCall<'task.copy'>): Promise<void> {
    await this.requirePeople(tx, call.params.to, call.actor.person, call.today);
    const people = await peopleOf(this.organization, tx, call.params.to, placeFromKey(placeOf(call.caseFile)));
    await this.tasks.copy(tx, call.caseFile.id, people, call.actor.person, call.at);
  }

  private async setDeadline(tx: Tx, call: EffectCall<'deadline.set'>): Promise<void> {
    const { name, due } = call.params;
    const dueOn = await this.dueDay(tx, due, call.today);
    await this.deadlines.set(tx, {
      caseId: call.caseFile.id,
      name,
      dueOn,
      hour: hourOf['on' in due ? (due.at ?? 'end') : 'end'],
      effectId: call.id,
    });
  }

  private async startCase(tx: Tx, call: EffectCall<'case.start'>): Promise<void> {
    const { kind, key, input, applicant, subject } = call.params;
    await this.engine.start(tx, {
      kind,
      key,
      input,
      applicant,
      subject,
      id: uuidV5(call.id),
      actor: systemActor(tx.institutionId),
    });
  }

  /** A refusal is thrown: the outbox tries again and then hands it to a person. */
  private async sendToCase(tx: Tx, call: EffectCall<'case.send'>): Promise<void> {
    const { to, event, payload } = call.params;
    const caseId = 'caseId' in to ? to.caseId : await this.engine.find(tx, to.kind, to.key);
    if (!caseId) throw new Problem('case.not_found', { to: JSON.stringify(to) });
    await this.engine.send(tx, { caseId, event, payload, key: call.id, actor: systemActor(tx.institutionId) });
  }

  /** @throws Problem `calendar.year_missing` when working days are counted beyond the loaded years */
  private async dueDay(tx: Tx, when: z.infer<typeof due>, today: Day): Promise<Day> {
    if ('on' in when) return when.on;
    if ('days' in when) return addDays(today, when.days);
    return (await this.calendar.load(tx)).addWorkingDays(today, when.workingDays);
  }
}

/** Hours after the beginning of the day. */
const hourOf = { start: 0, noon: 12, end: 24 } as const;
