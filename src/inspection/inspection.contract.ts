/** What the routes of inspections take and give. Events go through the routes of cases. */
import { z } from 'zod';
import { inspectionModes } from '../../workflows/inspection/form.js';
import { code, day, words } from '../platform/http/shapes.js';

const subject = z.string().regex(/^(person|window|unit|group):[\p{L}\p{N}_.-]{1,64}$/u);

/** A plan; whether list, places and team fit, the edition and the roster of the day say. */
export const planInspection = z.strictObject({
  mode: z.enum(inspectionModes),
  checklist: z.string().min(1).max(60),
  subjects: z.array(subject).min(1).max(20),
  day,
  team: z.array(code).min(2).max(10),
  note: words(2000).optional(),
});
export type PlanInspection = z.infer<typeof planInspection>;

export const checklistsQuery = z.strictObject({ on: day.optional() });
export type ChecklistsQuery = z.infer<typeof checklistsQuery>;

export interface Titled {
  zh: string;
  en: string;
}

export interface ChecklistChoice extends Titled {
  checklist: string;
  article: string;
  subjectKind: string;
  lines: number;
}

export interface SheetAnswer {
  answer: 'met' | 'notMet' | 'notApplicable';
  note: string | null;
  evidence: string[];
}

/** One inspection as its team fills it in and others read it. */
export interface InspectionSheet {
  id: string;
  key: string;
  revision: number;
  state: string;
  mode: string;
  checklist: Titled & { output: string; article: string; edition: string };
  day: string;
  heldOn: string | null;
  place: string | null;
  groups: (Titled & {
    id: string;
    article: string;
    lines: (Titled & { id: string; article: string; finding: string | null })[];
  })[];
  /** Answers by line; `met` of `asked` lines that apply, and those without an answer yet. */
  subjects: {
    subject: string;
    name: string;
    answers: Record<string, SheetAnswer>;
    met: number;
    asked: number;
    open: number;
  }[];
  team: { code: string; name: string; signedAt: string | null }[];
  /** What a member signs: the hash of the content as it stands. */
  hash: string;
  /** The reader is of the team and may fill in; has signed already. */
  mayFill: boolean;
  hasSigned: boolean;
}
