/** Samples for walking the finding machine. */
import type { Samples } from '../explore.js';
import type { FindingRule } from './facts.js';

export const sampleRule: FindingRule = {
  item: 'R63.P03a',
  article: 'R63.P03a',
  recordable: true,
  teamNeeds: 2,
  evidenceNeeded: [],
  range: null,
  linked: false,
  headRange: null,
  isLinkOffered: false,
  inputs: [],
  faultNeeded: true,
  overlaps: ['R63.P12'],
  milder: null,
  duplicates: [],
  joint: ['0020'],
  fine: 500_000,
  fineDueDays: 3,
  fineGraceDays: 2,
  lateItem: 'R63.J4',
  fineTerm: null,
  substituteAlone: false,
  noticeTemplate: 'penalty-notice',
};
const office = { person: '0003', roles: ['OFFICE' as const] };
const inspector = { person: '0008', roles: ['INSPECTOR' as const] };
const system = { person: 'system', roles: [] };
const appeal = { appeal: 'appeal-1', reason: '证据不足', reversed: false };
const free = { 'finding.rule': { ...sampleRule, fine: 0, noticeTemplate: null } };

export const findingSamples: Samples = {
  starts: [
    {
      form: { item: 'R63.P03a', subject: 'person:0012', happenedOn: '2026-09-03', note: '未着工装', team: ['0009'] },
      start: { actor: inspector, applicant: '0008', subject: 'person:0012' },
    },
  ],
  facts: { 'finding.rule': sampleRule },
  essence: ({ fine, round, deliveredOn, paidOn }) => [
    fine,
    Math.min(round as number, 2),
    deliveredOn !== null,
    paidOn !== null,
  ],
  events: [
    { type: 'finding.confirm', actor: office },
    { type: 'finding.drop', actor: office, payload: { reason: '事实不清' } },
    { type: 'finding.assess', actor: office, payload: { fault: 'own' } },
    { type: 'finding.notice', actor: office },
    { type: 'finding.notice', actor: office, payload: { deliveredOn: '2026-09-07' } },
    { type: 'finding.notice', actor: office, payload: { deliveredOn: '2026-09-07' }, facts: free },
    { type: 'finding.notice', actor: office, facts: free },
    { type: 'finding.deliver', actor: office, payload: { deliveredOn: '2026-09-08' } },
    { type: 'paper.delivered', actor: system, payload: { deliveredOn: '2026-09-08' } },
    { type: 'finding.pay', actor: office, payload: { paidOn: '2026-09-10' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'fine' }, today: '2026-09-13' },
    { type: 'appeal.changed', actor: system, payload: { ...appeal, outcome: 'revoke' } },
    { type: 'appeal.changed', actor: system, payload: { ...appeal, outcome: 'reassess', points: -5_000 } },
  ],
};
