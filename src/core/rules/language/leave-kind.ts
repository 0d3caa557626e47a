/**
 * Kinds of leave as data: what may be asked for, how its length is counted, which proof it needs by when, from which account
 * it is taken and as what it counts in a score. The program knows none of them by name; an office adds its own.
 */
import { z } from 'zod';
import { amount, name, settingRef, wording } from './expression.js';

export const leaveParts = z.enum(['halfDays', 'hours']);
export type LeaveParts = z.infer<typeof leaveParts>;

/** What the length counts: days on which people work, or every day from the first to the last. */
const counts = z.union([z.enum(['workingDays', 'calendarDays']), settingRef], {
  error: 'workingDays, calendarDays or { setting: … }',
});

const proof = z
  .strictObject({
    /** `application`: attached to the request. `return`: handed in at the latest when reporting back. */
    when: z.enum(['none', 'application', 'return']),
    document: wording.optional(),
    /** Asked for from so many days on; shorter leave needs none. */
    fromDays: amount.optional(),
    /** Working days that remain after the day of return. */
    withinWorkingDays: amount.optional(),
  })
  .refine((one) => (one.when === 'none') === (one.document === undefined), {
    error: 'a proof names its document, and no proof names none',
  });

export const leaveKind = z
  .strictObject({
    /** What the request, the case and the decisions call it. */
    id: z.string().regex(/^[a-z][A-Za-z0-9]{1,39}$/, 'a name that begins with a small letter'),
    article: name,
    title: wording,
    parts: z.array(leaveParts).min(1),
    /** Minutes: a step of hours that is begun counts whole. */
    step: amount.optional(),
    /** Minutes of one outing at most. */
    mostMinutes: amount.optional(),
    /** Days of one leave at most. */
    mostDays: amount.optional(),
    /** Absent: as the decision `leave.length` says. */
    counts: counts.optional(),
    proof: proof.optional(),
    /** An account of the decision `leave.accounts`; absent = the leave is taken from none. */
    account: z.strictObject({ id: name, entitlement: name.optional() }).optional(),
    /** Second part of the items `leave.<scoredAs>.covered`, `.uncovered` and `.excused`; absent = it is never scored. */
    scoredAs: name.optional(),
    note: wording.optional(),
  })
  .refine((kind) => kind.parts.includes('hours') || (!kind.step && !kind.mostMinutes), {
    error: 'step and mostMinutes are for kinds that are taken in hours',
  });
export type LeaveKind = z.infer<typeof leaveKind>;
