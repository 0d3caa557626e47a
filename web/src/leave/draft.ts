import type { LeaveRequest } from '../../../src/leave/leave.contract.js';
import type { Attached } from '../components/FilePicker.js';

export const leaveKinds = ['personal', 'sick', 'annual', 'official'] as const;
export type Half = 'am' | 'pm';

/** What was typed; it may still lack its days. */
export interface LeaveDraft {
  kind: (typeof leaveKinds)[number];
  from?: string;
  fromHalf: Half;
  to?: string;
  toHalf: Half;
  reason?: string;
  /** The unit's document for official leave, the hospital's certificate for sick leave. */
  proof?: Attached[];
}

/** Kind and days as the service takes them; call it only when both days are there. */
export const spanOf = (draft: LeaveDraft): Pick<LeaveRequest, 'kind' | 'from' | 'to'> => ({
  kind: draft.kind,
  from: { day: draft.from ?? '', half: draft.fromHalf },
  to: { day: draft.to ?? '', half: draft.toHalf },
});

export function requestOf(draft: LeaveDraft): LeaveRequest {
  const files = (draft.proof ?? []).map((file) => file.hash);
  return {
    ...spanOf(draft),
    reason: draft.reason ?? '',
    ...(files.length === 0 ? {} : draft.kind === 'official' ? { documents: files } : { certificates: files }),
  };
}
