/** What the machine of leave asks for. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { LeaveContext } from '../../workflows/leave/context.js';
import type { LeaveCalendar, LeaveDecision, LeaveKindFact, LeaveSubstitution } from '../../workflows/leave/facts.js';
import { halfAfter, type LeavePart } from '../../workflows/leave/form.js';
import { isInPlace, type SubstitutionContext, wasServed } from '../../workflows/substitution/context.js';
import type { NewFact } from '../core/effects.js';
import type { CompiledEdition } from '../core/rules/types.js';
import { EvidenceService } from '../ledger/evidence.service.js';
import { CalendarService } from '../organization/calendar.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { FactProviders, type FactQuestion } from '../platform/effects/fact-providers.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { CaseRepository } from '../workflow/case.repository.js';
import type { CaseFile } from '../workflow/case-file.js';
import { isExtensionAlone, LeaveDecisionService } from './leave-decision.service.js';
import { attributesOf, countRule, kindIn, proofFor } from './leave-kinds.service.js';
import { entriesOf, type LengthEntry, lengthOf, until } from './leave-length.js';

@Injectable()
export class LeaveFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly decisions: LeaveDecisionService,
    private readonly cases: CaseRepository,
    private readonly regulation: RegulationService,
    private readonly calendars: CalendarService,
    private readonly organization: OrganizationService,
    private readonly evidence: EvidenceService,
  ) {}

  onModuleInit(): void {
    this.providers.register('leave.kind', (tx, question) => this.kind(tx, question));
    this.providers.register('leave.files', (tx, question) => this.files(tx, question));
    this.providers.register('leave.decision', (tx, question) => this.decision(tx, question));
    this.providers.register('leave.substitution', (tx, question) => this.substitution(tx, question));
    this.providers.register('leave.calendar', (tx, question) => this.calendar(tx, question));
  }

  /** @throws Problem leave.kind_unknown (422) */
  private async kind(tx: Tx, question: FactQuestion): Promise<LeaveKindFact | null> {
    const { kind: id, parts } = question.event.payload as { kind?: unknown; parts?: unknown };
    // While a button is drawn there is no form yet; what does not look like one is refused by its shape.
    if (typeof id !== 'string' || !Array.isArray(parts)) return null;
    const kind = kindIn(await this.regulation.inForce(tx, question.today), id);
    return {
      kind: kind.id,
      title: { zh: kind.zh, en: kind.en },
      documentRequired: kind.proof.when === 'application' && kind.proof.fromDays === undefined,
    };
  }

  /**
   * Papers handed in with an event are files that somebody uploaded.
   * @throws Problem ledger.evidence_unknown (422)
   */
  private async files(tx: Tx, question: FactQuestion): Promise<null> {
    const { documents, certificates } = (question.event.payload ?? {}) as Record<string, unknown>;
    const hashes = [documents, certificates].flat().filter((hash) => typeof hash === 'string');
    await this.evidence.assertKnown(tx, hashes);
    return null;
  }

  private async decision(tx: Tx, question: FactQuestion): Promise<LeaveDecision> {
    const context = contextOf(question);
    const { kind, parts, filedBy } = context;
    const to =
      question.event.type === 'leave.extend' ? (question.event.payload as { to?: LeaveContext['to'] }).to : undefined;
    const longer: LeavePart[] = to ? [{ from: halfAfter(context.to), to }] : [];
    const options = { caseId: question.caseFile.id, filedBy, hasBegun: question.event.type === 'leave.extend' };
    const found = await this.decisions.decide(tx, context.applicant, { kind, parts: [...parts, ...longer] }, options);
    // Who approves an extension goes by the whole absence, so that splitting avoids no tier, unless the office chose
    // otherwise; cover and length go by the whole in any case (A61).
    const added =
      longer.length > 0 && isExtensionAlone(found.edition)
        ? await this.decisions.decide(tx, context.applicant, { kind, parts: longer }, options)
        : found;
    const { dueAt, required, dueOn } = found.proof;
    return {
      title: { zh: found.kind.zh, en: found.kind.en },
      length: found.length,
      window: found.window?.code ?? null,
      unit: found.person.unit,
      chain: added.chain,
      chainDigest: added.chainDigest,
      substitute: found.substitute,
      documentRequired: required && dueAt === 'application',
      certificateRequired: required && dueAt === 'return',
      proofDueOn: dueOn,
      expectedOn: found.expectedOn,
      remindOn: found.remindOn,
      articles: [...new Set([...found.articles, ...added.articles])],
      parameters: found.parameters,
    };
  }

  private async substitution(tx: Tx, question: FactQuestion): Promise<LeaveSubstitution> {
    const context = contextOf(question);
    const file = await this.covering(tx, context);
    const locked = file && question.lock ? await this.cases.lock(tx, file.id) : file;
    return {
      state: locked?.state ?? null,
      inPlace: isInPlace(locked?.state),
      cover: seen(locked),
    };
  }

  /** Days away as facts of the window's or the person's sheet, one for each month (R11.A1–A3, A07), and what else they may be. */
  private async calendar(tx: Tx, question: FactQuestion): Promise<LeaveCalendar> {
    const context = contextOf(question);
    const edition = await this.regulation.inForce(tx, context.from.day);
    const kind = kindIn(edition, context.kind);
    const calendar = await this.calendars.load(tx);
    const returned =
      (question.event.payload as { returned?: LeaveContext['returned'] }).returned ?? context.returned ?? context.to;
    const all = entriesOf(context.parts, calendar, countRule(edition, kind));
    const taken = until(all, returned);
    const covering = context.substituteRequired ? await this.covering(tx, context) : undefined;
    const cover = treatmentOf(context, covering);
    const attributes = { ...attributesOf(kind, all, context.parts), proof: proofFor(kind, lengthOf(all)) };
    const judged = (certificate: boolean, deceit: boolean) =>
      treatedAs(edition, kind.id, { ...attributes, certificate, deceit });
    const reclassifiedAs = judged(false, false);
    const person = (await this.organization.people(tx, [context.applicant]))[0];
    const expectedOn = context.expectedOn;
    const after = expectedOn
      ? calendar
          .workingHalfDays({ day: expectedOn, half: 'AM' }, { day: returned.day, half: 'PM' })
          // Back in the afternoon: the morning was missed. Back in the morning: nothing of that day was.
          .filter((half) => half.day < returned.day || (half.half === 'AM' && returned.half === 'pm'))
      : [];
    return {
      facts: this.factsOf(edition, kind.id, cover, context, taken),
      reclassified: this.factsOf(edition, reclassifiedAs, cover, context, taken),
      reclassifiedAs,
      deceitIs: judged(true, true),
      length: lengthOf(taken),
      overstay: context.isOverstayed ? after.length * 5_000 : 0,
      person: { code: context.applicant, name: person?.name ?? context.applicant },
      from: context.from,
      to: returned.day < context.to.day ? returned : context.to,
      cover: seen(covering),
    };
  }

  private factsOf(
    edition: CompiledEdition,
    kindId: string,
    cover: string,
    context: LeaveContext,
    entries: readonly LengthEntry[],
  ): NewFact[] {
    const scoredAs = edition.leaveKinds.find((one) => one.id === kindId)?.scoredAs;
    const info = scoredAs && edition.items.find((item) => item.item === `leave.${scoredAs}.${cover}`);
    const person = `person:${context.applicant}`;
    const subject =
      info && (info.subjectKind === 'person' ? person : context.window ? `window:${context.window}` : undefined);
    return info && subject ? byMonth(entries, info.item, subject, person) : [];
  }

  private covering(tx: Tx, context: LeaveContext): Promise<CaseFile | undefined> {
    return this.cases.byKey(tx, 'substitution', `${context.key}-s${context.round}`);
  }
}

