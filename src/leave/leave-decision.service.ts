/** What the edition decides about a leave: the same answer for the form while typing, for the machine and for the papers. */
import { Injectable } from '@nestjs/common';
import type { LeaveDecision } from '../../workflows/leave/facts.js';
import { hullOf, isHours, type LeavePart } from '../../workflows/leave/form.js';
import { formatUnits, type Units } from '../core/amount.js';
import type { HalfDay, WorkCalendar } from '../core/calendar/work-calendar.js';
import { overlaps, type PresenceSlot, pieceOf, seatsOf } from '../core/duty/seats.js';
import type { Day } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { Role } from '../core/roles.js';
import type { CompiledEdition, DecisionResult, LeaveKindInfo } from '../core/rules/types.js';
import { CalendarService } from '../organization/calendar.service.js';
import type { Person, ServiceWindow } from '../organization/organization.entity.js';
import { OrganizationService } from '../organization/organization.service.js';
import { PresenceService } from '../organization/presence.service.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { LeaveChainService, type ShownStep } from './leave-chain.service.js';
import { assertLength, assertParts, attributesOf, countRule, kindIn, proofFor } from './leave-kinds.service.js';
import { entriesOf, type LengthEntry, lengthOf, type Point, workingHalves } from './leave-length.js';

export interface Absence {
  kind: string;
  parts: readonly LeavePart[];
}

export interface DecideOptions {
  /** The leave's own case, whose reserved time does not count as somebody else's. */
  caseId?: string;
  /** Who filed for somebody else: he does not sign. */
  filedBy?: string | null;
  /** A leave that is under way may have begun before today. */
  hasBegun?: boolean;
}

export interface Decided {
  edition: CompiledEdition;
  kind: LeaveKindInfo;
  calendar: WorkCalendar;
  person: Person;
  window: ServiceWindow | undefined;
  /** Its parts on the calendar: what is reserved, and what counts. */
  entries: LengthEntry[];
  /** Half days in which the person is missed. */
  halves: HalfDay[];
  /** What other leaves and covers take in that time, of anybody. */
  slots: PresenceSlot[];
  from: Point;
  to: Point;
  /** Its length as the edition counts it (A03), and the same as decimal text of days. */
  length: Units;
  days: string;
  chain: LeaveDecision['chain'];
  shownChain: ShownStep[];
  /** What was shown, as one value. */
  chainDigest: string;
  substitute: { required: boolean; why: string };
  proof: { required: boolean; dueAt: 'application' | 'return' | null; dueOn: Day | null };
  expectedOn: Day;
  /** The working day before, for the reminder; null when that lies before the leave itself. */
  remindOn: Day | null;
  lines: DecisionResult['lines'];
  articles: string[];
  parameters: LeaveDecision['parameters'];
}

