/** What the routes of findings take and give. */
import { z } from 'zod';
import { UNIT } from '../core/amount.js';
import { amount, code, day, listQuery, words } from '../platform/http/shapes.js';

const subject = z.string().regex(/^(person|window):[\p{L}\p{N}_.-]{1,64}$/u);
const personKey = z.string().regex(/^person:[\p{L}\p{N}_.-]{1,64}$/u);

/** A finding is entered only by choosing an item; points come from the item, never from the keyboard (G04). */
export const recordFinding = z.strictObject({
  item: z.string().min(1).max(60),
  subject,
  /** Who acted, when the subject is a window. */
  person: personKey.optional(),
  happenedOn: day,
  place: words(100).optional(),
  /** How much, as decimal text; one occurrence when absent. */
  quantity: amount(2)
    .refine((value) => value > 0 && value <= 1000 * UNIT, { message: '> 0, ≤ 1000' })
    .optional(),
  values: z.record(z.string().max(40), z.union([z.string().max(100), z.boolean()])).optional(),
  note: words(2000).optional(),
  evidence: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(30)
    .optional(),
  team: z.array(code).max(20).optional(),
  inspection: words(60).optional(),
});
export type RecordFinding = z.infer<typeof recordFinding>;

export const findingSorts = ['-happenedOn', 'happenedOn', 'filedAt', 'item', 'subject', 'state'] as const;
export const findingsQuery = listQuery({
  sort: findingSorts,
  filters: {
    subject: subject.optional(),
    item: z.string().max(60).optional(),
    state: z.string().max(40).optional(),
    from: day.optional(),
    to: day.optional(),
  },
});
export type FindingsQuery = z.infer<typeof findingsQuery>;

export const findingItemsQuery = z.strictObject({
  subject: subject.optional(),
  on: day.optional(),
  half: z.enum(['AM', 'PM']).optional(),
  /** Time of the day, where it is known. */
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
});
export type FindingItemsQuery = z.infer<typeof findingItemsQuery>;

export interface FindingRow {
  id: string;
  key: string;
  revision: number;
  state: string;
  item: string;
  article: string;
  title: string;
  subject: string;
  subjectName: string;
  person: string | null;
  personName: string | null;
  happenedOn: string;
  quantity: string;
  points: string | null;
  recorder: string;
  filedAt: string;
}
