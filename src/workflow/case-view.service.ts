/** A case as one person may see it: where it stands, what it says, what happened, what may happen. */
import { Injectable } from '@nestjs/common';
import type { MachineSpec } from '../../workflows/kit.js';
import { describe, restore } from '../../workflows/run.js';
import type { Actor } from '../core/actor.js';
import type { Holder } from '../core/effects.js';
import type { Day } from '../core/fact.js';
import { type Language, Problem } from '../core/problem.js';
import { peopleOf, placeFromKey } from '../organization/holders.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock, type Now } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { uuidV5 } from '../platform/ids.js';
import {
  chainIn,
  chainView,
  type Holding,
  peopleIn,
  peopleInChain,
  roleKey,
  roleName,
  rolesAhead,
  traceOf,
} from './approval-view.js';
import { CaseRepository } from './case.repository.js';
import { type CaseAction, CaseActions } from './case-actions.js';
import { effectIdOf } from './case-effects.js';
import { CaseEngine } from './case-engine.js';
import { type CaseEventRow, type CaseFile, placeOf } from './case-file.js';
import { CaseLabels } from './case-labels.js';
import { CasePermission, type Position } from './case-permission.js';
import { aboutOf, linesIn, opinionOf, reachableFrom } from './case-reading.js';
import { namesIn, summaryOf } from './case-summary.js';
import { DeadlineRepository } from './deadline.repository.js';
import { firstBreak } from './event-chain.js';
import { Machines } from './machines.js';
import { TaskRepository, type TaskSummary } from './task.repository.js';

export interface Named {
  code: string;
  name: string;
}

