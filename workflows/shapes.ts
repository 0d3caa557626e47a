/** Small zod shapes that several machines share. */
import { z } from 'zod';
import type { Day } from '../src/core/fact.js';

export const personCode = z.string().min(1).max(40);
export const day = z.iso.date();
/** A reason that somebody will have to read. */
export const reason = z.string().trim().min(2).max(2000);
export const remark = z.string().trim().max(2000).optional();
/** SHA-256 of an uploaded file. */
export const evidence = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(30);
export const subjectKey = z.string().regex(/^(person|window|unit|group):.+$/);
/** Integers of 1/10000. */
export const units = z.int();
export const half = z.enum(['am', 'pm']);
/** A point of the calendar in half days: absent from this half, or until the end of this half. */
export const halfDay = z.strictObject({ day, half });
export const periodKey = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$/);

/** Fired by the sweep of due deadlines; a machine ignores names it no longer waits for. */
export const deadlineReached = {
  payload: z.strictObject({ name: z.string() }),
  by: [{ is: 'system' as const }],
  button: 'hidden' as const,
};

/** Calendar days later; pure arithmetic on the ISO text. */
export function addDays(from: Day, days: number): Day {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
