/** Samples for walking the inspection machine: one window, two lines, two inspectors. */
import type { Samples } from '../explore.js';
import type { ChecklistFound, TeamFound } from './facts.js';
import { type Answer, contentOf } from './parts.js';

export const sampleList: ChecklistFound = {
  edition: 'r48-standard-window@2009-12-30',
  available: ['standard'],
  list: {
    output: 'standard',
    article: 'R48',
    zh: '标准化窗口检查',
    en: 'Standard window',
    subjectKind: 'window',
    groups: [{ id: 'R48.g1', article: 'R48.1', zh: '公示', en: 'Display' }],
    lines: [
      { id: 'R48.display.plate', group: 'R48.g1', article: 'R48.1-1', zh: '公示牌齐全', en: 'Plate', finding: null },
      { id: 'R48.manned', group: 'R48.g1', article: 'R48.6-2', zh: '窗口不缺位', en: 'Manned', finding: 'R11.A4' },
    ],
  },
};
export const sampleTeam: TeamFound = {
  members: [
    { person: '0008', isInspector: true, own: [] },
    { person: '0009', isInspector: true, own: [] },
  ],
  unknown: [],
  concerned: ['0020'],
};
export const sampleForm = {
  mode: 'open',
  checklist: 'standard',
  subjects: ['window:A05'],
  day: '2026-09-07',
  team: ['0008', '0009'],
};
const about = { subject: 'window:A05' };
export const sampleAnswers: Answer[] = [
  { ...about, line: 'R48.display.plate', answer: 'met' },
  { ...about, line: 'R48.manned', answer: 'notMet', note: '无人值守' },
];
/** The hash that the page would show for these answers. */
export const hashOf = (answers: Answer[], change: object = {}) =>
  contentOf({
    key: 'sample-1',
    edition: sampleList.edition,
    checklist: 'standard',
    heldOn: '2026-09-07',
    place: null,
    team: sampleForm.team,
    answers,
    ...change,
  });

export const planner = { person: '0003', roles: ['SUPERVISION' as const] };
export const first = { person: '0008', roles: ['INSPECTOR' as const] };
export const second = { person: '0009', roles: ['INSPECTOR' as const] };
export const sampleFacts = {
  'inspection.checklist': sampleList,
  'inspection.team': sampleTeam,
  'inspection.evidence': { missing: [] },
};

export const inspectionSamples: Samples = {
  starts: [
    { form: sampleForm, start: { actor: planner, applicant: '0003', subject: 'window:A05' } },
    { form: { ...sampleForm, mode: 'secret' }, start: { actor: planner, applicant: '0003', subject: 'window:A05' } },
  ],
  facts: sampleFacts,
  essence: ({ mode, answers, signatures, isConfidential }) => [
    mode,
    (answers as Answer[]).map((one) => one.answer),
    (signatures as { person: string }[]).map((one) => one.person),
    isConfidential,
  ],
  events: [
    { type: 'inspection.assign', actor: planner },
    { type: 'inspection.start', actor: first },
    { type: 'inspection.record', actor: first, payload: { answers: sampleAnswers } },
    { type: 'inspection.record', actor: second, payload: { answers: [{ ...sampleAnswers[1], answer: 'met' }] } },
    { type: 'inspection.sign', actor: first, payload: { hash: hashOf(sampleAnswers) } },
    { type: 'inspection.sign', actor: second, payload: { hash: hashOf(sampleAnswers) } },
    { type: 'inspection.handOver', actor: planner },
    { type: 'inspection.cancel', actor: planner, payload: { reason: '人员另有安排' } },
  ],
};
