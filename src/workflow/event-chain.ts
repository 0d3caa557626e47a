/** Hash chain of the events of one case: what was written cannot be changed, dropped or put between without showing. */
import { createHash } from 'node:crypto';
import { canonical } from '../core/canonical.js';
import type { CaseEventRow } from './case-file.js';

/** The chain of a case starts from its own id, so that events cannot move from one case to another. */
export const chainStart = (caseId: string): string => createHash('sha256').update(`case:${caseId}`).digest('hex');

/** SHA-256 (hex) over the previous hash and the canonical bytes of what the event says. */
export function hashOf(event: Omit<CaseEventRow, 'hash' | 'recordedAt'>): string {
  const { prevHash, happenedAt, ...said } = event;
  return createHash('sha256')
    .update(prevHash)
    .update(canonical({ ...said, happenedAt: happenedAt.toISOString() }))
    .digest('hex');
}

/** The first event (seq) at which the chain breaks, or undefined. `revision` of the case tells a cut tail. */
export function firstBreak(caseId: string, events: readonly CaseEventRow[], revision: number): number | undefined {
  let previous = chainStart(caseId);
  for (const [index, event] of events.entries()) {
    const { hash, recordedAt: _, ...said } = event;
    if (event.seq !== index + 1 || event.prevHash !== previous || hashOf(said) !== hash) return index + 1;
    previous = hash;
  }
  return events.length === revision ? undefined : events.length + 1;
}
