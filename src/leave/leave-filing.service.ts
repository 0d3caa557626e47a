/** Filing: what would happen to a request, and the request itself; for oneself, or for a colleague who cannot. */
import { Injectable } from '@nestjs/common';
import type { LeaveDecision } from '../../workflows/leave/facts.js';
import { hullOf } from '../../workflows/leave/form.js';
import type { Actor } from '../core/actor.js';
import { formatUnits } from '../core/amount.js';
import { eachDay } from '../core/calendar/day.js';
import { leftOf, remaining } from '../core/leave/account.js';
import { Problem } from '../core/problem.js';
import { type Role, roleNames } from '../core/roles.js';
import { EvidenceService } from '../ledger/evidence.service.js';
import { CalendarService } from '../organization/calendar.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import { type Answer, type Command, Commands } from '../platform/database/commands.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { Cases } from '../platform/effects/case-port.js';
import { BalanceService, type Outlook } from './balance/balance.service.js';
import { CoverService } from './cover/cover.service.js';
import { CoverWorldService, type HallState } from './cover/cover-world.service.js';
import { StaffingService } from './cover/staffing.service.js';
import type { CandidateView } from './cover.contract.js';
import type { BalanceAfter, LeavePreview, LeavePreviewRequest, LeaveRequest } from './leave.contract.js';
import { LeaveRepository } from './leave.repository.js';
import { type Absence, type Decided, type DecideOptions, LeaveDecisionService } from './leave-decision.service.js';
import { daysOf, piecesOf } from './leave-length.js';
import { LeaveSlots } from './leave-slots.service.js';

/** Who may file for everybody within reach, besides colleagues of the same window or unit. */
const leaders: ReadonlySet<Role> = new Set(['WINDOW_HEAD', 'SECTION_HEAD', 'HOME_DEPT_LEADER', 'SHIFT_LEADER']);

