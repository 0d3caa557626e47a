import { z } from 'zod';

/** A line of a check-list as it stood on the day it was answered. */
export const checkLine = z.strictObject({
  id: z.string(),
  group: z.string(),
  article: z.string(),
  zh: z.string(),
  en: z.string(),
  /** Item of the finding (W2) to which an unmet line leads; null where the pack names none. */
  finding: z.string().nullable(),
});
export type CheckLine = z.output<typeof checkLine>;

/**
 * `inspection.checklist`, for the start, for `inspection.start` and `inspection.sign`: the named check-list in the edition in
 * force on the planned day, on the day of beginning, or on the day on which it was held.
 */
export const checklistFound = z.strictObject({
  /** `id@edition` */
  edition: z.string(),
  /** What can be chosen, by output. */
  available: z.array(z.string()),
  /** Null where the edition has no such check-list. */
  list: z
    .strictObject({
      output: z.string(),
      article: z.string(),
      zh: z.string(),
      en: z.string(),
      subjectKind: z.string(),
      groups: z.array(z.strictObject({ id: z.string(), article: z.string(), zh: z.string(), en: z.string() })),
      lines: z.array(checkLine),
    })
    .nullable(),
});
export type ChecklistFound = z.output<typeof checklistFound>;

/** `inspection.team`, for the start, assign, start and sign: who the members are, and what of it is their own. */
export const teamFound = z.strictObject({
  members: z.array(
    z.strictObject({
      person: z.string(),
      /** Holds INSPECTOR, SUPERVISION or MYSTERY on that day. */
      isInspector: z.boolean(),
      /** Subjects of this inspection that are the member himself, or the window where he sits, serves or is head. */
      own: z.array(z.string()),
    }),
  ),
  /** Subjects that nobody knows on that day. */
  unknown: z.array(z.string()),
  /** Codes of the people inspected and of the heads of the windows. */
  concerned: z.array(z.string()),
});
export type TeamFound = z.output<typeof teamFound>;

/** `inspection.evidence`, for `inspection.record`: hashes of the payload that nobody has uploaded. */
export const evidenceFound = z.strictObject({ missing: z.array(z.string()) });
export type EvidenceFound = z.output<typeof evidenceFound>;
