/** A cover plan under way: what follows for its other steps when a cover of it ends, falls away or lasts longer. */
import { Injectable } from '@nestjs/common';
import type { SubstitutionContext } from '../../../workflows/substitution/context.js';
import { systemActor } from '../../core/actor.js';
import type { HalfDay } from '../../core/calendar/work-calendar.js';
import { type ChainPlace, calledFor, filledBy, lastOf } from '../../core/cover/chain.js';
import { nameOf } from '../../core/cover/world.js';
import type { DayPiece } from '../../core/duty/seats.js';
import { CalendarService } from '../../organization/calendar.service.js';
import { OrganizationService } from '../../organization/organization.service.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/tx.js';
import { Cases } from '../../platform/effects/case-port.js';
import type { EffectCase } from '../../platform/effects/effect-registry.js';
import { CaseRepository } from '../../workflow/case.repository.js';
import { coverPieces, halfBefore } from '../substitution/cover-pieces.js';
import { CoverRepository, type OpenPlan, type PlannedStep } from './cover.repository.js';
import { halvesOfAll } from './cover-world.service.js';
import { lower, StaffingService } from './staffing.service.js';

/** A case that asks for something inside its own transaction, and the id of what it asked. */
interface Asking {
  id: string;
  caseFile: EffectCase;
}

@Injectable()
export class CoverChainService {
  constructor(
    private readonly clock: Clock,
    private readonly cases: Cases,
    private readonly files: CaseRepository,
    private readonly calendars: CalendarService,
    private readonly organization: OrganizationService,
    private readonly staffing: StaffingService,
    private readonly repository: CoverRepository,
  ) {}

  /**
   * A cover gives back what lies after `until`, or all of it: the moves that only made good what its person left end too. When
   * the cover for which the plan was made is over, so is all of the plan; while it only waits for somebody else, those who
   * cover other half days of the same absence stay.
   */
  async follow(tx: Tx, asking: Asking, until: SubstitutionContext['to'] | undefined): Promise<void> {
    const { key, state, id } = asking.caseFile;
    for (const plan of await this.repository.plansWith(tx, key)) {
      const isOver = plan.caseId === id && state !== 'required';
      // A case that waits for somebody else stays of the plan, so that it ends with it; nobody leaves a seat for it any more.
      const vacant = plan.steps.map((step) => (step.caseKey === key ? { ...step, person: '', from: null } : step));
      const left = isOver ? [] : state === 'required' ? vacant : plan.steps.filter((step) => step.caseKey !== key);
      const needed = calledFor(left, await this.placeOf(tx, plan));
      await this.keep(
        tx,
        plan,
        left.filter((step) => needed.has(step.caseKey)),
      );
      const gone = new Set(plan.steps.map((step) => step.caseKey).filter((one) => one !== key && !needed.has(one)));
      for (const one of gone) await this.end(tx, one, `${asking.id}:${one}`, until);
    }
  }

  /**
   * A cover lasts longer than its plan knew: whoever makes good what its person leaves stays as long, if the place would fall
   * short without him. A place that nobody of the plan makes good is an alarm like any other hole.
   */
  async extend(tx: Tx, asking: Asking): Promise<void> {
    const context = asking.caseFile.context as unknown as SubstitutionContext;
    const plans = await this.repository.plansWith(tx, asking.caseFile.key);
    if (plans.length === 0) return;
    const halves = halvesOfAll(coverPieces(await this.calendars.load(tx), context, context.coverFrom));
    for (const plan of plans) {
      const mine = plan.steps.filter((step) => step.caseKey === asking.caseFile.key);
      const end = lastOf(mine.flatMap((step) => step.days));
      const last = mine.find((step) => lastOf(step.days) === end);
      const added = halves.filter((half) => lastOf([half]) > end);
      if (!last || added.length === 0) continue;
      const place = await this.placeOf(tx, plan);
      const short = await this.shortIn(tx, added);
      const behind = plan.steps.filter(
        (step) => lastOf(step.days) === end && short(step.to) && filledBy(step, plan.steps, place).includes(last),
      );
      await this.keep(
        tx,
        plan,
        plan.steps.map((step) => (step === last ? { ...step, days: [...step.days, ...added] } : step)),
      );
      for (const key of new Set(behind.map((step) => step.caseKey)))
        await this.send(tx, key, 'leave.extended', { to: context.to }, `${asking.id}:${key}`);
    }
  }

