/** What is attacked by an appeal, who took part in it, and whether there is still time (`appeal.target`; R14.02, A52, A60). */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AppealTarget } from '../../workflows/appeal/facts.js';
import type { AppealForm } from '../../workflows/appeal/form.js';
import type { Day, SubjectKey } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { LedgerFact } from '../ledger/ledger.types.js';
import { placeOf } from '../ledger/subject-view.js';
import { CalendarService } from '../organization/calendar.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/tx.js';
import { FactProviders, type FactQuestion } from '../platform/effects/fact-providers.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { CaseRepository } from '../workflow/case.repository.js';
import type { CaseFile } from '../workflow/case-file.js';

/** What the adopted edition says about appeals (decision `appeal.procedure`). */
interface Procedure {
  appealWorkingDays: string;
  acceptWorkingDays: string;
  decideWorkingDays: string;
  recusal: 'show' | 'refuse';
}

@Injectable()
export class AppealFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly ledger: LedgerService,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly calendar: CalendarService,
    private readonly cases: CaseRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.providers.register('appeal.target', (tx, question) => this.target(tx, question));
  }

  private async target(tx: Tx, question: FactQuestion): Promise<AppealTarget> {
    const { caseFile, event, actor, today } = question;
    const starting = event.type === 'case.start';
    const form = (starting ? event.payload : caseFile.context) as unknown as AppealForm & {
      fact?: { id: string } | null;
    };
    const fact = await this.factOf(tx, form.factId ?? form.fact?.id);
    // A counter-entry, or one that is taken back already, is nothing to attack; one that this appeal took back is.
    if (starting && fact && (fact.count < 0 || fact.reversedBy)) throw new Problem('appeal.no_target');
    const subject = fact?.subject ?? form.subject;
    if (!subject) throw new Problem('appeal.no_target');
    const period = form.period ?? (fact ? fact.happenedOn.slice(0, 7) : today.slice(0, 7));
    const cycle = await this.cases.byKey(tx, 'appraisal-cycle', form.cycle ?? period);
    const source = fact?.source.kind === 'case' ? await this.cases.byId(tx, fact.source.id) : undefined;
    const edition = await this.regulation.inForce(tx, fact?.happenedOn ?? today);
    const procedure = edition.decide('appeal.procedure', {}).value as unknown as Procedure;
    const calendar = await this.calendar.load(tx);
    const start = await this.noticeDay(tx, fact, source, today);
    const lastDay = calendar.addWorkingDays(start, Number(procedure.appealWorkingDays));
    const appellant = caseFile.applicant ?? actor.person;
    return {
      subject,
      period,
      cycle: cycle && cycle.state !== 'cancelled' ? cycle.key : null,
      concerned: await this.concerned(tx, appellant, subject, fact, today),
      inTime: !starting || today <= lastDay || stillOpen.has(cycle?.state ?? ''),
      lastDay,
      fact: fact ? attacked(fact, source, edition.items.find((item) => item.item === fact.item)?.article) : null,
      involved: await this.involved(tx, fact, source, cycle),
      parameters: {
        acceptWorkingDays: Number(procedure.acceptWorkingDays),
        decideWorkingDays: Number(procedure.decideWorkingDays),
        recusal: procedure.recusal,
      },
    };
  }

  private async factOf(tx: Tx, id: string | undefined): Promise<LedgerFact | undefined> {
    if (!id) return undefined;
    const [fact] = await this.ledger.facts(tx, { ids: [id] });
    if (!fact) throw new Problem('appeal.no_target');
    return fact;
  }

  /** The person it is about, the person who acted, or the head who answers for the window. */
  private async concerned(
    tx: Tx,
    person: string,
    subject: SubjectKey,
    fact: LedgerFact | undefined,
    today: Day,
  ): Promise<boolean> {
    if (subject === `person:${person}` || fact?.person === `person:${person}`) return true;
    const { window } = placeOf(subject);
    return window !== undefined && (await this.organization.headOf(tx, { window }, today)) === person;
  }

  /**
   * Recorder, inspectors, confirmer and everyone who moved the finding on took part in the first decision, and so did whoever
   * ruled on the cycle for the committee or answered its disputes (A60).
   */
  private async involved(
    tx: Tx,
    fact: LedgerFact | undefined,
    source: CaseFile | undefined,
    cycle: CaseFile | undefined,
  ): Promise<string[]> {
    const people = new Set<string>(fact ? [fact.recorder] : []);
    if (source) {
      for (const event of await this.cases.events(tx, source.id)) people.add(event.actor);
      for (const member of (source.context as { team?: string[] }).team ?? []) people.add(member);
    }
    if (cycle)
      for (const event of await this.cases.events(tx, cycle.id)) if (deciding.has(event.type)) people.add(event.actor);
    people.delete('system');
    return [...people].sort();
  }

  /** The term runs from the day on which the person was told: delivery or issue of the notice, else the recording. */
  private async noticeDay(
    tx: Tx,
    fact: LedgerFact | undefined,
    source: CaseFile | undefined,
    today: Day,
  ): Promise<Day> {
    const context = (source?.context ?? {}) as { deliveredOn?: string | null; noticedOn?: string | null };
    const told = context.deliveredOn ?? context.noticedOn;
    if (told) return told;
    return fact ? this.clock.dayOf(tx, fact.recordedAt) : today;
  }
}

/** Events of a cycle by which somebody decides on figures. */
const deciding: ReadonlySet<string> = new Set(['cycle.approve', 'cycle.rule', 'cycle.maintain', 'cycle.correct']);

/** While the result is being checked and shown in public, objections are what these stages are for (W1). */
const stillOpen: ReadonlySet<string> = new Set([
  'scored',
  'preliminary',
  'disputed',
  'verified',
  'audited',
  'publicity',
  'appealed',
]);

function attacked(
  fact: LedgerFact,
  source: CaseFile | undefined,
  article: string | undefined,
): NonNullable<AppealTarget['fact']> {
  return {
    id: fact.id,
    item: fact.item,
    article: article ?? fact.item,
    points: fact.points ?? null,
    money: fact.money ?? null,
    repost: {
      key: 'reassessed',
      item: fact.item,
      subject: fact.subject,
      happenedOn: fact.happenedOn,
      quantity: fact.quantity,
      ...(fact.points === undefined ? {} : { points: fact.points }),
      ...(fact.money === undefined ? {} : { money: fact.money }),
      ...(fact.values ? { values: { ...fact.values } } : {}),
      ...(fact.person ? { person: fact.person } : {}),
      evidence: [...fact.evidence],
    },
    finding: source?.kind === 'finding' ? source.key : null,
  };
}
