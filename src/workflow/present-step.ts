/** The step of a case that is being signed, read from its stored context. Pure. */
import type { StepInCase } from '../../workflows/approval.js';
import type { CaseFile } from './case-file.js';

/** Undefined for a case without a chain, and where the chain is through. */
export function presentStep(caseFile: Pick<CaseFile, 'context'>): StepInCase | undefined {
  const { chain, step } = caseFile.context as { chain?: readonly StepInCase[]; step?: number };
  return Array.isArray(chain) && typeof step === 'number' ? chain[step] : undefined;
}

/** People who have signed it, themselves or by somebody who stood in for them. */
export const signedStep = (caseFile: Pick<CaseFile, 'context'>): string[] =>
  (presentStep(caseFile)?.signatures ?? []).flatMap((made) => [
    made.person,
    ...(made.onBehalfOf ? [made.onBehalfOf] : []),
  ]);