@Injectable()
export class LeaveDecisionService {
  constructor(
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly calendars: CalendarService,
    private readonly presence: PresenceService,
    private readonly chains: LeaveChainService,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Problem leave.kind_unknown | leave.part_not_allowed | leave.period_reversed | leave.parts_overlap |
   * leave.period_empty | leave.in_past | leave.too_long | leave.approver_missing | calendar.year_missing (422)
   */
  async decide(tx: Tx, applicant: string, absence: Absence, options: DecideOptions = {}): Promise<Decided> {
    const { from, to } = hullOf(absence.parts);
    const edition = await this.regulation.inForce(tx, from.day);
    const kind = kindIn(edition, absence.kind);
    assertParts(kind, absence.parts);
    const calendar = await this.calendars.load(tx);
    const entries = entriesOf(absence.parts, calendar, countRule(edition, kind));
    if (!options.hasBegun) await this.assertAhead(tx, edition, from.day, entries);
    assertLength(kind, entries, edition.citations['leave.too_long'] ?? []);
    const placed = await this.organization.personAt(tx, applicant, from.day);
    if (!placed) throw new Problem('leave.person_unknown', { person: applicant, where: '/for' });
    const { person, window } = placed;
    const attributes = {
      ...attributesOf(kind, entries, absence.parts),
      post: (await this.isHead(tx, person, window, from.day)) ? 'windowHead' : 'worker',
      certificate: false,
      deceit: false,
    };
    const chain = edition.decide('leave.chain', attributes);
    const [first, last] = [entries[0] as LengthEntry, entries.at(-1) as LengthEntry];
    const { caseId: exceptCase } = options;
    const slots = await this.presence.slots(tx, first.piece.day, last.piece.day, exceptCase ? { exceptCase } : {});
    const substitute = window
      ? await this.substituteNeed(tx, edition, attributes, { window, person, entries, slots })
      : undefined;
    const signed = await this.chains.steps(tx, {
      chain: (chain.value.chain as (Role | Role[])[] | undefined) ?? [],
      person,
      window,
      edition,
    });
    assertSomebodyElse(signed.shown, options.filedBy);
    const expectedOn = expected(calendar, absence.parts, to);
    const length = lengthOf(entries);
    const papers = proofOf(edition, kind, length, attributes);
    const before = calendar.workingDayBefore(expectedOn);
    return {
      edition,
      kind,
      calendar,
      person,
      window,
      entries,
      halves: workingHalves(entries),
      slots,
      from,
      to,
      length,
      days: formatUnits(length),
      chain: signed.steps,
      shownChain: signed.shown,
      chainDigest: signed.digest,
      substitute: { required: substitute?.value.required === true, why: substitute?.articles.join('、') ?? '' },
      proof: {
        required: papers.required,
        dueAt: papers.dueAt,
        dueOn:
          papers.dueAt === 'return' ? calendar.addWorkingDays(expectedOn, kind.proof.withinWorkingDays ?? 0) : null,
      },
      expectedOn,
      remindOn: before < from.day ? null : before,
      lines: [...chain.lines, ...(substitute?.lines ?? []), ...papers.lines],
      articles: [...new Set([kind.article, ...chain.articles, ...(substitute?.articles ?? []), ...papers.articles])],
      parameters: parametersOf(edition),
    };
  }

  /** @throws Problem leave.in_past (422) */
  private async assertAhead(
    tx: Tx,
    edition: CompiledEdition,
    from: Day,
    entries: readonly LengthEntry[],
  ): Promise<void> {
    const { today, local } = await this.clock.now(tx);
    const [hour, minute] = [Number(local.slice(11, 13)), Number(local.slice(14, 16))];
    const last = entries.at(-1)?.piece;
    const isOver = last?.day === today && last.end <= hour * 60 + minute;
    if (from >= today && !isOver) return;
    const articles = edition.citations['leave.in_past'];
    throw new Problem('leave.in_past', { where: '/parts', from, today }, articles ? { articles } : {});
  }

  private async isHead(tx: Tx, person: Person, window: ServiceWindow | undefined, on: Day): Promise<boolean> {
    const place = window
      ? { window: window.code, unit: window.unit, hall: window.hall ?? undefined }
      : { unit: person.unit ?? undefined };
    return (await this.organization.headOf(tx, place, on)) === person.code;
  }

  private async substituteNeed(
    tx: Tx,
    edition: CompiledEdition,
    attributes: Readonly<Record<string, unknown>>,
    about: {
      window: ServiceWindow;
      person: Person;
      entries: readonly LengthEntry[];
      /** Who is away in that time, or covers. */
      slots: readonly PresenceSlot[];
    },
  ): Promise<DecisionResult> {
    const { window, person, entries, slots: away } = about;
    const halves = workingHalves(entries);
    const [first, last] = [halves[0] as HalfDay, halves[halves.length - 1] as HalfDay];
    const duty = await this.organization.dutyBetween(tx, first.day, last.day, { window: window.code });
    // Whoever is named by the roster or covers here counts, unless away at that time; the applicant never does.
    const seats = seatsOf(duty, away).filter((seat) => seat.window === window.code && seat.person !== person.code);
    const present = halves.map(({ day, half }) => {
      const pieces = entries.map((entry) => entry.piece).filter((piece) => overlaps(piece, pieceOf({ day, half })));
      return seats.filter(
        (seat) =>
          seat.day === day &&
          seat.half === half &&
          (seat.away === 'no' ||
            (seat.away === 'part' &&
              !away.some((slot) => slot.person === seat.person && pieces.some((piece) => overlaps(piece, slot))))),
      ).length;
    });
    return edition.decide('leave.substitute', {
      ...attributes,
      workers: String(window.workers),
      othersPresent: String(Math.min(...present)),
    });
  }
}

/** Neither the applicant nor who filed for him signs. @throws Problem leave.approver_missing (422) */
function assertSomebodyElse(steps: readonly ShownStep[], filedBy: string | null | undefined): void {
  if (!filedBy) return;
  const alone = steps.find((step) => step.people.every((one) => one.code === filedBy || one.for?.code === filedBy));
  if (alone) throw new Problem('leave.approver_missing', { role: alone.roles.join('、') });
}

/** The first working time after the leave: the same day when it ends at noon or was only some hours. */
function expected(calendar: WorkCalendar, parts: readonly LeavePart[], to: Point): Day {
  const last = parts.find((part) => !isHours(part) && part.to.day === to.day && part.to.half === to.half);
  const sameDay = last === undefined || to.half === 'am';
  return sameDay && calendar.isWorkingDay(to.day) ? to.day : calendar.addWorkingDays(to.day, 1);
}

function proofOf(
  edition: CompiledEdition,
  kind: LeaveKindInfo,
  length: Units,
  attributes: Readonly<Record<string, unknown>>,
): { required: boolean; dueAt: 'application' | 'return' | null } & Pick<DecisionResult, 'lines' | 'articles'> {
  const when = proofFor(kind, length);
  if (!edition.decisions.includes('leave.certificate'))
    return { required: when !== 'none', dueAt: when === 'none' ? null : when, lines: [], articles: [] };
  const { value, lines, articles } = edition.decide('leave.certificate', attributes);
  const dueAt = value.dueAt === 'application' || value.dueAt === 'return' ? value.dueAt : null;
  return { required: value.required === true, dueAt, lines, articles };
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
