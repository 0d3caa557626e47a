import { z } from 'zod';
import { listQuery, uuid, words } from '../platform/http/shapes.js';

const name = z.string().regex(/^[\w.-]{1,80}$/);
const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

export const caseListQuery = listQuery({
  sort: ['-filedAt', 'kind', 'state', 'key'],
  filters: {
    kind: name.optional(),
    state: z.string().max(120).optional(),
    subject: z
      .string()
      .regex(/^\w+:.{1,80}$/)
      .optional(),
    key: z.string().max(120).optional(),
    mine: flag.optional(),
    final: flag.optional(),
  },
});
export type CaseListQuery = z.output<typeof caseListQuery>;

export const taskQuery = listQuery({
  sort: ['dueAt'],
  filters: { box: z.enum(['todo', 'done', 'mine', 'cc']).default('todo') },
});
export type TaskQuery = z.output<typeof taskQuery>;

export const startBody = z.strictObject({ kind: name, input: z.record(z.string(), z.unknown()) });
export type StartBody = z.output<typeof startBody>;

/** The payload is parsed by the event's own shape; the type is looked up, never passed on. */
export const eventBody = z.strictObject({
  type: z.string().max(120),
  payload: z.record(z.string(), z.unknown()).default({}),
});
export type EventBody = z.output<typeof eventBody>;

export const batchBody = z.strictObject({
  items: z
    .array(eventBody.extend({ caseId: uuid, revision: z.int().min(1) }))
    .min(1)
    .max(100),
});
export type BatchBody = z.output<typeof batchBody>;

export const incidentQuery = z.strictObject({ open: flag.optional(), caseId: uuid.optional() });
export type IncidentQuery = z.output<typeof incidentQuery>;

export const resolveBody = z.strictObject({ note: words(500, 2), retry: z.boolean().default(false) });
export type ResolveBody = z.output<typeof resolveBody>;
