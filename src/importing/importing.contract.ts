import { z } from 'zod';
import { listQuery } from '../platform/http/shapes.js';

/** In the order in which lists build on one another. */
export const kindNames = [
  'units',
  'windows',
  'roster',
  'deputies',
  'duty',
  'cases',
  'survey',
  'peer-review',
  'figures',
  'leave-balances',
  'attendance',
] as const;
export type KindName = (typeof kindNames)[number];

export const uploadQuery = z.strictObject({ kind: z.enum(kindNames) });
export type UploadQuery = z.infer<typeof uploadQuery>;

export const importsQuery = listQuery({
  sort: ['-uploadedAt'],
  filters: {
    kind: z.enum(kindNames).optional(),
    state: z.enum(['previewed', 'refused', 'committed', 'undone']).optional(),
  },
});
export type ImportsQuery = z.infer<typeof importsQuery>;

export const noBody = z.union([z.undefined(), z.null(), z.strictObject({})]);

export interface ImportColumnView {
  name: string;
  label: string;
  zh: string;
  en: string;
  required: boolean;
  /** What may stand in it, in words. */
  note: string;
  example: string;
  synonyms: readonly string[];
}

export interface ImportKindView {
  kind: string;
  label: string;
  zh: string;
  en: string;
  columns: ImportColumnView[];
}

export interface ImportView {
  id: string;
  kind: string;
  state: 'previewed' | 'refused' | 'committed' | 'undone';
  fileName: string;
  hash: string;
  /** The first 200, by column name; `row` is the number in the sheet. */
  rows: Record<string, unknown>[];
  total: number;
  ignored: { where: string; text: string; reason: string }[];
  errors: { where: string; code: string; message: string; got?: string; allowed?: string; hint?: string }[];
  summary: { label: string; value: number }[];
  uploadedAt: string;
  uploadedBy: string;
  committedAt: string | null;
  undoneAt: string | null;
}

export interface SampleView {
  name: string;
  kind: string;
  month: string | null;
  /** Has the slips that offices make; offered beside the corrected one. */
  isDirty: boolean;
  label: string;
}
