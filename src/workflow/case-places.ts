/**
 * Who could sign the open places of a step that several sign: which of them somebody takes who could take more than one, and
 * whether one is left that nobody can sign any more.
 */
import { Injectable } from '@nestjs/common';
import { type Awaited, awaitedIn } from '../../workflows/approval.js';
import type { Actor } from '../core/actor.js';
import { placeToTake, unseated } from '../core/chain.js';
import type { Holder } from '../core/effects.js';
import type { Day } from '../core/fact.js';
import { DeputyService } from '../organization/deputy/deputy.service.js';
import { placeFromKey, targetPlace } from '../organization/holders.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Now } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { EffectRegistry } from '../platform/effects/effect-registry.js';
import { type CaseFile, effectCaseOf, placeOf } from './case-file.js';
import type { Standing } from './case-permission.js';
import { presentStep, signedStep } from './present-step.js';
import type { Holding } from './task.repository.js';

@Injectable()
export class CasePlaces {
  constructor(
    private readonly organization: OrganizationService,
    private readonly deputies: DeputyService,
    private readonly registry: EffectRegistry,
  ) {}

  /**
   * Puts the place that somebody takes before the others that he could take. Who could sign for two roles of a step signs
   * for the one that has nobody else.
   */
  async placed(tx: Tx, caseFile: CaseFile, standing: Standing, person: string, today: Day): Promise<Standing> {
    const step = presentStep(caseFile);
    const held = standing.holdings.filter((one) => one.step === step?.key && one.role !== null);
    if (held.length < 2 || step?.mode === 'any') return standing;
    const open = awaitedIn(step).filter((one) => !one.opinion);
    const mine = open.flatMap((one, index) => (held.some((holding) => fits(holding, one)) ? [index] : []));
    if (mine.length < 2) return standing;
    const others = await this.signatories(tx, caseFile, open, today, [person, standing.onBehalfOf]);
    const taken = open[placeToTake(others, mine)]!;
    return { ...standing, holdings: standing.holdings.toSorted((a, b) => order(a, taken) - order(b, taken)) };
  }

  /**
   * After a signature: a place of the step that nobody is left to sign is told to supervision, who can give the role or name
   * a deputy, and to the applicant, who can withdraw. The chain was signable when it began; people have moved since.
   * @param id of the message, so that it is sent once
   */
  async tellVacant(tx: Tx, caseFile: CaseFile, event: { id: string; actor: Actor; now: Now }): Promise<void> {
    const step = presentStep(caseFile);
    if (caseFile.final || !step || step.mode === 'any' || step.signatures.length === 0) return;
    const open = awaitedIn(step).filter((one) => !one.opinion);
    const people = await this.signatories(tx, caseFile, open, event.now.today, []);
    if (unseated(people).length === 0) return;
    await this.registry.handler('notification.send')(tx, {
      id: event.id,
      name: 'notification.send',
      params: {
        to: [{ role: 'SUPERVISION' }, ...(caseFile.applicant ? [{ person: caseFile.applicant }] : [])],
        message: 'task.nobody',
        args: { key: caseFile.key, step: step.key },
      },
      caseFile: effectCaseOf(caseFile),
      actor: event.actor,
      today: event.now.today,
      at: event.now.at,
    });
  }

  /** For each place the people who may sign it, stand-ins for those away; never the applicant or who has signed. */
  private async signatories(
    tx: Tx,
    caseFile: CaseFile,
    places: readonly Awaited[],
    today: Day,
    never: readonly (string | undefined)[],
  ): Promise<string[][]> {
    const barred = new Set([caseFile.applicant, ...signedStep(caseFile), ...never]);
    const found: string[][] = [];
    for (const { who } of places) {
      const holders: string[] = [];
      for (const one of who) holders.push(...(await this.peopleFor(tx, caseFile, one, today)));
      const free = [...new Set(holders)].filter((code) => !barred.has(code));
      const away = [...(await this.deputies.awayUntil(tx, free, today)).keys()];
      const standIns = await this.deputies.standInsFor(tx, away, today, barred);
      const there = free.flatMap((code) => (away.includes(code) ? (standIns.get(code)?.person ?? []) : [code]));
      found.push([...new Set(there)]);
    }
    return found;
  }

  private async peopleFor(tx: Tx, caseFile: CaseFile, one: Holder, today: Day): Promise<string[]> {
    if ('person' in one) return [one.person];
    return this.organization.peopleHolding(tx, one.role, targetPlace(one) ?? placeFromKey(placeOf(caseFile)), today);
  }
}

const fits = (holding: Holding, { who }: Awaited): boolean =>
  who.some(
    (one) =>
      'role' in one &&
      one.role === holding.role &&
      (one.scope ?? null) === holding.scope &&
      (one.target ?? null) === holding.target,
  );
const order = (holding: Holding, place: Awaited): number => (fits(holding, place) ? 0 : 1);
