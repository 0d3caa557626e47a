/**
 * Puts a cover plan to the people it names. Each step is a substitution of its own: whoever is to move is named by those who
 * name substitutes for that window, accepts on his own phone, and is filed, trained and given a badge like anybody else. The
 * leave is only approved when every place that the plan touches keeps its minimum, so nothing moves before all have agreed;
 * whoever declines leaves his seat open, and a plan for that seat is asked for without him.
 */
import { Injectable } from '@nestjs/common';
import type { SubstitutionContext } from '../../../workflows/substitution/context.js';
import type { CoverPart, SubstitutionForm } from '../../../workflows/substitution/form.js';
import { type Actor, systemActor } from '../../core/actor.js';
import type { HalfDay } from '../../core/calendar/work-calendar.js';
import { faultsOfPlan } from '../../core/cover/check.js';
import { type CoverStep, coverPlan } from '../../core/cover/plan.js';
import { Problem } from '../../core/problem.js';
import { OrganizationService } from '../../organization/organization.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../../platform/database/commands.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { Cases } from '../../platform/effects/case-port.js';
import { CaseRepository } from '../../workflow/case.repository.js';
import { CoverRepository, type PlannedStep } from './cover.repository.js';
import { CoverService } from './cover.service.js';
import { lower } from './staffing.service.js';

/** Moves of one person to one window: one request that he accepts or declines. */
interface Request {
  person: string;
  from: string | null;
  to: string;
  halves: HalfDay[];
}

