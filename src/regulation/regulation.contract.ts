/** Shapes of regulations at the border: what the text says, what was chosen, what people can record. */
import { z } from 'zod';
import { structureView } from './structure.contract.js';

const wording = { zh: z.string(), en: z.string() };
const day = z.iso.date();

export const regulationLine = z.strictObject({
  id: z.string(),
  edition: day,
  ...wording,
  owner: z.strictObject(wording),
  institution: z.string(),
  composed: z.boolean(),
  from: day,
  to: day.nullable(),
  /** The source bears no date; the day was assumed. */
  assumed: z.boolean(),
  adopted: z.boolean(),
  /** Part of what is in force here: adopted itself, or used by the adopted pack. */
  inForce: z.boolean(),
  articles: z.int(),
  cases: z.int(),
  /** Readings to choose, and blanks of the source that the pack itself does not fill. */
  settings: z.int(),
  blanks: z.int(),
});
export type RegulationLine = z.infer<typeof regulationLine>;
export const regulationList = z.strictObject({ items: z.array(regulationLine), total: z.int() });
export type RegulationList = z.infer<typeof regulationList>;

export const itemView = z.strictObject({
  item: z.string(),
  subjectKind: z.string(),
  article: z.string(),
  ...wording,
  unit: z.strictObject(wording),
  output: z.string(),
  section: z.string().nullable(),
  /** Decimal text; absent when an officer chooses from a range or nothing is fixed. */
  points: z.string().nullable(),
  range: z
    .strictObject({ points: z.tuple([z.string(), z.string()]), money: z.tuple([z.string(), z.string()]).nullable() })
    .nullable(),
  evidence: z.array(z.string()),
  recordable: z.boolean(),
  overlaps: z.array(z.string()),
});
export type ItemView = z.infer<typeof itemView>;

export const editionView = z.strictObject({
  id: z.string(),
  edition: day,
  hash: z.string(),
  ...wording,
  owner: z.strictObject(wording),
  source: z.strictObject(wording),
  notes: z.array(z.strictObject(wording)),
  articles: z.array(z.strictObject({ article: z.string(), ...wording, place: z.string(), items: z.array(itemView) })),
  items: z.array(itemView),
  outputs: z.array(
    z.strictObject({
      output: z.string(),
      subjectKind: z.string(),
      ...wording,
      article: z.string(),
      cycle: z.string(),
      sections: z.array(z.strictObject({ id: z.string(), ...wording, base: z.string() })),
    }),
  ),
  rankings: z.array(
    z.strictObject({
      ranking: z.string(),
      output: z.string(),
      cycle: z.string(),
      groups: z.array(z.strictObject({ id: z.string(), ...wording })),
      tieBreaks: z.array(z.strictObject({ id: z.string(), ...wording })),
    }),
  ),
  honours: z.array(
    z.strictObject({ honour: z.string(), ranking: z.string(), cycle: z.string(), article: z.string(), ...wording }),
  ),
  grades: z.array(z.strictObject({ output: z.string(), grade: z.string(), ...wording })),
  settings: z.array(
    z.strictObject({
      setting: z.string(),
      ambiguity: z.string().nullable(),
      articles: z.array(z.string()),
      ...wording,
      chosen: z.string(),
      default: z.string(),
      values: z.array(z.strictObject({ value: z.string(), ...wording })),
      note: z.strictObject(wording),
    }),
  ),
  parameters: z.array(
    z.strictObject({
      parameter: z.string(),
      ambiguity: z.string().nullable(),
      type: z.enum(['number', 'text', 'day']),
      article: z.string(),
      ...wording,
      unit: z.strictObject(wording),
      /** Null while the blank of the source is not filled in. */
      value: z.string().nullable(),
      suggestion: z.string().nullable(),
      filledInBy: z.strictObject(wording).nullable(),
      basis: z.strictObject(wording).nullable(),
    }),
  ),
  /** What people may ask for; days and minutes as text, `null` where there is no limit. */
  leaveKinds: z.array(
    z.strictObject({
      id: z.string(),
      article: z.string(),
      ...wording,
      parts: z.array(z.enum(['halfDays', 'hours'])),
      counts: z.enum(['workingDays', 'calendarDays']).nullable(),
      most: z.strictObject(wording).nullable(),
      proof: z.enum(['none', 'application', 'return']),
      document: z.strictObject(wording).nullable(),
      account: z.string().nullable(),
      scoredAs: z.string().nullable(),
      note: z.strictObject(wording).nullable(),
    }),
  ),
  decisions: z.array(z.string()),
  /** Worked examples of the pack, as their text. */
  cases: z.string().nullable(),
  structure: structureView,
});
export type EditionView = z.infer<typeof editionView>;
