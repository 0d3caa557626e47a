/** What one finding costs in the end, doubling and the head's share included: read off the lines of the live results. */
import { Injectable } from '@nestjs/common';
import { UNIT } from '../core/amount.js';
import type { Day, SubjectKey } from '../core/fact.js';
import type { TraceLine } from '../core/rules/types.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { Tx } from '../platform/database/tx.js';
import { ScoringService } from '../scoring/scoring.service.js';

@Injectable()
export class FindingPenalty {
  constructor(
    private readonly ledger: LedgerService,
    private readonly scoring: ScoringService,
  ) {}

  /** Ids of the standing entries that a finding posted. */
  async factsOf(tx: Tx, caseId: string, subject: SubjectKey, day: Day): Promise<string[]> {
    const facts = await this.ledger.facts(tx, { subjects: [subject], view: 'net', period: { from: day, to: day } });
    return facts.filter((fact) => fact.source.kind === 'case' && fact.source.id === caseId).map((fact) => fact.id);
  }

  /** Lines of a person's or window's figures that rest on these entries and on nothing else; a head's lines are shares. */
  async linesOf(tx: Tx, subject: SubjectKey, day: Day, facts: readonly string[]): Promise<TraceLine[]> {
    if (facts.length === 0) return [];
    const live = await this.scoring.live(tx, subject, day.slice(0, 7), { traces: true });
    const own = new Set(facts);
    return Object.values(live?.result.outputs ?? {}).flatMap((output) =>
      output.trace.filter((line) => line.facts.length > 0 && line.facts.every((id) => own.has(id))),
    );
  }
}

/** Fines of some lines in 1/10000 yuan; rewards do not lower them. */
export const finesOf = (lines: readonly TraceLine[]): number =>
  lines.reduce((fine, line) => fine + Math.max(0, -unitsOf(line.money ?? '0')), 0);

/** `p/q` points or yuan as integers of 1/10000; the rules of one finding never go below that. */
export function unitsOf(rational: string): number {
  const [numerator = '0', denominator = '1'] = rational.split('/');
  const scaled = BigInt(numerator) * BigInt(UNIT);
  if (scaled % BigInt(denominator) !== 0n) throw new RangeError(`${rational} is finer than 1/10000`);
  return Number(scaled / BigInt(denominator));
}
