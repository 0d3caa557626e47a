/** What the machines of leave and substitution ask for. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LeaveCalendar, LeaveDecision, LeaveSubstitution } from '../../workflows/leave/facts.js';
import type { LeaveContext } from '../../workflows/leave/parts.js';
import { isInPlace, type SubstitutionContext, wasServed } from '../../workflows/substitution/context.js';
import { addDays } from '../core/calendar/day.js';
import type { HalfDay } from '../core/calendar/work-calendar.js';
import type { NewFact } from '../core/effects.js';
import { CalendarService } from '../organization/calendar.service.js';
import type { Tx } from '../platform/database/tx.js';
import { FactProviders, type FactQuestion } from '../platform/effects/fact-providers.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { CaseRepository } from '../workflow/case.repository.js';
import { isExtensionAlone, LeaveDecisionService, toHalf } from './leave-decision.service.js';

@Injectable()
export class LeaveFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly decisions: LeaveDecisionService,
    private readonly cases: CaseRepository,
    private readonly regulation: RegulationService,
    private readonly calendars: CalendarService,
  ) {}

  onModuleInit(): void {
    this.providers.register('leave.decision', (tx, question) => this.decision(tx, question));
    this.providers.register('leave.substitution', (tx, question) => this.substitution(tx, question));
    this.providers.register('leave.calendar', (tx, question) => this.calendar(tx, question));
  }

  private async decision(tx: Tx, question: FactQuestion): Promise<LeaveDecision> {
    const context = contextOf(question);
    const later =
      question.event.type === 'leave.extend' ? (question.event.payload as { to?: LeaveContext['to'] }).to : undefined;
    const absence = { kind: context.kind, from: context.from, to: later ?? context.to };
    const found = await this.decisions.decide(tx, context.applicant, absence, question.caseFile.id);
    // Who approves an extension goes by the whole absence, so that splitting avoids no tier, unless the office chose
    // otherwise; cover and length go by the whole in any case (A61).
    const added =
      later && isExtensionAlone(found.edition)
        ? await this.decisions.decide(
            tx,
            context.applicant,
            { kind: context.kind, from: halfAfter(context.to), to: later },
            question.caseFile.id,
          )
        : found;
    return {
      halfDays: found.halfDays,
      window: found.window?.code ?? null,
      unit: found.person.unit,
      chain: added.chain,
      substitute: found.substitute,
      certificateRequired: found.certificate.value.required === true && found.certificate.value.dueAt === 'return',
      expectedOn: found.expectedOn,
      articles: [...new Set([...found.articles, ...added.articles])],
      parameters: found.parameters,
    };
  }

  private async substitution(tx: Tx, question: FactQuestion): Promise<LeaveSubstitution> {
    const context = contextOf(question);
    const file = await this.cases.byKey(tx, 'substitution', `${context.key}-s${context.round}`);
    const locked = file && question.lock ? await this.cases.lock(tx, file.id) : file;
    return {
      state: locked?.state ?? null,
      inPlace: isInPlace(locked?.state),
      substitute: (locked?.context as SubstitutionContext | undefined)?.substitute ?? null,
    };
  }

  /** Days away as facts of the window's or the person's sheet, one for each month (R11.A1–A3, A07). */
  private async calendar(tx: Tx, question: FactQuestion): Promise<LeaveCalendar> {
    const context = contextOf(question);
    const edition = await this.regulation.inForce(tx, context.from.day);
    const returned =
      (question.event.payload as { returned?: LeaveContext['returned'] }).returned ?? context.returned ?? context.to;
    const halves = (await this.calendars.load(tx)).workingHalfDays(toHalf(context.from), toHalf(returned));
    const cover = await this.coverOf(tx, context);
    const factsOf = (kind: string) => {
      const info = edition.items.find((item) => item.item === `leave.${kind}.${cover}`);
      const subject =
        info?.subjectKind === 'person'
          ? `person:${context.applicant}`
          : context.window
            ? `window:${context.window}`
            : undefined;
      return info && subject ? byMonth(halves, info.item, subject, `person:${context.applicant}`) : [];
    };
    const treatedAs = edition.decide('leave.certificate', { kind: context.kind, certificate: false, deceit: false })
      .value.treatedAs;
    const absence = edition.items.find((item) => item.item === 'absence.absenteeism');
    const isWindows = absence?.subjectKind === 'window';
    return {
      facts: factsOf(context.kind),
      reclassified: factsOf(String(treatedAs ?? context.kind)),
      absence:
        absence && (!isWindows || context.window)
          ? {
              item: absence.item,
              subject: isWindows ? `window:${context.window}` : `person:${context.applicant}`,
              person: isWindows ? `person:${context.applicant}` : null,
            }
          : null,
    };
  }

  private async coverOf(tx: Tx, context: LeaveContext): Promise<'covered' | 'uncovered' | 'excused'> {
    if (!context.substituteRequired) return 'excused';
    const file = await this.cases.byKey(tx, 'substitution', `${context.key}-s${context.round}`);
    const isCovered = file && wasServed(file.state, file.context as unknown as SubstitutionContext);
    return isCovered ? 'covered' : 'uncovered';
  }
}

const contextOf = (question: FactQuestion): LeaveContext => question.caseFile.context as unknown as LeaveContext;

const halfAfter = (point: LeaveContext['to']): LeaveContext['to'] =>
  point.half === 'am' ? { day: point.day, half: 'pm' } : { day: addDays(point.day, 1), half: 'am' };

function byMonth(halves: readonly HalfDay[], item: string, subject: string, person: string): NewFact[] {
  const months = new Map<string, HalfDay[]>();
  for (const half of halves) months.set(half.day.slice(0, 7), [...(months.get(half.day.slice(0, 7)) ?? []), half]);
  return [...months].map(([month, list]) => ({
    key: `leave-${month}`,
    item,
    subject,
    happenedOn: (list[0] as HalfDay).day,
    quantity: list.length * 5_000,
    ...(subject === person ? {} : { person }),
  }));
}
