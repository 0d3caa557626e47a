import type { CaseActor } from '../contract.js';
import { canSend, restore } from '../run.js';
import { Walk } from '../walk.js';
import { ruleSetV1 } from './rule-set.v1.js';
import { ruleSetSamples, sampleCheck } from './samples.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
const preparer = person('0040', 'RULE_ADMIN');
const reviewer = person('0041', 'RULE_ADMIN');
const examiner = person('0003', 'SUPERVISION');
const approver = person('0002', 'CENTRE_LEADER');
const system = person('system');
const usual = ruleSetSamples.facts as Record<string, object>;
const form = ruleSetSamples.starts[0]?.form;
const start = () => Walk.start(ruleSetV1, form, { key: 'draft-1', applicant: '0040', actor: preparer }, usual);
const checked = () => start().send('ruleSet.check', preparer);
const examined = () => checked().send('ruleSet.review', reviewer).send('ruleSet.examine', examiner);
const approved = () => examined().send('ruleSet.approve', approver);
const refusal = (code: string, facts: object = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) });
const finding = (change: object) => ({ facts: { ...usual, 'ruleSet.check': { ...sampleCheck, ...change } } });
const never = (walk: Walk, event: string) => ruleSetV1.events[event]?.never?.(walk.context as never) ?? [];

describe('rule-set', () => {
  it('is checked, reviewed, examined and approved; the approval adopts what was checked and waits for its day', () => {
    const walk = approved();
    expect(walk).toMatchObject({ state: 'approved', step: { final: false } });
    expect(walk.params('regulation.adopt')).toEqual([
      { draft: walk.context.draft, hash: sampleCheck.hash, from: '2026-10-01' },
    ]);
    expect(walk.params('deadline.set')).toEqual([{ name: 'inForce', due: { on: '2026-10-01', at: 'start' } }]);
    walk.send('deadline.reached', system, { name: 'inForce' });
    expect(walk.state).toBe('effective');
    expect(walk.params('case.send')).toEqual([
      { to: { kind: 'rule-set', key: sampleCheck.replaces }, event: 'ruleSet.supersede', payload: { by: 'draft-1' } },
    ]);
    expect(walk.send('ruleSet.supersede', system, { by: 'draft-2' })).toMatchObject({ state: 'superseded' });
  });

  it('is signed by four different people, and by none who worked on the draft', () => {
    const walk = start().send('ruleSet.check', preparer, {}, finding({ editors: ['0040', '0044'] }));
    expect(never(walk, 'ruleSet.review')).toEqual(['0040', '0044']);
    walk.send('ruleSet.review', reviewer);
    expect(never(walk, 'ruleSet.examine')).toEqual(['0040', '0044', '0041']);
    walk.send('ruleSet.examine', examiner);
    expect(never(walk, 'ruleSet.approve')).toEqual(['0040', '0044', '0041', '0003']);
  });

  it.each([
    ['faults', { isClean: false, faults: ['rules.yaml:3:1 x'] }, 'ruleset.not_clean', { faults: ['rules.yaml:3:1 x'] }],
    ['a text that does not compile', { isClean: false, hash: null }, 'ruleset.not_clean', {}],
    ['blanks', { blanks: ['R14.excellentRatio'] }, 'ruleset.blanks', { blanks: ['R14.excellentRatio'] }],
    ['a final period', { from: '2026-08-01' }, 'ruleset.period_final', { period: '2026-08', from: '2026-08-01' }],
    ['an appraisal under way', { from: '2026-09-01' }, 'ruleset.period_running', { period: '2026-09' }],
    ['another edition of that time', { overlap: 'x@2026-11-01' }, 'ruleset.overlap', { other: 'x@2026-11-01' }],
  ])('is not checked with %s', (_, change, code, facts) => {
    expect(() => start().send('ruleSet.check', preparer, {}, finding(change))).toThrow(refusal(code, facts));
  });

  it.each([
    ['ruleSet.review', checked, reviewer],
    ['ruleSet.examine', () => checked().send('ruleSet.review', reviewer), examiner],
    ['ruleSet.approve', examined, approver],
  ])(
    '%s refuses a draft that changed meanwhile, a period that became final, an edition that came between',
    (event, at, who) => {
      expect(() => at().send(event, who, {}, finding({ hash: 'b'.repeat(64) }))).toThrow(refusal('ruleset.changed'));
      const final = { facts: { ...usual, 'scoring.final': { periods: [{ period: '2026-Q4', to: '2026-12-31' }] } } };
      expect(() => at().send(event, who, {}, final)).toThrow(refusal('ruleset.period_final', { period: '2026-Q4' }));
      expect(() => at().send(event, who, {}, finding({ overlap: 'x@2026-10-01' }))).toThrow(refusal('ruleset.overlap'));
    },
  );

  it('goes back with a reason from each step, by whoever holds it, and loses its signatures', () => {
    const reason = { reason: '依据不足' };
    const steps: [() => Walk, CaseActor, CaseActor][] = [
      [checked, reviewer, examiner],
      [() => checked().send('ruleSet.review', reviewer), examiner, approver],
      [examined, approver, reviewer],
    ];
    for (const [at, holder, other] of steps) {
      expect(() => at().send('ruleSet.return', other, reason)).toThrow(refusal('ruleset.not_your_step'));
      const walk = at().send('ruleSet.return', holder, reason);
      expect(walk).toMatchObject({
        state: 'draft',
        context: {
          hash: null,
          checked: null,
          reviewed: null,
          examined: null,
          opinions: [{ verb: 'return', ...reason }],
        },
      });
      expect(walk.params('notification.send')).toMatchObject([
        { to: [{ person: '0040' }], message: 'ruleSet.returned' },
      ]);
    }
  });

  it('is withdrawn until it is approved, and not after', () => {
    const reason = { reason: '不再修订' };
    for (const at of [start, checked, examined])
      expect(at().send('ruleSet.withdraw', preparer, reason).state).toBe('withdrawn');
    expect(() => approved().send('ruleSet.withdraw', preparer, reason)).toThrow(refusal('workflow.transition_refused'));
  });

  it('hears of a later edition before its own day was noticed, and waits no longer', () => {
    const walk = approved().send('ruleSet.supersede', system, { by: 'draft-2' });
    expect(walk).toMatchObject({ state: 'superseded', effects: ['deadline.cancel'] });
  });

  it('has the open months computed again that it judges from now on', () => {
    const inForce = (today: string) =>
      approved().send('deadline.reached', system, { name: 'inForce' }, { today }).params('scoring.recompute');
    expect(inForce('2026-10-01')).toEqual([{ period: '2026-10' }]);
    expect(inForce('2026-12-09')).toEqual([{ period: '2026-10' }, { period: '2026-11' }, { period: '2026-12' }]);
  });

  it('tells nobody of being replaced where there was no case before', () => {
    const walk = examined().send('ruleSet.approve', approver, {}, finding({ replaces: null }));
    expect(walk.send('deadline.reached', system, { name: 'inForce' }).params('case.send')).toEqual([]);
  });
});

