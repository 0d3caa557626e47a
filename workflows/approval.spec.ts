import type { CaseActor } from './contract.js';
import { leaveV1 } from './leave/leave.v1.js';
import { leaveSamples } from './leave/samples.js';
import { Walk } from './walk.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
const applicant = person('0012', 'STAFF', 'SHIFT_LEADER');
const shift = person('0001', 'SHIFT_LEADER');
const centre = person('0002', 'CENTRE_LEADER');
const refusal = (code: string) => expect.objectContaining({ code });

/** A leave whose chain is given; the substitute is in place. */
function pending(chain: unknown[]): Walk {
  const facts = {
    ...leaveSamples.facts,
    'leave.decision': { ...(leaveSamples.facts?.['leave.decision'] as object), chain },
  };
  return Walk.start(leaveV1, leaveSamples.starts[0]?.form, { actor: applicant, applicant: '0012' }, facts).send(
    'leave.submit',
    applicant,
  );
}
const roleStep = (role: string) => ({ key: role, holders: [{ role }], mode: 'any' });
const two = () => pending([roleStep('SHIFT_LEADER'), roleStep('CENTRE_LEADER')]);

describe('approval', () => {
  it('never lets the applicant sign, nor whoever stands in for him', () => {
    const leave = two();
    expect(() => leave.send('leave.approve', applicant)).toThrow(refusal('auth.self_decision'));
    expect(() => leave.send('leave.refuse', applicant, { reason: '不同意' })).toThrow(refusal('auth.self_decision'));
    expect(() => leave.send('leave.approve', { ...shift, onBehalfOf: '0012' })).toThrow(refusal('auth.self_decision'));
  });

  it('any one signs (或签): the first signature carries the step', () => {
    const leave = pending([{ key: 'leaders', holders: [{ person: '0001' }, { person: '0002' }], mode: 'any' }]);
    expect(leave.send('leave.approve', centre).state).toBe('approved');
  });

  it('all sign (会签): each once, in any order, and nobody twice', () => {
    const leave = pending([
      { key: 'leaders', holders: [{ person: '0001' }, { role: 'CENTRE_LEADER' }, { person: '0007' }], mode: 'all' },
    ]);
    leave.send('leave.approve', centre);
    expect(leave).toMatchObject({ state: 'pending', effects: [] });
    expect(() => leave.send('leave.approve', centre)).toThrow(refusal('approval.not_holder'));
    leave.send('leave.approve', shift);
    expect(leave.state).toBe('pending');
    expect(leave.send('leave.approve', person('0007')).state).toBe('approved');
    expect(leave.context.chain[0].signatures.map((made: { holder: number }) => made.holder)).toEqual([1, 0, 2]);
  });

  it('a person who holds two places of one step signs one of them', () => {
    const leave = pending([{ key: 'both', holders: [{ person: '0001' }, { role: 'SHIFT_LEADER' }], mode: 'all' }]);
    leave.send('leave.approve', shift);
    expect(() => leave.send('leave.approve', shift)).toThrow(refusal('approval.not_holder'));
    expect(() => leave.send('leave.approve', { ...person('0088'), onBehalfOf: '0001' })).toThrow(
      refusal('approval.not_holder'),
    );
    expect(leave.send('leave.approve', person('0009', 'SHIFT_LEADER')).state).toBe('approved');
  });

  it('B signs for A, and the record says so', () => {
    const leave = pending([{ key: 'leaders', holders: [{ person: '0001' }], mode: 'any' }]);
    leave.send('leave.approve', { ...person('0044'), onBehalfOf: '0001' }, { remark: '代办' });
    expect(leave.context.chain[0].signatures).toEqual([
      { person: '0044', onBehalfOf: '0001', holder: 0, at: '2026-09-07T01:00:00.000Z', remark: '代办' },
    ]);
  });

  it('B for A signs the place of A, not another that is open', () => {
    const holders = [{ role: 'HOME_DEPT_LEADER' as const }, { role: 'CENTRE_LEADER' as const }];
    const leave = pending([{ key: 'both', holders, mode: 'all' }]);
    const deputy = person('0044', 'CENTRE_LEADER');
    leave.send('leave.approve', { ...deputy, onBehalfOf: '0001' });
    expect(leave.context.chain[0].signatures).toMatchObject([{ person: '0044', onBehalfOf: '0001', holder: 1 }]);
    expect(() => leave.send('leave.approve', { ...person('0045', 'CENTRE_LEADER'), onBehalfOf: '0002' })).toThrow(
      refusal('approval.not_holder'),
    );
    expect(leave.send('leave.approve', person('0009', 'HOME_DEPT_LEADER')).state).toBe('approved');
  });

  it('goes from step to step, closing one task and opening the next', () => {
    const leave = two().send('leave.approve', shift);
    expect(leave.state).toBe('pending');
    expect(leave.params('task.close')).toEqual([{ step: 'SHIFT_LEADER' }]);
    expect(leave.params('task.assign')).toMatchObject([
      { step: 'CENTRE_LEADER', holders: [{ role: 'CENTRE_LEADER' }] },
    ]);
    expect(() => leave.send('leave.approve', shift)).toThrow(refusal('approval.not_holder'));
  });

  it('refuses with a reason that is kept', () => {
    const leave = two().send('leave.refuse', shift, { reason: '人手不足' });
    expect(leave).toMatchObject({ state: 'refused', step: { final: true } });
    expect(leave.context.opinions).toMatchObject([
      { verb: 'refuse', step: 'SHIFT_LEADER', person: '0001', reason: '人手不足' },
    ]);
  });

  it('returns to an earlier step, whose signatures and those after it fall', () => {
    const leave = two()
      .send('leave.approve', shift)
      .send('leave.return', centre, { to: 'SHIFT_LEADER', reason: '请再核实' });
    expect(leave.context).toMatchObject({ step: 0, chain: [{ signatures: [] }, { signatures: [] }] });
    expect(leave.params('task.assign')).toMatchObject([{ step: 'SHIFT_LEADER' }]);
    expect(leave.send('leave.approve', shift).send('leave.approve', centre).state).toBe('approved');
  });

  it('does not return to a step that is not earlier', () => {
    expect(() => two().send('leave.return', shift, { to: 'CENTRE_LEADER', reason: '请先审' })).toThrow(
      refusal('approval.no_such_step'),
    );
    expect(() => two().send('leave.return', shift, { to: 'SHIFT_LEADER', reason: '请先审' })).toThrow(
      refusal('approval.no_such_step'),
    );
  });

  it('returns to the applicant, who submits again with a fresh chain', () => {
    const leave = two().send('leave.approve', shift).send('leave.return', centre, { reason: '补充说明' });
    expect(leave.state).toBe('draft');
    leave.send('leave.submit', applicant);
    expect(leave.context).toMatchObject({ step: 0, round: 2, chain: [{ signatures: [] }, { signatures: [] }] });
  });

  it('is withdrawn by the applicant and frees the days', () => {
    const leave = two().send('leave.withdraw', applicant);
    expect(leave.state).toBe('withdrawn');
    expect(leave.effects).toEqual(expect.arrayContaining(['task.close', 'leave.release']));
  });

  it('transfers the place, but not to the applicant, to oneself or to a holder', () => {
    const leave = pending([{ key: 'leaders', holders: [{ role: 'SHIFT_LEADER' }, { person: '0002' }], mode: 'all' }]);
    for (const to of ['0012', '0001', '0002'])
      expect(() => leave.send('leave.transfer', shift, { to })).toThrow(refusal('approval.cannot_transfer'));
    leave.send('leave.transfer', shift, { to: '0050' });
    expect(leave.params('task.assign')).toMatchObject([
      { holders: [{ person: '0050' }, { person: '0002' }], mode: 'all' },
    ]);
    expect(() => leave.send('leave.approve', shift)).toThrow(refusal('approval.not_holder'));
    expect(leave.send('leave.approve', person('0050')).send('leave.approve', centre).state).toBe('approved');
  });

  it('urges those who have not signed, and again only after four hours', () => {
    const leave = two().send('leave.urge', applicant, {}, { at: '2026-09-07T01:00:00.000Z' });
    expect(leave.params('notification.send')).toMatchObject([
      { to: [{ role: 'SHIFT_LEADER' }], message: 'task.urged' },
    ]);
    expect(() => leave.send('leave.urge', applicant, {}, { at: '2026-09-07T04:59:59.000Z' })).toThrow(
      refusal('approval.urged_recently'),
    );
    leave.send('leave.urge', applicant, {}, { at: '2026-09-07T05:00:00.000Z' });
    leave.send('leave.approve', shift, {}, { at: '2026-09-07T05:01:00.000Z' });
    expect(leave.can('leave.urge', applicant, {}, { at: '2026-09-07T05:02:00.000Z' })).toBe(true);
  });

  it('copies to others', () => {
    expect(
      two()
        .send('leave.copy', applicant, { to: ['0040', '0041'] })
        .params('task.copy'),
    ).toEqual([{ to: [{ person: '0040' }, { person: '0041' }] }]);
  });
});
