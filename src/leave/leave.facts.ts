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
import type { CaseFile } from '../workflow/case-file.js';
import { CoverSharesService } from './cover/cover-shares.service.js';
import { isExtensionAlone, LeaveDecisionService } from './leave-decision.service.js';
import { attributesOf, countRule, kindIn, proofFor } from './leave-kinds.service.js';
import { entriesOf, type LengthEntry, lengthOf, until } from './leave-length.js';

@Injectable()
export class LeaveFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly decisions: LeaveDecisionService,
    private readonly covers: CoverSharesService,
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
    const shares = await this.covering(tx, context, question.lock);
    const waiting = shares.find((file) => !isInPlace(file.state)) ?? shares[0];
    const { from, to, parts, extension } = context;
    // Whoever became necessary by an extension is asked for until its end.
    const longer: LeavePart[] = extension?.needsSubstitute ? [{ from: halfAfter(to), to: extension.to }] : [];
    return {
      state: waiting?.state ?? null,
      inPlace: await this.covers.areInPlace(tx, shares, {
        from,
        to: extension?.needsSubstitute ? extension.to : to,
        parts: [...parts, ...longer],
      }),
      cover: seen(shares, keyOf(context)),
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
    const covering = context.substituteRequired ? await this.covering(tx, context) : [];
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
      cover: seen(covering, keyOf(context)),
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

  /** The cases of the substitute, or of those who share the absence, in the order of time. */
  private covering(tx: Tx, context: LeaveContext, lock = false): Promise<CaseFile[]> {
    return this.covers.of(tx, keyOf(context), lock);
  }
}

const coverContext = (file: CaseFile) => file.context as unknown as SubstitutionContext;

/** What the score asks of the cover (R11.A1–A3, A07): of several who share the absence each must have been there. */
function treatmentOf(context: LeaveContext, shares: readonly CaseFile[]): 'covered' | 'uncovered' | 'excused' {
  if (!context.substituteRequired) return 'excused';
  const isServed = shares.length > 0 && shares.every((file) => wasServed(file.state, coverContext(file)));
  return isServed ? 'covered' : 'uncovered';
}

const keyOf = (context: LeaveContext): string => `${context.key}-s${context.round}`;

/** Whoever stands in; after the end, whoever did last. Those who share the absence are told in the order of time. */
function seen(shares: readonly CaseFile[], key: string): LeaveCalendar['cover'] {
  const told = shares.flatMap((file) => {
    const { substitute, badge, isUnasked, from } = coverContext(file);
    return substitute && file.state !== 'cancelled'
      ? [{ key: file.key, revision: file.revision, substitute, isUnasked, badge, from }]
      : [];
  });
  const own = told.find((one) => one.key === key) ?? told[0];
  if (!own) return null;
  const { from: _, ...cover } = own;
  return told.length > 1 ? { ...cover, shared: told } : cover;
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