  /**
   * Who stepped in unasked and is then asked for the leave's own cover has one cover and not two: the earlier ends before it.
   * @returns half days that he served there already; they stay with the earlier cover
   */
  async giveWay(tx: Tx, asking: Asking): Promise<DayPiece[]> {
    const { substitute, window, coverFrom, to, leave } = asking.caseFile.context as unknown as SubstitutionContext;
    if (leave === null || !substitute) return [];
    const { day, half } = halfBefore(coverFrom);
    for (const one of await this.repository.unaskedOf(tx, substitute))
      if (one.window === window) await this.end(tx, one.key, `${asking.id}:${one.key}`, { day, half: lower(half) });
    const slots = await this.repository.slots(tx, coverFrom.day, to.day);
    return slots.filter((slot) => slot.isUnasked && slot.person === substitute && slot.window === window);
  }

  /** Tells of a window whether it or its zone is under its minimum in one of some half days. */
  private async shortIn(tx: Tx, halves: readonly HalfDay[]): Promise<(window: string) => boolean> {
    const wanted = new Set(halves.map((half) => daysText([half])));
    const { state, rows } = await this.staffing.staffing(tx, [...new Set(halves.map((half) => half.day))]);
    const short = new Set(
      rows
        .filter((row) => row.present < row.least && wanted.has(daysText([state.slots[row.slot] as HalfDay])))
        .map((row) => nameOf(row.place)),
    );
    const zones = new Map(state.windows.map((one) => [one.window, one.zone]));
    return (window) => short.has(nameOf({ window })) || short.has(nameOf({ zone: zones.get(window) ?? '' }));
  }

  /** Ends a cover of a plan: as served until a half day, or as never come about. */
  end(tx: Tx, key: string, effectId: string, until?: SubstitutionContext['to']): Promise<void> {
    return this.send(tx, key, until ? 'leave.ended' : 'leave.cancelled', until ? { returned: until } : {}, effectId);
  }

  /** What a plan consists of from now on; one without steps is over. */
  async keep(tx: Tx, plan: OpenPlan, steps: readonly PlannedStep[]): Promise<void> {
    const { at } = await this.clock.now(tx);
    await this.repository.endPlan(tx, plan.id, at);
    if (steps.length > 0) await this.repository.addPlan(tx, { caseId: plan.caseId, steps, by: plan.by, at });
  }

  async placeOf(tx: Tx, plan: { caseId: string }): Promise<ChainPlace> {
    const root = await this.files.byId(tx, plan.caseId);
    const windows = await this.organization.windows(tx);
    const zones = new Map(windows.map((window) => [window.code, window.zone]));
    return {
      seat: (root?.context as SubstitutionContext | undefined)?.window ?? '',
      zoneOf: (window) => zones.get(window) ?? null,
    };
  }

  private async send(tx: Tx, key: string, event: string, payload: object, effectId: string): Promise<void> {
    const file = await this.files.byKey(tx, 'substitution', key);
    if (!file || file.closedAt) return;
    await this.cases.send(tx, {
      caseId: file.id,
      event,
      payload: { ...payload },
      actor: systemActor(tx.institutionId),
      key: effectId,
    });
  }
}

/** Half days of a step as one value. */
export const daysText = (days: readonly HalfDay[]): string =>
  days
    .map((half) => `${half.day}${half.half}`)
    .sort()
    .join();