const coverContext = (file: CaseFile) => file.context as unknown as SubstitutionContext;

/** What the score asks of the cover (R11.A1–A3, A07). */
function treatmentOf(context: LeaveContext, file: CaseFile | undefined): 'covered' | 'uncovered' | 'excused' {
  if (!context.substituteRequired) return 'excused';
  return file && wasServed(file.state, coverContext(file)) ? 'covered' : 'uncovered';
}

/** Whoever stands in; after the end, whoever did last. */
function seen(file: CaseFile | undefined): LeaveCalendar['cover'] {
  if (!file) return null;
  const { substitute, badge, isUnasked } = coverContext(file);
  return substitute ? { key: file.key, revision: file.revision, substitute, isUnasked, badge } : null;
}

/** What the leave counts as: the kind that was asked for, another, or absenteeism. */
function treatedAs(edition: CompiledEdition, kind: string, input: Readonly<Record<string, unknown>>): string {
  if (!edition.decisions.includes('leave.certificate')) return kind;
  const said = edition.decide('leave.certificate', input).value.treatedAs;
  return typeof said === 'string' && said !== 'asked' ? said : kind;
}

const contextOf = (question: FactQuestion): LeaveContext => question.caseFile.context as unknown as LeaveContext;

function byMonth(entries: readonly LengthEntry[], item: string, subject: string, person: string): NewFact[] {
  const months = new Map<string, LengthEntry[]>();
  for (const entry of entries) {
    const month = entry.piece.day.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), entry]);
  }
  return [...months].map(([month, list]) => ({
    key: `leave-${month}`,
    item,
    subject,
    happenedOn: list[0]!.piece.day,
    quantity: lengthOf(list),
    ...(subject === person ? {} : { person }),
  }));
}
