/** Shapes of results at the border. Figures are exact rationals as text (`472/5`), `shown` is for reading. */
import { z } from 'zod';
import { unitOfOutput } from '../core/rules/language/parts.js';
import { factView, periodKey, subjectKey } from '../ledger/ledger.contract.js';
import { pageNumber, pageSize } from '../platform/http/shapes.js';

export const resultsQuery = z.strictObject({
  period: periodKey,
  output: z.string().max(60).optional(),
  page: pageNumber,
  pageSize,
  format: z.enum(['json', 'xlsx']).default('json'),
});
export type ResultsQuery = z.infer<typeof resultsQuery>;

export const periodQuery = z.strictObject({ period: periodKey.optional() });
export type PeriodQuery = z.infer<typeof periodQuery>;

const stage = z.enum(['live', 'preliminary', 'audited', 'final']);
const section = z.strictObject({ id: z.string(), base: z.string(), total: z.string() });

const wording = z.strictObject({ zh: z.string(), en: z.string() });
/** What a figure counts, points where the edition says nothing else; `counts`: of what, for a plain count. */
const unit = { unit: unitOfOutput, counts: wording.nullable() };

export const resultLine = z.strictObject({
  subject: subjectKey,
  output: z.string(),
  total: z.string(),
  shown: z.string(),
  ...unit,
  money: z.string().nullable(),
  grade: z.string().nullable(),
  group: z.string().nullable(),
  rank: z.int().nullable(),
  of: z.int().nullable(),
  sections: z.array(section),
  digest: z.string(),
});
export type ResultLine = z.infer<typeof resultLine>;

export const resultList = z.strictObject({
  items: z.array(resultLine),
  total: z.int(),
  stage: stage.nullable(),
  digest: z.string().nullable(),
});
export type ResultList = z.infer<typeof resultList>;

const traceLine = z.strictObject({
  rule: z.string(),
  article: z.string(),
  zh: z.string(),
  en: z.string(),
  kind: z.string(),
  amount: z.string(),
  money: z.string().nullable(),
  running: z.string(),
  facts: z.array(z.uuid()),
});

export const explanation = z.strictObject({
  subject: subjectKey,
  period: periodKey,
  stage,
  digest: z.string(),
  run: z.strictObject({ ordinal: z.int(), digest: z.string() }).nullable(),
  edition: z.strictObject({ id: z.string(), edition: z.iso.date(), hash: z.string() }),
  outputs: z.array(
    z.strictObject({
      output: z.string(),
      zh: z.string(),
      en: z.string(),
      total: z.string(),
      shown: z.string(),
      ...unit,
      money: z.string().nullable(),
      /** What is to be paid and what is to be received, in yuan; never netted against each other. */
      fines: z.string().nullable(),
      rewards: z.string().nullable(),
      grade: z.string().nullable(),
      gradeTitle: wording.nullable(),
      /** The source breaks off: this is a sub-total out of so many points, for preview only. */
      incomplete: z.strictObject({ article: z.string(), zh: z.string(), en: z.string(), of: z.string() }).nullable(),
      sections: z.array(
        z.strictObject({ id: z.string(), zh: z.string(), en: z.string(), base: z.string(), total: z.string() }),
      ),
      flags: z.array(
        z.strictObject({
          flag: z.string(),
          article: z.string(),
          facts: z.array(z.uuid()),
          on: z.iso.date().nullable(),
        }),
      ),
      trace: z.array(traceLine),
    }),
  ),
  rankings: z.array(
    z.strictObject({
      ranking: z.string(),
      group: z.string(),
      rank: z.int(),
      of: z.int(),
      value: z.string(),
      tiedWith: z.array(subjectKey),
      decidedBy: z.string().nullable(),
      /** What the edition calls that tie-break. */
      decidedTitle: wording.nullable(),
    }),
  ),
  honours: z.array(
    z.strictObject({
      honour: z.string(),
      name: wording,
      group: z.string(),
      article: z.string(),
      arithmetic: z.strictObject({ zh: z.string(), en: z.string() }),
      places: z.int(),
      awarded: z.boolean(),
      held: z.boolean(),
      reason: z.strictObject({ article: z.string(), zh: z.string(), en: z.string() }).nullable(),
    }),
  ),
  facts: z.array(factView),
  /** What the fields of those entries are called, where the edition asks for them. */
  fields: z.array(z.strictObject({ item: z.string(), field: z.string(), zh: z.string(), en: z.string() })),
  /** Who recorded and who is named in those entries. */
  people: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  /** Articles named above, with their gist. */
  articles: z.array(z.strictObject({ article: z.string(), zh: z.string(), en: z.string(), place: z.string() })),
});
export type ExplanationView = z.infer<typeof explanation>;

const fault = z.strictObject({ chain: z.string(), entry: z.int(), factId: z.uuid().nullable(), fault: z.string() });
export const verifyView = z.strictObject({
  ok: z.boolean(),
  period: periodKey,
  stage,
  digest: z.string(),
  recomputed: z.string(),
  subjects: z.int(),
  mismatches: z.array(subjectKey),
  chains: z.strictObject({
    ok: z.boolean(),
    entries: z.int(),
    chains: z.int(),
    days: z.int(),
    first: fault.nullable(),
  }),
});
export type VerifyView = z.infer<typeof verifyView>;
