/** Samples for walking the paper machine. */
import type { Samples } from '../explore.js';
import type { PaperDefinition } from './facts.js';

const definition: PaperDefinition = {
  template: 'result-notice',
  version: 1,
  code: 'P-RESULT',
  signers: ['SUPERVISION', 'CENTRE_LEADER'],
  automatic: false,
  stateReached: true,
};
const slip: PaperDefinition = {
  ...definition,
  template: 'leave-slip',
  code: 'P-LEAVE',
  signers: ['CENTRE_LEADER'],
  automatic: true,
};
const drafter = { drafter: 'system', missingGlyphs: [] };
const office = { person: '0004', roles: ['OFFICE' as const] };
const supervision = { person: '0003', roles: ['SUPERVISION' as const] };
const centre = { person: '0002', roles: ['CENTRE_LEADER' as const] };
const system = { person: 'system', roles: [] };
const form = {
  template: 'result-notice',
  source: 'cycle.result',
  args: { cycle: '2026-09' },
  origin: { kind: 'appraisal-cycle', key: '2026-09' },
  reply: true,
};

export const paperSamples: Samples = {
  starts: [
    { form, start: { actor: system } },
    {
      form: { ...form, template: 'leave-slip', source: 'leave.slip' },
      start: { actor: system, facts: { 'paper.definition': slip, 'paper.drafter': drafter } },
    },
  ],
  facts: { 'paper.definition': definition, 'paper.drafter': drafter },
  essence: ({ signatures, isRendered, isAutomatic, opinions }) => [
    (signatures as unknown[]).length,
    isRendered,
    isAutomatic,
    Math.min((opinions as unknown[]).length, 1),
  ],
  events: [
    { type: 'paper.review', actor: office },
    { type: 'paper.return', actor: supervision, payload: { reason: '标题有误' } },
    { type: 'paper.sign', actor: supervision },
    { type: 'paper.sign', actor: centre },
    { type: 'paper.issue', actor: office },
    { type: 'paper.rendered', actor: system, payload: { sha256: 'b'.repeat(64), pages: 2 } },
    { type: 'paper.deliver', actor: office, payload: { deliveredOn: '2026-10-15' } },
    { type: 'paper.file', actor: office },
    { type: 'paper.discard', actor: office, payload: { reason: '重复' } },
    { type: 'paper.withdraw', actor: supervision, payload: { reason: '结果有变' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'none' } },
  ],
};
