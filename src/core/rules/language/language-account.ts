/** Points lives (K9) with repeats (K10) and joint liability (K11) as `rules.yaml` says them. */
import { z } from 'zod';
import { amount, name, word, wording } from './expression.js';
import { recordedBy } from './language-sheet.js';
import { subjectKind } from './parts.js';

const range = z.union([amount, z.tuple([amount, amount])], { error: 'an amount, or [least, most] of a range' });
export type Range = z.infer<typeof range>;
const accountRule = z.strictObject({
  kind: z.enum(['K1', 'K2', 'K6']),
  id: name,
  article: name.optional(),
  title: wording,
  unit: wording.optional(),
  points: range,
  money: range.optional(),
  overlaps: z.array(name).optional(),
  evidence: z.array(name).optional(),
  record: recordedBy.optional(),
  /** K11: false where the head bears no share of it. */
  joint: z.boolean().optional(),
  /** K11: the head's own amount for this rule and how it stands to the general share. */
  head: z.strictObject({ points: range, money: range.optional(), clause: word }).optional(),
});
export type AccountRule = z.infer<typeof accountRule>;
export const account = z.strictObject({
  kind: z.literal('K9').optional(),
  output: name,
  subject: subjectKind,
  title: wording,
  article: name,
  start: amount,
  cap: word.optional(),
  /** How a choice inside a range of points stands to the one inside the range of money: `SUGGEST`, `ENFORCE`, `OFF`. */
  rangeLink: word.optional(),
  /** A fact, e.g. that retraining was passed, lifts the balance back to so much where the office says `YES`. */
  refill: z.strictObject({ id: name, article: name, title: wording, mode: word, to: amount }).optional(),
  repeat: z
    .strictObject({
      kind: z.literal('K10').optional(),
      id: name,
      article: name,
      title: wording,
      window: amount,
      bound: word,
      anchor: word,
      factor: amount,
      growth: word,
      /** The repeat must come from another inspection: true, or `YES` / `NO`. */
      otherInspection: z.union([z.boolean(), word]),
      /** `CROSSES`: a finding of the year before still makes a repeat; `RESETS`: it does not. */
      yearEnd: word.optional(),
    })
    .optional(),
  head: z
    .strictObject({
      kind: z.literal('K11').optional(),
      id: name,
      article: name,
      title: wording,
      relation: name,
      field: name,
      shares: z.array(z.strictObject({ is: z.string(), percent: amount })).min(1),
      /** So many person-times of these rules on one day cost the head a penalty of his own on top of the shares. */
      crowds: z
        .array(
          z.strictObject({
            id: name,
            article: name,
            title: wording,
            items: z.array(name).min(1),
            count: amount,
            scope: word,
            points: amount,
            money: amount.optional(),
          }),
        )
        .optional(),
      /** A penalty of the head himself stands in for his share of what the same event brought on his people. */
      instead: z.array(z.strictObject({ item: name, field: name, clause: word })).optional(),
    })
    .optional(),
  /** K11: others above the person who bear a percentage of his penalty, chosen for each fact or set by the office. */
  superiors: z
    .array(
      z.strictObject({
        id: name,
        article: name,
        title: wording,
        relation: name,
        items: z.array(name).min(1),
        percent: z.strictObject({ field: name, from: amount, to: amount, otherwise: amount.optional() }),
        /** Percentage of what: `PENALTY` (points and fine of the person), `FINE` alone, or of the `HEAD`'s penalty. */
        base: word,
      }),
    )
    .optional(),
  exhausted: z
    .strictObject({
      kind: z.literal('K9').optional(),
      id: name,
      article: name,
      title: wording,
      atMost: amount,
      flag: name,
    })
    .optional(),
  streak: z
    .strictObject({
      kind: z.literal('K10').optional(),
      id: name,
      article: name,
      title: wording,
      count: amount,
      window: amount,
      of: word,
      flag: name,
      /** A fact that the person was inspected and nothing was found; it breaks a row of consecutive inspections. */
      clean: name.optional(),
    })
    .optional(),
  rules: z.array(accountRule).min(1),
});
export type Account = z.infer<typeof account>;
