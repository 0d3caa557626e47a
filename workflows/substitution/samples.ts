/** Samples for walking the substitution machine. */
import type { Samples } from '../explore.js';
import type { SubstitutionCandidate } from './facts.js';

const candidate: SubstitutionCandidate = { person: '0030', eligible: true, reasons: [] };
const head = { person: '0020', roles: ['WINDOW_HEAD' as const] };
const substitute = { person: '0030', roles: ['SUBSTITUTE' as const] };
const supervision = { person: '0003', roles: ['SUPERVISION' as const] };
const system = { person: 'system', roles: [] };

export const substitutionSamples: Samples = {
  starts: [
    {
      form: {
        leave: 'leave-1',
        window: 'A01',
        unit: 'U01',
        absent: '0012',
        from: { day: '2026-09-07', half: 'am' },
        to: { day: '2026-09-08', half: 'pm' },
        why: 'R15.S1',
        acceptWorkingDays: 1,
        badgeReturnWorkingDays: 1,
      },
    },
  ],
  facts: { 'substitution.candidate': candidate },
  essence: ({ isCancelled, to, declined }) => [isCancelled, to, Math.min((declined as unknown[]).length, 1)],
  events: [
    { type: 'substitution.nominate', actor: head, payload: { substitute: '0030' } },
    { type: 'substitution.accept', actor: substitute },
    { type: 'substitution.decline', actor: substitute, payload: { reason: '当日已有安排' } },
    { type: 'substitution.file', actor: supervision },
    { type: 'substitution.train', actor: head, payload: { business: true, norms: true } },
    { type: 'substitution.issueBadge', actor: supervision, payload: { badge: 'T-07' } },
    { type: 'substitution.takeOver', actor: substitute, payload: { handover: 'done' } },
    { type: 'substitution.returnBadge', actor: supervision },
    { type: 'leave.ended', actor: system },
    { type: 'leave.cancelled', actor: system },
    { type: 'leave.extended', actor: system, payload: { to: { day: '2026-09-09', half: 'pm' } } },
    { type: 'deadline.reached', actor: system, payload: { name: 'accept' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'badge' } },
  ],
};
