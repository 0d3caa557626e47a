/** Samples for walking the leave machine: who does what when, and what the providers found. */
import { approvalEssence } from '../approval.js';
import type { Samples } from '../explore.js';
import type { LeaveCalendar, LeaveDecision, LeaveKindFact, LeaveSubstitution } from './facts.js';

const decision: LeaveDecision = {
  title: { zh: '事假', en: 'Personal leave' },
  length: 20_000,
  window: 'A01',
  unit: 'U01',
  chain: [
    { key: 'SHIFT_LEADER', holders: [{ role: 'SHIFT_LEADER' }], mode: 'any' },
    { key: 'CENTRE_LEADER', holders: [{ role: 'CENTRE_LEADER' }], mode: 'any' },
  ],
  substitute: { required: true, why: 'R15.S1' },
  documentRequired: false,
  certificateRequired: false,
  proofDueOn: null,
  expectedOn: '2026-09-09',
  remindOn: '2026-09-08',
  articles: ['R15.L2'],
  parameters: { acceptWorkingDays: 1, badgeReturnWorkingDays: 1 },
};
const personal = (key: string) => ({
  key,
  item: 'leave.personal.covered',
  subject: 'window:A01',
  happenedOn: '2026-09-07',
  quantity: 20_000,
});
const cover = { key: 'sample-1-s1', revision: 6, substitute: '0030', isUnasked: false, badge: 'T-07' };
const calendar: LeaveCalendar = {
  facts: [personal('leave-2026-09')],
  reclassified: [personal('leave-2026-09')],
  reclassifiedAs: 'personal',
  deceitIs: 'absenteeism',
  length: 20_000,
  overstay: 5_000,
  person: { code: '0012', name: '陈晨' },
  from: { day: '2026-09-07', half: 'am' },
  to: { day: '2026-09-08', half: 'pm' },
  cover,
};
const kind: LeaveKindFact = {
  kind: 'personal',
  title: { zh: '事假', en: 'Personal leave' },
  documentRequired: false,
};
const inPlace: LeaveSubstitution = { state: 'badgeIssued', inPlace: true, cover };
const form = {
  kind: 'personal',
  parts: [{ from: { day: '2026-09-07', half: 'am' }, to: { day: '2026-09-08', half: 'pm' } }],
  reason: '家中有事',
};
const shift = { person: '0001', roles: ['SHIFT_LEADER' as const] };
const centre = { person: '0002', roles: ['CENTRE_LEADER' as const] };
const supervision = { person: '0003', roles: ['SUPERVISION' as const] };
const system = { person: 'system', roles: [] };
const hash = 'a'.repeat(64);
const back = { day: '2026-09-08', half: 'pm' };
const sick = {
  ...decision,
  certificateRequired: true,
  proofDueOn: '2026-09-10',
  substitute: { required: false, why: '' },
};
const noCertificateIsAbsence = { 'leave.calendar': { ...calendar, reclassifiedAs: 'absenteeism' } };
const colleague = { person: '0013', roles: ['STAFF' as const] };

export const leaveSamples: Samples = {
  starts: [{ form }, { form, start: { actor: colleague } }],
  facts: { 'leave.kind': kind, 'leave.decision': decision, 'leave.calendar': calendar, 'leave.substitution': inPlace },
  essence: (context) => {
    const { isOverdue, isOverstayed, certificateRequired, certificates, substituteRequired } = context;
    const { extension, confirmation } = context;
    return [
      approvalEssence(context),
      isOverdue,
      isOverstayed,
      certificateRequired,
      Math.min((certificates as unknown[]).length, 1),
      substituteRequired,
      extension !== null,
      confirmation === 'open',
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
    { type: 'substitution.lost', actor: system, payload: { person: '0030', from: { day: '2026-09-07', half: 'am' } } },
    { type: 'deadline.reached', actor: system, payload: { name: 'start' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'overstay' }, today: '2026-09-10' },
    {
      type: 'leave.extend',
      payload: { to: { day: '2026-09-09', half: 'pm' }, reason: '路上耽搁' },
      today: '2026-09-08',
    },
    { type: 'leave.reportBack', payload: { returned: back }, today: '2026-09-09' },
    { type: 'leave.addCertificate', payload: { certificates: [hash] } },
    { type: 'leave.confirm' },
    { type: 'leave.disown', payload: { reason: '我没有请假' } },
    { type: 'leave.confirmReturn', actor: supervision, payload: {}, today: '2026-09-09' },
    {
      type: 'leave.acceptCertificate',
      actor: supervision,
      payload: { issuedTo: '陈晨', from: '2026-09-07', to: '2026-09-08' },
    },
    { type: 'leave.reclassify', actor: supervision, payload: { reason: '无证明' } },
    {
      type: 'leave.reclassify',
      actor: supervision,
      payload: { reason: '无证明' },
      facts: noCertificateIsAbsence,
    },
    { type: 'leave.excuse', actor: supervision, payload: { returned: back, reason: '航班取消' }, today: '2026-09-10' },
    {
      type: 'leave.absent',
      actor: supervision,
      payload: { halfDays: 2, on: '2026-09-09', reason: '无故未归' },
      today: '2026-09-10',
    },
    { type: 'leave.deceit', actor: supervision, payload: { reason: '证明系伪造' } },
    { type: 'leave.cancel', actor: supervision, payload: { reason: '当日实际在岗' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'returnReminder' }, today: '2026-09-08' },
    { type: 'deadline.reached', actor: system, payload: { name: 'proofReminder' }, today: '2026-09-10' },
    { type: 'deadline.reached', actor: system, payload: { name: 'proof' }, today: '2026-09-11' },
  ],
};
