/**
 * The words that a machine may use to ask for something. A machine only returns effects; `src/workflow` runs those that
 * write our own tables in the same transaction and puts the others into the outbox. An effect id is
 * `<case id>:<event seq>:<index>`, and every handler can run twice with the same id.
 */
import { z } from 'zod';
import { roles, scopes } from './roles.js';

const day = z.iso.date();
const subjectKey = z.string().regex(/^(person|window|unit|group):.+$/);

/** Who shall do a task: a named person, or whoever holds a role for a window, unit or the whole. */
export const holder = z.union([
  z.strictObject({ person: z.string() }),
  z.strictObject({ role: z.enum(roles), scope: z.enum(scopes).optional(), target: z.string().optional() }),
]);
export type Holder = z.infer<typeof holder>;

/**
 * When a deadline falls: a fixed day, or a number of days after today, counted by the calendar. A term ends with its last
 * day, so it fires at the following midnight; `at: 'start'` fires when the day begins, `'noon'` with its
 * second half (a leave that starts then).
 */
export const due = z.union([
  z.strictObject({ on: day, at: z.enum(['start', 'noon', 'end']).optional() }),
  z.strictObject({ days: z.int().min(0) }),
  z.strictObject({ workingDays: z.int().min(0) }),
]);

export const newFact = z.strictObject({
  /** Stable within the case, so that a later `ledger.reverse` can name it. */
  key: z.string(),
  item: z.string(),
  subject: subjectKey,
  happenedOn: day,
  /** Integers of 1/10000. */
  quantity: z.int().default(10_000),
  points: z.int().optional(),
  money: z.int().optional(),
  values: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()])).optional(),
  person: subjectKey.optional(),
  note: z.string().optional(),
  evidence: z.array(z.string()).optional(),
});
export type NewFact = z.infer<typeof newFact>;

