/** What the edition decides about a leave: the same answer for the form while typing, for the machine and for the papers. */
import { Injectable } from '@nestjs/common';
import type { LeaveDecision } from '../../workflows/leave/facts.js';
import type { LeaveForm } from '../../workflows/leave/form.js';
import { eachDay } from '../core/calendar/day.js';
import type { HalfDay, WorkCalendar } from '../core/calendar/work-calendar.js';
import { seatsOf } from '../core/duty/seats.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { Role } from '../core/roles.js';
import type { CompiledEdition, DecisionResult } from '../core/rules/types.js';
import { CalendarService } from '../organization/calendar.service.js';
import type { Person, ServiceWindow } from '../organization/organization.entity.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PresenceService } from '../organization/presence.service.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { LeaveChainService, type ShownStep } from './leave-chain.service.js';

type Point = { day: Day; half: 'am' | 'pm' };
export type Absence = Pick<LeaveForm, 'kind'> & { from: Point; to: Point };

export interface Decided {
  edition: CompiledEdition;
  calendar: WorkCalendar;
  person: Person;
  window: ServiceWindow | undefined;
  /** Working half days: what is reserved, and what counts in the ledger. */
  halves: HalfDay[];
  /** Its length as the edition counts it (A03), in half days and as decimal text. */
  halfDays: number;
  days: string;
  chain: LeaveDecision['chain'];
  /** The same chain with the people who sign it today, and its digest. */
  shownChain: ShownStep[];
  chainDigest: string;
  substitute: { required: boolean; why: string };
  certificate: DecisionResult;
  expectedOn: Day;
  lines: DecisionResult['lines'];
  articles: string[];
  parameters: LeaveDecision['parameters'];
}

/** Half days as the calendar counts them. */
export const toHalf = (point: Point): HalfDay => ({ day: point.day, half: point.half === 'am' ? 'AM' : 'PM' });

/** `3` half days → `1.5` days. */
export const daysText = (halves: number): string => (halves % 2 === 0 ? String(halves / 2) : `${(halves - 1) / 2}.5`);

@Injectable()
export class LeaveDecisionService {
  constructor(
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly calendars: CalendarService,
    private readonly presence: PresenceService,
    private readonly chains: LeaveChainService,
  ) {}

  /**
   * @param caseId the leave's own case, whose reserved half days do not count as somebody else's
   * @throws Problem leave.period_reversed | leave.period_empty | leave.approver_missing | calendar.year_missing (422)
   */
  async decide(tx: Tx, applicant: string, absence: Absence, caseId?: string): Promise<Decided> {
    const [from, to] = [toHalf(absence.from), toHalf(absence.to)];
    if (`${to.day}${to.half}` < `${from.day}${from.half}`)
      throw new Problem('leave.period_reversed', {
        where: '/to',
        from: from.day,
        to: to.day,
        allowed: `≥ ${from.day} ${absence.from.half}`,
      });
    const calendar = await this.calendars.load(tx);
    const halves = calendar.workingHalfDays(from, to);
    if (halves.length === 0)
      throw new Problem('leave.period_empty', { where: '/to', from: from.day, to: to.day, allowed: '≥ 0.5 d' });
    const person = await this.organization.person(tx, applicant, from.day);
    if (!person) throw new Problem('platform.not_found');
    const window = person.window ? await this.organization.window(tx, person.window) : undefined;
    const edition = await this.regulation.inForce(tx, from.day);
    const halfDays = lengthOf(edition, from, to, halves);
    const days = daysText(halfDays);
    const isHead =
      (await this.organization.headOf(tx, window ? { window: window.code } : { person: applicant }, from.day)) ===
      applicant;
    const chain = edition.decide('leave.chain', { days, post: isHead ? 'windowHead' : 'worker' });
    const substitute = window
      ? await this.substituteNeed(tx, edition, { window, person, halves, days, caseId })
      : undefined;
    const certificate = edition.decide('leave.certificate', { kind: absence.kind, certificate: false, deceit: false });
    const signed = await this.chains.steps(tx, {
      chain: (chain.value.chain as (Role | Role[])[] | undefined) ?? [],
      person,
      window,
      edition,
    });
    return {
      edition,
      calendar,
      person,
      window,
      halves,
      halfDays,
      days,
      chain: signed.steps,
      shownChain: signed.shown,
      chainDigest: signed.digest,
      substitute: { required: substitute?.value.required === true, why: substitute?.articles.join('、') ?? '' },
      certificate,
      expectedOn: to.half === 'AM' && calendar.isWorkingDay(to.day) ? to.day : calendar.addWorkingDays(to.day, 1),
      lines: [...chain.lines, ...(substitute?.lines ?? []), ...certificate.lines],
      articles: [...new Set([...chain.articles, ...(substitute?.articles ?? []), ...certificate.articles])],
      parameters: parametersOf(edition),
    };
  }

  private async substituteNeed(
    tx: Tx,
    edition: CompiledEdition,
    about: { window: ServiceWindow; person: Person; halves: readonly HalfDay[]; days: string; caseId?: string },
  ): Promise<DecisionResult> {
    const { window, person, halves, days, caseId } = about;
    const [first, last] = [halves[0] as HalfDay, halves[halves.length - 1] as HalfDay];
    const duty = await this.organization.dutyBetween(tx, first.day, last.day, { window: window.code });
    const away = await this.presence.slots(tx, first.day, last.day, caseId ? { exceptCase: caseId } : {});
    // Whoever is named by the roster or covers here counts, unless away; the applicant never does.
    const seats = seatsOf(duty, away).filter(
      (seat) => seat.window === window.code && seat.person !== person.code && seat.away === 'no',
    );
    const present = halves.map(
      ({ day, half }) => seats.filter((seat) => seat.day === day && seat.half === half).length,
    );
    return edition.decide('leave.substitute', {
      workers: String(window.workers),
      days,
      othersPresent: String(Math.min(...present)),
    });
  }
}

/** Working days in half-day steps, or every day from the first half to the last where the office counts so (A03). */
function lengthOf(edition: CompiledEdition, from: HalfDay, to: HalfDay, working: readonly HalfDay[]): number {
  if (settingOf(edition, 'leave.unit') !== 'CALENDAR_DAY') return working.length;
  return eachDay(from.day, to.day).length * 2 - (from.half === 'PM' ? 1 : 0) - (to.half === 'AM' ? 1 : 0);
}

const settingOf = (edition: CompiledEdition, name: string): string | undefined =>
  edition.settings.find((setting) => setting.setting === name)?.chosen;

/** Whether the extension alone decides who approves it, instead of the whole absence (A61). */
export const isExtensionAlone = (edition: CompiledEdition): boolean =>
  settingOf(edition, 'leave.extensionBasis') === 'EXTENSION';

/** Terms that no regulation gives (A52); the office sets them in its edition. */
function parametersOf(edition: CompiledEdition): LeaveDecision['parameters'] {
  const terms = edition.decisions.includes('leave.terms') ? edition.decide('leave.terms', {}).value : {};
  return {
    acceptWorkingDays: Number(terms.acceptWorkingDays ?? 1),
    badgeReturnWorkingDays: Number(terms.badgeReturnWorkingDays ?? 1),
  };
}
