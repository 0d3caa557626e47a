import type { CaseActor } from '../contract.js';
import { Walk } from '../walk.js';
import { appealV1 } from './appeal.v1.js';
import { appealSamples, sampleTarget } from './samples.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
const applicant = person('0012', 'STAFF');
const office = person('0003', 'OFFICE');
const member = person('0060', 'COMMITTEE');
const start = (target: object = {}) =>
  Walk.start(
    appealV1,
    appealSamples.starts[0]?.form,
    { key: 'appeal-1', actor: applicant, applicant: '0012' },
    { 'appeal.target': { ...sampleTarget, ...target } },
  );
const reviewing = (target: object = {}) =>
  start(target)
    .send('appeal.accept', office)
    .send('appeal.formPanel', member, { panel: ['0060', '0062'] });
const refusal = (code: string) => expect.objectContaining({ code });
const cycle = { kind: 'appraisal-cycle', key: '2026-09' };

describe('appeal', () => {
  it('is filed in time by the person concerned, and the cycle hears of it', () => {
    expect(() => start({ inTime: false })).toThrow(refusal('appeal.late'));
    expect(() => start({ concerned: false })).toThrow(refusal('appeal.not_concerned'));
    expect(start().params('case.send')).toEqual([
      { to: cycle, event: 'appeal.opened', payload: { appeal: 'appeal-1', subject: 'person:0012' } },
    ]);
  });

  it('recuses those who took part where the office wants it, else shows the conflict (A60)', () => {
    const accepted = start().send('appeal.accept', office);
    expect(() => accepted.send('appeal.formPanel', member, { panel: ['0061', '0062'] })).toThrow(
      refusal('appeal.conflict'),
    );
    expect(() => accepted.send('appeal.formPanel', member, { panel: ['0012'] })).toThrow(refusal('appeal.conflict'));
    const shown = start({ parameters: { ...sampleTarget.parameters, recusal: 'show' } }).send('appeal.accept', office);
    expect(shown.send('appeal.formPanel', member, { panel: ['0061', '0062'] }).context.conflicts).toEqual(['0061']);
  });

  it('is decided by the panel alone', () => {
    expect(() => reviewing().send('appeal.maintain', person('0099', 'COMMITTEE'), { reason: '事实清楚' })).toThrow(
      refusal('appeal.not_on_panel'),
    );
  });

  it('is never made worse', () => {
    const change = (payload: Record<string, unknown>) => () =>
      reviewing().send('appeal.change', member, { outcome: 'reassess', reason: '情节', ...payload });
    for (const payload of [{ points: -20_001 }, { points: 10_000 }, {}, { money: 100 }])
      expect(change(payload)).toThrow(refusal('appeal.worse'));
    expect(change({ points: -10_000 })).not.toThrow();
  });

  it('revoked: counter-entry, finding and cycle in one decision; the cycle asks for the recompute', () => {
    const appeal = reviewing().send('appeal.change', member, { outcome: 'revoke', reason: '证据不足' });
    expect(appeal.state).toBe('changed');
    expect(appeal.params('ledger.reverse')).toEqual([{ factIds: [sampleTarget.fact?.id], reason: 'appeal appeal-1' }]);
    expect(appeal.params('ledger.post')).toEqual([]);
    expect(appeal.params('case.send').map((sent) => [sent.to.kind, sent.event])).toEqual([
      ['finding', 'appeal.changed'],
      ['appraisal-cycle', 'appeal.changed'],
    ]);
    expect(appeal.params('scoring.recompute')).toEqual([]);
    expect(appeal.params('paper.draft')).toMatchObject([{ template: 'appeal-decision', reply: true }]);
  });

  it('re-assessed: the milder entry stands beside the counter-entry; without a cycle the appeal asks for the recompute', () => {
    const appeal = reviewing({ cycle: null }).send('appeal.change', member, {
      outcome: 'reassess',
      points: -10_000,
      reason: '情节轻微',
    });
    expect(appeal.params('ledger.post')).toMatchObject([
      { facts: [{ key: 'reassessed', item: 'R12.P03', points: -10_000 }] },
    ]);
    expect(appeal.params('scoring.recompute')).toEqual([{ period: '2026-09', subjects: ['person:0012'] }]);
  });

  it('maintained, refused and withdrawn free the cycle, and nothing else', () => {
    const closes = (appeal: Walk) => {
      expect(appeal.params('case.send').map((sent) => sent.event)).toEqual(['appeal.closed']);
      expect(appeal.params('ledger.reverse')).toEqual([]);
    };
    closes(reviewing().send('appeal.maintain', member, { reason: '事实清楚' }));
    closes(start().send('appeal.refuse', office, { reason: '超出范围' }));
    closes(reviewing().send('appeal.withdraw', applicant));
  });

  it('is over when the decision was delivered and the file closed', () => {
    const appeal = reviewing()
      .send('appeal.maintain', member, { reason: '事实清楚' })
      .send('paper.delivered', person('system'), { deliveredOn: '2026-10-15' });
    expect(appeal).toMatchObject({ state: 'notified', step: { final: false }, context: { deliveredOn: '2026-10-15' } });
    expect(appeal.send('appeal.close', office).step.final).toBe(true);
  });
});
