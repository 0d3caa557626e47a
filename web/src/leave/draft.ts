import type { LeaveKindView, LeaveRequest } from '../../../src/leave/leave.contract.js';
import type { Attached } from '../components/FilePicker.js';

export type Half = 'am' | 'pm';

/** What was typed; it may still lack its days. */
export interface LeaveDraft {
  /** One of the kinds that `GET /api/leave-kinds` lists. */
  kind: string;
  from?: string;
  fromHalf: Half;
  to?: string;
  toHalf: Half;
  reason?: string;
  /** What the kind asks for: with the request, or at the latest when reporting back. */
  proof?: Attached[];
}

/** Kind and days as the service takes them; call it only when both days are there. */
export const spanOf = (draft: LeaveDraft): Pick<LeaveRequest, 'kind' | 'parts'> => ({
  kind: draft.kind,
  parts: [
    {
      from: { day: draft.from ?? '', half: draft.fromHalf },
      to: { day: draft.to ?? '', half: draft.toHalf },
    },
  ],
});

/** @param proofWhen when the kind wants its proof: with the request it is a document, later a certificate */
export function requestOf(draft: LeaveDraft, proofWhen: LeaveKindView['proof']['when']): LeaveRequest {
  const files = (draft.proof ?? []).map((file) => file.hash);
  return {
    ...spanOf(draft),
    reason: draft.reason ?? '',
    ...(files.length === 0 ? {} : proofWhen === 'return' ? { certificates: files } : { documents: files }),
  };
}
