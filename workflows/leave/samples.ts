/** Samples for walking the leave machine: who does what when, and what the providers found. */
import { approvalEssence } from '../approval.js';
import type { Samples } from '../explore.js';
import type { LeaveCalendar, LeaveDecision, LeaveSubstitution } from './facts.js';

const decision: LeaveDecision = {
  halfDays: 4,
  window: 'A01',
  unit: 'U01',
  chain: [
    { key: 'SHIFT_LEADER', holders: [{ role: 'SHIFT_LEADER' }], mode: 'any' },
    { key: 'CENTRE_LEADER', holders: [{ role: 'CENTRE_LEADER' }], mode: 'any' },
  ],
  substitute: { required: true, why: 'R15.S1' },
  certificateRequired: false,
  expectedOn: '2026-09-09',
  articles: ['R15.L2'],
  parameters: { acceptWorkingDays: 1, badgeReturnWorkingDays: 1 },
};
const calendar: LeaveCalendar = {
  facts: [
    { key: 'days-2026-09', item: 'leave.personal', subject: 'window:A01', happenedOn: '2026-09-07', quantity: 20_000 },
  ],
  reclassified: [
    { key: 'days-2026-09', item: 'leave.personal', subject: 'window:A01', happenedOn: '2026-09-07', quantity: 20_000 },
  ],
  absence: { item: 'absence', subject: 'window:A01', person: 'person:0012' },
};
const inPlace: LeaveSubstitution = { state: 'badgeIssued', inPlace: true, substitute: '0030' };
const form = {
  kind: 'personal',
  from: { day: '2026-09-07', half: 'am' },
  to: { day: '2026-09-08', half: 'pm' },
  reason: '家中有事',
};
const shift = { person: '0001', roles: ['SHIFT_LEADER' as const] };
const centre = { person: '0002', roles: ['CENTRE_LEADER' as const] };
const supervision = { person: '0003', roles: ['SUPERVISION' as const] };
const system = { person: 'system', roles: [] };
const hash = 'a'.repeat(64);
const back = { day: '2026-09-08', half: 'pm' };
const sick = { ...decision, certificateRequired: true, substitute: { required: false, why: '' } };

export const leaveSamples: Samples = {
  starts: [{ form }],
  facts: { 'leave.decision': decision, 'leave.calendar': calendar, 'leave.substitution': inPlace },
  essence: (context) => {
    const { isOverdue, certificateRequired, certificates, substituteRequired, extension, extensions, opinions, round } =
      context;
    return [
      approvalEssence(context),
      isOverdue,
      certificateRequired,
      (certificates as unknown[]).length,
      substituteRequired,
      extension !== null,
      Math.min(extensions as number, 1),
      Math.min((opinions as unknown[]).length, 1),
      Math.min(round as number, 1),
    ];
  },
  events: [
    { type: 'leave.amend', payload: { ...form, reason: '改期' } },
    { type: 'leave.submit', today: '2026-09-05' },
    { type: 'leave.submit', today: '2026-09-05', facts: { 'leave.decision': sick } },
    { type: 'leave.approve', actor: shift },
    { type: 'leave.approve', actor: centre },
    { type: 'leave.refuse', actor: shift, payload: { reason: '人手不足' } },
    { type: 'leave.transfer', actor: shift, payload: { to: '0050' } },
    { type: 'leave.approve', actor: { person: '0050', roles: [] } },
    { type: 'leave.delegate', actor: shift, payload: { to: '0052' } },
    { type: 'leave.opine', actor: { person: '0052', roles: [] }, payload: { opinion: '可以安排' } },
    { type: 'leave.addSigner', actor: centre, payload: { to: ['0053'], place: 'beside' } },
    { type: 'leave.removeSigner', actor: centre, payload: { to: '0053' } },
    { type: 'leave.approve', actor: { person: '0053', roles: [] } },
    { type: 'leave.return', actor: shift, payload: { reason: '补充说明' } },
    { type: 'leave.return', actor: centre, payload: { to: 'SHIFT_LEADER', reason: '请再核实' } },
    { type: 'leave.withdraw' },
    { type: 'leave.urge' },
    { type: 'leave.copy', payload: { to: ['0040'] } },
    { type: 'leave.file', actor: supervision, today: '2026-09-06' },
    { type: 'leave.file', actor: supervision, today: '2026-09-07' },
    { type: 'substitution.lost', actor: system, payload: { person: '0030', from: form.from } },
    { type: 'deadline.reached', actor: system, payload: { name: 'start' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'overstay' }, today: '2026-09-10' },
    {
      type: 'leave.extend',
      payload: { to: { day: '2026-09-09', half: 'pm' }, reason: '路上耽搁' },
      today: '2026-09-08',
    },
    { type: 'leave.reportBack', payload: { returned: back }, today: '2026-09-09' },
    { type: 'leave.addCertificate', payload: { certificates: [hash] } },
    { type: 'leave.acceptCertificate', actor: supervision },
    { type: 'leave.reclassify', actor: supervision, payload: { reason: '无证明' } },
    { type: 'leave.excuse', actor: supervision, payload: { returned: back, reason: '航班取消' }, today: '2026-09-10' },
    {
      type: 'leave.absent',
      actor: supervision,
      payload: { halfDays: 2, on: '2026-09-09', cause: 'overstayed', reason: '无故未归' },
    },
  ],
};
