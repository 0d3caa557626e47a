import { z } from 'zod';
import { day, units } from '../shapes.js';

/** A field of the fact that a rule reads: what it is, within which limits, and when it is asked for. */
export const findingInput = z.strictObject({
  field: z.string(),
  article: z.string(),
  zh: z.string(),
  en: z.string(),
  type: z.enum(['text', 'choice', 'number']),
  choices: z.array(z.string()).nullable(),
  /** Least and most of a number, 1/10000. */
  range: z.tuple([units, units]).nullable(),
  unit: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
  /** What counts where nothing is said, 1/10000. */
  usual: units.nullable(),
  needed: z.boolean(),
  asked: z.enum(['record', 'assess']),
});
export type FindingInput = z.output<typeof findingInput>;

/**
 * `finding.rule`, for the start and for confirm, assess and notice: what the edition valid on the day of the finding says
 * about its item. For `finding.confirm` the item of the payload, if one is given, else the stored one.
 */
export const findingRule = z.strictObject({
  item: z.string(),
  article: z.string(),
  /** Whether the pack lets people record it and the subject is of the right kind. */
  recordable: z.boolean(),
  /** How many people a team needs (2 for R63), the recorder counted. */
  teamNeeds: z.int().min(1),
  /** Kinds of evidence that must be attached; empty = none. */
  evidenceNeeded: z.array(z.string()),
  /** Range of points and money (1/10000, points as they change the score) the officer chooses from; null = fixed. */
  range: z.strictObject({ points: z.tuple([units, units]), money: z.tuple([units, units]).nullable() }).nullable(),
  /** The choices in both ranges must stand at the same place of them (A35). */
  linked: z.boolean(),
  /** The head's own amount, chosen too where the fault is one of these (R63.P19b); null = nothing to choose, or nobody to bear it. */
  headRange: z
    .strictObject({
      points: z.tuple([units, units]),
      money: z.tuple([units, units]).nullable(),
      faults: z.array(z.string()),
    })
    .nullable(),
  /** Points are offered, or insisted on, with the money at the same place. */
  isLinkOffered: z.boolean(),
  /** Fields of the fact that its rules read. */
  inputs: z.array(findingInput),
  /** Whether somebody must say whose fault it was (R63: 本人 or 管理). */
  faultNeeded: z.boolean(),
  /** Other items that the same fact might fit (A34), for the warning. */
  overlaps: z.array(z.string()),
  /** The item to take instead where the office chose that the milder of several fitting rules counts; null = this one. */
  milder: z.string().nullable(),
  /** Keys of live findings about the same subject and day with this or an overlapping item. */
  duplicates: z.array(z.string()),
  /** Codes of heads who become jointly liable; they may not confirm. */
  joint: z.array(z.string()),
  /** Fine in the end, doubling included, in 1/10000 yuan; 0 = none. Meant for `finding.notice`. */
  fine: units.min(0),
  /** Days after the notice until a fine is due, days of grace, and the item of a late payment (R63.J4, A37). */
  fineDueDays: z.int().min(0),
  fineGraceDays: z.int().min(0),
  lateItem: z.string().nullable(),
  /** By the office's calendar, once the day of delivery is known: last day to pay, last day of grace, day of the late payment. */
  fineTerm: z.strictObject({ payBy: day, lastGrace: day, lateOn: day }).nullable(),
  /**
   * The person covered there and the edition lays errors on the substitute alone: the window's sheet takes nothing (R15.S5,
   * A63).
   */
  substituteAlone: z.boolean(),
  /** Template of the notice, null when no paper is prescribed. */
  noticeTemplate: z.string().nullable(),
});
export type FindingRule = z.output<typeof findingRule>;
