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
const sick = { certificateRequired: true, proofDueOn: '2026-09-11', substitute: { required: false, why: '' } };

describe('leave', () => {
  it('wants the document of official leave, at the start and when amended (R15.L4)', () => {
    const start = { actor: applicant, applicant: '0012' };
    const facts = { 'leave.kind': { ...usual['leave.kind'], documentRequired: true } };
    expect(() => Walk.start(leaveV1, form, start, facts)).toThrow(refusal('leave.document_missing'));
    const draft = Walk.start(leaveV1, form, start);
    expect(() => draft.send('leave.amend', applicant, form, { facts })).toThrow(refusal('leave.document_missing'));
    draft.send('leave.amend', applicant, { ...form, kind: 'official', documents: ['a'.repeat(64)] }, { facts });
    expect(draft.context.kind).toBe('official');
    const without = Walk.start(leaveV1, form, start);
    const decision = { ...usual['leave.decision'], documentRequired: true };
    expect(() => without.send('leave.submit', applicant, {}, { facts: { 'leave.decision': decision } })).toThrow(
      refusal('leave.document_missing'),
    );
  });

  it('keeps the parts of a request and their hull', () => {
    const parts = [
      { day: '2026-09-10', start: '09:00', end: '09:30' },
      { from: { day: '2026-09-07', half: 'pm' }, to: { day: '2026-09-08', half: 'am' } },
    ];
    expect(Walk.start(leaveV1, { ...form, parts }, { actor: applicant }).context).toMatchObject({
      parts,
      from: { day: '2026-09-07', half: 'pm' },
      to: { day: '2026-09-10', half: 'am' },
      filedBy: null,
      confirmation: 'none',
    });
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
      { halfDays: 4, on: '2026-09-07', reason: '未备案离岗' },
      { today: '2026-09-09' },
    );
    expect(late.state).toBe('absent');
    expect(late.params('absence.propose')).toMatchObject([
      { person: '0012', kind: 'unfiled', cause: 'noApplication', length: 20_000, on: '2026-09-07' },
    ]);
    expect(late.params('ledger.post')).toEqual([]);
    const urgent = approved({}, { urgent: true }).send('leave.file', supervision, {}, { today: '2026-09-08' });
    expect(urgent).toMatchObject({ state: 'onLeave', context: { isFiledLate: true } });
  });

  it('ends with reporting back, confirmed by supervision: days into the ledger, slots and substitute free', () => {
    const leave = away();
    expect(leave.params('deadline.set')).toEqual([
      { name: 'returnReminder', due: { on: '2026-09-08', at: 'start' } },
      { name: 'overstay', due: { on: '2026-09-09' } },
    ]);
    leave.send('deadline.reached', system, deadline('returnReminder'), { today: '2026-09-08' });
    expect(leave.params('notification.send')).toMatchObject([{ message: 'leave.return_tomorrow' }]);
    leave.send('leave.reportBack', applicant, { returned: { day: '2026-09-08', half: 'pm' } }, { today: '2026-09-09' });
    expect(leave).toMatchObject({ state: 'returned', step: { final: false } });
    expect(leave.params('ledger.post')).toEqual([]);
    expect(leave.effects).toEqual(expect.arrayContaining(['leave.release', 'delegation.end', 'case.send']));
    expect(leave.params('case.send')).toEqual([
      {
        to: { kind: 'substitution', key: 'leave-1-s1' },
        event: 'leave.ended',
        payload: { returned: { day: '2026-09-08', half: 'pm' } },
      },
    ]);
    leave.send(
      'leave.confirmReturn',
      supervision,
      { returned: { day: '2026-09-08', half: 'am' } },
      { today: '2026-09-09' },
    );
    expect(leave).toMatchObject({ state: 'closed', step: { final: true }, context: { returned: { half: 'am' } } });
    expect(leave.params('ledger.post')).toMatchObject([{ facts: [{ key: 'leave-2026-09' }] }]);
    expect(leave.effects).toContain('leave.settle');
  });

  it('what is closed may still be found to be something else: taken back, and posted anew', () => {
    const closed = () =>
      away({ certificateRequired: true, proofDueOn: '2026-09-10' })
        .send(
          'leave.reportBack',
          applicant,
          { returned: { day: '2026-09-08', half: 'pm' }, certificates: ['b'.repeat(64)] },
          { today: '2026-09-09' },
        )
        .send('leave.acceptCertificate', supervision, { issuedTo: '陈 晨', from: '2026-09-01', to: '2026-09-30' });
    const other = closed().send('leave.reclassify', supervision, { reason: '证明不是该院开出' });
    expect(other).toMatchObject({ state: 'reclassified', context: { countsAs: 'personal' } });
    expect(other.params('ledger.reverse')).toEqual([{ reason: '证明不是该院开出' }]);
    expect(other.params('ledger.post')).toMatchObject([{ facts: [{ key: 'leave-2026-09-2' }] }]);
    other.send('leave.acceptCertificate', supervision, { issuedTo: '0012', from: '2026-09-07', to: '2026-09-08' });
    expect(other).toMatchObject({ state: 'closed', context: { countsAs: 'personal', postings: 3 } });
    const lie = closed().send('leave.deceit', supervision, { reason: '证明系伪造' });
    expect(lie).toMatchObject({ state: 'absent', context: { countsAs: 'absenteeism' } });
    expect(lie.params('ledger.reverse')).toHaveLength(1);
    expect(lie.params('absence.propose')).toMatchObject([
      { kind: 'deceit', cause: 'deceit', length: 20_000, on: '2026-09-07', note: 'leave-1：证明系伪造' },
    ]);
    const never = closed().send('leave.cancel', supervision, { reason: '当日实际在岗' });
    expect(never).toMatchObject({ state: 'cancelled', context: { returned: null, countsAs: 'none' } });
    expect(never.effects).toEqual(expect.arrayContaining(['ledger.reverse', 'leave.release', 'leave.settle']));
  });

  it('filed by a colleague: neither of them signs, and the person confirms or disowns it', () => {
    const colleague = person('0013', 'STAFF', 'SHIFT_LEADER');
    const start = () =>
      Walk.start(leaveV1, form, { key: 'leave-1', actor: colleague, applicant: '0012' }, usual).send(
        'leave.submit',
        colleague,
      );
    const leave = start();
    expect(leave.context).toMatchObject({ applicant: '0012', filedBy: '0013', confirmation: 'open' });
    expect(leave.params('task.assign')).toMatchObject([
      { step: 'confirm', holders: [{ person: '0012' }] },
      { step: 'SHIFT_LEADER' },
    ]);
    for (const verb of ['leave.approve', 'leave.refuse', 'leave.return', 'leave.addSigner'])
      expect(leaveV1.events[verb]?.never?.(leave.context as never)).toEqual(['0012', '0013']);
    expect(leaveV1.events['leave.confirm']?.by).toEqual([{ is: 'applicant' }]);
    leave.send('leave.confirm', applicant);
    expect(leave).toMatchObject({ state: 'pending', context: { confirmation: 'confirmed' } });
    expect(() => leave.send('leave.disown', applicant, { reason: '不是我' })).toThrow();
    const foreign = start().send('leave.disown', applicant, { reason: '我没有请假' });
    expect(foreign).toMatchObject({ state: 'disowned', step: { final: true } });
    expect(foreign.effects).toEqual(expect.arrayContaining(['leave.release', 'case.send', 'notification.send']));
  });

  it('takes no end before the leave began, after it or still to come', () => {
    const back = (returned: object, today: string) => () =>
      away().send('leave.reportBack', applicant, { returned }, { today });
    expect(back({ day: '2026-09-04', half: 'pm' }, '2026-09-09')).toThrow(refusal('leave.return_implausible'));
    expect(back({ day: '2026-09-09', half: 'am' }, '2026-09-09')).toThrow(refusal('leave.return_implausible'));
    expect(back({ day: '2026-09-08', half: 'am' }, '2026-09-07')).toThrow(refusal('leave.return_implausible'));
    expect(back({ day: '2026-09-07', half: 'am' }, '2026-09-07')().state).toBe('returned');
  });

  it('sick leave waits for its certificate; without it the days become personal leave (R15.L6, A06)', () => {
    const back = { returned: { day: '2026-09-08', half: 'pm' } };
    const home = () => away(sick, { kind: 'sick' }).send('leave.reportBack', applicant, back, { today: '2026-09-09' });
    const leave = home();
    expect(leave).toMatchObject({ state: 'returned', step: { final: false } });
    expect(leave.params('task.assign')).toMatchObject([
      { step: 'return' },
      { step: 'proof', holders: [{ person: '0012' }], due: { on: '2026-09-11' } },
    ]);
    expect(leave.params('deadline.set')).toEqual([
      { name: 'proof', due: { on: '2026-09-11' } },
      { name: 'proofReminder', due: { on: '2026-09-11', at: 'start' } },
    ]);
    const paper = { issuedTo: '陈晨', from: '2026-09-07', to: '2026-09-08' };
    expect(() => leave.send('leave.confirmReturn', supervision)).toThrow(refusal('leave.certificate_open'));
    expect(() => leave.send('leave.acceptCertificate', supervision, paper)).toThrow(
      refusal('leave.certificate_missing'),
    );
    leave.send('leave.addCertificate', applicant, { certificates: ['b'.repeat(64)] });
    for (const wrong of [{ issuedTo: '李四' }, { from: '2026-09-08' }, { to: '2026-09-07' }])
      expect(() => leave.send('leave.acceptCertificate', supervision, { ...paper, ...wrong })).toThrow(
        refusal('leave.certificate_mismatch'),
      );
    leave.send('leave.acceptCertificate', supervision, paper);
    expect(leave).toMatchObject({ state: 'closed', context: { certificates: ['b'.repeat(64)], countsAs: 'sick' } });
    const reclassified = {
      ...usual['leave.calendar'],
      reclassified: [{ key: 'd', item: 'leave.personal.excused', subject: 'window:A01', happenedOn: '2026-09-07' }],
    };
    const without = home().send(
      'leave.reclassify',
      supervision,
      { reason: '无证明' },
      { facts: { 'leave.calendar': reclassified } },
    );
    expect(without.state).toBe('reclassified');
    expect(without.params('ledger.post')).toMatchObject([{ facts: [{ key: 'd', item: 'leave.personal.excused' }] }]);
  });

  it('a certificate that never comes: the term ends, the rule applies, once (G24)', () => {
    const home = () =>
      away(sick, { kind: 'sick' }).send(
        'leave.reportBack',
        applicant,
        { returned: { day: '2026-09-08', half: 'pm' } },
        { today: '2026-09-09' },
      );
    const late = home().send('deadline.reached', system, deadline('proofReminder'), { today: '2026-09-11' });
    expect(late.params('notification.send')).toMatchObject([{ message: 'leave.proof_due' }]);
    late.send('deadline.reached', system, deadline('proof'), { today: '2026-09-12' });
    expect(late.state).toBe('reclassified');
    expect(late.send('deadline.reached', system, deadline('proof')).effects).toEqual([]);
    const absence = { facts: { 'leave.calendar': { ...usual['leave.calendar'], reclassifiedAs: 'absenteeism' } } };
    const gone = home().send('deadline.reached', system, deadline('proof'), absence);
    expect(gone.state).toBe('absent');
    expect(gone.params('absence.propose')).toMatchObject([
      { kind: 'unproved', cause: 'noApplication', length: 20_000, note: 'leave-1' },
    ]);
    const handed = home().send('leave.addCertificate', applicant, { certificates: ['b'.repeat(64)] });
    expect(handed.params('deadline.cancel').map((one) => one.name)).toEqual(['proof', 'proofReminder']);
    expect(handed.send('deadline.reached', system, deadline('proof')).state).toBe('returned');
  });

  it('is extended by the chain of the whole absence, before the end', () => {
    const decision = {
      ...usual['leave.decision'],
      chain: [{ key: 'CENTRE_LEADER', holders: [{ role: 'CENTRE_LEADER' }], mode: 'any' }],
      length: 30_000,
      expectedOn: '2026-09-10',
      remindOn: '2026-09-09',
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
    // Its days are held while others decide (G20).
    expect(leave.effects).toContain('leave.reserve');
    leave.send('leave.approve', centre);
    expect(leave).toMatchObject({
      state: 'onLeave',
      context: { to: { day: '2026-09-09' }, length: 30_000, extensions: 1, extension: null },
    });
    expect(leave.context.parts).toHaveLength(2);
    expect(leave.params('deadline.set')).toContainEqual({ name: 'overstay', due: { on: '2026-09-10' } });
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
    expect(leave.params('deadline.set')).toContainEqual({ name: 'overstay', due: { on: '2026-09-11' } });
    expect(leave.effects).toContain('leave.reserve');
  });

  it('a longer absence that first makes a substitute necessary waits for him, and lets him go when refused', () => {
    const first = { substitute: { required: false, why: '' } };
    const facts = { 'leave.decision': { ...usual['leave.decision'], substitute: { required: true, why: 'R15.S1' } } };
    const to = { day: '2026-09-14', half: 'pm' };
    const asked = (today: string, more: object = {}) =>
      away(first, more).send('leave.extend', applicant, { to, reason: '手术' }, { today, facts });
    const leave = asked('2026-09-08');
    const longer = { from: { day: '2026-09-09', half: 'am' }, to };
    expect(leave.params('case.start')).toMatchObject([
      { kind: 'substitution', key: 'leave-1-s2', input: { ...longer, parts: [longer] } },
    ]);
    // What is still to come of the leave is covered too, part by part: between the parts the applicant sits there himself.
    const parts = [
      { from: { day: '2026-09-07', half: 'am' }, to: { day: '2026-09-08', half: 'pm' } },
      { day: '2026-09-09', start: '09:00', end: '10:00' },
      { from: { day: '2026-09-11', half: 'am' }, to: { day: '2026-09-11', half: 'am' } },
    ];
    const rest = asked('2026-09-07', { parts }).params('case.start')[0].input;
    expect(rest).toMatchObject({ from: { day: '2026-09-08', half: 'am' }, to });
    expect(rest.parts).toEqual([
      { from: { day: '2026-09-08', half: 'am' }, to: { day: '2026-09-08', half: 'pm' } },
      parts[1],
      parts[2],
      { from: { day: '2026-09-11', half: 'pm' }, to },
    ]);
    // Granted, the new cover is told nothing: it knows the end already.
    const granted = asked('2026-09-08').send('leave.approve', shift).send('leave.approve', centre);
    expect(granted).toMatchObject({ state: 'onLeave', context: { to } });
    expect(granted.params('case.send')).toEqual([]);
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

  it('overstaying is proposed as absence and decided by a person; the approved days count as they are (R15.L8)', () => {
    const over = () => away().send('deadline.reached', system, deadline('overstay'), { today: '2026-09-10' });
    expect(over()).toMatchObject({ state: 'overstayed', context: { isOverstayed: true } });
    expect(over().params('absence.propose')).toMatchObject([
      { person: '0012', kind: 'overstay', cause: 'overstayed', on: '2026-09-09', length: 10_000 },
    ]);
    const excused = over().send(
      'leave.excuse',
      supervision,
      { returned: { day: '2026-09-09', half: 'am' }, reason: '航班取消' },
      { today: '2026-09-10' },
    );
    expect(excused.state).toBe('returned');
    expect(excused.params('absence.withdraw')).toEqual([{ reason: '航班取消' }]);
    const back = over().send(
      'leave.reportBack',
      applicant,
      { returned: { day: '2026-09-09', half: 'pm' } },
      { today: '2026-09-10' },
    );
    expect(back.state).toBe('returned');
    expect(back.params('absence.propose')).toMatchObject([{ length: 5_000 }]);
    const gone = over().send('leave.absent', supervision, { halfDays: 2, on: '2026-09-09', reason: '无故未归' });
    expect(gone).toMatchObject({ state: 'absent', step: { final: true } });
    expect(gone.params('ledger.post')).toHaveLength(1);
    expect(gone.params('absence.propose')).toMatchObject([{ kind: 'overstay', length: 10_000 }]);
  });

  it('late deadlines change nothing', () => {
    const leave = approved().send('leave.withdraw', applicant);
    const before = JSON.stringify(leave.step.context);
    leave.send('deadline.reached', system, deadline('start'));
    expect([leave.state, JSON.stringify(leave.step.context), leave.effects]).toEqual(['withdrawn', before, []]);
  });
});
