/**
 * Puts a cover plan to the people it names. Each step is a substitution of its own: whoever is to move is named by those who
 * name substitutes for that window, accepts on his own phone, and is filed, trained and given a badge like anybody else. Where
 * the seat is taken by several people one after the other, the case itself keeps the last stretch and the others have one each.
 * The leave is only approved when every half day has its substitute in place and every place that the plan touches keeps its
 * minimum, so nothing moves before all have agreed; whoever declines leaves his seat open, and a plan without him is proposed.
 */
import { Injectable } from '@nestjs/common';
import { isInPlace, type SubstitutionContext } from '../../../workflows/substitution/context.js';
import type { CoverPart, SubstitutionForm } from '../../../workflows/substitution/form.js';
import { type Actor, systemActor } from '../../core/actor.js';
import type { HalfDay } from '../../core/calendar/work-calendar.js';
import { calledFor, lastOf } from '../../core/cover/chain.js';
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
import { CoverChainService, daysText } from './cover-chain.service.js';
import { lower } from './staffing.service.js';

/** Moves of one person to one window: one request that he accepts or declines. */
interface Request {
  person: string;
  to: string;
  halves: HalfDay[];
  steps: Omit<PlannedStep, 'caseKey'>[];
}

/** A request with the case that asks it; `isKept` when it has been asked already. */
interface Asked {
  request: Request;
  key: string;
  isKept: boolean;
}

