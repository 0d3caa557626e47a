/** What the routes of cover take and give: candidates, staffing, cover plans. */
import { z } from 'zod';
import { code, day } from '../platform/http/shapes.js';

const halfDay = z.strictObject({ day, half: z.enum(['am', 'pm']) });

/** `absent` = whose seat it is; `person` asks about one person alone, also when he cannot be offered. */
export const candidatesQuery = z.strictObject({
  window: code,
  from: day,
  to: day,
  absent: code.optional(),
  person: code.optional(),
});
export type CandidatesQuery = z.infer<typeof candidatesQuery>;

/** For one substitution. */
export const caseCandidatesQuery = z.strictObject({ caseId: z.uuid() });
export type CaseCandidatesQuery = z.infer<typeof caseCandidatesQuery>;

export const staffingQuery = z.strictObject({ from: day, to: day });
export type StaffingQuery = z.infer<typeof staffingQuery>;

/** For a substitution that is under way, or for any seat and time. */
export const coverPlanRequest = z.union([
  z.strictObject({ caseId: z.uuid() }),
  z.strictObject({
    window: code,
    absent: code.optional(),
    parts: z
      .array(z.strictObject({ from: halfDay, to: halfDay }))
      .min(1)
      .max(10),
  }),
]);
export type CoverPlanRequest = z.infer<typeof coverPlanRequest>;

/** Whose seat the B post takes. */
export const stepInRequest = z.strictObject({ absent: code });
export type StepInRequest = z.infer<typeof stepInRequest>;
export const unaskedQuery = z.strictObject({});

/** What the reader, as the B post of a window, could do there now without being asked (R21.04); null where it is not his to do. */
export interface UnaskedView {
  window: string | null;
  windowName: string | null;
  /** Colleagues on the roster for whom nobody stands in. */
  absent: { code: string; name: string }[];
  /** Covers that wait for somebody and that he may take. */
  waiting: { caseId: string; name: string }[];
  /** His own cover that is under way. */
  open: { caseId: string; name: string } | null;
}

export const coverPlanApply = z.strictObject({ caseId: z.uuid() });
export type CoverPlanApply = z.infer<typeof coverPlanApply>;

export interface Said {
  zh: string;
  en: string;
}

export interface CandidateView extends Said {
  code: string;
  name: string;
  window: string | null;
  /** Always true for those offered. */
  isFree: boolean;
}

export interface NotOfferedView extends Said {
  code: string;
  name: string;
  window: string | null;
  /** Codes as in `substitution.not_eligible`. */
  reasons: string[];
}

export interface CandidatesView {
  items: CandidateView[];
  notOffered: NotOfferedView[];
  articles: string[];
}

export interface StaffingPlace {
  window?: string;
  zone?: string;
  name: string;
}

export interface StaffingItem {
  place: StaffingPlace;
  day: string;
  half: 'am' | 'pm';
  present: number;
  least: number;
  hole: boolean;
}

export interface HalfView {
  day: string;
  half: 'am' | 'pm';
}

export interface CoverStepView {
  person: string;
  name: string;
  from: string | null;
  fromName: string | null;
  to: string;
  toName: string;
  halves: HalfView[];
  because: Said[];
}

export interface CoverProofView {
  /** Half days for which the same seats and people prove it. */
  halves: HalfView[];
  seats: (StaffingPlace & { people: number })[];
  people: { code: string; name: string }[];
  /** Everybody who knows the short window's business, and why he does not help. */
  blocked: (Said & { code: string; name: string })[];
  unqualified: number;
  /** The whole proof as a sentence. */
  words: Said;
}

export interface CoverPlanView {
  window: string;
  windowName: string;
  absent: { code: string; name: string } | null;
  halves: HalfView[];
  found: boolean;
  steps: CoverStepView[];
  /** Half days that somebody spends away from his own seat. */
  halfDays: number;
  /** False when it was not ruled out that fewer changes of person would do. */
  isFewestChanges: boolean;
  proofs: CoverProofView[];
  /** Milliseconds of computing. */
  took: number;
  /** The plan can be put to these people: it belongs to a substitution that waits for somebody. */
  canApply: boolean;
}