/** `inTransaction`: writes our own tables, committed with the event. `outbox`: done afterwards by a worker. */
export const effectShapes = {
  'task.assign': {
    mode: 'inTransaction',
    params: z.strictObject({
      step: z.string(),
      holders: z.array(holder).min(1),
      /** Any one, all, one after the other (then `holders` is whose turn it is), or by vote. */
      mode: z.enum(['any', 'all', 'order', 'ratio']).default('any'),
      due: due.optional(),
      /** How many places the step has, how many were filled when the task opened, how many it takes; absent = the holders. */
      count: z.strictObject({ of: z.int(), done: z.int(), need: z.int() }).optional(),
      /** Events that finish the task. */ events: z.array(z.string()).optional(),
    }),
  },
  'task.close': { mode: 'inTransaction', params: z.strictObject({ step: z.string().optional() }) },
  'task.copy': { mode: 'inTransaction', params: z.strictObject({ to: z.array(holder).min(1) }) },
  'deadline.set': { mode: 'inTransaction', params: z.strictObject({ name: z.string(), due }) },
  'deadline.cancel': { mode: 'inTransaction', params: z.strictObject({ name: z.string() }) },
  'ledger.post': { mode: 'inTransaction', params: z.strictObject({ facts: z.array(newFact).min(1) }) },
  /** Takes back facts that this or another case posted; `keys` absent = all of them. */
  'ledger.reverse': {
    mode: 'inTransaction',
    params: z.strictObject({
      caseId: z.uuid().optional(),
      factIds: z.array(z.uuid()).optional(),
      keys: z.array(z.string()).optional(),
      reason: z.string(),
    }),
  },
  'scoring.freeze': { mode: 'inTransaction', params: z.strictObject({ cycle: z.string(), stage: z.string() }) },
  'scoring.recompute': {
    mode: 'outbox',
    params: z.strictObject({
      period: z.string(),
      subjects: z.array(subjectKey).optional(),
      cycle: z.string().optional(),
      // biome-ignore lint/suspicious/noThenProperty: names an event to send; a shape is never awaited
      then: z.string().optional(),
      /** Number of this request, given back with the answer, so that an answer to an earlier one is known as such. */
      request: z.int().optional(),
    }),
  },
  'case.start': {
    mode: 'outbox',
    params: z.strictObject({
      kind: z.string(),
      key: z.string(),
      input: z.record(z.string(), z.unknown()),
      applicant: z.string().optional(),
      subject: subjectKey.optional(),
    }),
  },
  'case.send': {
    mode: 'outbox',
    params: z.strictObject({
      to: z.union([z.strictObject({ caseId: z.uuid() }), z.strictObject({ kind: z.string(), key: z.string() })]),
      event: z.string(),
      payload: z.record(z.string(), z.unknown()).optional(),
    }),
  },
  /** Starts a paper case (W9). `source` names a registered data provider and its arguments. */
  'paper.draft': {
    mode: 'outbox',
    params: z.strictObject({
      template: z.string(),
      key: z.string(),
      source: z.string(),
      args: z.record(z.string(), z.unknown()),
      /** The asking case wants to hear `paper.delivered`. */ reply: z.boolean().optional(),
    }),
  },
  /** Inside W9: number given and data frozen at signing. */
  'paper.freeze': { mode: 'inTransaction', params: z.strictObject({}) },
  'paper.render': { mode: 'outbox', params: z.strictObject({}) },
  'paper.withdraw': { mode: 'inTransaction', params: z.strictObject({ reason: z.string() }) },
  /** What papers certify is no longer so: those of the keys that have been issued are withdrawn; others are passed over. */
  'paper.revoke': {
    mode: 'outbox',
    params: z.strictObject({ keys: z.array(z.string()).min(1), reason: z.string() }),
  },
  /** W13: freezes a draft under its hash and adopts it from its day. */
  'regulation.adopt': {
    mode: 'inTransaction',
    params: z.strictObject({ draft: z.uuid(), hash: z.string().regex(/^[0-9a-f]{64}$/), from: day }),
  },
  /** The applicant is away from now on, or longer than planned: deputies stand in until the end. */
  'delegation.start': { mode: 'inTransaction', params: z.strictObject({}) },
  'delegation.end': { mode: 'inTransaction', params: z.strictObject({}) },
  'notification.send': {
    mode: 'outbox',
    params: z.strictObject({
      to: z.array(holder).min(1),
      message: z.string(),
      args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
  },
  'badge.issue': {
    mode: 'inTransaction',
    params: z.strictObject({ badge: z.string(), person: z.string(), window: z.string() }),
  },
  'badge.return': { mode: 'inTransaction', params: z.strictObject({ badge: z.string() }) },
  /** The badge is gone for good: it leaves the stock of those that can be handed out. */
  'badge.lose': { mode: 'inTransaction', params: z.strictObject({ badge: z.string(), reason: z.string() }) },
  /** Half-day slots taken by a counting leave or cover; overlap is refused by the database. */
  'leave.reserve': { mode: 'inTransaction', params: z.strictObject({}) },
  'leave.release': { mode: 'inTransaction', params: z.strictObject({}) },
  /** What the leave took from its account in the end is known, or is another than before. */
  'leave.settle': { mode: 'inTransaction', params: z.strictObject({}) },
  'cover.reserve': { mode: 'inTransaction', params: z.strictObject({}) },
  /** Somebody falls out of a cover: a new plan without him is computed and told to those who name (G27). */
  'cover.propose': { mode: 'outbox', params: z.strictObject({ person: z.string() }) },
  /** `after` = the last half day that stays on record; all are given back without it. */
  'cover.release': {
    mode: 'inTransaction',
    params: z.strictObject({ after: z.strictObject({ day, half: z.enum(['am', 'pm']) }).optional() }),
  },
  /**
   * An absence that only a person may find to be one: shown as proposed until it is confirmed or dropped. The same effect twice
   * is one proposal.
   */
  'absence.propose': {
    mode: 'inTransaction',
    params: z.strictObject({
      person: z.string(),
      /** `unproved`: the proof that the leave needed never came, and the office reads that as absenteeism. */
      kind: z.enum(['overstay', 'unfiled', 'deceit', 'unproved']),
      on: day,
      /** In 1/10000 working day; a half day = 5000. */
      length: z.int().min(1),
      /** Why it would be absenteeism, as the rule on absences names it. */
      cause: z.enum(['noApplication', 'refused', 'overstayed', 'deceit']),
      note: z.string(),
    }),
  },
  /** What a case proposed is settled otherwise: its proposals that nobody has decided are closed with this reason. */
  'absence.withdraw': { mode: 'inTransaction', params: z.strictObject({ reason: z.string() }) },
} as const satisfies Record<string, { mode: 'inTransaction' | 'outbox'; params: z.ZodType }>;

export type EffectName = keyof typeof effectShapes;
export type EffectParams<N extends EffectName> = z.infer<(typeof effectShapes)[N]['params']>;
export interface Effect<N extends EffectName = EffectName> {
  name: N;
  params: EffectParams<N>;
}
