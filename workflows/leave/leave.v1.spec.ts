import type { CaseActor } from '../contract.js';
import { Walk } from '../walk.js';
import { leaveV1 } from './leave.v1.js';
import { leaveSamples } from './samples.js';

const person = (code: string, ...roles: CaseActor['roles'][number][]): CaseActor => ({ person: code, roles });
const applicant = person('0012', 'STAFF');
const shift = person('0001', 'SHIFT_LEADER');
const centre = person('0002', 'CENTRE_LEADER');
const supervision = person('0003', 'SUPERVISION');
const system = person('system');
const usual = leaveSamples.facts as Record<string, object>;
const form = leaveSamples.starts[0]?.form as Record<string, unknown>;
const deadline = (name: string) => ({ name });
const refusal = (code: string) => expect.objectContaining({ code });

/** Approved on the 5th, for the 7th and 8th. */
function approved(decision: object = {}, more: object = {}): Walk {
  const facts = { ...usual, 'leave.decision': { ...usual['leave.decision'], ...decision } };
  return Walk.start(leaveV1, { ...form, ...more }, { key: 'leave-1', actor: applicant, applicant: '0012' }, facts)
    .send('leave.submit', applicant, {}, { today: '2026-09-04' })
    .send('leave.approve', shift, {}, { today: '2026-09-04' })
    .send('leave.approve', centre, {}, { today: '2026-09-05' });
}
const away = (decision: object = {}, more: object = {}) =>
  approved(decision, more)
    .send('leave.file', supervision, {}, { today: '2026-09-05' })
    .send('deadline.reached', system, deadline('start'));
const sick = { certificateRequired: true, substitute: { required: false, why: '' } };

