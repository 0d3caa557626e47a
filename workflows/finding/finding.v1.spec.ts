import type { CaseActor } from '../contract.js';
import { Walk } from '../walk.js';
import { askFinding } from './ask.js';
import { findingV1 } from './finding.v1.js';
import { findingSamples, sampleRule } from './samples.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
const office = person('0003', 'OFFICE');
const inspector = person('0008', 'INSPECTOR');
const system = person('system');
const form = findingSamples.starts[0]?.form as Record<string, unknown>;
const start = (more: object = {}, rule: object = {}, actor = inspector) =>
  Walk.start(
    findingV1,
    { ...form, ...more },
    { key: 'finding-1', actor },
    { 'finding.rule': { ...sampleRule, ...rule } },
  );
const assessed = (rule: object = {}, payload: Record<string, unknown> = { fault: 'own' }) =>
  start({}, rule).send('finding.confirm', office).send('finding.assess', office, payload);
const refusal = (code: string) => expect.objectContaining({ code });

describe('finding', () => {
  it('wants a team, evidence, a known item and no day ahead', () => {
    expect(() => start({ team: [] })).toThrow(refusal('finding.team_too_small'));
    expect(() => start({ team: ['0008'] })).toThrow(refusal('finding.team_too_small'));
    expect(() => start({}, { evidenceNeeded: ['photo'] })).toThrow(refusal('finding.evidence_missing'));
    expect(() => start({}, { recordable: false })).toThrow(refusal('finding.not_recordable'));
    expect(() => start({ happenedOn: '2026-09-08' })).toThrow(refusal('finding.in_future'));
    expect(start({ team: [] }, {}, system).context.recorder).toBe('system');
  });

  it('keeps recorder, team, the person and jointly liable heads away from confirming (R63, D)', () => {
    const never = findingV1.events['finding.confirm']?.never?.(start().context as never);
    expect(never).toEqual(expect.arrayContaining(['0008', '0009', '0020', '0012']));
  });

  it('one fact, one rule: a second finding needs its own reason (A34)', () => {
    const finding = start({}, { duplicates: ['finding-0'] });
    expect(() => finding.send('finding.confirm', office)).toThrow(refusal('finding.duplicate'));
    expect(finding.send('finding.confirm', office, { distinct: '另一次检查' }).context.distinct).toBe('另一次检查');
  });

  it('where the milder of several rules counts, the harsher is refused, at the start and when it is chosen later (A34)', () => {
    expect(() => start({}, { milder: 'R63.P12' })).toThrow(refusal('finding.milder_applies'));
    expect(() =>
      start().send(
        'finding.confirm',
        office,
        { item: 'R63.P05' },
        {
          facts: { 'finding.rule': { ...sampleRule, item: 'R63.P05', milder: sampleRule.item } },
        },
      ),
    ).toThrow(refusal('finding.milder_applies'));
    expect(start().send('finding.confirm', office).state).toBe('confirmed');
  });

  it('hands on why a second record of one event counts too (A34)', () => {
    const values = (event: object) =>
      start(event, { duplicates: ['finding-0'] })
        .send('finding.confirm', office, { distinct: '另一件事' })
        .send('finding.assess', office, { fault: 'own' })
        .params('ledger.post')[0].facts[0].values;
    expect(values({ values: { event: 'E1' } })).toEqual({ event: 'E1', fault: 'own', overlapReason: '另一件事' });
    expect(values({})).toEqual({ fault: 'own' });
  });

  it('counts from the assessment: one fact with fault and evidence', () => {
    const finding = assessed();
    expect(finding.params('ledger.post')).toMatchObject([
      {
        facts: [
          {
            key: 'finding-1',
            item: 'R63.P03a',
            subject: 'person:0012',
            happenedOn: '2026-09-03',
            quantity: 10_000,
            values: { fault: 'own' },
          },
        ],
      },
    ]);
    expect(finding.params('ledger.post')[0].facts[0]).not.toHaveProperty('points');
  });

  it('stays within the range of the rule, or takes its fixed value', () => {
    const range = { range: { points: [-30_000, -10_000], money: null } };
    expect(() => assessed(range)).toThrow(refusal('finding.out_of_range'));
    expect(() => assessed(range, { fault: 'own', points: -40_000 })).toThrow(refusal('finding.out_of_range'));
    expect(() => assessed(range, { fault: 'own', points: -20_000, money: 1 })).toThrow(refusal('finding.out_of_range'));
    expect(assessed(range, { fault: 'own', points: -10_000 }).params('ledger.post')[0].facts[0].points).toBe(-10_000);
    expect(() => assessed({}, { fault: 'own', points: -10_000 })).toThrow(refusal('finding.out_of_range'));
    expect(() => assessed({}, {})).toThrow(refusal('finding.fault_missing'));
  });

  it('asks for what the head bears by the rule itself, where the fault makes it count (R63.P19b)', () => {
    const rule = {
      headRange: { points: [-40_000, -20_000], money: [-4_000_000, -2_000_000], faults: ['own'] },
    };
    const refused = refusal('finding.head_out_of_range');
    const money = { headMoney: -3_000_000 };
    expect(() => assessed(rule, { fault: 'own' })).toThrow(refused);
    expect(() => assessed(rule, { fault: 'own', headPoints: -30_000 })).toThrow(refused);
    expect(() => assessed(rule, { fault: 'own', headPoints: -50_000, ...money })).toThrow(refused);
    expect(() => assessed(rule, { fault: 'management', headPoints: -30_000, ...money })).toThrow(refused);
    expect(() => assessed({}, { fault: 'own', headPoints: -30_000 })).toThrow(refused);
    expect(assessed(rule, { fault: 'management' }).context).toMatchObject({ headPoints: null, headMoney: null });
    const chosen = assessed(rule, { fault: 'own', headPoints: -30_000, ...money });
    expect(chosen.params('ledger.post')[0]).toMatchObject({
      facts: [{ values: { fault: 'own', headPoints: '-3', headMoney: '-300' } }],
    });
  });

  it('wants the values without which its rule cannot be computed, seen or judged, and keeps numbers exact (R63.P19d)', () => {
    const input = {
      article: 'R63.P19d',
      zh: '比例',
      en: 'share',
      choices: null,
      range: null,
      unit: null,
      usual: null,
      needed: true,
    };
    const seen = { ...input, field: 'channel', type: 'text', asked: 'record' };
    const judged = { ...input, field: 'percent', type: 'number', asked: 'assess' };
    expect(() => start({}, { inputs: [seen] })).toThrow(refusal('finding.value_missing'));
    expect(start({ values: { channel: '电话' } }, { inputs: [seen, judged] }).state).toBe('recorded');
    const rule = { inputs: [judged] };
    expect(() => assessed(rule)).toThrow(refusal('finding.value_missing'));
    const done = assessed(rule, { fault: 'own', values: { percent: '12.5' } });
    expect(done.params('ledger.post')[0].facts[0].values).toEqual({ fault: 'own', percent: 125_000 });
  });

  it('asks in the form of the assessment what the article leaves open, and nothing else', () => {
    const ask = (rule: object) =>
      askFinding({}, { type: 'finding.assess', facts: { 'finding.rule': { ...sampleRule, ...rule } } });
    expect(ask({ faultNeeded: false })).toMatchObject({
      fault: { isAsked: false },
      points: { isAsked: false },
      money: { isAsked: false },
      headPoints: { isAsked: false },
      values: { isAsked: false },
    });
    expect(
      ask({ range: { points: [-20_000, -30_000], money: [-2_000_000, -3_000_000] }, isLinkOffered: true }),
    ).toMatchObject({
      points: { isRequired: true, least: -30_000, most: -20_000, hint: { 'zh-CN': '幅度 -3 至 -2 分' } },
      money: { follows: { field: 'points', from: [-30_000, -20_000], to: [-3_000_000, -2_000_000] } },
    });
  });

  it('wants points and money at the same place of their ranges where the office does (A35)', () => {
    const range = { points: [-30_000, -10_000], money: [-3_000_000, -1_000_000] };
    const apart = { fault: 'own' as const, points: -10_000, money: -3_000_000 };
    expect(assessed({ range, linked: false }, apart).state).toBe('assessed');
    expect(() => assessed({ range, linked: true }, apart)).toThrow(refusal('regulation.range_unlinked'));
    expect(assessed({ range, linked: true }, { ...apart, money: -1_000_000 }).state).toBe('assessed');
    const head = { headRange: { points: [-40_000, -20_000], money: [-4_000_000, -2_000_000], faults: ['own'] } };
    const chosen = { fault: 'own' as const, headPoints: -30_000, headMoney: -2_000_000 };
    expect(() => assessed({ ...head, linked: true }, chosen)).toThrow(refusal('regulation.range_unlinked'));
    expect(assessed({ ...head, linked: true }, { ...chosen, headMoney: -3_000_000 }).state).toBe('assessed');
  });

  it("runs the term of a fine by the office's calendar and dates the late payment as it says (A37)", () => {
    const fineTerm = { payBy: '2026-10-08', lastGrace: '2026-10-10', lateOn: '2026-10-09' };
    const due = assessed({ fineTerm }).send('finding.notice', office, { deliveredOn: '2026-09-28' });
    expect(due.params('deadline.set')).toEqual([{ name: 'fine', due: { on: '2026-10-10' } }]);
    expect(due.context).toMatchObject({ payBy: '2026-10-08', lateOn: '2026-10-09' });
    due.send('deadline.reached', system, { name: 'fine' }, { today: '2026-10-11' });
    expect(due.params('case.start')).toMatchObject([{ input: { happenedOn: '2026-10-09' } }]);
  });

  it('without a fine the delivered notice closes it', () => {
    const finding = assessed({ fine: 0, noticeTemplate: null }).send('finding.notice', office, {
      deliveredOn: '2026-09-07',
    });
    expect(finding).toMatchObject({ state: 'closed', step: { final: true } });
    expect(finding.params('paper.draft')).toEqual([]);
  });

  it('the fine is due three days after delivery; after the grace the late payment is a finding of its own, once (A37)', () => {
    const finding = assessed().send('finding.notice', office);
    expect(finding.params('paper.draft')).toMatchObject([{ template: 'penalty-notice', reply: true }]);
    finding.send('paper.delivered', system, { deliveredOn: '2026-09-08' });
    expect(finding).toMatchObject({ state: 'fineDue', context: { payBy: '2026-09-11' } });
    expect(finding.params('deadline.set')).toEqual([{ name: 'fine', due: { on: '2026-09-13' } }]);
    finding.send('deadline.reached', system, { name: 'fine' }, { today: '2026-09-14' });
    expect(finding.state).toBe('overdue');
    expect(finding.params('case.start')).toMatchObject([
      { key: 'finding-1-late', input: { item: 'R63.J4', happenedOn: '2026-09-14' } },
    ]);
    finding.send('deadline.reached', system, { name: 'fine' }, { today: '2026-09-15' });
    expect(finding).toMatchObject({ state: 'overdue', effects: [] });
    expect(finding.send('finding.pay', office, { paidOn: '2026-09-15' }).state).toBe('closed');
  });

  it('an allowed appeal revokes or re-assesses it, from assessed to closed; the ledger only where the appeal has not', () => {
    const closed = () => assessed({ fine: 0 }).send('finding.notice', office, { deliveredOn: '2026-09-07' });
    const changed = { appeal: 'appeal-1', reason: '证据不足' };
    const revoked = closed().send('appeal.changed', system, { ...changed, outcome: 'revoke', reversed: false });
    expect(revoked.state).toBe('revoked');
    expect(revoked.params('ledger.reverse')).toEqual([{ keys: ['finding-1'], reason: '证据不足' }]);
    const again = assessed().send('appeal.changed', system, {
      ...changed,
      outcome: 'reassess',
      points: -5_000,
      reversed: false,
    });
    expect(again.state).toBe('assessed');
    expect(again.params('ledger.post')).toMatchObject([{ facts: [{ key: 'finding-2', points: -5_000 }] }]);
    const done = closed().send('appeal.changed', system, { ...changed, outcome: 'revoke', reversed: true });
    expect([done.params('ledger.reverse'), done.params('ledger.post')]).toEqual([[], []]);
    expect(start().send('appeal.changed', system, { ...changed, outcome: 'revoke', reversed: false }).state).toBe(
      'recorded',
    );
  });
});