@Injectable()
export class CaseViewService {
  constructor(
    private readonly engine: CaseEngine,
    private readonly cases: CaseRepository,
    private readonly tasks: TaskRepository,
    private readonly deadlines: DeadlineRepository,
    private readonly permission: CasePermission,
    private readonly actionsOf: CaseActions,
    private readonly labels: CaseLabels,
    private readonly machines: Machines,
    private readonly organization: OrganizationService,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `case.not_found` also for what the actor may not see */
  async view(tx: Tx, id: string, actor: Actor) {
    const { caseFile, spec, position, now } = await this.seen(tx, id, actor);
    const events = await this.cases.events(tx, id);
    const tasks = await this.tasks.ofCase(tx, id);
    const terms = await this.deadlines.ofCase(tx, id);
    const chain = chainIn(spec, caseFile);
    const open = tasks.filter((task) => !task.closedAt);
    const holding = await this.holding(tx, caseFile, [...rolesAhead(chain), ...open.flatMap(rolesOf)]);
    const names = await this.names(tx, [
      ...this.namesWanted(caseFile),
      ...namesIn(caseFile),
      ...peopleInChain(chain),
      ...[...holding.values()].flat(),
      ...tasks.flatMap((task) => task.holders.flatMap((holder) => [holder.person, holder.doneBy])),
    ]);
    const language = actor.language;
    return {
      ...this.line(caseFile, names, language),
      stations: this.stations(spec, caseFile, events, language),
      summary: summaryOf(caseFile, spec.summary, names, language, this.labels),
      context: caseFile.context,
      actions: await this.actions(tx, spec, caseFile, position, now),
      tasks: open.flatMap((task) => this.openPlaces(caseFile.kind, task, holding, names, language)),
      chain: chainView(spec, caseFile, terms, holding, { names, language, labels: this.labels }),
      deadlines: terms.map((one) => ({
        ...one,
        label: this.labels.word(caseFile.kind, 'deadlines', one.name, language),
      })),
      editionRef: caseFile.editionRef ? { id: caseFile.editionRef, hash: caseFile.editionHash } : null,
      links: await this.links(tx, events, language),
    };
  }

  /** What the actor may do now; an unreadable snapshot offers nothing and is an incident already. */
  async actions(tx: Tx, spec: MachineSpec, caseFile: CaseFile, position: Position, now: Now) {
    try {
      return await this.actionsOf.of(tx, spec, this.engine.restored(tx, spec, caseFile), position, now);
    } catch (error) {
      if (error instanceof Problem && error.code === 'workflow.snapshot_invalid') return [];
      throw error;
    }
  }

  /** Buttons of a list: what finishes the task in the present state, without asking facts; the case page knows better. */
  quickActions(caseFile: CaseFile, events: readonly string[], actor: Actor): CaseAction[] {
    const spec = this.engine.specOf(caseFile);
    try {
      return this.actionsOf.quick(spec, restore(spec, caseFile.value, caseFile.context), caseFile, events, actor);
    } catch (error) {
      if (error instanceof Problem && error.code === 'workflow.snapshot_invalid') return [];
      throw error;
    }
  }

  /** Every event with its hash; `brokenAt` names the first one that was tampered with. */
  async history(tx: Tx, id: string, actor: Actor) {
    const { caseFile, spec } = await this.seen(tx, id, actor);
    const events = await this.cases.events(tx, id);
    const chain = chainIn(spec, caseFile);
    const names = await this.names(tx, [
      ...events.flatMap((event) => [event.actor, event.onBehalfOf]),
      ...peopleInChain(chain),
    ]);
    const { language } = actor;
    const reader = { names, language, labels: this.labels };
    const items = events.map((event) => ({
      seq: event.seq,
      type: event.type,
      label: this.labels.word(caseFile.kind, 'events', event.type, language),
      actor: named(event.actor, names),
      onBehalfOf: event.onBehalfOf ? named(event.onBehalfOf, names) : null,
      fromState: event.fromState,
      fromLabel: event.fromState ? this.labels.state(caseFile.kind, event.fromState, language) : undefined,
      toState: event.toState,
      toLabel: this.labels.state(caseFile.kind, event.toState, language),
      payload: event.payload,
      opinion: opinionOf(event.payload),
      ...traceOf(chain, caseFile, event, reader),
      at: event.happenedAt.toISOString(),
      recordedAt: event.recordedAt.toISOString(),
      effects: event.effects.map((effect) => effect.name),
      hash: event.hash,
    }));
    return { items, total: items.length, brokenAt: firstBreak(id, events, caseFile.revision) ?? null };
  }

  /** The reasons: what the fact providers and the regulation said at each event, with articles where they gave any. */
  async trace(tx: Tx, id: string, actor: Actor) {
    const { caseFile } = await this.seen(tx, id, actor);
    const events = await this.cases.events(tx, id);
    const items = events.flatMap((event) =>
      Object.entries((event.facts ?? {}) as Record<string, unknown>).map(([provider, found]) => ({
        seq: event.seq,
        event: event.type,
        decision: provider,
        label: this.labels.word(caseFile.kind, 'events', event.type, actor.language),
        lines: linesIn(found),
        facts: found,
      })),
    );
    return { items, total: items.length };
  }

  machine(kind: string, actor: Actor) {
    const spec = this.machines.newest(kind);
    if (!spec) throw new Problem('case.kind_unknown', { kind });
    const { language } = actor;
    const description = describe(spec);
    return {
      kind,
      version: spec.version,
      label: this.labels.kind(kind, language),
      initial: description.initial,
      states: description.states.map((one) => ({ ...one, label: this.labels.state(kind, one.state, language) })),
      events: description.events.map((one) => ({
        ...one,
        label: this.labels.word(kind, 'events', one.event, language),
      })),
      transitions: description.transitions.map((one) => ({
        ...one,
        guard: one.guards.join(', '),
        roles: one.by.map((who) => ('role' in who ? who.role : who.is)),
      })),
      form: spec.startBy ? this.actionsOf.form(kind, spec.form, actor) : undefined,
    };
  }

  /** The columns of every list, words included. */
  line(caseFile: CaseFile, names: ReadonlyMap<string, string>, language: Language) {
    const applicant = caseFile.applicant ? named(caseFile.applicant, names) : null;
    const subject = caseFile.subject
      ? {
          key: caseFile.subject,
          name: names.get(caseFile.subject.replace(/^person:/, '')) ?? caseFile.subject.replace(/^\w+:/, ''),
        }
      : null;
    const kindLabel = this.labels.kind(caseFile.kind, language);
    return {
      id: caseFile.id,
      kind: caseFile.kind,
      kindLabel,
      key: caseFile.key,
      title: this.title(caseFile, applicant?.name ?? subject?.name, names, language),
      state: caseFile.state,
      stateLabel: this.labels.state(caseFile.kind, caseFile.state, language),
      final: caseFile.final,
      revision: caseFile.revision,
      applicant,
      subject,
      filedOn: caseFile.filedOn,
      filedAt: caseFile.filedAt.toISOString(),
      closedAt: caseFile.closedAt?.toISOString() ?? null,
    };
  }

  /** What `line` needs names for: applicant and subject, and whom a paper is about. */
  namesWanted(caseFile: CaseFile): (string | null)[] {
    const about = aboutOf(caseFile);
    return [
      caseFile.applicant,
      caseFile.subject?.replace(/^person:/, '') ?? null,
      about?.replace(/^person:/, '') ?? null,
    ];
  }

  /** Names for words: people by their code, places by `window:A05` or `unit:U01`. A code that nobody bears stays a code. */
  async names(tx: Tx, codes: readonly (string | null | undefined)[], today?: Day): Promise<Map<string, string>> {
    const wanted = [...new Set(codes.filter((code): code is string => Boolean(code)))];
    const people = wanted.filter((code) => !code.includes(':'));
    const named = new Map<string, string>();
    if (people.length > 0)
      for (const person of await this.organization.people(tx, people, today)) named.set(person.code, person.name);
    if (wanted.some((code) => code.startsWith('window:')))
      for (const { code, name } of await this.organization.windows(tx)) named.set(`window:${code}`, `${code} ${name}`);
    if (wanted.some((code) => code.startsWith('unit:')))
      for (const { code, name } of await this.organization.units(tx)) named.set(`unit:${code}`, name);
    return named;
  }

  /** Kind and whom it is about; a paper is called by its own name. */
  private title(
    caseFile: CaseFile,
    who: string | undefined,
    names: ReadonlyMap<string, string>,
    language: Language,
  ): string {
    const paper = (caseFile.context.name as Record<string, string> | null | undefined)?.[language];
    const about = aboutOf(caseFile);
    const whom = who ?? (about ? names.get(about.replace(/^person:/, '')) : undefined) ?? caseFile.key;
    return `${paper ?? this.labels.kind(caseFile.kind, language)} · ${whom}`;
  }

  private async seen(tx: Tx, id: string, actor: Actor) {
    const caseFile = await this.cases.byId(tx, id);
    if (!caseFile) throw new Problem('case.not_found');
    const now = await this.clock.now(tx);
    const spec = this.engine.specOf(caseFile);
    const position = await this.permission.position(tx, caseFile, actor, now.today);
    if (!(await this.permission.mayView(tx, position, spec))) throw new Problem('case.not_found');
    return { caseFile, spec, position, now };
  }

  private stations(spec: MachineSpec, caseFile: CaseFile, events: readonly CaseEventRow[], language: Language) {
    const past = events.map((event) => event.toState);
    const visited = past.filter((state, index) => past.indexOf(state) === index && state !== caseFile.state);
    const main = spec.stations ?? [];
    const reached = main.findLastIndex((state) => past.includes(state));
    const within = reachableFrom(spec, caseFile.state);
    const ahead = caseFile.final
      ? []
      : main
          .slice(main.includes(caseFile.state) ? main.indexOf(caseFile.state) + 1 : reached + 1)
          .filter((state) => within.has(state));
    const station = (status: 'done' | 'now' | 'next') => (state: string) => ({
      state,
      label: this.labels.state(spec.kind, state, language),
      status,
    });
    return [
      ...visited.filter((state) => !ahead.includes(state)).map(station('done')),
      station('now')(caseFile.state),
      ...ahead.filter((state) => state !== caseFile.state).map(station('next')),
    ];
  }

  /** Who holds the roles that are awaited; nobody signs for himself, so the person of the case is left out. */
  private async holding(tx: Tx, caseFile: CaseFile, holders: readonly Holder[]): Promise<Holding> {
    const found = new Map<string, readonly string[]>();
    if (caseFile.final) return found;
    const place = placeFromKey(placeOf(caseFile));
    for (const holder of holders) {
      if (!('role' in holder) || found.has(roleKey(holder))) continue;
      const people = await peopleOf(this.organization, tx, [holder], place);
      found.set(
        roleKey(holder),
        people.filter((person) => person !== caseFile.applicant && `person:${person}` !== caseFile.subject),
      );
    }
    return found;
  }

  private openPlaces(
    kind: string,
    task: TaskSummary,
    holding: Holding,
    names: ReadonlyMap<string, string>,
    language: Language,
  ) {
    return task.holders.map((holder) => ({
      id: task.id,
      step: task.step,
      label: this.labels.word(kind, 'tasks', task.step, language),
      mode: task.mode,
      done: task.done,
      of: task.of,
      need: task.need,
      holder: holder.person ? named(holder.person, names) : null,
      role: holder.role ? roleName(holder.role, language) : undefined,
      people: holder.role && !holder.doneAt ? peopleIn(holder, holding, names) : [],
      target: holder.target,
      openedAt: task.openedAt.toISOString(),
      dueAt: task.dueOn,
      doneAt: holder.doneAt,
      doneBy: holder.doneBy ? named(holder.doneBy, names) : null,
    }));
  }

  /** Cases that grew out of this one, found by their ids, which are made from the effect that started them. */
  private async links(tx: Tx, events: readonly CaseEventRow[], language: Language) {
    const started = events.flatMap((event) =>
      event.effects.flatMap((effect, index) =>
        effect.name === 'case.start' || effect.name === 'paper.draft'
          ? [uuidV5(effectIdOf(event.caseId, event.seq, index))]
          : [],
      ),
    );
    const files = await this.cases.byIds(tx, started);
    const names = await this.names(
      tx,
      files.flatMap((file) => this.namesWanted(file)),
    );
    return files.map((file) => ({
      kind: file.kind,
      id: file.id,
      key: file.key,
      title: this.line(file, names, language).title,
      state: file.state,
      stateLabel: this.labels.state(file.kind, file.state, language),
      rel: 'started',
    }));
  }
}

const named = (code: string, names: ReadonlyMap<string, string>): Named => ({ code, name: names.get(code) ?? code });

const rolesOf = (task: TaskSummary): Holder[] =>
  task.holders.flatMap(({ role, scope, target, doneAt }) =>
    role && !doneAt ? [{ role, ...(scope ? { scope } : {}), ...(target ? { target } : {}) } as Holder] : [],
  );
