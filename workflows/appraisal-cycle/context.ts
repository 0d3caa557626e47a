/** Context and events of the appraisal cycle, version 1. */
import { z } from 'zod';
import { holder, newFact } from '../../src/core/effects.js';
import { defineEvents } from '../kit.js';
import { day, deadlineReached, reason, remark, subjectKey } from '../shapes.js';
import { cycleParameters } from './facts.js';
import { cycleForm } from './form.js';

export const windowState = z.enum(['open', 'confirmed', 'disputed', 'maintained', 'silent']);

export const cycleContext = z.strictObject({
  ...cycleForm.shape,
  key: z.string(),
  edition: cycleParameters.shape.edition,
  parameters: cycleParameters.omit({ edition: true, blanks: true, weightsAddUp: true }),
  sections: z.array(
    z.strictObject({
      section: z.string(),
      holders: z.array(holder),
      by: z.string().nullable(),
      on: day.nullable(),
      isLate: z.boolean(),
    }),
  ),
  handInPassed: z.boolean(),
  /** Verification and dispute, window by window. */
  windows: z.record(
    z.string(),
    z.strictObject({
      head: z.string().nullable(),
      state: windowState,
      by: z.string().nullable(),
      on: day.nullable(),
      reason: z.string().nullable(),
    }),
  ),
  /** Digest of the latest run, null while one is asked for and not finished. */
  digest: z.string().nullable(),
  /** How many runs were asked for; the answer to an earlier one does not count. */
  runs: z.int(),
  openTies: z.array(z.string()),
  minutes: z.string().nullable(),
  /** Decisions of the committee on held places. */
  rulings: z.array(
    z.strictObject({ honour: z.string(), subject: subjectKey, award: z.boolean(), reason: z.string(), by: z.string() }),
  ),
  openAppeals: z.array(z.string()),
  closedAppeals: z.array(z.string()),
  publicityOver: z.boolean(),
  /** Where a rescoring that moved no rank, grade or honour comes back to. */
  resume: z.enum(['audited', 'publicity', 'final', 'notified', 'archived']).nullable(),
  /** Counts the final results of this cycle; a later one points to the one before. */
  version: z.int(),
  /** Digest that was made final, by version. */
  finals: z.array(z.strictObject({ version: z.int(), digest: z.string().nullable(), on: day })),
});
export type CycleContext = z.output<typeof cycleContext>;

const supervision = [{ role: 'SUPERVISION' as const }];
const committee = [{ role: 'COMMITTEE' as const }];
/** Heads are asked window by window, by tasks; whose window it is, the guard checks. */
const head = [{ is: 'holder' as const }];
const system = [{ is: 'system' as const }];
const fromAppeal = {
  payload: z.strictObject({ appeal: z.string(), subject: subjectKey }),
  by: system,
  button: 'hidden' as const,
};

export const cycleEvents = defineEvents({
  // A furnished demonstration opens its first cycle itself.
  'cycle.open': { payload: z.strictObject({}), by: [...supervision, { is: 'system' }], button: 'primary' },
  'cycle.cancel': { payload: z.strictObject({ reason }), by: supervision, button: 'danger', reason: true },
  'cycle.endPeriod': { payload: z.strictObject({}), by: supervision, button: 'default' },
  'cycle.handIn': {
    payload: z.strictObject({ section: z.string(), remark }),
    by: [{ is: 'holder' }, { role: 'CONTENT_SECTION' }, { role: 'SUPERVISION' }, { role: 'OFFICE' }],
    button: 'primary',
  },
  'cycle.announce': {
    payload: z.strictObject({ minutes: z.string().trim().min(2).max(4000).optional() }),
    by: supervision,
    button: 'primary',
  },
  'cycle.confirm': { payload: z.strictObject({ window: z.string() }), by: head, button: 'primary' },
  'cycle.object': {
    payload: z.strictObject({ window: z.string(), reason }),
    by: head,
    button: 'default',
    reason: true,
  },
  'cycle.correct': {
    payload: z.strictObject({
      window: z.string(),
      reverse: z.array(z.uuid()).default([]),
      post: z.array(newFact).default([]),
      reason,
    }),
    by: supervision,
    button: 'default',
    reason: true,
  },
  'cycle.maintain': {
    payload: z.strictObject({ window: z.string(), reason }),
    by: supervision,
    button: 'default',
    reason: true,
  },
  'cycle.rule': {
    payload: z.strictObject({ honour: z.string(), subject: subjectKey, award: z.boolean(), reason }),
    by: committee,
    button: 'default',
    reason: true,
  },
  'cycle.recompute': { payload: z.strictObject({}), by: [...supervision, ...committee], button: 'default' },
  'cycle.approve': { payload: z.strictObject({ remark }), by: committee, button: 'primary' },
  'cycle.return': { payload: z.strictObject({ reason }), by: committee, button: 'default', reason: true },
  'cycle.publish': { payload: z.strictObject({}), by: supervision, button: 'primary' },
  'cycle.notify': { payload: z.strictObject({}), by: supervision, button: 'primary' },
  'cycle.archive': { payload: z.strictObject({}), by: [{ role: 'HR' }, { role: 'OFFICE' }], button: 'primary' },
  'scoring.computed': {
    payload: z.strictObject({
      digest: z.string(),
      openTies: z.array(z.string()),
      /** A rank, grade or honour differs from the last frozen stage. */ moved: z.boolean(),
      request: z.int().optional(),
    }),
    by: system,
    button: 'hidden',
  },
  'appeal.opened': fromAppeal,
  'appeal.closed': fromAppeal,
  'appeal.changed': fromAppeal,
  'deadline.reached': deadlineReached,
});
