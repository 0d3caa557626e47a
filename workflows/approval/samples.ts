/** What tells two situations of an approval apart when a machine is explored: whose turn it is, and nothing of the past. */
import type { ApprovalContext } from './shape.js';
import { awaitedIn, current } from './steps.js';

export const approvalEssence = (context: Record<string, unknown>): unknown => {
  const { chain, step } = context as unknown as ApprovalContext;
  if (step >= chain.length) return 'signed';
  return [step, awaitedIn(current({ chain, step } as ApprovalContext)).map(({ who, opinion }) => [who, opinion])];
};
