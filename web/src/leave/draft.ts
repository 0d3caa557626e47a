import type { LeaveRequest } from '../../../src/leave/leave.contract.js';
import type { Attached } from '../components/FilePicker.js';

export type Half = 'am' | 'pm';

/** One stretch of a leave as it is typed; it may still lack its days or hours. */
export interface PartDraft {
  /** Half days from and to, or hours within one day. */
  form: 'halfDays' | 'hours';
  from?: string;
  fromHalf: Half;
  to?: string;
  toHalf: Half;
  day?: string;
  /** `HH:MM` of the day. */
  start?: string;
  end?: string;
}

/** What was typed. */
export interface LeaveDraft {
  kind?: string;
  parts: PartDraft[];
  reason?: string;
  /** The unit's document or the hospital's certificate, whichever the kind asks for. */
  proof?: Attached[];
  /** Filed for somebody who cannot, who confirms it afterwards. */
  for?: string;
  /** Kept from the first press until an answer came, so that pressing again after a lost connection files once. */
  key?: string;
}

type Part = LeaveRequest['parts'][number];
type Asked = Pick<LeaveRequest, 'kind' | 'parts' | 'for'>;

export const emptyPart = (form: PartDraft['form'] = 'halfDays'): PartDraft => ({ form, fromHalf: 'am', toHalf: 'pm' });

/** A stretch as the service takes it, or undefined while something is missing. */
function partOf(draft: PartDraft): Part | undefined {
  if (draft.form === 'hours')
    return draft.day && draft.start && draft.end ? { day: draft.day, start: draft.start, end: draft.end } : undefined;
  return draft.from && draft.to
    ? { from: { day: draft.from, half: draft.fromHalf }, to: { day: draft.to, half: draft.toHalf } }
    : undefined;
}

/** Kind and stretches, or undefined while one of them is incomplete. */
export function askedOf(draft: LeaveDraft): Asked | undefined {
  const parts = draft.parts.map(partOf);
  if (!draft.kind || parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
  return { kind: draft.kind, parts: parts as Part[], ...(draft.for ? { for: draft.for } : {}) };
}

/** @param seen print of the chain that was shown, so that a change in between is said instead of surprising */
export function requestOf(draft: LeaveDraft, asked: Asked, isCertificate: boolean, seen?: string): LeaveRequest {
  const files = (draft.proof ?? []).map((file) => file.hash);
  return {
    ...asked,
    reason: draft.reason ?? '',
    ...(files.length === 0 ? {} : isCertificate ? { certificates: files } : { documents: files }),
    ...(seen ? { seenChain: seen } : {}),
  };
}