/** Every state, event and role: whom the machine lets send what, guards over facts satisfied. */
describe('who may do what', () => {
  const roles = [
    'STAFF',
    'RULE_ADMIN',
    'SUPERVISION',
    'OFFICE',
    'CENTRE_LEADER',
    'DIRECTOR',
    'COMMITTEE',
    'AUDITOR',
  ] as const;
  const at: Record<string, () => Walk> = {
    draft: start,
    checked,
    reviewed: () => checked().send('ruleSet.review', reviewer),
    examined,
    approved,
    effective: () => approved().send('deadline.reached', system, { name: 'inForce' }),
    superseded: () => approved().send('ruleSet.supersede', system, { by: 'draft-2' }),
    withdrawn: () => start().send('ruleSet.withdraw', preparer, { reason: '不再修订' }),
  };
  const rights: Record<string, Record<string, readonly string[]>> = {
    draft: { 'ruleSet.check': ['RULE_ADMIN'], 'ruleSet.withdraw': ['RULE_ADMIN'] },
    checked: { 'ruleSet.review': ['RULE_ADMIN'], 'ruleSet.return': ['RULE_ADMIN'], 'ruleSet.withdraw': ['RULE_ADMIN'] },
    reviewed: {
      'ruleSet.examine': ['SUPERVISION', 'OFFICE'],
      'ruleSet.return': ['SUPERVISION', 'OFFICE'],
      'ruleSet.withdraw': ['RULE_ADMIN'],
    },
    examined: {
      'ruleSet.approve': ['CENTRE_LEADER', 'DIRECTOR'],
      'ruleSet.return': ['CENTRE_LEADER', 'DIRECTOR'],
      'ruleSet.withdraw': ['RULE_ADMIN'],
    },
    approved: { 'ruleSet.supersede': ['system'] },
    effective: { 'ruleSet.supersede': ['system'] },
    superseded: {},
    withdrawn: {},
  };

  it.each(Object.keys(at))('in %s', (state) => {
    const walk = (at[state] as () => Walk)();
    expect(walk.state).toBe(state);
    const snapshot = restore(ruleSetV1, walk.step.value, walk.context);
    for (const [type, event] of Object.entries(ruleSetV1.events)) {
      const may = [...roles, 'system'].filter((role) => {
        const actor = role === 'system' ? system : person('0099', role as (typeof roles)[number]);
        const named = event.by.some((who) =>
          'role' in who ? who.role === role : who.is === 'system' && actor.person === 'system',
        );
        const asked = { type, payload: undefined as never, actor, today: '2026-09-07', at: '', facts: usual };
        return named && canSend(ruleSetV1, snapshot, asked);
      });
      // A deadline that nobody waits for is heard everywhere and changes nothing.
      const expected = type === 'deadline.reached' ? ['system'] : (rights[state]?.[type] ?? []);
      expect([type, may]).toEqual([type, expected]);
    }
  });
});
