/** Samples for walking the appeal machine. */
import type { Samples } from '../explore.js';
import type { AppealTarget } from './facts.js';

const factId = '018f3a7e-0000-7000-8000-000000000001';
export const sampleTarget: AppealTarget = {
  subject: 'person:0012',
  period: '2026-09',
  cycle: '2026-09',
  concerned: true,
  inTime: true,
  lastDay: '2026-10-20',
  fact: {
    id: factId,
    item: 'R12.P03',
    article: 'R12.P03',
    points: -20_000,
    money: null,
    repost: {
      key: 'finding-1',
      item: 'R12.P03',
      subject: 'person:0012',
      happenedOn: '2026-09-03',
      quantity: 10_000,
      points: -20_000,
    },
    finding: 'finding-1',
  },
  involved: ['0061'],
  parameters: { acceptWorkingDays: 3, decideWorkingDays: 10, recusal: 'refuse' },
};
const office = { person: '0003', roles: ['OFFICE' as const] };
const committee = { person: '0060', roles: ['COMMITTEE' as const] };
const system = { person: 'system', roles: [] };

export const appealSamples: Samples = {
  starts: [{ form: { cycle: '2026-09', factId, ground: '当日系统故障' } }],
  facts: { 'appeal.target': sampleTarget },
  essence: ({ isOverdue, decision }) => [isOverdue, (decision as { outcome: string } | null)?.outcome ?? null],
  events: [
    { type: 'appeal.accept', actor: office },
    { type: 'appeal.refuse', actor: office, payload: { reason: '超出范围' } },
    { type: 'appeal.formPanel', actor: committee, payload: { panel: ['0060', '0062'] } },
    { type: 'appeal.maintain', actor: committee, payload: { reason: '事实清楚' } },
    { type: 'appeal.change', actor: committee, payload: { outcome: 'revoke', reason: '证据不足' } },
    { type: 'appeal.change', actor: committee, payload: { outcome: 'reassess', points: -10_000, reason: '情节轻微' } },
    { type: 'appeal.withdraw' },
    { type: 'appeal.deliver', actor: office, payload: { deliveredOn: '2026-10-15' } },
    { type: 'paper.delivered', actor: system, payload: { deliveredOn: '2026-10-15' } },
    { type: 'appeal.close', actor: office },
    { type: 'deadline.reached', actor: system, payload: { name: 'accept' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'decide' } },
  ],
};
