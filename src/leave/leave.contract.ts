/** What the routes of leave and substitution take and give. */
import { z } from 'zod';
import { leaveKindCode, leavePart } from '../../workflows/leave/form.js';
import { code, day, words } from '../platform/http/shapes.js';
import type { CandidateView } from './cover.contract.js';

const files = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(30);
const asked = {
  kind: leaveKindCode,
  /** Inclusive half days, or hours of one day; order, length and overlap are judged by the calendar, not by the shape. */
  parts: z.array(leavePart).min(1).max(10),
  /** Filed by a colleague for somebody who cannot; the person confirms or disowns it later. */
  for: code.optional(),
};

export const leaveRequest = z.strictObject({
  ...asked,
  reason: words(2000, 2),
  documents: files.optional(),
  certificates: files.optional(),
  /** `seenChain` of the preview; when the chain is another by now, nothing is filed and the new one is told (G22). */
  seenChain: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** The person is gone already: the slip may be filed after the leave has begun. */
  urgent: z.boolean().optional(),
});
export type LeaveRequest = z.infer<typeof leaveRequest>;

/** While typing nothing but kind and days is needed. */
export const leavePreview = z.strictObject(asked);
export type LeavePreviewRequest = z.infer<typeof leavePreview>;

export const leaveKindsQuery = z.strictObject({ on: day.optional() });
export type LeaveKindsQuery = z.infer<typeof leaveKindsQuery>;

/** A kind of leave as the edition says it. Days are decimal text. */
export interface LeaveKindView {
  id: string;
  title: { zh: string; en: string };
  articles: string[];
  parts: ('halfDays' | 'hours')[];
  counts: 'workingDays' | 'calendarDays';
  /** Minutes of a step of hours; a begun one counts whole. */
  step: number;
  mostMinutes?: number;
  mostDays?: string;
  proof: { when: 'none' | 'application' | 'return'; document?: { zh: string; en: string }; fromDays?: string };
  account: string | null;
  note?: { zh: string; en: string };
}

export interface LeaveKinds {
  items: LeaveKindView[];
  /** Up to three working days from the asked day on, that day included; fewer where no calendar is loaded. */
  soon: string[];
}

export interface LeavePreview {
  /** In 1/10000 day, and the same as decimal text of days, e.g. `1.5`. */
  length: number;
  days: string;
  /** What is taken from the person's time: half days, or hours. */
  workingDays: ({ day: string; half: 'am' | 'pm' } | { day: string; start: string; end: string })[];
  /** Days between the first and the last that do not count, with the reason. */
  daysOff: { day: string; name: string | null }[];
  /** After this request, in days, year by year; none where the kind is taken from no account. */
  balances: BalanceAfter[];
  /** `mode` all: everybody of the step signs, in either order. `for`: stands in for somebody away until then. */
  chain: ChainStepView[];
  /** What was shown as one value; sent along, the request is only taken while the chain is still this one. */
  seenChain: string;
  substitute: { required: boolean; why: string | null; candidates: CandidateView[] };
  /** Where somebody would be missing who must be there. */
  staffing: {
    window?: string;
    zone?: string;
    name: string;
    day: string;
    half: 'am' | 'pm';
    present: number;
    least: number;
  }[];
  proof: {
    required: boolean;
    document: { zh: string; en: string } | null;
    dueAt: 'application' | 'return' | null;
    dueOn: string | null;
  };
  expectedOn: string;
  articles: string[];
  lines: { rule: string; article: string; zh: string; en: string }[];
}

export interface BalanceAfter {
  account: string;
  title: { zh: string; en: string } | null;
  year: number;
  limited: boolean;
  /** False where the year was not opened; a limited account then gives nothing. */
  isOpen: boolean;
  /** False where sending this would be refused. */
  isEnough: boolean;
  /** What this request asks of the year. */
  wanted: string;
  entitled: string;
  carried: string;
  expired: string;
  used: string;
  reserved: string;
  remaining: string;
  /** Last day of the carried days, while some are left before this request; how many remain after it. */
  carriedUntil: string | null;
  carriedLeft: string;
  /** Of this request: days after the last day of carried days, which only the year's own can give. */
  afterCarried: string;
}

export interface ChainStepView {
  key: string;
  mode: 'any' | 'all' | 'order' | 'ratio';
  roles: string[];
  name: { zh: string; en: string };
  /** `as`: which of several roles of the step. */
  people: {
    code: string;
    name: string;
    as?: { zh: string; en: string };
    for?: { code: string; name: string; until: string };
  }[];
  why?: { zh: string; en: string };
}
