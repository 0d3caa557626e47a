import type { Attached } from '../components/Pickers.js';

export const leaveKinds = ['personal', 'sick', 'annual', 'official'] as const;
export interface LeaveDraft {
  kind: (typeof leaveKinds)[number];
  from?: string;
  fromHalf: 'am' | 'pm';
  to?: string;
  toHalf: 'am' | 'pm';
  reason?: string;
  substitute?: string;
  evidence?: Attached[];
}

/** Body of the request; an empty field is left out. */
export const bodyOf = (draft: LeaveDraft) => ({
  kind: draft.kind,
  from: { day: draft.from!, half: draft.fromHalf },
  to: { day: draft.to!, half: draft.toHalf },
  ...(draft.reason ? { reason: draft.reason } : {}),
  ...(draft.substitute ? { substitute: draft.substitute } : {}),
  ...(draft.evidence?.length ? { evidence: draft.evidence.map((file) => file.hash) } : {}),
});
