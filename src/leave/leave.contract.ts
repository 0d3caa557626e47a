/** What the routes of leave and substitution take and give. */
import { z } from 'zod';
import { leaveKinds } from '../../workflows/leave/form.js';
import { code, day, listQuery, words } from '../platform/http/shapes.js';

const halfDay = z.strictObject({ day, half: z.enum(['am', 'pm']) });
const files = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(30);

/** `from` and `to` are inclusive half days; order and length are judged by the calendar, not by the shape. */
export const leaveRequest = z.strictObject({
  kind: z.enum(leaveKinds),
  from: halfDay,
  to: halfDay,
  reason: words(2000, 2),
  documents: files.optional(),
  certificates: files.optional(),
  /** `seenChain` of the preview; when the chain is another by now, nothing is filed and the new one is told (G22). */
  seenChain: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export type LeaveRequest = z.infer<typeof leaveRequest>;

/** While typing nothing but kind and days is needed. */
export const leavePreview = z.strictObject({ kind: z.enum(leaveKinds), from: halfDay, to: halfDay });
export type LeavePreviewRequest = z.infer<typeof leavePreview>;

export const leavesQuery = listQuery({
  sort: ['-filedAt', 'filedAt', 'state'],
  filters: { state: z.string().max(40).optional(), person: code.optional(), from: day.optional(), to: day.optional() },
});
export type LeavesQuery = z.infer<typeof leavesQuery>;

export const substitutionsQuery = listQuery({
  sort: ['-filedAt', 'filedAt', 'state'],
  filters: { state: z.string().max(40).optional(), window: code.optional() },
});
export type SubstitutionsQuery = z.infer<typeof substitutionsQuery>;

export const candidatesQuery = z.strictObject({ window: code, from: day, to: day });
export type CandidatesQuery = z.infer<typeof candidatesQuery>;

export interface LeavePreview {
  halfDays: number;
  /** Days as decimal text, e.g. `1.5`. */
  days: string;
  /** `mode` all: everybody of the step signs, in either order. `for`: stands in for somebody away until then. */
  chain: ChainStepView[];
  /** What was shown as one value; sent along, the request is only taken while the chain is still this one. */
  seenChain: string;
  substitute: { required: boolean; why: string | null; candidates: CandidateView[] };
  proof: { required: boolean; document: string | null; dueAt: string | null };
  expectedOn: string;
  articles: string[];
  lines: { rule: string; article: string; zh: string; en: string }[];
}

export interface ChainStepView {
  key: string;
  mode: 'any' | 'all' | 'order' | 'ratio';
  roles: string[];
  name: { zh: string; en: string };
  people: { code: string; name: string; for?: { code: string; name: string; until: string } }[];
  why?: { zh: string; en: string };
}

export interface CandidateView {
  code: string;
  name: string;
  window: string | null;
  isFree: boolean;
  zh: string;
  en: string;
}

export interface LeaveRow {
  id: string;
  key: string;
  revision: number;
  state: string;
  person: string;
  personName: string;
  window: string | null;
  kind: string;
  from: { day: string; half: string };
  to: { day: string; half: string };
  days: string | null;
  substituteRequired: boolean;
  filedAt: string;
}

export interface SubstitutionRow {
  id: string;
  key: string;
  revision: number;
  state: string;
  window: string;
  absent: string;
  absentName: string;
  substitute: string | null;
  substituteName: string | null;
  from: { day: string; half: string };
  to: { day: string; half: string };
  badge: string | null;
}