/** What a plan is put to people with. */
interface Round {
  actor: Actor;
  caseId: string;
  main: Request;
  requests: readonly Request[];
  halves: readonly HalfDay[];
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
    private readonly chains: CoverChainService,
    private readonly repository: CoverRepository,
  ) {}

  /**
   * @throws Problem cover.none (422) when no plan exists, cover.plan_stale (409) when the hall changed meanwhile; and whatever
   * the nomination refuses
   */
  async apply(command: Command, caseId: string): Promise<Answer<{ cases: { key: string; person: string }[] }>> {
    const { actor } = command;
    const found = await this.database.inInstitution(actor.institutionId, async (tx) => {
      const seat = await this.covers.seatOf(tx, { caseId });
      return { seat, ...(await this.covers.question(tx, seat)) };
    });
    const answer = await coverPlan(found.world, found.asked, this.covers.solve);
    const requests = answer.found ? requestsOf(answer.steps, found.state.slots) : [];
    const direct = requests.filter((one) => one.to === found.seat.window);
    // Whoever covers the end of the absence stands in the case itself: an extension of the leave speaks to him.
    const [main] = direct.sort((one, other) => (lastOf(one.halves) > lastOf(other.halves) ? -1 : 1));
    if (!answer.found || !main) throw new Problem('cover.none', { window: found.seat.window });
    const round = { actor, caseId, main, requests, halves: found.state.slots };
    return this.commands.run(command, async (tx) => {
      const seat = await this.covers.seatOf(tx, { caseId });
      const now = await this.covers.question(tx, seat);
      if (
        daysText(now.state.slots) !== daysText(found.state.slots) ||
        faultsOfPlan(now.world, now.asked, answer.steps).length > 0
      )
        throw new Problem('cover.plan_stale', { window: seat.window });
      return { status: 201, body: { cases: await this.ask(tx, round) } };
    });
  }

  private async ask(tx: Tx, round: Round) {
    const { actor, caseId, main, requests } = round;
    const file = await this.files.lock(tx, caseId);
    if (!file) throw new Problem('platform.not_found');
    const { at } = await this.clock.now(tx);
    const before =
      (await this.repository.openPlan(tx, caseId))?.steps.filter((step) => step.caseKey !== file.key) ?? [];
    const states = await this.repository.openStates(
      tx,
      before.map((step) => step.caseKey),
    );
    const asked = await this.keyed(tx, { ...round, key: file.key, before, states });
    const fresh = asked.flatMap(({ request, key }) => request.steps.map((step) => ({ ...step, caseKey: key })));
    const agreed = await this.stillCalledFor(tx, caseId, fresh, before, states);
    const steps = [...fresh, ...agreed];
    const kept = new Set(steps.map((step) => step.caseKey));
    // First the plan: who leaves a place short may be named because the plan fills it.
    await this.replacePlans(tx, { key: file.key, caseId, steps, by: actor.person, at });
    const stamp = `${caseId}:plan:${at.getTime()}`;
    for (const key of new Set(before.map((step) => step.caseKey)))
      if (!kept.has(key)) await this.chains.end(tx, key, `${stamp}:${key}`);
    if (main.halves.length < round.halves.length) await this.divide(tx, caseId, main, stamp);
    await this.cases.send(tx, {
      caseId,
      event: 'substitution.nominate',
      payload: { substitute: main.person },
      actor,
      key: stamp,
    });
    const context = file.context as unknown as SubstitutionContext;
    const end = lastOf(round.halves);
    for (const one of asked)
      if (!one.isKept && one.request !== main) await this.open(tx, { actor, context, one, requests, end, at });
    return asked.map(({ key, request }) => ({ key, person: request.person }));
  }

  /** The keys under which people are asked; whoever has been asked for just this is not asked again. */
  private async keyed(
    tx: Tx,
    round: Round & { key: string; before: readonly PlannedStep[]; states: ReadonlyMap<string, string> },
  ): Promise<Asked[]> {
    let number = await this.repository.countCases(tx, `${round.key}-p`);
    return round.requests.map((request) => {
      if (request === round.main) return { request, key: round.key, isKept: true };
      const same = round.before.find(
        (step) =>
          step.person === request.person &&
          step.to === request.to &&
          (round.states.get(step.caseKey) ?? 'required') !== 'required' &&
          daysText(round.before.filter((one) => one.caseKey === step.caseKey).flatMap((one) => one.days)) ===
            daysText(request.halves),
      );
      if (same) return { request, key: same.caseKey, isKept: true };
      number += 1;
      return { request, key: `${round.key}-p${number}`, isKept: false };
    });
  }

  /** Earlier moves that somebody has agreed to already and on which the new ones rest. */
  private async stillCalledFor(
    tx: Tx,
    caseId: string,
    fresh: readonly PlannedStep[],
    before: readonly PlannedStep[],
    states: ReadonlyMap<string, string>,
  ): Promise<PlannedStep[]> {
    const known = new Set(fresh.map((step) => step.caseKey));
    const agreed = before.filter((step) => !known.has(step.caseKey) && hasAgreed(states.get(step.caseKey)));
    const needed = calledFor([...fresh, ...agreed], await this.chains.placeOf(tx, { caseId }));
    return agreed.filter((step) => needed.has(step.caseKey));
  }

  /** This case's plan is the new one; where it is a step of another's plan, that one knows the new person. */
  private async replacePlans(
    tx: Tx,
    plan: { key: string; caseId: string; steps: readonly PlannedStep[]; by: string; at: Date },
  ): Promise<void> {
    const own = await this.repository.openPlan(tx, plan.caseId);
    if (own) await this.repository.endPlan(tx, own.id, plan.at);
    await this.repository.addPlan(tx, plan);
    for (const other of await this.repository.plansWith(tx, plan.key))
      if (other.caseId !== plan.caseId)
        await this.chains.keep(tx, other, [
          ...other.steps.filter((step) => step.caseKey !== plan.key),
          ...plan.steps.filter((step) => step.caseKey === plan.key),
        ]);
  }

  /** The case asks for its own stretch of the absence; what others take is in their cases. */
  private async divide(tx: Tx, caseId: string, main: Request, stamp: string): Promise<void> {
    await this.cases.send(tx, {
      caseId,
      event: 'cover.divided',
      payload: { ...spanOf(main.halves), parts: partsOf(main.halves) },
      actor: systemActor(tx.institutionId),
      key: `${stamp}:divided`,
    });
  }

  /** Opens the cover of one further step and names the person, if it is for this actor to name. */
  private async open(
    tx: Tx,
    step: {
      actor: Actor;
      context: SubstitutionContext;
      one: Asked;
      requests: readonly Request[];
      end: string;
      at: Date;
    },
  ): Promise<void> {
    const { actor, context, at } = step;
    const { request, key } = step.one;
    const window = await this.organization.window(tx, request.to);
    const leaver = step.requests.find((one) =>
      one.steps.some((move) => move.from === request.to && move.days.some((half) => has(request.halves, half))),
    );
    const input: SubstitutionForm = {
      leave: context.leave,
      window: request.to,
      unit: window?.unit ?? null,
      absent: request.to === context.window ? context.absent : (leaver?.person ?? context.absent),
      ...spanOf(request.halves),
      parts: partsOf(request.halves),
      endsAlone: context.endsAlone || lastOf(request.halves) < step.end,
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
    const steps = request.steps.map((move) => ({ ...move, caseKey: key }));
    await this.repository.addPlan(tx, { caseId: started.id, steps, by: actor.person, at });
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

/** Whoever accepted holds the half days; whoever was only asked does not. */
const hasAgreed = (state: string | undefined): boolean =>
  isInPlace(state) || ['accepted', 'recorded', 'trained'].includes(state ?? '');

const has = (halves: readonly HalfDay[], half: HalfDay): boolean =>
  halves.some((one) => one.day === half.day && one.half === half.half);

const point = (half: HalfDay) => ({ day: half.day, half: lower(half.half) });

/** @param halves in the order of time, at least one */
const spanOf = (halves: readonly HalfDay[]) => ({
  from: point(halves[0] as HalfDay),
  to: point(halves.at(-1) as HalfDay),
});

function requestsOf(steps: readonly CoverStep[], slots: readonly HalfDay[]): Request[] {
  const requests = new Map<string, { person: string; to: string; slots: number[]; steps: Request['steps'] }>();
  for (const { person, from, to, slots: at } of steps) {
    const request = requests.get(`${person} ${to}`) ?? { person, to, slots: [], steps: [] };
    request.slots.push(...at);
    request.steps.push({ person, from, to, days: at.map((slot) => slots[slot] as HalfDay) });
    requests.set(`${person} ${to}`, request);
  }
  return [...requests.values()].map(({ slots: at, ...request }) => ({
    ...request,
    halves: at.sort((one, other) => one - other).map((slot) => slots[slot] as HalfDay),
  }));
}

/** Each half day a piece of its own, so that days off between them are never counted. */
function partsOf(halves: readonly HalfDay[]): CoverPart[] {
  return halves.map((half) => ({ from: point(half), to: point(half) }));
}
