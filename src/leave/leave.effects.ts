/** What leave does when its machine asks; substitutions have a file of their own. Each may run twice with the same effect id. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LeaveContext } from '../../workflows/leave/context.js';
import { halfAfter, type LeavePart } from '../../workflows/leave/form.js';
import type { LeaveKindInfo } from '../core/rules/types.js';
import { CalendarService } from '../organization/calendar.service.js';
import { PresenceService } from '../organization/presence.service.js';
import type { Tx } from '../platform/database/tx.js';
import { type EffectCall, EffectRegistry } from '../platform/effects/effect-registry.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { BalanceService } from './balance/balance.service.js';
import { countRule, kindIn } from './leave-kinds.service.js';
import { daysOf, entriesOf, type LengthEntry, piecesOf, toHalf, until } from './leave-length.js';
import { LeaveSlots } from './leave-slots.service.js';

type Call = EffectCall<'leave.reserve' | 'leave.release' | 'leave.settle'>;

@Injectable()
export class LeaveEffects implements OnModuleInit {
  constructor(
    private readonly registry: EffectRegistry,
    private readonly presence: PresenceService,
    private readonly slots: LeaveSlots,
    private readonly balances: BalanceService,
    private readonly calendars: CalendarService,
    private readonly regulation: RegulationService,
  ) {}

  onModuleInit(): void {
    this.registry.register('leave.reserve', (tx, call) => this.reserve(tx, call));
    this.registry.register('leave.release', (tx, call) => this.release(tx, call));
    this.registry.register('leave.settle', (tx, call) => this.settle(tx, call));
  }

  /** Time and days of the leave as it now stands, a pending extension included, instead of what it held before. */
  private async reserve(tx: Tx, call: Call): Promise<void> {
    const context = contextOf(call);
    const longer: LeavePart[] = context.extension ? [{ from: halfAfter(context.to), to: context.extension.to }] : [];
    const { kind, entries } = await this.laidOut(tx, context, longer);
    await this.slots.take(tx, {
      caseId: call.caseFile.id,
      person: context.applicant,
      pieces: piecesOf(entries),
      window: context.window,
      // An extension is asked for by somebody who is away already.
      isUndecided: context.extension === null && call.caseFile.state === 'pending',
    });
    if (!kind.account) return;
    const { applicant: person } = context;
    await this.balances.hold(tx, { ...cause(call), person, account: kind.account, days: daysOf(entries) });
  }

  /** Not taken: all is free again. Back earlier: what lies behind the return is. */
  private async release(tx: Tx, call: Call): Promise<void> {
    const context = contextOf(call);
    const { returned } = context;
    await this.presence.free(tx, call.caseFile.id, returned ? toHalf(returned) : undefined);
    if (!returned) return this.balances.drop(tx, cause(call));
    const { kind, entries } = await this.laidOut(tx, context);
    if (!kind.account) return;
    const { applicant: person } = context;
    const days = daysOf(until(entries, returned));
    await this.balances.hold(tx, { ...cause(call), person, account: kind.account, days });
  }

  /** The leave is over, or turned out to be another: its account bears what the kind that it counts as takes. */
  private async settle(tx: Tx, call: Call): Promise<void> {
    const context = contextOf(call);
    const { kind, entries } = await this.laidOut(tx, context);
    const edition = await this.regulation.inForce(tx, context.from.day);
    const account = edition.leaveKinds.find((one) => one.id === context.countsAs)?.account;
    const { applicant: person } = context;
    if (!account) {
      await this.balances.drop(tx, cause(call));
      return this.balances.restore(tx, cause(call));
    }
    // Held nothing of its own account when it was filed, as there was none then: it takes nothing from it now.
    if (account === kind.account && !(await this.balances.isKnown(tx, call.caseFile.id, person, account))) return;
    const days = daysOf(until(entries, context.returned ?? context.to));
    await this.balances.settle(tx, { ...cause(call), person, account, days });
  }

  private async laidOut(
    tx: Tx,
    context: LeaveContext,
    longer: readonly LeavePart[] = [],
  ): Promise<{ kind: LeaveKindInfo; entries: LengthEntry[] }> {
    const edition = await this.regulation.inForce(tx, context.from.day);
    const kind = kindIn(edition, context.kind);
    const calendar = await this.calendars.load(tx);
    return { kind, entries: entriesOf([...context.parts, ...longer], calendar, countRule(edition, kind)) };
  }
}

const contextOf = (call: Call): LeaveContext => call.caseFile.context as unknown as LeaveContext;
const cause = (call: Call) => ({ caseId: call.caseFile.id, effectId: call.id, at: call.at, by: call.actor.person });
