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
  /** What was sent off, with its key, from the press until an answer came: repeated as it is, so that it is filed once. */
  pending?: { key: string; body: LeaveRequest };
}

type Part = LeaveRequest['parts'][number];
type Asked = Pick<LeaveRequest, 'kind' | 'parts' | 'for'>;

/** @param day offered for hours, which lie within one day */
export const emptyPart = (form: PartDraft['form'] = 'halfDays', day?: string): PartDraft => ({
  form,
  fromHalf: 'am',
  toHalf: 'pm',
  ...(form === 'hours' && day ? { day } : {}),
});

const minute = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** `HH:MM` so many minutes later; undefined after midnight. */
export function later(time: string, minutes: number): string | undefined {
  const at = minute(time) + minutes;
  return at < 24 * 60
    ? `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
    : undefined;
}

/** Minutes of a request that is all in hours; undefined for one of days, or while something is missing. */
export function minutesOf(asked: Asked | undefined): number | undefined {
  let sum = 0;
  for (const part of asked?.parts ?? []) {
    if (!('start' in part)) return undefined;
    sum += minute(part.end) - minute(part.start);
  }
  return sum > 0 ? sum : undefined;
}

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

/** Id of the field that lacks something. */
export type Missing = `part-${number}-${'from' | 'day' | 'start' | 'end'}` | 'reason' | 'proof';

/** What has to be given before it can be sent, in the order of the form. @param proofNow the kind needs its document at once */
export function missingIn(draft: LeaveDraft, proofNow: boolean): Missing[] {
  const parts = draft.parts.flatMap((part, index): Missing[] => {
    if (partOf(part)) return [];
    if (part.form === 'halfDays') return [`part-${index}-from`];
    return [`part-${index}-${part.day ? (part.start ? 'end' : 'start') : 'day'}`];
  });
  return [
    ...parts,
    ...((draft.reason ?? '').trim().length < 2 ? (['reason'] as const) : []),
    ...(proofNow && !draft.proof?.length ? (['proof'] as const) : []),
  ];
}
