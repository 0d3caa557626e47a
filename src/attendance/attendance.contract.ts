/** What the routes of absences take and give. */
import { z } from 'zod';
import { code, day, listQuery, uuid, words } from '../platform/http/shapes.js';

export const absenceKinds = ['late', 'early', 'away', 'noShow', 'overstay', 'unfiled', 'deceit', 'unproved'] as const;
export const absenceStates = ['waiting', 'open', 'confirmed', 'dropped'] as const;
export type AbsenceKind = (typeof absenceKinds)[number];
export type AbsenceState = (typeof absenceStates)[number];

export const absencesQuery = listQuery({
  sort: ['-day', 'day', 'person', 'window', 'kind', 'state', 'dueOn'],
  filters: {
    person: code.optional(),
    window: code.optional(),
    kind: z.enum(absenceKinds).optional(),
    state: z.enum(absenceStates).optional(),
    from: day.optional(),
    to: day.optional(),
  },
});
export type AbsencesQuery = z.infer<typeof absencesQuery>;

export const explainAbsence = z.strictObject({
  text: words(2000, 2),
  evidence: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(30)
    .default([]),
});
export type ExplainAbsence = z.infer<typeof explainAbsence>;

/** `distinct`: why it is another fact than the one that was found already for the same half day. */
export const confirmAbsence = z.strictObject({ remark: words(500).optional(), distinct: words(500, 2).optional() });
export type ConfirmAbsence = z.infer<typeof confirmAbsence>;

/** `explained`: the person's explanation is accepted. */
export const dropAbsence = z.strictObject({ reason: words(500, 2), explained: z.boolean().default(false) });
export type DropAbsence = z.infer<typeof dropAbsence>;

export const decideAbsences = z.strictObject({
  items: z.array(uuid).min(1).max(100),
  decision: z.enum(['confirm', 'drop']),
  /** The reason for dropping, the remark of confirming. */
  reason: words(500, 2),
});
export type DecideAbsences = z.infer<typeof decideAbsences>;

export interface AbsenceRuleView {
  /** `absenteeism`, `leftPost`, `late`. */
  class: string;
  edition: string;
  articles: readonly string[];
  lines: readonly { rule: string; article: string; zh: string; en: string }[];
  posts: readonly {
    item: string;
    article: string;
    zh: string;
    en: string;
    unit: { zh: string; en: string };
    subject: string;
    /** Decimal text. */
    quantity: string;
    /** What it would cost, as decimal text; null where an officer chooses. */
    points: string | null;
  }[];
}

export interface AbsenceRow {
  id: string;
  key: string;
  person: string;
  personName: string;
  window: string | null;
  windowName: string | null;
  day: string;
  half: 'AM' | 'PM' | null;
  /** `08:30`–`08:46`, when it is known. */
  from: string | null;
  to: string | null;
  kind: AbsenceKind;
  minutes: number | null;
  /** Days as decimal text; null for minutes. */
  days: string | null;
  isUnpunched: boolean;
  state: AbsenceState;
  /** Until when the person may explain before it becomes a proposal. */
  dueOn: string | null;
  rule: AbsenceRuleView | null;
  explanation: string | null;
  reason: string | null;
  closedBecause: string | null;
  decidedBy: string | null;
  decidedByName: string | null;
  decidedAt: string | null;
  proposedAt: string;
  findings: { id: string; key: string; state: string }[];
  /** Confirmed, and taken back since by the finding's own way. */
  isReversed: boolean;
  /** Whether the reader may confirm or drop it now. */
  canDecide: boolean;
  canExplain: boolean;
}

export interface AbsenceView extends AbsenceRow {
  note: string;
  evidence: string[];
  explainedAt: string | null;
  source: { kind: string; text: string; caseId: string | null };
  /** The person's punches of the day, and the working hours of its halves. */
  punches: { time: string; device: string; file: string; line: number }[];
  hours: { half: 'AM' | 'PM'; start: string; end: string }[];
  /** Findings of the same person about the same half day. */
  conflicts: { id: string; key: string; item: string; state: string }[];
  history: { type: string; actor: string; actorName: string; at: string; reason: string | null }[];
}

export interface DecideAnswer {
  items: { id: string; ok: boolean; problem?: { code: string; title: string; detail: string; hint: string } }[];
}
