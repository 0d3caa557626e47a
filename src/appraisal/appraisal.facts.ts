/** What the machine of cycles wants to know: terms of the edition, sections and windows, what the scores say (W1). */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CycleParameters, CycleParts, CycleRanking } from '../../workflows/appraisal-cycle/facts.js';
import type { CycleForm } from '../../workflows/appraisal-cycle/form.js';
import type { Day } from '../core/fact.js';
import type { CompiledEdition, Period } from '../core/rules/types.js';
import { CalendarService } from '../organization/calendar.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { FactProviders, type FactQuestion } from '../platform/effects/fact-providers.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { ResultsService } from '../scoring/results.service.js';
import { tiesOf } from '../scoring/scoring.service.js';
import { AppraisalRepository } from './appraisal.repository.js';

/** The decision of an edition that gives the terms of its cycles. */
const TERMS = 'cycle';

/** What it gives; numbers arrive as decimal text. */
interface Terms {
  handInBy?: string;
  handInDay?: string;
  verifyWorkingDays?: string;
  disputeWorkingDays?: string;
  publicityWorkingDays?: string;
  minutesNeeded?: boolean;
  certificate?: string;
}

/** The section that gathers everything has a part of its own: order on the spot and public review (R28.02). */
const SUPERVISION = 'supervision';

@Injectable()
export class AppraisalFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly calendar: CalendarService,
    private readonly results: ResultsService,
    private readonly repository: AppraisalRepository,
  ) {}

  onModuleInit(): void {
    this.providers.register('cycle.parameters', (tx, question) => this.parameters(tx, formOf(question)));
    this.providers.register('cycle.parts', (tx, question) => this.parts(tx, question));
    this.providers.register('cycle.running', async (tx) => ({ periods: await this.repository.running(tx) }));
    this.providers.register('cycle.ranking', (tx, question) => this.ranking(tx, question));
  }

  private async parameters(tx: Tx, form: CycleForm): Promise<CycleParameters> {
    const edition = await this.regulation.inForce(tx, form.to);
    // A blank that this kind of period does not touch stops nothing; nor does one of another chain or term.
    const blanks = await this.regulation.blanksFor(tx, edition.hash, form.kind, [TERMS]);
    const terms = blanks.length > 0 ? {} : termsOf(edition);
    const days = (text: string | undefined, otherwise: number) => (text === undefined ? otherwise : Number(text));
    const verify = days(terms.verifyWorkingDays, 3);
    return {
      edition: { id: edition.id, edition: edition.edition, hash: edition.hash },
      blanks,
      // An edition whose weights do not add up to 100 % does not compile (A54), so one that is in force does.
      weightsAddUp: true,
      handInBy: await this.handInBy(tx, form, terms),
      verifyWorkingDays: verify,
      disputeWorkingDays: days(terms.disputeWorkingDays, verify),
      publicityWorkingDays: days(terms.publicityWorkingDays, 5),
      minutesNeeded: terms.minutesNeeded ?? false,
    };
  }

  /** Within the first week after the period: calendar days 1–7, or the fifth working day (A21). */
  private async handInBy(tx: Tx, form: CycleForm, terms: Terms): Promise<Day> {
    if (terms.handInBy === 'WORKING_DAYS') return (await this.calendar.load(tx)).addWorkingDays(form.to, 5);
    const day = new Date(`${form.to}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + Number(terms.handInDay ?? 7));
    return day.toISOString().slice(0, 10);
  }

  /** Sections are the units of those who hold CONTENT_SECTION; each hands in only its own part (R28.02, R28.04). */
  private async parts(tx: Tx, question: FactQuestion): Promise<CycleParts> {
    const grants = await this.organization.holdersOf(
      tx,
      ['CONTENT_SECTION', 'WINDOW_HEAD', 'SUPERVISION'],
      question.today,
    );
    const codes = [...new Set(grants.filter((grant) => grant.role === 'CONTENT_SECTION').map((grant) => grant.person))];
    const people = await this.organization.people(tx, codes, question.today);
    const units = [
      ...new Set(people.map((person) => person.unit).filter((unit): unit is string => Boolean(unit))),
    ].sort();
    const sections = units.map((unit) => ({
      section: unit,
      holders: people.filter((person) => person.unit === unit).map((person) => ({ person: person.code })),
    }));
    const heads = new Map(
      grants.filter((grant) => grant.role === 'WINDOW_HEAD').map((grant) => [grant.target, grant.person]),
    );
    const windows = (await this.organization.windows(tx)).map((window) => ({
      window: window.code,
      head: heads.get(window.code) ?? null,
    }));
    const me = question.actor.person;
    const supervises = grants.some((grant) => grant.role === 'SUPERVISION' && grant.person === me);
    return {
      sections: [...sections, { section: SUPERVISION, holders: [{ role: 'SUPERVISION' as const }] }],
      windows,
      mine: {
        sections: [
          ...sections
            .filter((section) => section.holders.some((holder) => holder.person === me))
            .map((section) => section.section),
          ...(supervises ? [SUPERVISION] : []),
        ],
        windows: windows.filter((window) => window.head === me).map((window) => window.window),
      },
    };
  }

  private async ranking(tx: Tx, question: FactQuestion): Promise<CycleRanking> {
    const { period, key } = { ...formOf(question), key: question.caseFile.key };
    const latest = await this.results.rankings(tx, period, 'latest');
    const edition = latest ? await this.regulation.byHash(tx, latest.run.editionHash) : undefined;
    const certificate = edition ? termsOf(edition).certificate : undefined;
    return {
      digest: latest?.run.digest ?? null,
      openTies: (latest ? tiesOf(latest.honours) : []).map((tie) => `${tie.honour}:${tie.group}:${tie.held.join(',')}`),
      honours: (latest?.honours ?? []).flatMap((honour) =>
        honour.awarded.map((subject) => ({ honour: honour.honour, subject, template: certificate ?? null })),
      ),
      complete: latest !== undefined && edition !== undefined && isComplete(edition, latest.honours, period),
      cutOff: edition ? await this.cutOff(tx, edition, period) : [],
      openAppeals: await this.repository.openAppeals(tx, key, question.lock),
      openPapers: await this.repository.openPapers(tx, key),
    };
  }

  /** A sub-total of a text that breaks off may be looked at; nobody approves it. */
  private async cutOff(tx: Tx, edition: CompiledEdition, period: string): Promise<CycleRanking['cutOff']> {
    const found: CycleRanking['cutOff'] = [];
    for (const { output, cycle, incomplete } of edition.outputs) {
      if (!incomplete || (cycle !== 'any' && cycle !== kindOf(period))) continue;
      const shown = await this.results.results(tx, period, { output });
      if (shown && shown.results.length > 0) found.push({ output, article: incomplete.article });
    }
    return found;
  }
}

const kindOf = (period: string): Period['kind'] =>
  period.length === 4 ? 'year' : period.includes('Q') ? 'quarter' : 'month';

/** Every title that the edition gives in such a period has had its places computed. */
function isComplete(edition: CompiledEdition, honours: readonly { honour: string }[], period: string): boolean {
  const kind = kindOf(period);
  const computed = new Set(honours.map((honour) => honour.honour));
  return edition.honours.filter((honour) => honour.cycle === kind).every((honour) => computed.has(honour.honour));
}

export const termsOf = (edition: CompiledEdition): Terms =>
  edition.decisions.includes(TERMS) ? (edition.decide(TERMS, {}).value as Terms) : {};

const formOf = (question: FactQuestion): CycleForm =>
  (question.event.type === 'case.start' ? question.event.payload : question.caseFile.context) as unknown as CycleForm;
