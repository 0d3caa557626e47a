/** What if an edition said something else: a period replayed in memory, nothing written. */
import { z } from 'zod';
import { periodKey, subjectKey } from '../ledger/ledger.contract.js';
import { day, uuid, words } from '../platform/http/shapes.js';
import { editionDiff, itemPatch } from '../regulation/draft.contract.js';

const name = z.string().regex(/^[\w.-]{1,60}$/);

/** The other edition: a draft, an edition of the library, or the period's own edition with other choices and points. */
export const whatIfRequest = z
  .strictObject({
    period: periodKey,
    draftId: uuid.optional(),
    edition: z.strictObject({ id: name, edition: day }).optional(),
    choices: z
      .strictObject({
        settings: z.record(name, z.string().min(1).max(60)).optional(),
        /** A number, one line of words or a day, as the parameter is; the regulation says which. */
        fill: z.record(name, words(200, 1)).optional(),
        items: z.array(itemPatch).max(200).optional(),
      })
      .optional(),
  })
  .refine(({ draftId, edition, choices }) => [draftId, edition, choices].filter(Boolean).length === 1, {
    path: ['choices'],
    params: {
      code: 'input.invalid',
      zh: '请从 draftId、edition、choices 中选一项',
      en: 'Give one of draftId, edition and choices',
      allowed: 'draftId | edition | choices',
    },
  });
export type WhatIfRequest = z.infer<typeof whatIfRequest>;

const wording = { zh: z.string(), en: z.string() };
const standing = z.strictObject({
  total: z.string(),
  shown: z.string(),
  grade: z.string().nullable(),
  rank: z.int().nullable(),
  honours: z.array(z.string()),
});
const honourSide = z.strictObject({
  places: z.int(),
  arithmetic: z.strictObject(wording),
  awarded: z.array(z.strictObject({ subject: subjectKey, name: z.string() })),
  held: z.array(z.strictObject({ subject: subjectKey, name: z.string() })),
});
const side = z.strictObject({ id: z.string(), edition: day, hash: z.string(), ...wording, digest: z.string() });

export const whatIfView = z.strictObject({
  period: periodKey,
  stage: z.enum(['live', 'preliminary', 'audited', 'final']),
  /** The run that was replayed; null when nothing was computed yet and the present facts were taken. */
  run: z.strictObject({ ordinal: z.int(), digest: z.string(), knownSeq: z.int() }).nullable(),
  /** How many were computed, and how many of them move. */
  subjects: z.int(),
  moved: z.strictObject({ subjects: z.int(), score: z.int(), rank: z.int(), grade: z.int(), honour: z.int() }),
  before: side,
  after: side,
  /** One line for each output of each who moves. */
  movers: z.array(
    z.strictObject({
      subject: subjectKey,
      name: z.string(),
      group: z.string().nullable(),
      output: z.string(),
      outputName: z.strictObject(wording),
      before: standing.nullable(),
      after: standing.nullable(),
      /** Exact difference of the totals as `p/q`; null where one side has none. */
      change: z.string().nullable(),
      /** Lines of the trace that are not what they were; empty for those whom only others moved. */
      because: z.array(
        z.strictObject({ rule: z.string(), article: z.string(), ...wording, before: z.string(), after: z.string() }),
      ),
    }),
  ),
  honours: z.array(
    z.strictObject({
      honour: z.string(),
      ...wording,
      group: z.string(),
      before: honourSide.nullable(),
      after: honourSide.nullable(),
      isSame: z.boolean(),
    }),
  ),
  /** Decisions of the committee on held places do not fit the other edition and were left out on its side. */
  rulingsLeftOut: z.boolean(),
  diff: editionDiff,
});
export type WhatIfView = z.infer<typeof whatIfView>;
