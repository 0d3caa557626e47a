/** Samples for walking the substitution machine. */
import type { Samples } from '../explore.js';
import type { SubstitutionCandidate, SubstitutionRule } from './facts.js';

const rule: SubstitutionRule = {
  nominators: ['HOME_DEPT_LEADER', 'WINDOW_HEAD'],
  bPosts: ['0031'],
  reminders: 0,
  badgeReminders: 1,
};
const candidate: SubstitutionCandidate = {
  person: '0030',
  eligible: true,
  reasons: [],
  steps: { training: true, badge: true },
  unasked: false,
  nominators: ['HOME_DEPT_LEADER', 'WINDOW_HEAD'],
};
const bPost: SubstitutionCandidate = {
  ...candidate,
  person: '0031',
  steps: { training: false, badge: false },
  unasked: true,
};
const head = { person: '0020', roles: ['WINDOW_HEAD' as const] };
const substitute = { person: '0030', roles: ['SUBSTITUTE' as const] };
const second = { person: '0031', roles: ['SUBSTITUTE' as const] };
const absent = { person: '0012', roles: ['STAFF' as const] };
const supervision = { person: '0003', roles: ['SUPERVISION' as const] };
const system = { person: 'system', roles: [] };
const to = { day: '2026-09-09', half: 'pm' };
const form = {
  leave: 'leave-1',
  window: 'A01',
  unit: 'U01',
  absent: '0012',
  from: { day: '2026-09-07', half: 'am' },
  to: { day: '2026-09-08', half: 'pm' },
  why: 'R15.S1',
  acceptWorkingDays: 1,
  badgeReturnWorkingDays: 1,
};

export const substitutionSamples: Samples = {
  // For a leave; and the B post who stepped in while nobody had asked for one.
  starts: [{ form }, { form: { ...form, leave: null, endsAlone: true } }],
  facts: { 'substitution.candidate': candidate, 'substitution.rule': rule, 'substitution.free': { free: true } },
  essence: ({ leave, isCancelled, isFiled, isUnasked, steps, lent, badge, stints, handedOver, silences }) => [
    leave === null,
    isCancelled,
    isUnasked && !isFiled,
    (steps as { badge: boolean }).badge,
    Math.min((lent as unknown[]).length, 2),
    badge !== null,
    (stints as { to: unknown }[]).some((past) => past.to !== null),
    handedOver !== null,
    Math.min(silences as number, 2),
  ],
  events: [
    { type: 'substitution.nominate', actor: head, payload: { substitute: '0030' } },
    {
      type: 'substitution.nominate',
      actor: head,
      payload: { substitute: '0031' },
      facts: { 'substitution.candidate': bPost },
    },
    { type: 'substitution.accept', actor: substitute },
    { type: 'substitution.decline', actor: substitute, payload: { reason: '当日已有安排' } },
    { type: 'substitution.coverUnasked', actor: second, facts: { 'substitution.candidate': bPost } },
    {
      type: 'substitution.coverUnasked',
      actor: second,
      facts: { 'substitution.candidate': bPost },
      today: '2026-09-05',
    },
    { type: 'substitution.file', actor: supervision },
    { type: 'substitution.train', actor: head, payload: { business: true, norms: true } },
    { type: 'substitution.issueBadge', actor: supervision, payload: { badge: 'T-07' } },
    { type: 'substitution.issueBadge', actor: supervision, payload: { badge: 'T-08' } },
    { type: 'substitution.handOver', actor: absent, payload: { matters: ['待补正材料两件'] } },
    { type: 'substitution.takeOver', actor: substitute, payload: { handover: 'done' } },
    { type: 'substitution.takeOver', actor: substitute, payload: { handover: 'missing' } },
    {
      type: 'substitution.replace',
      actor: supervision,
      payload: { from: { day: '2026-09-08', half: 'am' }, reason: '替岗人员生病' },
    },
    { type: 'substitution.finish', actor: second },
    { type: 'substitution.finish', actor: supervision, payload: { returned: { day: '2026-09-07', half: 'am' } } },
    { type: 'substitution.returnBadge', actor: supervision },
    { type: 'substitution.loseBadge', actor: supervision, payload: { reason: '途中遗失' } },
    { type: 'leave.ended', actor: system },
    { type: 'leave.cancelled', actor: system },
    { type: 'leave.extended', actor: system, payload: { to } },
    { type: 'leave.extended', actor: system, payload: { to }, facts: { 'substitution.free': { free: false } } },
    { type: 'deadline.reached', actor: system, payload: { name: 'nominate' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'accept' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'takeOver' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'badge' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'coverEnd' } },
    {
      type: 'cover.divided',
      actor: system,
      payload: {
        from: { day: '2026-09-08', half: 'am' },
        to: { day: '2026-09-08', half: 'pm' },
        parts: [{ from: { day: '2026-09-08', half: 'am' }, to: { day: '2026-09-08', half: 'pm' } }],
      },
    },
  ],
};
