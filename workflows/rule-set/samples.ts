/** Samples for walking the machine of rule sets. */
import type { CaseActor } from '../contract.js';
import type { Samples } from '../explore.js';
import type { RuleSetCheck } from './facts.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
export const sampleCheck: RuleSetCheck = {
  title: '积分办法修订',
  pack: 'example-bank-department',
  hash: 'a'.repeat(64),
  from: '2026-10-01',
  isClean: true,
  faults: [],
  blanks: [],
  editors: ['0040'],
  overlap: null,
  replaces: '0197a1b2-0000-7000-8000-000000000001',
};
const system = person('system');

export const ruleSetSamples: Samples = {
  starts: [
    {
      form: {
        draft: '0197a1b2-0000-7000-8000-000000000002',
        title: '积分办法修订',
        pack: 'example-bank-department',
        from: '2026-10-01',
      },
      start: { applicant: '0040', actor: person('0040', 'RULE_ADMIN') },
    },
  ],
  facts: {
    'ruleSet.check': sampleCheck,
    'scoring.final': { periods: [{ period: '2026-08', to: '2026-08-31' }] },
    'cycle.running': { periods: [{ period: '2026-09', from: '2026-09-01' }] },
  },
  essence: ({ opinions, replaces }) => [Math.min((opinions as unknown[]).length, 1), replaces !== null],
  events: [
    { type: 'ruleSet.check', actor: person('0040', 'RULE_ADMIN') },
    { type: 'ruleSet.review', actor: person('0041', 'RULE_ADMIN') },
    { type: 'ruleSet.examine', actor: person('0003', 'SUPERVISION') },
    { type: 'ruleSet.approve', actor: person('0002', 'CENTRE_LEADER') },
    { type: 'ruleSet.return', actor: person('0041', 'RULE_ADMIN'), payload: { reason: '依据不足' } },
    { type: 'ruleSet.return', actor: person('0004', 'OFFICE'), payload: { reason: '与上级办法不符' } },
    { type: 'ruleSet.return', actor: person('0001', 'DIRECTOR'), payload: { reason: '暂缓' } },
    { type: 'ruleSet.withdraw', actor: person('0040', 'RULE_ADMIN'), payload: { reason: '不再修订' } },
    { type: 'ruleSet.supersede', actor: system, payload: { by: '0197a1b2-0000-7000-8000-000000000003' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'inForce' } },
    { type: 'deadline.reached', actor: system, payload: { name: 'none' } },
  ],
};
