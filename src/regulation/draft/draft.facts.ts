/** What the machine of rule sets (W13) wants to know of a draft, and what it has done when a draft is approved. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Day } from '../../core/fact.js';
import { Problem } from '../../core/problem.js';
import type { Tx } from '../../platform/database/tx.js';
import { type EffectCall, EffectRegistry } from '../../platform/effects/effect-registry.js';
import { FactProviders, type FactQuestion } from '../../platform/effects/fact-providers.js';
import type { CheckReport } from '../draft.contract.js';
import { type Adoption, RegulationRepository } from '../regulation.repository.js';
import { RegulationService } from '../regulation.service.js';
import { checkDraft, draftReading } from './draft.memory.js';
import { DraftService } from './draft.service.js';

/** How many faults a refusal names; the page of the draft lists all. */
const NAMED = 5;

interface Check {
  title: string;
  pack: string;
  hash: string | null;
  from: Day;
  isClean: boolean;
  faults: string[];
  blanks: string[];
  editors: string[];
  overlap: string | null;
  replaces: string | null;
}

@Injectable()
export class DraftFacts implements OnModuleInit {
  constructor(
    private readonly providers: FactProviders,
    private readonly effects: EffectRegistry,
    private readonly drafts: DraftService,
    private readonly regulation: RegulationService,
    private readonly repository: RegulationRepository,
  ) {}

  onModuleInit(): void {
    this.providers.register('ruleSet.check', (tx, question) => this.check(tx, question));
    this.effects.register('regulation.adopt', (tx, call) => this.adopt(tx, call));
  }

  /** Computed from the draft as it stands in this transaction; nobody can change it until the decision is made. */
  private async check(tx: Tx, { caseFile, lock }: FactQuestion): Promise<Check> {
    const row = await this.drafts.row(tx, String(caseFile.context.draft), lock ? 'share' : undefined);
    const report = checkDraft(row);
    const later = await this.repository.adoptionsFrom(tx, row.from);
    const before = await this.repository.adoptionOn(tx, row.from);
    return {
      title: row.title,
      pack: row.packId,
      hash: report.hash,
      from: row.from,
      isClean: report.faults.length + report.cases.failed.length + report.uncovered.length === 0,
      faults: sentences(report).slice(0, NAMED),
      blanks: report.blanks.map((blank) => blank.parameter),
      editors: row.editors,
      overlap: later[0] ? named(later[0]) : null,
      replaces: before?.caseKey ?? null,
    };
  }

  /**
   * Freezes the draft and adopts it. The case has been told under the same lock that the hash is the one that was checked.
   * @throws Problem `ruleset.changed`, `regulation.adoption_overlap`
   */
  private async adopt(tx: Tx, call: EffectCall<'regulation.adopt'>): Promise<void> {
    const { draft, hash, from } = call.params;
    const row = await this.drafts.row(tx, draft, 'share');
    const { whole, sources, choices } = draftReading(row);
    if (whole?.edition.hash !== hash)
      throw new Problem('ruleset.changed', {
        checked: hash.slice(0, 12),
        now: whole?.edition.hash.slice(0, 12) ?? '-',
      });
    const { id: packId, edition } = whole.edition;
    const frozen = { hash, packId, edition, sources: [...sources], choices };
    await this.regulation.adoptTexts(tx, frozen, { from, by: call.actor.person, caseKey: call.caseFile.key });
  }
}

const named = (adoption: Adoption): string => `${adoption.packId}@${adoption.edition} (${adoption.from})`;

function sentences(report: CheckReport): string[] {
  return [
    ...report.faults.map((fault) => `${fault.where} ${fault.code}`),
    ...report.cases.failed.map((one) => `${one.file} ${one.id}: ${one.faults[0] ?? ''}`),
    ...report.uncovered.map((one) => `${one.pack}: ${one.point}`),
  ];
}
