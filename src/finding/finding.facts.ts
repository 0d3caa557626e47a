/** What the edition of the day says about an item, for the machine of findings (`finding.rule`). */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FindingRule } from '../../workflows/finding/facts.js';
import { UNIT } from '../core/amount.js';
import type { SubjectKey } from '../core/fact.js';
import { Problem } from '../core/problem.js';
import type { CompiledEdition, ItemInfo } from '../core/rules/types.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { OrganizationService } from '../organization/organization.service.js';
import type { Tx } from '../platform/database/tx.js';
import { FactProviders, type FactQuestion } from '../platform/effects/fact-providers.js';
import { RegulationService } from '../regulation/regulation.service.js';
import { ScoringService } from '../scoring/scoring.service.js';
import { FindingRepository } from './finding.repository.js';

interface About {
  item: string;
  subject: SubjectKey;
  person?: string;
  happenedOn: string;
}

/** What a pack may say about how findings are handled; a pack without the table needs no team and sets no fine. */
interface Procedure {
  team?: string;
  fault?: boolean;
  jointHead?: boolean;
  fineDueDays?: string;
  fineGraceDays?: string;
  lateItem?: string;
  noticeTemplate?: string;
}

@Injectable()
export class FindingFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly regulation: RegulationService,
    private readonly organization: OrganizationService,
    private readonly ledger: LedgerService,
    private readonly scoring: ScoringService,
    private readonly repository: FindingRepository,
  ) {}

  onModuleInit(): void {
    this.providers.register('finding.rule', (tx, question) => this.rule(tx, question));
  }

  private async rule(tx: Tx, question: FactQuestion): Promise<FindingRule> {
    const about = aboutOf(question);
    const edition = await this.regulation.inForce(tx, about.happenedOn);
    const info = edition.items.find((item) => item.item === about.item);
    if (!info)
      throw new Problem('finding.item_unknown', { item: about.item, edition: `${edition.id}@${edition.edition}` });
    const procedure = procedureOf(edition, info);
    const overlaps = [...(info.overlaps ?? [])];
    const key = question.caseFile.key || null;
    return {
      item: info.item,
      article: info.article,
      recordable: (info.recordable || isFromSystem(question)) && about.subject.startsWith(`${info.subjectKind}:`),
      teamNeeds: Number(procedure.team ?? 1),
      evidenceNeeded: [...(info.evidence ?? [])],
      range: info.range
        ? { points: [...info.range.points], money: info.range.money ? [...info.range.money] : null }
        : null,
      faultNeeded: procedure.fault ?? false,
      overlaps,
      duplicates: await this.repository.duplicates(tx, about.subject, about.happenedOn, [info.item, ...overlaps], key),
      joint: procedure.jointHead ? await this.headOf(tx, about) : [],
      fine: question.event.type === 'finding.notice' ? await this.fineOf(tx, question, about, edition) : 0,
      fineDueDays: Number(procedure.fineDueDays ?? 0),
      fineGraceDays: Number(procedure.fineGraceDays ?? 0),
      lateItem: procedure.lateItem ?? null,
      noticeTemplate: procedure.noticeTemplate ?? null,
    };
  }

  private async headOf(tx: Tx, about: About): Promise<string[]> {
    const code = about.subject.slice(about.subject.indexOf(':') + 1);
    const place = about.subject.startsWith('window:') ? { window: code } : { person: code };
    const head = await this.organization.headOf(tx, place, about.happenedOn);
    return head && head !== code ? [head] : [];
  }

  /** The fine as the rules make it, doubling included: what the fact's own lines of the live result carry. */
  private async fineOf(tx: Tx, question: FactQuestion, about: About, edition: CompiledEdition): Promise<number> {
    const facts = await this.ledger.facts(tx, {
      subjects: [about.subject],
      items: [about.item],
      view: 'net',
      period: { from: about.happenedOn, to: about.happenedOn },
    });
    const own = facts
      .filter((fact) => fact.source.kind === 'case' && fact.source.id === question.caseFile.id)
      .map((fact) => fact.id);
    if (own.length === 0 || !edition.outputs.some((output) => about.subject.startsWith(`${output.subjectKind}:`)))
      return 0;
    const live = await this.scoring.live(tx, about.subject, about.happenedOn.slice(0, 7));
    let fine = 0;
    for (const output of Object.values(live?.result.outputs ?? {})) {
      for (const line of output.trace) {
        if (line.money && line.facts.some((id) => own.includes(id))) fine += unitsOf(line.money);
      }
    }
    return Math.max(0, -fine);
  }
}

function aboutOf(question: FactQuestion): About {
  const { event, caseFile } = question;
  const stored = (event.type === 'case.start' ? event.payload : caseFile.context) as unknown as About;
  const chosen = event.type === 'finding.confirm' ? (event.payload as { item?: string }).item : undefined;
  return { ...stored, item: chosen ?? stored.item };
}

/** Absences after leave and late payments are opened by the system with items that people do not choose. */
const isFromSystem = (question: FactQuestion): boolean =>
  (question.caseFile.context as { source?: unknown }).source !== undefined || question.actor.person === 'system';

export function procedureOf(edition: CompiledEdition, info: ItemInfo): Procedure {
  if (!edition.decisions.includes('finding.procedure')) return {};
  return edition.decide('finding.procedure', { item: info.item, output: info.output }).value as Procedure;
}

/** `p/q` yuan as integers of 1/10000; money rules never go below that. */
function unitsOf(rational: string): number {
  const [numerator = '0', denominator = '1'] = rational.split('/');
  const scaled = BigInt(numerator) * BigInt(UNIT);
  if (scaled % BigInt(denominator) !== 0n) throw new RangeError(`fine ${rational} is finer than 1/10000 yuan`);
  return Number(scaled / BigInt(denominator));
}