describe('leave', () => {
  it('wants the document of official leave, at the start and when amended (R15.L4)', () => {
    const start = { actor: applicant, applicant: '0012' };
    expect(() => Walk.start(leaveV1, { ...form, kind: 'official' }, start)).toThrow(refusal('leave.document_missing'));
    const draft = Walk.start(leaveV1, form, start);
    expect(() => draft.send('leave.amend', applicant, { ...form, kind: 'official' })).toThrow(
      refusal('leave.document_missing'),
    );
    expect(
      draft.send('leave.amend', applicant, { ...form, kind: 'official', documents: ['a'.repeat(64)] }).context.kind,
    ).toBe('official');
  });

  it('refuses an end before the beginning', () => {
    const wrong = { ...form, from: { day: '2026-09-07', half: 'pm' }, to: { day: '2026-09-07', half: 'am' } };
    expect(() => Walk.start(leaveV1, wrong, {})).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });

  it('reserves the days at submission, before the first task', () => {
    const leave = Walk.start(leaveV1, form, { actor: applicant, applicant: '0012' }, usual).send(
      'leave.submit',
      applicant,
    );
    expect(leave.effects).toEqual(['leave.reserve', 'case.start', 'task.assign']);
  });

  it('is filed before leaving, or not at all (R15.L3)', () => {
    expect(approved().send('leave.file', supervision, {}, { today: '2026-09-06' }).state).toBe('filed');
    expect(approved().send('leave.file', supervision, {}, { today: '2026-09-07' }).state).toBe('onLeave');
    const late = approved().send('deadline.reached', system, deadline('start'));
    expect(late).toMatchObject({ state: 'approved', effects: ['notification.send', 'notification.send'] });
    expect(() => late.send('leave.file', supervision, {}, { today: '2026-09-08' })).toThrow(
      refusal('leave.filed_late'),
    );
    late.send(
      'leave.absent',
      supervision,
      { halfDays: 4, on: '2026-09-07', cause: 'unfiled', reason: '未备案离岗' },
      { today: '2026-09-09' },
    );
    expect(late.state).toBe('absent');
    expect(late.params('case.start')).toMatchObject([
      { kind: 'finding', input: { item: 'absence', quantity: 20_000, happenedOn: '2026-09-07' } },
    ]);
  });

  it('ends with reporting back: days into the ledger, slots and substitute free', () => {
    const leave = away();
    expect(leave.params('deadline.set')).toEqual([{ name: 'overstay', due: { on: '2026-09-09' } }]);
    leave.send('leave.reportBack', applicant, { returned: { day: '2026-09-08', half: 'pm' } }, { today: '2026-09-09' });
    expect(leave).toMatchObject({ state: 'closed', step: { final: true } });
    expect(leave.effects).toEqual(['deadline.cancel', 'leave.release', 'delegation.end', 'case.send', 'ledger.post']);
    expect(leave.params('case.send')).toEqual([
      { to: { kind: 'substitution', key: 'leave-1-s1' }, event: 'leave.ended', payload: {} },
    ]);
  });

  it('takes no end before the leave began, after it or still to come', () => {
    const back = (returned: object, today: string) => () =>
      away().send('leave.reportBack', applicant, { returned }, { today });
    expect(back({ day: '2026-09-04', half: 'pm' }, '2026-09-09')).toThrow(refusal('leave.return_implausible'));
    expect(back({ day: '2026-09-09', half: 'am' }, '2026-09-09')).toThrow(refusal('leave.return_implausible'));
    expect(back({ day: '2026-09-08', half: 'am' }, '2026-09-07')).toThrow(refusal('leave.return_implausible'));
    expect(back({ day: '2026-09-07', half: 'am' }, '2026-09-07')().state).toBe('closed');
  });

  it('sick leave waits for its certificate; without it the days become personal leave (R15.L6, A06)', () => {
    const back = { returned: { day: '2026-09-08', half: 'pm' } };
    const leave = away(sick, { kind: 'sick' }).send('leave.reportBack', applicant, back, { today: '2026-09-09' });
    expect(leave).toMatchObject({ state: 'returned', step: { final: false } });
    expect(leave.params('ledger.post')).toEqual([]);
    expect(() => leave.send('leave.acceptCertificate', supervision)).toThrow(refusal('leave.certificate_missing'));
    leave
      .send('leave.addCertificate', applicant, { certificates: ['b'.repeat(64)] })
      .send('leave.acceptCertificate', supervision);
    expect(leave).toMatchObject({ state: 'closed', context: { certificates: ['b'.repeat(64)] } });
    const other = {
      ...usual,
      'leave.calendar': {
        ...usual['leave.calendar'],
        reclassified: [{ key: 'd', item: 'leave.personal', subject: 'window:A01', happenedOn: '2026-09-07' }],
      },
    };
    const without = away(sick, { kind: 'sick' })
      .send('leave.reportBack', applicant, back, { today: '2026-09-09' })
      .send('leave.reclassify', supervision, { reason: '无证明' }, { facts: other });
    expect(without.state).toBe('reclassified');
    expect(without.params('ledger.post')).toMatchObject([{ facts: [{ key: 'd', item: 'leave.personal' }] }]);
  });

  it('is extended by the chain of the whole absence, before the end', () => {
    const decision = {
      ...usual['leave.decision'],
      chain: [{ key: 'CENTRE_LEADER', holders: [{ role: 'CENTRE_LEADER' }], mode: 'any' }],
      halfDays: 6,
      expectedOn: '2026-09-10',
    };
    const ask = { to: { day: '2026-09-09', half: 'pm' }, reason: '路上耽搁' };
    const facts = { 'leave.decision': decision };
    const leave = away();
    expect(() => leave.send('leave.extend', applicant, ask, { today: '2026-09-09', facts })).toThrow(
      refusal('leave.extension_late'),
    );
    expect(() =>
      leave.send('leave.extend', applicant, { ...ask, to: { day: '2026-09-08', half: 'am' } }, { facts }),
    ).toThrow(refusal('leave.extension_not_longer'));
    leave.send('leave.extend', applicant, ask, { today: '2026-09-08', facts });
    expect(leave).toMatchObject({ state: 'extensionPending', context: { to: { day: '2026-09-08' }, step: 0 } });
    leave.send('leave.approve', centre);
    expect(leave).toMatchObject({
      state: 'onLeave',
      context: { to: { day: '2026-09-09' }, halfDays: 6, extensions: 1, extension: null },
    });
    expect(leave.params('deadline.set')).toEqual([{ name: 'overstay', due: { on: '2026-09-10' } }]);
    expect(leave.params('case.send')).toMatchObject([
      { event: 'leave.extended', payload: { to: { day: '2026-09-09' } } },
    ]);
  });

  it('a refused extension keeps the old end; who asked in time is no overstayer meanwhile', () => {
    const facts = { 'leave.decision': usual['leave.decision'] };
    const leave = away().send(
      'leave.extend',
      applicant,
      { to: { day: '2026-09-09', half: 'pm' }, reason: '路上耽搁' },
      { today: '2026-09-08', facts },
    );
    leave.send('deadline.reached', system, deadline('overstay'), { today: '2026-09-10' });
    expect(leave).toMatchObject({ state: 'extensionPending', context: { isOverdue: true } });
    leave.send('leave.refuse', shift, { reason: '人手不足' }, { today: '2026-09-10' });
    expect(leave).toMatchObject({ state: 'onLeave', context: { to: { day: '2026-09-08' }, isOverdue: false } });
    expect(leave.params('deadline.set')).toEqual([{ name: 'overstay', due: { on: '2026-09-11' } }]);
  });

  it('a longer absence that first makes a substitute necessary waits for him, and lets him go when refused', () => {
    const first = { substitute: { required: false, why: '' } };
    const facts = { 'leave.decision': { ...usual['leave.decision'], substitute: { required: true, why: 'R15.S1' } } };
    const leave = away(first).send(
      'leave.extend',
      applicant,
      { to: { day: '2026-09-14', half: 'pm' }, reason: '手术' },
      { today: '2026-09-08', facts },
    );
    expect(leave.params('case.start')).toMatchObject([
      { kind: 'substitution', key: 'leave-1-s2', input: { to: { day: '2026-09-14' } } },
    ]);
    leave.send('leave.approve', shift);
    expect(() =>
      leave.send(
        'leave.approve',
        centre,
        {},
        { facts: { 'leave.substitution': { state: null, inPlace: false, substitute: null } } },
      ),
    ).toThrow(refusal('leave.substitute_missing'));
    leave.send('leave.refuse', centre, { reason: '不同意' });
    expect(leave.params('case.send')).toEqual([
      { to: { kind: 'substitution', key: 'leave-1-s2' }, event: 'leave.cancelled', payload: {} },
    ]);
    expect(leave.context.substituteRequired).toBe(false);
  });

  it('overstaying is excused or becomes absence, with the approved days in the ledger (R15.L8)', () => {
    const over = () => away().send('deadline.reached', system, deadline('overstay'), { today: '2026-09-10' });
    expect(over().state).toBe('overstayed');
    expect(
      over().send(
        'leave.excuse',
        supervision,
        { returned: { day: '2026-09-09', half: 'am' }, reason: '航班取消' },
        { today: '2026-09-10' },
      ).state,
    ).toBe('closed');
    const gone = over().send('leave.absent', supervision, {
      halfDays: 2,
      on: '2026-09-09',
      cause: 'overstayed',
      reason: '无故未归',
    });
    expect(gone).toMatchObject({ state: 'absent', step: { final: true } });
    expect(gone.params('ledger.post')).toHaveLength(1);
    expect(gone.params('case.start')).toMatchObject([
      { kind: 'finding', key: 'leave-1-absence', input: { quantity: 10_000 } },
    ]);
  });

  it('late deadlines change nothing', () => {
    const leave = approved().send('leave.withdraw', applicant);
    const before = JSON.stringify(leave.step.context);
    leave.send('deadline.reached', system, deadline('start'));
    expect([leave.state, JSON.stringify(leave.step.context), leave.effects]).toEqual(['withdrawn', before, []]);
  });
});
