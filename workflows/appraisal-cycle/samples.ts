/** Samples for walking the appraisal cycle: two sections, two windows. */
import type { Samples } from '../explore.js';
import type { CycleParameters, CycleParts, CycleRanking } from './facts.js';

const parameters: CycleParameters = {
  edition: { id: 'example-city-hall', edition: '2026-01-01', hash: 'c'.repeat(64) },
  blanks: [],
  weightsAddUp: true,
  handInBy: '2026-10-07',
  verifyWorkingDays: 2,
  disputeWorkingDays: 2,
  publicityWorkingDays: 5,
  minutesNeeded: true,
};
const sections = ['coordination', 'supervision'];
const parts: CycleParts = {
  sections: sections.map((section) => ({
    section,
    holders: [{ role: 'CONTENT_SECTION' as const, scope: 'unit' as const, target: section }],
  })),
  windows: [
    { window: 'A01', head: '0020' },
    { window: 'A02', head: null },
  ],
  mine: { sections, windows: ['A01', 'A02'] },
};
/** The digest stands for what the recompute answers in these samples. */
const digest = 'd'.repeat(64);
const ranking: CycleRanking = {
  digest,
  openTies: [],
  honours: [{ honour: 'red-flag', subject: 'window:A01', template: 'honour-certificate' }],
  complete: true,
  cutOff: [],
  openAppeals: [],
  openPapers: [],
};
const supervision = { person: '0003', roles: ['SUPERVISION' as const] };
const committee = { person: '0060', roles: ['COMMITTEE' as const] };
const head = { person: '0020', roles: ['WINDOW_HEAD' as const] };
const hr = { person: '0070', roles: ['HR' as const] };
const system = { person: 'system', roles: [] };
const appeal = { appeal: 'appeal-1', subject: 'person:0012' };
const window = 'A01';

export const cycleSamples: Samples = {
  starts: [
    {
      form: { period: '2026-09', kind: 'month', from: '2026-09-01', to: '2026-09-30' },
      start: { key: '2026-09', actor: supervision },
    },
  ],
  facts: { 'cycle.parameters': parameters, 'cycle.parts': parts, 'cycle.ranking': ranking },
  essence: ({
    sections: handed,
    windows,
    digest: computed,
    openAppeals,
    closedAppeals,
    publicityOver,
    resume,
    version,
    handInPassed,
  }) => [
    (handed as { by: unknown }[]).map((part) => part.by !== null),
    Object.values(windows as Record<string, { state: string }>).map((one) => one.state),
    computed !== null,
    openAppeals,
    closedAppeals,
    publicityOver,
    resume,
    Math.min(version as number, 1),
    handInPassed,
  ],
  events: [
    { type: 'cycle.open', actor: supervision },
    { type: 'cycle.cancel', actor: supervision, payload: { reason: '重复' } },
    { type: 'cycle.endPeriod', actor: supervision, today: '2026-10-01' },
    { type: 'deadline.reached', actor: system, payload: { name: 'period' }, today: '2026-10-01' },
    ...sections.map((section) => ({
      type: 'cycle.handIn',
      actor: supervision,
      payload: { section },
      today: '2026-10-05',
    })),
    { type: 'deadline.reached', actor: system, payload: { name: 'handIn' }, today: '2026-10-08' },
    { type: 'scoring.computed', actor: system, payload: { digest, openTies: [], moved: false } },
    { type: 'scoring.computed', actor: system, payload: { digest, openTies: [], moved: true } },
    { type: 'cycle.recompute', actor: supervision },
    { type: 'cycle.announce', actor: supervision, payload: { minutes: '楼层值班长会议纪要' } },
    ...['A01', 'A02'].map((code) => ({ type: 'cycle.confirm', actor: head, payload: { window: code } })),
    { type: 'cycle.object', actor: head, payload: { window, reason: '扣分有误' } },
    { type: 'cycle.correct', actor: supervision, payload: { window, reason: '核实有误' } },
    { type: 'cycle.maintain', actor: supervision, payload: { window, reason: '事实清楚' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'verify' } },
    {
      type: 'cycle.rule',
      actor: committee,
      payload: { honour: 'red-flag', subject: 'window:A01', award: true, reason: '评议' },
    },
    { type: 'cycle.approve', actor: committee },
    { type: 'cycle.return', actor: committee, payload: { reason: '请复核' } },
    { type: 'cycle.publish', actor: supervision },
    { type: 'deadline.reached', actor: system, payload: { name: 'publicity' } },
    { type: 'appeal.opened', actor: system, payload: appeal },
    { type: 'appeal.closed', actor: system, payload: appeal },
    { type: 'appeal.changed', actor: system, payload: appeal },
    { type: 'cycle.notify', actor: supervision },
    { type: 'cycle.archive', actor: hr },
  ],
};
