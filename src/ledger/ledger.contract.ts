/** Shapes of facts and evidence at the border; amounts are decimal text. */
import { z } from 'zod';
import { pageNumber, pageSize } from '../platform/http/shapes.js';

export const subjectKey = z.string().regex(/^(person|window|unit|group):[\p{L}\p{N}_.-]{1,64}$/u);
/** `2026-09`, `2026-Q3` or `2026`. */
export const periodKey = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$/);

export const factsQuery = z.strictObject({
  subject: subjectKey.optional(),
  period: periodKey.optional(),
  item: z.string().max(80).optional(),
  /** Only what had been recorded by this instant. */
  asKnownAt: z.iso.datetime({ offset: true }).optional(),
  page: pageNumber,
  pageSize,
  format: z.enum(['json', 'xlsx']).default('json'),
});
export type FactsQuery = z.infer<typeof factsQuery>;

export const factView = z.strictObject({
  id: z.uuid(),
  item: z.string(),
  subject: subjectKey,
  person: subjectKey.nullable(),
  happenedOn: z.iso.date(),
  recordedAt: z.iso.datetime(),
  recorder: z.string(),
  quantity: z.string(),
  points: z.string().nullable(),
  money: z.string().nullable(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullable(),
  note: z.string().nullable(),
  evidence: z.array(z.string()),
  source: z.strictObject({ kind: z.string(), id: z.string() }),
  reverses: z.uuid().nullable(),
  reversedBy: z.uuid().nullable(),
});
export type FactView = z.infer<typeof factView>;

export const factsAnswer = z.strictObject({ items: z.array(factView), total: z.int() });
export type FactsAnswer = z.infer<typeof factsAnswer>;

export const evidenceHash = z.string().regex(/^[0-9a-f]{64}$/);

export const evidenceView = z.strictObject({
  hash: evidenceHash,
  mime: z.string(),
  /** Bytes. */
  size: z.int(),
  fileName: z.string(),
});
export type EvidenceView = z.infer<typeof evidenceView>;