@Injectable()
export class CoverPlanService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly cases: Cases,
    private readonly files: CaseRepository,
    private readonly organization: OrganizationService,
    private readonly covers: CoverService,
    private readonly repository: CoverRepository,
  ) {}

  /**
   * @throws Problem cover.none (422) when no plan exists, cover.several_people (422) when the seat itself needs more than one,
   * cover.plan_stale (409) when the hall changed meanwhile; and whatever the nomination refuses
   */
  async apply(command: Command, caseId: string): Promise<Answer<{ cases: { key: string; person: string }[] }>> {
    const { actor } = command;
    const found = await this.database.inInstitution(actor.institutionId, async (tx) => {
      const seat = await this.covers.seatOf(tx, { caseId });
      return { seat, ...(await this.covers.question(tx, seat)) };
    });
    const answer = await coverPlan(found.world, found.asked, this.covers.solve);
    if (!answer.found) throw new Problem('cover.none', { window: found.seat.window });
    const requests = requestsOf(answer.steps, found.state.slots);
    const direct = requests.filter((one) => one.to === found.seat.window);
    const [first] = direct;
    if (direct.length !== 1 || !first || first.halves.length !== found.state.slots.length)
      throw new Problem('cover.several_people', { window: found.seat.window, people: direct.map((one) => one.person) });
    return this.commands.run(command, async (tx) => {
      const seat = await this.covers.seatOf(tx, { caseId });
      const now = await this.covers.question(tx, seat);
      if (faultsOfPlan(now.world, now.asked, answer.steps).length > 0)
        throw new Problem('cover.plan_stale', { window: seat.window });
      return { status: 201, body: { cases: await this.ask(tx, actor, caseId, first, requests) } };
    });
  }

  /** The cover of a case ends: the covers that only stand in for its substitute end with it. */
  async follow(
    tx: Tx,
    caseId: string,
    effectId: string,
    until: { day: string; half: 'am' | 'pm' } | undefined,
  ): Promise<void> {
    const plan = await this.repository.openPlan(tx, caseId);
    if (!plan) return;
    const { at } = await this.clock.now(tx);
    await this.repository.endPlan(tx, plan.id, at);
    const own = await this.files.byId(tx, caseId);
    for (const key of new Set(plan.steps.map((step) => step.caseKey))) {
      const id = key === own?.key ? undefined : await this.cases.find(tx, 'substitution', key);
      if (!id) continue;
      await this.cases.send(tx, {
        caseId: id,
        event: until ? 'leave.ended' : 'leave.cancelled',
        payload: until ? { returned: until } : {},
        actor: systemActor(tx.institutionId),
        key: `${effectId}:${key}`,
      });
    }
  }

  private async ask(tx: Tx, actor: Actor, caseId: string, first: Request, requests: readonly Request[]) {
    const main = await this.files.lock(tx, caseId);
    if (!main) throw new Problem('platform.not_found');
    const { at } = await this.clock.now(tx);
    const before = await this.repository.openPlan(tx, caseId);
    if (before) await this.repository.endPlan(tx, before.id, at);
    const others = requests.filter((one) => one !== first);
    let number = await this.repository.countCases(tx, `${main.key}-p`);
    const keyed = others.map((request) => {
      number += 1;
      return { request, key: `${main.key}-p${number}` };
    });
    const steps: PlannedStep[] = [{ request: first, key: main.key }, ...keyed].map(({ request, key }) => ({
      person: request.person,
      from: request.from,
      to: request.to,
      days: request.halves,
      caseKey: key,
    }));
    // First the plan: who leaves a place short may be named because the plan fills it.
    await this.repository.addPlan(tx, { caseId, steps, by: actor.person, at });
    await this.cases.send(tx, {
      caseId,
      event: 'substitution.nominate',
      payload: { substitute: first.person },
      actor,
      key: `${caseId}:plan:${at.getTime()}`,
    });
    const context = main.context as unknown as SubstitutionContext;
    for (const { request, key } of keyed) await this.open(tx, actor, { context, request, requests, key, at });
    return steps.map(({ caseKey, person }) => ({ key: caseKey, person }));
  }

  /** Opens the cover of one further step and names the person, if it is for this actor to name. */
  private async open(
    tx: Tx,
    actor: Actor,
    step: { context: SubstitutionContext; request: Request; requests: readonly Request[]; key: string; at: Date },
  ): Promise<void> {
    const { context, request, requests, key, at } = step;
    const window = await this.organization.window(tx, request.to);
    const leaver = requests.find((one) => one.from === request.to);
    const [begins, ends] = [request.halves[0] as HalfDay, request.halves.at(-1) as HalfDay];
    const input: SubstitutionForm = {
      leave: context.leave,
      window: request.to,
      unit: window?.unit ?? null,
      absent: leaver?.person ?? context.absent,
      from: point(begins),
      to: point(ends),
      parts: partsOf(request.halves),
      why: context.why,
      acceptWorkingDays: context.acceptWorkingDays,
      badgeReturnWorkingDays: context.badgeReturnWorkingDays,
    };
    const started = await this.cases.start(tx, {
      kind: 'substitution',
      key,
      subject: `window:${request.to}`,
      actor: systemActor(tx.institutionId),
      input: { ...input },
    });
    await this.repository.addPlan(tx, {
      caseId: started.id,
      steps: [{ person: request.person, from: request.from, to: request.to, days: request.halves, caseKey: key }],
      by: actor.person,
      at,
    });
    try {
      await this.cases.send(tx, {
        caseId: started.id,
        event: 'substitution.nominate',
        payload: { substitute: request.person },
        actor,
        key: `${started.id}:plan`,
      });
    } catch (error) {
      // For whoever names substitutes there: the task is his already, and the plan for that seat names the person.
      if (!(error instanceof Problem) || !notHis.has(error.code)) throw error;
    }
  }
}

/** The seat is for others to fill; nothing was written. */
const notHis = new Set(['auth.forbidden', 'auth.self_decision', 'case.not_found', 'substitution.not_nominator']);

const point = (half: HalfDay) => ({ day: half.day, half: lower(half.half) });

function requestsOf(steps: readonly CoverStep[], slots: readonly HalfDay[]): Request[] {
  const requests = new Map<string, Request>();
  for (const step of steps) {
    const key = `${step.person} ${step.to}`;
    const halves = step.slots.map((slot) => slots[slot] as HalfDay);
    const known = requests.get(key);
    if (known) known.halves.push(...halves);
    else requests.set(key, { person: step.person, from: step.from, to: step.to, halves });
  }
  return [...requests.values()];
}

/** Each half day a piece of its own, so that days off between them are never counted. */
function partsOf(halves: readonly HalfDay[]): CoverPart[] {
  return halves.map((half) => ({ from: point(half), to: point(half) }));
}