@Injectable()
export class LeaveFilingService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly cases: Cases,
    private readonly clock: Clock,
    private readonly calendars: CalendarService,
    private readonly organization: OrganizationService,
    private readonly decisions: LeaveDecisionService,
    private readonly cover: CoverService,
    private readonly staffing: StaffingService,
    private readonly worlds: CoverWorldService,
    private readonly slots: LeaveSlots,
    private readonly balances: BalanceService,
    private readonly evidence: EvidenceService,
    private readonly repository: LeaveRepository,
  ) {}

  /**
   * What would happen to this request: days, chain with names, balance, cover and proof. Nothing is stored (G22).
   * @throws Problem as `file`, but for what is missing in the form
   */
  preview(actor: Actor, request: LeavePreviewRequest): Promise<LeavePreview> {
    return this.database.inInstitution(actor.institutionId, async (tx) => {
      const applicant = await this.applicantOf(tx, actor, request.for);
      const filedBy = applicant === actor.person ? null : actor.person;
      const found = await this.decisions.decide(tx, applicant, request, { filedBy });
      const pieces = piecesOf(found.entries);
      await this.slots.assertFree(tx, applicant, pieces, found.slots);
      const state = await this.worlds.load(tx, found.halves);
      const { proof } = found;
      return {
        length: found.length,
        days: found.days,
        workingDays: workingDays(found),
        daysOff: await this.daysOff(tx, found),
        balances: await this.balancesAfter(tx, found),
        chain: await this.chain(tx, found),
        seenChain: found.chainDigest,
        substitute: {
          required: found.substitute.required,
          why: found.substitute.why || null,
          candidates: await this.candidates(tx, found, state),
        },
        staffing: this.staffing.shortfallsIn(state, { person: applicant, pieces }),
        proof: {
          required: proof.required,
          document: proof.required ? (found.kind.proof.document ?? null) : null,
          dueAt: proof.dueAt,
          dueOn: proof.dueOn,
        },
        expectedOn: found.expectedOn,
        articles: found.articles,
        lines: [...found.lines],
      };
    });
  }

  /**
   * Files a leave and sends it into its chain, in one transaction; its time and days are reserved at once (G20).
   * @throws Problem leave.kind_unknown | leave.part_not_allowed | leave.period_reversed | leave.parts_overlap |
   * leave.period_empty | leave.in_past | leave.too_long | leave.overlap | leave.document_missing | leave.approver_missing |
   * leave.beyond_balance | leave.balance_not_opened | leave.person_unknown | calendar.year_missing |
   * ledger.evidence_unknown (422), leave.not_for_others (403), leave.chain_changed (409)
   */
  file(
    command: Command,
    request: LeaveRequest,
  ): Promise<Answer<{ id: string; key: string; state: string; revision: number }>> {
    return this.commands.run(command, async (tx) => {
      const { actor } = command;
      const applicant = await this.applicantOf(tx, actor, request.for);
      const filedBy = applicant === actor.person ? null : actor.person;
      const { kind, parts, reason, documents = [], certificates = [], urgent = false } = request;
      await this.evidence.assertKnown(tx, [...documents, ...certificates]);
      const { day } = hullOf(parts).from;
      const ordinal = (await this.repository.countOf(tx, applicant, day)) + 1;
      const key = `leave-${applicant}-${day.replaceAll('-', '')}-${ordinal}`;
      const started = await this.cases.start(tx, {
        kind: 'leave',
        key,
        applicant,
        subject: `person:${applicant}`,
        actor,
        // Whoever is filed for could not ask in time, so the slip may follow.
        input: { kind, parts, reason, documents, certificates, urgent: urgent || filedBy !== null },
      });
      const sent = await this.cases.send(tx, {
        caseId: started.id,
        event: 'leave.submit',
        actor,
        key: `${command.key}:submit`,
      });
      const { state, revision } = sent;
      const decision = sent.facts?.['leave.decision'] as LeaveDecision | undefined;
      if (request.seenChain && request.seenChain !== decision?.chainDigest)
        throw await this.chainChanged(tx, applicant, request, { filedBy, caseId: started.id });
      return { status: 201, body: { id: started.id, key, state, revision }, headers: { etag: `"${revision}"` } };
    });
  }

  /** Says who would sign now. */
  private async chainChanged(tx: Tx, applicant: string, absence: Absence, options: DecideOptions): Promise<Problem> {
    const found = await this.decisions.decide(tx, applicant, absence, options);
    return new Problem('leave.chain_changed', { where: '/seenChain', chain: await this.chainInWords(tx, found) });
  }

  /** @throws Problem leave.person_unknown (422) | leave.not_for_others (403) */
  private async applicantOf(tx: Tx, actor: Actor, wanted: string | undefined): Promise<string> {
    if (wanted === undefined || wanted === actor.person) return actor.person;
    const { today } = await this.clock.now(tx);
    const people = await this.organization.people(tx, [wanted, actor.person], today);
    const [person, own] = [wanted, actor.person].map((code) => people.find((one) => one.code === code));
    if (!person || (person.leftOn && person.leftOn < today))
      throw new Problem('leave.person_unknown', { where: '/for', person: wanted, got: wanted });
    const isColleague =
      (person.window !== null && person.window === own?.window) || (person.unit !== null && person.unit === own?.unit);
    if (isColleague) return wanted;
    for (const grant of actor.grants)
      if (leaders.has(grant.role) && (await this.organization.covers(tx, grant, { person: wanted }, today)))
        return wanted;
    throw new Problem('leave.not_for_others', { where: '/for', person: person.name, got: wanted });
  }

  private async chain(tx: Tx, found: Decided): Promise<LeavePreview['chain']> {
    const names = await this.names(
      tx,
      found.shownChain.flatMap((step) => step.people.flatMap((one) => [one.code, one.for?.code ?? ''])),
    );
    const named = (code: string) => ({ code, name: names.get(code) ?? code });
    return found.shownChain.map((step) => ({
      ...step,
      name: {
        zh: step.roles.map((role) => roleNames[role].zh).join('、'),
        en: step.roles.map((role) => roleNames[role].en).join(', '),
      },
      people: step.people.map((one) => ({
        ...named(one.code),
        ...(one.as ? { as: { zh: roleNames[one.as].zh, en: roleNames[one.as].en } } : {}),
        ...(one.for ? { for: { ...named(one.for.code), until: one.for.until } } : {}),
      })),
    }));
  }

  /** `带班班长 李四 → 中心领导 王五（代 赵六）` */
  private async chainInWords(tx: Tx, found: Decided): Promise<string> {
    const chain = await this.chain(tx, found);
    return chain
      .map((step) => step.people.map((one) => `${one.name}${one.for ? `（代 ${one.for.name}）` : ''}`).join('、'))
      .join(' → ');
  }

  private async candidates(tx: Tx, found: Decided, state: HallState): Promise<CandidateView[]> {
    if (!found.substitute.required || !found.window) return [];
    const about = { window: found.window.code, absent: found.person.code, pieces: piecesOf(found.entries), state };
    return (await this.cover.candidatesFor(tx, about)).items;
  }

  /** Days between first and last on which nobody works, by their names in the calendar. */
  private async daysOff(tx: Tx, found: Decided): Promise<LeavePreview['daysOff']> {
    const days = eachDay(found.from.day, found.to.day).filter((day) => !found.calendar.isWorkingDay(day));
    const [first, last] = [days[0], days.at(-1)];
    if (!first || !last) return [];
    const entries = await this.calendars.days(tx, first, last);
    const names = new Map(entries.map((entry) => [entry.date, entry.name ?? null]));
    return days.map((day) => ({ day, name: names.get(day) ?? null }));
  }

  private async balancesAfter(tx: Tx, found: Decided): Promise<BalanceAfter[]> {
    const { account } = found.kind;
    if (!account) return [];
    const claim = { person: found.person.code, account, days: daysOf(found.entries) };
    return (await this.balances.outlook(tx, claim)).map(balanceAfter);
  }

  private async names(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
    const people = await this.organization.people(tx, [...new Set(codes.filter((code) => code !== ''))]);
    return new Map(people.map((person) => [person.code, person.name]));
  }
}

const balanceAfter = ({ before, after, wanted, late, isEnough }: Outlook): BalanceAfter => ({
  account: before.account,
  title: before.title,
  year: before.year,
  limited: before.limited,
  isOpen: before.isOpen,
  isEnough,
  wanted: formatUnits(wanted),
  entitled: formatUnits(after.entitled),
  carried: formatUnits(after.carried),
  expired: formatUnits(after.expired),
  used: formatUnits(after.used),
  reserved: formatUnits(after.reserved),
  remaining: formatUnits(remaining(after)),
  carriedUntil: before.carriedUntil,
  carriedLeft: formatUnits(leftOf(after).carried),
  afterCarried: before.carriedUntil ? formatUnits(late) : '0',
});

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Half days by their names, hours by the clock. */
const workingDays = (found: Decided): LeavePreview['workingDays'] =>
  piecesOf(found.entries).map(({ day, start, end }) =>
    end - start === 720 && start % 720 === 0
      ? { day, half: start === 0 ? 'am' : 'pm' }
      : { day, start: clock(start), end: clock(end) },
  );
