import { type Language, Problem } from '../core/problem.js';
import type { Tx } from '../platform/database/tx.js';
import type { CaseRepository } from './case.repository.js';

/** The refusal of whoever acted on an older revision: which one it is now, and who was faster. */
export async function caseChanged(
  tx: Tx,
  cases: CaseRepository,
  about: { caseId: string; seen: number; revision: number; language: Language },
): Promise<Problem> {
  const { caseId, seen, revision, language } = about;
  const by = (await cases.nameOfActor(tx, caseId, revision)) ?? (language === 'en' ? 'the system' : '系统');
  return new Problem(
    'case.changed',
    { where: 'If-Match', got: `"${seen}"`, allowed: `"${revision}"`, seen, revision, by },
    { revision },
  );
}
